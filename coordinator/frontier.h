#pragma once
/*
 * Frontier: what the coordinator must know after a crash, in LMDB
 * (docs/storage.md, "frontier"). Owned by the coordinator's loop: not
 * thread-safe, one process a path.
 *
 * Group commit: all calls work in one transaction, which the first of them
 * begins; frontier_commit() makes everything since durable at once, or nothing.
 * What others are told of must come after it.
 */
#include "coordinator/frontier.pb-c.h"
#include "core/digest.h"
#include "core/store.h"

struct frontier;

enum { FRONTIER_E_ABSENT = 1, FRONTIER_E_SEEN = 2 };

/* No number that is given from now on is below `floor`: with the clock as floor
 * a frontier that was deleted, or brought back from a backup, gives none that
 * the one before gave, which the corpus, an index or a spool may still have. */
MUST_CHECK int frontier_open(struct frontier **out, const char *path,
			     uint64_t floor);
/* What was not committed is forgotten. */
void frontier_free(struct frontier *frontier);
DEFINE_CLEANUP(struct frontier *, frontier_free);

MUST_CHECK int frontier_commit(struct frontier *frontier);

/* Counters grow and never give a number twice. */
enum frontier_counter { FRONTIER_TASK, FRONTIER_ROUND, FRONTIER_TOKEN };
MUST_CHECK int frontier_next(struct frontier *frontier,
			     enum frontier_counter counter, uint64_t *out);

/* FRONTIER_E_ABSENT; the record is the caller's (pack_freep). */
MUST_CHECK int frontier_source(struct frontier *frontier, const char *id,
			       Jobq__FrontierSource **out);
MUST_CHECK int frontier_put_source(struct frontier *frontier,
				   const Jobq__FrontierSource *source);

MUST_CHECK int frontier_put_round(struct frontier *frontier,
				  const Jobq__FrontierRound *round);
/* The round goes with all its tasks and what it saw. */
MUST_CHECK int frontier_drop_round(struct frontier *frontier, uint64_t seq);

/* FRONTIER_E_SEEN: this round had the same task before. */
MUST_CHECK int frontier_see(struct frontier *frontier, uint64_t seq,
			    const struct digest *task);
MUST_CHECK int frontier_put_task(struct frontier *frontier,
				 const Jobq__FrontierTask *task);
MUST_CHECK int frontier_task(struct frontier *frontier, uint64_t seq,
			     uint64_t id, Jobq__FrontierTask **out);
MUST_CHECK int frontier_drop_task(struct frontier *frontier, uint64_t seq,
				  uint64_t id);

MUST_CHECK int frontier_put_host(struct frontier *frontier,
				 const Jobq__FrontierHost *host);
MUST_CHECK int frontier_drop_host(struct frontier *frontier, const char *host);

/* A lease, and the tasks that it holds. */
struct frontier_leased {
	uint64_t token, seq, task;
};
MUST_CHECK int frontier_put_lease(struct frontier *frontier,
				  const Jobq__FrontierLease *lease);
/* The tasks that it held are queued again, by that alone. */
MUST_CHECK int frontier_drop_lease(struct frontier *frontier, uint64_t token);
MUST_CHECK int frontier_put_leased(struct frontier *frontier,
				   const struct frontier_leased *leased);
MUST_CHECK int frontier_drop_leased(struct frontier *frontier,
				    const struct frontier_leased *leased);

/* Closed rounds that the indexer has not acked. */
MUST_CHECK int frontier_put_closed(struct frontier *frontier,
				   const Jobq__Round *round);
MUST_CHECK int frontier_drop_closed(struct frontier *frontier, uint64_t seq);

/* Calls `visit` with each record, in the order of its number (hosts: of the
 * name); it may put and drop nothing. A result other than 0 ends the walk and
 * is returned. A record that cannot be read is a fault. */
typedef int frontier_visit(void *arg, const void *record);
enum frontier_kind {
	FRONTIER_ROUNDS, /* Jobq__FrontierRound */
	FRONTIER_TASKS,	 /* Jobq__FrontierTask */
	FRONTIER_HOSTS,	 /* Jobq__FrontierHost */
	FRONTIER_LEASES, /* Jobq__FrontierLease */
	FRONTIER_CLOSED, /* Jobq__Round */
};
MUST_CHECK int frontier_each(struct frontier *frontier, enum frontier_kind kind,
			     frontier_visit *visit, void *arg);
/* The same over struct frontier_leased, by token, round and task. */
MUST_CHECK int frontier_each_leased(struct frontier *frontier,
				    frontier_visit *visit, void *arg);
