#pragma once
/*
 * Document: what a span, a line of the log and a round look like in the text
 * index, by indexer/schema.h. Reads the corpus in the caller's transaction;
 * writes nothing; an analysis that it makes is held by `analyses`.
 */
#include "core/tokens.h"
#include "indexer/analyses.h"
#include "indexer/fold.h"
#include "indexer/textindex.h"

enum { DOCUMENT_ID = 48 }; /* bytes of a document's id with its NUL */

enum document_part {
	DOCUMENT_ALL,
	DOCUMENT_VALUES, /* of a span: values and data, for
			  * textindex_update() */
};

struct document_maker { /* tokens and doc are the caller's, to be reused */
	struct store_txn *txn;
	struct analyses *analyses; /* NULL: spans have none */
	struct tokens *tokens;
	struct textdoc *doc;  /* out: emptied, then filled */
	char id[DOCUMENT_ID]; /* out */
};
MUST_CHECK int document_span(struct document_maker *m,
			     const struct fold_span *span,
			     enum document_part part);
MUST_CHECK int document_line(struct document_maker *m, uint64_t seq,
			     const struct fold_line *line);
/* `verdict`: the row of DB_VERDICTS under `key`. */
MUST_CHECK int document_round(struct document_maker *m,
			      const struct corpus_key *key,
			      struct slice verdict);

/* The ids alone, for deleting. */
void document_span_id(char id[DOCUMENT_ID], const struct corpus_key *span);
void document_round_id(char id[DOCUMENT_ID], const struct corpus_key *round);
