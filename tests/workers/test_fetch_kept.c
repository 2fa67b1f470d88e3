/* What fetch.c gives to the archive, and when. */
#include "core/warc.h"
#include "tests/tempdir.h"
#include "tests/workers/fetch_check.h"
#include "workers/archive.h"

struct kept {
	struct tinyhttp *server;
	struct archive *archive;
	struct fetch *fetch;
};

static void kept_deinit(struct kept *k)
{
	fetch_free(k->fetch);
	archive_free(k->archive);
	tinyhttp_free(k->server);
}

static void kept_init(struct kept *k, const char *dir, struct tiny_page *page)
{
	struct fetch_options o = {0};

	assert_int_equal(chdir(dir), 0);
	k->server = tinyhttp_new(page, 1);
	assert_int_equal(archive_open(&k->archive, "w"), 0);
	o.gateway = tinyhttp_url(k->server);
	o.archive = k->archive;
	assert_int_equal(fetch_new(&k->fetch, &o), 0);
}

static void assert_field(const struct warc_record *record, const char *name,
			 const char *value)
{
	struct slice have = warc_field(record->header, name);

	if (!slice_equal(have, slice_text(value)))
		fail_msg("%s: %.*s", name, (int)have.len, have.data);
}

static void exchange_is_kept_before_the_callback(void **state)
{
	struct tiny_page plain = page(PLAIN, TINY_KEEP);
	struct fetch_request r = {.method = "GET",
				  .url = "https://a.example/x",
				  .logical_ms = 1761976800000};
	CLEANUP(warc_record_deinit) struct warc_record record = {0};
	CLEANUP(kept_deinit) struct kept k = {0};
	SEEN(seen);

	kept_init(&k, *state, &plain);
	ask(k.fetch, &r, &seen);
	assert_int_equal(warc_read(seen.answer.archive.file,
				   seen.answer.archive.offset, &record),
			 0);
	assert_field(&record, "WARC-Target-URI", "https://a.example/x");
	assert_field(&record, "WARC-Date", "2025-11-01T06:00:00Z");
	assert_field(&record, "WARC-Payload-Digest",
		     seen.answer.archive.digest);
	assert_non_null(strstr(record.bytes.data, "HTTP/1.1 200 OK\r\n"));
}

static void request_is_kept_without_its_secrets(void **state)
{
	struct tiny_page plain = page(PLAIN, TINY_KEEP);
	struct fetch_header header = {"X-Token", "topsecret", true};
	struct fetch_request r = {.method = "GET",
				  .url = "https://a.example/x?y",
				  .headers = &header,
				  .n_headers = 1,
				  .cookie = "id=topsecret"};
	CLEANUP(warc_record_deinit) struct warc_record record = {0};
	CLEANUP(kept_deinit) struct kept k = {0};
	SEEN(seen);

	kept_init(&k, *state, &plain);
	ask(k.fetch, &r, &seen);
	assert_int_equal(warc_read(seen.answer.archive.file, 0, &record), 0);
	assert_int_equal(
		warc_read(seen.answer.archive.file, record.next, &record), 0);
	assert_field(&record, "WARC-Type", "request");
	assert_non_null(strstr(record.bytes.data, "GET /x?y HTTP/1.1\r\n"));
	assert_non_null(strstr(record.bytes.data, "X-Token: redacted\r\n"));
	assert_non_null(strstr(record.bytes.data, "Cookie: id=redacted\r\n"));
	assert_null(strstr(record.bytes.data, "topsecret"));
}

static void failure_is_kept_too(void **state)
{
	struct tiny_page dead = page("", TINY_CLOSE);
	struct fetch_request r = {.method = "GET", .url = "http://a.example/"};
	CLEANUP(warc_record_deinit) struct warc_record record = {0};
	CLEANUP(kept_deinit) struct kept k = {0};
	SEEN(seen);

	kept_init(&k, *state, &dead);
	ask(k.fetch, &r, &seen);
	assert_int_equal(warc_read(seen.answer.archive.file,
				   seen.answer.archive.offset, &record),
			 0);
	assert_field(&record, "WARC-Type", "metadata");
	assert_non_null(strstr(record.block.data, "fetch-failure: network: "));
}

static void refused_before_it_went_out_is_not_kept(void **state)
{
	struct tiny_page plain = page(PLAIN, TINY_KEEP);
	struct fetch_request r = {.method = "GET", .url = "file:///x\r\ny"};
	CLEANUP(kept_deinit) struct kept k = {0};
	SEEN(seen);

	kept_init(&k, *state, &plain);
	ask(k.fetch, &r, &seen);
	assert_int_equal(seen.answer.error, FETCH_REFUSED);
	assert_string_equal(seen.answer.archive.file, "");
}

static void unkept_answer_is_never_used(void **state)
{
	struct tiny_page plain = page(PLAIN, TINY_KEEP);
	struct fetch_request r = {.method = "GET", .url = "http://a.example/"};
	CLEANUP(kept_deinit) struct kept k = {0};
	int rc = 0;
	SEEN(seen);

	kept_init(&k, *state, &plain);
	assert_int_equal(rmdir("archive"), 0);
	assert_int_equal(fetch_start(k.fetch, &r, keep, &seen), 0);
	for (int i = 0; i < POLLS && !rc; i++)
		rc = fetch_poll(k.fetch, NULL, 0, POLL_MS);
	assert_true(rc < 0);
	assert_int_equal(seen.times, 0);
}

#define IN_DIRECTORY(test) \
	cmocka_unit_test_setup_teardown(test, tempdir_setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(exchange_is_kept_before_the_callback),
		IN_DIRECTORY(request_is_kept_without_its_secrets),
		IN_DIRECTORY(failure_is_kept_too),
		IN_DIRECTORY(refused_before_it_went_out_is_not_kept),
		IN_DIRECTORY(unkept_answer_is_never_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
