#pragma once
/*
 * Analyses: the analysis of every version that a document was made of, kept in
 * the corpus (DB_ANALYSES) so that a version is read once. Derived: any of it
 * may be lost and is made again. A stored one is used while its stamp is that
 * of now: digest of (rules, company, extractor), for each of the three can
 * change what is read out of the same version.
 * Owned by the indexer, one thread.
 */
#include "indexer/analysis.h"
#include "indexer/corpus.h"

struct analyses;

/* Both borrowed. */
struct analyses *analyses_new(struct store *corpus,
			      const struct analyser *analyser);
void analyses_free(struct analyses *analyses);
DEFINE_CLEANUP(struct analyses *, analyses_free);

struct analyses_ask {
	struct store_txn *txn; /* reading */
	const struct posting_id *posting;
	const struct digest *version;
	const Jobq__Content *content; /* of the version */
	const Jobq__Source *source;
};
/* The stored analysis, or one that is made now and held until
 * analyses_keep(). Caller frees. */
MUST_CHECK int analyses_get(struct analyses *analyses,
			    const struct analyses_ask *ask,
			    Jobq__Analysis **out);
/* Stores what was made, in a transaction of its own: nobody may have one open
 * for writing. */
MUST_CHECK int analyses_keep(struct analyses *analyses);
/* How many were made, not read, since analyses_new(). */
size_t analyses_made(const struct analyses *analyses);
