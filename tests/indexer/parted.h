#pragma once
/* Parted: in which part the outline of a text puts some of its words. */
#include "indexer/outline.h"

/* Fails where the clause around the first `words` of a block of that `kind` is
 * not in `part`. */
void is_part_in(const char *kind, const char *text, const char *words,
		enum part part);
/* The same where the recipe does not say what the block is. */
void is_part(const char *text, const char *words, enum part part);
