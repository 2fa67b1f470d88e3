#include "core/bytes.h"
#include "core/records.pb-c.h"
#include "query/raw.h"
#include <libdeflate.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define RAW_DIGEST "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
#define RAW_BLOCK \
	"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>\033[31mhi</p>"

static char path[] = "/tmp/jobq-raw-XXXXXX";

/* A file of one record, a gzip member (ISO 28500, annex D). */
static int setup(void **state)
{
	struct bytes record = {0};
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
	char packed[1024];
	int fd = mkstemp(path);
	size_t n;

	(void)state;
	bytes_add_format(&record,
			 "WARC/1.1\r\nWARC-Type: response\r\n"
			 "WARC-Payload-Digest: %s\r\nContent-Length: %zu\r\n"
			 "\r\n%s\r\n\r\n",
			 RAW_DIGEST, strlen(RAW_BLOCK), RAW_BLOCK);
	n = libdeflate_gzip_compress(c, record.data, record.len, packed,
				     sizeof(packed));
	assert_true(n > 0 && fd >= 0);
	assert_int_equal(write(fd, packed, n), n);
	close(fd);
	libdeflate_free_compressor(c);
	bytes_deinit(&record);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return unlink(path);
}

/* What raw_print() gives for the archive; *printed is the caller's. */
static int print(const char *file, const char *digest, bool tty, char **printed)
{
	Jobq__SpanDoc doc = JOBQ__SPAN_DOC__INIT;
	Jobq__Content content = JOBQ__CONTENT__INIT;
	Jobq__Archive archive = JOBQ__ARCHIVE__INIT;
	struct term term = {.tty = tty};
	size_t len;
	int r;

	archive.file = (char *)file;
	archive.digest = (char *)digest;
	content.archive = &archive;
	doc.content = &content;
	term.to = open_memstream(printed, &len);
	r = raw_print(&doc, &term);
	fclose(term.to);
	return r;
}

static void gives_the_answer_byte_by_byte(void **state)
{
	CLEANUP(freep) char *printed = NULL;

	(void)state;
	assert_int_equal(print(path, RAW_DIGEST, false, &printed), 0);
	assert_string_equal(printed, RAW_BLOCK);
}

static void a_terminal_is_spared_escape_sequences(void **state)
{
	CLEANUP(freep) char *printed = NULL;

	(void)state;
	assert_int_equal(print(path, RAW_DIGEST, true, &printed), 0);
	assert_null(strchr(printed, '\033'));
	assert_non_null(strstr(printed, "<p>[31mhi</p>"));
}

static void another_payload_is_a_fault(void **state)
{
	CLEANUP(freep) char *printed = NULL;

	(void)state;
	assert_true(print(path, "sha1:OTHER", false, &printed) < 0);
	assert_string_equal(printed, "");
}

static void a_file_that_is_gone_is_a_fault(void **state)
{
	CLEANUP(freep) char *printed = NULL;

	(void)state;
	assert_true(print("/tmp/no-such.warc.gz", RAW_DIGEST, false, &printed) <
		    0);
}

static void no_archive_is_an_outcome(void **state)
{
	CLEANUP(freep) char *printed = NULL;

	(void)state;
	assert_int_equal(print("", "", false, &printed), RAW_E_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_answer_byte_by_byte),
		cmocka_unit_test(a_terminal_is_spared_escape_sequences),
		cmocka_unit_test(another_payload_is_a_fault),
		cmocka_unit_test(a_file_that_is_gone_is_a_fault),
		cmocka_unit_test(no_archive_is_an_outcome),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
