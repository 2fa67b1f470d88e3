#include "indexer/automaton.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
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
	expect((const char *[]){"he", "she", "his", "hers", NULL}, "ushers",
	       "1:1-4 0:2-4 3:2-6");
}

static void finds_a_form_that_overlaps_itself(void **state)
{
	(void)state;
	expect((const char *[]){"aa", NULL}, "aaaa", "0:0-2 0:1-3 0:2-4");
}

static void falls_back_to_the_longest_suffix(void **state)
{
	(void)state;
	expect((const char *[]){"abcd", "bcx", "c", NULL}, "abcx",
	       "2:2-3 1:1-4");
}

static void finds_chinese_by_bytes(void **state)
{
	(void)state;
	expect((const char *[]){"算子", "算子融合", NULL}, "做算子融合",
	       "0:3-9 1:3-15");
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
	expect((const char *[]){"", "b", NULL}, "ab", "1:1-2");
	expect((const char *[]){NULL}, "ab", "");
}

static void finds_bytes_of_every_value(void **state)
{
	CLEANUP(automaton_freep) struct automaton *a = automaton_new();
	struct automaton_hits hits = {0};
	char text[256];

	(void)state;
	for (int i = 0; i < 256; i++) {
		text[i] = (char)i;
		automaton_add(a, slice_of(&text[i], 1), i);
	}
	automaton_build(a);
	automaton_find(a, slice_of(text, 256), &hits);
	assert_int_equal(hits.n, 256);
	for (int i = 0; i < 256; i++)
		assert_int_equal(hits.items[i].id, i);
	automaton_hits_deinit(&hits);
}

/* As slowly as can be: every form at every place. */
static size_t count_slowly(char (*forms)[5], size_t n_forms, struct slice text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		for (size_t f = 0; f < n_forms; f++) {
			size_t len = strlen(forms[f]);

			n += i + len <= text.len &&
			     !memcmp(text.data + i, forms[f], len);
		}
	return n;
}

static void finds_what_a_slow_search_finds(void **state)
{
	unsigned seed = (unsigned)time(NULL);

	(void)state;
	print_message("seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 200; round++) {
		CLEANUP(automaton_freep) struct automaton *a = automaton_new();
		struct automaton_hits hits = {0};
		char forms[20][5] = {0};
		char text[200];

		for (int f = 0; f < 20; f++) {
			for (int i = 0, n = 1 + rand() % 4; i < n; i++)
				forms[f][i] = (char)('a' + rand() % 3);
			automaton_add(a, slice_text(forms[f]), f);
		}
		automaton_build(a);
		for (size_t i = 0; i < sizeof(text); i++)
			text[i] = (char)('a' + rand() % 3);
		automaton_find(a, slice_of(text, sizeof(text)), &hits);
		assert_int_equal(
			hits.n,
			count_slowly(forms, 20, slice_of(text, sizeof(text))));
		for (size_t i = 0; i < hits.n; i++)
			assert_memory_equal(text + hits.items[i].start,
					    forms[hits.items[i].id],
					    hits.items[i].end -
						    hits.items[i].start);
		automaton_hits_deinit(&hits);
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
		cmocka_unit_test(falls_back_to_the_longest_suffix),
		cmocka_unit_test(finds_chinese_by_bytes),
		cmocka_unit_test(tells_equal_forms_as_added),
		cmocka_unit_test(never_finds_an_empty_form),
		cmocka_unit_test(finds_bytes_of_every_value),
		cmocka_unit_test(finds_what_a_slow_search_finds),
		cmocka_unit_test(knows_a_word_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
