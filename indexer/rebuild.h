#pragma once
/*
 * Rebuild: the text index made anew from the corpus, beside the old one
 * (PATH.new), and swapped in by rename when it is whole. Killed at any moment
 * it leaves the old index or the new one; readers go on meanwhile. One writer:
 * whoever holds the corpus's lock.
 */
#include "indexer/analyses.h"

/* Makes PATH anew; nobody may have it open for writing. `analyses` NULL: the
 * spans get none. */
MUST_CHECK int rebuild_index(struct store *corpus, struct analyses *analyses,
			     const char *path);
/* Throws away what an earlier, killed rebuild left beside PATH. */
MUST_CHECK int rebuild_discard(const char *path);
