#pragma once
/*
 * Intake: what comes in, put into the corpus within the caller's transaction,
 * each as an element of a set: the same record twice changes nothing. A source
 * about which something new came is noted as dirty until it is folded
 * (indexer/fold.h).
 */
#include "indexer/corpus.h"

enum {
	INTAKE_MAX_KEY = 2000,	   /* bytes of a posting's key */
	INTAKE_MAX_SOURCE = 200,   /* bytes of a source's id */
	INTAKE_MAX_TEXT = 8 << 20, /* bytes of a content, packed */
};
enum {
	INTAKE_E_REFUSED = 1, /* the record is bad: logged, nothing changed */
	INTAKE_E_UNKNOWN = 2, /* acceptance: no such round, or it is not
			       * suspect */
};

/* What came in so far: to know when folding a round that is still open pays,
 * and for the status. */
struct intake {
	uint64_t observations; /* new ones */
	uint64_t contents;     /* new ones */
	uint64_t refused;
};

MUST_CHECK int intake_observation(struct store_txn *txn,
				  const Jobq__Observation *observation,
				  struct intake *counts);
/* A closed round. One that was closed with other facts keeps those that prove
 * less, whichever came first. */
MUST_CHECK int intake_round(struct store_txn *txn, const Jobq__Round *round,
			    struct intake *counts);
/* The source must be folded up to date: only a suspect round is accepted. */
MUST_CHECK int intake_acceptance(struct store_txn *txn,
				 const Jobq__Acceptance *acceptance,
				 struct intake *counts);
/* The panel's sources; those not among them are unwatched from now on. */
MUST_CHECK int intake_sources(struct store_txn *txn,
			      Jobq__Source *const *sources, size_t n);

/* ---- dirty sources ---- */

enum intake_dirt {
	DIRT_OPEN = 'o',   /* a round that is still open has seen more */
	DIRT_CLOSED = 'z', /* the timeline's closed part must be made anew */
};
/* 0 where nothing of the source waits. */
MUST_CHECK int intake_dirt(struct store_txn *txn, const struct corpus_key *key,
			   enum intake_dirt *out);
