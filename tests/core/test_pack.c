#include "core/alloc.h"
#include "core/pack.h"
#include "core/records.pb-c.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <zstd.h>

static void small_records_stay_plain(void **state)
{
	CLEANUP(bytes_deinit) struct bytes packed = {0};
	CLEANUP(pack_freep) Jobq__Content *back = NULL;
	Jobq__Content content = JOBQ__CONTENT__INIT;
	char title[] = "Compiler Engineer";

	(void)state;
	content.title = title;
	pack_add(&packed, &content.base);
	assert_int_equal(packed.data[0], PACK_FORMAT);
	assert_int_equal(packed.data[1], 0);
	back = PACK_READ(jobq__content, slice_bytes(&packed));
	assert_non_null(back);
	assert_string_equal(back->title, title);
}

static void large_records_shrink_and_read_back(void **state)
{
	CLEANUP(bytes_deinit) struct bytes packed = {0};
	CLEANUP(bytes_deinit) struct bytes text = {0};
	CLEANUP(pack_freep) Jobq__Content *back = NULL;
	Jobq__Content content = JOBQ__CONTENT__INIT;

	(void)state;
	while (text.len < 20000)
		bytes_add_text(&text, "heterogeneous compute ");
	content.title = text.data;
	pack_add(&packed, &content.base);
	assert_true(packed.len < text.len / 10);
	back = PACK_READ(jobq__content, slice_bytes(&packed));
	assert_non_null(back);
	assert_string_equal(back->title, text.data);
}

static void unknown_fields_survive(void **state)
{
	CLEANUP(bytes_deinit) struct bytes wide = {0};
	CLEANUP(bytes_deinit) struct bytes narrow = {0};
	CLEANUP(pack_freep) Jobq__Block *block = NULL;
	CLEANUP(pack_freep) Jobq__Source *back = NULL;
	Jobq__Source source = JOBQ__SOURCE__INIT;
	char id[] = "acme/ashby", board[] = "jobs.example/acme";

	(void)state; /* a Block knows the fields 1 to 3 of a Source's nine */
	source.id = id;
	source.board = board;
	pack_add(&wide, &source.base);
	block = PACK_READ(jobq__block, slice_bytes(&wide));
	assert_non_null(block);
	pack_add(&narrow, &block->base);
	back = PACK_READ(jobq__source, slice_bytes(&narrow));
	assert_non_null(back);
	assert_string_equal(back->board, board);
}

static void a_foreign_format_is_refused(void **state)
{
	(void)state;
	assert_null(PACK_READ(jobq__content, slice_of("\x02\x00", 2)));
	assert_null(PACK_READ(jobq__content, slice_of("\x01\x07", 2)));
	assert_null(PACK_READ(jobq__content, slice_of("\x01", 1)));
	assert_null(PACK_READ(jobq__content, slice_of("", 0)));
}

static void damage_is_refused(void **state)
{
	(void)state;
	assert_null(PACK_READ(jobq__content, slice_of("\x01\x00\x0a\xff", 4)));
	assert_null(PACK_READ(jobq__content, slice_of("\x01\x01zzzz", 6)));
}

static void a_bomb_is_refused(void **state)
{
	CLEANUP(bytes_deinit) struct bytes packed = {0};
	size_t size = (size_t)PACK_MAX_BYTES + 1;
	CLEANUP(freep) char *zeros = alloc_zero(size, 1);
	size_t n = 0;

	(void)state;
	bytes_add(&packed, "\x01\x01", 2);
	bytes_reserve(&packed, ZSTD_compressBound(size));
	n = ZSTD_compress(packed.data + 2, ZSTD_compressBound(size), zeros,
			  size, 1);
	assert_false(ZSTD_isError(n));
	packed.len += n;
	assert_null(PACK_READ(jobq__content, slice_bytes(&packed)));
}

static void a_clone_is_of_its_own(void **state)
{
	Jobq__Content content = JOBQ__CONTENT__INIT;
	CLEANUP(pack_freep) Jobq__Content *clone = NULL;
	char title[] = "one";

	(void)state;
	content.title = title;
	clone = (Jobq__Content *)pack_clone(&content.base);
	title[0] = 'O';
	assert_non_null(clone);
	assert_string_equal(clone->title, "one");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_records_stay_plain),
		cmocka_unit_test(large_records_shrink_and_read_back),
		cmocka_unit_test(unknown_fields_survive),
		cmocka_unit_test(a_foreign_format_is_refused),
		cmocka_unit_test(damage_is_refused),
		cmocka_unit_test(a_bomb_is_refused),
		cmocka_unit_test(a_clone_is_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
