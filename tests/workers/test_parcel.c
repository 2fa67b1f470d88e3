#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/times.h"
#include "tests/workers/fakedir.h"
#include "workers/parcel.h"

struct bench {
	void *directory;
	struct spool *spool;
	struct feed *feed;
	struct parcel parcel;
};

static void take_acked(void *arg, uint64_t number)
{
	(void)arg;
	(void)number;
}

static int set_up(void **state)
{
	struct bench *bench = alloc_zero(1, sizeof(*bench));
	struct feed_options options = {.acked = take_acked};

	if (fakedir_enter(&bench->directory))
		return -1;
	*state = bench;
	assert_int_equal(spool_open(&bench->spool, "w"), 0);
	options.spool = bench->spool;
	assert_int_equal(feed_open(&bench->feed, &options), 0);
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;
	int r;

	parcel_deinit(&bench->parcel);
	feed_free(bench->feed);
	spool_free(bench->spool);
	r = fakedir_leave(&bench->directory);
	free(bench);
	return r;
}

/* A report of task `id` with an observation of about `bytes`. */
static void put(struct bench *bench, uint64_t token, uint64_t id, size_t bytes)
{
	Jobq__Task task = JOBQ__TASK__INIT;
	struct report report;

	task.id = id;
	report_init(&report, &task);
	if (bytes) {
		Jobq__Observation *seen = alloc_get(sizeof(*seen));

		jobq__observation__init(seen);
		seen->key = alloc_zero(1, bytes + 1);
		memset(seen->key, 'k', bytes);
		report.observations = alloc_zero(1, sizeof(seen));
		report.observations[report.n_observations++] = seen;
	}
	parcel_add(&bench->parcel, token, &report, 1000);
	report_deinit(&report);
}

static void is_due_in_a_moment(void **state)
{
	struct bench *bench = *state;

	assert_true(parcel_due_ms(&bench->parcel) == TIMES_FOREVER);
	put(bench, 1, 1, 10);
	assert_int_equal(parcel_due_ms(&bench->parcel), 1000 + PARCEL_MS);
}

static void is_due_at_once_when_it_is_full(void **state)
{
	struct bench *bench = *state;

	for (uint64_t id = 1; id <= PARCEL_TASKS; id++)
		put(bench, 1, id, 0);
	assert_int_equal(parcel_due_ms(&bench->parcel), 1000);
	parcel_deinit(&bench->parcel);
	put(bench, 1, 1, PARCEL_BYTES);
	assert_int_equal(parcel_due_ms(&bench->parcel), 1000);
}

static void is_due_at_once_for_a_retry(void **state)
{
	struct bench *bench = *state;
	Jobq__Task task = JOBQ__TASK__INIT;
	struct report report;

	report_init(&report, &task);
	report_result(&report, JOBQ__RESULT__RESULT_RETRY, "why", "url");
	parcel_add(&bench->parcel, 1, &report, 1000);
	assert_int_equal(parcel_due_ms(&bench->parcel), 1000);
}

static void keeps_the_leases_apart(void **state)
{
	struct bench *bench = *state;
	CLEANUP(spool_batch_deinit) struct spool_batch batch = {0};
	uint64_t number = 0;

	put(bench, 1, 11, 5);
	put(bench, 2, 22, 5);
	put(bench, 1, 12, 5);
	assert_int_equal(parcel_post(&bench->parcel, bench->spool, bench->feed),
			 0);
	assert_true(parcel_empty(&bench->parcel));
	assert_int_equal(spool_next(bench->spool, 0, &number), 0);
	assert_int_equal(spool_read(bench->spool, number, &batch), 0);
	assert_int_equal(batch.observations->n_items, 3);
	assert_int_equal(batch.n_outcomes, 2);
	assert_int_equal(batch.outcomes[0]->token, 1);
	assert_int_equal(batch.outcomes[0]->n_outcomes, 2);
	assert_int_equal(batch.outcomes[1]->outcomes[0]->task, 22);
}

static void what_observed_nothing_needs_no_spool(void **state)
{
	struct bench *bench = *state;
	CLEANUP(spool_batch_deinit) struct spool_batch direct = {0};
	uint64_t number = 0;

	put(bench, 1, 11, 0);
	put(bench, 1, 12, 5);
	parcel_take_direct(&bench->parcel, &direct);
	assert_int_equal(direct.n_outcomes, 1);
	assert_int_equal(direct.outcomes[0]->outcomes[0]->task, 11);
	assert_false(parcel_empty(&bench->parcel));
	assert_int_equal(parcel_post(&bench->parcel, bench->spool, bench->feed),
			 0);
	assert_int_equal(spool_next(bench->spool, 0, &number), 0);
	assert_int_equal(spool_next(bench->spool, number, &number),
			 SPOOL_E_END);
	put(bench, 1, 13, 0);
	spool_batch_deinit(&direct);
	parcel_take_direct(&bench->parcel, &direct);
	assert_true(parcel_empty(&bench->parcel));
}

static void sends_outcomes_with_the_last_of_many_batches(void **state)
{
	struct bench *bench = *state;
	uint64_t number = 0;
	size_t observations = 0, batches = 0, with_outcomes = 0;

	for (uint64_t id = 1; id <= 3; id++)
		put(bench, 1, id, SPOOL_MAX_BATCH / 2 + 1);
	assert_int_equal(parcel_post(&bench->parcel, bench->spool, bench->feed),
			 0);
	while (!spool_next(bench->spool, number, &number)) {
		CLEANUP(spool_batch_deinit) struct spool_batch batch = {0};

		assert_int_equal(spool_read(bench->spool, number, &batch), 0);
		observations += batch.observations->n_items;
		assert_int_equal(with_outcomes, 0); /* the last one only */
		with_outcomes += batch.n_outcomes;
		batches++;
	}
	assert_int_equal(batches, 3);
	assert_int_equal(observations, 3);
	assert_int_equal(with_outcomes, 1);
	assert_int_equal(feed_pending(bench->feed), 3);
}

#define PARCEL_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PARCEL_TEST(is_due_in_a_moment),
		PARCEL_TEST(is_due_at_once_when_it_is_full),
		PARCEL_TEST(is_due_at_once_for_a_retry),
		PARCEL_TEST(keeps_the_leases_apart),
		PARCEL_TEST(what_observed_nothing_needs_no_spool),
		PARCEL_TEST(sends_outcomes_with_the_last_of_many_batches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
