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
	static const char *const pieces[] = {"算", "子", "融", "合"};

	for (*out = 0; n > 0; n--)
		strcat(out, pieces[rand() % 4]);
}

static void expect_order(const struct scan *scan)
{
	for (size_t i = 1; i < scan->n; i++) {
		const struct hit *a = &scan->hits[i - 1], *b = a + 1;

		assert_true(a->end < b->end ||
			    (a->end == b->end && a->start < b->start));
	}
}

static void keeps_that_order_in_any_text(void **state)
{

	(void)state;
	srand(seed_take());
	for (int round = 0; round < 100; round++) {
		CLEANUP(lexicon_freep) struct lexicon *lexicon = lexicon_new();
		struct scan scan = {0};
		char text[256];

		for (uint32_t i = 0; i < WORDS; i++) {
			add_random(text, 1 + rand() % 4);
			lexicon_add(lexicon, text, USE_FORM, i, 0);
		}
		lexicon_build(lexicon);
		add_random(text, rand() % 60);
		scan_text(lexicon, text, &scan);
		expect_order(&scan);
		scan_deinit(&scan);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_hits_by_end_the_longest_first),
		cmocka_unit_test(keeps_that_order_in_any_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
