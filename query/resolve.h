#pragma once
/*
 * Resolve: which posting somebody means: by its id, a beginning of the id that
 * no other has, or SOURCE:EXTERNAL_ID.
 */
#include "core/digest.h"
#include "indexer/textindex.h"

enum { RESOLVE_E_NONE = 10, RESOLVE_E_MANY = 11, RESOLVE_SHOWN = 8 };

struct resolved {
	char posting[POSTING_HEX];
	/* RESOLVE_E_MANY: some of those that begin so */
	char several[RESOLVE_SHOWN][POSTING_HEX];
	size_t n_several;
};

/* RESOLVE_E_NONE, RESOLVE_E_MANY; may return TEXTINDEX_E_MODIFIED. */
MUST_CHECK int resolve_posting(struct textindex *index, const char *text,
			       struct resolved *out);
