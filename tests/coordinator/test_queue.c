#include "coordinator/queue.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LISTING JOBQ__TASK_KIND__TASK_LISTING
#define DETAIL	JOBQ__TASK_KIND__TASK_DETAIL
#define PAGE	JOBQ__TASK_KIND__TASK_PAGE

/* Rounds are only compared, never looked into. */
static char rounds_[3];
#define ROUND(i) ((struct round *)(void *)&rounds_[i])

static void push(struct queue *q, int round, uint64_t id, Jobq__TaskKind kind)
{
	queue_push(q, &(struct work){
			      .id = id, .round = ROUND(round), .kind = kind});
}

static uint64_t pop(struct queue *q)
{
	struct work work = {0};

	return queue_pop(q, &work) ? work.id : 0;
}

static void an_empty_one_gives_nothing(void **state)
{
	struct queue q = {0};

	(void)state;
	assert_int_equal(pop(&q), 0);
	queue_deinit(&q);
}

static void listings_go_first(void **state)
{
	struct queue q = {0};

	(void)state;
	push(&q, 0, 1, DETAIL);
	push(&q, 0, 2, LISTING);
	push(&q, 1, 3, PAGE);
	push(&q, 1, 4, LISTING);
	assert_int_equal(pop(&q), 2);
	assert_int_equal(pop(&q), 4);
	assert_int_equal(pop(&q), 1);
	assert_int_equal(pop(&q), 3);
	assert_int_equal(q.n, 0);
	queue_deinit(&q);
}

static void the_first_in_is_the_first_out(void **state)
{
	struct queue q = {0};
	uint64_t next = 1, given = 1;

	(void)state;
	for (int turn = 0; turn < 200; turn++) {
		for (int i = 0; i < 7; i++)
			push(&q, 0, next++, DETAIL);
		for (int i = 0; i < 5; i++)
			assert_int_equal(pop(&q), given++);
	}
	while (given < next)
		assert_int_equal(pop(&q), given++);
	queue_deinit(&q);
}

static void rounds_take_turns(void **state)
{
	struct queue q = {0};

	(void)state;
	for (uint64_t id = 1; id <= 3; id++)
		push(&q, 0, id, DETAIL);
	push(&q, 1, 11, DETAIL);
	push(&q, 2, 21, DETAIL);
	assert_int_equal(pop(&q), 1);
	assert_int_equal(pop(&q), 11);
	assert_int_equal(pop(&q), 21);
	assert_int_equal(pop(&q), 2);
	assert_int_equal(pop(&q), 3);
	queue_deinit(&q);
}

static void a_round_is_dropped_and_counted(void **state)
{
	struct queue q = {0};
	struct work_count n = {{0}};

	(void)state;
	push(&q, 0, 1, DETAIL);
	push(&q, 0, 2, LISTING);
	push(&q, 0, 3, PAGE);
	push(&q, 1, 4, LISTING);
	queue_drop_round(&q, ROUND(0), &n);
	queue_drop_round(&q, ROUND(2), &n);
	assert_int_equal(n.of[LISTING], 1);
	assert_int_equal(n.of[DETAIL], 1);
	assert_int_equal(n.of[PAGE], 1);
	assert_int_equal(q.n, 1);
	assert_int_equal(q.n_listings, 1);
	assert_int_equal(pop(&q), 4);
	queue_deinit(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_one_gives_nothing),
		cmocka_unit_test(listings_go_first),
		cmocka_unit_test(the_first_in_is_the_first_out),
		cmocka_unit_test(rounds_take_turns),
		cmocka_unit_test(a_round_is_dropped_and_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
