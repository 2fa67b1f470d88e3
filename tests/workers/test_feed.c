#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/workers/fakedir.h"
#include "tests/workers/fakepeer.h"
#include "workers/feed.h"

struct bench {
	void *directory;
	struct peer indexer;
	struct spool *spool;
	struct feed *feed;
	int64_t now_ms;
	uint64_t acked[64];
	size_t n_acked;
};

static void take_acked(void *arg, uint64_t number)
{
	struct bench *bench = arg;

	bench->acked[bench->n_acked++] = number;
}

static int set_up(void **state)
{
	struct bench *bench = alloc_zero(1, sizeof(*bench));
	struct feed_options options = {
		.endpoint = {PEER_ADDRESS, false},
		.acked = take_acked,
		.arg = bench,
	};

	if (fakedir_enter(&bench->directory))
		return -1;
	*state = bench;
	bench->indexer = peer_new();
	bench->now_ms = 1000;
	assert_int_equal(spool_open(&bench->spool, "w"), 0);
	options.context = bench->indexer.context;
	options.spool = bench->spool;
	assert_int_equal(feed_open(&bench->feed, &options), 0);
	assert_int_equal(feed_drive(bench->feed, bench->now_ms), 0);
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;
	int r;

	feed_free(bench->feed);
	peer_close(&bench->indexer);
	wire_context_free(bench->indexer.context);
	spool_free(bench->spool);
	r = fakedir_leave(&bench->directory);
	free(bench);
	return r;
}

/* A batch of `n` observations goes to the spool and is offered. */
static uint64_t offer(struct bench *bench, size_t n, enum feed_order order)
{
	Jobq__Observations observations = JOBQ__OBSERVATIONS__INIT;
	Jobq__Observation one = JOBQ__OBSERVATION__INIT, *items[] = {&one};
	struct spool_batch batch = {.observations = &observations};
	uint64_t number = 0;

	one.key = (char *)"key";
	observations.items = items;
	observations.n_items = n;
	assert_int_equal(spool_add(bench->spool, &batch, &number), 0);
	assert_int_equal(feed_offer(bench->feed, number, &observations, order),
			 0);
	return number;
}

static void ack(struct bench *bench, uint64_t number)
{
	Jobq__Ack said = JOBQ__ACK__INIT;

	said.batch = number;
	peer_say(&bench->indexer, WIRE_ACK, &said);
}

static uint64_t get_batch(struct bench *bench)
{
	const Jobq__Observations *got =
		peer_get(&bench->indexer, WIRE_OBSERVATIONS);

	assert_int_equal(got->n_items, 1);
	assert_string_equal(got->items[0]->key, "key");
	return got->batch;
}

/* Drives until `n` batches are acked. */
static void drive_until(struct bench *bench, size_t n)
{
	int64_t until_ms = times_mono_ms() + PEER_DEADLINE_MS;

	while (bench->n_acked < n && times_mono_ms() < until_ms) {
		assert_int_equal(feed_drive(bench->feed, bench->now_ms), 0);
		poll(NULL, 0, 1);
	}
	assert_int_equal(bench->n_acked, n);
}

static void feeds_and_tells_of_the_ack(void **state)
{
	struct bench *bench = *state;
	uint64_t number = offer(bench, 1, FEED_FREE);

	assert_int_equal(feed_pending(bench->feed), 1);
	assert_int_equal(get_batch(bench), number);
	ack(bench, number);
	drive_until(bench, 1);
	assert_int_equal(bench->acked[0], number);
	assert_int_equal(feed_pending(bench->feed), 0);
}

static void tells_parts_in_order_whatever_the_indexer_does(void **state)
{
	struct bench *bench = *state;
	uint64_t first = offer(bench, 1, FEED_FREE);
	uint64_t second = offer(bench, 1, FEED_AFTER_LAST);

	get_batch(bench);
	get_batch(bench);
	ack(bench, second);
	ack(bench, first);
	drive_until(bench, 2);
	assert_int_equal(bench->acked[0], first);
	assert_int_equal(bench->acked[1], second);
}

static void tells_others_as_they_come(void **state)
{
	struct bench *bench = *state;
	uint64_t first = offer(bench, 1, FEED_FREE);
	uint64_t second = offer(bench, 1, FEED_FREE);

	get_batch(bench);
	get_batch(bench);
	ack(bench, second);
	drive_until(bench, 1);
	ack(bench, first);
	drive_until(bench, 2);
	assert_int_equal(bench->acked[0], second);
}

static void an_empty_batch_waits_for_nothing(void **state)
{
	struct bench *bench = *state;
	uint64_t first = offer(bench, 1, FEED_FREE);
	uint64_t second = offer(bench, 0, FEED_FREE);

	get_batch(bench);
	assert_true(feed_waiting(bench->feed));
	assert_int_equal(feed_drive(bench->feed, bench->now_ms), 0);
	assert_int_equal(bench->acked[0], second);
	ack(bench, first);
	drive_until(bench, 2);
	peer_has_nothing(&bench->indexer);
}

static void sends_again_what_is_not_acked(void **state)
{
	struct bench *bench = *state;
	uint64_t number = offer(bench, 1, FEED_FREE);

	get_batch(bench);
	bench->now_ms += FEED_RESEND_MS - 1;
	assert_int_equal(feed_drive(bench->feed, bench->now_ms), 0);
	peer_has_nothing(&bench->indexer);
	bench->now_ms += 1;
	assert_int_equal(feed_due_ms(bench->feed), bench->now_ms);
	assert_int_equal(feed_drive(bench->feed, bench->now_ms), 0);
	assert_int_equal(get_batch(bench), number);
	ack(bench, number);
	ack(bench, number); /* of the first */
	drive_until(bench, 1);
}

static void dials_anew_when_the_indexer_is_silent(void **state)
{
	struct bench *bench = *state;
	uint64_t number = offer(bench, 1, FEED_FREE);

	get_batch(bench);
	bench->now_ms += FEED_SILENCE_MS;
	assert_int_equal(feed_drive(bench->feed, bench->now_ms), 0);
	assert_int_equal(feed_fd(bench->feed), -1);
	assert_int_equal(feed_due_ms(bench->feed), bench->now_ms + 100);
	bench->now_ms += 100;
	assert_int_equal(feed_drive(bench->feed, bench->now_ms), 0);
	assert_true(feed_fd(bench->feed) >= 0);
	assert_int_equal(get_batch(bench), number);
}

static void keeps_what_the_indexer_refuses(void **state)
{
	struct bench *bench = *state;
	uint64_t number = offer(bench, 1, FEED_FREE);
	Jobq__Ack refused = JOBQ__ACK__INIT;

	get_batch(bench);
	refused.batch = number;
	refused.error = (char *)"no";
	peer_say(&bench->indexer, WIRE_ACK, &refused);
	bench->now_ms += FEED_RESEND_MS;
	assert_int_equal(feed_drive(bench->feed, bench->now_ms), 0);
	bench->now_ms += FEED_RESEND_MS;
	assert_int_equal(feed_drive(bench->feed, bench->now_ms), 0);
	assert_int_equal(get_batch(bench), number);
	ack(bench, number);
	drive_until(bench, 1);
}

static void feeds_what_an_earlier_run_left(void **state)
{
	struct bench *bench = *state;
	Jobq__Observations observations = JOBQ__OBSERVATIONS__INIT;
	Jobq__Observation one = JOBQ__OBSERVATION__INIT, *items[] = {&one};
	struct spool_batch batch = {.observations = &observations};
	uint64_t number = 0;

	one.key = (char *)"key";
	observations.items = items;
	observations.n_items = 1;
	assert_int_equal(spool_add(bench->spool, &batch, &number), 0);
	assert_int_equal(feed_offer(bench->feed, number, NULL, FEED_FREE), 0);
	assert_int_equal(feed_drive(bench->feed, bench->now_ms), 0);
	assert_int_equal(get_batch(bench), number);
}

#define FEED_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FEED_TEST(feeds_and_tells_of_the_ack),
		FEED_TEST(tells_parts_in_order_whatever_the_indexer_does),
		FEED_TEST(tells_others_as_they_come),
		FEED_TEST(an_empty_batch_waits_for_nothing),
		FEED_TEST(sends_again_what_is_not_acked),
		FEED_TEST(dials_anew_when_the_indexer_is_silent),
		FEED_TEST(keeps_what_the_indexer_refuses),
		FEED_TEST(feeds_what_an_earlier_run_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
