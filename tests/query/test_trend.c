/*
 * A concept over the days of a panel of three: acme is comparable on the 1st,
 * the 5th and the 9th, zeta from the 5th on, far is reached by no source.
 */
#include "fixture.h"
#include "query/command.h"
#include "query/value.h"
#include "sketch.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* after what it needs */
#include <cmocka.h>

static const char acme[] = "acme/greenhouse", zeta[] = "zeta/ashby";

static const struct sketch_mention trial = {
	"hw.ascend", "hw.domestic", "bonus", "none", "昇腾", "会昇腾者优先"};
static const struct sketch_mention live = {
	"hw.ascend",  "hw.domestic", "duty",
	"production", "昇腾",	     "负责昇腾集群的线上服务"};

/* One posting that goes from trial to live on the 9th, another from the 5th,
 * which is gone by the 9th; zeta's one. */
static void add_postings(void)
{
	static struct sketch before, after;
	struct fixture_span a = {.source = acme, .key = "a", .from = 1};
	struct fixture_span b = {.source = acme, .key = "b", .from = 5};
	struct fixture_span z = {.source = zeta, .key = "z", .from = 5};

	sketch_init(&before);
	sketch_mention(&before, &trial);
	sketch_init(&after);
	sketch_mention(&after, &live);
	a.title = b.title = z.title = "t";
	a.text = b.text = z.text = "text";
	a.analysis = b.analysis = z.analysis = &before.analysis;
	a.until = b.until = 9;
	a.ending = JOBQ__ENDING__ENDING_CHANGED;
	fixture_span(&a);
	fixture_span(&b);
	fixture_span(&z);
	a.from = 9;
	a.until = 0;
	a.first = 1;
	a.analysis = &after.analysis;
	fixture_span(&a);
}

static int setup(void **state)
{
	static const struct fixture_source sources[] = {
		{.id = acme, .company = "acme"},
		{.id = zeta, .company = "zeta"},
		{.id = "unreached:far", .company = "far", .unreached = "why"}};

	(void)state;
	fixture_begin();
	for (size_t i = 0; i < 3; i++)
		fixture_source(&sources[i]);
	for (int day = 1; day <= 9; day += 4)
		fixture_round(
			&(struct fixture_round){.source = acme, .at = day});
	for (int day = 5; day <= 9; day += 4)
		fixture_round(
			&(struct fixture_round){.source = zeta, .at = day});
	add_postings();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_end();
	return 0;
}

static json_t *trend_of(const char *query, const char *by)
{
	int code;
	json_t *json = fixture_json(&code, "trend", query, "--since",
				    "2025-11-01", "--until", "2025-11-09",
				    "--step", "4d", "--by", by, NULL);

	assert_int_equal(code, COMMAND_DONE);
	return json;
}

/* The counts of the row at that place, as "1 - 0": "-" is unknown. */
static void counts_are(const json_t *json, size_t place, const char *expected)
{
	const json_t *row =
		json_array_get(json_object_get(json, "rows"), place);
	const json_t *counts = json_object_get(row, "counts");
	char text[64] = "", one[24];

	for (size_t i = 0; i < json_array_size(counts); i++) {
		json_t *n = json_array_get(counts, i);

		snprintf(one, sizeof(one), "%s%lld", i ? " " : "",
			 (long long)json_integer_value(n));
		strcat(text, json_is_null(n) ? i ? " -" : "-" : one);
	}
	assert_string_equal(text, expected);
}

static const char *value_of(const json_t *json, size_t place, const char *key)
{
	return json_string_value(json_object_get(
		json_array_get(json_object_get(json, "rows"), place), key));
}

static void a_stage_is_followed_over_the_days(void **state)
{
	CLEANUP(json_freep)
	json_t *json =
		trend_of("company:acme", "company,concept,stage,section");

	(void)state;
	/* hw.ascend and what it implies, each once a stage */
	assert_int_equal(json_array_size(json_object_get(json, "rows")), 4);
	assert_string_equal(value_of(json, 0, "concept"), "hw.ascend");
	assert_string_equal(value_of(json, 0, "stage"), "production");
	assert_string_equal(value_of(json, 0, "section"), "duty");
	counts_are(json, 0, "0 0 1");
	assert_string_equal(value_of(json, 1, "stage"), "unclear");
	assert_string_equal(value_of(json, 1, "section"), "bonus");
	counts_are(json, 1, "1 2 0");
}

/* The source is named, with its newest complete round; NULL: it has none. */
static bool is_missing(const json_t *missing, const char *source,
		       const char *round_at)
{
	for (size_t i = 0; i < json_array_size(missing); i++) {
		const json_t *one = json_array_get(missing, i);
		const char *at =
			json_string_value(json_object_get(one, "round_at"));

		if (!strcmp(json_string_value(json_object_get(one, "source")),
			    source))
			return at && round_at ? !strcmp(at, round_at)
					      : at == round_at;
	}
	return false;
}

static const json_t *missing_at(const json_t *json, size_t point)
{
	return json_object_get(
		json_array_get(json_object_get(json, "points"), point),
		"not_comparable");
}

/* Rounds on the 1st and the 9th, and away: missing on the 5th alone. */
static void a_source_that_left_is_missing_where_it_had_a_gap(void **state)
{
	static const char old[] = "acme/old";
	CLEANUP(freep) char *text = NULL;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fixture_source(&(struct fixture_source){
		.id = old, .company = "acme", .gone = true});
	fixture_round(&(struct fixture_round){.source = old, .at = 1});
	fixture_round(&(struct fixture_round){.source = old, .at = 9});
	json = trend_of("", "company");
	assert_int_equal(json_array_size(missing_at(json, 0)), 1); /* zeta */
	assert_int_equal(json_array_size(missing_at(json, 1)), 1);
	assert_true(
		is_missing(missing_at(json, 1), old, "2025-11-01T12:00:00Z"));
	assert_int_equal(json_array_size(missing_at(json, 2)), 0);
	assert_int_equal(fixture_run(&text, "report", "coverage", "--at",
				     "2025-11-05", NULL),
			 COMMAND_DONE);
	assert_non_null(strstr(text, "Not comparable, in no figure: acme "
				     "(acme/old, too old)"));
	json_decref(TAKE(json));
	free(TAKE(text));
	assert_int_equal(
		fixture_run(&text, "search", "", "--at", "2025-11-20", NULL),
		COMMAND_DONE);
	assert_null(strstr(text, old)); /* it was not watched then */
}

static void a_company_without_a_round_is_unknown_not_zero(void **state)
{
	CLEANUP(json_freep) json_t *json = trend_of("", "company");
	const json_t *points = json_object_get(json, "points");
	const json_t *missing = missing_at(json, 0);

	(void)state;
	counts_are(json, 0, "1 2 1");
	counts_are(json, 1, "- 1 1");
	assert_int_equal(json_array_size(missing), 1);
	assert_true(is_missing(missing, zeta, NULL));
	assert_int_equal(json_array_size(json_object_get(
				 json_array_get(points, 1), "not_comparable")),
			 0);
}

static void what_is_not_reached_is_named(void **state)
{
	CLEANUP(json_freep) json_t *json = trend_of("", "company");
	const json_t *first =
		json_array_get(json_object_get(json, "unreached"), 0);

	(void)state;
	assert_string_equal(
		json_string_value(json_object_get(first, "company")), "far");
	assert_int_equal(json_array_size(json_object_get(json, "rows")), 2);
}

/* far had a source that saw a posting on the 1st; then it was taken out. */
static void add_far(void)
{
	static const char far[] = "far/html";

	fixture_source(&(struct fixture_source){
		.id = far, .company = "far", .gone = true});
	fixture_round(&(struct fixture_round){.source = far, .at = 1});
	fixture_span(&(struct fixture_span){.source = far,
					    .key = "f",
					    .from = 1,
					    .title = "t",
					    .text = "text"});
}

static void what_was_reached_is_named_by_its_source(void **state)
{
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	add_far();
	json = trend_of("", "company");
	assert_string_equal(value_of(json, 1, "company"), "far");
	counts_are(json, 1, "1 - -");
	assert_int_equal(json_array_size(json_object_get(json, "unreached")),
			 0);
	assert_int_equal(json_array_size(missing_at(json, 0)), 1); /* zeta */
	assert_true(is_missing(missing_at(json, 2), "far/html",
			       "2025-11-01T12:00:00Z"));
}

/* What `search --by company` says of far at that moment. */
static void search_says(const char *at, size_t unreached, size_t missing)
{
	int code;
	CLEANUP(json_freep)
	json_t *json = fixture_json(&code, "search", "", "--by", "company",
				    "--company", "far", "--at", at, NULL);

	assert_int_equal(json_array_size(json_object_get(json, "unreached")),
			 unreached);
	assert_int_equal(
		json_array_size(json_object_get(json, "not_comparable")),
		missing);
	assert_int_equal(json_array_size(json_object_get(json, "rows")),
			 !unreached);
}

static void what_is_counted_is_not_called_unreached(void **state)
{
	int code;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	add_far();
	search_says("2025-10-31", 1, 0); /* before its source */
	search_says("2025-11-02", 0, 0);
	search_says("2025-11-09", 0, 1); /* open, as last known */
	json = fixture_json(&code, "coverage", "--company", "far", "--at",
			    "2025-11-02", NULL);
	assert_int_equal(json_array_size(json), 1);
	json_decref(TAKE(json));
	json = fixture_json(&code, "coverage", "--company", "far", "--at",
			    "2025-10-31", NULL);
	assert_int_equal(json_array_size(json), 2);
}

static void report_has(const char *at, const char *said, const char *not_said)
{
	CLEANUP(freep) char *text = NULL;

	assert_int_equal(
		fixture_run(&text, "report", "coverage", "--at", at, NULL),
		COMMAND_DONE);
	assert_non_null(strstr(text, said));
	assert_null(strstr(text, not_said));
}

static void a_report_counts_or_names_what_was_reached(void **state)
{
	static const char unreached[] = "Not reached, in no figure: far";

	(void)state;
	report_has("2025-11-02", unreached,
		   "Not comparable, in no figure: far");
	add_far();
	report_has("2025-11-02", "far/html", unreached);
	report_has("2025-11-09",
		   "Not comparable, in no figure: far (far/html, too old)",
		   unreached);
}

static void each_count_has_examples(void **state)
{
	CLEANUP(json_freep) json_t *json = trend_of("", "company");
	const json_t *examples = json_object_get(
		json_array_get(json_object_get(json, "rows"), 0), "examples");

	(void)state;
	assert_int_equal(json_array_size(json_array_get(examples, 1)), 2);
	assert_int_equal(strlen(json_string_value(json_array_get(
				 json_array_get(examples, 1), 0))),
			 20);
}

/* The 6th is the newest, the 4th a step before; the 2nd is before --since. */
static void moments_go_back_from_the_newest(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *json =
		fixture_json(&code, "trend", "", "--since", "2025-11-03",
			     "--until", "2025-11-06", "--step", "2d", NULL);
	const json_t *points = json_object_get(json, "points");

	(void)state;
	assert_int_equal(json_array_size(points), 2);
	assert_string_equal(json_string_value(json_object_get(
				    json_array_get(points, 0), "at")),
			    "2025-11-04T23:59:59Z");
}

static void a_table_has_a_column_a_day(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "trend", "", "--since",
				     "2025-11-01", "--until", "2025-11-09",
				     "--step", "4d", NULL),
			 COMMAND_DONE);
	assert_non_null(strstr(text, "company  11-01  11-05  11-09\n"));
	assert_non_null(strstr(text, "zeta       n/a      1      1\n"));
	assert_non_null(strstr(
		text, "not comparable at 2025-11-01 23:59: zeta/ashby (no "
		      "complete round)\n"));
	assert_non_null(strstr(text, "not reached: far (why)\n"));
}

static void a_step_below_a_day_has_the_time_in_its_columns(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "trend", "", "--since",
				     "2025-11-09T12:00:00Z", "--until",
				     "2025-11-10T00:00:00Z", "--step", "6h",
				     NULL),
			 COMMAND_DONE);
	assert_non_null(strstr(text, "2025-11-10 00:00, every 6h\n"));
	assert_non_null(strstr(
		text, "company  11-09 12:00  11-09 18:00  11-10 00:00\n"));
	free(TAKE(text));
	assert_int_equal(fixture_run(&text, "trend", "", "--since",
				     "2025-11-09T23:00:00Z", "--until",
				     "2025-11-10T00:00:00Z", "--step", "1m",
				     NULL),
			 COMMAND_DONE);
	assert_non_null(strstr(text, "every 1m\n"));
	assert_non_null(strstr(text, "the newest 6 of 61 moments"));
}

static void a_table_keeps_the_newest_that_fit(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "trend", "", "--since",
				     "2025-10-01", "--until", "2025-11-09",
				     NULL),
			 COMMAND_DONE);
	assert_non_null(strstr(text, "the newest 12 of 40 moments"));
	assert_non_null(strstr(text, "11-09\n"));
}

static void csv_has_a_line_a_value_and_moment(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "trend", "", "--since",
				     "2025-11-01", "--until", "2025-11-09",
				     "--step", "4d", "--format", "csv", NULL),
			 COMMAND_DONE);
	assert_int_equal(strncmp(text, "at,company,count,examples\r\n", 27), 0);
	assert_non_null(strstr(text, "2025-11-01T23:59:59Z,zeta,,"));
	assert_non_null(strstr(text, "2025-11-05T23:59:59Z,zeta,1,"));
}

static void nothing_at_any_moment_is_1(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "trend", "title:nobody", "--since",
				     "2025-11-01", "--until", "2025-11-09",
				     NULL),
			 COMMAND_NOTHING);
}

static void refuses(const char *option, const char *value)
{
	CLEANUP(freep) char *text = NULL;

	assert_int_equal(fixture_run(&text, "trend", "", "--until",
				     "2025-11-09", option, value, NULL),
			 COMMAND_USAGE);
}

static void a_wrong_line_is_usage(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	refuses("--step", "1d");	  /* no --since */
	refuses("--since", "2025-11-10"); /* after --until */
	refuses("--since", "2020-01-01"); /* too many moments */
	assert_int_equal(fixture_run(&text, "trend", "", "--since",
				     "2025-11-01", "--by", "colour", NULL),
			 COMMAND_USAGE);
	free(TAKE(text));
	assert_int_equal(fixture_run(&text, "trend", "", "--since",
				     "2025-11-01", "--step", "daily", NULL),
			 COMMAND_USAGE);
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(a_stage_is_followed_over_the_days),
		FACT(a_company_without_a_round_is_unknown_not_zero),
		FACT(a_source_that_left_is_missing_where_it_had_a_gap),
		FACT(what_is_not_reached_is_named),
		FACT(what_was_reached_is_named_by_its_source),
		FACT(what_is_counted_is_not_called_unreached),
		FACT(a_report_counts_or_names_what_was_reached),
		FACT(each_count_has_examples),
		FACT(moments_go_back_from_the_newest),
		FACT(a_table_has_a_column_a_day),
		FACT(a_step_below_a_day_has_the_time_in_its_columns),
		FACT(a_table_keeps_the_newest_that_fit),
		FACT(csv_has_a_line_a_value_and_moment),
		FACT(nothing_at_any_moment_is_1),
		FACT(a_wrong_line_is_usage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
