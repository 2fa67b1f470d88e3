/*
 * What the analysis lets a person ask and see: search by its prefixes, --by,
 * show --explain.
 */
#include "core/digest.h"
#include "fixture.h"
#include "query/command.h"
#include "query/value.h"
#include "sketch.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char acme[] = "acme/greenhouse", zeta[] = "zeta/ashby";

static const struct sketch_mention ascend_live = {
	"hw.ascend",  "hw.domestic", "duty",
	"production", "昇腾",	     "负责昇腾集群上线"};
static const struct sketch_mention ascend_bonus = {
	"hw.ascend", "hw.domestic", "bonus",
	"none",	     "Ascend",	    "Ascend a plus."};
static const struct sketch_mention cuda_live = {
	"sw.cuda", "hw.nvidia", "duty", "production", "CUDA", "run CUDA live"};
static const struct sketch_mention ascend_about = {
	"hw.ascend",  "hw.domestic", "about",
	"production", "Ascend",	     "our product runs on Ascend"};

static void add(const char *source, const char *key, const struct sketch *r)
{
	fixture_span(&(struct fixture_span){
		.source = source,
		.key = key,
		.from = 1,
		.title = key,
		.text = "text",
		.analysis = r ? &r->analysis : NULL,
	});
}

/* a: Ascend in live duty; b: Ascend as a bonus, CUDA in live duty; c: Ascend
 * in the company's blurb alone; d: never read; e: Ascend negated. */
static void add_postings(void)
{
	static struct sketch a, b, c, e;

	sketch_init(&a);
	sketch_mention(&a, &ascend_live);
	sketch_stage(&a, "production", "上线");
	sketch_years(&a, 3);
	sketch_city(&a, "Beijing", "CN");
	sketch_pay(&a, "CNY", 500000);
	a.analysis.family = (char *)"engineering";
	a.areas[0] = (char *)"coding";
	a.analysis.n_areas = 1;
	add(acme, "a", &a);
	sketch_init(&b);
	sketch_mention(&b, &ascend_bonus);
	sketch_mention(&b, &cuda_live);
	sketch_stage(&b, "production", "live");
	sketch_years(&b, 5.5);
	sketch_city(&b, "Beijing", "CN");
	sketch_city(&b, "Singapore", "SG");
	sketch_pay(&b, "USD", 200000);
	b.analysis.campus = true;
	add(acme, "b", &b);
	sketch_init(&c);
	sketch_mention(&c, &ascend_about);
	add(zeta, "c", &c);
	add(zeta, "d", NULL);
	sketch_init(&e);
	sketch_mention(&e, &ascend_live)->negated = true;
	add(zeta, "e", &e);
}

static int setup(void **state)
{
	struct fixture_source a = {.id = acme, .company = "acme"};
	struct fixture_source z = {.id = zeta, .company = "zeta"};

	(void)state;
	fixture_begin();
	fixture_source(&a);
	fixture_source(&z);
	fixture_round(&(struct fixture_round){.source = acme, .at = 1});
	fixture_round(&(struct fixture_round){
		.source = zeta, .at = 1, .state = "partial"});
	add_postings();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_end();
	return 0;
}

static int by_letter(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

/* That the query finds the postings of these keys and no other. */
static void gives(const char *query, const char *keys)
{
	int code;
	CLEANUP(json_freep)
	json_t *found = fixture_json(&code, "search", query, NULL);
	char letters[16] = "";

	for (size_t i = 0; i < json_array_size(found); i++)
		strcat(letters, json_string_value(json_object_get(
					json_array_get(found, i), "title")));
	qsort(letters, strlen(letters), 1, by_letter);
	if (strcmp(letters, keys) != 0)
		print_message("query %s\n", query);
	assert_string_equal(letters, keys);
}

static void refuses(const char *query)
{
	CLEANUP(freep) char *text = NULL;

	assert_int_equal(fixture_run(&text, "search", query, NULL),
			 COMMAND_USAGE);
}

static void a_concept_is_found_by_id_and_name(void **state)
{
	(void)state;
	gives("concept:hw.ascend", "ab");
	gives("concept:ascend", "ab");
	gives("concept:ASCEND", "ab");
	gives("concept:昇腾", "ab");
	gives("concept:cuda", "b");
	gives("concept:(ascend cuda)", "ab");
	gives("NOT concept:ascend", "cde");
}

static void a_family_finds_what_implies_it(void **state)
{
	(void)state;
	gives("concept:hw.domestic", "ab");
	gives("concept:hw.nvidia", "b");
}

static void an_unknown_concept_is_refused(void **state)
{
	(void)state;
	refuses("concept:ascned");
	refuses("concept:nosuchthing");
}

static void side_by_side_they_hold_for_one_mention(void **state)
{
	(void)state;
	gives("concept:ascend section:duty", "a");
	gives("concept:ascend stage:production", "a");
	gives("concept:ascend stage:production section:duty", "a");
	gives("section:duty concept:cuda stage:production", "b");
	gives("concept:ascend section:(duty bonus)", "ab");
	gives("concept:(ascend cuda) section:duty", "ab");
	gives("concept:hw.domestic section:bonus stage:unclear", "b");
	gives("concept:ascend section:duty section:bonus", "");
}

static void brackets_part_what_one_mention_must_hold(void **state)
{
	(void)state;
	gives("(concept:ascend section:bonus) stage:production", "b");
	gives("stage:production (concept:ascend section:bonus)", "b");
	gives("(concept:ascend section:bonus) (concept:cuda section:duty)",
	      "b");
	gives("concept:ascend NOT (concept:cuda section:duty)", "a");
	gives("NOT (concept:ascend section:duty)", "bcde");
}

static void about_counts_only_where_it_is_asked_for(void **state)
{
	(void)state;
	gives("concept:ascend section:about", "c");
	gives("concept:ascend section:(about bonus)", "bc");
}

static void without_a_concept_they_ask_of_the_posting(void **state)
{
	(void)state;
	gives("stage:production", "ab");
	gives("stage:unclear", "ce");
	gives("section:bonus", "b");
	gives("section:about", "c");
	refuses("stage:live");
	refuses("section:header");
}

static void facts_are_found_by_their_prefixes(void **state)
{
	(void)state;
	gives("years:3", "a");
	gives("years:3..5", "ab");
	gives("years:..4", "a");
	gives("years:none", "ce");
	gives("campus:yes", "b");
	gives("campus:no", "ace");
	gives("country:SG", "b");
	gives("country:(cn sg)", "ab");
	gives("area:coding", "a");
	gives("family:Engineering", "a");
	refuses("years:five");
	refuses("campus:maybe");
	refuses("country:China");
}

static void pay_is_asked_for_by_year_and_currency(void **state)
{
	(void)state;
	gives("pay:yes", "ab");
	gives("pay:no", "ce");
	gives("pay:>=300000", "a");
	gives("pay:USD>=100000", "b");
	gives("pay:CNY", "a");
	gives("pay:100000..200000", "b");
	refuses("pay:lots");
}

static void the_table_shows_the_mention_s_sentence(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "search",
				     "concept:ascend section:duty", NULL),
			 COMMAND_DONE);
	assert_non_null(strstr(text, "duty, production: 负责[昇腾]集群上线"));
}

/* ---- facets ---- */

static const json_t *row_of(const json_t *facets, const char *key,
			    const char *value, const char *other)
{
	const json_t *rows = json_object_get(facets, "rows");
	const char *last = NULL;

	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		const char *own = json_string_value(json_object_get(row, key));

		last = json_string_value(json_object_get(row, "stage"));
		if (own && !strcmp(own, value) &&
		    (!other || (last && !strcmp(last, other))))
			return row;
	}
	fail_msg("no row %s=%s", key, value);
	return NULL;
}

static int count_of(const json_t *row)
{
	return (int)json_integer_value(json_object_get(row, "count"));
}

static void facets_count_postings_not_mentions(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *f = fixture_json(&code, "search", "", "--by", "concept", NULL);
	const json_t *row = row_of(f, "concept", "hw.ascend", NULL);

	(void)state;
	assert_int_equal(code, COMMAND_DONE);
	assert_int_equal(json_integer_value(json_object_get(f, "postings")), 5);
	assert_int_equal(count_of(row), 2);
	assert_int_equal(count_of(row_of(f, "concept", "hw.nvidia", NULL)), 1);
	assert_int_equal(json_array_size(json_object_get(row, "examples")), 2);
}

static void a_row_counts_what_its_question_finds(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *f = fixture_json(&code, "search", "company:acme", "--by",
				 "company,concept,stage,section", NULL);

	(void)state;
	assert_int_equal(
		count_of(row_of(f, "concept", "hw.ascend", "production")), 1);
	assert_int_equal(count_of(row_of(f, "concept", "hw.ascend", "unclear")),
			 1);
	assert_string_equal(
		json_string_value(json_object_get(
			row_of(f, "concept", "sw.cuda", NULL), "section")),
		"duty");
}

static void facets_name_what_cannot_be_compared(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *f = fixture_json(&code, "search", "", "--by", "company", "--at",
				 "2025-11-01", NULL);
	json_t *sources = json_object_get(f, "not_comparable");
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(json_array_size(sources), 1);
	assert_string_equal(json_string_value(json_object_get(
				    json_array_get(sources, 0), "source")),
			    zeta);
	assert_int_equal(fixture_run(&text, "search", "", "--by", "company",
				     "--at", "2025-11-01", NULL),
			 COMMAND_DONE);
	assert_non_null(strstr(text, "not comparable at 2025-11-01 23:59: "
				     "zeta/ashby (no complete round)\n"));
	assert_non_null(strstr(text, "5 postings open"));
}

static void a_posting_of_two_cities_counts_in_both(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *f = fixture_json(&code, "search", "", "--by", "city", NULL);

	(void)state;
	assert_int_equal(count_of(row_of(f, "city", "Beijing", NULL)), 2);
	assert_int_equal(count_of(row_of(f, "city", "Singapore", NULL)), 1);
}

static void what_has_no_value_counts_under_none(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *f = fixture_json(&code, "search", "", "--by", "country", NULL);
	const json_t *first = json_array_get(json_object_get(f, "rows"), 0);

	(void)state;
	assert_true(json_is_null(json_object_get(first, "country")));
	assert_int_equal(count_of(first), 3);
}

static void facets_are_printed_as_csv(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "search", "", "--by", "language",
				     "--examples", "0", "--format", "csv",
				     NULL),
			 COMMAND_DONE);
	assert_string_equal(text, "language,count,examples\r\nen,5,\r\n");
}

static void an_unknown_facet_is_wrong_usage(void **state)
{
	CLEANUP(freep) char *text = NULL, *twice = NULL, *alone = NULL;

	(void)state;
	assert_int_equal(
		fixture_run(&text, "search", "", "--by", "salary", NULL),
		COMMAND_USAGE);
	assert_int_equal(
		fixture_run(&twice, "search", "", "--by", "city,city", NULL),
		COMMAND_USAGE);
	assert_int_equal(
		fixture_run(&alone, "search", "", "--examples", "2", NULL),
		COMMAND_USAGE);
}

/* ---- show --explain ---- */

static void explain_shows_each_mention_and_its_rule(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "show", "acme/greenhouse:b",
				     "--explain", NULL),
			 COMMAND_DONE);
	assert_non_null(strstr(text, "rules       aabb"));
	assert_non_null(strstr(text, "hw.ascend < hw.domestic bonus, stage "
				     "none, asked; form \"Ascend\""));
	assert_non_null(strstr(text, "[Ascend] a plus."));
	assert_non_null(strstr(text, "production 3, duty  “live”"));
	assert_non_null(strstr(text, "5.5, explicit  “so many years”"));
}

static void explain_says_what_does_not_count(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *json =
		fixture_json(&code, "show", "zeta/ashby:e", "--explain", NULL);
	json_t *m = json_array_get(json_object_get(json, "concepts"), 0);

	(void)state;
	assert_int_equal(code, COMMAND_DONE);
	assert_true(json_is_true(json_object_get(m, "negated")));
	assert_string_equal(json_string_value(json_object_get(m, "rule")),
			    "昇腾");
	assert_string_equal(json_string_value(json_object_get(json, "rules")),
			    "aabb");
}

static void explain_of_what_was_never_read_is_1(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(
		fixture_run(&text, "show", "zeta/ashby:d", "--explain", NULL),
		COMMAND_NOTHING);
}

#define FACT(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(a_concept_is_found_by_id_and_name),
		FACT(a_family_finds_what_implies_it),
		FACT(an_unknown_concept_is_refused),
		FACT(side_by_side_they_hold_for_one_mention),
		FACT(brackets_part_what_one_mention_must_hold),
		FACT(about_counts_only_where_it_is_asked_for),
		FACT(without_a_concept_they_ask_of_the_posting),
		FACT(facts_are_found_by_their_prefixes),
		FACT(pay_is_asked_for_by_year_and_currency),
		FACT(the_table_shows_the_mention_s_sentence),
		FACT(facets_count_postings_not_mentions),
		FACT(a_row_counts_what_its_question_finds),
		FACT(facets_name_what_cannot_be_compared),
		FACT(a_posting_of_two_cities_counts_in_both),
		FACT(what_has_no_value_counts_under_none),
		FACT(facets_are_printed_as_csv),
		FACT(an_unknown_facet_is_wrong_usage),
		FACT(explain_shows_each_mention_and_its_rule),
		FACT(explain_says_what_does_not_count),
		FACT(explain_of_what_was_never_read_is_1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
