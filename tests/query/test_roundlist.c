#include "fixture.h"
#include "query/options.h"
#include "query/roundlist.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char source[] = "acme/greenhouse";

static int setup(void **state)
{
	struct fixture_source s = {.id = source, .company = "acme"};

	(void)state;
	fixture_begin();
	fixture_source(&s);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_end();
	return 0;
}

static void add(int day, const char *state, const char *unseen)
{
	struct fixture_round r = {.source = source,
				  .at = day,
				  .state = state,
				  .unseen = {unseen}};

	fixture_round(&r);
}

static void add_failed(int day)
{
	struct fixture_round r = {
		.source = source, .at = day, .state = "failed", .nobody = true};

	fixture_round(&r);
}

/* The day on which posting "1" was last seen; 0: another moment. */
static int last_seen(int from, int at)
{
	CLEANUP(textindex_freep) struct textindex *index = fixture_reader();
	CLEANUP(roundlist_deinit) struct roundlist rounds = {0};
	struct roundlist_ask ask = {source, NULL, OPTIONS_UNSET, OPTIONS_UNSET};
	struct posting_id id = posting_id_of(source, "1");
	int64_t ms;

	assert_int_equal(roundlist_load(&rounds, index, &ask), 0);
	ms = roundlist_last_seen(&rounds, &id, fixture_day(from),
				 fixture_day(at));
	for (int day = 1; day <= 30; day++) {
		if (fixture_day(day) == ms)
			return day;
	}
	return 0;
}

static void the_newest_round_that_saw_it(void **state)
{
	(void)state;
	add(1, "complete", NULL);
	add(2, "complete", NULL);
	add(3, "complete", NULL);
	assert_int_equal(last_seen(1, 3), 3);
	assert_int_equal(last_seen(1, 2), 2);
}

static void a_round_that_missed_it_did_not_see_it(void **state)
{
	(void)state;
	add(1, "complete", NULL);
	add(2, "partial", NULL);
	add(3, "suspect", "1");
	assert_int_equal(last_seen(1, 4), 2);
}

static void a_round_that_missed_another_saw_it(void **state)
{
	(void)state;
	add(1, "complete", NULL);
	add(3, "partial", "2");
	assert_int_equal(last_seen(1, 4), 3);
}

static void a_failed_round_saw_nobody(void **state)
{
	(void)state;
	add(1, "complete", NULL);
	add_failed(2);
	assert_int_equal(last_seen(1, 4), 1);
}

static void not_before_its_span(void **state)
{
	(void)state;
	add(1, "complete", NULL);
	add(6, "complete", "1");
	assert_int_equal(last_seen(5, 7), 5);
}

static void another_sources_round_is_none_of_its(void **state)
{
	struct fixture_source s = {.id = "acme/moka", .company = "acme"};
	struct fixture_round r = {.source = "acme/moka", .at = 3};

	(void)state;
	fixture_source(&s);
	fixture_round(&r);
	add(1, "complete", NULL);
	assert_int_equal(last_seen(1, 4), 1);
}

static void the_newest_complete_one_is_no_partial_one(void **state)
{
	CLEANUP(textindex_freep) struct textindex *index = NULL;
	CLEANUP(roundlist_deinit) struct roundlist rounds = {0};
	struct roundlist_ask ask = {source, NULL, OPTIONS_UNSET, OPTIONS_UNSET};

	(void)state;
	add(3, "suspect", NULL);
	add(1, "complete", NULL);
	add(2, "accepted", NULL);
	add(4, "partial", NULL);
	index = fixture_reader();
	assert_int_equal(roundlist_load(&rounds, index, &ask), 0);
	assert_true(roundlist_complete(&rounds, fixture_day(9))
			    ->round->id->time_ms == fixture_day(2));
	assert_true(
		roundlist_newest(&rounds, fixture_day(9))->round->id->time_ms ==
		fixture_day(4));
	assert_null(roundlist_newest(&rounds, fixture_day(1) - 1));
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(the_newest_round_that_saw_it),
		FACT(a_round_that_missed_it_did_not_see_it),
		FACT(a_round_that_missed_another_saw_it),
		FACT(a_failed_round_saw_nobody),
		FACT(not_before_its_span),
		FACT(another_sources_round_is_none_of_its),
		FACT(the_newest_complete_one_is_no_partial_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
