#pragma once
/*
 * Reanalysis: a walk over all spans after the rules have changed, in the
 * background and in bounded steps: each step notes the next spans as changes
 * (indexer/corpus.h), so that the index takes them over as any other news and
 * their analyses are made anew on the way. Spans and their documents alone:
 * the timeline, the events and the log never learn of it.
 *
 * The corpus keeps for which rules the walk is, and how far it is, in the same
 * transaction as the changes it noted: killed at any moment it goes on there.
 */
#include "indexer/corpus.h"

enum { REANALYSIS_E_DONE = 1 };

struct reanalysis { /* by value */
	bool under_way;
	uint64_t done, total; /* spans */
};

/* Reads where it stands; begins a walk where the corpus was last read by other
 * rules than these. In the caller's transaction, for writing. */
MUST_CHECK int reanalysis_begin(struct reanalysis *out, struct store_txn *txn,
				const struct digest *rules);
/* Notes at most `max` more spans, in the caller's transaction.
 * REANALYSIS_E_DONE: there were none left; it is not under way any more. */
MUST_CHECK int reanalysis_step(struct reanalysis *walk, struct store_txn *txn,
			       size_t max);
