#pragma once
/*
 * Rulebook: the robots.txt of the origins (scheme, host, port) that the worker
 * has been to, kept at most 24 hours (RFC 9309 2.4). Belongs to the worker's
 * loop. At most RULEBOOK_MAX origins; the oldest goes first.
 */
#include "workers/robots.h"

enum { RULEBOOK_MAX = 20000, RULEBOOK_AGE_MS = 86400000 };

struct rulebook;

struct rulebook *rulebook_new(void);
void rulebook_free(struct rulebook *book);
DEFINE_CLEANUP(struct rulebook *, rulebook_free);

/* Keeps `robots` (taken; NULL: all is allowed) as the rules of url's origin. */
void rulebook_put(struct rulebook *book, const char *url, int64_t now_ms,
		  struct robots *robots);
/* Are the rules of url's origin known? Then *out is they (NULL: none). */
bool rulebook_get(const struct rulebook *book, const char *url, int64_t now_ms,
		  const struct robots **out);

/* "https://host:port", and that with "/robots.txt"; caller frees. NULL: not a
 * http(s) URL. */
char *rulebook_origin(const char *url);
char *rulebook_address(const char *url);
