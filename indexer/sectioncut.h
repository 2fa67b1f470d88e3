#pragma once
/*
 * Sectioncut: where a block of a content's text is cut in sections, and what
 * part each is: by its headers, by what its recipe says, and where neither
 * speaks by how its lines begin.
 */
#include "indexer/outline.h"

struct section_cut {
	uint32_t start;	     /* bytes of the block's text; the first is 0 */
	uint32_t head_bytes; /* of its header; 0: none */
	enum part part;
};
struct section_cuts {
	struct section_cut *items;
	size_t n, cap;
};

/* Sets `normal`, {0} or in use, to the block's text. */
void section_cuts_find(const Jobq__Block *block, struct normal *normal,
		       struct section_cuts *out);
void section_cuts_deinit(struct section_cuts *cuts);
