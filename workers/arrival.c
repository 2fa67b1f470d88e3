#include "workers/arrival.h"
#include "core/alloc.h"
#include "core/log.h"
#include "core/pack.h"
#include "core/times.h"
#include "workers/verdict.h"

enum {
	ROBOTS_MAX_REDIRECTS = 5, /* RFC 9309 2.3.1.2 */
};

static int64_t now_ms(const struct errand *e)
{
	return e->world->mono_ms(e->world->arg);
}

static struct trip *pop(struct errand *e)
{
	struct trip *trip = e->top;

	e->top = trip->next;
	trip->next = NULL;
	return trip;
}

/* A trip that no task reports: its answers count for the next report. */
static void drop_aside(struct errand *e)
{
	CLEANUP(trip_freep) struct trip *trip = pop(e);

	e->pages += trip->pages;
	e->bytes += trip->bytes;
}

static void hand_over(struct errand *e, const struct trip *trip,
		      struct report *report)
{
	Jobq__Outcome *outcome = report->outcome;

	outcome->pages = trip->pages + e->pages;
	outcome->bytes = trip->bytes + e->bytes;
	e->pages = 0;
	e->bytes = 0;
	outcome->wait_ms = errand_wait_ms(e);
	outcome->failures = errand_failures(e);
	if (e->lost)
		report_deinit(report);
	else
		e->world->report(e->world->arg, e, report);
}

static void finish(struct errand *e, const struct trip *trip,
		   Jobq__Result result, const char *why)
{
	struct report report;
	bool retry = result == JOBQ__RESULT__RESULT_RETRY;

	if (retry && !e->world->paced)
		result = JOBQ__RESULT__RESULT_FAILED;
	log_line(retry ? LOG_WARN : LOG_INFO, "errand",
		 "task ended host=%s url=%s try=%u why=\"%s\"", e->host,
		 trip->start, trip->task->tries + 1, why);
	report_init(&report, trip->task);
	report_result(&report, result, why, trip_url(trip));
	hand_over(e, trip, &report);
}

void arrival_dismiss(struct errand *e, Jobq__Result result, const char *why)
{
	CLEANUP(trip_freep) struct trip *trip = NULL;

	while (e->top->next)
		drop_aside(e);
	trip = pop(e);
	finish(e, trip, result, why);
}

static void fail_now(struct errand *e, int64_t retry_after_ms)
{
	e->failed = true;
	pace_failed(&e->pace, now_ms(e), retry_after_ms);
}

/* ---- robots.txt ---- */

static void robots_known(struct errand *e, struct robots *robots)
{
	pace_need_crawl_delay(&e->pace, robots ? robots_delay_ms(robots) : -1);
	pace_answered(&e->pace, now_ms(e));
	pace_succeeded(&e->pace);
	rulebook_put(e->world->rulebook, e->top->start, now_ms(e), robots);
	drop_aside(e);
}

static void robots_unreachable(struct errand *e, const struct verdict *verdict)
{
	CLEANUP(freep)
	char *why = alloc_format("robots.txt unreachable: %s", verdict->why);

	fail_now(e, verdict->retry_after_ms);
	arrival_dismiss(e, JOBQ__RESULT__RESULT_RETRY, why);
}

static void robots_redirected(struct errand *e,
			      const struct fetch_answer *answer)
{
	/* The rules may lie on another host; five steps, then they count as
	 * not there (RFC 9309 2.3.1.2). */
	if (e->top->redirects >= ROBOTS_MAX_REDIRECTS ||
	    trip_follow(e->top, answer, NULL))
		robots_known(e, NULL);
}

static void robots_answered(struct errand *e, const struct fetch_answer *answer,
			    const struct verdict *verdict)
{
	bool none = answer->error == FETCH_NO_RECORD && !e->world->paced;

	if (none || (!answer->error && answer->status >= 400 &&
		     answer->status < 500 && answer->status != 429))
		robots_known(e, NULL);
	else if (verdict->kind == VERDICT_READ)
		robots_known(e,
			     robots_parse(slice_bytes(&answer->body), "jobq"));
	else if (verdict->kind == VERDICT_REDIRECT)
		robots_redirected(e, answer);
	else
		robots_unreachable(e, verdict);
}

/* ---- redirects on the host ---- */

static void redirect_failed(struct errand *e, int how)
{
	CLEANUP(freep) char *why = NULL;
	const char *url = trip_url(e->top);

	if (how == TRIP_E_LOOP)
		why = alloc_format("redirect loop at %s", url);
	else if (how == TRIP_E_TOO_MANY)
		why = alloc_format("more than %d redirects, last at %s",
				   TRIP_MAX_REDIRECTS, url);
	else if (how == TRIP_E_ELSEWHERE)
		why = alloc_format("the session is redirected to another host "
				   "from %s",
				   url);
	else
		why = alloc_format("redirect to nowhere from %s", url);
	arrival_dismiss(e, JOBQ__RESULT__RESULT_FAILED, why);
}

/* The task goes on as one of the other host's. */
static void task_elsewhere(struct errand *e, const struct fetch_answer *answer)
{
	CLEANUP(trip_freep) struct trip *trip = pop(e);
	Jobq__Task *found = (void *)pack_clone(&trip->task->base);
	struct report report;

	free(found->url);
	found->url = trip_target(trip, answer);
	if (trip_becomes_get(answer->status, trip->request.method)) {
		if (*found->method)
			free(found->method);
		found->method = alloc_copy("GET");
		free(found->body.data);
		found->body = (ProtobufCBinaryData){0};
	}
	found->id = 0;
	found->redirects += trip->redirects + 1;
	found->tries = 0;
	found->seed = false;
	report_init(&report, trip->task);
	report_found(&report, found);
	hand_over(e, trip, &report);
}

static void redirected(struct errand *e, const struct fetch_answer *answer)
{
	int r = trip_follow(e->top, answer, e->host);

	if (r == TRIP_E_ELSEWHERE && e->top->kind == TRIP_TASK)
		task_elsewhere(e, answer);
	else if (r)
		redirect_failed(e, r);
}

/* ---- sessions ---- */

static void session_answered(struct errand *e,
			     const struct fetch_answer *answer,
			     const struct verdict *verdict)
{
	struct access *access = e->top->access;
	CLEANUP(freep) char *why = NULL;
	CLEANUP(freep) char *words = NULL;

	if (verdict->kind == VERDICT_REDIRECT) {
		redirected(e, answer);
		return;
	}
	if (verdict->kind == VERDICT_RETRY) {
		words = alloc_format("session: %s", verdict->why);
		fail_now(e, verdict->retry_after_ms);
		arrival_dismiss(e, JOBQ__RESULT__RESULT_RETRY, words);
		return;
	}
	if (answer->error || verdict->kind == VERDICT_DENIED) {
		words = alloc_format("session: %s", verdict->why);
		arrival_dismiss(e, JOBQ__RESULT__RESULT_FAILED, words);
		return;
	}
	if (recipe_session_take(access->recipe, access->session,
				access->steps_done, answer, &why)) {
		words = alloc_format("session: %s", why ? why : verdict->why);
		access_reset(access);
		fail_now(e, -1);
		arrival_dismiss(e, JOBQ__RESULT__RESULT_RETRY, words);
		return;
	}
	access->steps_done++;
	drop_aside(e);
}

/* ---- tasks ---- */

static void keep_for_reading(struct errand *e, struct fetch_answer *answer)
{
	struct trip *trip = pop(e);
	struct trip **last = &e->unread;

	trip->answer = *answer;
	fetch_answer_init(answer);
	while (*last)
		last = &(*last)->next;
	*last = trip;
}

static bool session_was_old(const struct trip *trip)
{
	return trip->access->served && trip->access->steps_done &&
	       trip->generation == trip->access->generation;
}

/* Final, unless it is the session that is too old; the recipe may know more of
 * what the status means on its system. */
static void refused(struct errand *e, const struct fetch_answer *answer,
		    const struct verdict *verdict)
{
	const struct trip *trip = e->top;
	bool old = verdict->kind == VERDICT_DENIED && session_was_old(trip);
	struct extract extract = {0};

	if (!answer->error &&
	    recipe_extract(trip->access->recipe, trip->access->spec,
			   trip->access->session, trip->task, answer, &extract))
		old |= extract.session_stale;
	if (old)
		access_reset(trip->access);
	arrival_dismiss(e,
			old ? JOBQ__RESULT__RESULT_RETRY
			    : JOBQ__RESULT__RESULT_FAILED,
			extract.why ? extract.why : verdict->why);
	extract_deinit(&extract);
}

static void task_answered(struct errand *e, struct fetch_answer *answer,
			  const struct verdict *verdict)
{
	switch (verdict->kind) {
	case VERDICT_READ:
		keep_for_reading(e, answer);
		break;
	case VERDICT_REDIRECT:
		redirected(e, answer);
		break;
	case VERDICT_RETRY:
		fail_now(e, verdict->retry_after_ms);
		arrival_dismiss(e, JOBQ__RESULT__RESULT_RETRY, verdict->why);
		break;
	case VERDICT_GONE:
		pace_succeeded(&e->pace);
		arrival_dismiss(e, JOBQ__RESULT__RESULT_GONE, verdict->why);
		break;
	case VERDICT_DENIED:
	case VERDICT_FAILED:
		refused(e, answer, verdict);
		break;
	}
}

void arrival_take(void *flight, struct fetch_answer *answer)
{
	struct errand *e = flight_land(flight);
	struct fetch_answer own = *answer;
	struct trip *trip = e ? e->top : NULL;
	struct verdict verdict;

	if (!e) {
		fetch_answer_deinit(&own);
		return;
	}
	e->flight = NULL;
	pace_answered(&e->pace, now_ms(e));
	trip->pages++;
	trip->bytes += own.wire_bytes;
	verdict_init(&verdict, &own);
	if (trip->access && !own.error)
		session_cookies(trip->access->session, trip_url(trip), &own);
	if (!e->lost && trip->kind == TRIP_ROBOTS)
		robots_answered(e, &own, &verdict);
	else if (!e->lost && trip->kind == TRIP_SESSION)
		session_answered(e, &own, &verdict);
	else if (!e->lost)
		task_answered(e, &own, &verdict);
	verdict_deinit(&verdict);
	fetch_answer_deinit(&own);
}

/* ---- reading ---- */

static void unreadable(struct errand *e, const struct trip *trip,
		       const struct extract *extract)
{
	/* A seal that does not open, a token that is refused: the next try is
	 * made in a new session. */
	if (extract->session_stale &&
	    trip->generation == trip->access->generation)
		access_reset(trip->access);
	fail_now(e, -1);
	finish(e, trip, JOBQ__RESULT__RESULT_RETRY,
	       extract->why ? extract->why
			    : "the answer is not what the recipe expects");
}

static void stale(struct errand *e, const struct trip *trip)
{
	/* Two may have left in the same old session: it is reset once. */
	if (trip->generation == trip->access->generation)
		access_reset(trip->access);
	finish(e, trip, JOBQ__RESULT__RESULT_RETRY,
	       "the site wants a new session");
}

/* The sitemaps that robots.txt names are found with the round's first pages. */
static void add_sitemaps(const struct errand *e, const struct trip *trip,
			 struct report *report)
{
	const struct robots *robots = NULL;
	const char *const *urls = NULL;
	struct tasks found = {0};
	size_t n;

	if (!trip->task->seed ||
	    !rulebook_get(e->world->rulebook, trip->start, now_ms(e),
			  &robots) ||
	    !robots)
		return;
	n = robots_sitemaps(robots, &urls);
	if (n && !recipe_sitemaps(trip->access->recipe, trip->access->spec,
				  urls, n, &found))
		for (size_t i = 0; i < found.n; i++)
			report_found(report, TAKE(found.items[i]));
	found.n = 0;
	tasks_deinit(&found);
}

/* A relative link counts from where the redirects led. */
static void task_moved(struct trip *trip)
{
	if (!trip->redirects)
		return;
	free(trip->task->url);
	trip->task->url = alloc_copy(trip->request.url);
}

void errand_read(struct errand *e)
{
	CLEANUP(trip_freep) struct trip *trip = e->unread;
	struct extract extract = {0};
	struct report report;
	int r;

	if (!trip)
		return;
	e->unread = TAKE(trip->next);
	if (e->lost)
		return;
	task_moved(trip);
	r = recipe_extract(trip->access->recipe, trip->access->spec,
			   trip->access->session, trip->task, &trip->answer,
			   &extract);
	if (r) {
		unreadable(e, trip, &extract);
	} else if (extract.session_stale) {
		stale(e, trip);
	} else {
		trip->access->served++;
		pace_succeeded(&e->pace);
		report_init(&report, trip->task);
		report_extract(&report, &extract);
		add_sitemaps(e, trip, &report);
		hand_over(e, trip, &report);
	}
	extract_deinit(&extract);
}
