#include "coordinator/plan.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/pack.h"
#include "core/times.h"
#include <errno.h>

/* ---- loading ---- */

/* A task that a lease holds, while the tasks are read. */
struct held {
	uint64_t task, token;
	UT_hash_handle hh;
};

struct loading {
	struct plan *plan;
	struct moment now;
	struct held *held;
};

static int load_round(void *arg, const void *record)
{
	struct loading *l = arg;
	const Jobq__FrontierRound *r = record;
	struct source *source =
		sources_find(l->plan->options.sources, r->id->source);

	if (source && strcmp(source->spec->recipe, r->recipe) != 0)
		source = NULL;
	rounds_add(&l->plan->rounds, (void *)pack_clone(&r->base), source,
		   l->now);
	return 0;
}

static int load_host(void *arg, const void *record)
{
	struct loading *l = arg;

	hosts_restore(&l->plan->hosts, record, l->now);
	return 0;
}

static int load_lease(void *arg, const void *record)
{
	struct loading *l = arg;
	const Jobq__FrontierLease *lease = record;
	struct host *host = hosts_get(&l->plan->hosts, lease->host);

	leases_add(&l->plan->leases, host, lease, l->now);
	return 0;
}

static int load_leased(void *arg, const void *record)
{
	struct loading *l = arg;
	const struct frontier_leased *leased = record;
	struct held *held = alloc_zero(1, sizeof(*held));

	held->task = leased->task;
	held->token = leased->token;
	HASH_ADD(hh, l->held, task, sizeof(held->task), held);
	return 0;
}

static struct lease *holder_of(struct loading *l, uint64_t task)
{
	struct held *held = NULL;

	HASH_FIND(hh, l->held, &task, sizeof(task), held);
	return held ? leases_find(&l->plan->leases, held->token) : NULL;
}

static int load_task(void *arg, const void *record)
{
	struct loading *l = arg;
	const Jobq__FrontierTask *task = record;
	struct round *round =
		rounds_find(&l->plan->rounds, task->task->round->seq);
	struct lease *lease = holder_of(l, task->task->id);
	struct work work = {
		.id = task->task->id, .round = round, .kind = task->task->kind};

	if (!round)
		return fail(-EBADMSG, "frontier: task %llu has no round",
			    (unsigned long long)work.id);
	if (lease) {
		lease_add_task(lease, &work);
		round->leased++;
	} else {
		queue_push(&hosts_get(&l->plan->hosts, task->host)->queue,
			   &work);
		round->queued++;
	}
	return 0;
}

static int load_closed(void *arg, const void *record)
{
	struct loading *l = arg;

	outbox_add(l->plan->options.outbox,
		   (void *)pack_clone(&((const Jobq__Round *)record)->base));
	return 0;
}

static int load_sources(struct plan *plan)
{
	struct source *s = plan->options.sources->table;
	uint64_t run = plan->options.run;

	for (; s; s = s->hh.next) {
		CLEANUP(pack_freep) Jobq__FrontierSource *record = NULL;
		int r = frontier_source(plan->frontier, s->spec->id, &record);

		if (r < 0)
			return r;
		if (r == FRONTIER_E_ABSENT)
			continue;
		s->known = true;
		s->opened_ms = record->opened_ms;
		s->once_done = run && record->run == run && record->closed_ms;
	}
	return 0;
}

static int load_all(struct loading *l)
{
	static const struct {
		enum frontier_kind kind;
		frontier_visit *visit;
	} KINDS[] = {
		{FRONTIER_ROUNDS, load_round},
		{FRONTIER_HOSTS, load_host},
		{FRONTIER_LEASES, load_lease},
		{FRONTIER_CLOSED, load_closed},
	};
	struct frontier *f = l->plan->frontier;
	int r = load_sources(l->plan);

	for (size_t i = 0; i < sizeof(KINDS) / sizeof(*KINDS) && !r; i++)
		r = frontier_each(f, KINDS[i].kind, KINDS[i].visit, l);
	if (!r)
		r = frontier_each_leased(f, load_leased, l);
	if (!r)
		r = frontier_each(f, FRONTIER_TASKS, load_task, l);
	return r;
}

static void forget_held(struct loading *l)
{
	struct held *held, *next;

	HASH_ITER(hh, l->held, held, next)
	{
		HASH_DEL(l->held, held);
		free(held);
	}
}

static int end_round(struct plan *plan, struct round *round, struct moment now,
		     plan_revoked *revoked, void *arg);

/* Rounds that nobody can go on with, and those that a crash left at their very
 * end. */
static int close_orphans(struct plan *plan, struct moment now)
{
	struct round *round, *next;

	HASH_ITER(hh, plan->rounds.table, round, next)
	{
		int r = 0;

		if (!round->source) {
			round_cut(round, ROUND_LISTING,
				  "the source left the panel or changed its "
				  "recipe");
			r = end_round(plan, round, now, NULL, NULL);
		} else if (!round->queued && !round->leased) {
			r = plan_close_round(plan, round, now);
		}
		if (r)
			return r;
	}
	return 0;
}

int plan_open(struct plan **out, const struct plan_options *options,
	      struct moment now)
{
	CLEANUP(plan_freep) struct plan *plan = alloc_zero(1, sizeof(*plan));
	struct loading l = {.plan = plan, .now = now};
	int r;

	plan->options = *options;
	r = frontier_open(&plan->frontier, options->path,
			  (uint64_t)now.real_ms);
	if (!r)
		r = load_all(&l);
	forget_held(&l);
	if (!r)
		r = close_orphans(plan, now);
	if (!r)
		r = plan_commit(plan, now);
	if (r)
		return r;
	*out = TAKE(plan);
	return 0;
}

void plan_free(struct plan *plan)
{
	if (!plan)
		return;
	leases_deinit(&plan->leases);
	hosts_deinit(&plan->hosts);
	rounds_deinit(&plan->rounds);
	frontier_free(plan->frontier);
	free(plan);
}

int plan_commit(struct plan *plan, struct moment now)
{
	int r = rounds_save(&plan->rounds, plan->frontier);

	if (!r)
		r = hosts_save(&plan->hosts, plan->frontier, now);
	return r ? r : frontier_commit(plan->frontier);
}

/* ---- rounds ---- */

static int64_t logical_ms(const struct plan *plan, struct moment now)
{
	return plan->options.fixed_time ? plan->options.at_ms : now.real_ms;
}

int64_t plan_due_ms(const struct plan *plan, const struct source *source,
		    struct moment now)
{
	int64_t logical = logical_ms(plan, now);

	if (plan->options.once)
		return source->once_done ? TIMES_FOREVER : logical;
	/* A time that is still to come is of an earlier crawl with --at. */
	if (!source->known || source->opened_ms > logical)
		return logical;
	return source->opened_ms + source->every_ms;
}

static int put_source(struct plan *plan, const struct source *source,
		      int64_t closed_ms)
{
	Jobq__FrontierSource record = JOBQ__FRONTIER_SOURCE__INIT;

	record.id = source->spec->id;
	record.opened_ms = source->opened_ms;
	record.closed_ms = closed_ms;
	record.run = plan->options.run;
	return frontier_put_source(plan->frontier, &record);
}

static int open_round(struct plan *plan, struct source *source,
		      struct moment now)
{
	struct round_start start = {
		.source = source,
		.time_ms = logical_ms(plan, now),
		.fixed_time = plan->options.fixed_time,
	};
	struct round *round;
	int r = frontier_next(plan->frontier, FRONTIER_ROUND, &start.seq);

	if (r)
		return r;
	round = rounds_add(&plan->rounds, round_record(&start, now), source,
			   now);
	source->known = true;
	source->opened_ms = start.time_ms;
	for (size_t i = 0; i < source->n_seeds && !r; i++)
		r = plan_add_task(plan, round, NULL, source->seeds[i]);
	if (!r)
		r = put_source(plan, source, 0);
	log_line(LOG_INFO, "coordinator", "round opened source=%s seq=%llu",
		 source->spec->id, (unsigned long long)start.seq);
	if (!r && !round->queued)
		r = plan_close_round(plan, round, now);
	return r;
}

int plan_open_due(struct plan *plan, struct moment now)
{
	int64_t logical = logical_ms(plan, now);
	struct source *s = plan->options.sources->table;
	int r = 0;

	for (; s && !r; s = s->hh.next)
		if (!s->round && plan_due_ms(plan, s, now) <= logical)
			r = open_round(plan, s, now);
	return r;
}

bool plan_finished(const struct plan *plan)
{
	const struct source *s = plan->options.sources->table;

	for (; s; s = s->hh.next)
		if (!s->once_done)
			return false;
	return plan->options.once && !plan->rounds.table;
}

int plan_close_round(struct plan *plan, struct round *round, struct moment now)
{
	Jobq__Round *closed = round_close(round, now);
	struct source *source = round->source;
	int r = frontier_put_closed(plan->frontier, closed);

	outbox_add(plan->options.outbox, closed);
	if (!r)
		r = frontier_drop_round(plan->frontier, closed->id->seq);
	if (!r && source)
		r = put_source(plan, source, now.real_ms);
	plan->totals.rounds++;
	plan->totals.items += round->record->items;
	plan->totals.errors += round->record->failed;
	log_line(LOG_INFO, "coordinator",
		 "round closed source=%s seq=%llu listing=%s contents=%s "
		 "pages=%llu errors=%llu",
		 closed->id->source, (unsigned long long)closed->id->seq,
		 closed->listing_ok ? "complete" : closed->listing_why,
		 closed->contents_ok ? "complete" : closed->contents_why,
		 (unsigned long long)closed->pages,
		 (unsigned long long)closed->errors);
	if (source)
		source->once_done = true;
	rounds_remove(&plan->rounds, round);
	return r;
}

/* ---- the deadline ---- */

static char *duration_words(int64_t ms)
{
	if (ms % 60000 == 0)
		return alloc_format("%lld min", (long long)(ms / 60000));
	if (ms % 1000 == 0)
		return alloc_format("%lld s", (long long)(ms / 1000));
	return alloc_format("%lld ms", (long long)ms);
}

static void cut_round(struct round *round, const struct work_count *to_go)
{
	CLEANUP(freep)
	char *deadline = duration_words(round->source->deadline_ms);
	size_t listings = to_go->of[JOBQ__TASK_KIND__TASK_LISTING];
	size_t details = to_go->of[JOBQ__TASK_KIND__TASK_DETAIL];
	size_t pages = to_go->of[JOBQ__TASK_KIND__TASK_PAGE];
	CLEANUP(freep)
	char *why =
		alloc_format("deadline of %s passed with %zu pages to go%s%s",
			     deadline, listings + details + pages,
			     round->trouble ? "; the last try: " : "",
			     round->trouble ? round->trouble : "");

	if (listings + pages)
		round_cut(round, ROUND_LISTING, why);
	if (details + pages)
		round_cut(round, ROUND_CONTENTS, why);
}

/* Closes a round with what it has; leases that serve it are ended before. */
static int end_round(struct plan *plan, struct round *round, struct moment now,
		     plan_revoked *revoked, void *arg)
{
	struct work_count to_go = {{0}};
	struct lease *lease, *next;

	HASH_ITER(hh, plan->leases.table, lease, next)
	{
		int r;

		if (!lease_has_round(lease, round))
			continue;
		if (revoked)
			revoked(arg, lease);
		r = plan_end_lease(plan, lease, PLAN_REVOKED, now);
		if (r)
			return r;
	}
	for (struct host *h = plan->hosts.table; h; h = h->hh.next)
		queue_drop_round(&h->queue, round, &to_go);
	if (round->source)
		cut_round(round, &to_go);
	return plan_close_round(plan, round, now);
}

int plan_end_overdue(struct plan *plan, struct moment now,
		     plan_revoked *revoked, void *arg)
{
	struct round *round, *next;

	HASH_ITER(hh, plan->rounds.table, round, next)
	{
		int r = round->deadline_mono_ms <= now.mono_ms
				? end_round(plan, round, now, revoked, arg)
				: 0;

		if (r)
			return r;
	}
	return 0;
}
