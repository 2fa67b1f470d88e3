#include "coordinator/plan.h"
#include "coordinator/task.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/pack.h"
#include "core/urlkey.h"

/* An outcome on its way in. */
struct settling {
	struct plan *plan;
	struct round *round;
	struct host *host;
	const Jobq__Outcome *outcome;
	Jobq__FrontierTask *record; /* the task, as it was queued */
	struct work work;
};

/* The part of its round that a task's failure makes incomplete. */
static enum round_part part_of(const Jobq__Task *task)
{
	if (task->seed || task->kind == JOBQ__TASK_KIND__TASK_LISTING)
		return ROUND_LISTING;
	return ROUND_CONTENTS;
}

/* A recipe begins its words with its step, which the label says too. */
static const char *without_step(const Jobq__Task *task, const char *why)
{
	size_t n = strlen(task->step);

	return n && !strncmp(why, task->step, n) && !strncmp(why + n, ": ", 2)
		       ? why + n + 2
		       : why;
}

static void count_failure(struct round *round, const Jobq__Task *task,
			  enum round_part part, const char *why)
{
	CLEANUP(freep) char *label = task_label(task);

	round_fail(round, part, label, without_step(task, why));
}

void plan_fail_task(struct round *round, const Jobq__Task *task,
		    const char *why)
{
	/* No worker told the indexer that this page may have been a posting's,
	 * so nothing may be held to be absent. */
	if (task->kind == JOBQ__TASK_KIND__TASK_PAGE)
		count_failure(round, task, ROUND_LISTING, why);
	if (part_of(task) == ROUND_CONTENTS)
		count_failure(round, task, ROUND_CONTENTS, why);
	else if (task->kind != JOBQ__TASK_KIND__TASK_PAGE)
		count_failure(round, task, ROUND_LISTING, why);
	round->record->failed++;
}

/* ---- tasks that were found ---- */

/* A copy that shares everything with `task` but what we say of it. */
static Jobq__Task accepted(const struct round *round, const Jobq__Task *parent,
			   const Jobq__Task *task)
{
	Jobq__Task t = *task;
	bool redirect = parent && task->redirects > parent->redirects;

	t.round = round->record->id;
	t.fixed_time = round->record->fixed_time;
	t.tries = 0;
	t.redirects = redirect ? task->redirects : 0;
	t.seed = !parent || (redirect && parent->seed);
	if (!*t.method)
		t.method = (char *)"GET";
	return t;
}

/* A page that was only found, like any in a trap without an end. */
static bool is_link(const Jobq__Task *task)
{
	return task->kind == JOBQ__TASK_KIND__TASK_PAGE && !task->seed &&
	       !task->redirects;
}

enum room { ROOM_YES, ROOM_LIMITED, ROOM_FULL };

static enum room room_for(const struct round *round, const Jobq__Task *task)
{
	if (round->record->tasks >= PLAN_MAX_TASKS)
		return ROOM_FULL;
	if (is_link(task) &&
	    (task->hops > round->source->hops ||
	     round->record->found_pages >= round->source->pages))
		return ROOM_LIMITED;
	return ROOM_YES;
}

static int queue_task(struct plan *plan, struct round *round, Jobq__Task *task)
{
	CLEANUP(freep) char *host = url_host(task->url);
	Jobq__FrontierTask record = JOBQ__FRONTIER_TASK__INIT;
	struct work work = {.round = round, .kind = task->kind};
	int r = frontier_next(plan->frontier, FRONTIER_TASK, &task->id);

	if (r)
		return r;
	work.id = task->id;
	record.task = task;
	record.host = host;
	r = frontier_put_task(plan->frontier, &record);
	if (r)
		return r;
	queue_push(&hosts_get(&plan->hosts, host)->queue, &work);
	round->queued++;
	round->record->tasks++;
	round->record->found_pages += task->kind == JOBQ__TASK_KIND__TASK_PAGE;
	round->dirty = true;
	return 0;
}

int plan_add_task(struct plan *plan, struct round *round,
		  const Jobq__Task *parent, const Jobq__Task *task)
{
	Jobq__Task t = accepted(round, parent, task);
	const char *refused = task_refused(&t);
	enum room room = ROOM_YES;
	struct digest digest;
	int r;

	if (!refused)
		room = room_for(round, &t);
	if (room == ROOM_FULL)
		refused = "more than 1,000,000 tasks in a round";
	if (refused && is_link(&t))
		room = ROOM_LIMITED;
	else if (refused) {
		plan_fail_task(round, &t, refused);
		return 0;
	}
	digest = task_digest(&t);
	if (room == ROOM_YES) {
		r = frontier_see(plan->frontier, round->record->id->seq,
				 &digest);
		if (r == FRONTIER_E_SEEN)
			return 0;
		return r ? r : queue_task(plan, round, &t);
	}
	round->record->limited = true;
	round->dirty = true;
	return 0;
}

static int add_found(struct settling *s)
{
	const Jobq__Outcome *o = s->outcome;
	int r = 0;

	for (size_t i = 0; i < o->n_found && !r; i++)
		r = plan_add_task(s->plan, s->round, s->record->task,
				  o->found[i]);
	return r;
}

/* ---- results ---- */

static const char *reason_or(const Jobq__Outcome *o, const char *otherwise)
{
	return *o->reason ? o->reason : otherwise;
}

/* The worker said so, and told the indexer of a page. */
static int task_failed(struct settling *s, const char *why)
{
	const Jobq__Task *task = s->record->task;

	count_failure(s->round, task, part_of(task), why);
	s->round->record->failed++;
	return 0;
}

static int task_done(struct settling *s)
{
	CLEANUP(freep) char *label = NULL;
	Jobq__FrontierRound *round = s->round->record;
	const Jobq__Task *task = s->record->task;

	if (s->outcome->n_found > PLAN_MAX_FOUND) {
		plan_fail_task(s->round, task,
			       "it brought more than 100,000 tasks");
		return 0;
	}
	round->done++;
	round->items += s->outcome->items;
	if (task->kind == JOBQ__TASK_KIND__TASK_LISTING &&
	    s->outcome->claimed >= 0)
		round->claimed = s->outcome->claimed;
	if (s->outcome->contents_missing) {
		label = task_label(task);
		round_fail(s->round, ROUND_CONTENTS, label,
			   reason_or(s->outcome, "a posting came without all "
						 "its content"));
	}
	return add_found(s);
}

/* A page that was only linked, or a sitemap, also the one that is asked for
 * because it might be there: nothing is missing where it is not. */
static bool need_not_be(const Jobq__Task *task)
{
	return task->kind == JOBQ__TASK_KIND__TASK_PAGE &&
	       (!task->seed || !strcmp(task->step, "sitemap"));
}

static int task_gone(struct settling *s)
{
	CLEANUP(freep) char *why = NULL;
	const Jobq__Task *task = s->record->task;
	const char *reason = reason_or(s->outcome, "404 Not Found");

	if (need_not_be(task)) {
		s->round->record->done++;
		return 0;
	}
	if (part_of(task) == ROUND_LISTING) {
		why = alloc_format("%s: does the board exist?", reason);
		return task_failed(s, why);
	}
	return task_failed(s, reason);
}

static int task_disallowed(struct settling *s)
{
	CLEANUP(freep) char *why = NULL;
	const Jobq__Task *task = s->record->task;

	if (need_not_be(task)) {
		s->round->record->done++;
		return 0;
	}
	why = alloc_format("robots.txt disallows %s", task->url);
	return task_failed(s, why);
}

/* The task is queued once more, under a new id: the outcome that comes twice
 * must not count as that of the next try. */
static int task_retry(struct settling *s)
{
	CLEANUP(freep) char *why = NULL;
	Jobq__Task *task = s->record->task;
	int r;

	round_tried(s->round, reason_or(s->outcome, "no answer"));
	if (task->tries + 1 >= TASK_MAX_TRIES) {
		why = alloc_format("%s, four tries",
				   reason_or(s->outcome, "no answer"));
		return task_failed(s, why);
	}
	task->tries++;
	r = frontier_next(s->plan->frontier, FRONTIER_TASK, &task->id);
	if (!r)
		r = frontier_put_task(s->plan->frontier, s->record);
	if (r)
		return r;
	s->work.id = task->id;
	s->round->queued++;
	queue_push(&s->host->queue, &s->work);
	return 0;
}

static int take_result(struct settling *s)
{
	switch (s->outcome->result) {
	case JOBQ__RESULT__RESULT_DONE:
		round_tried(s->round, NULL);
		return task_done(s);
	case JOBQ__RESULT__RESULT_RETRY:
		return task_retry(s);
	case JOBQ__RESULT__RESULT_GONE:
		return task_gone(s);
	case JOBQ__RESULT__RESULT_DISALLOWED:
		return task_disallowed(s);
	default:
		return task_failed(s, reason_or(s->outcome, "it failed"));
	}
}

static int settle(struct settling *s, struct moment now)
{
	uint64_t seq = s->round->record->id->seq;
	int r;

	s->round->record->pages += s->outcome->pages;
	s->round->record->bytes += s->outcome->bytes;
	s->round->dirty = true;
	host_pace(s->host, s->outcome->wait_ms, s->outcome->failures, now);
	r = take_result(s);
	if (!r)
		r = frontier_drop_task(s->plan->frontier, seq,
				       s->outcome->task);
	s->round->leased--;
	if (!r && !s->round->queued && !s->round->leased)
		r = plan_close_round(s->plan, s->round, now);
	return r;
}

int plan_settle(struct plan *plan, struct lease *lease,
		const Jobq__Outcome *outcome, struct moment now)
{
	CLEANUP(pack_freep) Jobq__FrontierTask *record = NULL;
	struct settling s = {
		.plan = plan, .host = lease->host, .outcome = outcome};
	struct frontier_leased leased = {.token = lease->token,
					 .task = outcome->task};
	int r;

	if (!lease_take_task(lease, outcome->task, &s.work))
		return PLAN_E_IGNORED;
	s.round = s.work.round;
	leased.seq = s.round->record->id->seq;
	r = frontier_task(plan->frontier, leased.seq, leased.task, &record);
	if (!r)
		r = frontier_drop_leased(plan->frontier, &leased);
	if (r)
		return fold(r, "frontier: a leased task");
	s.record = record;
	return settle(&s, now);
}
