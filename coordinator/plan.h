#pragma once
/*
 * Plan: what is to be fetched, by whom, and when: sources, rounds, hosts, their
 * queues and leases, in memory and, step by step the same, in the frontier. It
 * knows no sockets and reads no clock. One thread.
 *
 * Everything that changes works in the frontier's transaction; plan_commit()
 * makes it durable, and only then may anybody be told. After a fault (< 0)
 * memory and frontier may differ: the program must end and start again.
 */
#include "coordinator/frontier.h"
#include "coordinator/lease.h"
#include "coordinator/outbox.h"
#include "coordinator/round.h"

enum {
	PLAN_E_IGNORED = 1, /* the task is not in that lease: nothing changed */
	PLAN_E_NONE = 2,    /* there is nothing to lease */
};
enum {
	PLAN_MAX_FOUND = 100000,  /* tasks in one outcome */
	PLAN_MAX_TASKS = 1000000, /* in one round */
};

struct plan_options {
	const char *path;	 /* of the frontier */
	struct sources *sources; /* borrowed */
	struct outbox *outbox;	 /* borrowed: closed rounds go there */
	bool fixed_time;	 /* --at */
	int64_t at_ms;
	bool once;
	uint64_t run; /* --once: sources whose round this run closed are done;
		       * 0: every start is a run of its own */
};

/* Since the start of the program, of rounds that closed. */
struct plan_totals {
	uint64_t rounds, items, errors;
};

struct plan {
	struct frontier *frontier;
	struct plan_options options;
	struct hosts hosts;
	struct leases leases;
	struct rounds rounds;
	struct plan_totals totals;
};

/* Loads the frontier. Open rounds go on: their deadline counts from now, their
 * leases hold LEASE_MS unless renewed. Rounds of sources that left the panel or
 * changed their recipe are closed, incomplete. */
MUST_CHECK int plan_open(struct plan **out, const struct plan_options *options,
			 struct moment now);
void plan_free(struct plan *plan);
DEFINE_CLEANUP(struct plan *, plan_free);
MUST_CHECK int plan_commit(struct plan *plan, struct moment now);

/* Opens a round of each source that is due. */
MUST_CHECK int plan_open_due(struct plan *plan, struct moment now);
/* When the source's next round is due, logical time; TIMES_FOREVER: never. */
int64_t plan_due_ms(const struct plan *plan, const struct source *source,
		    struct moment now);
/* --once: every source had its round. */
bool plan_finished(const struct plan *plan);

/* Rounds whose deadline has passed are closed. Leases that had tasks of theirs
 * are taken back: `revoked` is called for each before it goes. */
typedef void plan_revoked(void *arg, const struct lease *lease);
MUST_CHECK int plan_end_overdue(struct plan *plan, struct moment now,
				plan_revoked *revoked, void *arg);

/* ---- leases (plan_lease.c) ---- */

struct plan_holder {
	const char *worker;
	uint64_t incarnation;
};
/* May the host be leased now: it is free, has tasks, and its time is near. */
bool plan_ready(const struct host *host, struct moment now);
/* Leases `host`, which is ready; *out is the message. PLAN_E_NONE. */
MUST_CHECK int plan_grant(struct plan *plan, struct host *host,
			  struct plan_holder holder, struct moment now,
			  Jobq__Lease **out);
/* Adds waiting tasks to a lease that runs low; PLAN_E_NONE. */
MUST_CHECK int plan_top_up(struct plan *plan, struct lease *lease,
			   struct moment now, Jobq__Lease **out);
/* Ends a lease; its tasks are queued again. Unless its worker RELEASED it and
 * said how long the host must wait, the host waits its source's delay. LOST
 * counts a loss on each task. */
enum plan_end { PLAN_RELEASED, PLAN_REVOKED, PLAN_LOST };
MUST_CHECK int plan_end_lease(struct plan *plan, struct lease *lease,
			      enum plan_end how, struct moment now);
/* Ends leases that were not renewed. */
MUST_CHECK int plan_end_lost(struct plan *plan, struct moment now);
/* Ends leases of that worker's earlier incarnations. */
MUST_CHECK int plan_end_earlier(struct plan *plan, struct plan_holder holder,
				struct moment now);

/* ---- outcomes (plan_settle.c) ---- */

/* Takes in what became of a leased task, and the tasks that it brought.
 * PLAN_E_IGNORED. May close the task's round. */
MUST_CHECK int plan_settle(struct plan *plan, struct lease *lease,
			   const Jobq__Outcome *outcome, struct moment now);
/* Queues a task of an open round, unless the round had it before. `parent`:
 * whose outcome found it; NULL for a seed. */
MUST_CHECK int plan_add_task(struct plan *plan, struct round *round,
			     const Jobq__Task *parent, const Jobq__Task *task);
/* The round, with nothing queued or leased, goes to the outbox. */
MUST_CHECK int plan_close_round(struct plan *plan, struct round *round,
				struct moment now);
/* Counts a task that failed by our own judgement. */
void plan_fail_task(struct round *round, const Jobq__Task *task,
		    const char *why);
