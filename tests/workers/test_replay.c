#include "core/alloc.h"
#include "core/times.h"
#include "core/warc.h"
#include "tests/tempdir.h"
#include "tests/workers/fetch_check.h"
#include "workers/archive.h"
#include <libdeflate.h>

#define URL "https://a.example/jobs"
#define T   1761976800000 /* 2025-11-01T06:00:00Z */
#define DAY TIMES_DAY_MS

/* ---- tapes: WARC files as they may come ---- */

struct record {
	const char *type, *url, *id, *other; /* id, other: may be NULL */
	int64_t date_ms;
	const char *fields; /* more header lines, or NULL */
	struct slice block;
};

static void tape_add(struct bytes *tape, const struct record *r)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(1);
	bool http = strcmp(r->type, "metadata") != 0;
	struct bytes text = {0};
	char date[TIMES_TEXT];
	size_t bound;

	bytes_add_format(&text,
			 "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n"
			 "WARC-Date: %s\r\nContent-Type: application/%s\r\n",
			 r->type, r->url, times_format(r->date_ms, date),
			 http ? "http" : "warc-fields");
	if (r->id)
		bytes_add_format(&text, "WARC-Record-ID: <%s>\r\n", r->id);
	if (r->other)
		bytes_add_format(&text, "WARC-Concurrent-To: <%s>\r\n",
				 r->other);
	bytes_add_format(&text, "%sContent-Length: %zu\r\n\r\n",
			 r->fields ? r->fields : "", r->block.len);
	bytes_add(&text, r->block.data, r->block.len);
	bytes_add_text(&text, "\r\n\r\n");
	bound = libdeflate_gzip_compress_bound(c, text.len);
	bytes_reserve(tape, bound);
	tape->len += libdeflate_gzip_compress(c, text.data, text.len,
					      tape->data + tape->len, bound);
	libdeflate_free_compressor(c);
	bytes_deinit(&text);
}

static void add_get(struct bytes *tape, const char *url, int64_t date_ms,
		    const char *body)
{
	CLEANUP(freep)
	char *block = alloc_format("HTTP/1.1 200 OK\r\nX: y\r\n\r\n%s", body);
	struct record r = {.type = "response",
			   .url = url,
			   .date_ms = date_ms,
			   .block = slice_text(block)};

	tape_add(tape, &r);
}

/* A replay of this tape alone. */
static struct fetch *replay(const char *dir, struct bytes *tape)
{
	CLEANUP(freep) char *path = alloc_format("%s/tape.warc.gz", dir);
	const char *const files[] = {path, NULL};
	struct fetch_options o = {.replay = files};
	struct fetch *fetch = NULL;
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(tape->data, 1, tape->len, file), tape->len);
	fclose(file);
	bytes_deinit(tape);
	assert_int_equal(fetch_new(&fetch, &o), 0);
	return fetch;
}

static struct fetch_request get_at(const char *url, int64_t at_ms)
{
	return (struct fetch_request){
		.method = "GET", .url = url, .logical_ms = at_ms};
}

static void assert_says(struct fetch *fetch, const struct fetch_request *r,
			const char *body)
{
	SEEN(seen);

	ask(fetch, r, &seen);
	if (!body) {
		assert_int_equal(seen.answer.error, FETCH_NO_RECORD);
		return;
	}
	if (seen.answer.error != FETCH_OK)
		fail_msg("%s: %s", r->url, seen.answer.why);
	assert_int_equal(seen.answer.status, 200);
	assert_string_equal(seen.answer.body.data, body);
}

/* ---- which record ---- */

static void newest_of_the_day_before_answers(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL, T);

	add_get(&tape, URL, T - 1000, "newest");
	add_get(&tape, URL, T - 2000, "older");
	add_get(&tape, URL, T + 1, "later");
	fetch = replay(*state, &tape);
	assert_says(fetch, &r, "newest");
	r.logical_ms = T + 1;
	assert_says(fetch, &r, "later");
	r.logical_ms = T - 2000 + DAY;
	assert_says(fetch, &r, "later");
}

static void window_is_24_hours(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL, T + DAY);

	add_get(&tape, URL, T, "it");
	fetch = replay(*state, &tape);
	assert_says(fetch, &r, "it");
	r.logical_ms = T + DAY + 1;
	assert_says(fetch, &r, NULL);
	r.logical_ms = T - 1;
	assert_says(fetch, &r, NULL);
}

static void of_equal_dates_the_last_answers(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL, T);

	add_get(&tape, URL, T, "first try");
	add_get(&tape, URL, T, "last try");
	fetch = replay(*state, &tape);
	assert_says(fetch, &r, "last try");
}

static void no_record_is_a_failure_that_says_so(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at("https://a.example/none", T);
	SEEN(seen);

	add_get(&tape, URL, T, "it");
	fetch = replay(*state, &tape);
	ask(fetch, &r, &seen);
	assert_fails(&seen, FETCH_NO_RECORD,
		     "no record of GET https://a.example/none in the 24 h "
		     "before 2025-11-01T06:00:00Z");
}

static void equal_urls_are_one(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at("https://A.example:443/jobs#top", T);

	add_get(&tape, URL, T, "it");
	fetch = replay(*state, &tape);
	assert_says(fetch, &r, "it");
}

static void volatile_parts_need_not_match(void **state)
{
	static const char *const parts[] = {"_", "token", NULL};
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL "?page=2&_=999&token", T);

	add_get(&tape, URL "?_=123&page=1", T, "one");
	add_get(&tape, URL "?_=124&page=2&token=x", T, "two");
	fetch = replay(*state, &tape);
	assert_says(fetch, &r, NULL);
	r.volatile_parts = parts;
	assert_says(fetch, &r, "two");
	r.url = URL "?page=1";
	assert_says(fetch, &r, "one");
}

/* ---- whole exchanges ---- */

static void add_post(struct bytes *tape, const char *body, const char *id,
		     const char *names)
{
	CLEANUP(freep)
	char *block = alloc_format("POST /jobs HTTP/1.1\r\n\r\n%s", body);
	struct record r = {.type = "request",
			   .url = URL,
			   .id = id,
			   .other = names,
			   .date_ms = T,
			   .block = slice_text(block)};

	tape_add(tape, &r);
}

static void add_answer(struct bytes *tape, const char *body, const char *id,
		       const char *names)
{
	CLEANUP(freep)
	char *block = alloc_format("HTTP/1.1 200 OK\r\n\r\n%s", body);
	struct record r = {.type = "response",
			   .url = URL,
			   .id = id,
			   .other = names,
			   .date_ms = T,
			   .block = slice_text(block)};

	tape_add(tape, &r);
}

static void assert_posts(struct fetch *fetch)
{
	struct fetch_request r = {.method = "POST",
				  .url = URL,
				  .logical_ms = T,
				  .body = slice_text("{1}")};

	assert_says(fetch, &r, "one");
	r.body = slice_text("{2}");
	assert_says(fetch, &r, "two");
	r.body = slice_text("{3}");
	assert_says(fetch, &r, NULL);
	r.body = slice_text("{1}");
	r.method = "PUT";
	assert_says(fetch, &r, NULL);
}

static void method_and_body_are_matched_by_name(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;

	/* The answers name the requests, far from them. */
	add_post(&tape, "{1}", "q1", NULL);
	add_post(&tape, "{2}", "q2", NULL);
	add_answer(&tape, "two", "a2", "q2");
	add_answer(&tape, "one", "a1", "q1");
	fetch = replay(*state, &tape);
	assert_posts(fetch);
}

static void requests_may_name_the_answers(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;

	add_answer(&tape, "one", "a1", NULL);
	add_answer(&tape, "two", "a2", NULL);
	add_post(&tape, "{2}", "q2", "a2");
	add_post(&tape, "{1}", "q1", "a1");
	fetch = replay(*state, &tape);
	assert_posts(fetch);
}

static void neighbours_belong_together(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;

	add_post(&tape, "{1}", NULL, NULL);
	add_answer(&tape, "one", NULL, NULL);
	add_post(&tape, "{2}", NULL, NULL);
	add_answer(&tape, "two", NULL, NULL);
	fetch = replay(*state, &tape);
	assert_posts(fetch);
}

static void failure_replays_with_its_words(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL, T);
	struct record failed = {
		.type = "metadata",
		.url = URL,
		.date_ms = T,
		.block = slice_text("fetch-failure: timeout: no byte\r\n")};
	SEEN(seen);

	add_get(&tape, URL, T - 5, "before");
	tape_add(&tape, &failed);
	fetch = replay(*state, &tape);
	ask(fetch, &r, &seen);
	assert_int_equal(seen.answer.error, FETCH_TIMEOUT);
	assert_string_equal(seen.answer.why, "no byte");
}

static void other_metadata_is_no_failure(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL, T);
	struct record other = {.type = "metadata",
			       .url = URL,
			       .date_ms = T,
			       .block = slice_text("outlink: x\r\n")};

	add_get(&tape, URL, T - 5, "it");
	tape_add(&tape, &other);
	fetch = replay(*state, &tape);
	assert_says(fetch, &r, "it");
}

static void revisit_has_the_referred_body(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL, T + 2 * DAY);
	struct record again = {
		.type = "revisit",
		.url = URL,
		.date_ms = T + 2 * DAY,
		.fields = "WARC-Refers-To: <first>\r\n",
		.block = slice_text("HTTP/1.1 304 Not Modified\r\n\r\n")};

	add_answer(&tape, "body", "first", NULL);
	tape_add(&tape, &again);
	again.date_ms += 2 * DAY;
	again.fields = "WARC-Refers-To-Target-URI: " URL "\r\n"
		       "WARC-Refers-To-Date: 2025-11-01T06:00:00Z\r\n";
	tape_add(&tape, &again);
	again.date_ms += 2 * DAY;
	again.fields = "WARC-Refers-To: <nobody>\r\n";
	tape_add(&tape, &again);
	fetch = replay(*state, &tape);
	assert_says(fetch, &r, "body");
	r.logical_ms += 2 * DAY;
	assert_says(fetch, &r, "body");
	r.logical_ms += 2 * DAY;
	assert_says(fetch, &r, NULL);
}

static void body_as_it_came_over_the_wire_is_unwrapped(void **state)
{
	static const char gzip_hi[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03"
				      "\xcb\xc8\x04\0\xac\x2a\x93\xd8\x02\0\0";
	struct bytes tape = {0}, block = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL, T);
	struct record record = {.type = "response", .url = URL, .date_ms = T};

	bytes_add_text(&block, "HTTP/1.1 200 OK\r\n"
			       "Transfer-Encoding: chunked\r\n"
			       "Content-Encoding: gzip\r\n\r\n");
	bytes_add_format(&block, "%zx\r\n", sizeof(gzip_hi));
	bytes_add(&block, gzip_hi, sizeof(gzip_hi));
	bytes_add_text(&block, "\r\n0\r\n\r\n");
	record.block = slice_bytes(&block);
	tape_add(&tape, &record);
	fetch = replay(*state, &tape);
	assert_says(fetch, &r, "hi");
	bytes_deinit(&block);
}

static void recorded_body_beyond_the_limit_is_too_large(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL, T);
	SEEN(seen);

	add_get(&tape, URL, T, "twelve bytes");
	fetch = replay(*state, &tape);
	r.max_body = 11;
	ask(fetch, &r, &seen);
	assert_int_equal(seen.answer.error, FETCH_TOO_LARGE);
}

static void record_without_a_status_is_a_bad_answer(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL, T);
	struct record record = {.type = "response",
				.url = URL,
				.date_ms = T,
				.block = slice_text("HTTP/1.1 hello\r\n\r\n")};
	SEEN(seen);

	tape_add(&tape, &record);
	fetch = replay(*state, &tape);
	ask(fetch, &r, &seen);
	assert_int_equal(seen.answer.error, FETCH_BAD_ANSWER);
}

/* ---- files ---- */

static void torn_tail_costs_only_itself(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL, T);

	add_get(&tape, URL, T, "whole");
	add_get(&tape, URL, T, "torn");
	tape.len -= 3;
	fetch = replay(*state, &tape);
	assert_says(fetch, &r, "whole");
}

static void missing_file_is_a_fault(void **state)
{
	CLEANUP(freep) char *path = alloc_format("%s/none", (char *)*state);
	const char *const files[] = {path, NULL};
	struct fetch_options o = {.replay = files};
	struct fetch *fetch = NULL;

	assert_true(fetch_new(&fetch, &o) < 0);
	assert_null(fetch);
}

static void answer_tells_where_it_lies(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	CLEANUP(warc_record_deinit) struct warc_record record = {0};
	struct fetch_request r = get_at(URL, T);
	SEEN(seen);

	add_get(&tape, URL "/first", T, "first");
	add_get(&tape, URL, T, "it");
	fetch = replay(*state, &tape);
	assert_false(fetch_paced(fetch));
	ask(fetch, &r, &seen);
	assert_true(slice_equal(fetch_answer_header(&seen.answer, "x"),
				slice_text("y")));
	assert_int_equal(warc_read(seen.answer.archive.file,
				   seen.answer.archive.offset, &record),
			 0);
	assert_true(slice_equal(warc_field(record.header, "WARC-Target-URI"),
				slice_text(URL)));
}

/* ---- what archive.c wrote ---- */

static void own_archive_replays(void **state)
{
	struct archive_exchange x = {
		.url = URL,
		.method = "POST",
		.logical_ms = T,
		.request_head = slice_text("POST /jobs HTTP/1.1\r\n\r\n"),
		.request_body = slice_text("{1}"),
		.response_head = slice_text("HTTP/1.1 200 OK\r\n"
					    "Content-Encoding: gzip\r\n"
					    "Set-Cookie: s=secret; Path=/\r\n"),
		.response_body = slice_text("one")};
	Jobq__Archive where = JOBQ__ARCHIVE__INIT;
	const char *files[] = {NULL, NULL};
	struct fetch_options o = {.replay = files};
	CLEANUP(archive_freep) struct archive *archive = NULL;
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = {.method = "POST",
				  .url = URL,
				  .logical_ms = T,
				  .body = slice_text("{1}")};
	SEEN(seen);

	assert_int_equal(chdir(*state), 0);
	assert_int_equal(archive_open(&archive, "w"), 0);
	assert_int_equal(archive_add(archive, &x, &where), 0);
	files[0] = where.file;
	assert_int_equal(fetch_new(&fetch, &o), 0);
	ask(fetch, &r, &seen);
	assert_int_equal(seen.answer.error, FETCH_OK);
	assert_string_equal(seen.answer.body.data, "one");
	assert_string_equal(seen.answer.archive.digest, where.digest);
	assert_true(slice_equal(fetch_answer_header(&seen.answer, "Set-Cookie"),
				slice_text("s=redacted; Path=/")));
	free(where.file);
	free(where.digest);
}

struct chain {
	struct fetch *fetch;
	int times;
};

static void go_on(void *arg, struct fetch_answer *answer)
{
	struct chain *c = arg;
	struct fetch_request r = get_at(URL, T);

	fetch_answer_deinit(answer);
	c->times++;
	assert_int_equal(fetch_start(c->fetch, &r, go_on, c), 0);
}

static void poll_comes_back_between_answers(void **state)
{
	struct bytes tape = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = get_at(URL, T);
	struct chain c = {0};

	add_get(&tape, URL, T, "it");
	fetch = c.fetch = replay(*state, &tape);
	assert_int_equal(fetch_start(fetch, &r, go_on, &c), 0);
	assert_int_equal(c.times, 0);
	for (int i = 1; i <= 3; i++) {
		assert_int_equal(fetch_poll(fetch, NULL, 0, 10000), 0);
		assert_int_equal(c.times, i);
	}
}

#define IN_DIRECTORY(test) \
	cmocka_unit_test_setup_teardown(test, tempdir_setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(newest_of_the_day_before_answers),
		IN_DIRECTORY(window_is_24_hours),
		IN_DIRECTORY(of_equal_dates_the_last_answers),
		IN_DIRECTORY(no_record_is_a_failure_that_says_so),
		IN_DIRECTORY(equal_urls_are_one),
		IN_DIRECTORY(volatile_parts_need_not_match),
		IN_DIRECTORY(method_and_body_are_matched_by_name),
		IN_DIRECTORY(requests_may_name_the_answers),
		IN_DIRECTORY(neighbours_belong_together),
		IN_DIRECTORY(failure_replays_with_its_words),
		IN_DIRECTORY(other_metadata_is_no_failure),
		IN_DIRECTORY(revisit_has_the_referred_body),
		IN_DIRECTORY(body_as_it_came_over_the_wire_is_unwrapped),
		IN_DIRECTORY(recorded_body_beyond_the_limit_is_too_large),
		IN_DIRECTORY(record_without_a_status_is_a_bad_answer),
		IN_DIRECTORY(torn_tail_costs_only_itself),
		IN_DIRECTORY(missing_file_is_a_fault),
		IN_DIRECTORY(answer_tells_where_it_lies),
		IN_DIRECTORY(own_archive_replays),
		IN_DIRECTORY(poll_comes_back_between_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
