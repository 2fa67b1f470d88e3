#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/workers/fakedir.h"
#include "workers/spool.h"
#include <errno.h>
#include <sys/wait.h>

/* A batch with one observation, "key N", and one outcome of task N. */
static struct spool_batch batch_of(uint64_t n)
{
	struct spool_batch batch = {0};
	Jobq__Observation *seen = alloc_get(sizeof(*seen));
	Jobq__Outcomes *outcomes = alloc_get(sizeof(*outcomes));
	Jobq__Outcome *outcome = alloc_get(sizeof(*outcome));

	jobq__observation__init(seen);
	seen->key = alloc_format("key %llu", (unsigned long long)n);
	batch.observations = alloc_get(sizeof(*batch.observations));
	jobq__observations__init(batch.observations);
	batch.observations->items = alloc_zero(1, sizeof(seen));
	batch.observations->items[batch.observations->n_items++] = seen;
	jobq__outcome__init(outcome);
	outcome->task = n;
	jobq__outcomes__init(outcomes);
	outcomes->token = 7;
	outcomes->outcomes = alloc_zero(1, sizeof(outcome));
	outcomes->outcomes[outcomes->n_outcomes++] = outcome;
	batch.outcomes = alloc_zero(1, sizeof(outcomes));
	batch.outcomes[batch.n_outcomes++] = outcomes;
	return batch;
}

static struct spool *open_spool(void)
{
	struct spool *spool = NULL;

	assert_int_equal(spool_open(&spool, "w"), 0);
	return spool;
}

static uint64_t add(struct spool *spool, uint64_t n)
{
	CLEANUP(spool_batch_deinit) struct spool_batch batch = batch_of(n);
	uint64_t number = 0;

	assert_int_equal(spool_add(spool, &batch, &number), 0);
	assert_true(number > 0);
	return number;
}

static void assert_holds(struct spool *spool, uint64_t number, uint64_t n)
{
	CLEANUP(spool_batch_deinit) struct spool_batch batch = {0};
	CLEANUP(freep)
	char *key = alloc_format("key %llu", (unsigned long long)n);

	assert_int_equal(spool_read(spool, number, &batch), 0);
	assert_int_equal(batch.observations->batch, number);
	assert_int_equal(batch.observations->n_items, 1);
	assert_string_equal(batch.observations->items[0]->key, key);
	assert_int_equal(batch.n_outcomes, 1);
	assert_int_equal(batch.outcomes[0]->token, 7);
	assert_int_equal(batch.outcomes[0]->outcomes[0]->task, n);
}

static void gives_back_what_it_was_given(void **state)
{
	CLEANUP(spool_freep) struct spool *spool = open_spool();

	(void)state;
	assert_holds(spool, add(spool, 3), 3);
}

static void is_durable_with_the_add(void **state)
{
	struct spool *spool = NULL;
	uint64_t number = 0;
	int status = 0;
	int fds[2];
	pid_t child;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	child = fork();
	if (!child) { /* dies without closing anything */
		number = add(open_spool(), 5);
		_exit(write(fds[1], &number, sizeof(number)) != sizeof(number));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(read(fds[0], &number, sizeof(number)), sizeof(number));
	close(fds[0]);
	close(fds[1]);
	spool = open_spool();
	assert_holds(spool, number, 5);
	spool_free(spool);
}

static void survives_a_stop_after_each_step(void **state)
{
	struct spool *spool = open_spool();
	uint64_t first, second, next = 0;

	(void)state;
	first = add(spool, 1);
	spool_free(spool);
	spool = open_spool();
	assert_holds(spool, first, 1);
	second = add(spool, 2);
	assert_true(second > first);
	spool_free(spool);
	spool = open_spool();
	spool_drop(spool, first);
	spool_free(spool); /* dropped, but not on disk: it comes back */
	spool = open_spool();
	assert_holds(spool, first, 1);
	spool_drop(spool, first);
	assert_int_equal(spool_tidy(spool), 0);
	spool_free(spool);
	spool = open_spool();
	assert_int_equal(spool_next(spool, 0, &next), 0);
	assert_int_equal(next, second);
	assert_int_equal(spool_next(spool, second, &next), SPOOL_E_END);
	spool_free(spool);
}

static void an_add_takes_what_was_dropped(void **state)
{
	struct spool *spool = open_spool();
	uint64_t first = add(spool, 1), second, next = 0;

	(void)state;
	spool_drop(spool, first);
	assert_int_equal(spool_next(spool, 0, &next), SPOOL_E_END);
	second = add(spool, 2);
	spool_free(spool);
	spool = open_spool();
	assert_int_equal(spool_next(spool, 0, &next), 0);
	assert_int_equal(next, second);
	spool_free(spool);
}

static void never_uses_a_number_twice(void **state)
{
	struct spool *spool = open_spool();
	uint64_t first = add(spool, 1);

	(void)state;
	spool_drop(spool, first);
	assert_int_equal(spool_tidy(spool), 0);
	spool_free(spool);
	spool = open_spool();
	assert_true(add(spool, 2) > first);
	spool_free(spool);
}

static void knows_its_bytes_also_after_a_start(void **state)
{
	struct spool *spool = open_spool();
	uint64_t first, bytes;

	(void)state;
	assert_int_equal(spool_bytes(spool), 0);
	first = add(spool, 1);
	add(spool, 2);
	bytes = spool_bytes(spool);
	assert_true(bytes > 0);
	spool_free(spool);
	spool = open_spool();
	assert_int_equal(spool_bytes(spool), bytes);
	spool_drop(spool, first);
	assert_true(spool_bytes(spool) < bytes);
	spool_drop(spool, first); /* once is enough */
	assert_true(spool_bytes(spool) > 0);
	spool_free(spool);
}

static void has_no_batch_that_was_not_added(void **state)
{
	CLEANUP(spool_freep) struct spool *spool = open_spool();
	struct spool_batch batch = {0};

	(void)state;
	assert_int_equal(spool_read(spool, 99, &batch), -ENOENT);
}

static void is_one_processs(void **state)
{
	CLEANUP(spool_freep) struct spool *spool = open_spool();
	int status = 0;
	pid_t child = fork();

	(void)state;
	if (!child) {
		struct spool *other = NULL;

		_exit(spool_open(&other, "w") == -EBUSY ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

#define SPOOL_TEST(f) \
	cmocka_unit_test_setup_teardown(f, fakedir_enter, fakedir_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SPOOL_TEST(gives_back_what_it_was_given),
		SPOOL_TEST(is_durable_with_the_add),
		SPOOL_TEST(survives_a_stop_after_each_step),
		SPOOL_TEST(an_add_takes_what_was_dropped),
		SPOOL_TEST(never_uses_a_number_twice),
		SPOOL_TEST(knows_its_bytes_also_after_a_start),
		SPOOL_TEST(has_no_batch_that_was_not_added),
		SPOOL_TEST(is_one_processs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
