#pragma once
/*
 * Parcel: the reports that gather for a moment, so that one sync of the archive
 * and one commit of the spool are for many tasks. Belongs to the worker's loop.
 *
 * Outcomes of reports that observed nothing wait for nothing: they go to the
 * coordinator without the spool. If they are lost with the worker, so is the
 * lease, and the tasks are done again.
 */
#include "workers/feed.h"
#include "workers/report.h"
#include "workers/spool.h"

enum {
	PARCEL_MS = 20,
	PARCEL_TASKS = 64,
	PARCEL_BYTES = 4 << 20,
};

struct parcel {
	Jobq__Observation **observations;
	size_t n_observations;
	struct spool_batch batch;  /* the outcomes of what observed something;
				    * its observations are those above */
	struct spool_batch direct; /* the outcomes of what observed nothing */
	size_t n_tasks, bytes;
	int64_t since_ms; /* of the first report */
	bool urgent;	  /* do not wait for more */
};
void parcel_deinit(struct parcel *parcel);

/* Adds what `report` owns, for the lease `token`. */
void parcel_add(struct parcel *parcel, uint64_t token, struct report *report,
		int64_t now_ms);
/* When it is to be posted: TIMES_FOREVER while it is empty. */
int64_t parcel_due_ms(const struct parcel *parcel);
bool parcel_empty(const struct parcel *parcel);
/* Takes the outcomes that wait for nothing: *out has no observations. Their
 * exchanges must be durable in the archive. */
void parcel_take_direct(struct parcel *parcel, struct spool_batch *out);
/* Commits the rest to the spool and offers it to the feed, in batches of at
 * most SPOOL_MAX_BATCH; the outcomes go with the last. After a fault (-ENOSPC)
 * what was not committed is still there, to be posted again. */
MUST_CHECK int parcel_post(struct parcel *parcel, struct spool *spool,
			   struct feed *feed);
