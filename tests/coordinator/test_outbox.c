#include "coordinator/outbox.h"
#include "core/alloc.h"
#include "core/pack.h"
#include "tests/coordinator/stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct office {
	struct stage stage; /* for directory and clock */
	struct frontier *frontier;
	struct outbox *outbox;
};

static int enter(void **state)
{
	struct office *o = test_calloc(1, sizeof(*o));

	stage_init(&o->stage);
	stage_source(&o->stage,
		     (struct stage_source){.id = "lab/x", .host = "x.example"});
	assert_int_equal(frontier_open(&o->frontier, o->stage.dir, 0), 0);
	o->outbox = outbox_new(sources_message(&o->stage.sources));
	*state = o;
	return 0;
}

static int leave(void **state)
{
	struct office *o = *state;

	outbox_free(o->outbox);
	frontier_free(o->frontier);
	stage_deinit(&o->stage);
	test_free(o);
	return 0;
}

static enum wire_type due(struct office *o, const void **message)
{
	const void *m = NULL;
	enum wire_type type = outbox_due(o->outbox, o->stage.now, &m);

	if (message)
		*message = m;
	return type;
}

static void ack(struct office *o, uint64_t batch, const char *error)
{
	Jobq__Ack message = JOBQ__ACK__INIT;

	message.batch = batch;
	message.error = (char *)error;
	assert_int_equal(outbox_ack(o->outbox, &message, o->frontier), 0);
}

static void add_round(struct office *o, uint64_t seq)
{
	Jobq__RoundId id = JOBQ__ROUND_ID__INIT;
	Jobq__Round round = JOBQ__ROUND__INIT;

	id.seq = seq;
	round.id = &id;
	assert_int_equal(frontier_put_closed(o->frontier, &round), 0);
	outbox_add(o->outbox, (void *)pack_clone(&round.base));
}

static void sources_go_first(void **state)
{
	struct office *o = *state;
	const void *message = NULL;

	add_round(o, 1);
	assert_int_equal(due(o, &message), WIRE_SOURCES);
	assert_int_equal(((const Jobq__Sources *)message)->n_sources, 1);
	assert_false(outbox_sources_acked(o->outbox));
	assert_int_equal(due(o, NULL), 0);
	ack(o, 1, "");
	assert_true(outbox_sources_acked(o->outbox));
	assert_int_equal(due(o, &message), WIRE_ROUNDS);
	assert_int_equal(((const Jobq__Rounds *)message)->n_rounds, 1);
}

static void what_is_not_acked_is_sent_again(void **state)
{
	struct office *o = *state;

	assert_int_equal(outbox_wait_ms(o->outbox, o->stage.now), 0);
	assert_int_equal(due(o, NULL), WIRE_SOURCES);
	assert_int_equal(outbox_wait_ms(o->outbox, o->stage.now), 1000);
	stage_pass(&o->stage, 999);
	assert_int_equal(due(o, NULL), 0);
	stage_pass(&o->stage, 1);
	assert_int_equal(due(o, NULL), WIRE_SOURCES);
}

static void an_ack_of_another_batch_changes_nothing(void **state)
{
	struct office *o = *state;

	assert_int_equal(due(o, NULL), WIRE_SOURCES);
	ack(o, 2, "");
	ack(o, 0, "");
	assert_false(outbox_sources_acked(o->outbox));
}

static void what_is_refused_is_sent_again(void **state)
{
	struct office *o = *state;

	assert_int_equal(due(o, NULL), WIRE_SOURCES);
	ack(o, 1, "no room");
	assert_false(outbox_sources_acked(o->outbox));
	stage_pass(&o->stage, 1000);
	assert_int_equal(due(o, NULL), WIRE_SOURCES);
}

static int count_one(void *arg, const void *record)
{
	(void)record;
	++*(size_t *)arg;
	return 0;
}

static void acked_rounds_leave_the_frontier(void **state)
{
	struct office *o = *state;
	const void *message = NULL;
	size_t n = 0;

	due(o, NULL);
	ack(o, 1, "");
	for (uint64_t seq = 1; seq <= OUTBOX_BATCH + 3; seq++)
		add_round(o, seq);
	assert_int_equal(due(o, &message), WIRE_ROUNDS);
	assert_int_equal(((const Jobq__Rounds *)message)->n_rounds,
			 OUTBOX_BATCH);
	add_round(o, 900);
	ack(o, 2, "");
	assert_int_equal(
		frontier_each(o->frontier, FRONTIER_CLOSED, count_one, &n), 0);
	assert_int_equal(n, 4);
	assert_false(outbox_empty(o->outbox));
	assert_int_equal(due(o, &message), WIRE_ROUNDS);
	assert_int_equal(((const Jobq__Rounds *)message)->n_rounds, 4);
	assert_int_equal(((const Jobq__Rounds *)message)->rounds[3]->id->seq,
			 900);
	ack(o, 3, "");
	assert_true(outbox_empty(o->outbox));
}

static void the_flush_goes_last(void **state)
{
	struct office *o = *state;

	outbox_want_flush(o->outbox);
	add_round(o, 1);
	assert_int_equal(due(o, NULL), WIRE_SOURCES);
	ack(o, 1, "");
	assert_int_equal(due(o, NULL), WIRE_ROUNDS);
	ack(o, 2, "");
	assert_int_equal(due(o, NULL), WIRE_FLUSH);
	assert_false(outbox_flushed(o->outbox));
	stage_pass(&o->stage, OUTBOX_FLUSH_RESEND_MS);
	assert_int_equal(due(o, NULL), WIRE_FLUSH);
	ack(o, 3, "");
	assert_true(outbox_flushed(o->outbox));
	assert_int_equal(due(o, NULL), 0);
	assert_int_equal(outbox_wait_ms(o->outbox, o->stage.now), INT64_MAX);
}

static void patience_ends(void **state)
{
	struct office *o = *state;

	for (int i = 0; i < OUTBOX_PATIENCE; i++) {
		assert_int_equal(due(o, NULL), WIRE_SOURCES);
		assert_false(outbox_silent(o->outbox));
		stage_pass(&o->stage, OUTBOX_RESEND_MS);
	}
	assert_int_equal(due(o, NULL), WIRE_SOURCES);
	assert_true(outbox_silent(o->outbox));
	assert_false(outbox_silent(o->outbox));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, enter, leave)
		T(sources_go_first),
		T(what_is_not_acked_is_sent_again),
		T(an_ack_of_another_batch_changes_nothing),
		T(what_is_refused_is_sent_again),
		T(acked_rounds_leave_the_frontier),
		T(the_flush_goes_last),
		T(patience_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
