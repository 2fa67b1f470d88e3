#pragma once
/*
 * Marker: the words that make a clause a bonus within any section: 者优先,
 * 更佳, preferred, a plus. In Chinese they end what they mark, in English they
 * stand on either side. Works on normal text. Pure.
 */
#include "indexer/outline.h"

enum marker_scope {
	MARKER_NONE,
	MARKER_BEFORE, /* what stands before it, back to the sentence's last
			* comma that does not enumerate */
	MARKER_INSIDE, /* from `at`, a bracket, to its end: C++ (Rust a plus) */
	MARKER_AFTER,  /* from `at` to the sentence's end */
};
struct marker {
	enum marker_scope scope;
	size_t at;    /* INSIDE, AFTER: where what it marks begins */
	size_t words; /* BEFORE: how much stands before it, in words */
};

/* False: no piece of the sentence has a marker, and none need be looked for.
 * Cheap. */
bool marker_possible(struct slice sentence);
/* The marker of one piece between commas, in a section of part `part`. */
struct marker marker_find(struct slice piece, enum part part);
/* How many words: runs of Latin letters, or pairs of Han characters. */
size_t marker_words(struct slice text);
