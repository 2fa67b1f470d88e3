#include "core/times.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const int64_t NOV_1 = 1761976800000; /* 2025-11-01T06:00:00Z */

static int64_t parsed(int (*parse)(const char *, int64_t *), const char *text)
{
	int64_t ms = -1;

	if (parse(text, &ms))
		fail_msg("%s was refused", text);
	return ms;
}

static void refuses(int (*parse)(const char *, int64_t *), const char *text)
{
	int64_t ms = 42;

	if (parse(text, &ms) != TIMES_E_FORM)
		fail_msg("%s was taken", text ? text : "NULL");
	assert_true(ms == 42);
}

static void reads_rfc3339(void **state)
{
	(void)state;
	assert_true(parsed(times_parse, "2025-11-01T06:00:00Z") == NOV_1);
	assert_true(parsed(times_parse, "2025-11-01T14:00:00+08:00") == NOV_1);
	assert_true(parsed(times_parse, "2025-11-01T01:30:00-04:30") == NOV_1);
	assert_true(parsed(times_parse, "2025-11-01T06:00:00") == NOV_1);
	assert_true(parsed(times_parse, "2025-11-01 06:00") == NOV_1);
	assert_true(parsed(times_parse, "2025-11-01T06:00:00.25Z") ==
		    NOV_1 + 250);
	assert_true(parsed(times_parse, "2025-11-01T06:00:00.1239Z") ==
		    NOV_1 + 123);
	assert_true(parsed(times_parse, "1970-01-01T00:00:00Z") == 0);
	assert_true(parsed(times_parse, "2024-02-29T00:00:00Z") ==
		    1709164800000);
}

static void refuses_what_is_no_time(void **state)
{
	static const char *const wrong[] = {
		NULL,	      "",
		"2025-11-01", "2025-13-01T00:00:00Z",
		"yesterday",  "2025-02-29T00:00:00Z",
		"2025-11-0",  "2025-11-01T24:00:00Z",
		"2025-11-1T", "2025-11-01T06:00:00Zx",
		"2025",	      "2025-11-01T06:00:00.Z",
		"-1",	      "2025-11-01T06:00:00+25:00"};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		refuses(times_parse, wrong[i]);
}

static void a_day_as_argument_is_its_end(void **state)
{
	(void)state;
	assert_true(parsed(times_parse_argument, "2025-11-01") ==
		    parsed(times_parse, "2025-11-01T23:59:59Z"));
	assert_true(parsed(times_parse_argument, "2025-11-01T06:00:00Z") ==
		    NOV_1);
	refuses(times_parse_argument, "2025-11-31");
}

static void claims_are_read_leniently(void **state)
{
	(void)state;
	assert_true(parsed(times_parse_claim, "2026-07-16") ==
		    parsed(times_parse, "2026-07-16T00:00:00Z"));
	assert_true(parsed(times_parse_claim, "2026年07月16日") ==
		    parsed(times_parse, "2026-07-16T00:00:00Z"));
	assert_true(parsed(times_parse_claim, "2026年7月6日") ==
		    parsed(times_parse, "2026-07-06T00:00:00Z"));
	assert_true(parsed(times_parse_claim, "1761976800000") == NOV_1);
	assert_true(parsed(times_parse_claim, "1761976800") == NOV_1);
	refuses(times_parse_claim, "soon");
	refuses(times_parse_claim, "");
	refuses(times_parse_claim, "99999999999999999999");
	refuses(times_parse_claim, "999999999999999999");
}

static void reads_durations(void **state)
{
	(void)state;
	assert_true(parsed(times_parse_duration, "90s") == 90000);
	assert_true(parsed(times_parse_duration, "200ms") == 200);
	assert_true(parsed(times_parse_duration, "10m") == 600000);
	assert_true(parsed(times_parse_duration, "6h") == 21600000);
	assert_true(parsed(times_parse_duration, "1d") == TIMES_DAY_MS);
	assert_true(parsed(times_parse_duration, "0s") == 0);
	refuses(times_parse_duration, "5");
	refuses(times_parse_duration, "s");
	refuses(times_parse_duration, "-5s");
	refuses(times_parse_duration, "5 s");
	refuses(times_parse_duration, "99999999999d");
	refuses(times_parse_duration, NULL);
}

static void a_duration_is_shown_in_its_largest_unit(void **state)
{
	char text[TIMES_TEXT];

	(void)state;
	assert_string_equal(times_format_duration(TIMES_DAY_MS, text), "1d");
	assert_string_equal(times_format_duration(129600000, text), "36h");
	assert_string_equal(times_format_duration(60000, text), "1m");
	assert_string_equal(times_format_duration(90000, text), "90s");
	assert_string_equal(times_format_duration(61250, text), "61250ms");
	assert_string_equal(times_format_duration(0, text), "0s");
}

static void retry_after_is_seconds_or_a_date(void **state)
{
	int64_t ms = 0;
	char text[64];
	time_t soon = time(NULL) + 3600;
	struct tm tm;

	(void)state;
	assert_true(parsed(times_parse_retry_after, "120") == 120000);
	assert_true(parsed(times_parse_retry_after,
			   "Sun, 06 Nov 1994 08:49:37 GMT") == 0);
	gmtime_r(&soon, &tm);
	strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	assert_int_equal(times_parse_retry_after(text, &ms), 0);
	assert_true(ms > 3590000 - 60000 && ms <= 3600000);
	refuses(times_parse_retry_after, "Sun, 06 Foo 1994 08:49:37 GMT");
	refuses(times_parse_retry_after, "Sunday, 06-Nov-94 08:49:37 GMT");
	refuses(times_parse_retry_after, "-1");
	refuses(times_parse_retry_after, "999999999999999999");
	refuses(times_parse_retry_after, NULL);
}

static void shows_milliseconds_only_where_there_are(void **state)
{
	char text[TIMES_TEXT];

	(void)state;
	assert_string_equal(times_format(NOV_1, text), "2025-11-01T06:00:00Z");
	assert_string_equal(times_format(NOV_1 + 250, text),
			    "2025-11-01T06:00:00.250Z");
	assert_string_equal(times_format(-1, text), "1969-12-31T23:59:59.999Z");
	assert_string_equal(times_format_day(NOV_1, text), "2025-11-01");
}

static void the_far_future_is_clamped_to_four_digits(void **state)
{
	char text[TIMES_TEXT];

	(void)state;
	assert_string_equal(times_format(TIMES_FOREVER, text),
			    "9999-12-31T23:59:59.999Z");
	assert_string_equal(times_format(INT64_MIN, text),
			    "0001-01-01T00:00:00Z");
}

static void what_is_shown_reads_back(void **state)
{
	unsigned seed = seed_take();
	char text[TIMES_TEXT];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int64_t ms = (int64_t)rand_r(&seed) * 100003 - 30000000000000;

		times_format(ms, text);
		assert_true(parsed(times_parse, text) == ms);
	}
}

static void the_clocks_run(void **state)
{
	int64_t mono = times_mono_ms();

	(void)state;
	assert_true(times_mono_ms() >= mono);
	assert_true(times_now_ms() > NOV_1 - 365 * TIMES_DAY_MS * 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_rfc3339),
		cmocka_unit_test(refuses_what_is_no_time),
		cmocka_unit_test(a_day_as_argument_is_its_end),
		cmocka_unit_test(claims_are_read_leniently),
		cmocka_unit_test(reads_durations),
		cmocka_unit_test(a_duration_is_shown_in_its_largest_unit),
		cmocka_unit_test(retry_after_is_seconds_or_a_date),
		cmocka_unit_test(shows_milliseconds_only_where_there_are),
		cmocka_unit_test(the_far_future_is_clamped_to_four_digits),
		cmocka_unit_test(what_is_shown_reads_back),
		cmocka_unit_test(the_clocks_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
