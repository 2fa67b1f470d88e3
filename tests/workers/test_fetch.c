#include "core/alloc.h"
#include "core/warc.h"
#include "tests/workers/fetch_check.h"
#include <unistd.h>
#include <zlib.h>

enum { SMALL_BODY = 1 << 20 };

/* What a GET of http://site.example/ brings when the server says `page`. */
static void get(struct tiny_page page, struct seen *seen)
{
	CLEANUP(tinyhttp_freep)
	struct tinyhttp *server = tinyhttp_new(&page, 1);
	CLEANUP(fetch_freep) struct fetch *fetch = through(server);
	struct fetch_request r = {.method = "GET",
				  .url = "http://site.example/",
				  .max_body = SMALL_BODY};

	ask(fetch, &r, seen);
}

/* ---- what comes ---- */

static void brings_status_headers_body(void **state)
{
	SEEN(seen);

	(void)state;
	get(page(PLAIN, TINY_KEEP), &seen);
	assert_int_equal(seen.answer.error, FETCH_OK);
	assert_int_equal(seen.answer.status, 200);
	assert_string_equal(seen.answer.body.data, "hello");
	assert_true(
		slice_equal(fetch_answer_header(&seen.answer, "content-type"),
			    slice_text("text/html")));
	assert_int_equal(fetch_answer_header(&seen.answer, "Location").len, 0);
	assert_true(seen.answer.wire_bytes > 5);
}

static void joins_chunks(void **state)
{
	SEEN(seen);

	(void)state;
	get(page(HEAD_OK "Transfer-Encoding: chunked\r\n\r\n"
			 "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
		 TINY_KEEP),
	    &seen);
	assert_string_equal(seen.answer.body.data, "hello");
}

static void joins_folded_headers_and_leaves_trailers_out(void **state)
{
	SEEN(seen);

	(void)state;
	get(page(HEAD_OK "X-Long: one\r\n two\r\n"
			 "Transfer-Encoding: chunked\r\n\r\n"
			 "1\r\nx\r\n0\r\nX-Late: yes\r\n\r\n",
		 TINY_KEEP),
	    &seen);
	assert_true(slice_equal(fetch_answer_header(&seen.answer, "X-Long"),
				slice_text("one two")));
	assert_int_equal(fetch_answer_header(&seen.answer, "X-Late").len, 0);
}

static void follows_no_redirect(void **state)
{
	SEEN(seen);

	(void)state;
	get(page("HTTP/1.1 302 Found\r\nLocation: /else\r\n"
		 "Content-Length: 0\r\n\r\n",
		 TINY_KEEP),
	    &seen);
	assert_int_equal(seen.answer.error, FETCH_OK);
	assert_int_equal(seen.answer.status, 302);
	assert_true(slice_equal(fetch_answer_header(&seen.answer, "location"),
				slice_text("/else")));
}

static void tells_retry_after(void **state)
{
	SEEN(seen);

	(void)state;
	get(page("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n"
		 "Content-Length: 0\r\n\r\n",
		 TINY_KEEP),
	    &seen);
	assert_int_equal(seen.answer.status, 429);
	assert_true(
		slice_equal(fetch_answer_header(&seen.answer, "Retry-After"),
			    slice_text("7")));
}

static void skips_interim_answers(void **state)
{
	SEEN(seen);

	(void)state;
	get(page("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" PLAIN,
		 TINY_KEEP),
	    &seen);
	assert_int_equal(seen.answer.status, 200);
	assert_int_equal(fetch_answer_header(&seen.answer, "Link").len, 0);
}

/* ---- what goes wrong ---- */

static void says_how_much_of_a_cut_answer_came(void **state)
{
	CLEANUP(freep) char *half = alloc_zero(1, 1201);
	struct bytes text = {0};
	SEEN(seen);

	(void)state;
	memset(half, 'x', 1200);
	bytes_add_text(&text, HEAD_OK "Content-Length: 2400\r\n\r\n");
	bytes_add_text(&text, half);
	get(page(text.data, TINY_CLOSE), &seen);
	bytes_deinit(&text);
	assert_fails(&seen, FETCH_NETWORK,
		     "answer cut short: 1,200 of 2,400 bytes");
}

static void missing_last_chunk_is_a_cut(void **state)
{
	SEEN(seen);

	(void)state;
	get(page(HEAD_OK "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n",
		 TINY_CLOSE),
	    &seen);
	assert_fails(&seen, FETCH_NETWORK, "cut short");
}

static void reset_is_a_network_error(void **state)
{
	SEEN(seen);

	(void)state;
	get(page("", TINY_RESET), &seen);
	assert_int_equal(seen.answer.error, FETCH_NETWORK);
}

static void closing_silently_is_a_network_error(void **state)
{
	SEEN(seen);

	(void)state;
	get(page("", TINY_CLOSE), &seen);
	assert_int_equal(seen.answer.error, FETCH_NETWORK);
}

static void stall_times_out(void **state)
{
	SEEN(seen);

	(void)state;
	get(page(HEAD_OK "Content-Length: 9\r\n\r\nhalf", TINY_HOLD), &seen);
	assert_fails(&seen, FETCH_TIMEOUT, "no byte for 1000 ms, 4 bytes came");
}

static void total_time_is_bounded(void **state)
{
	struct tiny_page slow = page("", TINY_HOLD);
	CLEANUP(tinyhttp_freep)
	struct tinyhttp *server = tinyhttp_new(&slow, 1);
	struct fetch_options o = {.gateway = tinyhttp_url(server),
				  .total_ms = 200};
	struct fetch_request r = {.method = "GET", .url = "http://a.example/"};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	SEEN(seen);

	(void)state;
	assert_int_equal(fetch_new(&fetch, &o), 0);
	ask(fetch, &r, &seen);
	assert_fails(&seen, FETCH_TIMEOUT, "not complete after 200 ms");
}

static void garbage_is_a_bad_answer(void **state)
{
	SEEN(seen);

	(void)state;
	get(page("\x01\x02<<<{[ not http at all\r\n\r\n", TINY_CLOSE), &seen);
	assert_fails(&seen, FETCH_BAD_ANSWER, "not an HTTP answer");
}

static void long_headers_are_too_large(void **state)
{
	struct bytes text = {0};
	SEEN(seen);

	(void)state;
	bytes_add_text(&text, HEAD_OK);
	while (text.len < FETCH_MAX_HEADERS + 1000)
		bytes_add_format(&text, "X-%zu: %0900d\r\n", text.len, 0);
	bytes_add_text(&text, "\r\n");
	get(page(text.data, TINY_CLOSE), &seen);
	bytes_deinit(&text);
	assert_int_equal(seen.answer.error, FETCH_TOO_LARGE);
}

static void long_header_line_is_too_large(void **state)
{
	struct bytes text = {0};
	SEEN(seen);

	(void)state;
	bytes_add_format(&text, HEAD_OK "X-Long: %0200000d\r\n\r\n", 0);
	get(page(text.data, TINY_CLOSE), &seen);
	bytes_deinit(&text);
	assert_int_equal(seen.answer.error, FETCH_TOO_LARGE);
}

static void body_beyond_the_limit_is_too_large(void **state)
{
	struct bytes text = {0};
	SEEN(seen);

	(void)state;
	bytes_add_format(&text, HEAD_OK "\r\n%0*d", SMALL_BODY + 1, 0);
	get(page(text.data, TINY_CLOSE), &seen);
	assert_fails(&seen, FETCH_TOO_LARGE, "more than 1,048,576 bytes");
	bytes_reset(&text);
	bytes_add_format(&text, HEAD_OK "Content-Length: %d\r\n\r\n",
			 SMALL_BODY + 1);
	get(page(text.data, TINY_CLOSE), &seen);
	assert_fails(&seen, FETCH_TOO_LARGE, "beyond the limit");
	bytes_deinit(&text);
}

/* ---- codings ---- */

/* A gzip stream of `mib` MiB of zeros, without its end. */
static void add_zeros(struct bytes *out, size_t mib)
{
	static unsigned char plain[1 << 20], packed[1 << 16];
	z_stream z = {.next_in = plain,
		      .avail_in = sizeof(plain),
		      .next_out = packed,
		      .avail_out = sizeof(packed)};

	assert_int_equal(
		deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY),
		Z_OK);
	deflate(&z, Z_FULL_FLUSH);
	bytes_add(out, packed, sizeof(packed) - z.avail_out);
	/* After a full flush a block can stand again and again. */
	z.next_in = plain;
	z.avail_in = sizeof(plain);
	z.next_out = packed;
	z.avail_out = sizeof(packed);
	deflate(&z, Z_FULL_FLUSH);
	for (size_t i = 1; i < mib; i++)
		bytes_add(out, packed, sizeof(packed) - z.avail_out);
	deflateEnd(&z);
}

static void get_gzip(size_t mib, struct seen *seen)
{
	struct bytes text = {0};

	bytes_add_text(&text, HEAD_OK "Content-Encoding: gzip\r\n\r\n");
	add_zeros(&text, mib);
	get((struct tiny_page){NULL, slice_bytes(&text), TINY_CLOSE}, seen);
	bytes_deinit(&text);
}

static void bomb_stops_at_the_limit(void **state)
{
	SEEN(seen);

	(void)state;
	get_gzip(1024, &seen);
	assert_fails(&seen, FETCH_TOO_LARGE, "more than 1,048,576 bytes");
}

static void gzip_without_its_end_is_a_bad_answer(void **state)
{
	SEEN(seen);

	(void)state;
	get_gzip(1, &seen);
	assert_fails(&seen, FETCH_BAD_ANSWER, "gzip body is damaged");
}

static void unknown_coding_is_a_bad_answer(void **state)
{
	SEEN(seen);

	(void)state;
	get(page(HEAD_OK
		 "Content-Encoding: rot13\r\nContent-Length: 1\r\n\r\nx",
		 TINY_CLOSE),
	    &seen);
	assert_fails(&seen, FETCH_BAD_ANSWER, "not asked for: rot13");
}

static void gzip_is_undone(void **state)
{
	static unsigned char packed[256];
	struct bytes text = {0};
	z_stream z = {.next_in = (unsigned char *)"hello",
		      .avail_in = 5,
		      .next_out = packed,
		      .avail_out = sizeof(packed)};
	SEEN(seen);

	(void)state;
	assert_int_equal(
		deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY),
		Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	bytes_add_format(&text,
			 HEAD_OK "Content-Encoding: gzip\r\n"
				 "Content-Length: %lu\r\n\r\n",
			 z.total_out);
	bytes_add(&text, packed, z.total_out);
	deflateEnd(&z);
	get((struct tiny_page){NULL, slice_bytes(&text), TINY_CLOSE}, &seen);
	bytes_deinit(&text);
	assert_string_equal(seen.answer.body.data, "hello");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(brings_status_headers_body),
		cmocka_unit_test(joins_chunks),
		cmocka_unit_test(joins_folded_headers_and_leaves_trailers_out),
		cmocka_unit_test(follows_no_redirect),
		cmocka_unit_test(tells_retry_after),
		cmocka_unit_test(skips_interim_answers),
		cmocka_unit_test(says_how_much_of_a_cut_answer_came),
		cmocka_unit_test(missing_last_chunk_is_a_cut),
		cmocka_unit_test(reset_is_a_network_error),
		cmocka_unit_test(closing_silently_is_a_network_error),
		cmocka_unit_test(stall_times_out),
		cmocka_unit_test(total_time_is_bounded),
		cmocka_unit_test(garbage_is_a_bad_answer),
		cmocka_unit_test(long_headers_are_too_large),
		cmocka_unit_test(long_header_line_is_too_large),
		cmocka_unit_test(body_beyond_the_limit_is_too_large),
		cmocka_unit_test(bomb_stops_at_the_limit),
		cmocka_unit_test(gzip_without_its_end_is_a_bad_answer),
		cmocka_unit_test(unknown_coding_is_a_bad_answer),
		cmocka_unit_test(gzip_is_undone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
