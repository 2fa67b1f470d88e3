#include "core/alloc.h"
#include "core/bytes.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void adds_texts_and_ends_in_nul(void **state)
{
	CLEANUP(bytes_deinit) struct bytes b = {0};

	(void)state;
	bytes_add_text(&b, "a");
	bytes_add_text(&b, NULL);
	bytes_add_char(&b, 'b');
	bytes_add_format(&b, "%d-%s", 7, "c");
	assert_string_equal(b.data, "ab7-c");
	assert_int_equal(b.len, 5);
}

static void grows_over_many_adds(void **state)
{
	CLEANUP(bytes_deinit) struct bytes b = {0};

	(void)state;
	for (int i = 0; i < 100000; i++)
		bytes_add_char(&b, (char)('a' + i % 26));
	assert_int_equal(b.len, 100000);
	assert_int_equal(b.data[99999], 'a' + 99999 % 26);
	assert_int_equal(b.data[100000], '\0');
}

static void knows_how_a_slice_begins_and_ends(void **state)
{
	struct slice s = slice_text("优先录用");

	(void)state;
	assert_true(slice_starts(s, "优先"));
	assert_true(slice_starts(s, "优先录用"));
	assert_false(slice_starts(s, "优先录用的"));
	assert_false(slice_starts(s, "优秀"));
	assert_true(slice_ends(s, "录用"));
	assert_false(slice_ends(s, "录"));
	assert_false(slice_ends(s, "会优先录用"));
	assert_true(slice_starts(slice_of("", 0), ""));
	assert_false(slice_starts(slice_of("", 0), "a"));
}

static void finds_a_word_in_a_slice(void **state)
{
	struct slice s = slice_of("优先录用优先", strlen("优先录用"));

	(void)state;
	assert_ptr_equal(slice_find(s, "录"), s.data + strlen("优先"));
	assert_ptr_equal(slice_find(s, "优先"), s.data);
	assert_null(slice_find(s, "用优"));
	assert_null(slice_find(slice_of(NULL, 0), "a"));
}

static void keeps_nul_bytes(void **state)
{
	CLEANUP(bytes_deinit) struct bytes b = {0};

	(void)state;
	bytes_add(&b, "x\0y", 3);
	assert_true(slice_equal(slice_bytes(&b), slice_of("x\0y", 3)));
}

static void numbers_survive_and_sort_as_bytes(void **state)
{
	const uint64_t values[] = {0, 1, 255, 256, 1ULL << 40, UINT64_MAX};
	CLEANUP(bytes_deinit) struct bytes b = {0};

	(void)state;
	for (size_t i = 0; i < 6; i++)
		bytes_add_u64(&b, values[i]);
	for (size_t i = 0; i < 6; i++)
		assert_true(bytes_get_u64(b.data + 8 * i) == values[i]);
	for (size_t i = 1; i < 6; i++)
		assert_true(memcmp(b.data + 8 * (i - 1), b.data + 8 * i, 8) <
			    0);
}

static void take_gives_text_even_of_nothing(void **state)
{
	struct bytes b = {0};
	CLEANUP(freep) char *empty = bytes_take(&b);

	(void)state;
	assert_string_equal(empty, "");
	assert_null(b.data);
}

static void reset_keeps_memory(void **state)
{
	CLEANUP(bytes_deinit) struct bytes b = {0};
	char *before = NULL;

	(void)state;
	bytes_add_text(&b, "something");
	before = b.data;
	bytes_reset(&b);
	assert_int_equal(b.len, 0);
	assert_string_equal(b.data, "");
	bytes_add_text(&b, "else");
	assert_ptr_equal(b.data, before);
}

static void empty_slices_are_equal_whatever_they_point_to(void **state)
{
	(void)state;
	assert_true(slice_equal((struct slice){0}, slice_text("")));
	assert_true(slice_equal(slice_text(NULL), slice_text("")));
	assert_false(slice_equal(slice_text("a"), slice_text("b")));
	assert_false(slice_equal(slice_text("a"), slice_text("")));
}

static void copies_are_of_their_own(void **state)
{
	CLEANUP(freep) char *part = alloc_copy_n("abc", 2);
	CLEANUP(freep) char *made = alloc_format("%s/%d", part, 3);

	(void)state;
	assert_string_equal(part, "ab");
	assert_string_equal(made, "ab/3");
	assert_null(alloc_copy(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adds_texts_and_ends_in_nul),
		cmocka_unit_test(grows_over_many_adds),
		cmocka_unit_test(knows_how_a_slice_begins_and_ends),
		cmocka_unit_test(finds_a_word_in_a_slice),
		cmocka_unit_test(keeps_nul_bytes),
		cmocka_unit_test(numbers_survive_and_sort_as_bytes),
		cmocka_unit_test(take_gives_text_even_of_nothing),
		cmocka_unit_test(reset_keeps_memory),
		cmocka_unit_test(empty_slices_are_equal_whatever_they_point_to),
		cmocka_unit_test(copies_are_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
