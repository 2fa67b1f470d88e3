#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/workers/fakerecipe.h"
#include "workers/access.h"

static Jobq__SourceSpec spec_of(const char *id, const char *recipe)
{
	Jobq__SourceSpec spec = JOBQ__SOURCE_SPEC__INIT;

	spec.id = (char *)id;
	spec.recipe = (char *)recipe;
	return spec;
}

static void keeps_the_session_from_lease_to_lease(void **state)
{
	CLEANUP(accesses_freep) struct accesses *all = accesses_new("x");
	Jobq__SourceSpec spec = spec_of("a/b", "session");
	struct access *access = accesses_get(all, &spec, "h");

	(void)state;
	assert_false(access_ready(access));
	access->steps_done = 1;
	assert_true(access_ready(access));
	assert_ptr_equal(accesses_get(all, &spec, "h"), access);
	assert_true(access_ready(access));
}

static void keeps_hosts_and_sources_apart(void **state)
{
	CLEANUP(accesses_freep) struct accesses *all = accesses_new("x");
	Jobq__SourceSpec a = spec_of("a/b", "session");
	Jobq__SourceSpec b = spec_of("a/c", "session");

	(void)state;
	assert_ptr_not_equal(accesses_get(all, &a, "h"),
			     accesses_get(all, &a, "i"));
	assert_ptr_not_equal(accesses_get(all, &a, "h"),
			     accesses_get(all, &b, "h"));
}

static void starts_over_when_the_source_changed(void **state)
{
	CLEANUP(accesses_freep) struct accesses *all = accesses_new("x");
	Jobq__SourceSpec spec = spec_of("a/b", "session");
	struct access *access = accesses_get(all, &spec, "h");
	uint64_t generation = access->generation;

	(void)state;
	access->steps_done = 1;
	spec.delay_ms = 9;
	assert_ptr_equal(accesses_get(all, &spec, "h"), access);
	assert_false(access_ready(access));
	assert_true(access->generation > generation);
	assert_int_equal(access->spec->delay_ms, 9);
}

static void needs_no_session_where_the_recipe_has_none(void **state)
{
	CLEANUP(accesses_freep) struct accesses *all = accesses_new("x");
	Jobq__SourceSpec spec = spec_of("a/b", "plain");

	(void)state;
	assert_true(access_ready(accesses_get(all, &spec, "h")));
}

static void has_nothing_without_the_recipe(void **state)
{
	CLEANUP(accesses_freep) struct accesses *all = accesses_new("x");
	Jobq__SourceSpec spec = spec_of("a/b", "unheard");

	(void)state;
	assert_null(accesses_get(all, &spec, "h"));
	assert_null(accesses_recipe(all, "unheard"));
	assert_ptr_equal(accesses_recipe(all, "plain"),
			 accesses_recipe(all, "plain"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_the_session_from_lease_to_lease),
		cmocka_unit_test(keeps_hosts_and_sources_apart),
		cmocka_unit_test(starts_over_when_the_source_changed),
		cmocka_unit_test(needs_no_session_where_the_recipe_has_none),
		cmocka_unit_test(has_nothing_without_the_recipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
