#pragma once
/*
 * Boardstate: one board's posting at two moments, through whichever of its
 * company's sources reach it. Used by difference.c.
 */
#include "query/difference.h"

struct boardstate {
	const char *key;
	const struct difference_source *sources;
	const size_t *places; /* in sources: those that reach the board */
	size_t n_places;
	int64_t from_ms, to_ms;
};

enum boardstate_change {
	BOARDSTATE_SAME,
	BOARDSTATE_ADDED,
	BOARDSTATE_CLOSED,
	BOARDSTATE_CHANGED,
};

/* Compares; what `out` holds is the caller's. May return
 * TEXTINDEX_E_MODIFIED. */
MUST_CHECK int boardstate_compare(const struct boardstate *state,
				  struct textindex *index,
				  struct difference_item *out,
				  enum boardstate_change *change);
