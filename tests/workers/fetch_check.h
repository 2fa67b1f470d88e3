#pragma once
/*
 * What the tests of fetch.c share: an answer kept, a loop driven until it is
 * there, a server that says one page. Included after cmocka's own headers.
 */
#include "tests/workers/tinyhttp.h"
#include "workers/fetch.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { POLLS = 600, POLL_MS = 100 };

struct seen {
	struct fetch_answer answer;
	int times;
};

static inline void keep(void *arg, struct fetch_answer *answer)
{
	struct seen *seen = arg;

	fetch_answer_deinit(&seen->answer);
	seen->answer = *answer;
	seen->times++;
}

static inline void seen_deinit(struct seen *seen)
{
	fetch_answer_deinit(&seen->answer);
}

#define SEEN(name)                                   \
	CLEANUP(seen_deinit) struct seen name = {0}; \
	fetch_answer_init(&(name).answer)

static inline void poll_until(struct fetch *fetch, const int *times, int want)
{
	for (int i = 0; i < POLLS && *times < want; i++)
		assert_int_equal(fetch_poll(fetch, NULL, 0, POLL_MS), 0);
	assert_int_equal(*times, want);
}

static inline void ask(struct fetch *fetch, const struct fetch_request *request,
		       struct seen *seen)
{
	assert_int_equal(fetch_start(fetch, request, keep, seen), 0);
	poll_until(fetch, &seen->times, seen->times + 1);
}

static inline struct fetch *through(const struct tinyhttp *server)
{
	struct fetch_options o = {.gateway = tinyhttp_url(server),
				  .connect_ms = 5000,
				  .stall_ms = 1000};
	struct fetch *fetch = NULL;

	assert_int_equal(fetch_new(&fetch, &o), 0);
	return fetch;
}

static inline struct tiny_page page(const char *text, enum tiny_end end)
{
	return (struct tiny_page){.bytes = slice_text(text), .end = end};
}

static inline void assert_fails(const struct seen *seen, enum fetch_error error,
				const char *words)
{
	assert_int_equal(seen->answer.error, error);
	assert_non_null(seen->answer.why);
	if (!strstr(seen->answer.why, words))
		fail_msg("\"%s\" lacks \"%s\"", seen->answer.why, words);
	assert_int_equal(seen->answer.body.len, 0);
}

#define HEAD_OK "HTTP/1.1 200 OK\r\n"
#define PLAIN \
	HEAD_OK "Content-Type: text/html\r\nContent-Length: 5\r\n\r\nhello"
