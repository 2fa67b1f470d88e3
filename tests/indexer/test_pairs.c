#include "indexer/pairs.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs what stands above it */
#include <cmocka.h>

static void tell_what_a_text_has_not(void **state)
{
	struct pairs pairs;

	(void)state;
	pairs_init(&pairs, slice_text("岗位要求: what you bring"));
	assert_true(pairs_may_hold(&pairs, "岗位要求"));
	assert_true(pairs_may_hold(&pairs, "you bring"));
	assert_true(pairs_may_hold(&pairs, "w"));
	assert_false(pairs_may_hold(&pairs, "团队介绍"));
	assert_false(pairs_may_hold(&pairs, "who you are"));
	pairs_init(&pairs, slice_of(NULL, 0));
	assert_false(pairs_may_hold(&pairs, "ab"));
}

static void never_miss_what_a_text_has(void **state)
{

	(void)state;
	srand(seed_take());
	for (int round = 0; round < 500; round++) {
		char text[64], word[64] = {0};
		size_t start = (size_t)rand() % 63;
		size_t len = 1 + (size_t)rand() % (63 - start);
		struct pairs pairs;

		for (int i = 0; i < 64; i++)
			text[i] = (char)(1 + rand() % 255);
		memcpy(word, text + start, len);
		pairs_init(&pairs, slice_of(text, 64));
		assert_true(pairs_may_hold(&pairs, word));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tell_what_a_text_has_not),
		cmocka_unit_test(never_miss_what_a_text_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
