#pragma once
/*
 * Sets: what a closed round saw, (posting, version, presence) each, stored
 * under the digest of its content, so that identical rounds share one. In
 * columns, compressed.
 */
#include "indexer/corpus.h"
#include "indexer/timeline.h"

struct seen_list { /* by posting, each once */
	struct timeline_seen *items;
	size_t n, cap;
};
void seen_list_add(struct seen_list *list, const struct timeline_seen *seen);
void seen_list_reduce(struct seen_list *list); /* by gather_seen() */
void seen_list_deinit(struct seen_list *list);

/* Stores a reduced list (if it is new); *out is none for an empty one. */
MUST_CHECK int sets_put(struct store_txn *txn, const struct seen_list *list,
			struct digest *out);
/* Reads one, appending to `out`; the set "none" is empty. */
MUST_CHECK int sets_get(struct store_txn *txn, const struct digest *set,
			struct seen_list *out);
/* Its stored form, for the fuzzer: 0, or -EIO (logged) on any damage. */
MUST_CHECK int sets_decode(struct slice packed, struct seen_list *out);
