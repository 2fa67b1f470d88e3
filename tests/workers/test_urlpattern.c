#include "workers/urlpattern.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_takes(const char *pattern, const char *url,
			 const char *board)
{
	struct vars vars = {0};

	assert_true(urlpattern_match_url(pattern, url, &vars) > 0);
	assert_string_equal(vars_get(&vars, "board"), board);
	vars_deinit(&vars);
}

static void assert_misses(const char *pattern, const char *url)
{
	struct vars vars = {0};

	assert_int_equal(urlpattern_match_url(pattern, url, &vars), 0);
	assert_int_equal(vars.n, 0);
}

static void takes_a_path_segment(void **state)
{
	(void)state;
	assert_takes("e.example/{board}", "https://e.example/acme", "acme");
	assert_takes("e.example/{board}", "http://E.EXAMPLE/acme/", "acme");
	assert_takes("e.example/{board}", "https://e.example/acme?x=/y#z",
		     "acme");
}

static void the_url_may_go_on_below(void **state)
{
	(void)state;
	assert_takes("e.example/{board}", "https://e.example/acme/jobs/12",
		     "acme");
}

static void takes_a_part_of_the_host(void **state)
{
	(void)state;
	assert_takes("{board}.jobs.example", "https://acme.jobs.example/",
		     "acme");
}

static void what_is_other_does_not_match(void **state)
{
	(void)state;
	assert_misses("e.example/{board}", "https://e.example/");
	assert_misses("e.example/{board}", "https://x.example/acme");
	assert_misses("e.example/jobs", "https://e.example/jobsite");
	assert_misses("e.example/{board}", "ftp://e.example/acme");
	assert_misses("e.example/{board}", "no URL");
}

static void more_literal_text_is_a_better_match(void **state)
{
	struct vars vars = {0};
	const char *url = "https://a.e.example/social/x";

	(void)state;
	assert_true(urlpattern_match_url("a.e.example/social/{y}", url, &vars) >
		    urlpattern_match_url("{x}.e.example/{y}", url, &vars));
	assert_int_equal(urlpattern_match_url("*", url, &vars), 1);
	vars_deinit(&vars);
}

static void a_value_is_cut_into_its_parts(void **state)
{
	struct vars vars = {0};

	(void)state;
	assert_true(urlpattern_matches("{org}/{portal}", "acme/77", &vars));
	assert_string_equal(vars_get(&vars, "org"), "acme");
	assert_string_equal(vars_get(&vars, "portal"), "77");
	assert_false(urlpattern_matches("{org}/{portal}", "acme", &vars));
	assert_false(urlpattern_matches("{org}/{portal}", "a/b/c", &vars));
	vars_deinit(&vars);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_a_path_segment),
		cmocka_unit_test(the_url_may_go_on_below),
		cmocka_unit_test(takes_a_part_of_the_host),
		cmocka_unit_test(what_is_other_does_not_match),
		cmocka_unit_test(more_literal_text_is_a_better_match),
		cmocka_unit_test(a_value_is_cut_into_its_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
