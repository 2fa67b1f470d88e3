#pragma once
/*
 * Tinyhttp: an HTTP server for tests, on 127.0.0.1 and a port of its own, that
 * says exactly the bytes it was told. A thread a connection; free() ends all.
 */
#include "core/bytes.h"

enum tiny_end {
	TINY_KEEP, /* the connection stays for the next request */
	TINY_CLOSE,
	TINY_RESET, /* RST */
	TINY_HOLD,  /* nothing more comes, nothing ends */
};
struct tiny_page {
	const char *target; /* as the request line has it; NULL: any other */
	struct slice bytes; /* the whole answer, borrowed */
	enum tiny_end end;
};

struct tinyhttp;
/* Serves `pages`, borrowed, until it is freed. Aborts where it cannot. */
struct tinyhttp *tinyhttp_new(const struct tiny_page *pages, size_t n);
void tinyhttp_free(struct tinyhttp *server);
DEFINE_CLEANUP(struct tinyhttp *, tinyhttp_free);
const char *tinyhttp_url(const struct tinyhttp *server); /* no slash at end */
/* The requests that came, whole, in order. The text is the caller's. */
size_t tinyhttp_count(struct tinyhttp *server);
char *tinyhttp_request(struct tinyhttp *server, size_t i);
size_t tinyhttp_connections(struct tinyhttp *server);
