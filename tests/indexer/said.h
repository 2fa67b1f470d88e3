#pragma once
/*
 * Said: a posting made of a title and one text, as the facts read it, for
 * tests. The rule files are the tree's own.
 */
#include "indexer/reading.h"

#define RULES_DIR "indexer/rules"

struct said {
	Jobq__Content content;
	Jobq__Block block, *blocks[1];
	char *locations[1];
	struct outline outline;
	struct reading reading;
};
/* The book of the lists that are sought in whole sections; filled before the
 * first said_read(), which builds it. */
struct wordbook *said_book(void);
void said_close(void);
/* Borrows both texts; NULL is none. Fields of `said->content` may be set
 * before said_read(). */
void said_begin(struct said *said, const char *title, const char *text);
void said_read(struct said *said);
void said_end(struct said *said);

/* Random text of bits of postings and of random bytes, NUL-terminated, in a
 * static buffer; prints nothing. */
const char *said_random(unsigned *seed);
