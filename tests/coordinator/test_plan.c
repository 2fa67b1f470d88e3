#include "core/alloc.h"
#include "core/pack.h"
#include "core/times.h"
#include "tests/coordinator/stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define LISTING JOBQ__TASK_KIND__TASK_LISTING
#define DETAIL	JOBQ__TASK_KIND__TASK_DETAIL
#define PAGE	JOBQ__TASK_KIND__TASK_PAGE

static int enter(void **state)
{
	struct stage *s = test_calloc(1, sizeof(*s));

	stage_init(s);
	*state = s;
	return 0;
}

static int leave(void **state)
{
	stage_deinit(*state);
	test_free(*state);
	return 0;
}

static const struct stage_source X = {
	.id = "lab/x", .host = "x.example", .n_seeds = 1};

static Jobq__Lease *lease(struct stage *s)
{
	return stage_take(s, "p", WIRE_LEASE);
}

static void finish_all(struct stage *s, const Jobq__Lease *l)
{
	for (size_t i = 0; i < l->n_tasks; i++)
		stage_outcome(
			s, "p",
			(struct stage_outcome){.token = l->token,
					       .task = l->tasks[i]->id,
					       .release = i + 1 == l->n_tasks});
	stage_turn(s);
}

/* Crawls whatever is open now. */
static void crawl(struct stage *s)
{
	Jobq__Lease *l;

	while ((l = lease(s))) {
		finish_all(s, l);
		jobq__lease__free_unpacked(l, NULL);
	}
}

/* ---- when rounds open ---- */

static void live_rounds_open_every_interval(void **state)
{
	struct stage *s = *state;

	stage_source(s, X);
	stage_open(s);
	stage_worker(s, "p", 1);
	crawl(s);
	assert_int_equal(s->n_rounds, 1);
	assert_int_equal(s->rounds[0]->id->time_ms, 1700000000000);
	stage_pass(s, 3599999);
	stage_worker(s, "p", 1);
	crawl(s);
	assert_int_equal(s->n_rounds, 1);
	stage_pass(s, 1);
	stage_worker(s, "p", 1);
	crawl(s);
	assert_int_equal(s->n_rounds, 2);
	assert_int_equal(s->rounds[1]->id->seq, s->rounds[0]->id->seq + 1);
}

static void the_interval_survives_a_crash(void **state)
{
	struct stage *s = *state;

	stage_source(s, X);
	stage_open(s);
	stage_worker(s, "p", 1);
	crawl(s);
	stage_crash(s);
	stage_pass(s, 3599999);
	stage_worker(s, "p", 1);
	assert_null(lease(s));
	stage_pass(s, 1);
	stage_turn(s);
	crawl(s);
	assert_int_equal(s->n_rounds, 2);
}

static void a_time_still_to_come_stops_nothing(void **state)
{
	struct stage *s = *state;

	stage_source(s, X);
	s->plan.fixed_time = true;
	s->plan.at_ms = s->now.real_ms + 400 * TIMES_DAY_MS;
	stage_open(s);
	stage_worker(s, "p", 1);
	crawl(s);
	s->plan.fixed_time = false;
	stage_crash(s);
	stage_worker(s, "p", 1);
	crawl(s);
	assert_int_equal(s->n_rounds, 2);
}

static void at_fixes_the_rounds_time(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;

	stage_source(s, X);
	s->plan.fixed_time = s->plan.once = true;
	s->plan.at_ms = 42000;
	stage_open(s);
	stage_worker(s, "p", 1);
	l = lease(s);
	assert_true(l->tasks[0]->fixed_time);
	assert_int_equal(l->tasks[0]->round->time_ms, 42000);
	assert_string_equal(l->tasks[0]->round->source, "lab/x");
	finish_all(s, l);
	assert_int_equal(s->rounds[0]->id->time_ms, 42000);
	assert_int_equal(s->rounds[0]->opened_ms, s->now.real_ms);
}

static void once_finishes_what_a_crash_left_open(void **state)
{
	struct stage *s = *state;

	s->plan.once = true;
	stage_source(s, X);
	stage_source(s, (struct stage_source){
				.id = "lab/y", .host = "y", .n_seeds = 1});
	stage_open(s);
	stage_worker(s, "p", 1); /* one lease at a time */
	crawl(s);
	assert_int_equal(s->n_rounds, 2);
	stage_crash(s);
	stage_turn(s); /* both are open: a second crawl */
	stage_crash(s);
	stage_hello(s, "p", "w", 2);
	stage_credit(s, "p", 9);
	stage_turn(s);
	crawl(s);
	assert_int_equal(s->n_rounds, 4);
	assert_int_equal(coordinator_state(s->coordinator),
			 COORDINATOR_FINISHED);
}

static void a_run_does_not_crawl_a_source_again(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *first = NULL;

	s->plan.once = true;
	s->plan.run = 77;
	stage_source(s, X);
	stage_source(s, (struct stage_source){
				.id = "lab/y", .host = "y", .n_seeds = 1});
	stage_open(s);
	stage_worker(s, "p", 1);
	first = lease(s);
	finish_all(s, first);
	assert_int_equal(s->n_rounds, 1);
	stage_crash(s);
	stage_hello(s, "p", "w", 2);
	stage_credit(s, "p", 9);
	stage_turn(s);
	stage_turn(s);
	crawl(s);
	assert_int_equal(s->n_rounds, 2);
	assert_int_equal(coordinator_state(s->coordinator),
			 COORDINATOR_FINISHED);
	s->plan.run = 78;
	stage_crash(s);
	stage_worker(s, "p", 9);
	crawl(s);
	assert_int_equal(s->n_rounds, 4);
}

static void a_source_that_left_the_panel_ends_incomplete(void **state)
{
	struct stage *s = *state;

	stage_source(s, X);
	stage_open(s);
	stage_turn(s);
	coordinator_free(TAKE(s->coordinator));
	sources_deinit(&s->sources);
	stage_source(s, (struct stage_source){
				.id = "lab/y", .host = "y", .n_seeds = 1});
	stage_open(s);
	stage_turn(s);
	assert_int_equal(s->n_rounds, 1);
	assert_string_equal(s->rounds[0]->id->source, "lab/x");
	assert_false(s->rounds[0]->listing_ok);
	assert_non_null(strstr(s->rounds[0]->listing_why, "left the panel"));
}

/* ---- the deadline ---- */

static void the_deadline_cuts_a_round(void **state)
{
	struct stage *s = *state;
	struct stage_source from = X;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;
	CLEANUP(pack_freep) Jobq__Revoke *revoke = NULL;

	from.n_seeds = 3;
	from.deadline_ms = 8000;
	from.every_ms = 999999999;
	stage_source(s, from);
	stage_open(s);
	stage_worker(s, "p", 1);
	l = lease(s);
	stage_outcome(s, "p",
		      (struct stage_outcome){.token = l->token,
					     .task = l->tasks[0]->id});
	stage_turn(s);
	stage_pass(s, 4500);
	stage_beat(s, "p", l->token);
	stage_turn(s);
	stage_pass(s, 3500);
	stage_turn(s);
	assert_int_equal(s->n_rounds, 1);
	assert_string_equal(s->rounds[0]->listing_why,
			    "deadline of 8 s passed with 2 pages to go");
	assert_true(s->rounds[0]->contents_ok);
	revoke = stage_take(s, "p", WIRE_REVOKE);
	assert_non_null(revoke);
	assert_int_equal(revoke->token, l->token);
}

static void the_deadline_counts_anew_after_a_crash(void **state)
{
	struct stage *s = *state;

	stage_source(s, X);
	stage_open(s);
	stage_turn(s);
	stage_pass(s, 599000);
	stage_crash(s);
	stage_pass(s, 599000);
	stage_turn(s);
	assert_int_equal(s->n_rounds, 0);
	stage_pass(s, 1000);
	stage_turn(s);
	assert_int_equal(s->n_rounds, 1);
	assert_string_equal(s->rounds[0]->listing_why,
			    "deadline of 10 min passed with 1 pages to go");
}

static void a_deadline_names_what_the_last_try_met(void **state)
{
	struct stage *s = *state;
	struct stage_source from = X;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;

	from.n_seeds = 2;
	from.deadline_ms = 8000;
	stage_source(s, from);
	stage_open(s);
	stage_worker(s, "p", 1);
	l = lease(s);
	stage_outcome(s, "p",
		      (struct stage_outcome){
			      .token = l->token,
			      .task = l->tasks[0]->id,
			      .result = JOBQ__RESULT__RESULT_RETRY,
			      .reason = "no such host",
		      });
	stage_pass(s, 8000);
	stage_turn(s);
	assert_int_equal(s->n_rounds, 1);
	assert_string_equal(s->rounds[0]->listing_why,
			    "deadline of 8 s passed with 2 pages to go; the "
			    "last try: no such host");
}

/* ---- leases ---- */

static void a_host_has_one_lease(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;

	stage_source(s, X);
	stage_source(s, (struct stage_source){.id = "lab/x2",
					      .host = "x.example",
					      .n_seeds = 2,
					      .kind = PAGE});
	stage_open(s);
	stage_worker(s, "p", 9);
	l = lease(s);
	assert_int_equal(l->n_tasks, 3);
	assert_int_equal(l->n_sources, 2);
	assert_string_equal(l->sources[0]->contact, "a@b.example");
	assert_null(lease(s));
}

static void a_lease_is_bounded_and_filled_up(void **state)
{
	struct stage *s = *state;
	struct stage_source from = X;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;
	CLEANUP(pack_freep) Jobq__Lease *more = NULL;

	from.n_seeds = LEASE_BATCH + 88;
	stage_source(s, from);
	stage_open(s);
	stage_worker(s, "p", 9);
	l = lease(s);
	assert_int_equal(l->n_tasks, LEASE_BATCH);
	assert_null(lease(s));
	for (size_t i = 0; i < LEASE_BATCH - LEASE_LOW; i++)
		stage_outcome(s, "p",
			      (struct stage_outcome){.token = l->token,
						     .task = l->tasks[i]->id});
	stage_turn(s);
	more = lease(s);
	assert_non_null(more);
	assert_int_equal(more->token, l->token);
	assert_int_equal(more->n_tasks, 88);
}

static void a_host_is_leased_a_second_before_its_time(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;
	CLEANUP(pack_freep) Jobq__Lease *again = NULL;

	stage_source(s, X);
	stage_open(s);
	stage_worker(s, "p", 9);
	l = lease(s);
	stage_outcome(
		s, "p",
		(struct stage_outcome){.token = l->token,
				       .task = l->tasks[0]->id,
				       .result = JOBQ__RESULT__RESULT_RETRY,
				       .wait_ms = 3000,
				       .failures = 2,
				       .release = true});
	stage_turn(s);
	stage_pass(s, 1999);
	stage_turn(s);
	assert_null(lease(s));
	assert_int_equal(coordinator_wait_ms(s->coordinator, s->now), 1);
	stage_pass(s, 1);
	stage_turn(s);
	again = lease(s);
	assert_non_null(again);
	assert_true(again->token > l->token);
	assert_int_equal(again->wait_ms, 1000);
	assert_int_equal(again->failures, 2);
}

static void the_next_time_holds_over_a_crash(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;
	CLEANUP(pack_freep) Jobq__Lease *again = NULL;

	stage_source(s, X);
	stage_open(s);
	stage_worker(s, "p", 9);
	l = lease(s);
	stage_outcome(
		s, "p",
		(struct stage_outcome){.token = l->token,
				       .task = l->tasks[0]->id,
				       .result = JOBQ__RESULT__RESULT_RETRY,
				       .wait_ms = 5000,
				       .failures = 3,
				       .release = true});
	stage_turn(s);
	stage_crash(s);
	s->now.mono_ms = 17; /* the machine started anew */
	s->now.real_ms += 500;
	stage_crash(s);
	stage_worker(s, "p", 9);
	assert_null(lease(s));
	stage_pass(s, 3500);
	stage_worker(s, "p", 9);
	again = lease(s);
	assert_non_null(again);
	assert_int_equal(again->wait_ms, 1000);
	assert_int_equal(again->failures, 3);
	assert_int_equal(again->tasks[0]->tries, 1);
}

static void a_lost_lease_is_queued_again_after_the_delay(void **state)
{
	struct stage *s = *state;
	struct stage_source from = X;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;
	CLEANUP(pack_freep) Jobq__Lease *again = NULL;

	from.delay_ms = 700;
	stage_source(s, from);
	stage_open(s);
	stage_worker(s, "p", 9);
	l = lease(s);
	stage_pass(s, 9999);
	stage_worker(s, "p", 9);
	assert_null(lease(s));
	stage_pass(s, 1);
	stage_turn(s);
	again = lease(s);
	assert_non_null(again);
	assert_true(again->token > l->token);
	assert_int_equal(again->wait_ms, 700);
	assert_int_equal(again->tasks[0]->tries, 0);
}

static void a_task_lost_32_times_fails(void **state)
{
	struct stage *s = *state;

	stage_source(s, X);
	stage_open(s);
	for (uint64_t i = 1; i <= 32; i++) {
		CLEANUP(pack_freep) Jobq__Lease *l = NULL;

		stage_hello(s, "p", "w", i);
		stage_credit(s, "p", 9);
		stage_turn(s);
		assert_int_equal(s->n_rounds, 0);
		l = lease(s);
		assert_non_null(l);
	}
	stage_hello(s, "p", "w", 33);
	stage_turn(s);
	assert_int_equal(s->n_rounds, 1);
	assert_string_equal(s->rounds[0]->listing_why,
			    "listing: lost with its worker 32 times");
}

/* ---- crash points: after every step the round goes on and ends the same ----
 */

static void a_crash_after_any_step_loses_nothing(void **state)
{
	struct stage *s = *state;
	Jobq__Task a = stage_task(DETAIL, "http://x.example/a");
	Jobq__Task b = stage_task(DETAIL, "http://y.example/b");
	Jobq__Task *found[] = {&a, &b};
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;
	CLEANUP(pack_freep) Jobq__Lease *last = NULL;

	s->plan.once = true;
	stage_source(s, X);
	stage_open(s);
	stage_crash(s); /* nothing was opened yet */
	stage_turn(s);
	stage_crash(s); /* the round is open */
	stage_worker(s, "p", 1);
	l = lease(s);
	stage_crash(s); /* the lease is out */
	stage_worker(s, "p", 1);
	stage_beat(s, "p", l->token);
	stage_outcome(s, "p",
		      (struct stage_outcome){.token = l->token,
					     .task = l->tasks[0]->id,
					     .found = found,
					     .n_found = 2});
	stage_crash(s); /* the outcome came, and was not committed */
	stage_worker(s, "p", 1);
	stage_outcome(s, "p",
		      (struct stage_outcome){.token = l->token,
					     .task = l->tasks[0]->id,
					     .found = found,
					     .n_found = 2,
					     .release = true});
	stage_turn(s);
	stage_crash(s); /* it was committed */
	stage_worker(s, "p", 1);
	crawl(s);
	stage_crash(s); /* all was closed and acked */
	assert_int_equal(s->n_rounds, 1);
	assert_true(s->rounds[0]->listing_ok);
	assert_true(s->rounds[0]->contents_ok);
	assert_int_equal(s->rounds[0]->pages, 3);
}

static void a_closed_round_is_owed_over_a_crash(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;

	stage_source(s, X);
	stage_open(s);
	stage_worker(s, "p", 1);
	l = lease(s);
	s->indexer_silent = true;
	finish_all(s, l);
	assert_int_equal(s->n_rounds, 0);
	s->indexer_silent = false;
	stage_crash(s);
	stage_turn(s);
	assert_int_equal(s->n_rounds, 1);
	assert_true(s->rounds[0]->listing_ok);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, enter, leave)
		T(live_rounds_open_every_interval),
		T(the_interval_survives_a_crash),
		T(a_time_still_to_come_stops_nothing),
		T(at_fixes_the_rounds_time),
		T(once_finishes_what_a_crash_left_open),
		T(a_run_does_not_crawl_a_source_again),
		T(a_source_that_left_the_panel_ends_incomplete),
		T(the_deadline_cuts_a_round),
		T(a_deadline_names_what_the_last_try_met),
		T(the_deadline_counts_anew_after_a_crash),
		T(a_host_has_one_lease),
		T(a_lease_is_bounded_and_filled_up),
		T(a_host_is_leased_a_second_before_its_time),
		T(the_next_time_holds_over_a_crash),
		T(a_lost_lease_is_queued_again_after_the_delay),
		T(a_task_lost_32_times_fails),
		T(a_crash_after_any_step_loses_nothing),
		T(a_closed_round_is_owed_over_a_crash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
