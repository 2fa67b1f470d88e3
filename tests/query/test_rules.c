#include "core/alloc.h"
#include "fixture.h"
#include "indexer/rules.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
/* after what it needs */
#include <cmocka.h>

static const char rules_now[] =
	"version: 1\nconcepts:\n  - id: hw.kite\n    zh: z\n    en: e\n"
	"    group: work\n    forms: [kite]\n";
static const char rules_changed[] =
	"version: 1\nconcepts:\n  - id: hw.kite\n    zh: z\n    en: e\n"
	"    group: work\n    forms: [kite, glider]\n";

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* The rules lie in the data directory, where the process is. */
static int setup(void **state)
{
	struct fixture_source s = {.id = "sky/html", .company = "sky"};
	struct fixture_span glider = {.source = "sky/html",
				      .key = "1",
				      .from = 1,
				      .title = "Pilot",
				      .text = "Fly a glider."};
	struct fixture_span closed = {.source = "sky/html",
				      .key = "2",
				      .from = 1,
				      .until = 3,
				      .title = "Old pilot",
				      .text = "Fly a glider."};
	struct fixture_span cook = {.source = "sky/html",
				    .key = "3",
				    .from = 1,
				    .title = "Cook",
				    .text = "Cook beside a glider."};

	(void)state;
	fixture_begin();
	fixture_source(&s);
	fixture_span(&glider);
	fixture_span(&closed);
	fixture_span(&cook);
	fixture_commit();
	write_file("concepts.yaml", rules_now);
	write_file("relations.yaml", "version: 1\nrelations: []\n");
	write_file("other.yaml", rules_changed);
	write_file("wrong.yaml", "version: 1\nconcepts: 3\n");
	assert_int_equal(setenv("JOBQ_RULES", ".", 1), 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unsetenv("JOBQ_RULES");
	fixture_end();
	return 0;
}

static void says_whether_a_file_is_right(void **state)
{
	CLEANUP(freep) char *right = NULL;
	CLEANUP(freep) char *wrong = NULL;
	CLEANUP(freep) char *none = NULL;

	(void)state;
	assert_int_equal(
		fixture_run(&right, "rules", "check", "other.yaml", NULL), 0);
	assert_non_null(strstr(right, "other.yaml: right; 1 concepts"));
	assert_int_equal(
		fixture_run(&wrong, "rules", "check", "wrong.yaml", NULL), 1);
	assert_string_equal(wrong, "");
	assert_int_equal(
		fixture_run(&none, "rules", "check", "none.yaml", NULL), 1);
}

static int64_t number(const json_t *json, const char *side, const char *key)
{
	const json_t *concept =
		json_array_get(json_object_get(json, "concepts"), 0);

	return json_integer_value(
		json_object_get(json_object_get(concept, side), key));
}

static void tries_on_what_is_open(void **state)
{
	int code = -1;
	json_t *json = fixture_json(&code, "rules", "try", "other.yaml", "--at",
				    "2025-11-05", "--format", "json", NULL);

	(void)state;
	assert_int_equal(code, 0);
	assert_int_equal(json_integer_value(json_object_get(json, "postings")),
			 2);
	assert_int_equal(number(json, "gained", "postings"), 2);
	assert_int_equal(number(json, "lost", "postings"), 0);
	json_decref(json);
}

static void tries_on_what_a_query_finds(void **state)
{
	CLEANUP(freep) char *out = NULL;

	(void)state;
	assert_int_equal(fixture_run(&out, "rules", "try", "other.yaml",
				     "pilot", "--at", "2025-11-05", NULL),
			 0);
	assert_non_null(strstr(out, "1 posting read, 1 concept changes"));
	assert_non_null(strstr(out, "hw.kite  +1 quote, +1 posting\n"));
	assert_non_null(strstr(out, "[glider]"));
	assert_null(strstr(out, "Cook"));
}

static void ends_with_one_where_nothing_changes(void **state)
{
	CLEANUP(freep) char *out = NULL;

	(void)state;
	assert_int_equal(fixture_run(&out, "rules", "try", "concepts.yaml",
				     "--at", "2025-11-05", NULL),
			 1);
	assert_non_null(strstr(out, "2 postings read, 0 concepts change"));
}

static void refuses_other_words(void **state)
{
	CLEANUP(freep) char *a = NULL;
	CLEANUP(freep) char *b = NULL;
	CLEANUP(freep) char *c = NULL;

	(void)state;
	assert_int_equal(fixture_run(&a, "rules", NULL), 2);
	assert_int_equal(fixture_run(&b, "rules", "eat", "other.yaml", NULL),
			 2);
	assert_int_equal(
		fixture_run(&c, "rules", "try", "other.yaml", "(", NULL), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_whether_a_file_is_right),
		cmocka_unit_test(tries_on_what_is_open),
		cmocka_unit_test(tries_on_what_a_query_finds),
		cmocka_unit_test(ends_with_one_where_nothing_changes),
		cmocka_unit_test(refuses_other_words),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
