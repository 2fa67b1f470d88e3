#pragma once
/*
 * Wordset: a constant table of a few words, tried one after the other: for
 * what is asked of a line or a clause, not searched for in a whole text (that
 * is a wordlist). The words are normal text (core/normal.h).
 */
#include "core/bytes.h"

struct wordset {
	const char *const *items;
	size_t n;
};
/* A table of an array that is in sight: its items and how many. */
#define TABLE_OF(array)                                 \
	{                                               \
		array, sizeof(array) / sizeof(*(array)) \
	}

/* Whether `word` is one of them. */
static inline bool wordset_has(const struct wordset *set, struct slice word)
{
	for (size_t i = 0; i < set->n; i++)
		if (slice_equal(word, slice_text(set->items[i])))
			return true;
	return false;
}
/* The bytes of the longest of them with which `text` begins; 0: none. */
static inline size_t wordset_longest(const struct wordset *set,
				     struct slice text)
{
	size_t longest = 0;

	for (size_t i = 0; i < set->n; i++) {
		size_t len = strlen(set->items[i]);

		if (len > longest && slice_starts(text, set->items[i]))
			longest = len;
	}
	return longest;
}
/* Whether `text` begins with one of them. */
static inline bool wordset_begins(const struct wordset *set, struct slice text)
{
	for (size_t i = 0; i < set->n; i++)
		if (slice_starts(text, set->items[i]))
			return true;
	return false;
}
