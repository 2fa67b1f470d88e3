#pragma once
/*
 * Textdiff: what changed between two texts, word by word (a Chinese character
 * is a word). Pure. Myers' O(ND) algorithm (Algorithmica 1, 1986); texts that
 * differ by more than TEXTDIFF_MAX words are shown as replaced.
 */
#include "core/bytes.h"

enum textdiff_kind { TEXTDIFF_SAME, TEXTDIFF_REMOVED, TEXTDIFF_ADDED };
enum { TEXTDIFF_MAX = 1500 };

struct textdiff_piece {
	enum textdiff_kind kind;
	struct slice text; /* points into one of the two texts */
};
struct textdiff {
	struct textdiff_piece *pieces; /* those of a kind are joined */
	size_t n;
};

/* The pieces without the added ones are `a`, without the removed ones `b`. */
void textdiff_make(struct textdiff *out, struct slice a, struct slice b);
void textdiff_deinit(struct textdiff *diff);
