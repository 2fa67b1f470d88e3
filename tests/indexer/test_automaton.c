#include "indexer/automaton.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
/* after what it needs */
#include <cmocka.h>

static struct automaton *of(const char *const *forms)
{
	struct automaton *a = automaton_new();

	for (int i = 0; forms[i]; i++)
		automaton_add(a, slice_text(forms[i]), i);
	automaton_build(a);
	return a;
}

/* The hits as "id:start-end ...". */
static char *hits_of(const struct automaton *a, const char *text)
{
	struct automaton_hits hits = {0};
	struct bytes out = {0};

	automaton_find(a, slice_text(text), &hits);
	for (size_t i = 0; i < hits.n; i++)
		bytes_add_format(&out, "%s%d:%u-%u", i ? " " : "",
				 hits.items[i].id, hits.items[i].start,
				 hits.items[i].end);
	automaton_hits_deinit(&hits);
	return bytes_take(&out);
}

static void expect(const char *const *forms, const char *text,
		   const char *expected)
{
	CLEANUP(automaton_freep) struct automaton *a = of(forms);
	CLEANUP(freep) char *hits = hits_of(a, text);

	assert_string_equal(hits, expected);
}

static void finds_forms_inside_one_another(void **state)
{
	(void)state;
	expect((const char *[]){"算子", "做算子", "融合", "算子融合", NULL},
	       "做算子融合", "1:0-9 0:3-9 3:3-15 2:9-15");
}

static void finds_a_form_that_overlaps_itself(void **state)
{
	(void)state;
	expect((const char *[]){"昇昇", NULL}, "昇昇昇昇",
	       "0:0-6 0:3-9 0:6-12");
}

static void begins_anew_where_a_form_breaks_off(void **state)
{
	(void)state;
	expect((const char *[]){"甲乙丙丁", "乙丙人", "丙", NULL}, "甲乙丙人",
	       "1:3-12 2:6-9");
}

static void begins_no_form_within_a_word(void **state)
{
	(void)state;
	expect((const char *[]){"he", "4", ".net", NULL},
	       "she he 用he h100 asp.net 24", "0:4-6 0:10-12 2:21-25");
}

static void tells_equal_forms_as_added(void **state)
{
	CLEANUP(automaton_freep) struct automaton *a = automaton_new();
	CLEANUP(freep) char *hits = NULL;

	(void)state;
	automaton_add(a, slice_text("ray"), 7);
	automaton_add(a, slice_text("ray"), 3);
	automaton_build(a);
	hits = hits_of(a, "ray");
	assert_string_equal(hits, "7:0-3 3:0-3");
}

static void never_finds_an_empty_form(void **state)
{
	(void)state;
	expect((const char *[]){"", "b", NULL}, "a b", "1:2-3");
	expect((const char *[]){NULL}, "ab", "");
}

static void finds_bytes_of_every_value(void **state)
{
	CLEANUP(automaton_freep) struct automaton *a = automaton_new();
	struct automaton_hits hits = {0};
	char bytes[256], text[512];

	(void)state;
	for (int i = 0; i < 256; i++) {
		bytes[i] = (char)i;
		text[2 * i] = ' '; /* so that none is within a word */
		text[2 * i + 1] = (char)i;
		automaton_add(a, slice_of(&bytes[i], 1), i);
	}
	automaton_build(a);
	automaton_find(a, slice_of(text, 512), &hits);
	assert_int_equal(hits.n, 512);
	for (int i = 0; i < 256; i++)
		assert_int_equal(hits.items[2 * i + 1].id, i);
	automaton_hits_deinit(&hits);
}

/* ---- against a search as slow as can be ---- */

enum { FORMS = 24, FORM_BYTES = 32, TEXT_BYTES = 400 };

/* Characters of every length, within words and not, and broken ones. */
static void add_random(char *out, int n)
{
	static const char *const pieces[] = {"a",  "b",	 "1",	 " ",
					     "-",  "é",	 "算",	 "子",
					     "算", "𠮷", "\xe7", "\x80"};

	for (*out = 0; n > 0; n--)
		strcat(out, pieces[rand() % 12]);
}

static bool within_word(const char *text, size_t at)
{
	return at && strchr("ab1", text[at]) && strchr("ab1", text[at - 1]);
}

/* Every form at every place, the shortest first. */
static char *hits_slowly(char (*forms)[FORM_BYTES], const char *text)
{
	struct bytes out = {0};

	for (size_t i = 0; text[i]; i++)
		for (size_t len = 1; len < FORM_BYTES; len++)
			for (int f = 0; f < FORMS; f++)
				if (strlen(forms[f]) == len &&
				    !strncmp(text + i, forms[f], len) &&
				    !within_word(text, i))
					bytes_add_format(&out, "%s%d:%zu-%zu",
							 out.len ? " " : "", f,
							 i, i + len);
	return bytes_take(&out);
}

static void finds_what_a_slow_search_finds(void **state)
{

	(void)state;
	srand(seed_take());
	for (int round = 0; round < 300; round++) {
		CLEANUP(automaton_freep) struct automaton *a = automaton_new();
		CLEANUP(freep) char *found = NULL;
		CLEANUP(freep) char *expected = NULL;
		char forms[FORMS][FORM_BYTES];
		char text[TEXT_BYTES];

		for (int f = 0; f < FORMS; f++) {
			add_random(forms[f], 1 + rand() % 5);
			automaton_add(a, slice_text(forms[f]), f);
		}
		automaton_build(a);
		add_random(text, rand() % 90);
		found = hits_of(a, text);
		expected = hits_slowly(forms, text);
		assert_string_equal(found, expected);
	}
}

static void knows_a_word_of_its_own(void **state)
{
	struct slice text = slice_text("rust 熟悉cuda编程");

	(void)state;
	assert_true(automaton_apart(text, 0, 4));
	assert_false(automaton_apart(text, 0, 3));
	assert_false(automaton_apart(text, 1, 4));
	assert_true(automaton_apart(text, 11, 15));
	assert_true(automaton_apart(text, 8, 11));
	assert_false(automaton_apart(text, 4, 400));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_forms_inside_one_another),
		cmocka_unit_test(finds_a_form_that_overlaps_itself),
		cmocka_unit_test(begins_anew_where_a_form_breaks_off),
		cmocka_unit_test(begins_no_form_within_a_word),
		cmocka_unit_test(tells_equal_forms_as_added),
		cmocka_unit_test(never_finds_an_empty_form),
		cmocka_unit_test(finds_bytes_of_every_value),
		cmocka_unit_test(finds_what_a_slow_search_finds),
		cmocka_unit_test(knows_a_word_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
