#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/alloc.h"
#include "workers/verdict.h"

static void assert_verdict(struct fetch_answer answer, enum verdict_kind kind,
			   const char *why)
{
	struct verdict verdict;

	verdict_init(&verdict, &answer);
	assert_int_equal(verdict.kind, kind);
	assert_string_equal(verdict.why, why);
	verdict_deinit(&verdict);
}

static void judges_statuses(void **state)
{
	static const struct {
		int status;
		enum verdict_kind kind;
		const char *why;
	} known[] = {
		{200, VERDICT_READ, "200"},
		{299, VERDICT_READ, "299"},
		{301, VERDICT_REDIRECT, "301"},
		{304, VERDICT_FAILED, "304"},
		{308, VERDICT_REDIRECT, "308"},
		{400, VERDICT_FAILED, "400 Bad Request"},
		{401, VERDICT_DENIED, "401 Unauthorized"},
		{403, VERDICT_DENIED, "403 Forbidden"},
		{404, VERDICT_GONE, "404 Not Found"},
		{408, VERDICT_RETRY, "408 Request Timeout"},
		{410, VERDICT_GONE, "410 Gone"},
		{418, VERDICT_FAILED, "418"},
		{429, VERDICT_RETRY, "429 Too Many Requests"},
		{503, VERDICT_RETRY, "503 Service Unavailable"},
		{599, VERDICT_RETRY, "599"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		struct fetch_answer answer = {.status = known[i].status};

		assert_verdict(answer, known[i].kind, known[i].why);
	}
}

static void judges_failures(void **state)
{
	(void)state;
	assert_verdict(
		(struct fetch_answer){.error = FETCH_TIMEOUT, .why = "slow"},
		VERDICT_RETRY, "slow");
	assert_verdict(
		(struct fetch_answer){.error = FETCH_NETWORK, .why = "cut"},
		VERDICT_RETRY, "cut");
	assert_verdict((struct fetch_answer){.error = FETCH_BAD_ANSWER},
		       VERDICT_RETRY, "the fetch failed");
	assert_verdict((struct fetch_answer){.error = FETCH_TOO_LARGE},
		       VERDICT_FAILED, "the fetch failed");
	assert_verdict((struct fetch_answer){.error = FETCH_REFUSED},
		       VERDICT_FAILED, "the fetch failed");
	assert_verdict((struct fetch_answer){.error = FETCH_NO_RECORD},
		       VERDICT_FAILED, "the fetch failed");
}

static void reads_retry_after(void **state)
{
	static const struct {
		const char *headers;
		int64_t ms;
	} known[] = {
		{"", -1},
		{"Retry-After: 120\r\n", 120000},
		{"retry-after: 2\r\n", 2000},
		{"Retry-After: soon\r\n", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		struct fetch_answer answer = {.status = 429};
		struct verdict verdict;

		bytes_add_text(&answer.headers, known[i].headers);
		verdict_init(&verdict, &answer);
		assert_int_equal(verdict.retry_after_ms, known[i].ms);
		verdict_deinit(&verdict);
		bytes_deinit(&answer.headers);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judges_statuses),
		cmocka_unit_test(judges_failures),
		cmocka_unit_test(reads_retry_after),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
