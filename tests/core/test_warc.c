#include "core/alloc.h"
#include "core/warc.h"
#include "tests/tempdir.h"
#include <fcntl.h>
#include <libdeflate.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define HEADER "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: "

static void add_member(struct bytes *out, struct slice plain)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(1);
	size_t bound = libdeflate_gzip_compress_bound(c, plain.len);

	bytes_reserve(out, bound);
	out->len += libdeflate_gzip_compress(c, plain.data, plain.len,
					     out->data + out->len, bound);
	libdeflate_free_compressor(c);
}

static void write_file(const char *path, struct slice content)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(content.data, 1, content.len, file),
			 content.len);
	fclose(file);
}

/* What warc_read() says of a file with this one record as its member. */
static int read_one(const char *dir, struct slice plain,
		    struct warc_record *out)
{
	CLEANUP(freep) char *path = alloc_format("%s/one", dir);
	struct bytes file = {0};
	int r;

	add_member(&file, plain);
	write_file(path, slice_bytes(&file));
	r = warc_read(path, 0, out);
	bytes_deinit(&file);
	return r;
}

static void reads_records_one_after_another(void **state)
{
	CLEANUP(freep) char *path = alloc_format("%s/two", (char *)*state);
	CLEANUP(warc_record_deinit) struct warc_record record = {0};
	struct bytes file = {0};
	size_t second;

	add_member(&file, slice_text(HEADER "3\r\n\r\none\r\n\r\n"));
	second = file.len;
	add_member(&file, slice_text(HEADER "4\r\n\r\ntwo!\r\n\r\n"));
	write_file(path, slice_bytes(&file));
	assert_int_equal(warc_read(path, 0, &record), 0);
	assert_true(slice_equal(record.block, slice_text("one")));
	assert_int_equal(record.offset, 0);
	assert_int_equal(record.next, second);
	assert_int_equal(warc_read(path, record.next, &record), 0);
	assert_true(slice_equal(record.block, slice_text("two!")));
	assert_true(slice_equal(warc_field(record.header, "warc-type"),
				slice_text("response")));
	assert_int_equal(warc_read(path, record.next, &record), WARC_E_END);
	assert_int_equal(warc_read(path, record.next + 1, &record),
			 WARC_E_DAMAGED);
	bytes_deinit(&file);
}

static void reads_a_record_that_hardly_packs(void **state)
{
	CLEANUP(warc_record_deinit) struct warc_record record = {0};
	struct bytes text = {0};
	uint32_t x = 1;

	bytes_add_format(&text, HEADER "%d\r\n\r\n", 3000000);
	for (int i = 0; i < 3000000; i++) {
		x = x * 1664525 + 1013904223;
		bytes_add_char(&text, (char)(x >> 24));
	}
	bytes_add_text(&text, "\r\n\r\n");
	assert_int_equal(read_one(*state, slice_bytes(&text), &record), 0);
	assert_int_equal(record.block.len, 3000000);
	assert_memory_equal(record.bytes.data, text.data, text.len);
	bytes_deinit(&text);
}

static void reads_a_record_that_packs_well(void **state)
{
	CLEANUP(warc_record_deinit) struct warc_record record = {0};
	struct bytes text = {0};

	bytes_add_format(&text, HEADER "%d\r\n\r\n%0*d\r\n\r\n", 9000000,
			 9000000, 0);
	assert_int_equal(read_one(*state, slice_bytes(&text), &record), 0);
	assert_int_equal(record.block.len, 9000000);
	bytes_deinit(&text);
}

static void every_torn_tail_is_damaged(void **state)
{
	CLEANUP(freep) char *path = alloc_format("%s/torn", (char *)*state);
	CLEANUP(warc_record_deinit) struct warc_record record = {0};
	struct bytes file = {0};

	add_member(&file, slice_text(HEADER "3\r\n\r\none\r\n\r\n"));
	for (size_t n = 1; n < file.len; n++) {
		write_file(path, slice_of(file.data, n));
		assert_int_equal(warc_read(path, 0, &record), WARC_E_DAMAGED);
	}
	bytes_deinit(&file);
}

/* But for the bits that pad a deflate stream to a byte. */
static void changed_bytes_never_change_the_record(void **state)
{
	CLEANUP(freep) char *path = alloc_format("%s/bad", (char *)*state);
	CLEANUP(warc_record_deinit) struct warc_record record = {0};
	struct bytes file = {0};
	size_t damaged = 0;

	add_member(&file, slice_text(HEADER "3\r\n\r\none\r\n\r\n"));
	for (size_t i = 10; i < file.len; i++) { /* behind gzip's header */
		int r;

		file.data[i] ^= 0x10;
		write_file(path, slice_bytes(&file));
		r = warc_read(path, 0, &record);
		damaged += r == WARC_E_DAMAGED;
		assert_true(r == WARC_E_DAMAGED ||
			    slice_equal(record.block, slice_text("one")));
		file.data[i] ^= 0x10;
	}
	assert_true(damaged >= file.len - 11);
	bytes_deinit(&file);
}

static void plain_file_is_damaged(void **state)
{
	CLEANUP(freep) char *path = alloc_format("%s/plain", (char *)*state);
	CLEANUP(warc_record_deinit) struct warc_record record = {0};

	write_file(path, slice_text(HEADER "3\r\n\r\none\r\n\r\n"));
	assert_int_equal(warc_read(path, 0, &record), WARC_E_DAMAGED);
}

static void missing_file_is_a_fault(void **state)
{
	CLEANUP(freep) char *path = alloc_format("%s/none", (char *)*state);
	CLEANUP(warc_record_deinit) struct warc_record record = {0};

	assert_true(warc_read(path, 0, &record) < 0);
	assert_true(warc_read(*state, 0, &record) < 0); /* a directory */
}

static void records_that_are_none_are_damaged(void **state)
{
	static const char *const bad[] = {
		"",
		"HTTP/1.1 200 OK\r\n\r\n",
		"WARC/1.1\r\n\r\n",
		"WARC/1.1\r\nWARC-Type: x\r\n\r\n",
		HEADER "-1\r\n\r\n",
		HEADER "3x\r\n\r\none\r\n\r\n",
		HEADER "99999999999999999999\r\n\r\none\r\n\r\n",
		HEADER "30\r\n\r\none\r\n\r\n",
		HEADER "3\r\n\r\none\r\n\r\n" HEADER "3\r\n\r\ntwo\r\n\r\n",
	};
	CLEANUP(warc_record_deinit) struct warc_record record = {0};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(read_one(*state, slice_text(bad[i]), &record),
				 WARC_E_DAMAGED);
}

static void field_is_found_whatever_its_case(void **state)
{
	struct slice lines = slice_text("HTTP/1.1 200 OK\r\n"
					"X-Age: 1\r\nage:\t two words \r\n"
					"Age: 3\nLast:4");

	(void)state;
	assert_true(
		slice_equal(warc_field(lines, "AGE"), slice_text("two words")));
	assert_true(slice_equal(warc_field(lines, "last"), slice_text("4")));
	assert_int_equal(warc_field(lines, "ag").len, 0);
	assert_int_equal(warc_field(lines, "HTTP").len, 0);
	assert_int_equal(warc_field(slice_of("", 0), "x").len, 0);
	assert_int_equal(warc_field(slice_of(NULL, 0), "x").len, 0);
}

static void message_is_split(void **state)
{
	struct slice head, body;

	(void)state;
	assert_int_equal(warc_http(slice_text("HTTP/1.1 200 OK\r\nA: b\r\n\r\n"
					      "x\r\n\r\ny"),
				   &head, &body),
			 0);
	assert_true(slice_equal(head, slice_text("HTTP/1.1 200 OK\r\n"
						 "A: b\r\n")));
	assert_true(slice_equal(body, slice_text("x\r\n\r\ny")));
	assert_int_equal(
		warc_http(slice_text("POST /a HTTP/1.1\r\n\r\n"), &head, &body),
		0);
	assert_int_equal(body.len, 0);
}

static void what_is_no_message_is_damaged(void **state)
{
	static const char *const bad[] = {"", "x", "HTTP/1.1 200 OK\r\n",
					  "fetch: failure\r\n\r\n"};
	struct slice head, body;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(warc_http(slice_text(bad[i]), &head, &body),
				 WARC_E_DAMAGED);
}

#define IN_DIRECTORY(test) \
	cmocka_unit_test_setup_teardown(test, tempdir_setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(reads_records_one_after_another),
		IN_DIRECTORY(reads_a_record_that_hardly_packs),
		IN_DIRECTORY(reads_a_record_that_packs_well),
		IN_DIRECTORY(every_torn_tail_is_damaged),
		IN_DIRECTORY(changed_bytes_never_change_the_record),
		IN_DIRECTORY(plain_file_is_damaged),
		IN_DIRECTORY(missing_file_is_a_fault),
		IN_DIRECTORY(records_that_are_none_are_damaged),
		cmocka_unit_test(field_is_found_whatever_its_case),
		cmocka_unit_test(message_is_split),
		cmocka_unit_test(what_is_no_message_is_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
