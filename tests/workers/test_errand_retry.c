#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/workers/fakerecipe.h"
#include "tests/workers/fakesite.h"

#define A "http://site.example/a"
#define B "http://site.example/b"

static void retries_what_may_get_better(void **state)
{
	struct site *site = *state;
	static const struct said transient[] = {
		{.status = 500},
		{.status = 503},
		{.status = 429},
		{.status = 408},
		{.error = FETCH_TIMEOUT},
		{.error = FETCH_NETWORK},
		{.error = FETCH_BAD_ANSWER},
		{.status = 200, .body = "bad answer"},
	};

	for (size_t i = 0; i < sizeof(transient) / sizeof(*transient); i++) {
		site->n_script = 0;
		assert_int_equal(site_tell(site, A, transient[i])->result,
				 JOBQ__RESULT__RESULT_RETRY);
		assert_int_equal(site->told[site->n_told - 1].failures, 1);
		assert_int_equal(site->told[site->n_told - 1].n_observations,
				 0);
	}
}

static void fails_what_will_not(void **state)
{
	struct site *site = *state;
	static const struct said final[] = {
		{.status = 400},
		{.status = 401},
		{.status = 403},
		{.status = 451},
		{.error = FETCH_TOO_LARGE},
		{.error = FETCH_REFUSED},
		{.error = FETCH_NO_RECORD},
	};

	for (size_t i = 0; i < sizeof(final) / sizeof(*final); i++) {
		const struct told *told;

		site->n_script = 0;
		told = site_tell(site, A, final[i]);
		assert_int_equal(told->result, JOBQ__RESULT__RESULT_FAILED);
		assert_int_equal(told->presence,
				 JOBQ__PRESENCE__PRESENCE_TENTATIVE);
		assert_string_equal(told->key, A);
	}
}

static void waits_as_long_as_retry_after_says(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);

	site_say(site, (struct said){.url = A,
				     .status = 429,
				     .headers = "Retry-After: 5\r\n"});
	lease_task(lease, 1, A);
	lease_task(lease, 2, B);
	site_work(site, lease);
	assert_int_equal(site->told[0].wait_ms, 5000);
	assert_int_equal(site->asked[2].begun_ms,
			 site->asked[1].ended_ms + 5000);
}

static void gives_the_host_back_for_a_long_break(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);
	struct errand *errand;

	site_say(site, (struct said){.url = A,
				     .status = 503,
				     .headers = "Retry-After: 3600\r\n"});
	lease_task(lease, 1, A);
	lease_task(lease, 2, B);
	errand = errand_new(&site->world, lease);
	site_run(site, errand);
	assert_int_equal(errand_left(errand), 1);
	assert_int_equal(errand_wait_ms(errand), 3600000);
	errand_free(errand);
	jobq__lease__free_unpacked(lease, NULL);
}

static void gives_the_host_back_after_four_failures(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);
	struct errand *errand;

	site_say(site, (struct said){.url = A, .error = FETCH_NETWORK});
	for (uint64_t id = 1; id <= 6; id++)
		lease_task(lease, id, A);
	errand = errand_new(&site->world, lease);
	site_run(site, errand);
	assert_int_equal(site->n_told, 4);
	assert_int_equal(errand_left(errand), 2);
	assert_int_equal(errand_failures(errand), 4);
	assert_true(errand_wait_ms(errand) >= 8000);
	errand_free(errand);
	jobq__lease__free_unpacked(lease, NULL);
}

static void tries_once_on_a_host_that_had_failed(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);

	site_page(site, A, "post a");
	lease->failures = 6;
	lease_task(lease, 1, A);
	site_work(site, lease);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_DONE);
	assert_int_equal(site->told[0].failures, 0);
}

static void says_gone_of_a_page(void **state)
{
	const struct told *told =
		site_tell(*state, A, (struct said){.status = 410});

	assert_int_equal(told->result, JOBQ__RESULT__RESULT_GONE);
	assert_int_equal(told->n_observations, 1);
	assert_int_equal(told->presence, JOBQ__PRESENCE__PRESENCE_GONE);
	assert_string_equal(told->key, A);
}

static void says_tentative_with_the_last_try(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);

	site_say(site, (struct said){.url = A, .status = 503});
	lease_task(lease, 1, A)->tries = 3;
	site_work(site, lease);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_RETRY);
	assert_int_equal(site->told[0].presence,
			 JOBQ__PRESENCE__PRESENCE_TENTATIVE);
	assert_int_equal(site->told[0].n_observations, 1);
}

static void says_nothing_of_a_detail_that_failed(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);

	site_say(site, (struct said){.url = A, .status = 404});
	lease_task(lease, 1, A)->kind = JOBQ__TASK_KIND__TASK_DETAIL;
	site_work(site, lease);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_GONE);
	assert_int_equal(site->told[0].n_observations, 0);
}

#define RETRY_TEST(f) \
	cmocka_unit_test_setup_teardown(f, site_set_up, site_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		RETRY_TEST(retries_what_may_get_better),
		RETRY_TEST(fails_what_will_not),
		RETRY_TEST(waits_as_long_as_retry_after_says),
		RETRY_TEST(gives_the_host_back_for_a_long_break),
		RETRY_TEST(gives_the_host_back_after_four_failures),
		RETRY_TEST(tries_once_on_a_host_that_had_failed),
		RETRY_TEST(says_gone_of_a_page),
		RETRY_TEST(says_tentative_with_the_last_try),
		RETRY_TEST(says_nothing_of_a_detail_that_failed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
