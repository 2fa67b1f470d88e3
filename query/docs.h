#pragma once
/*
 * Docs: the records of the documents that a search of the index found, in its
 * order, held in memory.
 */
#include "core/pack.h"
#include "indexer/textindex.h"

struct docs {
	ProtobufCMessage **items;
	size_t n;
	size_t total; /* matches in all, beyond the search's limit */
};

/* Finds; `out` (all zero, or from an earlier call) is emptied first. Returns
 * what textindex_run() does; -EBADMSG, logged, on a damaged record. */
MUST_CHECK int docs_find(struct docs *out, struct textindex *index,
			 const ProtobufCMessageDescriptor *type,
			 const struct textindex_search *search);
void docs_deinit(struct docs *docs);
