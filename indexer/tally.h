#pragma once
/*
 * Tally: how many postings the log says were added, changed and closed since
 * this process started, for the progress of a crawl. What was withdrawn again
 * is taken off.
 */
#include "core/store.h"

struct tally {
	uint64_t line; /* the last one counted */
	int64_t added, changed, closed;
};
/* Begins after the log's last line. */
MUST_CHECK int tally_init(struct tally *tally, struct store_txn *txn);
/* Counts the lines that came since. */
MUST_CHECK int tally_update(struct tally *tally, struct store_txn *txn);
