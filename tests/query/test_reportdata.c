/*
 * What a report is over: which sources and countries, in which groups, and
 * what is named because it is not.
 */
#include "fixture.h"
#include "panel.h"
#include "query/command.h"
#include "reported.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* after what it needs */
#include <cmocka.h>

static void coverage_comes_first_and_names_what_is_missing(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("campus");
	const json_t *sheets = json_object_get(json, "sheets");
	json_t *open = with(sheets, "name", "open");

	(void)state;
	assert_string_equal(text_of(json_array_get(sheets, 0), "report"),
			    "coverage");
	has(json, "open", "Deep", "open", 5);
	has(json, "open", "Deep", "read", 4);
	is_unknown(json, "open", "Stale", "open");
	assert_non_null(strstr(json_string_value(json_array_get(
				       json_object_get(open, "notes"), 0)),
			       "stale/html"));
	assert_string_equal(
		text_of(cell_of(json, "panel", "stale/html", "newest round"),
			"text"),
		"partial");
}

static void what_is_not_reached_is_named_beside_every_figure(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("years");
	const json_t *notes = json_object_get(
		with(json_object_get(json, "sheets"), "name", "open"), "notes");
	json_t *cell = cell_of(json, "panel", "far", "state");

	(void)state;
	assert_string_equal(text_of(cell, "text"), "not reached");
	assert_string_equal(text_of(cell, "note"), "no recipe reads it");
	is_unknown(json, "panel", "far", "open");
	assert_string_equal(
		json_string_value(json_array_get(notes, 1)),
		"Not reached, in no figure: Far (no recipe reads it)");
	assert_null(row_of(json, "open", "Far")); /* no group: no zero */
}

static void groups_are_countries_too(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *json = fixture_json(&code, "report", "chips", "--by", "country",
				    "--at", "2025-11-09", NULL);

	(void)state;
	has(json, "chips", "CUDA", "China (CN)", 1);
	has(json, "chips", "CUDA", "US", 1);
}

static void two_panels_stand_side_by_side(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *rest = fixture_json(&code, "report", "years", "--compare", "CN",
				    "--at", "2025-11-09", NULL);
	CLEANUP(json_freep)
	json_t *two = fixture_json(&code, "report", "years", "--compare",
				   "GB,US:CN", "--at", "2025-11-09", NULL);

	(void)state;
	has(rest, "years", "China (CN)", "explicit", 4);
	has(rest, "years", "others", "explicit", 6);
	assert_null(row_of(two, "years", "Open"));
	has(two, "years", "US:CN", "explicit", 14.0 / 3);
}

static void some_countries_can_be_looked_at(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *json =
		fixture_json(&code, "report", "places", "--country", "CN",
			     "--by", "country", "--at", "2025-11-09", NULL);

	(void)state;
	assert_null(row_of(json, "open", "US"));
	has(json, "hubs", "China (CN)", "with a place", 5);
	assert_null(row_of(json, "cities", "San Francisco"));
	json_decref(TAKE(json));
	json = fixture_json(&code, "report", "places", "--country", "GB:US",
			    "--at", "2025-11-09", NULL);
	has(json, "open", "Open", "open", 3);
	assert_null(row_of(json, "open", "Deep"));
}

static void a_country_leaves_out_what_is_named_of_others(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *json = fixture_json(&code, "report", "years", "--country", "US",
				    "--at", "2025-11-09", NULL);
	const json_t *notes = json_object_get(
		with(json_object_get(json, "sheets"), "name", "open"), "notes");

	(void)state;
	assert_non_null(row_of(json, "panel", "open/ashby"));
	assert_null(row_of(json, "panel", "stale/html"));
	assert_null(row_of(json, "panel", "far"));
	for (size_t i = 0; i < json_array_size(notes); i++)
		assert_null(strstr(json_string_value(json_array_get(notes, i)),
				   "in no figure"));
	json_decref(TAKE(json));
	json = fixture_json(&code, "report", "years", "--country", "US:CN",
			    "--at", "2025-11-09", NULL);
	assert_non_null(row_of(json, "panel", "stale/html"));
	assert_non_null(row_of(json, "panel", "far"));
}

static void refuses(const char *option, const char *value)
{
	CLEANUP(freep) char *text = NULL;

	assert_int_equal(fixture_run(&text, "report", option, value, NULL),
			 COMMAND_USAGE);
}

static void what_is_no_country_is_usage(void **state)
{
	(void)state;
	refuses("--country", "china");
	refuses("--country", "CN,US");
	refuses("--country", "cn");
	refuses("--country", "CN:");
	refuses("--country", ":CN");
	refuses("--country", "");
	refuses("--compare", "");
	refuses("--compare", "china");
	refuses("--compare", "CN,");
	refuses("--compare", "CN,US,GB");
}

static void one_company_can_be_looked_at(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *json = fixture_json(&code, "report", "chips", "--company",
				    "open", "--at", "2025-11-09", NULL);

	(void)state;
	assert_null(row_of(json, "open", "Deep"));
	has(json, "open", "Open", "open", 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			coverage_comes_first_and_names_what_is_missing),
		cmocka_unit_test(
			what_is_not_reached_is_named_beside_every_figure),
		cmocka_unit_test(groups_are_countries_too),
		cmocka_unit_test(two_panels_stand_side_by_side),
		cmocka_unit_test(some_countries_can_be_looked_at),
		cmocka_unit_test(a_country_leaves_out_what_is_named_of_others),
		cmocka_unit_test(what_is_no_country_is_usage),
		cmocka_unit_test(one_company_can_be_looked_at),
	};

	return cmocka_run_group_tests(tests, panel_begin, panel_end);
}
