/* What fetch.c sends, where it goes, and the loop. */
#include "core/alloc.h"
#include "tests/workers/fetch_check.h"
#include <unistd.h>

/* ---- what is sent ---- */

struct sent {
	struct tiny_page page;
	struct tinyhttp *server;
	struct fetch *fetch;
};

static int sent_setup(void **state)
{
	struct sent *s = alloc_zero(1, sizeof(*s));

	s->page = page(PLAIN, TINY_KEEP);
	s->server = tinyhttp_new(&s->page, 1);
	s->fetch = through(s->server);
	*state = s;
	return 0;
}

static int sent_teardown(void **state)
{
	struct sent *s = *state;

	fetch_free(s->fetch);
	tinyhttp_free(s->server);
	free(s);
	return 0;
}

static void gateway_gets_the_absolute_form(void **state)
{
	struct sent *s = *state;
	struct fetch_header header = {"X-Token", "abc", true};
	struct fetch_request r = {.method = "GET",
				  .url = "https://Jobs.Example/a/../b?c=d%20e",
				  .headers = &header,
				  .n_headers = 1,
				  .cookie = "k=v",
				  .user_agent = "jobq/0.1 (+me@b.example)"};
	CLEANUP(freep) char *text = NULL;
	SEEN(seen);

	ask(s->fetch, &r, &seen);
	text = tinyhttp_request(s->server, 0);
	assert_ptr_equal(strstr(text, "GET http://jobs.example/"), text);
	assert_non_null(strstr(text, "?c=d%20e HTTP/1.1\r\n"));
	assert_non_null(strstr(text, "\r\nHost: jobs.example\r\n"));
	assert_non_null(strstr(text, "\r\nX-Forwarded-Proto: https\r\n"));
	assert_non_null(strstr(text, "\r\nX-Token: abc\r\n"));
	assert_non_null(strstr(text, "\r\nCookie: k=v\r\n"));
	assert_non_null(
		strstr(text, "\r\nUser-Agent: jobq/0.1 (+me@b.example)\r\n"));
	assert_non_null(
		strstr(text, "\r\nAccept-Encoding: gzip, deflate, zstd\r\n"));
	assert_null(strstr(text, "Proxy-Connection"));
	assert_null(strstr(text, "CONNECT"));
}

static void environment_does_not_bypass_the_gateway(void **state)
{
	struct sent *s = *state;
	struct fetch_request r = {.method = "GET",
				  .url = "http://127.0.0.1:1/x"};
	SEEN(seen);

	setenv("NO_PROXY", "*", 1);
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	ask(s->fetch, &r, &seen);
	unsetenv("NO_PROXY");
	unsetenv("http_proxy");
	assert_int_equal(seen.answer.error, FETCH_OK);
	assert_int_equal(tinyhttp_count(s->server), 1);
}

static void posts_the_body(void **state)
{
	struct sent *s = *state;
	struct fetch_header header = {"Content-Type", "application/json",
				      false};
	struct fetch_request r = {.method = "POST",
				  .url = "http://a.example/api",
				  .headers = &header,
				  .n_headers = 1,
				  .body = slice_text("{\"limit\":20}")};
	CLEANUP(freep) char *text = NULL;
	SEEN(seen);

	ask(s->fetch, &r, &seen);
	text = tinyhttp_request(s->server, 0);
	assert_ptr_equal(strstr(text, "POST http://a.example/api "), text);
	assert_non_null(strstr(text, "Content-Type: application/json\r\n"));
	assert_non_null(strstr(text, "Content-Length: 12\r\n"));
	assert_non_null(strstr(text, "\r\n\r\n{\"limit\":20}"));
	assert_null(strstr(text, "Expect"));
}

static void connections_are_used_again_for_other_hosts(void **state)
{
	struct sent *s = *state;
	struct fetch_request r = {.method = "GET", .url = "http://a.example/"};
	SEEN(seen);

	ask(s->fetch, &r, &seen);
	r.url = "https://b.example/";
	ask(s->fetch, &r, &seen);
	assert_int_equal(tinyhttp_count(s->server), 2);
	assert_int_equal(tinyhttp_connections(s->server), 1);
}

static void refused(void **state, struct fetch_request r, const char *words)
{
	struct sent *s = *state;
	SEEN(seen);

	ask(s->fetch, &r, &seen);
	assert_fails(&seen, FETCH_REFUSED, words);
	assert_int_equal(tinyhttp_count(s->server), 0);
}

static void foreign_schemes_are_refused(void **state)
{
	refused(state,
		(struct fetch_request){.method = "GET",
				       .url = "file:///etc/passwd"},
		"not an http or https URL");
	refused(state,
		(struct fetch_request){.method = "GET",
				       .url = "http://u:p@a.example/"},
		"not an http or https URL");
}

static void line_breaks_do_not_make_headers(void **state)
{
	struct fetch_header header = {"X-Token", "a\r\nX-Evil: b", false};

	refused(state,
		(struct fetch_request){.method = "GET",
				       .url = "http://a.example/",
				       .headers = &header,
				       .n_headers = 1},
		"X-Token");
	refused(state,
		(struct fetch_request){.method = "GET",
				       .url = "http://a.example/",
				       .cookie = "a=b\nc"},
		"control characters");
	refused(state,
		(struct fetch_request){.method = "GET /x",
				       .url = "http://a.example/"},
		"not a method");
}

/* ---- live ---- */

static void live_loopback_is_refused(void **state)
{
	struct sent *s = *state;
	struct fetch_options o = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = {.method = "GET",
				  .url = tinyhttp_url(s->server)};
	SEEN(seen);

	assert_int_equal(fetch_new(&fetch, &o), 0);
	ask(fetch, &r, &seen);
	assert_fails(&seen, FETCH_REFUSED, "127.0.0.1 (loopback)");
	assert_int_equal(tinyhttp_connections(s->server), 0);
}

static void live_names_of_loopback_are_refused(void **state)
{
	struct fetch_options o = {0};
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_request r = {.method = "GET", .url = "http://localhost/"};
	SEEN(seen);

	(void)state;
	assert_int_equal(fetch_new(&fetch, &o), 0);
	ask(fetch, &r, &seen);
	assert_fails(&seen, FETCH_REFUSED, "(loopback)");
}

static void gateway_must_be_plain_http(void **state)
{
	struct fetch_options o = {.gateway = "https://127.0.0.1:1"};
	struct fetch *fetch = NULL;

	(void)state;
	assert_true(fetch_new(&fetch, &o) < 0);
	o.gateway = "127.0.0.1";
	assert_true(fetch_new(&fetch, &o) < 0);
	assert_null(fetch);
}

/* ---- the loop ---- */

struct chain {
	struct fetch *fetch;
	int times, want;
};

static void go_on(void *arg, struct fetch_answer *answer)
{
	struct chain *c = arg;
	struct fetch_request r = {.method = "GET", .url = "http://a.example/"};

	assert_int_equal(answer->error, FETCH_OK);
	fetch_answer_deinit(answer);
	if (++c->times < c->want)
		assert_int_equal(fetch_start(c->fetch, &r, go_on, c), 0);
}

static void callback_may_start_the_next(void **state)
{
	struct sent *s = *state;
	struct chain c = {.fetch = s->fetch, .want = 5};
	struct fetch_request r = {.method = "GET", .url = "http://a.example/"};

	assert_int_equal(fetch_start(s->fetch, &r, go_on, &c), 0);
	poll_until(s->fetch, &c.times, 5);
	assert_int_equal(tinyhttp_count(s->server), 5);
}

static void poll_tells_readable_descriptors(void **state)
{
	struct sent *s = *state;
	int ends[2];
	struct fetch_fd fds[1] = {{0}};

	assert_int_equal(pipe(ends), 0);
	fds[0].fd = ends[0];
	assert_int_equal(fetch_poll(s->fetch, fds, 1, 0), 0);
	assert_false(fds[0].readable);
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_int_equal(fetch_poll(s->fetch, fds, 1, 10000), 0);
	assert_true(fds[0].readable);
	close(ends[0]);
	close(ends[1]);
}

static void free_calls_no_callbacks(void **state)
{
	struct tiny_page slow = page("", TINY_HOLD);
	CLEANUP(tinyhttp_freep)
	struct tinyhttp *server = tinyhttp_new(&slow, 1);
	struct fetch *fetch = through(server);
	struct fetch_request r = {.method = "GET", .url = "http://a.example/"};
	SEEN(seen);

	(void)state;
	assert_int_equal(fetch_start(fetch, &r, keep, &seen), 0);
	r.url = "file:///x";
	assert_int_equal(fetch_start(fetch, &r, keep, &seen), 0);
	fetch_free(fetch);
	assert_int_equal(seen.times, 0);
}

#define WITH_SERVER(test) \
	cmocka_unit_test_setup_teardown(test, sent_setup, sent_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SERVER(gateway_gets_the_absolute_form),
		WITH_SERVER(environment_does_not_bypass_the_gateway),
		WITH_SERVER(posts_the_body),
		WITH_SERVER(connections_are_used_again_for_other_hosts),
		WITH_SERVER(foreign_schemes_are_refused),
		WITH_SERVER(line_breaks_do_not_make_headers),
		WITH_SERVER(live_loopback_is_refused),
		cmocka_unit_test(live_names_of_loopback_are_refused),
		cmocka_unit_test(gateway_must_be_plain_http),
		WITH_SERVER(callback_may_start_the_next),
		WITH_SERVER(poll_tells_readable_descriptors),
		cmocka_unit_test(free_calls_no_callbacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
