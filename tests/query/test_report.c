/*
 * Every figure of a report, worked out here from what panel.c says.
 */
#include "fixture.h"
#include "panel.h"
#include "query/command.h"
#include "query/report.h"
#include "query/value.h"
#include "reported.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
/* after what it needs */
#include <cmocka.h>

static void the_wording_stands_in_every_form(void **state)
{
	static const char *const forms[] = {"table", "json", "ndjson", "csv",
					    "html"};

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		CLEANUP(freep) char *text = NULL;

		assert_int_equal(fixture_run(&text, "report", "pay", "--at",
					     "2025-11-09", "--format", forms[i],
					     NULL),
				 COMMAND_DONE);
		assert_non_null(strstr(text, "It does not prove that"));
	}
}

static void chips_are_counted_by_group(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("chips");
	const char *ascend = "Huawei Ascend 昇腾";

	(void)state;
	has(json, "chips", ascend, "Deep", 2); /* the blurb is none */
	has(json, "chips", ascend, "Open", 0);
	has(json, "chips", "CUDA", "Deep", 1);
	has(json, "chips", "CUDA", "Open", 1); /* a claim is none */
	is_unknown(json, "chips", ascend, "Stale");
	assert_int_equal(proofs(json, "chips", ascend, "Deep"), 2);
}

static void a_zero_says_what_was_looked_at(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("chips");
	json_t *cell = cell_of(json, "chips", "Huawei Ascend 昇腾", "Open");

	(void)state;
	assert_string_equal(text_of(cell, "note"), "0 of 3 postings read");
	assert_non_null(
		strstr(text_of(row_of(json, "chips", "Huawei Ascend 昇腾"),
			       "searched"),
		       "昇腾"));
}

static void chips_stand_by_section_and_stage(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("chips");
	const json_t *rows = json_object_get(
		with(json_object_get(json, "sheets"), "name", "chip-stages"),
		"rows");
	size_t duty = 0, bonus = 0;

	(void)state;
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		const json_t *cells = json_object_get(row, "cells");
		const char *part =
			text_of(with(cells, "column", "section"), "text");
		const char *stage =
			!strcmp(part, "duty") ? "production" : "none";
		json_t *n =
			json_object_get(with(cells, "column", stage), "value");

		if (strcmp(text_of(row, "label"), "Huawei Ascend 昇腾") != 0)
			continue;
		duty += !strcmp(part, "duty") && json_number_value(n) == 1;
		bonus += !strcmp(part, "bonus") && json_number_value(n) == 1;
	}
	assert_int_equal(duty, 1);
	assert_int_equal(bonus, 1);
}

static void replacing_counts_for_the_domestic_track(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("chips");

	(void)state;
	has(json, "tracks", "Nvidia", "Moon", 0);
	has(json, "tracks", "domestic chips", "Moon", 1);
	has(json, "tracks", "domestic chips", "Deep", 2);
	has(json, "tracks", "both in one posting", "Deep", 1);
}

static void a_claim_is_told_apart(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("chips");

	(void)state;
	assert_string_equal(
		text_of(cell_of(json, "chip-claims", "sw.cuda", "sentence"),
			"text"),
		"CUDA skills");
}

static void areas_have_their_links(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("areas");

	(void)state;
	has(json, "areas", "coding, coding agents", "Deep", 2);
	has(json, "areas", "coding, coding agents", "Moon", 0);
	assert_string_equal(
		text_of(cell_of(json, "areas", "coding, coding agents", "Deep"),
			"note"),
		"https://jobs.example/a https://jobs.example/b");
}

static void the_market_is_a_mix_of_two(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("market");

	(void)state;
	has(json, "market", "B2B sales", "Deep", 1);
	has(json, "market", "marketing", "Moon", 1);
	has(json, "market-mix", "B2B sales", "Deep", 1);
	has(json, "market-mix", "marketing", "Moon", 1);
	has(json, "market-mix", "B2B sales", "Moon", 0);
}

static void customers_have_their_sentence(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("market");
	const char *row = "state-owned enterprises as customers 央国企客户";

	(void)state;
	has(json, "customers", row, "Deep", 1);
	has(json, "customers", row, "Moon", 0);
	assert_non_null(
		strstr(text_of(row_of(json, "customers", row), "searched"),
		       "央企客户"));
	assert_string_equal(
		text_of(cell_of(json, "customer-quotes", "Deep", "sentence"),
			"text"),
		"拓展央企客户");
}

/* Deep: BJ; BJ, SH; HZ, SG: three with a place, all in a hub. */
static void hubs_are_shares_of_the_placed(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("places");

	(void)state;
	has(json, "hubs", "Deep", "with a place", 3);
	has(json, "hubs", "Deep", "any hub", 1);
	has(json, "hubs", "Deep", "Beijing", 2.0 / 3);
	has(json, "hubs", "Deep", "Shanghai", 1.0 / 3);
	has(json, "hubs", "Moon", "any hub", 1.0 / 2);
	has(json, "hubs", "Open", "any hub", 0);
	is_unknown(json, "hubs", "Stale", "any hub");
}

/* Seven postings have a place. Beijing: deep a 1, b 1/2, moon m 1. */
static void cities_weigh_one_nth(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("places");
	const json_t *rows = json_object_get(
		with(json_object_get(json, "sheets"), "name", "cities"),
		"rows");
	double sum = 0;

	(void)state;
	has(json, "cities", "Beijing", "weight", 2.5);
	has(json, "cities", "Beijing", "postings", 3);
	has(json, "cities", "Beijing", "share", 3.0 / 7);
	has(json, "cities", "Singapore", "weight", 0.5);
	for (size_t i = 0; i < json_array_size(rows); i++)
		sum += json_number_value(json_object_get(
			with(json_object_get(json_array_get(rows, i), "cells"),
			     "column", "weight"),
			"value"));
	assert_true(fabs(sum - 7) < 1e-9);
}

/* Deep's technical staff: 3, 5 and a campus posting. */
static void years_have_three_estimators(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("years");

	(void)state;
	has(json, "years", "Deep", "zero-fill", 8.0 / 3);
	has(json, "years", "Deep", "explicit", 4);
	has(json, "years", "Deep", "explicit or campus = 0", 8.0 / 3);
	has(json, "years", "Open", "zero-fill", 3); /* 6 and none */
	has(json, "years", "Open", "explicit", 6);
	has(json, "years", "Open", "explicit or campus = 0", 6);
	is_unknown(json, "years", "Moon", "explicit"); /* nobody says */
	has(json, "years", "Moon", "zero-fill", 0);
}

static void campus_is_a_share_of_engineering(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("campus");

	(void)state;
	has(json, "campus", "Deep", "engineering roles", 3);
	has(json, "campus", "Deep", "share", 1.0 / 3);
	assert_string_equal(
		text_of(json_array_get(
				json_object_get(cell_of(json, "campus", "Deep",
							"campus"),
						"postings"),
				0),
			"quote"),
		"应届生");
}

static void compute_has_its_sentence_and_object(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("compute");
	const char *quotes = "compute-quotes";

	(void)state;
	has(json, "compute", "buying cloud compute", "Moon", 1);
	has(json, "compute", "buying data-centre capacity", "Moon", 0);
	has(json, "compute", "data-centre operations 机房运维", "Moon", 1);
	assert_string_equal(
		text_of(cell_of(json, quotes, "Moon", "sentence"), "text"),
		"采购公有云算力");
}

/* The sentence of the row of compute-quotes with that signal. */
static const char *sentence_of(const json_t *json, const char *signal)
{
	const json_t *rows = json_object_get(
		with(json_object_get(json, "sheets"), "name", "compute-quotes"),
		"rows");

	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *cells =
			json_object_get(json_array_get(rows, i), "cells");

		if (!strcmp(text_of(with(cells, "column", "signal"), "text"),
			    signal))
			return text_of(with(cells, "column", "sentence"),
				       "text");
	}
	return "";
}

static void a_concept_keeps_its_own_sentence_beside_its_leafs(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("compute");

	(void)state;
	assert_string_equal(sentence_of(json, "wt.dc_ops"), "负责机房运维");
	assert_string_equal(sentence_of(json, "wt.datacentre"), "熟悉数据中心");
	assert_string_equal(sentence_of(json, "wt.dc_selfbuilt"), "");
}

/* Deep's a has been open since the 1st: at the end of the 9th, 8.5 days. */
static void demand_tells_the_days_open(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("demand");
	json_t *row = row_of(json, "demand", "kernels / operators 算子/内核");

	(void)state;
	if (!row)
		row = row_of(json, "demand", "kernels 算子");
	assert_non_null(row);
	assert_string_equal(text_of(with(json_object_get(row, "cells"),
					 "column", "median days"),
				    "text"),
			    "8");
	has(json, "demand-families", "engineering", "Deep", 3);
	has(json, "demand-families", "engineering", "all", 4);
}

/* Deep, CNY a month: lows 10, 20, 30 thousand, highs 20, 40, 60. */
static void pay_never_mixes_currencies(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("pay");

	(void)state;
	has(json, "pay", "Deep", "postings", 3);
	has(json, "pay", "Deep", "low, median", 20000);
	has(json, "pay", "Deep", "low, 25th pct.", 15000);
	has(json, "pay", "Deep", "high, 75th pct.", 50000);
	has(json, "pay", "Deep", "year, median", 360000);
	assert_string_equal(
		text_of(cell_of(json, "pay", "Open", "currency"), "text"),
		"USD");
	assert_null(row_of(json, "pay", "Moon")); /* doubtful */
	has(json, "pay-shares", "campus, month below 20,000 CNY", "share", 1);
	has(json, "pay-shares", "technical staff, year above 500,000 CNY",
	    "share", 1.0 / 3);
}

static void evidence_leads_to_version_and_page(void **state)
{
	CLEANUP(json_freep) json_t *json = report_of("areas");
	const char *id = text_of(
		json_array_get(json_object_get(cell_of(json, "areas",
						       "coding, coding agents",
						       "Deep"),
					       "postings"),
			       0),
		"posting");
	const json_t *posting =
		json_object_get(json_object_get(json, "postings"), id);

	(void)state;
	assert_string_equal(text_of(posting, "title"), "a");
	assert_string_equal(text_of(posting, "url"), "https://jobs.example/a");
	assert_int_equal(strlen(text_of(posting, "version")), 32);
}

/* But for what counts sources. */
static bool is_of_postings(const json_t *sheet, const json_t *cell)
{
	return strcmp(text_of(sheet, "name"), "panel") != 0 &&
	       strcmp(text_of(cell, "column"), "sources") != 0 &&
	       strcmp(text_of(cell, "column"), "comparable") != 0 &&
	       json_number_value(json_object_get(cell, "value")) > 0;
}

static void every_figure_has_its_postings(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *json =
		fixture_json(&code, "report", "--at", "2025-11-09", NULL);
	size_t s, r, c, n = 0;
	json_t *sheet, *row, *cell;

	(void)state;
	json_array_foreach(json_object_get(json, "sheets"), s, sheet)
	{
		json_array_foreach(json_object_get(sheet, "rows"), r, row)
		{
			json_array_foreach(json_object_get(row, "cells"), c,
					   cell)
			{
				if (!is_of_postings(sheet, cell))
					continue;
				n++;
				if (!json_array_size(
					    json_object_get(cell, "postings")))
					fail_msg("%s / %s / %s",
						 text_of(sheet, "name"),
						 text_of(row, "label"),
						 text_of(cell, "column"));
			}
		}
	}
	assert_true(n > 50);
}

static void nothing_to_count_is_an_exit_code(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(
		fixture_run(&text, "report", "--at", "2025-10-01", NULL),
		COMMAND_NOTHING);
	assert_non_null(strstr(text, "coverage"));
}

static void a_wrong_line_is_usage(void **state)
{
	CLEANUP(freep) char *a = NULL, *b = NULL, *c = NULL, *d = NULL;

	(void)state;
	assert_int_equal(fixture_run(&a, "report", "chip", NULL),
			 COMMAND_USAGE);
	assert_int_equal(fixture_run(&b, "report", "--by", "colour", NULL),
			 COMMAND_USAGE);
	assert_int_equal(fixture_run(&c, "report", "--by", "country",
				     "--compare", "CN", NULL),
			 COMMAND_USAGE);
	assert_int_equal(
		fixture_run(&d, "search", "x", "--format", "html", NULL),
		COMMAND_USAGE);
}

static void the_table_tells_what_was_searched(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "report", "chips", "--at",
				     "2025-11-09", NULL),
			 COMMAND_DONE);
	assert_non_null(strstr(text, "0 of 10 postings read; searched: "));
	assert_non_null(strstr(text, "n/a: no complete round"));
	assert_non_null(strstr(text, "On both tracks: Deep."));
}

static void csv_has_a_line_a_cell(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "report", "market", "--at",
				     "2025-11-09", "--format", "csv", NULL),
			 COMMAND_DONE);
	assert_int_equal(strncmp(text,
				 "report,sheet,row,column,text,value,of,note,"
				 "postings,searched\r\n",
				 60),
			 0);
	assert_non_null(strstr(text, "market,market,marketing,Moon,1,1,3,,"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_wording_stands_in_every_form),
		cmocka_unit_test(chips_are_counted_by_group),
		cmocka_unit_test(a_zero_says_what_was_looked_at),
		cmocka_unit_test(chips_stand_by_section_and_stage),
		cmocka_unit_test(replacing_counts_for_the_domestic_track),
		cmocka_unit_test(a_claim_is_told_apart),
		cmocka_unit_test(areas_have_their_links),
		cmocka_unit_test(the_market_is_a_mix_of_two),
		cmocka_unit_test(customers_have_their_sentence),
		cmocka_unit_test(hubs_are_shares_of_the_placed),
		cmocka_unit_test(cities_weigh_one_nth),
		cmocka_unit_test(years_have_three_estimators),
		cmocka_unit_test(campus_is_a_share_of_engineering),
		cmocka_unit_test(compute_has_its_sentence_and_object),
		cmocka_unit_test(
			a_concept_keeps_its_own_sentence_beside_its_leafs),
		cmocka_unit_test(demand_tells_the_days_open),
		cmocka_unit_test(pay_never_mixes_currencies),
		cmocka_unit_test(evidence_leads_to_version_and_page),
		cmocka_unit_test(every_figure_has_its_postings),
		cmocka_unit_test(nothing_to_count_is_an_exit_code),
		cmocka_unit_test(a_wrong_line_is_usage),
		cmocka_unit_test(the_table_tells_what_was_searched),
		cmocka_unit_test(csv_has_a_line_a_cell),
	};

	return cmocka_run_group_tests(tests, panel_begin, panel_end);
}
