#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/alloc.h"
#include "core/bytes.h"
#include "tests/workers/fakesite.h"
#include <stdio.h>
#include <string.h>

void site_say(struct site *site, struct said said)
{
	assert_true(site->n_script < SITE_MAX);
	site->script[site->n_script++] = said;
}

void site_page(struct site *site, const char *url, const char *body)
{
	site_say(site, (struct said){.url = url, .status = 200, .body = body});
}

/* The first thing said of the URL that no request had; else the last. */
static struct said site_pick(struct site *site, const char *url)
{
	struct said *last = NULL;

	for (size_t i = 0; i < site->n_script; i++) {
		struct said *said = &site->script[i];

		if (!said->url || strcmp(said->url, url))
			continue;
		if (last)
			last->url = NULL; /* had, and there is another */
		if (last)
			return *last;
		last = said;
	}
	return last ? *last : (struct said){.status = 404};
}

static int site_start(void *arg, const struct fetch_request *request,
		      fetch_done *done, void *done_arg)
{
	struct site *site = arg;
	struct asked *asked = &site->asked[site->n_asked];

	if (site->broken)
		return -28;
	assert_null(site->done); /* one request at a time per host */
	assert_true(site->n_asked < SITE_MAX);
	site->n_asked++;
	asked->url = alloc_copy(request->url);
	asked->method = alloc_copy(request->method);
	asked->cookie = alloc_copy(request->cookie);
	asked->begun_ms = site->now_ms;
	asked->logical_ms = request->logical_ms;
	site->done = done;
	site->done_arg = done_arg;
	return 0;
}

static void site_report(void *arg, struct errand *errand, struct report *report)
{
	struct site *site = arg;
	struct told *told = &site->told[site->n_told++];
	const Jobq__Outcome *outcome = report->outcome;

	(void)errand;
	assert_true(site->n_told < SITE_MAX);
	told->task = outcome->task;
	told->result = outcome->result;
	told->wait_ms = outcome->wait_ms;
	told->failures = outcome->failures;
	told->pages = outcome->pages;
	told->n_found = outcome->n_found;
	told->n_observations = report->n_observations;
	snprintf(told->reason, sizeof(told->reason), "%s", outcome->reason);
	if (outcome->n_found)
		snprintf(told->found, sizeof(told->found), "%s",
			 outcome->found[0]->url);
	if (report->n_observations) {
		told->presence = report->observations[0]->presence;
		snprintf(told->key, sizeof(told->key), "%s",
			 report->observations[0]->key);
	}
	report_deinit(report);
}

static int64_t site_mono_ms(void *arg)
{
	return ((struct site *)arg)->now_ms;
}

static int64_t site_clock_ms(void *arg)
{
	return 1000000 + ((struct site *)arg)->now_ms;
}

struct site *site_new(bool paced)
{
	struct site *site = alloc_zero(1, sizeof(*site));

	site->now_ms = 1000;
	site->accesses = accesses_new("nowhere");
	site->rulebook = rulebook_new();
	site->world = (struct errand_world){
		.start = site_start,
		.report = site_report,
		.mono_ms = site_mono_ms,
		.clock_ms = site_clock_ms,
		.arg = site,
		.accesses = site->accesses,
		.rulebook = site->rulebook,
		.flights = &site->flights,
		.seed = 7,
		.paced = paced,
	};
	return site;
}

void site_free(struct site *site)
{
	for (size_t i = 0; i < site->n_asked; i++) {
		free(site->asked[i].url);
		free(site->asked[i].method);
		free(site->asked[i].cookie);
	}
	flights_deinit(&site->flights);
	rulebook_free(site->rulebook);
	accesses_free(site->accesses);
	free(site);
}

void site_answer(struct site *site)
{
	struct asked *asked = &site->asked[site->n_asked - 1];
	struct said said;
	struct fetch_answer answer;
	fetch_done *done = TAKE(site->done);

	if (site->answer)
		site->answer(site, asked->url, &said);
	else
		said = site_pick(site, asked->url);
	site->now_ms += SITE_LATENCY_MS;
	asked->ended_ms = site->now_ms;
	fetch_answer_init(&answer);
	answer.error = said.error;
	answer.status = said.error ? 0 : said.status;
	if (said.error)
		answer.why = alloc_copy("the wire is cut");
	bytes_add_text(&answer.headers, said.headers);
	bytes_add_text(&answer.body, said.body);
	done(site->done_arg, &answer);
}

void site_step(struct site *site, struct errand *errand)
{
	assert_int_equal(errand_go(errand), 0);
	if (site->done)
		site_answer(site);
	else if (errand_unread(errand))
		errand_read(errand);
	else if (errand_due_ms(errand) > site->now_ms)
		site->now_ms = errand_due_ms(errand);
}

void site_run(struct site *site, struct errand *errand)
{
	for (unsigned i = 0; i < 100000 && !errand_over(errand); i++)
		site_step(site, errand);
	assert_true(errand_over(errand));
}

static Jobq__RoundId *site_round(void)
{
	Jobq__RoundId *round = alloc_get(sizeof(*round));

	jobq__round_id__init(round);
	round->source = alloc_copy("lab/board");
	round->time_ms = 555;
	return round;
}

static Jobq__Task *site_task(uint64_t id, const char *url)
{
	Jobq__Task *task = alloc_get(sizeof(*task));

	jobq__task__init(task);
	task->id = id;
	task->kind = JOBQ__TASK_KIND__TASK_PAGE;
	task->url = alloc_copy(url);
	task->step = alloc_copy("page");
	task->round = site_round();
	return task;
}

Jobq__Lease *site_lease(const char *recipe, uint32_t delay_ms)
{
	Jobq__Lease *lease = alloc_get(sizeof(*lease));
	Jobq__SourceSpec *spec = alloc_get(sizeof(*spec));

	jobq__lease__init(lease);
	jobq__source_spec__init(spec);
	lease->token = 9;
	lease->host = alloc_copy("site.example");
	spec->id = alloc_copy("lab/board");
	spec->recipe = alloc_copy(recipe);
	spec->delay_ms = delay_ms;
	lease->sources = alloc_zero(1, sizeof(*lease->sources));
	lease->sources[lease->n_sources++] = spec;
	return lease;
}

Jobq__Task *lease_task(Jobq__Lease *lease, uint64_t id, const char *url)
{
	lease->tasks = alloc_resize(lease->tasks, lease->n_tasks + 1,
				    sizeof(*lease->tasks));
	return lease->tasks[lease->n_tasks++] = site_task(id, url);
}

void site_work(struct site *site, Jobq__Lease *lease)
{
	struct errand *errand = errand_new(&site->world, lease);

	site_run(site, errand);
	errand_free(errand);
	jobq__lease__free_unpacked(lease, NULL);
}

void site_work_one(struct site *site, const char *recipe, const char *url)
{
	Jobq__Lease *lease = site_lease(recipe, 0);

	lease_task(lease, 1, url);
	site_work(site, lease);
}

const struct told *site_tell(struct site *site, const char *url,
			     struct said said)
{
	said.url = url;
	site_say(site, said);
	site_work_one(site, "plain", url);
	return &site->told[site->n_told - 1];
}

int site_set_up(void **state)
{
	*state = site_new(true);
	return 0;
}

int site_tear_down(void **state)
{
	site_free(*state);
	return 0;
}
