#pragma once
/*
 * Wordlist: the words of a rule file, each with the number of the class it
 * belongs to, found in normal text: a word must stand alone (Latin), of two
 * that overlap the one that begins first counts, then the longer; and within a
 * word of WORDLIST_NOT nothing is found. Filled, built, then immutable: shared
 * by threads.
 */
#include "core/yamltree.h"

enum { WORDLIST_NOT = -1 }; /* phrases that only look like a word */

struct wordlist;
struct wordlist *wordlist_new(void);
void wordlist_free(struct wordlist *list);
DEFINE_CLEANUP(struct wordlist *, wordlist_free);

/* `word` as written; it is normalised. Of equal words the first counts. */
void wordlist_add(struct wordlist *list, const char *word, int id);
/* Every text of a YAML list; NULL adds nothing. */
MUST_CHECK int wordlist_add_all(struct wordlist *list,
				const struct yaml_file *file,
				const struct yaml_node *words, int id);
void wordlist_build(struct wordlist *list);

/* A file that maps class names to lists of words: the class's place in
 * `classes` (NULL-terminated) is the id; "not" is WORDLIST_NOT. */
MUST_CHECK int wordlist_load(struct wordlist **out, const char *dir,
			     const char *name, const char *const *classes);

struct wordhit {
	int id;
	uint32_t start, end; /* bytes of the normal text */
};
struct wordhits { /* {0} to begin with */
	struct wordhit *items;
	size_t n, cap;
};
/* By start, into `out`, which is emptied first. */
void wordlist_find(const struct wordlist *list, struct slice normal,
		   struct wordhits *out);
void wordhits_deinit(struct wordhits *hits);

/* ---- for the wordbook, which searches for many lists at once ---- */

struct listed {
	char *text; /* normal */
	int id;
};
/* All words, as added; borrowed. */
size_t wordlist_words(const struct wordlist *list, const struct listed **out);
/* Takes one hit in that stands alone. They come by start, the shortest first;
 * of the same bytes that of the word that was added first. */
void wordhits_take(struct wordhits *hits, struct wordhit hit);
/* All hits are in. */
void wordhits_settle(struct wordhits *hits);
