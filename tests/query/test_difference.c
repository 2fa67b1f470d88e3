#include "fixture.h"
#include "query/difference.h"
#include "query/posting.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char acme[] = "acme/greenhouse", other[] = "zeta/ashby";

/* Two sources with a complete round on each of the days 1, 5 and 9. */
static int setup(void **state)
{
	struct fixture_source a = {.id = acme, .company = "acme"};
	struct fixture_source b = {.id = other, .company = "zeta"};

	(void)state;
	fixture_begin();
	fixture_source(&a);
	fixture_source(&b);
	for (int day = 1; day <= 9; day += 4) {
		struct fixture_round r = {.source = acme, .at = day};
		struct fixture_round s = {.source = other, .at = day};

		fixture_round(&r);
		fixture_round(&s);
	}
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_end();
	return 0;
}

static void span(const char *key, int from, int until, const char *text)
{
	struct fixture_span s = {.source = acme,
				 .key = key,
				 .from = from,
				 .until = until,
				 .title = key,
				 .text = text};

	fixture_span(&s);
}

static void event(Jobq__EventKind kind, const char *key, int at)
{
	struct fixture_event e = {
		.kind = kind, .source = acme, .key = key, .at = at};

	fixture_event(&e);
}

#define ADDED	 JOBQ__EVENT_KIND__EVENT_ADDED
#define CHANGED	 JOBQ__EVENT_KIND__EVENT_CHANGED
#define CLOSED	 JOBQ__EVENT_KIND__EVENT_CLOSED
#define REOPENED JOBQ__EVENT_KIND__EVENT_REOPENED

/* The difference from day 1 to `to`; the caller's. */
static void make(struct difference *d, int to, const char *query)
{
	CLEANUP(textindex_freep) struct textindex *index = fixture_reader();
	struct difference_ask ask = {.from_ms = fixture_day(1),
				     .to_ms = fixture_day(to),
				     .query = query};

	assert_int_equal(difference_make(d, index, &ask), 0);
}

static void expect(const struct difference *d, size_t added, size_t closed,
		   size_t changed)
{
	assert_int_equal(d->added.n, added);
	assert_int_equal(d->closed.n, closed);
	assert_int_equal(d->changed.n, changed);
}

static void absent_then_present_is_added(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};

	(void)state;
	span("new", 5, 0, "x");
	event(ADDED, "new", 5);
	make(&d, 9, NULL);
	expect(&d, 1, 0, 0);
	assert_string_equal(d.added.items[0].after->key, "new");
	assert_null(d.added.items[0].before);
}

static void present_then_absent_is_closed(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};

	(void)state;
	span("old", 1, 5, "x");
	event(CLOSED, "old", 5);
	make(&d, 9, NULL);
	expect(&d, 0, 1, 0);
	assert_string_equal(d.closed.items[0].before->key, "old");
}

static void went_and_came_back_is_no_difference(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};

	(void)state;
	span("back", 1, 3, "x");
	span("back", 5, 0, "x");
	event(CLOSED, "back", 3);
	event(REOPENED, "back", 5);
	make(&d, 9, NULL);
	expect(&d, 0, 0, 0);
}

static void came_and_went_is_no_difference(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};

	(void)state;
	span("brief", 3, 5, "x");
	event(ADDED, "brief", 3);
	event(CLOSED, "brief", 5);
	make(&d, 9, NULL);
	expect(&d, 0, 0, 0);
}

static void reopened_is_added_whatever_its_past(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};
	struct fixture_span past = {.source = acme,
				    .key = "again",
				    .from = 1,
				    .until = 1,
				    .last_seen = 1,
				    .title = "again"};

	(void)state;
	fixture_span(&past);
	span("again", 5, 0, "x");
	event(REOPENED, "again", 5);
	make(&d, 9, NULL);
	expect(&d, 1, 0, 0);
}

static void another_text_is_changed_and_names_the_field(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};

	(void)state;
	span("job", 1, 5, "research");
	span("job", 5, 0, "production");
	event(CHANGED, "job", 5);
	make(&d, 9, NULL);
	expect(&d, 0, 0, 1);
	assert_int_equal(d.changed.items[0].n_fields, 1);
	assert_string_equal(d.changed.items[0].fields[0], "text");
}

static void changed_and_changed_back_is_no_difference(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};

	(void)state;
	span("job", 1, 3, "research");
	span("job", 3, 5, "production");
	span("job", 5, 0, "research");
	event(CHANGED, "job", 3);
	event(CHANGED, "job", 5);
	make(&d, 9, NULL);
	expect(&d, 0, 0, 0);
}

static void an_extractors_difference_is_no_change(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};
	struct fixture_span s = {.source = acme,
				 .key = "job",
				 .from = 5,
				 .title = "job",
				 .text = "research, read otherwise",
				 .extractor = "greenhouse/2.1"};

	(void)state;
	span("job", 1, 5, "research");
	fixture_span(&s);
	event(CHANGED, "job", 5);
	make(&d, 9, NULL);
	expect(&d, 0, 0, 0);
}

static void a_change_before_another_extractor_counts(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};
	struct fixture_span s = {.source = acme,
				 .key = "job",
				 .from = 5,
				 .title = "job",
				 .text = "production, read otherwise",
				 .extractor = "greenhouse/2.1"};

	(void)state;
	span("job", 1, 3, "research");
	span("job", 3, 5, "production");
	fixture_span(&s);
	event(CHANGED, "job", 3);
	make(&d, 9, NULL);
	expect(&d, 0, 0, 1);
}

static void a_text_had_at_last_is_no_change(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};
	struct fixture_span hint = {.source = acme,
				    .key = "job",
				    .from = 1,
				    .until = 5,
				    .title = "job",
				    .ending = JOBQ__ENDING__ENDING_CHANGED,
				    .hint = true};

	(void)state;
	fixture_span(&hint);
	span("job", 5, 0, "text");
	event(CHANGED, "job", 5);
	make(&d, 9, NULL);
	expect(&d, 0, 0, 0);
}

static void a_withdrawn_event_is_only_a_candidate(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};
	struct fixture_event e = {.kind = CLOSED,
				  .source = acme,
				  .key = "job",
				  .at = 5,
				  .withdrawn = true};

	(void)state;
	span("job", 1, 0, "x");
	fixture_event(&e);
	make(&d, 9, NULL);
	expect(&d, 0, 0, 0);
}

static void a_source_without_a_round_in_time_is_in_no_list(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};

	(void)state;
	span("new", 5, 0, "x");
	event(ADDED, "new", 5);
	make(&d, 12, NULL); /* the last round is three days old */
	expect(&d, 0, 0, 0);
	assert_int_equal(d.sources.n, 2);
	assert_false(d.coverage[0].compared);
	assert_true(d.coverage[0].from.comparable);
	assert_false(d.coverage[0].to.comparable);
	assert_true(d.coverage[0].to.complete->round->id->time_ms ==
		    fixture_day(9));
}

static void a_partial_round_makes_nothing_comparable(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};
	struct fixture_round partial = {
		.source = acme, .at = 12, .state = "partial"};
	struct fixture_round accepted = {
		.source = other, .at = 12, .state = "accepted"};

	(void)state;
	fixture_round(&partial);
	fixture_round(&accepted);
	make(&d, 12, NULL);
	assert_false(d.coverage[0].compared);
	assert_true(d.coverage[1].compared);
}

static void a_long_interval_widens_the_window(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};
	struct fixture_source weekly = {
		.id = "slow/html", .company = "slow", .hours = 7 * 24};
	struct fixture_round r = {.source = "slow/html", .at = 1};

	(void)state;
	fixture_source(&weekly);
	fixture_round(&r);
	make(&d, 15, NULL); /* 14 days are twice the interval */
	assert_string_equal(d.sources.items[1]->id, "slow/html");
	assert_true(d.coverage[1].compared);
}

static void a_query_that_matches_only_at_the_second_counts(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};
	CLEANUP(difference_deinit) struct difference none = {0};

	(void)state;
	span("job", 1, 5, "research kernels");
	span("job", 5, 0, "production 昇腾 kernels");
	event(CHANGED, "job", 5);
	span("new", 5, 0, "cooking");
	event(ADDED, "new", 5);
	make(&d, 9, "昇腾");
	expect(&d, 0, 0, 1);
	make(&none, 9, "gardening");
	expect(&none, 0, 0, 0);
}

static void a_query_is_not_asked_of_other_times(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};

	(void)state;
	span("job", 1, 3, "research");
	span("job", 3, 5, "昇腾");
	span("job", 5, 0, "production");
	event(CHANGED, "job", 3);
	event(CHANGED, "job", 5);
	make(&d, 9, "昇腾");
	expect(&d, 0, 0, 0);
}

/* One of two sources of one board; `since` is when it first has "shared". */
static void add_twin(const char *id, int since)
{
	struct fixture_source s = {
		.id = id, .company = "duo", .board = "jobs.example/duo"};
	struct fixture_round a = {.source = id, .at = 1};
	struct fixture_round b = {.source = id, .at = 9};
	struct fixture_span shared = {
		.source = id, .key = "shared", .from = since, .title = "s"};
	struct fixture_span fresh = {
		.source = id, .key = "fresh", .from = 5, .title = "f"};
	struct fixture_event e = {.source = id, .key = "shared", .at = 5};
	struct fixture_event f = {.source = id, .key = "fresh", .at = 5};

	fixture_source(&s);
	fixture_round(&a);
	fixture_round(&b);
	fixture_span(&shared);
	fixture_span(&fresh);
	fixture_event(&e);
	fixture_event(&f);
}

static void a_board_through_two_sources_is_one(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};

	(void)state;
	add_twin("duo/first", 1);
	add_twin("duo/second", 5);
	make(&d, 9, NULL);
	expect(&d, 1, 0, 0);
	assert_string_equal(d.added.items[0].after->key, "fresh");
	assert_string_equal(d.added.items[0].after->source, "duo/first");
}

static void sorted_by_company_source_and_title(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};
	struct fixture_span z = {
		.source = other, .key = "0", .from = 5, .title = "a"};
	struct fixture_event e = {.source = other, .key = "0", .at = 5};

	(void)state;
	fixture_span(&z);
	fixture_event(&e);
	span("c", 5, 0, "x");
	span("b", 5, 0, "x");
	event(ADDED, "c", 5);
	event(ADDED, "b", 5);
	make(&d, 9, NULL);
	expect(&d, 3, 0, 0);
	assert_string_equal(posting_title(d.added.items[0].after), "b");
	assert_string_equal(posting_title(d.added.items[1].after), "c");
	assert_string_equal(d.added.items[2].after->source, other);
}

static void the_first_moment_is_out_and_the_second_in(void **state)
{
	CLEANUP(difference_deinit) struct difference d = {0};

	(void)state;
	span("before", 1, 0, "x");
	event(ADDED, "before", 1);
	span("at the end", 9, 0, "x");
	event(ADDED, "at the end", 9);
	make(&d, 9, NULL);
	expect(&d, 1, 0, 0);
	assert_string_equal(d.added.items[0].after->key, "at the end");
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(absent_then_present_is_added),
		FACT(present_then_absent_is_closed),
		FACT(went_and_came_back_is_no_difference),
		FACT(came_and_went_is_no_difference),
		FACT(reopened_is_added_whatever_its_past),
		FACT(another_text_is_changed_and_names_the_field),
		FACT(changed_and_changed_back_is_no_difference),
		FACT(an_extractors_difference_is_no_change),
		FACT(a_change_before_another_extractor_counts),
		FACT(a_text_had_at_last_is_no_change),
		FACT(a_withdrawn_event_is_only_a_candidate),
		FACT(a_source_without_a_round_in_time_is_in_no_list),
		FACT(a_partial_round_makes_nothing_comparable),
		FACT(a_long_interval_widens_the_window),
		FACT(a_query_that_matches_only_at_the_second_counts),
		FACT(a_query_is_not_asked_of_other_times),
		FACT(a_board_through_two_sources_is_one),
		FACT(sorted_by_company_source_and_title),
		FACT(the_first_moment_is_out_and_the_second_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
