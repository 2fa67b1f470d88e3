#include "core/alloc.h"
#include "core/pack.h"
#include "tests/coordinator/stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define LISTING	   JOBQ__TASK_KIND__TASK_LISTING
#define DETAIL	   JOBQ__TASK_KIND__TASK_DETAIL
#define PAGE	   JOBQ__TASK_KIND__TASK_PAGE
#define DONE	   JOBQ__RESULT__RESULT_DONE
#define RETRY	   JOBQ__RESULT__RESULT_RETRY
#define FAILED	   JOBQ__RESULT__RESULT_FAILED
#define GONE	   JOBQ__RESULT__RESULT_GONE
#define DISALLOWED JOBQ__RESULT__RESULT_DISALLOWED

/* One source, one worker with its lease; the first task is the seed. */
struct play {
	struct stage stage;
	uint64_t token, seed;
};

static void begin(struct play *p, struct stage_source source)
{
	CLEANUP(pack_freep) Jobq__Lease *lease = NULL;

	stage_init(&p->stage);
	p->stage.plan.once = true;
	source.id = "lab/x";
	source.host = "x.example";
	source.n_seeds = 1;
	stage_source(&p->stage, source);
	stage_open(&p->stage);
	stage_worker(&p->stage, "p", 1);
	lease = stage_take(&p->stage, "p", WIRE_LEASE);
	assert_non_null(lease);
	assert_int_equal(lease->n_tasks, 1);
	p->token = lease->token;
	p->seed = lease->tasks[0]->id;
	stage_clear(&p->stage);
}

static int enter_listing(void **state)
{
	*state = test_calloc(1, sizeof(struct play));
	begin(*state, (struct stage_source){.kind = LISTING});
	return 0;
}

static int enter_page(void **state)
{
	*state = test_calloc(1, sizeof(struct play));
	begin(*state,
	      (struct stage_source){.kind = PAGE, .hops = 2, .pages = 4});
	return 0;
}

static int enter_sitemap(void **state)
{
	*state = test_calloc(1, sizeof(struct play));
	begin(*state, (struct stage_source){.kind = PAGE, .step = "sitemap"});
	return 0;
}

static int leave(void **state)
{
	struct play *p = *state;

	stage_deinit(&p->stage);
	test_free(p);
	return 0;
}

static void finish(struct play *p, uint64_t task, Jobq__Result result,
		   const char *reason)
{
	stage_outcome(&p->stage, "p",
		      (struct stage_outcome){.token = p->token,
					     .task = task,
					     .result = result,
					     .reason = reason});
	stage_turn(&p->stage);
}

/* `task` is done and brought the tasks, which come with the same lease. */
static Jobq__Lease *brings(struct play *p, uint64_t task, Jobq__Task **found,
			   size_t n)
{
	stage_clear(&p->stage);
	stage_outcome(&p->stage, "p",
		      (struct stage_outcome){.token = p->token,
					     .task = task,
					     .found = found,
					     .n_found = n,
					     .claimed = 7});
	stage_turn(&p->stage);
	return stage_take(&p->stage, "p", WIRE_LEASE);
}

/* The seed brings one task of `kind`; its id. */
static uint64_t brings_one(struct play *p, Jobq__TaskKind kind)
{
	Jobq__Task t = stage_task(kind, "http://x.example/t");
	Jobq__Task *found[] = {&t};
	CLEANUP(pack_freep) Jobq__Lease *lease = NULL;

	t.key = (char *)"k1";
	lease = brings(p, p->seed, found, 1);
	assert_non_null(lease);
	assert_int_equal(lease->token, p->token);
	assert_int_equal(lease->n_tasks, 1);
	return lease->tasks[0]->id;
}

static const Jobq__Round *closed(struct play *p)
{
	assert_int_equal(p->stage.n_rounds, 1);
	return p->stage.rounds[0];
}

static void all_done_is_complete(void **state)
{
	struct play *p = *state;
	uint64_t detail = brings_one(p, DETAIL);

	assert_int_equal(p->stage.n_rounds, 0);
	finish(p, detail, DONE, NULL);
	assert_true(closed(p)->listing_ok);
	assert_true(closed(p)->contents_ok);
	assert_string_equal(closed(p)->listing_why, "");
	assert_int_equal(closed(p)->claimed, 7);
	assert_true(closed(p)->authoritative);
	assert_int_equal(closed(p)->pages, 2);
	assert_int_equal(closed(p)->bytes, 200);
	assert_int_equal(closed(p)->errors, 0);
}

static void a_failed_listing_is_said(void **state)
{
	struct play *p = *state;

	finish(p, p->seed, FAILED, "200 OK, but HTML where JSON is due");
	assert_false(closed(p)->listing_ok);
	assert_true(closed(p)->contents_ok);
	assert_string_equal(closed(p)->listing_why,
			    "listing: 200 OK, but HTML where JSON is due");
	assert_int_equal(closed(p)->errors, 1);
}

static void a_board_that_is_gone_is_asked_about(void **state)
{
	struct play *p = *state;

	finish(p, p->seed, GONE, "404 Not Found");
	assert_false(closed(p)->listing_ok);
	assert_string_equal(closed(p)->listing_why,
			    "listing: 404 Not Found: does the board exist?");
}

static void robots_on_a_listing_is_a_failure(void **state)
{
	struct play *p = *state;

	finish(p, p->seed, DISALLOWED, NULL);
	assert_string_equal(closed(p)->listing_why,
			    "listing: robots.txt disallows "
			    "http://x.example/list?page=0");
}

static void a_failed_detail_leaves_the_listing_complete(void **state)
{
	struct play *p = *state;

	finish(p, brings_one(p, DETAIL), FAILED, "500");
	assert_true(closed(p)->listing_ok);
	assert_false(closed(p)->contents_ok);
	assert_string_equal(closed(p)->contents_why, "detail k1: 500");
}

static void a_gone_detail_is_a_missing_content(void **state)
{
	struct play *p = *state;

	finish(p, brings_one(p, DETAIL), GONE, "410 Gone");
	assert_true(closed(p)->listing_ok);
	assert_string_equal(closed(p)->contents_why, "detail k1: 410 Gone");
}

static void contents_missing_is_said(void **state)
{
	struct play *p = *state;

	stage_outcome(&p->stage, "p",
		      (struct stage_outcome){.token = p->token,
					     .task = p->seed,
					     .contents_missing = true});
	stage_turn(&p->stage);
	assert_true(closed(p)->listing_ok);
	assert_string_equal(closed(p)->contents_why,
			    "listing: a posting came without all its content");
}

static void the_fourth_try_fails(void **state)
{
	struct play *p = *state;

	for (uint32_t tries = 1; tries <= 3; tries++) {
		CLEANUP(pack_freep) Jobq__Lease *again = NULL;

		stage_clear(&p->stage);
		finish(p, p->seed, RETRY, "503 Service Unavailable");
		again = stage_take(&p->stage, "p", WIRE_LEASE);
		assert_non_null(again);
		assert_true(again->tasks[0]->id > p->seed);
		p->seed = again->tasks[0]->id;
		assert_int_equal(again->tasks[0]->tries, tries);
		assert_int_equal(p->stage.n_rounds, 0);
	}
	finish(p, p->seed, RETRY, "503 Service Unavailable");
	assert_string_equal(closed(p)->listing_why,
			    "listing: 503 Service Unavailable, four tries");
}

static void a_retry_that_comes_twice_is_one_try(void **state)
{
	struct play *p = *state;
	CLEANUP(pack_freep) Jobq__Lease *again = NULL;

	finish(p, p->seed, RETRY, "503");
	for (int i = 0; i < 9; i++)
		finish(p, p->seed, RETRY, "503");
	assert_int_equal(p->stage.n_rounds, 0);
	again = stage_take(&p->stage, "p", WIRE_LEASE);
	assert_int_equal(again->tasks[0]->tries, 1);
	finish(p, again->tasks[0]->id, DONE, NULL);
	assert_true(closed(p)->listing_ok);
}

static void more_failures_are_counted(void **state)
{
	struct play *p = *state;
	Jobq__Task t[3];
	Jobq__Task *found[3];
	Jobq__Var var[3];
	Jobq__Var *vars[3];
	char value[3][8];
	CLEANUP(pack_freep) Jobq__Lease *lease = NULL;
	char url[3][64];

	for (int i = 0; i < 3; i++) {
		snprintf(url[i], sizeof(url[i]), "http://x.example/p%d", i);
		snprintf(value[i], sizeof(value[i]), "%d00", i + 1);
		t[i] = stage_task(LISTING, url[i]);
		jobq__var__init(&var[i]);
		var[i].name = (char *)"offset";
		var[i].value = value[i];
		vars[i] = &var[i];
		t[i].vars = &vars[i];
		t[i].n_vars = 1;
		found[i] = &t[i];
	}
	lease = brings(p, p->seed, found, 3);
	for (size_t i = 0; i < 3; i++)
		finish(p, lease->tasks[i]->id, FAILED, "bad");
	assert_string_equal(closed(p)->listing_why,
			    "listing page offset=100: bad; and 2 more");
	assert_int_equal(closed(p)->errors, 3);
}

static void the_same_task_is_taken_once(void **state)
{
	struct play *p = *state;
	Jobq__Task a = stage_task(DETAIL, "http://x.example/a");
	Jobq__Task b = stage_task(DETAIL, "http://x.example/a?utm_source=z");
	Jobq__Task self = stage_task(LISTING, "http://x.example/list?page=0");
	Jobq__Task *found[] = {&a, &b, &a, &self};
	CLEANUP(pack_freep) Jobq__Lease *lease = brings(p, p->seed, found, 4);

	assert_int_equal(lease->n_tasks, 1);
}

static void a_task_with_no_url_is_a_failure_of_its_kind(void **state)
{
	struct play *p = *state;
	Jobq__Task a = stage_task(DETAIL, "not a url");
	Jobq__Task *found[] = {&a};

	assert_null(brings(p, p->seed, found, 1));
	assert_true(closed(p)->listing_ok);
	assert_string_equal(closed(p)->contents_why,
			    "detail not a url: its URL is none of http or "
			    "https");
}

static void an_outcome_that_comes_twice_counts_once(void **state)
{
	struct play *p = *state;
	uint64_t detail = brings_one(p, DETAIL);

	finish(p, p->seed, FAILED, "late");
	finish(p, 4711, FAILED, "unknown");
	finish(p, detail, DONE, NULL);
	assert_true(closed(p)->listing_ok);
	assert_int_equal(closed(p)->pages, 2);
	assert_int_equal(closed(p)->errors, 0);
}

/* `task` redirects to `url`; the lease that the target comes with. */
static Jobq__Lease *redirects(struct play *p, const Jobq__Lease *from,
			      const char *url)
{
	Jobq__Task t = *from->tasks[0];
	Jobq__Task *found[] = {&t};

	t.id = 0;
	t.url = (char *)url;
	t.redirects++;
	t.seed = false;
	stage_clear(&p->stage);
	stage_outcome(&p->stage, "p",
		      (struct stage_outcome){.token = from->token,
					     .task = from->tasks[0]->id,
					     .found = found,
					     .n_found = 1,
					     .release = true});
	stage_turn(&p->stage);
	return stage_take(&p->stage, "p", WIRE_LEASE);
}

static Jobq__Lease *seed_lease(struct play *p)
{
	CLEANUP(pack_freep) Jobq__Lease *lease = NULL;

	stage_release(&p->stage, "p", p->token);
	stage_turn(&p->stage);
	lease = stage_take(&p->stage, "p", WIRE_LEASE);
	assert_non_null(lease);
	return TAKE(lease);
}

static void a_redirect_goes_to_the_other_host(void **state)
{
	struct play *p = *state;
	CLEANUP(pack_freep) Jobq__Lease *from = seed_lease(p);
	CLEANUP(pack_freep)
	Jobq__Lease *to = redirects(p, from, "http://y.example/list");

	assert_string_equal(to->host, "y.example");
	assert_int_equal(to->tasks[0]->kind, LISTING);
	assert_int_equal(to->tasks[0]->redirects, 1);
	assert_true(to->tasks[0]->seed);
	assert_int_equal(p->stage.n_rounds, 0);
}

static void a_circle_of_redirects_ends_after_ten(void **state)
{
	struct play *p = *state;
	Jobq__Lease *at = seed_lease(p);
	int hops = 0;

	while (at && hops < 20) {
		Jobq__Lease *next = redirects(p, at,
					      hops % 2 ? "http://x.example/a"
						       : "http://y.example/a");

		jobq__lease__free_unpacked(at, NULL);
		at = next;
		hops += at != NULL;
	}
	assert_int_equal(hops, 10);
	assert_string_equal(closed(p)->listing_why,
			    "listing: more than 10 redirects");
}

static void a_worker_cannot_make_a_seed(void **state)
{
	struct play *p = *state;
	Jobq__Task t = stage_task(DETAIL, "http://x.example/t");
	Jobq__Task *found[] = {&t};
	CLEANUP(pack_freep) Jobq__Lease *lease = NULL;

	t.seed = true;
	t.tries = 3;
	t.redirects = 0;
	lease = brings(p, p->seed, found, 1);
	assert_false(lease->tasks[0]->seed);
	assert_int_equal(lease->tasks[0]->tries, 0);
	assert_string_equal(lease->tasks[0]->method, "GET");
}

/* ---- pages ---- */

static void a_failed_page_leaves_the_listing_to_the_indexer(void **state)
{
	struct play *p = *state;

	finish(p, brings_one(p, PAGE), FAILED, "500");
	assert_true(closed(p)->listing_ok);
	assert_false(closed(p)->contents_ok);
	assert_int_equal(closed(p)->errors, 1);
}

static void a_failed_first_page_fails_the_listing(void **state)
{
	struct play *p = *state;

	finish(p, p->seed, FAILED, "500");
	assert_false(closed(p)->listing_ok);
	assert_string_equal(closed(p)->listing_why,
			    "first page /list?page=0: 500");
}

static void a_page_that_is_gone_is_nothing(void **state)
{
	struct play *p = *state;

	finish(p, brings_one(p, PAGE), GONE, "404 Not Found");
	assert_true(closed(p)->listing_ok);
	assert_true(closed(p)->contents_ok);
	assert_int_equal(closed(p)->errors, 0);
}

static void a_page_that_robots_forbid_is_skipped(void **state)
{
	struct play *p = *state;

	finish(p, brings_one(p, PAGE), DISALLOWED, NULL);
	assert_true(closed(p)->listing_ok);
	assert_true(closed(p)->contents_ok);
	assert_false(closed(p)->limited);
}

static void a_site_need_not_have_a_sitemap(void **state)
{
	struct play *p = *state;

	finish(p, p->seed, GONE, "404 Not Found");
	assert_true(closed(p)->listing_ok);
	assert_true(closed(p)->contents_ok);
}

static void a_sitemap_that_fails_makes_the_listing_incomplete(void **state)
{
	struct play *p = *state;

	finish(p, p->seed, FAILED, "500");
	assert_false(closed(p)->listing_ok);
}

static void a_link_too_far_limits_the_round(void **state)
{
	struct play *p = *state;
	Jobq__Task near = stage_task(PAGE, "http://x.example/near");
	Jobq__Task far = stage_task(PAGE, "http://x.example/far");
	Jobq__Task *found[] = {&near, &far};
	CLEANUP(pack_freep) Jobq__Lease *lease = NULL;

	near.hops = 2;
	far.hops = 3;
	lease = brings(p, p->seed, found, 2);
	assert_int_equal(lease->n_tasks, 1);
	finish(p, lease->tasks[0]->id, DONE, NULL);
	assert_true(closed(p)->limited);
	assert_true(closed(p)->listing_ok);
	assert_true(closed(p)->contents_ok);
}

static void pages_beyond_the_limit_are_dropped(void **state)
{
	struct play *p = *state;
	Jobq__Task t[5];
	Jobq__Task *found[5];
	char url[5][64];
	CLEANUP(pack_freep) Jobq__Lease *lease = NULL;

	for (int i = 0; i < 5; i++) {
		snprintf(url[i], sizeof(url[i]), "http://x.example/p%d", i);
		t[i] = stage_task(PAGE, url[i]);
		found[i] = &t[i];
	}
	lease = brings(p, p->seed, found, 5);
	assert_int_equal(lease->n_tasks, 3); /* the seed is the fourth */
	for (size_t i = 0; i < 3; i++)
		finish(p, lease->tasks[i]->id, DONE, NULL);
	assert_true(closed(p)->limited);
	assert_true(closed(p)->listing_ok);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define L(name) cmocka_unit_test_setup_teardown(name, enter_listing, leave)
#define M(name) cmocka_unit_test_setup_teardown(name, enter_sitemap, leave)
#define P(name) cmocka_unit_test_setup_teardown(name, enter_page, leave)
		L(all_done_is_complete),
		L(a_failed_listing_is_said),
		L(a_board_that_is_gone_is_asked_about),
		L(robots_on_a_listing_is_a_failure),
		L(a_failed_detail_leaves_the_listing_complete),
		L(a_gone_detail_is_a_missing_content),
		L(contents_missing_is_said),
		L(the_fourth_try_fails),
		L(a_retry_that_comes_twice_is_one_try),
		L(more_failures_are_counted),
		L(the_same_task_is_taken_once),
		L(a_task_with_no_url_is_a_failure_of_its_kind),
		L(an_outcome_that_comes_twice_counts_once),
		L(a_redirect_goes_to_the_other_host),
		L(a_circle_of_redirects_ends_after_ten),
		L(a_worker_cannot_make_a_seed),
		P(a_failed_page_leaves_the_listing_to_the_indexer),
		P(a_failed_first_page_fails_the_listing),
		P(a_page_that_is_gone_is_nothing),
		P(a_page_that_robots_forbid_is_skipped),
		M(a_site_need_not_have_a_sitemap),
		M(a_sitemap_that_fails_makes_the_listing_incomplete),
		P(a_link_too_far_limits_the_round),
		P(pages_beyond_the_limit_are_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
