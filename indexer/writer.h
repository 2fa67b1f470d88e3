#pragma once
/*
 * Writer: the documents of spans, lines, rounds and sources put into a text
 * index, from the corpus as one transaction shows it. Says nothing of cursors
 * and commits.
 */
#include "indexer/document.h"

struct writer {
	struct textindex *index; /* borrowed */
	struct document_maker maker;
	size_t n_written; /* documents since it was last set to 0 */
};
/* `analyses` is borrowed; NULL: spans get none. */
void writer_init(struct writer *w, struct textindex *index,
		 struct analyses *analyses);
void writer_deinit(struct writer *w);

/* One change, as it stands in DB_CHANGES: made so from what the corpus holds
 * now; a row that is not there any more has its document deleted. */
MUST_CHECK int writer_apply(struct writer *w, struct store_txn *txn,
			    enum corpus_change what,
			    const struct corpus_key *key);

/* Everything in the corpus; `each`, where not NULL, is called after every
 * document (non-zero stops). */
typedef int writer_each(void *arg);
MUST_CHECK int writer_all(struct writer *w, struct store_txn *txn,
			  writer_each *each, void *arg);
