#pragma once
/*
 * Automaton: finds every occurrence of many literal forms in one pass over the
 * bytes. The forms are a trie, followed from each place where one begins; what
 * most places are not is known from a few bytes. Forms are added, then it is
 * built once, and is immutable from then on: shared by threads. Time is linear
 * in the text and the hits, and grows with the length of forms that the text
 * repeats, hardly with their number; more forms cost memory: 13 bytes a state
 * (a byte of a form that no other form shares with it), 1,024 more for one that
 * five or more go on from, and 12 to 16 a form.
 * It compares bytes: give it normal text (core/normal.h) on both sides. A form
 * that begins with a Latin letter or digit is not found behind another one: it
 * would begin within a word.
 */
#include "core/bytes.h"

struct automaton;

struct automaton *automaton_new(void);
void automaton_free(struct automaton *automaton);
DEFINE_CLEANUP(struct automaton *, automaton_free);

/* `id` is the caller's; one form may have several, and several forms one. An
 * empty form is never found. Only before automaton_build(). */
void automaton_add(struct automaton *automaton, struct slice form, int id);
void automaton_build(struct automaton *automaton);

struct automaton_hit {
	int id;
	uint32_t start, end; /* bytes of the text */
};
/* Calls for every hit, by start, the shortest first; forms that are equal in
 * the order in which they were added. */
typedef void automaton_hit_fn(void *context, const struct automaton_hit *hit);
void automaton_scan(const struct automaton *automaton, struct slice text,
		    automaton_hit_fn *call, void *context);

struct automaton_hits { /* {0} to begin with */
	struct automaton_hit *items;
	size_t n, cap;
};
/* As automaton_scan(), into `out`, which is emptied first. */
void automaton_find(const struct automaton *automaton, struct slice text,
		    struct automaton_hits *out);
void automaton_hits_deinit(struct automaton_hits *hits);

/* Whether the bytes from start to end are a word of their own: where they
 * begin (end) with a Latin letter or digit, none touches them there. */
bool automaton_apart(struct slice text, uint32_t start, uint32_t end);
