#include "workers/check.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/pack.h"
#include "core/panel.h"
#include "core/times.h"
#include "core/urlkey.h"
#include "workers/errand.h"
#include "workers/finding.h"
#include "workers/flight.h"
#include <string.h>
#include <strings.h>
#include <uthash.h>

enum { URL_DELAY_MS = 1000, URL_DEADLINE_MS = 600000, URL_HOPS = 6 };

/* Two sources may lie on one host: what it is owed outlives the first. */
struct debt {
	char *host;
	int64_t next_ms;
	uint32_t failures;
	UT_hash_handle hh;
};

struct wanted {
	char *url;
	UT_hash_handle hh;
};

struct check {
	const struct check_options *options;
	FILE *out;
	struct fetch *fetch;
	struct accesses *accesses;
	struct rulebook *rulebook;
	struct flights flights;
	struct errand_world world;
	struct debt *debts;
	bool problem;
	/* of the source that is checked: */
	struct finding *finding;
	struct tasks tasks;    /* to do */
	struct wanted *wanted; /* canonical URLs of pages, each once */
	unsigned n_details, n_pages;
};

static int start_fetch(void *arg, const struct fetch_request *request,
		       fetch_done *done, void *done_arg)
{
	struct check *c = arg;

	return fetch_start(c->fetch, request, done, done_arg);
}

static int64_t mono_ms(void *arg)
{
	(void)arg;
	return times_mono_ms();
}

static int64_t clock_ms(void *arg)
{
	(void)arg;
	return times_now_ms();
}

/* ---- tasks ---- */

static void want(struct check *c, Jobq__Task *task)
{
	c->tasks.items = alloc_resize(c->tasks.items, c->tasks.n + 1,
				      sizeof(*c->tasks.items));
	c->tasks.items[c->tasks.n++] = task;
}

static bool is_new_page(struct check *c, const char *url)
{
	CLEANUP(freep) char *canonical = url_canonical(url);
	struct wanted *wanted = NULL;

	if (!canonical)
		return false;
	HASH_FIND_STR(c->wanted, canonical, wanted);
	if (wanted)
		return false;
	wanted = alloc_zero(1, sizeof(*wanted));
	wanted->url = TAKE(canonical);
	HASH_ADD_KEYPTR(hh, c->wanted, wanted->url, strlen(wanted->url),
			wanted);
	return true;
}

static void forget_pages(struct check *c)
{
	struct wanted *wanted, *next;

	HASH_ITER(hh, c->wanted, wanted, next)
	{
		HASH_DEL(c->wanted, wanted);
		free(wanted->url);
		free(wanted);
	}
}

static bool is_wanted(struct check *c, const Jobq__Task *task)
{
	bool walks = task->kind == JOBQ__TASK_KIND__TASK_PAGE ||
		     !strcmp(task->step, "sitemap");

	if (task->redirects) /* the same task on another host */
		return true;
	if (task->kind == JOBQ__TASK_KIND__TASK_DETAIL)
		return c->n_details++ < CHECK_DETAILS;
	if (!walks || c->finding->complete >= CHECK_POSTINGS)
		return false;
	return is_new_page(c, task->url) && c->n_pages++ < CHECK_PAGES;
}

static void take_report(void *arg, struct errand *errand, struct report *report)
{
	struct check *c = arg;
	Jobq__Outcome *outcome = report->outcome;

	(void)errand;
	finding_take(c->finding, report);
	for (size_t i = 0; i < outcome->n_found; i++) {
		Jobq__Task *task = TAKE(outcome->found[i]);

		if (is_wanted(c, task))
			want(c, task);
		else
			jobq__task__free_unpacked(task, NULL);
	}
	outcome->n_found = 0;
	report_deinit(report);
}

static Jobq__RoundId *new_round(const char *source)
{
	Jobq__RoundId *round = alloc_get(sizeof(*round));

	jobq__round_id__init(round);
	round->source = alloc_copy(source);
	round->time_ms = times_now_ms();
	return round;
}

/* A lease of the first task's host, with all tasks there are for it. */
static Jobq__Lease *make_lease(struct check *c)
{
	const Jobq__SourceSpec *spec = c->finding->spec;
	Jobq__Lease *lease = alloc_get(sizeof(*lease));
	size_t kept = 0;

	jobq__lease__init(lease);
	lease->host = url_host(c->tasks.items[0]->url);
	lease->tasks = alloc_zero(c->tasks.n, sizeof(*lease->tasks));
	lease->sources = alloc_zero(1, sizeof(*lease->sources));
	lease->sources[lease->n_sources++] = (void *)pack_clone(&spec->base);
	for (size_t i = 0; i < c->tasks.n; i++) {
		Jobq__Task *task = c->tasks.items[i];
		CLEANUP(freep) char *host = url_host(task->url);

		if (!lease->host || (host && !strcmp(host, lease->host))) {
			if (!task->round)
				task->round = new_round(spec->id);
			lease->tasks[lease->n_tasks++] = task;
		} else {
			c->tasks.items[kept++] = task;
		}
	}
	c->tasks.n = kept;
	if (!lease->host)
		lease->host = alloc_copy("");
	return lease;
}

/* ---- hosts ---- */

static struct debt *debt_of(struct check *c, const char *host)
{
	struct debt *debt = NULL;

	HASH_FIND_STR(c->debts, host, debt);
	if (debt)
		return debt;
	debt = alloc_zero(1, sizeof(*debt));
	debt->host = alloc_copy(host);
	HASH_ADD_KEYPTR(hh, c->debts, debt->host, strlen(debt->host), debt);
	return debt;
}

static int drive(struct check *c, struct errand *errand)
{
	int r = 0;

	while (!r && !errand_over(errand)) {
		int64_t wait_ms;

		r = errand_go(errand);
		if (r)
			break;
		wait_ms = errand_due_ms(errand) - times_mono_ms();
		if (errand_unread(errand) || wait_ms < 0)
			wait_ms = 0;
		r = fetch_poll(c->fetch, NULL, 0,
			       wait_ms < 1000 ? (int)wait_ms : 1000);
		errand_read(errand);
	}
	return r;
}

/* All tasks of one host. */
static int go_to_host(struct check *c)
{
	Jobq__Lease *lease = make_lease(c);
	struct debt *debt = debt_of(c, lease->host);
	int64_t wait_ms = debt->next_ms - times_mono_ms();
	struct errand *errand;
	int r;

	lease->wait_ms = wait_ms > 0 ? (uint32_t)wait_ms : 0;
	lease->failures = debt->failures;
	errand = errand_new(&c->world, lease);
	r = drive(c, errand);
	debt->next_ms = times_mono_ms() + errand_wait_ms(errand);
	debt->failures = errand_failures(errand);
	if (errand_delay_ms(errand) > c->finding->delay_ms)
		c->finding->delay_ms = errand_delay_ms(errand);
	if (errand_left(errand))
		finding_problem(c->finding,
				"%s is not asked any more: %u "
				"failures in a row",
				lease->host, debt->failures);
	errand_free(errand);
	jobq__lease__free_unpacked(lease, NULL);
	return r;
}

/* ---- sources ---- */

static int begin_source(struct check *c)
{
	const Jobq__SourceSpec *spec = c->finding->spec;
	const struct recipe *recipe =
		accesses_recipe(c->accesses, spec->recipe);
	CLEANUP(freep) char *why = NULL;
	int r;

	if (!recipe) {
		finding_problem(c->finding, "recipe %s cannot be loaded",
				spec->recipe);
		return 0;
	}
	r = recipe_check_params(recipe, spec, &why);
	if (r > 0) {
		finding_problem(c->finding, "%s", why);
		return 0;
	}
	return r ? r
		 : fold(recipe_seeds(recipe, spec, &c->tasks), "recipe_seeds");
}

static int check_source(struct check *c, const Jobq__SourceSpec *spec,
			int64_t deadline_ms)
{
	struct finding finding;
	int r;

	finding_init(&finding, spec, deadline_ms);
	c->finding = &finding;
	c->n_details = c->n_pages = 0;
	r = begin_source(c);
	while (!r && c->tasks.n)
		r = go_to_host(c);
	tasks_deinit(&c->tasks);
	c->tasks = (struct tasks){0};
	forget_pages(c);
	if (!r)
		finding_print(&finding, c->out);
	c->problem |= finding.n_problems > 0;
	finding_deinit(&finding);
	return r;
}

static Jobq__SourceSpec *spec_of(const struct panel *panel,
				 const struct panel_source *source)
{
	Jobq__SourceSpec *spec = alloc_get(sizeof(*spec));

	jobq__source_spec__init(spec);
	spec->id = alloc_copy(source->id);
	spec->recipe = alloc_copy(source->recipe);
	spec->contact = alloc_copy(panel->contact ? panel->contact : "");
	spec->delay_ms = (uint32_t)source->delay_ms;
	spec->hops = source->hops;
	spec->params = alloc_zero(source->n_params + 1, sizeof(*spec->params));
	for (size_t i = 0; i < source->n_params; i++) {
		Jobq__Var *var = alloc_get(sizeof(*var));

		jobq__var__init(var);
		var->name = alloc_copy(source->params[i].name);
		var->value = alloc_copy(source->params[i].value);
		spec->params[spec->n_params++] = var;
	}
	return spec;
}

static int check_company(struct check *c, const struct panel *panel,
			 const struct panel_company *company)
{
	int r = 0;

	for (size_t i = 0; !r && i < company->n_sources; i++) {
		CLEANUP(pack_freep)
		Jobq__SourceSpec *spec = spec_of(panel, &company->sources[i]);

		r = check_source(c, spec, company->sources[i].deadline_ms);
	}
	return r;
}

static int check_panel(struct check *c)
{
	CLEANUP(panel_freep) struct panel *panel = NULL;
	int r = panel_load(&panel, c->options->target, c->options->recipes);

	if (r)
		return CHECK_E_USAGE;
	for (size_t i = 0; !r && i < panel->n_companies; i++)
		r = check_company(c, panel, &panel->companies[i]);
	return r;
}

static int check_url(struct check *c)
{
	CLEANUP(pack_freep) Jobq__SourceSpec *spec = NULL;
	int r = recipe_match(c->options->recipes, c->options->target, &spec);

	if (r > 0) {
		log_line(LOG_ERROR, "check", "no recipe reads %s",
			 c->options->target);
		return CHECK_E_USAGE;
	}
	if (r)
		return r;
	if (!spec->delay_ms)
		spec->delay_ms = URL_DELAY_MS;
	if (!spec->hops)
		spec->hops = URL_HOPS;
	return check_source(c, spec, URL_DEADLINE_MS);
}

static int open_check(struct check *c)
{
	const struct fetch_options fetch = {
		.gateway = c->options->gateway,
		.replay = c->options->replay,
	};
	int r = fetch_new(&c->fetch, &fetch);

	if (r)
		return r;
	c->accesses = accesses_new(c->options->recipes);
	c->rulebook = rulebook_new();
	c->world = (struct errand_world){
		.start = start_fetch,
		.report = take_report,
		.mono_ms = mono_ms,
		.clock_ms = clock_ms,
		.arg = c,
		.accesses = c->accesses,
		.rulebook = c->rulebook,
		.flights = &c->flights,
		.seed = (uint64_t)times_now_ms(),
		.paced = fetch_paced(c->fetch),
	};
	return 0;
}

static void close_check(struct check *c)
{
	struct debt *debt, *next;

	fetch_free(c->fetch);
	flights_deinit(&c->flights);
	rulebook_free(c->rulebook);
	accesses_free(c->accesses);
	HASH_ITER(hh, c->debts, debt, next)
	{
		HASH_DEL(c->debts, debt);
		free(debt->host);
		free(debt);
	}
}

int check_run(const struct check_options *options, FILE *out)
{
	struct check c = {.options = options, .out = out};
	bool is_url = !strncasecmp(options->target, "http://", 7) ||
		      !strncasecmp(options->target, "https://", 8);
	int r = open_check(&c);

	if (!r)
		r = is_url ? check_url(&c) : check_panel(&c);
	close_check(&c);
	if (!r && c.problem)
		return CHECK_E_PROBLEM;
	return r;
}
