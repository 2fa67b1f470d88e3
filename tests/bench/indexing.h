#pragma once
/* Indexing: a text made into a document's terms and put into an index, as the
 * figures of several benchmarks count it. */
#include "core/tokens.h"
#include "indexer/textindex.h"

/* `n`: the posting's number; `data`: what the document keeps. */
MUST_CHECK int indexing_add(struct textindex *index, struct tokens *tokens,
			    long long n, const char *text, struct slice data);
