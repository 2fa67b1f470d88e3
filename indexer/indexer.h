#pragma once
/*
 * Indexer: the program's loop. Takes what workers and the coordinator send
 * (docs/protocol.md), commits it to the corpus in groups, acknowledges it then
 * and not before, folds, and keeps the index up to date in between. One thread.
 *
 * When the analyser's rules are others than the corpus was last read by, it
 * reads all of it again in the background (indexer/reanalysis.h).
 *
 * Back-pressure: it receives at most one group at a time, and nothing while
 * the index lags INDEXER_LAG changes behind; what is not received is not
 * acknowledged, and senders stop. A full disk is waited out: nothing is
 * acknowledged meanwhile, nothing is lost.
 */
#include "core/store.h"
#include "indexer/apply.h"

enum {
	INDEXER_GROUP = 64, /* messages in one transaction ... */
	INDEXER_GROUP_BYTES = 16
			      << 20, /* ... or as soon as they are so large */
	INDEXER_LAG = 5000,
	INDEXER_OPEN_CONTENTS = 500, /* new ones, then open rounds are folded */
	INDEXER_QUIET_MS = 1000,     /* or after this without news */
	INDEXER_REREAD = 500,	     /* spans in one step of a reanalysis */
};

struct indexer_options {
	struct store *corpus;		 /* borrowed */
	const struct analyser *analyser; /* borrowed; NULL: nothing is read
					  * out of the texts */
	const char *index;		 /* path */
	void *socket;			 /* bound ROUTER, borrowed */
	int stop_fd; /* readable: commit and end (a signalfd) */
};
/* Runs until `stop_fd` is readable: 0, all that was acknowledged is durable. */
MUST_CHECK int indexer_run(const struct indexer_options *options);
