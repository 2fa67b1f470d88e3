#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "workers/pace.h"

static struct pace pace_of(int64_t delay_ms)
{
	struct pace pace;

	pace_init(&pace, 0, 0, 0);
	pace_need_delay(&pace, delay_ms);
	return pace;
}

static void begins_after_the_hosts_wait(void **state)
{
	struct pace pace;

	(void)state;
	pace_init(&pace, 100, 250, 2);
	assert_int_equal(pace_wait_ms(&pace, 100), 250);
	assert_int_equal(pace_wait_ms(&pace, 350), 0);
	assert_int_equal(pace.failures, 2);
}

static void counts_from_the_end_of_the_answer(void **state)
{
	struct pace pace = pace_of(500);

	(void)state;
	pace_answered(&pace, 10000);
	assert_int_equal(pace_wait_ms(&pace, 10000), 500 + PACE_MARGIN_MS);
	assert_int_equal(pace_wait_ms(&pace, 10500), PACE_MARGIN_MS);
	assert_int_equal(pace_wait_ms(&pace, 10500 + PACE_MARGIN_MS), 0);
}

static void keeps_the_largest_delay(void **state)
{
	struct pace pace = pace_of(500);

	(void)state;
	pace_need_delay(&pace, 200);
	assert_int_equal(pace_delay_ms(&pace), 500 + PACE_MARGIN_MS);
	pace_need_crawl_delay(&pace, 3000);
	assert_int_equal(pace_delay_ms(&pace), 3000 + PACE_MARGIN_MS);
	pace_need_crawl_delay(&pace, -1);
	assert_int_equal(pace_delay_ms(&pace), 3000 + PACE_MARGIN_MS);
}

static void cuts_an_endless_crawl_delay(void **state)
{
	struct pace pace = pace_of(0);

	(void)state;
	pace_need_crawl_delay(&pace, INT64_MAX);
	assert_int_equal(pace_delay_ms(&pace),
			 PACE_DELAY_MAX_MS + PACE_MARGIN_MS);
}

static void backs_off_from_a_second_doubling_to_a_minute(void **state)
{
	int64_t base_ms = PACE_BACKOFF_MS;

	(void)state;
	for (uint64_t seed = 1; seed < 200; seed++) {
		struct pace pace = pace_of(0);

		pace_seed(&pace, seed);
		base_ms = PACE_BACKOFF_MS;
		for (unsigned i = 0; i < 40; i++) {
			pace_failed(&pace, 0, -1);
			assert_in_range(pace_wait_ms(&pace, 0),
					base_ms < PACE_BACKOFF_MAX_MS
						? base_ms
						: PACE_BACKOFF_MAX_MS,
					PACE_BACKOFF_MAX_MS);
			assert_true(pace_wait_ms(&pace, 0) <=
				    base_ms + base_ms / 2);
			base_ms *= base_ms < PACE_BACKOFF_MAX_MS ? 2 : 1;
		}
	}
}

static void jitters(void **state)
{
	struct pace a = pace_of(0), b = pace_of(0);

	(void)state;
	pace_seed(&a, 1);
	pace_seed(&b, 2);
	pace_failed(&a, 0, -1);
	pace_failed(&b, 0, -1);
	assert_int_not_equal(pace_wait_ms(&a, 0), pace_wait_ms(&b, 0));
}

static void a_success_ends_the_back_off(void **state)
{
	struct pace pace = pace_of(0);

	(void)state;
	for (unsigned i = 0; i < 5; i++)
		pace_failed(&pace, 0, -1);
	pace_answered(&pace, 0);
	assert_int_equal(pace.failures, 5); /* not known yet to be good */
	pace_succeeded(&pace);
	pace_failed(&pace, 0, -1);
	assert_in_range(pace_wait_ms(&pace, 0), 1000, 1500);
}

static void waits_as_long_as_the_site_says(void **state)
{
	struct pace pace = pace_of(0);

	(void)state;
	pace_failed(&pace, 0, 30000);
	assert_int_equal(pace_wait_ms(&pace, 0), 30000);
	pace_failed(&pace, 0, 0); /* "at once" is no excuse */
	assert_true(pace_wait_ms(&pace, 0) >= 2000);
	pace_failed(&pace, 0, INT64_MAX);
	assert_int_equal(pace_wait_ms(&pace, 0), PACE_RETRY_AFTER_MAX_MS);
}

static void a_failure_keeps_the_delay_too(void **state)
{
	struct pace pace = pace_of(20000);

	(void)state;
	pace_failed(&pace, 0, -1);
	assert_int_equal(pace_wait_ms(&pace, 0), 20000 + PACE_MARGIN_MS);
}

static void replay_waits_for_nothing(void **state)
{
	struct pace pace = pace_of(20000);

	(void)state;
	pace.unpaced = true;
	pace_failed(&pace, 0, 9000);
	pace_answered(&pace, 0);
	assert_int_equal(pace_wait_ms(&pace, 0), 0);
	assert_int_equal(pace_delay_ms(&pace), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(begins_after_the_hosts_wait),
		cmocka_unit_test(counts_from_the_end_of_the_answer),
		cmocka_unit_test(keeps_the_largest_delay),
		cmocka_unit_test(cuts_an_endless_crawl_delay),
		cmocka_unit_test(backs_off_from_a_second_doubling_to_a_minute),
		cmocka_unit_test(jitters),
		cmocka_unit_test(a_success_ends_the_back_off),
		cmocka_unit_test(waits_as_long_as_the_site_says),
		cmocka_unit_test(a_failure_keeps_the_delay_too),
		cmocka_unit_test(replay_waits_for_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
