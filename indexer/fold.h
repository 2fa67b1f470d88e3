#pragma once
/*
 * Fold: a source's evidence through the timeline, and what differs from what
 * is stored written back: spans, events (as lines of the log), verdicts; each
 * difference is also a change that the index must take over. Within the
 * caller's transaction: all or nothing.
 */
#include "indexer/corpus.h"
#include "indexer/timeline.h"

/* Folds one source; it is not dirty then. */
MUST_CHECK int fold_source(struct store_txn *txn,
			   const struct corpus_key *source);
/* Folds every dirty source; with `closed_only` those whose only news is of
 * rounds that are still open are left as they are. */
MUST_CHECK int fold_dirty(struct store_txn *txn, bool closed_only);

/* ---- the rows it writes ---- */

struct fold_span {
	struct corpus_key key;
	struct posting_id posting;
	struct timeline_span span;
};
/* -EIO, logged, on damage. */
MUST_CHECK int fold_read_span(struct slice key, struct slice value,
			      struct fold_span *out);
/* A line of the log: [asserted 1][event key][event]. */
struct fold_line {
	bool asserted;
	struct corpus_key key; /* of the event: its identity */
	struct timeline_event event;
};
MUST_CHECK int fold_read_line(struct slice value, struct fold_line *out);
