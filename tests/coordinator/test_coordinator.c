#include "core/alloc.h"
#include "core/pack.h"
#include "tests/coordinator/stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static int enter(void **state)
{
	struct stage *s = test_calloc(1, sizeof(*s));

	stage_init(s);
	for (int i = 0; i < 3; i++) {
		char id[16], host[16];

		snprintf(id, sizeof(id), "lab/%d", i);
		snprintf(host, sizeof(host), "h%d.example", i);
		stage_source(s, (struct stage_source){
					.id = id, .host = host, .n_seeds = 2});
	}
	stage_open(s);
	*state = s;
	return 0;
}

static int leave(void **state)
{
	stage_deinit(*state);
	test_free(*state);
	return 0;
}

static Jobq__Lease *lease(struct stage *s, const char *peer)
{
	return stage_take(s, peer, WIRE_LEASE);
}

static size_t count_leases(struct stage *s, const char *peer)
{
	Jobq__Lease *l;
	size_t n = 0;

	for (; (l = lease(s, peer)); n++)
		jobq__lease__free_unpacked(l, NULL);
	return n;
}

static void hello_is_answered_with_welcome(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Welcome *welcome = NULL;

	stage_hello(s, "p", "w", 1);
	assert_null(stage_take(s, "p", WIRE_WELCOME)); /* not before the turn */
	stage_turn(s);
	welcome = stage_take(s, "p", WIRE_WELCOME);
	assert_non_null(welcome);
	assert_int_equal(welcome->heartbeat_ms, 1000);
}

static void a_stranger_is_told_to_say_hello(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Bye *bye = NULL;

	stage_credit(s, "p", 5);
	stage_turn(s);
	bye = stage_take(s, "p", WIRE_BYE);
	assert_non_null(bye);
	assert_false(bye->done);
	assert_null(lease(s, "p"));
}

static void credit_is_never_exceeded(void **state)
{
	struct stage *s = *state;

	stage_worker(s, "p", 0);
	assert_int_equal(count_leases(s, "p"), 0);
	stage_credit(s, "p", 2);
	stage_turn(s);
	stage_turn(s);
	assert_int_equal(count_leases(s, "p"), 2);
	stage_credit(s, "p", 1); /* a total, not an increment */
	stage_turn(s);
	assert_int_equal(count_leases(s, "p"), 0);
	stage_credit(s, "p", 3);
	stage_turn(s);
	assert_int_equal(count_leases(s, "p"), 1);
}

static void hosts_go_to_who_has_most_room(void **state)
{
	struct stage *s = *state;

	s->indexer_silent = true;
	stage_hello(s, "p", "w", 1);
	stage_credit(s, "p", 2);
	stage_hello(s, "q", "v", 1);
	stage_credit(s, "q", 3);
	stage_turn(s);
	assert_int_equal(s->n_sent, 2); /* welcomes */
	s->indexer_silent = false;
	stage_pass(s, 1000);
	stage_turn(s);
	assert_int_equal(count_leases(s, "p"), 1);
	assert_int_equal(count_leases(s, "q"), 2);
}

static void nothing_is_leased_before_the_indexer_knows_the_sources(void **state)
{
	struct stage *s = *state;

	s->indexer_silent = true;
	stage_worker(s, "p", 9);
	assert_int_equal(count_leases(s, "p"), 0);
	s->indexer_silent = false;
	stage_pass(s, 1000);
	stage_turn(s);
	assert_int_equal(count_leases(s, "p"), 3);
	assert_int_equal(s->panel->n_sources, 3);
	assert_string_equal(s->panel->sources[0]->board, "h0.example/board");
	assert_true(s->panel->sources[0]->watched);
}

static void a_stale_tokens_outcome_changes_nothing(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *old = NULL;
	CLEANUP(pack_freep) Jobq__Lease *new = NULL;
	CLEANUP(pack_freep) Jobq__OutcomesAck *ack = NULL;
	Jobq__Task t =
		stage_task(JOBQ__TASK_KIND__TASK_DETAIL, "http://h0.example/d");
	Jobq__Task *found[] = {&t};

	stage_worker(s, "p", 1);
	old = lease(s, "p");
	stage_pass(s, 10000); /* lost */
	stage_hello(s, "q", "v", 1);
	stage_credit(s, "q", 9);
	stage_hello(s, "p", "w", 1);
	stage_turn(s);
	while ((new = lease(s, "q")) && strcmp(new->host, old->host) != 0)
		jobq__lease__free_unpacked(TAKE(new), NULL);
	assert_non_null(new);
	stage_outcome(s, "p",
		      (struct stage_outcome){.token = old->token,
					     .task = old->tasks[0]->id,
					     .found = found,
					     .n_found = 1,
					     .release = true});
	stage_turn(s);
	ack = stage_take(s, "p", WIRE_OUTCOMES_ACK);
	assert_true(ack->refused);
	assert_int_equal(ack->batch, 7);
	assert_null(lease(s, "q")); /* nothing was found */
	for (size_t i = 0; i < 2; i++)
		stage_outcome(
			s, "q",
			(struct stage_outcome){.token = new->token,
					       .task = new->tasks[i]->id});
	stage_turn(s);
	assert_int_equal(s->n_rounds, 1);
	assert_int_equal(s->rounds[0]->pages, 2);
}

static void another_workers_token_is_refused(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;
	CLEANUP(pack_freep) Jobq__OutcomesAck *ack = NULL;

	stage_worker(s, "p", 1);
	l = lease(s, "p");
	stage_hello(s, "q", "v", 1);
	stage_outcome(s, "q",
		      (struct stage_outcome){.token = l->token,
					     .task = l->tasks[0]->id});
	stage_turn(s);
	ack = stage_take(s, "q", WIRE_OUTCOMES_ACK);
	assert_true(ack->refused);
}

static void an_ack_comes_after_the_commit(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;
	CLEANUP(pack_freep) Jobq__OutcomesAck *ack = NULL;

	stage_worker(s, "p", 1);
	l = lease(s, "p");
	stage_outcome(s, "p",
		      (struct stage_outcome){.token = l->token,
					     .task = l->tasks[0]->id});
	assert_null(stage_take(s, "p", WIRE_OUTCOMES_ACK));
	stage_turn(s);
	ack = stage_take(s, "p", WIRE_OUTCOMES_ACK);
	assert_false(ack->refused);
}

static void a_new_incarnation_frees_the_old_leases(void **state)
{
	struct stage *s = *state;

	stage_worker(s, "p", 3);
	assert_int_equal(count_leases(s, "p"), 3);
	stage_hello(s, "q", "w", 2);
	stage_credit(s, "q", 3);
	stage_turn(s);
	assert_int_equal(count_leases(s, "q"), 3);
}

static void the_same_incarnation_keeps_its_leases(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;

	stage_worker(s, "p", 1);
	l = lease(s, "p");
	stage_crash(s);
	stage_pass(s, 6000);
	stage_hello(s, "p2", "w", 1);
	stage_credit(s, "p2", 1);
	stage_beat(s, "p2", l->token);
	stage_turn(s);
	stage_pass(s, 4500); /* more than 10 s after the crash */
	stage_turn(s);
	assert_null(lease(s, "p2"));
	stage_outcome(s, "p2",
		      (struct stage_outcome){.token = l->token,
					     .task = l->tasks[0]->id});
	stage_outcome(s, "p2",
		      (struct stage_outcome){.token = l->token,
					     .task = l->tasks[1]->id});
	stage_turn(s);
	assert_int_equal(s->n_rounds, 1);
}

static void leases_that_nobody_claims_are_freed_after_a_crash(void **state)
{
	struct stage *s = *state;

	stage_worker(s, "p", 3);
	assert_int_equal(count_leases(s, "p"), 3);
	stage_crash(s);
	stage_hello(s, "q", "v", 1);
	stage_credit(s, "q", 3);
	stage_turn(s);
	assert_int_equal(count_leases(s, "q"), 0);
	for (int i = 0; i < 10; i++) {
		stage_pass(s, 1000);
		stage_beat(s, "q", 0);
		stage_turn(s);
	}
	assert_int_equal(count_leases(s, "q"), 3);
}

static void an_unknown_lease_is_revoked(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Revoke *revoke = NULL;

	stage_worker(s, "p", 0);
	stage_beat(s, "p", 99);
	stage_turn(s);
	revoke = stage_take(s, "p", WIRE_REVOKE);
	assert_non_null(revoke);
	assert_int_equal(revoke->token, 99);
}

static void no_lease_is_lost_while_the_coordinator_slept(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *held = NULL;

	stage_worker(s, "p", 1);
	held = lease(s, "p");
	assert_non_null(held);
	stage_pass(s, 3 * LEASE_MS);
	coordinator_slept(s->coordinator, 3 * LEASE_MS);
	stage_turn(s);
	stage_clear(s);
	stage_beat(s, "p", held->token);
	stage_turn(s);
	assert_null(stage_take(s, "p", WIRE_BYE));
	assert_null(stage_take(s, "p", WIRE_REVOKE));
}

static void a_heartbeat_is_answered_behind_its_revokes(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Heartbeat *answer = NULL;
	Jobq__Heartbeat beat = JOBQ__HEARTBEAT__INIT;

	stage_worker(s, "p", 0);
	stage_clear(s);
	beat.number = 41;
	stage_say(s, "p", WIRE_HEARTBEAT, &beat);
	stage_beat(s, "p", 99); /* its number is 0 */
	stage_turn(s);
	answer = stage_take(s, "p", WIRE_HEARTBEAT);
	assert_non_null(answer);
	assert_int_equal(answer->heard, 41);
	assert_int_equal(s->sent[0].type, WIRE_REVOKE);
	assert_int_equal(s->sent[1].type, WIRE_HEARTBEAT);
}

static void heartbeats_go_out_every_second(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Heartbeat *beat = NULL;

	stage_worker(s, "p", 0);
	assert_null(stage_take(s, "p", WIRE_HEARTBEAT));
	stage_pass(s, 1000);
	stage_turn(s);
	beat = stage_take(s, "p", WIRE_HEARTBEAT);
	assert_non_null(beat);
	stage_turn(s);
	assert_null(stage_take(s, "p", WIRE_HEARTBEAT));
}

static void a_peer_that_is_gone_is_dropped(void **state)
{
	struct stage *s = *state;

	s->peers_gone = true;
	stage_worker(s, "p", 3);
	s->peers_gone = false;
	stage_hello(s, "q", "w", 2);
	stage_credit(s, "q", 3);
	stage_turn(s);
	assert_int_equal(count_leases(s, "q"), 3);
	assert_int_equal(count_leases(s, "p"), 0);
}

static void draining_leases_nothing_and_takes_outcomes(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;

	stage_worker(s, "p", 1);
	l = lease(s, "p");
	coordinator_drain(s->coordinator);
	assert_false(coordinator_drained(s->coordinator));
	stage_credit(s, "p", 9);
	for (size_t i = 0; i < 2; i++)
		stage_outcome(s, "p",
			      (struct stage_outcome){.token = l->token,
						     .task = l->tasks[i]->id,
						     .release = i == 1});
	stage_turn(s);
	assert_int_equal(count_leases(s, "p"), 0);
	assert_int_equal(s->n_rounds, 1);
	assert_true(coordinator_drained(s->coordinator));
	assert_int_equal(coordinator_state(s->coordinator),
			 COORDINATOR_DRAINING);
}

static void once_flushes_says_bye_and_finishes(void **state)
{
	struct stage *s = *state;
	CLEANUP(pack_freep) Jobq__Bye *bye = NULL;
	Jobq__Lease *l;

	s->plan.once = true;
	stage_crash(s);
	stage_worker(s, "p", 9);
	while ((l = lease(s, "p"))) {
		assert_int_equal(s->n_flushes, 0);
		for (size_t i = 0; i < 2; i++)
			stage_outcome(
				s, "p",
				(struct stage_outcome){.token = l->token,
						       .task = l->tasks[i]->id,
						       .release = i == 1});
		stage_turn(s);
		jobq__lease__free_unpacked(l, NULL);
	}
	assert_int_equal(s->n_rounds, 3);
	assert_int_equal(s->n_flushes, 1);
	assert_int_equal(coordinator_state(s->coordinator),
			 COORDINATOR_FINISHED);
	bye = stage_take(s, "p", WIRE_BYE);
	assert_true(bye->done);
}

static void a_late_worker_hears_that_all_is_done(void **state)
{
	CLEANUP(pack_freep) Jobq__Bye *bye = NULL;

	once_flushes_says_bye_and_finishes(state);
	stage_hello(*state, "late", "v", 1);
	stage_turn(*state);
	bye = stage_take(*state, "late", WIRE_BYE);
	assert_true(bye->done);
}

static void nonsense_is_dropped(void **state)
{
	struct stage *s = *state;
	Jobq__Flush flush = JOBQ__FLUSH__INIT;
	Jobq__Outcomes outcomes = JOBQ__OUTCOMES__INIT;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;
	struct wire_message m = {.type = WIRE_FLUSH, .body = &flush.base};

	stage_hello(s, "bad", "", 1);
	stage_worker(s, "p", 1);
	l = lease(s, "p");
	stage_say(s, "p", WIRE_FLUSH, &flush);
	assert_int_equal(coordinator_indexer(s->coordinator, &m, s->now), 0);
	stage_outcome(
		s, "p",
		(struct stage_outcome){.token = l->token, .task = UINT64_MAX});
	stage_outcome(s, "p",
		      (struct stage_outcome){.token = l->token,
					     .task = l->tasks[0]->id,
					     .result = (Jobq__Result)77});
	outcomes.token = l->token;
	stage_say(s, "p", WIRE_OUTCOMES, &outcomes);
	stage_credit(s, "p", UINT32_MAX);
	stage_turn(s);
	assert_int_equal(s->n_rounds, 0);
	assert_null(stage_take(s, "bad", WIRE_WELCOME));
}

static void status_counts(void **state)
{
	struct stage *s = *state;
	Jobq__StatusAsk ask = JOBQ__STATUS_ASK__INIT;
	CLEANUP(pack_freep) Jobq__Lease *l = NULL;
	CLEANUP(pack_freep) Jobq__Status *status = NULL;

	stage_worker(s, "p", 1);
	l = lease(s, "p");
	stage_outcome(s, "p",
		      (struct stage_outcome){.token = l->token,
					     .task = l->tasks[0]->id});
	stage_outcome(
		s, "p",
		(struct stage_outcome){.token = l->token,
				       .task = l->tasks[1]->id,
				       .result = JOBQ__RESULT__RESULT_FAILED});
	stage_say(s, "anyone", WIRE_STATUS_ASK, &ask);
	stage_turn(s);
	status = stage_take(s, "anyone", WIRE_STATUS);
	assert_string_equal(status->program, "coordinator");
	assert_int_equal(status->n_sources, 3);
	assert_false(status->sources[0]->open);
	assert_true(status->sources[1]->open);
	assert_int_equal(status->sources[1]->queued, 2);
	assert_int_equal(status->n_workers, 1);
	assert_string_equal(status->workers[0], "w");
	assert_int_equal(status->n_hosts, 3);
	assert_int_equal(status->rounds_open, 2);
	assert_int_equal(status->rounds_done, 1);
	assert_int_equal(status->postings, 2);
	assert_int_equal(status->errors, 1);
	assert_false(status->finished);
}

static void a_silent_indexer_is_dialled_again(void **state)
{
	struct stage *s = *state;

	s->indexer_silent = true;
	for (int i = 0; i < 7; i++) {
		stage_turn(s);
		stage_pass(s, 1000);
	}
	assert_int_equal(s->n_redials, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, enter, leave)
		T(hello_is_answered_with_welcome),
		T(a_stranger_is_told_to_say_hello),
		T(credit_is_never_exceeded),
		T(hosts_go_to_who_has_most_room),
		T(nothing_is_leased_before_the_indexer_knows_the_sources),
		T(a_stale_tokens_outcome_changes_nothing),
		T(another_workers_token_is_refused),
		T(an_ack_comes_after_the_commit),
		T(a_new_incarnation_frees_the_old_leases),
		T(the_same_incarnation_keeps_its_leases),
		T(leases_that_nobody_claims_are_freed_after_a_crash),
		T(an_unknown_lease_is_revoked),
		T(no_lease_is_lost_while_the_coordinator_slept),
		T(a_heartbeat_is_answered_behind_its_revokes),
		T(heartbeats_go_out_every_second),
		T(a_peer_that_is_gone_is_dropped),
		T(draining_leases_nothing_and_takes_outcomes),
		T(once_flushes_says_bye_and_finishes),
		T(a_late_worker_hears_that_all_is_done),
		T(nonsense_is_dropped),
		T(status_counts),
		T(a_silent_indexer_is_dialled_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
