#pragma once
/*
 * Wordbook: many wordlists that are searched for in one pass over a text, each
 * then giving what wordlist_find() would. Filled, built, then immutable: shared
 * by threads.
 */
#include "indexer/wordlist.h"

struct wordbook;
struct wordbook *wordbook_new(void);
void wordbook_free(struct wordbook *book);
DEFINE_CLEANUP(struct wordbook *, wordbook_free);

/* Borrows the list, which has all its words, until the last wordmarks_of(). */
void wordbook_add(struct wordbook *book, const struct wordlist *list);
void wordbook_build(struct wordbook *book);

/* What stands in one text; {0} to begin with. */
struct wordmarks {
	const struct wordbook *book;
	struct wordmark *items;
	size_t n, cap;
	uint32_t *n_of; /* by list */
};
void wordbook_find(const struct wordbook *book, struct slice normal,
		   struct wordmarks *out);
/* As wordlist_find() of a list of the book, in the text of `marks`; of any
 * other list nothing. */
void wordmarks_of(const struct wordmarks *marks, const struct wordlist *list,
		  struct wordhits *out);
void wordmarks_deinit(struct wordmarks *marks);
