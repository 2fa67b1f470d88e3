#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/workers/fakedir.h"
#include "tests/workers/fakepeer.h"
#include "workers/link.h"

struct bench {
	void *directory;
	struct peer coordinator;
	struct link *link;
	int64_t now_ms;
	uint64_t leased, revoked, acked_tag;
	unsigned n_events;
	bool refused, done, holds_nothing;
};

static void take_lease(void *arg, Jobq__Lease *lease)
{
	struct bench *bench = arg;

	bench->leased = lease->token;
	bench->n_events++;
}

static void take_revoke(void *arg, uint64_t token)
{
	struct bench *bench = arg;

	bench->revoked = token;
	bench->n_events++;
}

static void take_acked(void *arg, const Jobq__Outcomes *outcomes, uint64_t tag,
		       bool refused)
{
	struct bench *bench = arg;

	assert_int_equal(outcomes->token, 5);
	bench->acked_tag = tag;
	bench->refused = refused;
	bench->n_events++;
}

static void take_done(void *arg)
{
	struct bench *bench = arg;

	bench->done = true;
	bench->n_events++;
}

static void tell_beat(void *arg, Jobq__Heartbeat *out)
{
	const struct bench *bench = arg;

	if (bench->holds_nothing)
		return;
	out->leases = alloc_zero(1, sizeof(*out->leases));
	out->leases[0] = alloc_get(sizeof(Jobq__LeaseBeat));
	jobq__lease_beat__init(out->leases[0]);
	out->leases[0]->token = 77;
	out->n_leases = 1;
}

static void drive(struct bench *bench)
{
	assert_int_equal(link_drive(bench->link, bench->now_ms), 0);
}

static void drive_until(struct bench *bench, unsigned n_events)
{
	int64_t until_ms = times_mono_ms() + PEER_DEADLINE_MS;

	while (bench->n_events < n_events && times_mono_ms() < until_ms) {
		drive(bench);
		poll(NULL, 0, 1);
	}
	assert_int_equal(bench->n_events, n_events);
}

static void drive_until_readable(struct bench *bench)
{
	int64_t until_ms = times_mono_ms() + PEER_DEADLINE_MS;

	while (!link_waiting(bench->link) && times_mono_ms() < until_ms)
		poll(NULL, 0, 1);
	drive(bench);
}

static uint64_t get_hello(struct bench *bench)
{
	const Jobq__Hello *hello = peer_get(&bench->coordinator, WIRE_HELLO);

	assert_string_equal(hello->worker, "w");
	return hello->incarnation;
}

static void welcome(struct bench *bench)
{
	Jobq__Welcome said = JOBQ__WELCOME__INIT;

	said.heartbeat_ms = 1000;
	peer_say(&bench->coordinator, WIRE_WELCOME, &said);
	drive_until_readable(bench);
}

static int set_up(void **state)
{
	struct bench *bench = alloc_zero(1, sizeof(*bench));
	struct link_options options = {
		.endpoint = {PEER_ADDRESS, false},
		.worker = "w",
		.hooks = {.lease = take_lease,
			  .revoke = take_revoke,
			  .acked = take_acked,
			  .done = take_done,
			  .beat = tell_beat,
			  .arg = bench},
	};

	if (fakedir_enter(&bench->directory))
		return -1;
	*state = bench;
	bench->coordinator = peer_new();
	bench->now_ms = 1000;
	options.context = bench->coordinator.context;
	assert_int_equal(link_open(&bench->link, &options), 0);
	link_credit(bench->link, 16);
	drive(bench);
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;
	int r;

	link_free(bench->link);
	peer_close(&bench->coordinator);
	wire_context_free(bench->coordinator.context);
	r = fakedir_leave(&bench->directory);
	free(bench);
	return r;
}

static void get_credit(struct bench *bench, uint32_t hosts)
{
	const Jobq__Credit *credit = peer_get(&bench->coordinator, WIRE_CREDIT);

	assert_int_equal(credit->hosts, hosts);
}

static void get_beat(struct bench *bench)
{
	const Jobq__Heartbeat *beat =
		peer_get(&bench->coordinator, WIRE_HEARTBEAT);

	assert_int_equal(beat->n_leases, 1);
	assert_int_equal(beat->leases[0]->token, 77);
}

static void greet(struct bench *bench)
{
	get_hello(bench);
	welcome(bench);
	get_credit(bench, 16);
	get_beat(bench);
}

static void send_outcomes(struct bench *bench, uint64_t tag)
{
	Jobq__Outcomes *outcomes = alloc_get(sizeof(*outcomes));

	jobq__outcomes__init(outcomes);
	outcomes->token = 5;
	assert_int_equal(link_outcomes(bench->link, outcomes, tag), 0);
}

static void says_hello_then_credit_and_leases(void **state)
{
	greet(*state);
}

static void sends_credit_when_it_changes(void **state)
{
	struct bench *bench = *state;

	greet(bench);
	link_credit(bench->link, 0);
	drive(bench);
	get_credit(bench, 0);
	link_credit(bench->link, 0);
	drive(bench);
	peer_has_nothing(&bench->coordinator);
}

static void hands_on_leases_and_revokes(void **state)
{
	struct bench *bench = *state;
	Jobq__Lease lease = JOBQ__LEASE__INIT;
	Jobq__Revoke revoke = JOBQ__REVOKE__INIT;

	greet(bench);
	lease.token = 12;
	revoke.token = 13;
	peer_say(&bench->coordinator, WIRE_LEASE, &lease);
	peer_say(&bench->coordinator, WIRE_REVOKE, &revoke);
	drive_until(bench, 2);
	assert_int_equal(bench->leased, 12);
	assert_int_equal(bench->revoked, 13);
}

static void beats_in_its_time(void **state)
{
	struct bench *bench = *state;

	greet(bench);
	bench->now_ms += 999;
	drive(bench);
	peer_has_nothing(&bench->coordinator);
	bench->now_ms += 1;
	assert_int_equal(link_due_ms(bench->link), bench->now_ms);
	drive(bench);
	get_beat(bench);
}

static void sends_outcomes_until_they_are_acked(void **state)
{
	struct bench *bench = *state;
	const Jobq__Outcomes *got;
	Jobq__OutcomesAck ack = JOBQ__OUTCOMES_ACK__INIT;

	greet(bench);
	send_outcomes(bench, 42);
	got = peer_get(&bench->coordinator, WIRE_OUTCOMES);
	ack.batch = got->batch;
	ack.refused = true;
	bench->now_ms += LINK_RESEND_MS;
	drive(bench);
	got = peer_get(&bench->coordinator, WIRE_OUTCOMES);
	assert_int_equal(got->batch, ack.batch);
	peer_say(&bench->coordinator, WIRE_OUTCOMES_ACK, &ack);
	peer_say(&bench->coordinator, WIRE_OUTCOMES_ACK, &ack);
	drive_until(bench, 1);
	assert_int_equal(bench->acked_tag, 42);
	assert_true(bench->refused);
	assert_int_equal(link_pending(bench->link), 0);
}

static void keeps_outcomes_until_it_is_welcome(void **state)
{
	struct bench *bench = *state;

	send_outcomes(bench, 1);
	drive(bench);
	get_hello(bench);
	peer_has_nothing(&bench->coordinator);
	welcome(bench);
	get_credit(bench, 16);
	peer_get(&bench->coordinator, WIRE_OUTCOMES);
}

static void says_hello_again_when_it_is_not_known(void **state)
{
	struct bench *bench = *state;
	uint64_t incarnation = get_hello(bench);
	Jobq__Bye bye = JOBQ__BYE__INIT;

	welcome(bench);
	get_credit(bench, 16);
	get_beat(bench);
	send_outcomes(bench, 1);
	peer_get(&bench->coordinator, WIRE_OUTCOMES);
	peer_say(&bench->coordinator, WIRE_BYE, &bye);
	drive_until_readable(bench);
	assert_int_equal(get_hello(bench), incarnation);
	welcome(bench);
	get_credit(bench, 16);
	peer_get(&bench->coordinator, WIRE_OUTCOMES);
	get_beat(bench);
	assert_false(bench->done);
}

static void dials_anew_when_the_coordinator_is_silent(void **state)
{
	struct bench *bench = *state;
	uint64_t incarnation = get_hello(bench);

	bench->now_ms += LINK_SILENCE_BEATS * LINK_HEARTBEAT_MS;
	drive(bench);
	assert_int_equal(link_fd(bench->link), -1);
	bench->now_ms = link_due_ms(bench->link);
	drive(bench);
	assert_true(link_fd(bench->link) >= 0);
	assert_int_equal(get_hello(bench), incarnation);
}

static void outcomes_may_come_while_nothing_is_dialled(void **state)
{
	struct bench *bench = *state;

	greet(bench);
	bench->now_ms += LINK_SILENCE_BEATS * LINK_HEARTBEAT_MS;
	drive(bench);
	assert_int_equal(link_fd(bench->link), -1);
	send_outcomes(bench, 1);
	assert_int_equal(link_pending(bench->link), 1);
}

static void answer_beat(struct bench *bench, uint64_t number)
{
	Jobq__Heartbeat beat = JOBQ__HEARTBEAT__INIT;

	beat.heard = number;
	peer_say(&bench->coordinator, WIRE_HEARTBEAT, &beat);
	drive_until_readable(bench);
}

static void leases_are_ours_from_the_beat_that_was_answered(void **state)
{
	struct bench *bench = *state;
	int64_t patience_ms = LINK_LEASE_BEATS * LINK_HEARTBEAT_MS;
	int64_t first_ms = bench->now_ms;

	greet(bench);
	assert_int_equal(link_until_ms(bench->link), 0);
	bench->now_ms += 1500;
	drive(bench);
	get_beat(bench);
	bench->now_ms += 100;
	answer_beat(bench, 1);
	assert_int_equal(link_until_ms(bench->link), first_ms + patience_ms);
	answer_beat(bench, 2);
	assert_int_equal(link_until_ms(bench->link),
			 first_ms + 1500 + patience_ms);
	answer_beat(bench, 1);
	answer_beat(bench, 99);
	assert_int_equal(link_until_ms(bench->link),
			 first_ms + 1500 + patience_ms);
}

static void without_leases_a_welcome_is_as_good(void **state)
{
	struct bench *bench = *state;
	int64_t patience_ms = LINK_LEASE_BEATS * LINK_HEARTBEAT_MS;

	bench->holds_nothing = true;
	get_hello(bench);
	welcome(bench);
	assert_int_equal(link_until_ms(bench->link),
			 bench->now_ms + patience_ms);
}

static void hears_that_there_is_no_more_work(void **state)
{
	struct bench *bench = *state;
	Jobq__Bye bye = JOBQ__BYE__INIT;

	greet(bench);
	bye.done = true;
	peer_say(&bench->coordinator, WIRE_BYE, &bye);
	drive_until(bench, 1);
	assert_true(bench->done);
}

#define LINK_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LINK_TEST(says_hello_then_credit_and_leases),
		LINK_TEST(sends_credit_when_it_changes),
		LINK_TEST(hands_on_leases_and_revokes),
		LINK_TEST(beats_in_its_time),
		LINK_TEST(sends_outcomes_until_they_are_acked),
		LINK_TEST(keeps_outcomes_until_it_is_welcome),
		LINK_TEST(says_hello_again_when_it_is_not_known),
		LINK_TEST(dials_anew_when_the_coordinator_is_silent),
		LINK_TEST(outcomes_may_come_while_nothing_is_dialled),
		LINK_TEST(leases_are_ours_from_the_beat_that_was_answered),
		LINK_TEST(without_leases_a_welcome_is_as_good),
		LINK_TEST(hears_that_there_is_no_more_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
