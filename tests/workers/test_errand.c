#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/workers/fakerecipe.h"
#include "tests/workers/fakesite.h"

#define ROBOTS "http://site.example/robots.txt"
#define A      "http://site.example/a"
#define B      "http://site.example/b"
#define C      "http://site.example/c"

static void reads_robots_first_and_only_once(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);

	site_page(site, A, "post a");
	site_page(site, B, "post b");
	lease_task(lease, 1, A);
	lease_task(lease, 2, B);
	site_work(site, lease);
	site_work_one(site, "plain", A);
	assert_int_equal(site->n_asked, 4);
	assert_string_equal(site->asked[0].url, ROBOTS);
	assert_string_equal(site->asked[1].url, A);
	assert_string_equal(site->asked[2].url, B);
	assert_string_equal(site->asked[3].url, A);
}

static void spaces_from_the_end_of_the_answer(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 500);

	site_page(site, ROBOTS, "User-agent: *\nCrawl-delay: 2\n");
	site_page(site, A, "post a");
	lease->wait_ms = 300;
	lease_task(lease, 1, A);
	lease_task(lease, 2, B);
	site_work(site, lease);
	assert_int_equal(site->n_asked, 3);
	assert_int_equal(site->asked[0].begun_ms, 1300);
	for (size_t i = 1; i < 3; i++)
		assert_int_equal(site->asked[i].begun_ms,
				 site->asked[i - 1].ended_ms + 2000 +
					 PACE_MARGIN_MS);
}

static void begins_the_next_request_before_it_reads(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);
	struct errand *errand;

	site_page(site, A, "post a");
	lease_task(lease, 1, A);
	lease_task(lease, 2, B);
	errand = errand_new(&site->world, lease);
	for (unsigned i = 0; i < 2; i++) { /* robots.txt, A */
		assert_int_equal(errand_go(errand), 0);
		site_answer(site);
	}
	assert_true(errand_unread(errand));
	assert_int_equal(errand_go(errand), 0);
	assert_string_equal(site->asked[2].url, B);
	site_run(site, errand);
	errand_free(errand);
	jobq__lease__free_unpacked(lease, NULL);
}

static void keeps_what_robots_disallows(void **state)
{
	struct site *site = *state;

	site_page(site, ROBOTS, "User-agent: *\nDisallow: /a\n");
	site_work_one(site, "plain", A);
	assert_int_equal(site->n_asked, 1);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_DISALLOWED);
	assert_int_equal(site->told[0].n_observations, 0);
}

static void retries_the_task_while_robots_is_unreachable(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);

	site_say(site, (struct said){.url = ROBOTS, .status = 503});
	site_say(site, (struct said){.url = ROBOTS, .status = 404});
	site_page(site, B, "post b");
	lease_task(lease, 1, A);
	lease_task(lease, 2, B);
	site_work(site, lease);
	assert_int_equal(site->n_told, 2);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_RETRY);
	assert_string_equal(site->told[0].reason,
			    "robots.txt unreachable: 503 Service Unavailable");
	assert_in_range(site->told[0].wait_ms, 1000, 1500);
	assert_int_equal(site->told[1].task, 2);
	assert_int_equal(site->told[1].result, JOBQ__RESULT__RESULT_DONE);
}

static void allows_all_after_six_redirects_of_robots(void **state)
{
	struct site *site = *state;
	static const char *const urls[] = {
		ROBOTS,	     ROBOTS "?1", ROBOTS "?2", ROBOTS "?3",
		ROBOTS "?4", ROBOTS "?5", ROBOTS "?6",
	};
	static const char *const locations[] = {
		"Location: ?1\r\n", "Location: ?2\r\n", "Location: ?3\r\n",
		"Location: ?4\r\n", "Location: ?5\r\n", "Location: ?6\r\n",
		"Location: ?7\r\n",
	};

	for (size_t i = 0; i < 7; i++)
		site_say(site, (struct said){.url = urls[i],
					     .status = 302,
					     .headers = locations[i]});
	site_page(site, A, "post a");
	site_work_one(site, "plain", A);
	assert_int_equal(site->n_asked, 7);
	assert_string_equal(site->asked[5].url, ROBOTS "?5");
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_DONE);
}

static void follows_redirects_on_the_host(void **state)
{
	struct site *site = *state;

	site_say(site, (struct said){.url = A,
				     .status = 301,
				     .headers = "Location: b\r\n"});
	site_page(site, B, "post b");
	site_work_one(site, "plain", A);
	assert_string_equal(site->asked[2].url, B);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_DONE);
	assert_int_equal(site->told[0].pages, 3);
}

static void asks_robots_about_redirects_too(void **state)
{
	struct site *site = *state;

	site_page(site, ROBOTS, "User-agent: *\nDisallow: /b\n");
	site_say(site, (struct said){.url = A,
				     .status = 302,
				     .headers = "Location: /b\r\n"});
	site_work_one(site, "plain", A);
	assert_int_equal(site->n_asked, 2);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_DISALLOWED);
}

static void fails_a_redirect_loop_by_its_url(void **state)
{
	struct site *site = *state;
	const struct told *told = site_tell(
		site, A,
		(struct said){.status = 302, .headers = "Location: /a\r\n"});

	assert_int_equal(told->result, JOBQ__RESULT__RESULT_FAILED);
	assert_string_equal(told->reason, "redirect loop at " A);
}

static void goes_round_once_more_for_a_cookie(void **state)
{
	struct site *site = *state;

	site_say(site, (struct said){.url = A,
				     .status = 302,
				     .headers = "Location: /a\r\n"
						"Set-Cookie: x=1\r\n"});
	site_page(site, A, "post a");
	site_work_one(site, "plain", A);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_DONE);
	assert_null(site->asked[1].cookie);
	assert_string_equal(site->asked[2].cookie, "x=1");
}

static void reports_another_host_as_a_found_task(void **state)
{
	struct site *site = *state;
	const struct told *told =
		site_tell(site, A,
			  (struct said){.status = 301,
					.headers = "Location: "
						   "https://other.example/"
						   "x\r\n"});

	assert_int_equal(site->n_asked, 2);
	assert_int_equal(told->result, JOBQ__RESULT__RESULT_DONE);
	assert_int_equal(told->n_found, 1);
	assert_string_equal(told->found, "https://other.example/x");
}

static void counts_redirects_over_all_hosts(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);

	site_say(site, (struct said){.url = A,
				     .status = 302,
				     .headers = "Location: /b\r\n"});
	lease_task(lease, 1, A)->redirects = 10;
	site_work(site, lease);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_FAILED);
	assert_string_equal(site->told[0].reason,
			    "more than 10 redirects, last at " A);
}

static void fails_a_redirect_to_nowhere(void **state)
{
	const struct told *told =
		site_tell(*state, A, (struct said){.status = 302});

	assert_int_equal(told->result, JOBQ__RESULT__RESULT_FAILED);
	assert_string_equal(told->reason, "redirect to nowhere from " A);
}

static void makes_a_session_once(void **state)
{
	struct site *site = *state;

	site_page(site, "http://site.example/session", "ok ok");
	site_page(site, A, "post a");
	site_work_one(site, "session", A);
	site_work_one(site, "session", A);
	assert_int_equal(site->n_asked, 4);
	assert_string_equal(site->asked[1].url, "http://site.example/session");
	assert_string_equal(site->asked[2].url, A);
	assert_string_equal(site->asked[3].url, A);
}

static void renews_a_stale_session(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("session", 0);

	site_page(site, "http://site.example/session", "ok ok");
	site_page(site, A, "stale yes");
	site_page(site, B, "post b");
	lease_task(lease, 1, A);
	site_work(site, lease);
	site_work_one(site, "session", B);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_RETRY);
	assert_int_equal(site->told[0].failures, 0);
	assert_string_equal(site->asked[3].url, "http://site.example/session");
	assert_int_equal(site->told[1].result, JOBQ__RESULT__RESULT_DONE);
}

static void renews_a_session_that_is_denied_later(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("session", 0);

	site_page(site, "http://site.example/session", "ok ok");
	site_page(site, A, "post a");
	site_say(site, (struct said){.url = B, .status = 403});
	lease_task(lease, 1, A);
	site_work(site, lease);
	site_work_one(site, "session", B);
	assert_int_equal(site->told[1].result, JOBQ__RESULT__RESULT_RETRY);
	site_work_one(site, "session", B);
	assert_int_equal(site->told[2].result, JOBQ__RESULT__RESULT_FAILED);
}

static void retries_when_the_session_fails(void **state)
{
	struct site *site = *state;

	site_say(site, (struct said){.url = "http://site.example/session",
				     .status = 204});
	site_work_one(site, "session", A);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_RETRY);
	assert_string_equal(site->told[0].reason, "session: no token");
}

static void fails_tasks_of_an_unknown_recipe(void **state)
{
	site_work_one(*state, "unheard", A);
	assert_int_equal(((struct site *)*state)->told[0].result,
			 JOBQ__RESULT__RESULT_FAILED);
	assert_int_equal(((struct site *)*state)->n_asked, 0);
}

static void fails_a_url_that_is_none(void **state)
{
	site_work_one(*state, "plain", "ftp://site.example/");
	assert_int_equal(((struct site *)*state)->told[0].result,
			 JOBQ__RESULT__RESULT_FAILED);
}

static void takes_more_tasks_of_its_token(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);
	struct errand *errand;

	lease_task(lease, 1, A);
	errand = errand_new(&site->world, lease);
	lease_task(lease, 1, A); /* it has this one */
	lease_task(lease, 2, B);
	errand_add(errand, lease);
	site_run(site, errand);
	assert_int_equal(site->n_told, 2);
	assert_int_equal(site->told[1].task, 2);
	errand_free(errand);
	jobq__lease__free_unpacked(lease, NULL);
}

static void finds_the_sitemaps_of_robots(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);

	site_page(site, ROBOTS, "Sitemap: http://site.example/map.xml\n");
	site_page(site, A, "post a");
	lease_task(lease, 1, A)->seed = true;
	lease_task(lease, 2, A);
	site_work(site, lease);
	assert_int_equal(site->told[0].n_found, 1);
	assert_string_equal(site->told[0].found, "http://site.example/map.xml");
	assert_int_equal(site->told[1].n_found, 0);
}

static void takes_the_rounds_time_when_it_is_fixed(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);

	lease_task(lease, 1, A)->fixed_time = true;
	lease_task(lease, 2, A);
	site_work(site, lease);
	assert_int_equal(site->asked[1].logical_ms, 555);
	assert_true(site->asked[2].logical_ms >= 1000000);
}

static void finishes_only_what_is_under_way_when_stopped(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);
	struct errand *errand;

	site_page(site, A, "post a");
	lease_task(lease, 1, A);
	lease_task(lease, 2, B);
	errand = errand_new(&site->world, lease);
	assert_int_equal(errand_go(errand), 0);
	site_answer(site);
	assert_int_equal(errand_go(errand), 0); /* A is under way */
	errand_stop(errand);
	site_run(site, errand);
	assert_int_equal(site->n_told, 1);
	assert_int_equal(errand_left(errand), 1);
	errand_free(errand);
	jobq__lease__free_unpacked(lease, NULL);
}

static void says_nothing_of_a_lost_lease(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);
	struct errand *errand;

	lease_task(lease, 1, A);
	errand = errand_new(&site->world, lease);
	assert_int_equal(errand_go(errand), 0);
	errand_lose(errand);
	assert_false(errand_over(errand));
	site_answer(site);
	assert_true(errand_over(errand));
	assert_int_equal(site->n_told, 0);
	errand_free(errand);
	jobq__lease__free_unpacked(lease, NULL);
}

static void survives_its_own_end_while_under_way(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);
	struct errand *errand;

	lease_task(lease, 1, A);
	errand = errand_new(&site->world, lease);
	assert_int_equal(errand_go(errand), 0);
	errand_free(errand);
	site_answer(site); /* thrown away */
	assert_int_equal(site->n_told, 0);
	jobq__lease__free_unpacked(lease, NULL);
}

static void asks_again_for_what_the_disk_swallowed(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);
	struct errand *errand;

	site_page(site, A, "post a");
	lease_task(lease, 1, A);
	errand = errand_new(&site->world, lease);
	assert_int_equal(errand_go(errand), 0);
	site_answer(site);
	assert_int_equal(errand_go(errand), 0);
	site->done = NULL; /* never called back */
	errand_doubt(errand);
	site_run(site, errand);
	assert_int_equal(site->n_asked, 3);
	assert_string_equal(site->asked[2].url, A);
	assert_true(site->asked[2].begun_ms - site->asked[1].begun_ms >=
		    ERRAND_DOUBT_MS);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_DONE);
	errand_free(errand);
	jobq__lease__free_unpacked(lease, NULL);
}

static void goes_on_after_a_fault_of_the_fetcher(void **state)
{
	struct site *site = *state;
	Jobq__Lease *lease = site_lease("plain", 0);
	struct errand *errand;

	site_page(site, A, "post a");
	lease_task(lease, 1, A);
	errand = errand_new(&site->world, lease);
	site->broken = true;
	assert_true(errand_go(errand) < 0);
	site->broken = false;
	site_run(site, errand);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_DONE);
	errand_free(errand);
	jobq__lease__free_unpacked(lease, NULL);
}

static void replay_neither_waits_nor_retries(void **state)
{
	struct site *site = site_new(false);
	Jobq__Lease *lease = site_lease("plain", 5000);

	(void)state;
	site_say(site, (struct said){.url = ROBOTS, .error = FETCH_NO_RECORD});
	site_say(site, (struct said){.url = A, .status = 503});
	site_page(site, B, "post b");
	lease->wait_ms = 9000;
	lease_task(lease, 1, A);
	lease_task(lease, 2, B);
	site_work(site, lease);
	assert_int_equal(site->told[0].result, JOBQ__RESULT__RESULT_FAILED);
	assert_int_equal(site->told[1].result, JOBQ__RESULT__RESULT_DONE);
	assert_int_equal(site->now_ms, 1000 + 3 * SITE_LATENCY_MS);
	site_free(site);
}

#define ERRAND_TEST(f) \
	cmocka_unit_test_setup_teardown(f, site_set_up, site_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ERRAND_TEST(reads_robots_first_and_only_once),
		ERRAND_TEST(spaces_from_the_end_of_the_answer),
		ERRAND_TEST(begins_the_next_request_before_it_reads),
		ERRAND_TEST(keeps_what_robots_disallows),
		ERRAND_TEST(retries_the_task_while_robots_is_unreachable),
		ERRAND_TEST(allows_all_after_six_redirects_of_robots),
		ERRAND_TEST(follows_redirects_on_the_host),
		ERRAND_TEST(asks_robots_about_redirects_too),
		ERRAND_TEST(fails_a_redirect_loop_by_its_url),
		ERRAND_TEST(goes_round_once_more_for_a_cookie),
		ERRAND_TEST(reports_another_host_as_a_found_task),
		ERRAND_TEST(counts_redirects_over_all_hosts),
		ERRAND_TEST(fails_a_redirect_to_nowhere),
		ERRAND_TEST(makes_a_session_once),
		ERRAND_TEST(renews_a_stale_session),
		ERRAND_TEST(renews_a_session_that_is_denied_later),
		ERRAND_TEST(retries_when_the_session_fails),
		ERRAND_TEST(fails_tasks_of_an_unknown_recipe),
		ERRAND_TEST(fails_a_url_that_is_none),
		ERRAND_TEST(takes_more_tasks_of_its_token),
		ERRAND_TEST(finds_the_sitemaps_of_robots),
		ERRAND_TEST(takes_the_rounds_time_when_it_is_fixed),
		ERRAND_TEST(finishes_only_what_is_under_way_when_stopped),
		ERRAND_TEST(says_nothing_of_a_lost_lease),
		ERRAND_TEST(survives_its_own_end_while_under_way),
		ERRAND_TEST(asks_again_for_what_the_disk_swallowed),
		ERRAND_TEST(goes_on_after_a_fault_of_the_fetcher),
		ERRAND_TEST(replay_neither_waits_nor_retries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
