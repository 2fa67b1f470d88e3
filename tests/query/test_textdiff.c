#include "query/textdiff.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* "a[-b-]{+c+}": the caller's. */
static char *marked(const char *a, const char *b)
{
	static const char *const before[] = {"", "[-", "{+"};
	static const char *const after[] = {"", "-]", "+}"};
	struct textdiff diff;
	struct bytes out = {0};

	textdiff_make(&diff, slice_text(a), slice_text(b));
	for (size_t i = 0; i < diff.n; i++) {
		bytes_add_text(&out, before[diff.pieces[i].kind]);
		bytes_add(&out, diff.pieces[i].text.data,
			  diff.pieces[i].text.len);
		bytes_add_text(&out, after[diff.pieces[i].kind]);
	}
	textdiff_deinit(&diff);
	return bytes_take(&out);
}

static void marks_words(void **state)
{
	CLEANUP(freep)
	char *text = marked("port kernels to Ascend", "run kernels on Ascend");

	(void)state;
	assert_string_equal(text, "[-port-]{+run+} kernels [-to-]{+on+} "
				  "Ascend");
}

static void marks_chinese_characters(void **state)
{
	CLEANUP(freep) char *text = marked("昇腾预研", "昇腾部署");

	(void)state;
	assert_string_equal(text, "昇腾[-预研-]{+部署+}");
}

static void equal_texts_are_one_piece(void **state)
{
	CLEANUP(freep) char *text = marked("same text", "same text");

	(void)state;
	assert_string_equal(text, "same text");
}

static void an_empty_side_is_all_added_or_removed(void **state)
{
	CLEANUP(freep) char *added = marked("", "a b");
	CLEANUP(freep) char *removed = marked("a b", "");
	CLEANUP(freep) char *none = marked("", "");

	(void)state;
	assert_string_equal(added, "{+a b+}");
	assert_string_equal(removed, "[-a b-]");
	assert_string_equal(none, "");
}

static void joined(struct bytes *out, const struct textdiff *diff,
		   enum textdiff_kind without)
{
	bytes_reset(out);
	bytes_add_text(out, "");
	for (size_t i = 0; i < diff->n; i++) {
		if (diff->pieces[i].kind != without)
			bytes_add(out, diff->pieces[i].text.data,
				  diff->pieces[i].text.len);
	}
}

static void random_text(struct bytes *out, unsigned *seed, size_t words)
{
	static const char *const from[] = {"a", "b",  "昇",  "腾",
					   " ", "\n", "\xff"};

	bytes_reset(out);
	for (size_t i = 0; i < words; i++)
		bytes_add_text(out, from[(unsigned)rand_r(seed) % 7]);
}

static void pieces_make_up_both_texts(void **state)
{
	struct bytes a = {0}, b = {0}, text = {0};
	unsigned seed = seed_take();

	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct textdiff diff;

		random_text(&a, &seed, (size_t)rand_r(&seed) % 30);
		random_text(&b, &seed, (size_t)rand_r(&seed) % 30);
		textdiff_make(&diff, slice_bytes(&a), slice_bytes(&b));
		joined(&text, &diff, TEXTDIFF_ADDED);
		if (!slice_equal(slice_bytes(&text), slice_bytes(&a)))
			fail_msg("the first text is lost");
		joined(&text, &diff, TEXTDIFF_REMOVED);
		if (!slice_equal(slice_bytes(&text), slice_bytes(&b)))
			fail_msg("the second text is lost");
		textdiff_deinit(&diff);
	}
	bytes_deinit(&a);
	bytes_deinit(&b);
	bytes_deinit(&text);
}

static void texts_too_different_are_replaced(void **state)
{
	struct bytes a = {0}, b = {0};
	struct textdiff diff;

	(void)state;
	for (int i = 0; i < 2 * TEXTDIFF_MAX; i++) {
		bytes_add_format(&a, "a%d ", i);
		bytes_add_format(&b, "b%d ", i);
	}
	textdiff_make(&diff, slice_bytes(&a), slice_bytes(&b));
	assert_int_equal(diff.n, 3); /* removed, added, the last blank */
	assert_int_equal(diff.pieces[0].kind, TEXTDIFF_REMOVED);
	assert_int_equal(diff.pieces[1].kind, TEXTDIFF_ADDED);
	textdiff_deinit(&diff);
	bytes_deinit(&a);
	bytes_deinit(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_words),
		cmocka_unit_test(marks_chinese_characters),
		cmocka_unit_test(equal_texts_are_one_piece),
		cmocka_unit_test(an_empty_side_is_all_added_or_removed),
		cmocka_unit_test(pieces_make_up_both_texts),
		cmocka_unit_test(texts_too_different_are_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
