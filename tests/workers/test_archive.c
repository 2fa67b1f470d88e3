#include "core/alloc.h"
#include "core/times.h"
#include "core/warc.h"
#include "tests/tempdir.h"
#include "workers/archive.h"
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/resource.h>

#include <cmocka.h>

#define DATE_MS 1761976800250 /* 2025-11-01T06:00:00.250Z */

#define TEXT(text)                     \
	{                              \
		text, sizeof(text) - 1 \
	}

static const struct archive_exchange exchange = {
	.url = "https://a.example/jobs?x=1",
	.method = "POST",
	.logical_ms = DATE_MS,
	.request_head = TEXT("POST /jobs?x=1 HTTP/1.1\r\n"
			     "Host: a.example\r\n\r\n"),
	.request_body = TEXT("{}"),
	.response_head = TEXT("HTTP/1.1 200 OK\r\nContent-Type: a/b\r\n"),
	.response_body = TEXT("hello"),
};

struct written {
	struct archive *archive;
	Jobq__Archive where;
	struct warc_record info, request, answer;
};

static void written_deinit(struct written *w)
{
	archive_free(w->archive);
	free(w->where.file);
	free(w->where.digest);
	warc_record_deinit(&w->info);
	warc_record_deinit(&w->request);
	warc_record_deinit(&w->answer);
}

/* Writes `x` as the first exchange of an archive in `dir`, and reads it. */
static void write_one(struct written *w, const char *dir,
		      const struct archive_exchange *x)
{
	struct warc_record end = {0};

	assert_int_equal(chdir(dir), 0);
	assert_int_equal(archive_open(&w->archive, "w1"), 0);
	assert_int_equal(archive_add(w->archive, x, &w->where), 0);
	assert_int_equal(archive_sync(w->archive), 0);
	assert_int_equal(warc_read(w->where.file, 0, &w->info), 0);
	assert_int_equal(warc_read(w->where.file, w->info.next, &w->request),
			 0);
	assert_int_equal(w->request.next, w->where.offset);
	assert_int_equal(warc_read(w->where.file, w->where.offset, &w->answer),
			 0);
	assert_int_equal(warc_read(w->where.file, w->answer.next, &end),
			 WARC_E_END);
	warc_record_deinit(&end);
}

#define WRITTEN(name)                                      \
	CLEANUP(written_deinit) struct written name = {0}; \
	jobq__archive__init(&(name).where);                \
	(name).where.file = (name).where.digest = NULL

static void assert_field(const struct warc_record *record, const char *name,
			 const char *value)
{
	struct slice have = warc_field(record->header, name);

	if (!slice_equal(have, slice_text(value)))
		fail_msg("%s: %.*s", name, (int)have.len, have.data);
}

static void warcinfo_is_first(void **state)
{
	WRITTEN(w);

	write_one(&w, *state, &exchange);
	assert_field(&w.info, "WARC-Type", "warcinfo");
	assert_field(&w.info, "WARC-Filename",
		     w.where.file + strlen("archive/"));
	assert_non_null(strstr(w.info.block.data, "software: jobq/"));
}

static void exchange_is_a_request_and_a_response(void **state)
{
	WRITTEN(w);

	write_one(&w, *state, &exchange);
	assert_field(&w.request, "WARC-Type", "request");
	assert_field(&w.request, "Content-Type",
		     "application/http;msgtype=request");
	assert_field(&w.request, "WARC-Target-URI", exchange.url);
	assert_true(slice_equal(
		w.request.block,
		slice_text("POST /jobs?x=1 HTTP/1.1\r\nHost: a.example\r\n\r\n"
			   "{}")));
	assert_field(&w.answer, "WARC-Type", "response");
	assert_field(&w.answer, "Content-Type",
		     "application/http;msgtype=response");
	assert_field(&w.answer, "WARC-Date", "2025-11-01T06:00:00.250Z");
	assert_true(slice_equal(
		w.answer.block,
		slice_text("HTTP/1.1 200 OK\r\nContent-Type: a/b\r\n"
			   "Content-Length: 5\r\n\r\nhello")));
}

static void records_name_each_other(void **state)
{
	struct slice id, other;
	WRITTEN(w);

	write_one(&w, *state, &exchange);
	id = warc_field(w.request.header, "WARC-Record-ID");
	other = warc_field(w.answer.header, "WARC-Concurrent-To");
	assert_int_equal(id.len, strlen("<urn:uuid:>") + 36);
	assert_true(slice_equal(id, other));
	assert_true(slice_equal(
		warc_field(w.answer.header, "WARC-Record-ID"),
		warc_field(w.request.header, "WARC-Concurrent-To")));
	assert_true(slice_equal(warc_field(w.answer.header, "WARC-Warcinfo-ID"),
				warc_field(w.info.header, "WARC-Record-ID")));
}

static void digest_is_of_the_payload(void **state)
{
	struct archive_exchange x = exchange;
	WRITTEN(w);

	x.response_body = slice_of("", 0);
	write_one(&w, *state, &x);
	/* SHA-1 of nothing, in base32. */
	assert_string_equal(w.where.digest,
			    "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
	assert_field(&w.answer, "WARC-Payload-Digest", w.where.digest);
}

static void decoded_body_has_no_coding_and_its_own_length(void **state)
{
	struct archive_exchange x = exchange;
	WRITTEN(w);

	x.response_head = slice_text("HTTP/1.1 200 OK\r\n"
				     "content-encoding: gzip\r\n"
				     "Transfer-Encoding: chunked\r\n"
				     "Content-Length: 99\r\nX: y\r\n");
	write_one(&w, *state, &x);
	assert_true(slice_equal(w.answer.block,
				slice_text("HTTP/1.1 200 OK\r\nX: y\r\n"
					   "Content-Length: 5\r\n\r\nhello")));
}

static void cookies_and_credentials_are_redacted(void **state)
{
	struct archive_exchange x = exchange;
	WRITTEN(w);

	x.request_head = slice_text("GET / HTTP/1.1\r\n"
				    "cookie: a=SECRET1; b=SECRET2\r\n"
				    "Authorization: Bearer SECRET3\r\n\r\n");
	x.response_head =
		slice_text("HTTP/1.1 200 OK\r\n"
			   "Set-Cookie: a=SECRET4; Path=/x; Secure\r\n"
			   "Set-Cookie: b=SECRET5\r\n");
	write_one(&w, *state, &x);
	assert_null(strstr(w.request.bytes.data, "SECRET"));
	assert_null(strstr(w.answer.bytes.data, "SECRET"));
	assert_non_null(strstr(w.request.bytes.data,
			       "cookie: a=redacted; b=redacted\r\n"
			       "Authorization: redacted\r\n"));
	assert_non_null(strstr(w.answer.bytes.data,
			       "Set-Cookie: a=redacted; Path=/x; Secure\r\n"
			       "Set-Cookie: b=redacted\r\n"));
}

static void failure_is_a_metadata_record(void **state)
{
	struct archive_exchange x = exchange;
	WRITTEN(w);

	x.failure = "timeout: no byte\r\nfor 20 s";
	write_one(&w, *state, &x);
	assert_field(&w.answer, "WARC-Type", "metadata");
	assert_field(&w.answer, "Content-Type", "application/warc-fields");
	assert_true(slice_equal(
		w.answer.block,
		slice_text("fetch-failure: timeout: no byte  for 20 s\r\n")));
	assert_string_equal(w.where.digest, "");
}

static size_t count_files(void)
{
	DIR *dir = opendir("archive");
	size_t n = 0;

	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir));)
		n += e->d_name[0] != '.';
	closedir(dir);
	return n;
}

static void each_start_makes_a_new_file(void **state)
{
	{
		WRITTEN(first);

		write_one(&first, *state, &exchange);
	}
	{
		WRITTEN(second);

		write_one(&second, *state, &exchange);
	}
	assert_int_equal(count_files(), 2);
}

static void no_file_before_the_first_record(void **state)
{
	CLEANUP(archive_freep) struct archive *archive = NULL;

	assert_int_equal(chdir(*state), 0);
	assert_int_equal(archive_open(&archive, "w1"), 0);
	assert_int_equal(archive_sync(archive), 0);
	assert_int_equal(count_files(), 0);
}

static void worker_name_cannot_leave_the_directory(void **state)
{
	CLEANUP(archive_freep) struct archive *archive = NULL;
	Jobq__Archive where = JOBQ__ARCHIVE__INIT;

	assert_int_equal(chdir(*state), 0);
	assert_int_equal(archive_open(&archive, "../../x"), 0);
	assert_int_equal(archive_add(archive, &exchange, &where), 0);
	assert_ptr_equal(strstr(where.file, "archive/______x-"), where.file);
	free(where.file);
	free(where.digest);
}

static void unusable_directory_is_a_fault(void **state)
{
	struct archive *archive = NULL;
	Jobq__Archive where = JOBQ__ARCHIVE__INIT;
	int fd;

	assert_int_equal(chdir(*state), 0);
	fd = open("archive", O_CREAT | O_WRONLY, 0600);
	close(fd);
	assert_int_equal(archive_open(&archive, "w1"), 0);
	assert_true(archive_add(archive, &exchange, &where) < 0);
	archive_free(archive);
}

static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void full_disk_is_a_fault_and_leaves_whole_records(void **state)
{
	struct archive_exchange x = exchange;
	Jobq__Archive none = JOBQ__ARCHIVE__INIT;
	struct bytes body = {0};
	uint32_t random = 1;
	WRITTEN(w);

	write_one(&w, *state, &exchange);
	for (int i = 0; i < 100000; i++)
		bytes_add_char(
			&body,
			(char)((random = random * 1664525 + 1013904223) >> 24));
	x.response_body = slice_bytes(&body);
	signal(SIGXFSZ, SIG_IGN);
	limit_files(20000); /* stands in for a full disk */
	assert_true(archive_add(w.archive, &x, &none) < 0);
	limit_files(RLIM_INFINITY);
	assert_string_equal(none.file, "");
	assert_int_equal(warc_read(w.where.file, w.answer.next, &w.request),
			 WARC_E_END);
	x.response_body = slice_text("again");
	assert_int_equal(archive_add(w.archive, &x, &none), 0);
	assert_int_equal(warc_read(none.file, none.offset, &w.answer), 0);
	assert_non_null(strstr(w.answer.block.data, "\r\n\r\nagain"));
	free(none.file);
	free(none.digest);
	bytes_deinit(&body);
}

#define IN_DIRECTORY(test) \
	cmocka_unit_test_setup_teardown(test, tempdir_setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(warcinfo_is_first),
		IN_DIRECTORY(exchange_is_a_request_and_a_response),
		IN_DIRECTORY(records_name_each_other),
		IN_DIRECTORY(digest_is_of_the_payload),
		IN_DIRECTORY(decoded_body_has_no_coding_and_its_own_length),
		IN_DIRECTORY(cookies_and_credentials_are_redacted),
		IN_DIRECTORY(failure_is_a_metadata_record),
		IN_DIRECTORY(each_start_makes_a_new_file),
		IN_DIRECTORY(no_file_before_the_first_record),
		IN_DIRECTORY(worker_name_cannot_leave_the_directory),
		IN_DIRECTORY(unusable_directory_is_a_fault),
		IN_DIRECTORY(full_disk_is_a_fault_and_leaves_whole_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
