#include "core/alloc.h"
#include "indexer/lexicon.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs what stands above it */
#include <cmocka.h>

DEFINE_CLEANUP(struct lexicon *, lexicon_free);

enum { WORDS = 20 };

static void scan_text(const struct lexicon *lexicon, const char *text,
		      struct scan *out)
{
	struct normal normal;

	normal_init(&normal, slice_text(text));
	lexicon_scan(lexicon, &normal, out);
	normal_deinit(&normal);
}

static void tells_hits_by_end_the_longest_first(void **state)
{
	CLEANUP(lexicon_freep) struct lexicon *lexicon = lexicon_new();
	struct scan scan = {0};

	(void)state;
	lexicon_add(lexicon, "算子融合", USE_FORM, 0, 0);
	lexicon_add(lexicon, "融合", USE_FORM, 1, 0);
	lexicon_add(lexicon, "算子", USE_FORM, 2, 0);
	lexicon_build(lexicon);
	scan_text(lexicon, "算子融合", &scan);
	assert_int_equal(scan.n, 3);
	assert_int_equal(scan.hits[0].word, 2);
	assert_int_equal(scan.hits[1].word, 0);
	assert_int_equal(scan.hits[2].word, 1);
	scan_deinit(&scan);
}

static void add_random(char *out, int n)
{
	static const char *const pieces[] = {"算", "子", "融", "合", "a"};

	for (*out = 0; n > 0; n--)
		strcat(out, pieces[rand() % 5]);
}

static bool is_latin(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Whether `word` stands at `at`, and no Latin letter goes on there. */
static bool stands_at(const char *text, size_t at, const char *word)
{
	size_t end = at + strlen(word);

	if (strncmp(text + at, word, end - at) != 0)
		return false;
	return !(at && is_latin(text[at]) && is_latin(text[at - 1])) &&
	       !(is_latin(text[end - 1]) && is_latin(text[end]));
}

/* Every word at every place: by end, the longest first. */
static size_t expect_from(const struct lexicon *lexicon, const char *text,
			  const struct scan *scan, size_t end, size_t n)
{
	for (size_t start = 0; start < end; start++)
		for (uint32_t w = 0; w < lexicon_words(lexicon); w++) {
			const char *word =
				lexicon_word(lexicon, w)->uses[0].written;

			if (start + strlen(word) != end ||
			    !stands_at(text, start, word))
				continue;
			assert_true(n < scan->n);
			assert_int_equal(scan->hits[n].word, w);
			assert_int_equal(scan->hits[n].start, start);
			assert_int_equal(scan->hits[n].end, end);
			assert_int_equal(scan->hits[n].origin, start);
			assert_int_equal(scan->hits[n].origin_end, end);
			n++;
		}
	return n;
}

static void finds_what_a_naive_search_does(void **state)
{
	(void)state;
	srand(seed_take());
	for (int round = 0; round < 100; round++) {
		CLEANUP(lexicon_freep) struct lexicon *lexicon = lexicon_new();
		struct scan scan = {0};
		size_t n = 0;
		char text[256];

		for (uint32_t i = 0; i < WORDS; i++) {
			add_random(text, 1 + rand() % 4);
			lexicon_add(lexicon, text, USE_FORM, i, 0);
		}
		lexicon_build(lexicon);
		add_random(text, rand() % 60);
		scan_text(lexicon, text, &scan);
		for (size_t end = 1; end <= strlen(text); end++)
			n = expect_from(lexicon, text, &scan, end, n);
		assert_int_equal(n, scan.n);
		scan_deinit(&scan);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_hits_by_end_the_longest_first),
		cmocka_unit_test(finds_what_a_naive_search_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
