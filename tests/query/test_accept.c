#include "core/datadir.h"
#include "core/wire.h"
#include "fixture.h"
#include "query/command.h"
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

#include <cmocka.h>

/* An indexer that acks, or refuses; it notes what it was asked. */
static struct {
	pthread_t thread;
	void *context, *socket;
	const char *error;
	int64_t accepted_ms;
	char source[64];
	bool flushed;
	atomic_bool stop;
} indexer;

static const char acme[] = "acme/greenhouse";

static void ack(const struct bytes *peer, uint64_t batch, const char *error)
{
	Jobq__Ack answer = JOBQ__ACK__INIT;

	answer.batch = batch;
	answer.error = (char *)error;
	(void)!wire_send(indexer.socket, peer, WIRE_ACK, &answer);
}

static void answer(const struct wire_message *m)
{
	Jobq__Status status = JOBQ__STATUS__INIT;
	const Jobq__Accept *accept = (const Jobq__Accept *)m->body;

	if (m->type == WIRE_STATUS_ASK) {
		(void)!wire_send(indexer.socket, &m->peer, WIRE_STATUS,
				 &status);
	} else if (m->type == WIRE_ACCEPT) {
		indexer.accepted_ms = accept->acceptance->round->time_ms;
		strcpy(indexer.source, accept->acceptance->round->source);
		ack(&m->peer, accept->batch, indexer.error);
	} else if (m->type == WIRE_FLUSH) {
		indexer.flushed = true;
		ack(&m->peer, ((const Jobq__Flush *)m->body)->batch, "");
	}
}

static void *serve(void *arg)
{
	zmq_pollitem_t item = {indexer.socket, 0, ZMQ_POLLIN, 0};

	(void)arg;
	while (!indexer.stop) {
		struct wire_message m = {.body = NULL};

		if (zmq_poll(&item, 1, 20) > 0 &&
		    !wire_receive(indexer.socket, &m))
			answer(&m);
		wire_message_deinit(&m);
	}
	return NULL;
}

static int setup(void **state)
{
	struct fixture_source s = {.id = acme, .company = "acme"};
	struct wire_endpoint e = {.address = DATADIR_INDEXER};

	(void)state;
	fixture_begin();
	assert_int_equal(datadir_enter("."), 0);
	fixture_source(&s);
	for (int day = 5; day <= 7; day++) {
		struct fixture_round r = {.source = acme,
					  .at = day,
					  .state = day == 7 ? "complete"
							    : "suspect",
					  .unseen = {"1"}};

		fixture_round(&r);
	}
	memset(&indexer, 0, sizeof(indexer));
	indexer.error = "";
	indexer.context = wire_context_new();
	assert_int_equal(wire_bind(indexer.context, &e, &indexer.socket), 0);
	assert_int_equal(pthread_create(&indexer.thread, NULL, serve, NULL), 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	indexer.stop = true;
	pthread_join(indexer.thread, NULL);
	wire_close(indexer.socket);
	wire_context_free(indexer.context);
	fixture_end();
	return 0;
}

static int accept_at(const char *at)
{
	CLEANUP(freep) char *text = NULL;

	return fixture_run(&text, "rounds", "accept", acme, at, NULL);
}

static void tells_the_indexer_and_waits_for_its_index(void **state)
{
	(void)state;
	assert_int_equal(accept_at("2025-11-05T12:00:00Z"), COMMAND_DONE);
	assert_true(indexer.accepted_ms == fixture_day(5));
	assert_string_equal(indexer.source, acme);
	assert_true(indexer.flushed);
}

static void a_days_only_suspect_round_is_meant_by_the_day(void **state)
{
	(void)state;
	assert_int_equal(accept_at("2025-11-06"), COMMAND_DONE);
	assert_true(indexer.accepted_ms == fixture_day(6));
}

static void several_rounds_are_not_guessed_at(void **state)
{
	struct fixture_round r = {
		.source = acme, .at = 6, .hour = 6, .state = "suspect"};

	(void)state;
	fixture_round(&r);
	assert_int_equal(accept_at("2025-11-06"), COMMAND_NOTHING);
	assert_true(indexer.accepted_ms == 0);
	assert_int_equal(accept_at("2025-11-06T18:00:00Z"), COMMAND_DONE);
	assert_true(indexer.accepted_ms == fixture_day(6) + 6 * 3600000);
}

static void half_a_day_is_no_time(void **state)
{
	(void)state;
	assert_int_equal(accept_at("2025-11-0"), COMMAND_USAGE);
}

static void a_complete_round_needs_no_word(void **state)
{
	(void)state;
	assert_int_equal(accept_at("2025-11-07"), COMMAND_NOTHING);
	assert_true(indexer.accepted_ms == 0);
}

static void a_refusal_is_told(void **state)
{
	(void)state;
	indexer.error = "the round is not suspect any more";
	assert_int_equal(accept_at("2025-11-05"), COMMAND_NOTHING);
	assert_false(indexer.flushed);
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(tells_the_indexer_and_waits_for_its_index),
		FACT(a_days_only_suspect_round_is_meant_by_the_day),
		FACT(several_rounds_are_not_guessed_at),
		FACT(half_a_day_is_no_time),
		FACT(a_complete_round_needs_no_word),
		FACT(a_refusal_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
