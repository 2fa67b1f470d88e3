#include "core/alloc.h"
#include "workers/coding.h"
#include <libdeflate.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <zstd.h>

#include <cmocka.h>

enum { LIMIT = 1 << 20 };

typedef size_t squeeze(struct libdeflate_compressor *, const void *, size_t,
		       void *, size_t);

static void add_packed(struct bytes *out, struct slice plain, squeeze *how)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);

	bytes_reserve(out, plain.len + 1000);
	out->len += how(c, plain.data, plain.len, out->data + out->len,
			plain.len + 1000);
	libdeflate_free_compressor(c);
}

static void add_zstd(struct bytes *out, struct slice plain)
{
	bytes_reserve(out, plain.len + 1000);
	out->len += ZSTD_compress(out->data + out->len, plain.len + 1000,
				  plain.data, plain.len, 3);
}

/* 100,000 bytes that are not all alike. */
static struct bytes long_text(void)
{
	struct bytes text = {0};

	while (text.len < 100000)
		bytes_add_format(&text, "line %zu of it\n", text.len);
	return text;
}

static void assert_becomes(struct bytes *body, const char *codings,
			   struct slice want)
{
	assert_int_equal(coding_undo(body, slice_text(codings), LIMIT), 0);
	assert_true(slice_equal(slice_bytes(body), want));
	assert_int_equal(body->data[body->len], 0);
}

static void each_coding_is_undone(void **state)
{
	static squeeze *const ways[] = {libdeflate_gzip_compress,
					libdeflate_zlib_compress,
					libdeflate_deflate_compress};
	static const char *const names[] = {"GZip", "deflate", " deflate "};
	struct bytes text = long_text(), body = {0};

	(void)state;
	for (int i = 0; i < 3; i++) {
		bytes_reset(&body);
		add_packed(&body, slice_bytes(&text), ways[i]);
		assert_becomes(&body, names[i], slice_bytes(&text));
	}
	bytes_reset(&body);
	add_zstd(&body, slice_bytes(&text));
	assert_becomes(&body, "zstd", slice_bytes(&text));
	bytes_deinit(&body);
	bytes_deinit(&text);
}

static void gzip_members_are_joined_and_padding_dropped(void **state)
{
	struct bytes body = {0};

	(void)state;
	add_packed(&body, slice_text("one "), libdeflate_gzip_compress);
	add_packed(&body, slice_text("two"), libdeflate_gzip_compress);
	bytes_add(&body, "\0\0\0", 3);
	assert_becomes(&body, "x-gzip", slice_text("one two"));
	bytes_deinit(&body);
}

static void codings_are_undone_in_reverse(void **state)
{
	struct bytes inner = {0}, body = {0};

	(void)state;
	add_packed(&inner, slice_text("hello"), libdeflate_zlib_compress);
	add_packed(&body, slice_bytes(&inner), libdeflate_gzip_compress);
	assert_becomes(&body, "deflate, identity,gzip", slice_text("hello"));
	bytes_deinit(&inner);
	bytes_deinit(&body);
}

static void no_coding_changes_nothing(void **state)
{
	struct bytes body = {0};

	(void)state;
	assert_int_equal(coding_undo(&body, slice_text("gzip"), LIMIT), 0);
	bytes_add_text(&body, "as it is");
	assert_becomes(&body, "", slice_text("as it is"));
	assert_becomes(&body, "identity", slice_text("as it is"));
	bytes_deinit(&body);
}

static void foreign_codings_are_unknown(void **state)
{
	struct bytes body = {0};

	(void)state;
	bytes_add_text(&body, "x");
	assert_int_equal(coding_undo(&body, slice_text("br"), LIMIT),
			 CODING_E_UNKNOWN);
	assert_int_equal(
		coding_undo(&body,
			    slice_text("identity,identity,identity,identity,"
				       "identity"),
			    LIMIT),
		CODING_E_UNKNOWN);
	assert_string_equal(body.data, "x");
	bytes_deinit(&body);
}

static void every_cut_is_damage(void **state)
{
	struct bytes packed[3] = {{0}}, body = {0};
	static const char *const names[] = {"gzip", "deflate", "zstd"};

	(void)state;
	add_packed(&packed[0], slice_text("hello, hello, hello"),
		   libdeflate_gzip_compress);
	add_packed(&packed[1], slice_text("hello, hello, hello"),
		   libdeflate_zlib_compress);
	add_zstd(&packed[2], slice_text("hello, hello, hello"));
	for (int i = 0; i < 3; i++) {
		for (size_t n = 1; n < packed[i].len; n++) {
			bytes_reset(&body);
			bytes_add(&body, packed[i].data, n);
			assert_int_equal(
				coding_undo(&body, slice_text(names[i]), LIMIT),
				CODING_E_DAMAGED);
		}
		bytes_deinit(&packed[i]);
	}
	bytes_deinit(&body);
}

static void bombs_stop_at_the_limit(void **state)
{
	CLEANUP(freep) char *zeros = alloc_zero(1, 16 << 20);
	struct slice plain = slice_of(zeros, 16 << 20);
	struct bytes body = {0};

	(void)state;
	add_packed(&body, plain, libdeflate_gzip_compress);
	assert_int_equal(coding_undo(&body, slice_text("gzip"), LIMIT),
			 CODING_E_TOO_LARGE);
	bytes_reset(&body);
	for (int i = 0; i < 20; i++) /* in small pieces */
		add_packed(&body, slice_of(zeros, 100000),
			   libdeflate_gzip_compress);
	assert_int_equal(coding_undo(&body, slice_text("gzip"), LIMIT),
			 CODING_E_TOO_LARGE);
	bytes_reset(&body);
	add_zstd(&body, plain);
	assert_int_equal(coding_undo(&body, slice_text("zstd"), LIMIT),
			 CODING_E_TOO_LARGE);
	bytes_deinit(&body);
}

static void limit_itself_is_allowed(void **state)
{
	CLEANUP(freep) char *zeros = alloc_zero(1, LIMIT);
	struct bytes body = {0};

	(void)state;
	add_packed(&body, slice_of(zeros, LIMIT), libdeflate_gzip_compress);
	assert_becomes(&body, "gzip", slice_of(zeros, LIMIT));
	add_zstd(&body, slice_of(zeros, 0));
	bytes_deinit(&body);
}

static void chunks_are_joined(void **state)
{
	struct bytes body = {0};

	(void)state;
	bytes_add_text(&body, "3;x=y\r\nhel\r\n02\r\nlo\r\n0\r\nTrailer: x\r\n"
			      "\r\n");
	assert_int_equal(coding_dechunk(&body), 0);
	assert_string_equal(body.data, "hello");
	bytes_deinit(&body);
}

static void broken_chunks_are_damage(void **state)
{
	static const char *const bad[] = {
		"",	"x\r\n",       "3\r\nhel",     "3\r\nhel\r\n",
		"\r\n", "5\r\nhe\r\n", "fffffffff\r\n"};
	struct bytes body = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		bytes_reset(&body);
		bytes_add_text(&body, bad[i]);
		assert_int_equal(coding_dechunk(&body), CODING_E_DAMAGED);
	}
	bytes_deinit(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_coding_is_undone),
		cmocka_unit_test(gzip_members_are_joined_and_padding_dropped),
		cmocka_unit_test(codings_are_undone_in_reverse),
		cmocka_unit_test(no_coding_changes_nothing),
		cmocka_unit_test(foreign_codings_are_unknown),
		cmocka_unit_test(every_cut_is_damage),
		cmocka_unit_test(bombs_stop_at_the_limit),
		cmocka_unit_test(limit_itself_is_allowed),
		cmocka_unit_test(chunks_are_joined),
		cmocka_unit_test(broken_chunks_are_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
