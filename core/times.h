#pragma once
/*
 * Times: milliseconds since the Unix epoch, UTC, as int64_t `_ms`; durations
 * likewise. Text is RFC 3339. Thread-safe.
 */
#include "core/cleanup.h"
#include <stddef.h>
#include <stdint.h>

enum { TIMES_TEXT = 32 }; /* bytes that times_format() needs */
enum { TIMES_E_FORM = 1 };

#define TIMES_DAY_MS  ((int64_t)86400000)
#define TIMES_FOREVER INT64_MAX

int64_t times_now_ms(void);  /* the clock */
int64_t times_mono_ms(void); /* for leases, delays, time-outs */

/* RFC 3339 date-time with zone ("2025-11-01T06:00:00Z", "+08:00", fractions),
 * or a date-time without zone, taken as UTC. TIMES_E_FORM otherwise. */
MUST_CHECK int times_parse(const char *text, int64_t *out_ms);
/* As times_parse(), and a day "2025-11-01" means its end: 23:59:59Z. This is
 * the form of --at, --since, --until, T1, T2. */
MUST_CHECK int times_parse_argument(const char *text, int64_t *out_ms);
/* Lenient, for what sites claim: RFC 3339, a day (its start), "2026年07月16日",
 * epoch milliseconds or seconds in digits. TIMES_E_FORM otherwise. */
MUST_CHECK int times_parse_claim(const char *text, int64_t *out_ms);
/* "90s" "200ms" "10m" "6h" "1d" "0s". TIMES_E_FORM otherwise. */
MUST_CHECK int times_parse_duration(const char *text, int64_t *out_ms);
/* The shortest text that reads back as the duration: "1d", "36h", "90s".
 * Returns `text`. */
const char *times_format_duration(int64_t ms, char text[TIMES_TEXT]);
/* HTTP-date (RFC 9110 5.6.7, IMF-fixdate) or delta-seconds, as Retry-After has
 * it; gives a duration from now. TIMES_E_FORM otherwise. */
MUST_CHECK int times_parse_retry_after(const char *text, int64_t *out_ms);

/* "2025-11-01T06:00:00Z"; ".250" only where there are milliseconds. Returns
 * `text`. */
const char *times_format(int64_t ms, char text[TIMES_TEXT]);
/* "2025-11-01": the UTC day. Returns `text`. */
const char *times_format_day(int64_t ms, char text[TIMES_TEXT]);
