#include "core/digest.h"
#include "core/times.h"
#include "fixture.h"
#include "query/command.h"
#include "query/value.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char acme[] = "acme/greenhouse", zeta[] = "zeta/ashby";

static void add_postings(void)
{
	fixture_span(
		&(struct fixture_span){.source = acme,
				       .key = "1",
				       .external_id = "A-1",
				       .from = 1,
				       .until = 5,
				       .ending = JOBQ__ENDING__ENDING_CHANGED,
				       .title = "Kernel Engineer",
				       .text = "Research on Ascend kernels"});
	fixture_span(&(struct fixture_span){.source = acme,
					    .key = "1",
					    .external_id = "A-1",
					    .from = 5,
					    .first = 1,
					    .title = "Kernel Engineer",
					    .text = "Production on Ascend"});
	fixture_span(&(struct fixture_span){.source = acme,
					    .key = "2",
					    .from = 1,
					    .until = 9,
					    .title = "Cook",
					    .text = "Lunch\033[31m for all"});
	fixture_span(&(struct fixture_span){.source = zeta,
					    .key = "3",
					    .from = 9,
					    .title = "昇腾部署工程师",
					    .text = "负责生产环境"});
}

static void add_events(void)
{
	struct fixture_event changed = {.kind = JOBQ__EVENT_KIND__EVENT_CHANGED,
					.source = acme,
					.key = "1",
					.at = 5,
					.field = "text"};
	struct fixture_event closed = {.kind = JOBQ__EVENT_KIND__EVENT_CLOSED,
				       .source = acme,
				       .key = "2",
				       .at = 9};
	struct fixture_event added = {.kind = JOBQ__EVENT_KIND__EVENT_ADDED,
				      .source = zeta,
				      .key = "3",
				      .at = 9,
				      .withdrawn = true};

	fixture_event(&changed);
	fixture_event(&closed);
	fixture_event(&added);
}

static int setup(void **state)
{
	struct fixture_source a = {.id = acme, .company = "acme"};
	struct fixture_source z = {.id = zeta, .company = "zeta"};

	(void)state;
	fixture_begin();
	fixture_source(&a);
	fixture_source(&z);
	for (int day = 1; day <= 9; day += 4) {
		struct fixture_round r = {.source = acme, .at = day};

		fixture_round(&r);
	}
	fixture_round(&(struct fixture_round){
		.source = zeta, .at = 9, .state = "partial", .claimed = 7});
	add_postings();
	add_events();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_end();
	return 0;
}

static const char *text_of(const json_t *json, const char *key)
{
	return json_string_value(json_object_get(json, key));
}

/* That `json` has the keys, in this order, and no other. */
static void expect_keys(json_t *json, const char *const *keys)
{
	const char *key;
	json_t *value;

	assert_non_null(json);
	json_object_foreach(json, key, value)
	{
		assert_non_null(*keys);
		assert_string_equal(key, *keys++);
	}
	assert_null(*keys);
}

static void search_finds_what_is_open_then(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *then = fixture_json(&code, "search", "ascend", "--at",
				    "2025-11-03", NULL);
	CLEANUP(json_freep) json_t *none = NULL;

	(void)state;
	assert_int_equal(code, COMMAND_DONE);
	assert_int_equal(json_array_size(then), 1);
	assert_string_equal(text_of(json_array_get(then, 0), "external_id"),
			    "A-1");
	assert_non_null(strstr(
		text_of(json_array_get(json_object_get(json_array_get(then, 0),
						       "sections"),
				       0),
			"text"),
		"Research"));
	none = fixture_json(&code, "search", "lunch", NULL);
	assert_int_equal(code, COMMAND_NOTHING);
	assert_int_equal(json_array_size(none), 0);
}

static void search_without_words_is_newest_first(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *all = fixture_json(&code, "search", "", NULL);
	CLEANUP(json_freep)
	json_t *since = fixture_json(&code, "search", "", "--since",
				     "2025-11-05", NULL);

	(void)state;
	assert_int_equal(json_array_size(all), 2);
	assert_string_equal(text_of(json_array_get(all, 0), "source"), zeta);
	assert_string_equal(text_of(json_array_get(all, 1), "source"), acme);
	assert_int_equal(json_array_size(since), 1);
}

static void search_marks_counts_and_names_what_is_old(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "search", "production", "--at",
				     "2025-11-09", NULL),
			 COMMAND_DONE);
	assert_non_null(strstr(text, "1 posting open at 2025-11-09 23:59"));
	assert_non_null(strstr(text, "[Production] on Ascend"));
	assert_non_null(strstr(text, "not comparable at 2025-11-09 23:59: "
				     "zeta/ashby (no complete round)\n"));
}

static void search_says_where_a_query_is_wrong(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "search", "(ascend", NULL),
			 COMMAND_USAGE);
	assert_string_equal(text, "");
}

static void export_gives_every_posting_once_in_its_newest_version(void **state)
{
	int code, closed = 0;
	CLEANUP(json_freep) json_t *all = fixture_json(&code, "export", NULL);

	(void)state;
	assert_int_equal(code, COMMAND_DONE);
	assert_int_equal(json_array_size(all), 3);
	for (size_t i = 0; i < 3; i++) {
		json_t *p = json_array_get(all, i);

		closed += !json_is_null(json_object_get(p, "closed"));
		if (!strcmp(text_of(p, "external_id"), "A-1"))
			assert_string_equal(text_of(p, "last_seen"),
					    "2025-11-09T12:00:00Z");
	}
	assert_int_equal(closed, 1);
}

static void export_at_gives_what_was_open(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *then =
		fixture_json(&code, "export", "--at", "2025-11-06", NULL);
	CLEANUP(json_freep)
	json_t *one = fixture_json(&code, "export", "--company", "zeta", NULL);

	(void)state;
	assert_int_equal(json_array_size(then), 2);
	for (size_t i = 0; i < 2; i++) {
		json_t *p = json_array_get(then, i);

		assert_true(json_is_null(json_object_get(p, "closed")));
		assert_string_equal(text_of(p, "last_seen"),
				    "2025-11-05T12:00:00Z");
	}
	assert_int_equal(json_array_size(one), 1);
}

static void export_prints_ndjson_where_a_table_was_due(void **state)
{
	CLEANUP(freep) char *text = NULL;
	size_t lines = 0;

	(void)state;
	assert_int_equal(fixture_run(&text, "export", NULL), COMMAND_DONE);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		CLEANUP(json_freep) json_t *json = json_loads(line, 0, NULL);

		assert_non_null(json);
		lines++;
	}
	assert_int_equal(lines, 3);
}

static void diff_has_the_keys_of_the_contract(void **state)
{
	static const char *const keys[] = {"from",     "to",	 "query",
					   "added",    "closed", "changed",
					   "coverage", NULL};
	static const char *const item[] = {"posting", "source", "external_id",
					   "company", "title",	"url",
					   NULL};
	static const char *const changed[] = {
		"posting", "source", "external_id", "company",
		"title",   "url",    "fields",	    NULL};
	static const char *const coverage[] = {"source", "from", "to",
					       "compared", NULL};
	static const char *const round[] = {"round_at", "state", NULL};
	int code;
	CLEANUP(json_freep)
	json_t *d =
		fixture_json(&code, "diff", "2025-11-01", "2025-11-09", NULL);
	json_t *first;

	(void)state;
	assert_int_equal(code, COMMAND_DONE);
	expect_keys(d, keys);
	assert_true(json_is_null(json_object_get(d, "query")));
	expect_keys(json_array_get(json_object_get(d, "closed"), 0), item);
	expect_keys(json_array_get(json_object_get(d, "changed"), 0), changed);
	first = json_array_get(json_object_get(d, "coverage"), 0);
	expect_keys(first, coverage);
	expect_keys(json_object_get(first, "from"), round);
	assert_true(json_is_true(json_object_get(first, "compared")));
}

static void diff_names_the_source_it_could_not_compare(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *d =
		fixture_json(&code, "diff", "2025-11-01", "2025-11-09", NULL);
	json_t *second = json_array_get(json_object_get(d, "coverage"), 1);

	(void)state;
	assert_int_equal(json_array_size(json_object_get(d, "added")), 0);
	assert_string_equal(text_of(second, "source"), zeta);
	assert_true(json_is_false(json_object_get(second, "compared")));
	assert_true(json_is_null(json_object_get(second, "to")));
}

static void diff_without_a_difference_is_1_and_valid(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *d =
		fixture_json(&code, "diff", "2025-11-05", "2025-11-06", NULL);

	(void)state;
	assert_int_equal(code, COMMAND_NOTHING);
	assert_int_equal(json_array_size(json_object_get(d, "coverage")), 2);
}

static void diff_backwards_is_wrong_usage(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(
		fixture_run(&text, "diff", "2025-11-09", "2025-11-01", NULL),
		COMMAND_USAGE);
}

static void log_has_the_keys_of_the_contract(void **state)
{
	static const char *const keys[] = {"seq",    "key",	    "state",
					   "at",     "kind",	    "posting",
					   "source", "external_id", "company",
					   "title",  "fields",	    NULL};
	int code;
	CLEANUP(json_freep) json_t *log = fixture_json(&code, "log", NULL);
	json_t *first = json_array_get(log, 0);

	(void)state;
	assert_int_equal(code, COMMAND_DONE);
	assert_int_equal(json_array_size(log), 3);
	expect_keys(first, keys);
	assert_string_equal(text_of(first, "state"), "asserted");
	assert_string_equal(text_of(first, "kind"), "changed");
	assert_string_equal(text_of(first, "at"), "2025-11-05T12:00:00Z");
	assert_string_equal(json_string_value(json_array_get(
				    json_object_get(first, "fields"), 0)),
			    "text");
	assert_string_equal(text_of(json_array_get(log, 2), "state"),
			    "withdrawn");
}

static void log_goes_on_behind_a_number(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *all = fixture_json(&code, "log", "--limit", "1", NULL);
	char seq[32];
	CLEANUP(json_freep) json_t *rest = NULL, *kind = NULL;
	CLEANUP(json_freep) json_t *none = NULL;

	(void)state;
	assert_int_equal(json_array_size(all), 1);
	snprintf(seq, sizeof(seq), "%lld",
		 (long long)json_integer_value(
			 json_object_get(json_array_get(all, 0), "seq")));
	rest = fixture_json(&code, "log", "--after", seq, NULL);
	assert_int_equal(json_array_size(rest), 2);
	none = fixture_json(&code, "log", "--since", "2025-11-10", NULL);
	assert_int_equal(code, COMMAND_NOTHING);
	assert_int_equal(json_array_size(none), 0);
	kind = fixture_json(&code, "log", "--kind", "closed", NULL);
	assert_int_equal(json_array_size(kind), 1);
}

static void rounds_have_the_keys_of_the_contract(void **state)
{
	static const char *const keys[] = {
		"source", "at",	     "state",  "listing", "contents",
		"seen",	  "claimed", "closed", "reason",  NULL};
	int code;
	CLEANUP(json_freep) json_t *all = fixture_json(&code, "rounds", NULL);
	CLEANUP(json_freep)
	json_t *one = fixture_json(&code, "rounds", zeta, NULL);
	json_t *partial = json_array_get(one, 0);

	(void)state;
	assert_int_equal(json_array_size(all), 4);
	expect_keys(json_array_get(all, 0), keys);
	assert_true(json_is_null(
		json_object_get(json_array_get(all, 0), "claimed")));
	assert_string_equal(text_of(json_array_get(all, 0), "listing"),
			    "complete");
	assert_int_equal(json_array_size(one), 1);
	assert_string_equal(text_of(partial, "state"), "partial");
	assert_string_equal(text_of(partial, "listing"), "incomplete");
	assert_int_equal(
		json_integer_value(json_object_get(partial, "claimed")), 7);
	assert_string_equal(text_of(partial, "reason"), "HTTP 503 on page 2");
}

static void rounds_accept_needs_a_suspect_round(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "rounds", "accept", acme,
				     "2025-11-09T12:00:00Z", NULL),
			 COMMAND_NOTHING);
}

static void coverage_is_1_where_a_source_is_behind(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *all =
		fixture_json(&code, "coverage", "--at", "2025-11-09", NULL);
	CLEANUP(json_freep)
	json_t *one = NULL;
	json_t *first = json_array_get(all, 0);

	(void)state;
	assert_int_equal(code, COMMAND_NOTHING);
	assert_int_equal(json_array_size(all), 2);
	assert_true(json_is_true(json_object_get(first, "comparable")));
	assert_string_equal(text_of(first, "round_at"), "2025-11-09T12:00:00Z");
	assert_int_equal(json_integer_value(json_object_get(first, "open")), 1);
	assert_true(json_real_value(json_object_get(first, "age_hours")) ==
		    12.0);
	one = fixture_json(&code, "coverage", "--at", "2025-11-09", "--company",
			   "acme", NULL);
	assert_int_equal(code, COMMAND_DONE);
}

static void coverage_names_what_is_not_reached(void **state)
{
	const struct fixture_source far = {.id = "unreached:far",
					   .company = "far",
					   .unreached = "no recipe"};
	int code;
	CLEANUP(json_freep) json_t *json = NULL;
	json_t *row;

	(void)state;
	fixture_source(&far);
	fixture_commit();
	json = fixture_json(&code, "coverage", "--at", "2025-11-09", NULL);
	row = json_array_get(json, 2);
	assert_string_equal(text_of(row, "company"), "far");
	assert_string_equal(text_of(row, "unreached"), "no recipe");
	assert_true(json_is_null(json_object_get(row, "source")));
	assert_true(json_is_null(json_object_get(row, "open")));
	assert_true(json_is_null(
		json_object_get(json_array_get(json, 0), "unreached")));
	json_decref(json);
	json = fixture_json(&code, "status", NULL);
	assert_int_equal(json_array_size(json_object_get(json, "sources")), 2);
	json_decref(json);
	json = fixture_json(&code, "coverage", "--at", "2025-11-09",
			    "--company", "acme", NULL);
	assert_int_equal(code, COMMAND_DONE); /* nothing is expected of it */
	json_decref(json);
	json = fixture_json(&code, "search", "", "--by", "company", NULL);
	row = json_array_get(json_object_get(json, "unreached"), 0);
	assert_string_equal(text_of(row, "reason"), "no recipe");
}

static void show_takes_an_id_its_beginning_or_the_sites(void **state)
{
	struct posting_id id = posting_id_of(acme, "1");
	char hex[POSTING_HEX], start[11] = {0};
	const char *const names[] = {hex, start, "acme/greenhouse:1",
				     "acme/greenhouse:A-1"};

	(void)state;
	posting_hex(&id, hex);
	memcpy(start, hex, 10);
	for (size_t i = 0; i < 4; i++) {
		int code;
		CLEANUP(json_freep)
		json_t *json = fixture_json(&code, "show", names[i], NULL);

		assert_int_equal(code, COMMAND_DONE);
		assert_string_equal(text_of(json, "posting"), hex);
	}
}

static void show_of_nothing_is_1_and_valid(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "show", "acme/greenhouse:77",
				     "--format", "json", NULL),
			 COMMAND_NOTHING);
	assert_string_equal(text, "null\n");
}

static void show_keeps_escape_sequences_from_the_terminal(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "show", "acme/greenhouse:2", NULL),
			 COMMAND_DONE);
	assert_null(strchr(text, '\033'));
	assert_non_null(strstr(text, "Lunch[31m for all"));
	assert_non_null(strstr(text, "evidence    listing"));
}

static void history_tells_spans_and_what_changed(void **state)
{
	int code;
	CLEANUP(json_freep)
	json_t *json = fixture_json(&code, "show", "acme/greenhouse:1",
				    "--history", NULL);
	CLEANUP(freep) char *text = NULL;
	json_t *spans = json_object_get(json, "spans");

	(void)state;
	assert_int_equal(json_array_size(spans), 2);
	assert_string_equal(text_of(json_array_get(spans, 0), "ending"),
			    "changed");
	assert_true(json_is_null(
		json_object_get(json_array_get(spans, 1), "until")));
	assert_int_equal(fixture_run(&text, "show", "acme/greenhouse:1",
				     "--history", NULL),
			 COMMAND_DONE);
	assert_non_null(strstr(text, "differs in: text"));
	assert_non_null(strstr(text, "[-Research-]{+Production+} on Ascend"));
}

static void raw_without_an_archive_is_1(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(
		fixture_run(&text, "show", "acme/greenhouse:1", "--raw", NULL),
		COMMAND_NOTHING);
}

static void status_without_a_crawl_tells_the_last_rounds(void **state)
{
	int code;
	CLEANUP(json_freep) json_t *json = fixture_json(&code, "status", NULL);
	json_t *sources = json_object_get(json, "sources");

	(void)state;
	assert_int_equal(code, COMMAND_DONE);
	assert_true(json_is_null(json_object_get(json, "coordinator")));
	assert_true(json_is_null(json_object_get(json, "indexer")));
	assert_int_equal(json_array_size(sources), 2);
	assert_string_equal(text_of(json_array_get(sources, 1), "state"),
			    "partial");
}

static void csv_has_a_head_and_a_line_each(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(
		fixture_run(&text, "rounds", zeta, "--format", "csv", NULL),
		COMMAND_DONE);
	assert_string_equal(text,
			    "source,at,state,listing,contents,seen,claimed,"
			    "closed,reason\r\n"
			    "zeta/ashby,2025-11-09T12:00:00Z,partial,"
			    "incomplete,incomplete,1,7,0,HTTP 503 on page 2"
			    "\r\n");
}

static void without_data_there_is_a_fault(void **state)
{
	CLEANUP(freep) char *text = NULL;

	(void)state;
	assert_int_equal(fixture_run(&text, "search", "x", "--data",
				     "/nowhere/at/all", "--", NULL),
			 COMMAND_FAULT);
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(search_finds_what_is_open_then),
		FACT(search_without_words_is_newest_first),
		FACT(search_marks_counts_and_names_what_is_old),
		FACT(search_says_where_a_query_is_wrong),
		FACT(export_gives_every_posting_once_in_its_newest_version),
		FACT(export_at_gives_what_was_open),
		FACT(export_prints_ndjson_where_a_table_was_due),
		FACT(diff_has_the_keys_of_the_contract),
		FACT(diff_names_the_source_it_could_not_compare),
		FACT(diff_without_a_difference_is_1_and_valid),
		FACT(diff_backwards_is_wrong_usage),
		FACT(log_has_the_keys_of_the_contract),
		FACT(log_goes_on_behind_a_number),
		FACT(rounds_have_the_keys_of_the_contract),
		FACT(rounds_accept_needs_a_suspect_round),
		FACT(coverage_is_1_where_a_source_is_behind),
		FACT(coverage_names_what_is_not_reached),
		FACT(show_takes_an_id_its_beginning_or_the_sites),
		FACT(show_of_nothing_is_1_and_valid),
		FACT(show_keeps_escape_sequences_from_the_terminal),
		FACT(history_tells_spans_and_what_changed),
		FACT(raw_without_an_archive_is_1),
		FACT(status_without_a_crawl_tells_the_last_rounds),
		FACT(csv_has_a_head_and_a_line_each),
		FACT(without_data_there_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
