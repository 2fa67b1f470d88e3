#include "coordinator/frontier.h"
#include "core/pack.h"
#include "tests/coordinator/stage.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct place {
	struct stage stage; /* for its directory */
	struct frontier *frontier;
};

static int enter(void **state)
{
	struct place *p = test_calloc(1, sizeof(*p));

	stage_init(&p->stage);
	assert_int_equal(frontier_open(&p->frontier, p->stage.dir, 0), 0);
	*state = p;
	return 0;
}

static int leave(void **state)
{
	struct place *p = *state;

	frontier_free(p->frontier);
	stage_deinit(&p->stage);
	test_free(p);
	return 0;
}

/* As a kill at this moment leaves it. */
static void crash(struct place *p)
{
	frontier_free(p->frontier);
	assert_int_equal(frontier_open(&p->frontier, p->stage.dir, 0), 0);
}

static int count_one(void *arg, const void *record)
{
	(void)record;
	++*(size_t *)arg;
	return 0;
}

static size_t count(struct place *p, enum frontier_kind kind)
{
	size_t n = 0;

	assert_int_equal(frontier_each(p->frontier, kind, count_one, &n), 0);
	return n;
}

static size_t count_leased(struct place *p)
{
	size_t n = 0;

	assert_int_equal(frontier_each_leased(p->frontier, count_one, &n), 0);
	return n;
}

static void put_round(struct place *p, uint64_t seq)
{
	Jobq__RoundId id = JOBQ__ROUND_ID__INIT;
	Jobq__FrontierRound round = JOBQ__FRONTIER_ROUND__INIT;

	id.source = (char *)"lab/x";
	id.seq = seq;
	round.id = &id;
	assert_int_equal(frontier_put_round(p->frontier, &round), 0);
}

static void put_task(struct place *p, uint64_t seq, uint64_t id)
{
	Jobq__RoundId round = JOBQ__ROUND_ID__INIT;
	Jobq__Task task = JOBQ__TASK__INIT;
	Jobq__FrontierTask record = JOBQ__FRONTIER_TASK__INIT;

	round.seq = seq;
	task.round = &round;
	task.id = id;
	task.url = (char *)"http://x.example/";
	record.task = &task;
	record.host = (char *)"x.example";
	assert_int_equal(frontier_put_task(p->frontier, &record), 0);
}

static void a_commit_survives_a_crash(void **state)
{
	struct place *p = *state;

	put_round(p, 1);
	put_task(p, 1, 1);
	assert_int_equal(frontier_commit(p->frontier), 0);
	crash(p);
	assert_int_equal(count(p, FRONTIER_ROUNDS), 1);
	assert_int_equal(count(p, FRONTIER_TASKS), 1);
}

static void what_was_not_committed_is_gone_as_a_whole(void **state)
{
	struct place *p = *state;

	put_round(p, 1);
	assert_int_equal(frontier_commit(p->frontier), 0);
	put_round(p, 2);
	put_task(p, 1, 1);
	crash(p);
	assert_int_equal(count(p, FRONTIER_ROUNDS), 1);
	assert_int_equal(count(p, FRONTIER_TASKS), 0);
}

static void counters_never_give_a_committed_number_twice(void **state)
{
	struct place *p = *state;
	uint64_t n = 0;

	assert_int_equal(frontier_next(p->frontier, FRONTIER_TOKEN, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(frontier_next(p->frontier, FRONTIER_TOKEN, &n), 0);
	assert_int_equal(n, 2);
	assert_int_equal(frontier_next(p->frontier, FRONTIER_TASK, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(frontier_commit(p->frontier), 0);
	crash(p);
	assert_int_equal(frontier_next(p->frontier, FRONTIER_TOKEN, &n), 0);
	assert_int_equal(n, 3);
}

static void a_round_sees_a_task_once(void **state)
{
	struct place *p = *state;
	struct digest d = digest_of("a", 1);

	assert_int_equal(frontier_see(p->frontier, 1, &d), 0);
	assert_int_equal(frontier_commit(p->frontier), 0);
	crash(p);
	assert_int_equal(frontier_see(p->frontier, 1, &d), FRONTIER_E_SEEN);
	assert_int_equal(frontier_see(p->frontier, 2, &d), 0);
}

static void a_dropped_round_takes_all_of_its_own(void **state)
{
	struct place *p = *state;
	struct digest d = digest_of("a", 1);

	for (uint64_t seq = 1; seq <= 2; seq++) {
		put_round(p, seq);
		put_task(p, seq, seq * 10);
		put_task(p, seq, seq * 10 + 1);
		assert_int_equal(frontier_see(p->frontier, seq, &d), 0);
	}
	assert_int_equal(frontier_drop_round(p->frontier, 1), 0);
	assert_int_equal(frontier_commit(p->frontier), 0);
	crash(p);
	assert_int_equal(count(p, FRONTIER_ROUNDS), 1);
	assert_int_equal(count(p, FRONTIER_TASKS), 2);
	assert_int_equal(frontier_see(p->frontier, 1, &d), 0);
	assert_int_equal(frontier_see(p->frontier, 2, &d), FRONTIER_E_SEEN);
}

static void a_task_is_put_got_and_dropped(void **state)
{
	struct place *p = *state;
	CLEANUP(pack_freep) Jobq__FrontierTask *task = NULL;

	put_task(p, 1, 5);
	crash(p);
	assert_int_equal(frontier_task(p->frontier, 1, 5, &task),
			 FRONTIER_E_ABSENT);
	put_task(p, 1, 5);
	assert_int_equal(frontier_commit(p->frontier), 0);
	crash(p);
	assert_int_equal(frontier_task(p->frontier, 1, 5, &task), 0);
	assert_string_equal(task->host, "x.example");
	assert_int_equal(frontier_drop_task(p->frontier, 1, 5), 0);
	assert_int_equal(frontier_drop_task(p->frontier, 1, 5), 0);
	assert_int_equal(count(p, FRONTIER_TASKS), 0);
}

static void a_dropped_lease_frees_its_tasks(void **state)
{
	struct place *p = *state;
	Jobq__FrontierLease lease = JOBQ__FRONTIER_LEASE__INIT;

	lease.host = (char *)"x.example";
	lease.worker = (char *)"w";
	for (uint64_t token = 1; token <= 2; token++) {
		struct frontier_leased l = {token, 9, token};

		lease.token = token;
		assert_int_equal(frontier_put_lease(p->frontier, &lease), 0);
		assert_int_equal(frontier_put_leased(p->frontier, &l), 0);
		l.task += 10;
		assert_int_equal(frontier_put_leased(p->frontier, &l), 0);
	}
	assert_int_equal(frontier_commit(p->frontier), 0);
	crash(p);
	assert_int_equal(count_leased(p), 4);
	assert_int_equal(
		frontier_drop_leased(p->frontier,
				     &(struct frontier_leased){1, 9, 11}),
		0);
	assert_int_equal(count_leased(p), 3);
	assert_int_equal(frontier_drop_lease(p->frontier, 2), 0);
	assert_int_equal(count_leased(p), 1);
	assert_int_equal(count(p, FRONTIER_LEASES), 1);
}

static void a_source_is_absent_until_put(void **state)
{
	struct place *p = *state;
	CLEANUP(pack_freep) Jobq__FrontierSource *got = NULL;
	Jobq__FrontierSource source = JOBQ__FRONTIER_SOURCE__INIT;

	assert_int_equal(frontier_source(p->frontier, "lab/x", &got),
			 FRONTIER_E_ABSENT);
	source.id = (char *)"lab/x";
	source.opened_ms = 42;
	assert_int_equal(frontier_put_source(p->frontier, &source), 0);
	assert_int_equal(frontier_commit(p->frontier), 0);
	crash(p);
	assert_int_equal(frontier_source(p->frontier, "lab/x", &got), 0);
	assert_int_equal(got->opened_ms, 42);
}

static void a_host_of_any_length_is_kept(void **state)
{
	struct place *p = *state;
	char name[1000];
	Jobq__FrontierHost host = JOBQ__FRONTIER_HOST__INIT;

	memset(name, 'a', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	host.host = name;
	assert_int_equal(frontier_put_host(p->frontier, &host), 0);
	assert_int_equal(count(p, FRONTIER_HOSTS), 1);
	assert_int_equal(frontier_drop_host(p->frontier, name), 0);
	assert_int_equal(count(p, FRONTIER_HOSTS), 0);
}

static void closed_rounds_wait_until_dropped(void **state)
{
	struct place *p = *state;
	Jobq__RoundId id = JOBQ__ROUND_ID__INIT;
	Jobq__Round round = JOBQ__ROUND__INIT;

	round.id = &id;
	id.seq = 3;
	assert_int_equal(frontier_put_closed(p->frontier, &round), 0);
	assert_int_equal(frontier_commit(p->frontier), 0);
	crash(p);
	assert_int_equal(count(p, FRONTIER_CLOSED), 1);
	assert_int_equal(frontier_drop_closed(p->frontier, 3), 0);
	assert_int_equal(count(p, FRONTIER_CLOSED), 0);
}

static void one_process_a_path(void **state)
{
	struct place *p = *state;
	struct frontier *second = NULL;

	assert_int_equal(frontier_open(&second, p->stage.dir, 0), -EBUSY);
	assert_null(second);
}

static void numbers_of_a_lost_frontier_do_not_come_again(void **state)
{
	struct place *p = *state;
	uint64_t n = 0;

	frontier_free(p->frontier);
	assert_int_equal(frontier_open(&p->frontier, p->stage.dir, 5000), 0);
	assert_int_equal(frontier_next(p->frontier, FRONTIER_ROUND, &n), 0);
	assert_int_equal(n, 5001);
	assert_int_equal(frontier_commit(p->frontier), 0);
	frontier_free(p->frontier);
	assert_int_equal(frontier_open(&p->frontier, p->stage.dir, 4000), 0);
	assert_int_equal(frontier_next(p->frontier, FRONTIER_ROUND, &n), 0);
	assert_int_equal(n, 5002);
	assert_int_equal(frontier_next(p->frontier, FRONTIER_TOKEN, &n), 0);
	assert_int_equal(n, 5001);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, enter, leave)
		T(a_commit_survives_a_crash),
		T(what_was_not_committed_is_gone_as_a_whole),
		T(counters_never_give_a_committed_number_twice),
		T(numbers_of_a_lost_frontier_do_not_come_again),
		T(a_round_sees_a_task_once),
		T(a_dropped_round_takes_all_of_its_own),
		T(a_task_is_put_got_and_dropped),
		T(a_dropped_lease_frees_its_tasks),
		T(a_source_is_absent_until_put),
		T(a_host_of_any_length_is_kept),
		T(closed_rounds_wait_until_dropped),
		T(one_process_a_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
