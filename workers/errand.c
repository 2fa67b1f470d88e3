#include "workers/errand.h"
#include "core/alloc.h"
#include "core/log.h"
#include "core/pack.h"
#include "core/times.h"
#include "core/urlkey.h"
#include "workers/arrival.h"
#include <string.h>

/* Its answers are read in arrival.c; what both need is in arrival.h. */

struct errand *errand_new(const struct errand_world *world, Jobq__Lease *lease)
{
	struct errand *e = alloc_zero(1, sizeof(*e));

	e->world = world;
	e->token = lease->token;
	e->host = alloc_copy(lease->host);
	pace_init(&e->pace, world->mono_ms(world->arg), lease->wait_ms,
		  lease->failures);
	pace_seed(&e->pace, world->seed ^ lease->token);
	e->pace.unpaced = !world->paced;
	errand_add(e, lease);
	return e;
}

static void drop_stack(struct errand *e)
{
	while (e->top) {
		struct trip *trip = e->top;

		e->top = trip->next;
		trip_free(trip);
	}
}

void errand_free(struct errand *e)
{
	if (!e)
		return;
	flight_leave(e->flight);
	drop_stack(e);
	while (e->unread) {
		struct trip *trip = e->unread;

		e->unread = trip->next;
		trip_free(trip);
	}
	for (size_t i = e->first; i < e->n_tasks; i++)
		jobq__task__free_unpacked(e->tasks[i], NULL);
	free(e->tasks);
	free(e->sources);
	free(e->host);
	free(e);
}

static bool has_task(const struct errand *e, uint64_t id)
{
	const struct trip *trip;

	if (!id) /* not the coordinator's: `--check` */
		return false;
	for (size_t i = e->first; i < e->n_tasks; i++)
		if (e->tasks[i]->id == id)
			return true;
	for (trip = e->top; trip; trip = trip->next)
		if (trip->task && trip->task->id == id)
			return true;
	for (trip = e->unread; trip; trip = trip->next)
		if (trip->task->id == id)
			return true;
	return false;
}

static void add_source(struct errand *e, const Jobq__SourceSpec *spec)
{
	struct access *access = accesses_get(e->world->accesses, spec, e->host);

	if (!access)
		return; /* its tasks fail by the recipe's name */
	pace_need_delay(&e->pace, spec->delay_ms);
	for (size_t i = 0; i < e->n_sources; i++)
		if (e->sources[i] == access)
			return;
	e->sources =
		alloc_resize(e->sources, e->n_sources + 1, sizeof(*e->sources));
	e->sources[e->n_sources++] = access;
}

void errand_add(struct errand *e, Jobq__Lease *lease)
{
	for (size_t i = 0; i < lease->n_sources; i++)
		add_source(e, lease->sources[i]);
	e->tasks = alloc_resize(e->tasks, e->n_tasks + lease->n_tasks + 1,
				sizeof(*e->tasks));
	for (size_t i = 0; i < lease->n_tasks; i++) {
		Jobq__Task *task = TAKE(lease->tasks[i]);

		if (e->lost || has_task(e, task->id))
			jobq__task__free_unpacked(task, NULL);
		else
			e->tasks[e->n_tasks++] = task;
	}
	lease->n_tasks = 0;
	free(TAKE(lease->tasks));
}

/* The access of the task's source, or NULL. */
static struct access *access_of(const struct errand *e, const Jobq__Task *task)
{
	const char *id = task->round ? task->round->source : "";

	for (size_t i = 0; i < e->n_sources; i++)
		if (!strcmp(e->sources[i]->spec->id, id))
			return e->sources[i];
	return NULL;
}

static void push(struct errand *e, struct trip *trip)
{
	trip->next = e->top;
	e->top = trip;
}

static void take_task(struct errand *e)
{
	Jobq__Task *task = e->tasks[e->first++];

	if (e->first == e->n_tasks)
		e->first = e->n_tasks = 0;
	push(e, trip_new_task(task, access_of(e, task)));
}

static void renew_old_session(struct errand *e, struct access *access)
{
	int64_t now_ms = e->world->mono_ms(e->world->arg);

	if (!access->steps_done)
		access->made_ms = now_ms;
	else if (now_ms - access->made_ms > ACCESS_AGE_MS)
		access_reset(access);
}

static int depart(struct errand *e, struct trip *trip)
{
	const struct recipe_request *made = &trip->request;
	const Jobq__Task *task = errand_task(e);
	const struct access *access = access_of(e, task);
	const char *contact = access ? access->spec->contact : "";
	CLEANUP(freep)
	char *agent = *contact ? alloc_format("jobq/%s (+%s)", ERRAND_VERSION,
					      contact)
			       : alloc_format("jobq/%s", ERRAND_VERSION);
	struct fetch_request request = {
		.method = made->method,
		.url = made->url,
		.headers = made->headers,
		.n_headers = made->n_headers,
		.cookie = made->cookie,
		.body = slice_bytes(&made->body),
		.user_agent = agent,
		.logical_ms = task->fixed_time && task->round
				      ? task->round->time_ms
				      : e->world->clock_ms(e->world->arg),
		.volatile_parts = made->volatile_parts,
	};
	struct flight *flight = flight_new(e->world->flights, e);
	int r = e->world->start(e->world->arg, &request, arrival_take, flight);

	if (r) {
		flight_cancel(flight);
		return r;
	}
	trip_depart(trip);
	e->flight = flight;
	e->doubt_ms = 0;
	return 0;
}

/* May robots.txt's rules for the trip be asked, and what do they say? */
enum gate { GATE_OPEN, GATE_UNKNOWN, GATE_CLOSED };

static enum gate gate(struct errand *e, const struct trip *trip)
{
	const char *url = trip_url(trip);
	const struct robots *robots = NULL;
	CLEANUP(freep) char *target = NULL;

	if (trip->kind == TRIP_ROBOTS)
		return GATE_OPEN;
	if (!rulebook_get(e->world->rulebook, url,
			  e->world->mono_ms(e->world->arg), &robots))
		return GATE_UNKNOWN;
	pace_need_crawl_delay(&e->pace, robots ? robots_delay_ms(robots) : -1);
	target = url_target(url);
	return robots_allows(robots, target) ? GATE_OPEN : GATE_CLOSED;
}

static void refuse(struct errand *e, const struct trip *trip)
{
	CLEANUP(freep)
	char *why = alloc_format("robots.txt disallows %s", trip_url(trip));

	arrival_dismiss(e, JOBQ__RESULT__RESULT_DISALLOWED, why);
}

/* One step towards the next request of a trip that robots.txt allows. */
static int proceed(struct errand *e, struct trip *trip)
{
	struct access *access = trip->access;

	if (trip->kind != TRIP_TASK)
		return depart(e, trip);
	renew_old_session(e, access);
	if (!access_ready(access)) {
		struct trip *session = trip_new_session(access);

		if (session)
			push(e, session);
		else
			arrival_dismiss(e, JOBQ__RESULT__RESULT_FAILED,
					"the recipe cannot make the session's "
					"request");
		return 0;
	}
	if (trip_prepare(trip)) {
		arrival_dismiss(e, JOBQ__RESULT__RESULT_FAILED,
				"the recipe cannot make a request of the task");
		return 0;
	}
	return depart(e, trip);
}

static void fail_foreign(struct errand *e, const struct trip *trip)
{
	CLEANUP(freep) char *host = url_host(trip->start);

	if (!trip->access)
		arrival_dismiss(e, JOBQ__RESULT__RESULT_FAILED,
				"the source's recipe cannot be loaded");
	else if (!host)
		arrival_dismiss(e, JOBQ__RESULT__RESULT_FAILED,
				"the task's URL is not a http(s) URL");
}

static int advance(struct errand *e)
{
	struct trip *trip = e->top;

	if (!trip) {
		take_task(e);
		fail_foreign(e, e->top);
		return 0;
	}
	switch (gate(e, trip)) {
	case GATE_UNKNOWN:
		push(e, trip_new_robots(trip_url(trip)));
		return 0;
	case GATE_CLOSED:
		refuse(e, trip);
		return 0;
	default:
		return proceed(e, trip);
	}
}

static bool tired(const struct errand *e)
{
	if (!e->failed)
		return false;
	return e->pace.failures >= ERRAND_MAX_FAILURES ||
	       errand_wait_ms(e) > ERRAND_PATIENCE_MS;
}

static bool closing(const struct errand *e)
{
	return e->lost || e->stopped || tired(e);
}

/* Reading may lag one answer behind, where the host asks for no distance and
 * nothing has failed. */
static bool may_begin(const struct errand *e)
{
	bool eager = !e->pace.failures && !pace_delay_ms(&e->pace);

	if (e->flight || closing(e))
		return false;
	if (!e->top && e->first == e->n_tasks)
		return false;
	return !e->unread || (eager && !e->unread->next);
}

/* The answer was lost with the disk's refusal to keep it: ask once more. */
static void recall(struct errand *e)
{
	flight_leave(e->flight);
	e->flight = NULL;
	e->doubt_ms = 0;
	trip_return(e->top);
	pace_answered(&e->pace, e->world->mono_ms(e->world->arg));
}

int errand_go(struct errand *e)
{
	int r = 0;

	if (e->flight && e->doubt_ms &&
	    e->world->mono_ms(e->world->arg) >= e->doubt_ms)
		recall(e);
	while (!r && may_begin(e) && !errand_wait_ms(e))
		r = advance(e);
	return r;
}

int64_t errand_due_ms(const struct errand *e)
{
	if (e->flight && e->doubt_ms)
		return e->doubt_ms;
	if (!may_begin(e))
		return TIMES_FOREVER;
	return e->world->mono_ms(e->world->arg) + errand_wait_ms(e);
}

void errand_stop(struct errand *e)
{
	e->stopped = true;
}

void errand_lose(struct errand *e)
{
	e->lost = true;
}

void errand_doubt(struct errand *e)
{
	if (e->flight && !e->doubt_ms)
		e->doubt_ms =
			e->world->mono_ms(e->world->arg) + ERRAND_DOUBT_MS;
}

uint64_t errand_token(const struct errand *e)
{
	return e->token;
}

const char *errand_host(const struct errand *e)
{
	return e->host;
}

bool errand_unread(const struct errand *e)
{
	return e->unread;
}

bool errand_flying(const struct errand *e)
{
	return e->flight;
}

bool errand_lost(const struct errand *e)
{
	return e->lost;
}

bool errand_over(const struct errand *e)
{
	if (e->flight || (e->unread && !e->lost))
		return false;
	return closing(e) || (!e->top && e->first == e->n_tasks);
}

size_t errand_left(const struct errand *e)
{
	return e->n_tasks - e->first + (e->top && !e->flight);
}

uint32_t errand_wait_ms(const struct errand *e)
{
	return pace_wait_ms(&e->pace, e->world->mono_ms(e->world->arg));
}

uint32_t errand_failures(const struct errand *e)
{
	return e->pace.failures;
}

int64_t errand_delay_ms(const struct errand *e)
{
	return pace_delay_ms(&e->pace);
}
