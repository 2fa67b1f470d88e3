#include "core/alloc.h"
#include "workers/jsondoc.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static char *refusal(struct slice text)
{
	json_t *doc = NULL;
	char *why = NULL;

	assert_int_equal(jsondoc_parse(text, &doc, &why), JSONDOC_E_FORM);
	assert_null(doc);
	assert_non_null(why);
	return why;
}

static void assert_refused(const char *text, const char *words)
{
	CLEANUP(freep) char *why = refusal(slice_text(text));

	assert_non_null(strstr(why, words));
}

static void reads_json(void **state)
{
	json_auto_t *doc = NULL;
	char *why = NULL;

	(void)state;
	assert_int_equal(
		jsondoc_parse(slice_text(" [1, {\"a\": 2}]\n"), &doc, &why), 0);
	assert_int_equal(json_array_size(doc), 2);
}

static void html_is_named(void **state)
{
	(void)state;
	assert_refused("\n<!doctype html>\n<html><title>Busy</title>",
		       "expected JSON, found HTML (<!doctype html> <html>");
}

static void an_empty_answer_is_named(void **state)
{
	(void)state;
	assert_refused("  \n", "found an empty answer");
}

static void a_cut_answer_is_named(void **state)
{
	(void)state;
	assert_refused("{\"jobs\": [{\"id\"", "cut short after 15 bytes");
}

static void garbage_is_shown_escaped(void **state)
{
	(void)state;
	assert_refused("\x01\xff<<<", "found \"\\x01\\xff<<<\"");
}

static void deep_nesting_is_refused_in_words(void **state)
{
	struct bytes deep = {0};
	CLEANUP(freep) char *why = NULL;

	(void)state;
	for (int i = 0; i < 100000; i++)
		bytes_add_char(&deep, '[');
	why = refusal(slice_bytes(&deep));
	assert_non_null(strstr(why, "nested deeper than 2048 levels"));
	bytes_deinit(&deep);
}

static void too_large_is_refused_unread(void **state)
{
	struct bytes large = {0};
	CLEANUP(freep) char *why = NULL;

	(void)state;
	bytes_reserve(&large, JSONDOC_MAX_BYTES + 1);
	memset(large.data, '1', JSONDOC_MAX_BYTES + 1);
	large.len = JSONDOC_MAX_BYTES + 1;
	why = refusal(slice_bytes(&large));
	assert_non_null(strstr(why, "at most 64 MB"));
	bytes_deinit(&large);
}

/* [unit unit ... 0] */
static struct bytes list_of(const char *unit, size_t n)
{
	struct bytes out = {0};

	bytes_add_char(&out, '[');
	for (size_t i = 0; i < n; i++)
		bytes_add_text(&out, unit);
	bytes_add_text(&out, "0]");
	return out;
}

static void too_many_values_are_refused_unread(void **state)
{
	CLEANUP(bytes_deinit) struct bytes many = {0};
	CLEANUP(freep) char *why = NULL;

	(void)state;
	many = list_of("0,", JSONDOC_MAX_VALUES);
	why = refusal(slice_bytes(&many));
	assert_non_null(strstr(why, "at most 2000000 values"));
}

static void commas_within_a_string_are_no_values(void **state)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};
	json_auto_t *doc = NULL;
	char *why = NULL;

	(void)state;
	bytes_add_char(&text, '"');
	for (size_t i = 0; i <= JSONDOC_MAX_VALUES; i++)
		bytes_add_text(&text, ",\\\"");
	bytes_add_char(&text, '"');
	assert_int_equal(jsondoc_parse(slice_bytes(&text), &doc, &why), 0);
}

static void a_nul_in_a_text_is_replaced(void **state)
{
	json_auto_t *doc = NULL;
	CLEANUP(freep) char *text = NULL;
	char *why = NULL;

	(void)state;
	assert_int_equal(jsondoc_parse(slice_text("\"a\\u0000b\""), &doc, &why),
			 0);
	text = jsondoc_text(doc);
	assert_string_equal(text, "a\xef\xbf\xbd"
				  "b");
}

static void scalars_are_texts_and_nothing_else_is(void **state)
{
	static const char *const all[][2] = {{"4554963008", "4554963008"},
					     {"-3", "-3"},
					     {"30.5", "30.5"},
					     {"true", "true"},
					     {"false", "false"},
					     {"\"x\"", "x"}};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		json_auto_t *doc = json_loads(all[i][0], JSON_DECODE_ANY, NULL);
		CLEANUP(freep) char *text = jsondoc_text(doc);

		assert_string_equal(text, all[i][1]);
	}
	assert_null(jsondoc_text(json_null()));
	assert_null(jsondoc_text(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_json),
		cmocka_unit_test(html_is_named),
		cmocka_unit_test(an_empty_answer_is_named),
		cmocka_unit_test(a_cut_answer_is_named),
		cmocka_unit_test(garbage_is_shown_escaped),
		cmocka_unit_test(deep_nesting_is_refused_in_words),
		cmocka_unit_test(too_large_is_refused_unread),
		cmocka_unit_test(too_many_values_are_refused_unread),
		cmocka_unit_test(commas_within_a_string_are_no_values),
		cmocka_unit_test(a_nul_in_a_text_is_replaced),
		cmocka_unit_test(scalars_are_texts_and_nothing_else_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
