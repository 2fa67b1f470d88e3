#include "coordinator/plan.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/pack.h"

bool plan_ready(const struct host *host, struct moment now)
{
	return !host->lease && host->queue.n &&
	       host_wait_ms(host, now) <= LEASE_NEAR_MS;
}

/* ---- filling ---- */

static bool has_source(const Jobq__Lease *message, const char *id)
{
	for (size_t i = 0; i < message->n_sources; i++)
		if (!strcmp(message->sources[i]->id, id))
			return true;
	return false;
}

static void add_source(Jobq__Lease *message, const struct source *source)
{
	if (has_source(message, source->spec->id))
		return;
	message->sources =
		alloc_resize(message->sources, message->n_sources + 1,
			     sizeof(*message->sources));
	message->sources[message->n_sources++] =
		(void *)pack_clone(&source->spec->base);
}

/* Moves a task from its host's queue into the lease and the message. */
static int lease_work(struct plan *plan, struct lease *lease,
		      const struct work *work, Jobq__Lease *message)
{
	CLEANUP(pack_freep) Jobq__FrontierTask *task = NULL;
	struct frontier_leased leased = {.token = lease->token,
					 .seq = work->round->record->id->seq,
					 .task = work->id};
	int r = frontier_task(plan->frontier, leased.seq, leased.task, &task);

	if (!r)
		r = frontier_put_leased(plan->frontier, &leased);
	if (r)
		return fold(r, "frontier: a queued task");
	work->round->queued--;
	work->round->leased++;
	lease_add_task(lease, work);
	add_source(message, work->round->source);
	message->tasks[message->n_tasks++] = TAKE(task->task);
	return 0;
}

static int fill(struct plan *plan, struct lease *lease, Jobq__Lease *message)
{
	size_t room = LEASE_BATCH - HASH_COUNT(lease->tasks);
	struct work work;
	size_t bytes = 0;

	message->tasks = alloc_zero(room, sizeof(*message->tasks));
	while (message->n_tasks < room && bytes < LEASE_BATCH_BYTES &&
	       queue_pop(&lease->host->queue, &work)) {
		int r = lease_work(plan, lease, &work, message);

		if (r)
			return r;
		bytes += protobuf_c_message_get_packed_size(
			&message->tasks[message->n_tasks - 1]->base);
	}
	return 0;
}

static int make_message(struct plan *plan, struct lease *lease,
			struct moment now, Jobq__Lease **out)
{
	CLEANUP(pack_freep) Jobq__Lease *message = alloc_get(sizeof(*message));
	int r;

	jobq__lease__init(message);
	message->token = lease->token;
	message->host = alloc_copy(lease->host->name);
	message->wait_ms = host_wait_ms(lease->host, now);
	message->failures = lease->host->failures;
	r = fill(plan, lease, message);
	if (!r)
		*out = TAKE(message);
	return r;
}

int plan_grant(struct plan *plan, struct host *host, struct plan_holder holder,
	       struct moment now, Jobq__Lease **out)
{
	Jobq__FrontierLease record = JOBQ__FRONTIER_LEASE__INIT;
	int r;

	if (!plan_ready(host, now))
		return PLAN_E_NONE;
	r = frontier_next(plan->frontier, FRONTIER_TOKEN, &record.token);
	if (r)
		return r;
	record.host = host->name;
	record.worker = (char *)holder.worker;
	record.incarnation = holder.incarnation;
	r = frontier_put_lease(plan->frontier, &record);
	if (r)
		return r;
	hosts_to_end(&plan->hosts, host);
	return make_message(plan, leases_add(&plan->leases, host, &record, now),
			    now, out);
}

int plan_top_up(struct plan *plan, struct lease *lease, struct moment now,
		Jobq__Lease **out)
{
	if (!lease->host->queue.n || HASH_COUNT(lease->tasks) > LEASE_LOW)
		return PLAN_E_NONE;
	return make_message(plan, lease, now, out);
}

/* ---- ending ---- */

/* The task was with a worker that went away. */
static int count_loss(struct plan *plan, const struct work *work, bool *failed)
{
	CLEANUP(pack_freep) Jobq__FrontierTask *task = NULL;
	uint64_t seq = work->round->record->id->seq;
	int r = frontier_task(plan->frontier, seq, work->id, &task);

	if (r)
		return fold(r, "frontier: a leased task");
	if (++task->losses < LEASE_MAX_LOSSES)
		return frontier_put_task(plan->frontier, task);
	*failed = true;
	plan_fail_task(work->round, task->task,
		       "lost with its worker 32 times");
	return frontier_drop_task(plan->frontier, seq, work->id);
}

static int give_back(struct plan *plan, struct lease *lease,
		     const struct work *work, enum plan_end how)
{
	bool failed = false;
	int r = how == PLAN_LOST ? count_loss(plan, work, &failed) : 0;

	if (r)
		return r;
	work->round->leased--;
	if (failed)
		return 0;
	work->round->queued++;
	queue_push(&lease->host->queue, work);
	return 0;
}

static uint32_t delay_of(const struct lease *lease)
{
	uint32_t delay_ms = 0;

	for (struct leased_task *t = lease->tasks; t; t = t->hh.next) {
		const struct source *source = t->work.round->source;
		uint32_t ms = source ? source->spec->delay_ms : 1000;

		delay_ms = ms > delay_ms ? ms : delay_ms;
	}
	return delay_ms;
}

/* Rounds whose last tasks failed by being lost once too often. */
static int close_done(struct plan *plan, struct moment now)
{
	struct round *round, *next;

	HASH_ITER(hh, plan->rounds.table, round, next)
	{
		int r = round->source && !round->queued && !round->leased
				? plan_close_round(plan, round, now)
				: 0;

		if (r)
			return r;
	}
	return 0;
}

int plan_end_lease(struct plan *plan, struct lease *lease, enum plan_end how,
		   struct moment now)
{
	struct leased_task *task, *next;
	int r = frontier_drop_lease(plan->frontier, lease->token);

	/* A request may be on its way, and nobody will say when it ended. */
	if (how != PLAN_RELEASED)
		host_hold(lease->host, delay_of(lease), now);
	HASH_ITER(hh, lease->tasks, task, next)
	{
		if (!r)
			r = give_back(plan, lease, &task->work, how);
	}
	leases_remove(&plan->leases, lease);
	if (!r && how == PLAN_LOST)
		r = close_done(plan, now);
	return r;
}

static int lose(struct plan *plan, struct lease *lease, struct moment now)
{
	log_line(LOG_WARN, "coordinator",
		 "lease lost token=%llu host=%s worker=%s tasks=%u",
		 (unsigned long long)lease->token, lease->host->name,
		 lease->worker, HASH_COUNT(lease->tasks));
	return plan_end_lease(plan, lease, PLAN_LOST, now);
}

int plan_end_lost(struct plan *plan, struct moment now)
{
	struct lease *lease, *next;

	HASH_ITER(hh, plan->leases.table, lease, next)
	{
		int r = lease->lost_mono_ms <= now.mono_ms
				? lose(plan, lease, now)
				: 0;

		if (r)
			return r;
	}
	return 0;
}

int plan_end_earlier(struct plan *plan, struct plan_holder holder,
		     struct moment now)
{
	struct lease *lease, *next;

	HASH_ITER(hh, plan->leases.table, lease, next)
	{
		int r = !strcmp(lease->worker, holder.worker) &&
					lease->incarnation != holder.incarnation
				? lose(plan, lease, now)
				: 0;

		if (r)
			return r;
	}
	return 0;
}
