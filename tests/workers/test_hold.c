#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/times.h"
#include "tests/workers/fakerecipe.h"
#include "tests/workers/fakesite.h"
#include "workers/hold.h"

#define A "http://site.example/a"

struct bench {
	struct site *site;
	struct holds holds;
	struct hold *hold;
};

static struct hold *hold_of(struct bench *bench, uint64_t token)
{
	Jobq__Lease *lease = site_lease("plain", 0);
	struct hold *hold;

	lease->token = token;
	lease_task(lease, token, A);
	hold = hold_add(&bench->holds, &bench->site->world, lease);
	jobq__lease__free_unpacked(lease, NULL);
	return hold;
}

static int set_up(void **state)
{
	struct bench *bench = alloc_zero(1, sizeof(*bench));

	bench->site = site_new(true);
	site_page(bench->site, A, "post a");
	bench->hold = hold_of(bench, 1);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	while (bench->holds.list)
		hold_drop(&bench->holds, bench->holds.list);
	site_free(bench->site);
	free(bench);
	return 0;
}

static void stays_while_there_is_work(void **state)
{
	struct bench *bench = *state;

	assert_true(hold_release_ms(bench->hold, 5, HOLD_STAY) ==
		    TIMES_FOREVER);
	assert_true(hold_release_ms(bench->hold, 5, HOLD_LEAVE) ==
		    TIMES_FOREVER);
	assert_int_equal(hold_release_ms(bench->hold, 5, HOLD_LEAVE_NOW), 5);
}

static void stays_while_outcomes_are_not_acked(void **state)
{
	struct bench *bench = *state;

	site_run(bench->site, bench->hold->errand);
	assert_false(hold_any_dry(&bench->holds));
	bench->hold->unacked = bench->hold->gathered = 1;
	assert_true(hold_any_dry(&bench->holds));
	hold_posted(&bench->holds);
	assert_false(hold_any_dry(&bench->holds));
	assert_true(hold_release_ms(bench->hold, 5, HOLD_LEAVE_NOW) ==
		    TIMES_FOREVER);
}

static void lingers_for_more_tasks(void **state)
{
	struct bench *bench = *state;

	site_run(bench->site, bench->hold->errand);
	assert_int_equal(hold_release_ms(bench->hold, 5, HOLD_STAY),
			 5 + HOLD_LINGER_MS);
	assert_int_equal(hold_release_ms(bench->hold, 50, HOLD_STAY),
			 5 + HOLD_LINGER_MS);
	assert_int_equal(hold_release_ms(bench->hold, 50, HOLD_LEAVE), 50);
}

static void does_not_linger_on_a_host_that_fails(void **state)
{
	struct bench *bench = *state;

	errand_stop(bench->hold->errand); /* with a task left */
	assert_int_equal(hold_release_ms(bench->hold, 5, HOLD_STAY), 5);
}

static void releases_once(void **state)
{
	struct bench *bench = *state;
	Jobq__Outcomes *release;
	Jobq__Heartbeat beat = JOBQ__HEARTBEAT__INIT;

	site_run(bench->site, bench->hold->errand);
	release = hold_release(bench->hold);
	assert_true(release->release);
	assert_int_equal(release->token, 1);
	assert_int_equal(release->n_outcomes, 0);
	assert_true(hold_release_ms(bench->hold, 500, HOLD_LEAVE) ==
		    TIMES_FOREVER);
	hold_beats(&bench->holds, &beat);
	assert_int_equal(beat.n_leases, 0);
	free(beat.leases);
	jobq__outcomes__free_unpacked(release, NULL);
}

static void beats_with_what_the_host_is_owed(void **state)
{
	struct bench *bench = *state;
	Jobq__Heartbeat beat = JOBQ__HEARTBEAT__INIT;

	hold_of(bench, 2);
	hold_beats(&bench->holds, &beat);
	assert_int_equal(beat.n_leases, 2);
	assert_int_equal(beat.leases[1]->token, 2);
	assert_int_equal(beat.leases[1]->left, 1);
	for (size_t i = 0; i < beat.n_leases; i++)
		free(beat.leases[i]);
	free(beat.leases);
}

static void waits_for_a_lost_leases_answer(void **state)
{
	struct bench *bench = *state;
	struct hold *other = hold_of(bench, 2);

	assert_int_equal(errand_go(bench->hold->errand), 0);
	errand_lose(bench->hold->errand);
	assert_true(hold_is_blocked(&bench->holds, other));
	site_answer(bench->site);
	assert_false(hold_is_blocked(&bench->holds, other));
	assert_ptr_equal(hold_find(&bench->holds, 2), other);
	assert_null(hold_find(&bench->holds, 3));
}

#define HOLD_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOLD_TEST(stays_while_there_is_work),
		HOLD_TEST(stays_while_outcomes_are_not_acked),
		HOLD_TEST(lingers_for_more_tasks),
		HOLD_TEST(does_not_linger_on_a_host_that_fails),
		HOLD_TEST(releases_once),
		HOLD_TEST(beats_with_what_the_host_is_owed),
		HOLD_TEST(waits_for_a_lost_leases_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
