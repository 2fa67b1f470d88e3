#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/alloc.h"
#include "workers/rulebook.h"
#include <stdio.h>

static struct robots *rules(void)
{
	return robots_parse(slice_text("User-agent: *\nDisallow: /x\n"),
			    "jobq");
}

static void knows_only_what_it_was_told(void **state)
{
	CLEANUP(rulebook_freep) struct rulebook *book = rulebook_new();
	const struct robots *robots = NULL;

	(void)state;
	assert_false(rulebook_get(book, "http://a.example/1", 0, &robots));
	rulebook_put(book, "http://a.example/1", 0, rules());
	assert_true(rulebook_get(book, "http://a.example/2", 0, &robots));
	assert_false(robots_allows(robots, "/x"));
}

static void keeps_origins_apart(void **state)
{
	CLEANUP(rulebook_freep) struct rulebook *book = rulebook_new();
	const struct robots *robots = NULL;

	(void)state;
	rulebook_put(book, "http://a.example/", 0, NULL);
	assert_false(rulebook_get(book, "https://a.example/", 0, &robots));
	assert_false(rulebook_get(book, "http://a.example:81/", 0, &robots));
	assert_true(rulebook_get(book, "http://A.example:80/", 0, &robots));
	assert_null(robots);
}

static void forgets_after_a_day(void **state)
{
	CLEANUP(rulebook_freep) struct rulebook *book = rulebook_new();
	const struct robots *robots = NULL;

	(void)state;
	rulebook_put(book, "http://a.example/", 0, rules());
	assert_true(rulebook_get(book, "http://a.example/", RULEBOOK_AGE_MS - 1,
				 &robots));
	assert_false(rulebook_get(book, "http://a.example/", RULEBOOK_AGE_MS,
				  &robots));
}

static void keeps_the_newest_rules(void **state)
{
	CLEANUP(rulebook_freep) struct rulebook *book = rulebook_new();
	const struct robots *robots = NULL;

	(void)state;
	rulebook_put(book, "http://a.example/", 0, rules());
	rulebook_put(book, "http://a.example/", RULEBOOK_AGE_MS, NULL);
	assert_true(rulebook_get(book, "http://a.example/", RULEBOOK_AGE_MS + 1,
				 &robots));
	assert_null(robots);
}

static void lets_the_oldest_go_when_it_is_full(void **state)
{
	CLEANUP(rulebook_freep) struct rulebook *book = rulebook_new();
	const struct robots *robots = NULL;
	char url[64];

	(void)state;
	for (unsigned i = 0; i <= RULEBOOK_MAX; i++) {
		snprintf(url, sizeof(url), "http://h%u.example/", i);
		rulebook_put(book, url, 0, NULL);
	}
	assert_false(rulebook_get(book, "http://h0.example/", 0, &robots));
	assert_true(rulebook_get(book, "http://h1.example/", 0, &robots));
	assert_true(rulebook_get(book, url, 0, &robots));
}

static void names_the_address(void **state)
{
	CLEANUP(freep)
	char *address = rulebook_address("https://A.example:8443/x?y");

	(void)state;
	assert_string_equal(address, "https://a.example:8443/robots.txt");
	assert_null(rulebook_address("mailto:a@b.example"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_only_what_it_was_told),
		cmocka_unit_test(keeps_origins_apart),
		cmocka_unit_test(forgets_after_a_day),
		cmocka_unit_test(keeps_the_newest_rules),
		cmocka_unit_test(lets_the_oldest_go_when_it_is_full),
		cmocka_unit_test(names_the_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
