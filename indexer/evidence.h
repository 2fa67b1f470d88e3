#pragma once
/*
 * Evidence: all that the corpus holds on one source, as the timeline's input.
 * Rounds that saw the same share one list of it.
 */
#include "indexer/corpus.h"
#include "indexer/timeline.h"

struct seen_list;
struct evidence {
	char *source;		     /* its id, NULL: no round */
	struct corpus_round *rounds; /* by (time, seq) */
	struct timeline_round *told; /* the same, for the timeline */
	struct seen_list *seen;	     /* by round; empty where it is shared */
	size_t n_rounds, cap_rounds;
	struct timeline_version *versions;
	size_t n_versions, cap_versions;
};
/* What was seen in rounds that are closed by now is united into their sets:
 * at a round's closing, and for observations that come late. */
MUST_CHECK int evidence_seal(struct store_txn *txn,
			     const struct corpus_key *source);
MUST_CHECK int evidence_load(struct store_txn *txn,
			     const struct corpus_key *source,
			     struct evidence *out);
void evidence_deinit(struct evidence *e);
