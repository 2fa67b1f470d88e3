#pragma once
/*
 * Robots: robots.txt by RFC 9309: groups, longest match, * and $, at most
 * 500 KiB read, with Crawl-delay (not in the RFC; ATS and sites ask for it) and
 * Sitemap lines. Pure.
 *
 * Paths are compared as 2.2.2 has it: percent escapes of unreserved characters
 * (and, in the query, of reserved ones) mean the character, octets beyond ASCII
 * mean their escape. Other records never end a group (2.2.4).
 */
#include "core/bytes.h"

enum {
	ROBOTS_MAX_BYTES = 500 << 10, /* 2.5; the line that is cut is dropped */
	ROBOTS_MAX_DELAY_MS = 300000, /* a longer Crawl-delay means this */
	ROBOTS_MAX_SITEMAPS = 1000,
};

struct robots;
/* Any bytes are a robots.txt; what is not understood is skipped (2.2). `agent`
 * is our product token. */
struct robots *robots_parse(struct slice text, const char *agent);
void robots_free(struct robots *robots);
DEFINE_CLEANUP(struct robots *, robots_free);
/* `target`: path and query. Everything is allowed where robots is NULL. */
bool robots_allows(const struct robots *robots, const char *target);
/* The longest Crawl-delay of our group, -1: none said. */
int64_t robots_delay_ms(const struct robots *robots);
/* The Sitemap lines' values as they stand there, whatever their group. */
size_t robots_sitemaps(const struct robots *robots, const char *const **out);
