#include "core/times.h"
#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SECOND_MS = 1000, MINUTE_MS = 60000, HOUR_MS = 3600000 };

struct civil {
	int year, month, day, hour, minute, second, ms;
};

int64_t times_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * SECOND_MS + t.tv_nsec / 1000000;
}

int64_t times_mono_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND_MS + t.tv_nsec / 1000000;
}

/* Days since 1970-01-01 in the Gregorian calendar, over 400-year eras. */
static int64_t days_of(int year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year =
		(153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

static void civil_of(int64_t days, struct civil *out)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	out->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	out->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	out->year = (int)(yoe + era * 400 + (out->month <= 2));
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30,
				   31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

static bool civil_valid(const struct civil *c)
{
	return c->month >= 1 && c->month <= 12 && c->day >= 1 &&
	       c->day <= month_days(c->year, c->month) && c->hour <= 23 &&
	       c->minute <= 59 && c->second <= 60; /* 60: a leap second */
}

static int64_t civil_ms(const struct civil *c)
{
	return days_of(c->year, c->month, c->day) * TIMES_DAY_MS +
	       (int64_t)c->hour * HOUR_MS + (int64_t)c->minute * MINUTE_MS +
	       (int64_t)c->second * SECOND_MS + c->ms;
}

/* Reads between `min` and `max` digits; moves *p. */
static bool digits(const char **p, int min, int max, int *out)
{
	int value = 0, n = 0;

	for (; n < max && isdigit((unsigned char)**p); n++, (*p)++)
		value = value * 10 + (**p - '0');
	*out = value;
	return n >= min;
}

static bool literal(const char **p, const char *text)
{
	size_t len = strlen(text);

	if (strncmp(*p, text, len) != 0)
		return false;
	*p += len;
	return true;
}

static bool parse_day(const char **p, struct civil *out)
{
	return digits(p, 4, 4, &out->year) && literal(p, "-") &&
	       digits(p, 2, 2, &out->month) && literal(p, "-") &&
	       digits(p, 2, 2, &out->day);
}

static bool parse_clock(const char **p, struct civil *out)
{
	int scale = 100;

	if (!digits(p, 2, 2, &out->hour) || !literal(p, ":") ||
	    !digits(p, 2, 2, &out->minute))
		return false;
	if (!literal(p, ":"))
		return true;
	if (!digits(p, 2, 2, &out->second))
		return false;
	if (!literal(p, "."))
		return true;
	if (!isdigit((unsigned char)**p))
		return false;
	for (; isdigit((unsigned char)**p); (*p)++, scale /= 10)
		out->ms += (**p - '0') * scale;
	return true;
}

/* Z, +08:00, +0800 or nothing (UTC); the offset in *ms. */
static bool parse_zone(const char **p, int64_t *ms)
{
	int hour = 0, minute = 0;
	int sign = **p == '-' ? -1 : 1;

	*ms = 0;
	if (!**p || literal(p, "Z") || literal(p, "z"))
		return true;
	if (!literal(p, "+") && !literal(p, "-"))
		return false;
	if (!digits(p, 2, 2, &hour))
		return false;
	literal(p, ":");
	if (!digits(p, 2, 2, &minute) || hour > 23 || minute > 59)
		return false;
	*ms = sign * ((int64_t)hour * HOUR_MS + (int64_t)minute * MINUTE_MS);
	return true;
}

int times_parse(const char *text, int64_t *out_ms)
{
	struct civil c = {0};
	const char *p = text;
	int64_t offset = 0;

	if (!text || !parse_day(&p, &c))
		return TIMES_E_FORM;
	if (*p != 'T' && *p != 't' && *p != ' ')
		return TIMES_E_FORM;
	p++;
	if (!parse_clock(&p, &c) || !parse_zone(&p, &offset) || *p ||
	    !civil_valid(&c))
		return TIMES_E_FORM;
	*out_ms = civil_ms(&c) - offset;
	return 0;
}

static int parse_whole_day(const char *text, int64_t *out_ms)
{
	struct civil c = {0};
	const char *p = text;

	if (!text || !parse_day(&p, &c) || *p || !civil_valid(&c))
		return TIMES_E_FORM;
	*out_ms = civil_ms(&c);
	return 0;
}

int times_parse_argument(const char *text, int64_t *out_ms)
{
	int64_t day = 0;

	if (parse_whole_day(text, &day))
		return times_parse(text, out_ms);
	*out_ms = day + TIMES_DAY_MS - SECOND_MS;
	return 0;
}

static int parse_chinese_day(const char *text, int64_t *out_ms)
{
	struct civil c = {0};
	const char *p = text;

	if (!digits(&p, 4, 4, &c.year) || !literal(&p, "年") ||
	    !digits(&p, 1, 2, &c.month) || !literal(&p, "月") ||
	    !digits(&p, 1, 2, &c.day) || !literal(&p, "日") || *p ||
	    !civil_valid(&c))
		return TIMES_E_FORM;
	*out_ms = civil_ms(&c);
	return 0;
}

/* Up to 18 digits, no sign: never overflows. */
static int parse_number(const char *text, int64_t *out)
{
	size_t n = strspn(text, "0123456789");
	int64_t value = 0;

	if (!n || n > 18 || text[n])
		return TIMES_E_FORM;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (text[i] - '0');
	*out = value;
	return 0;
}

int times_parse_claim(const char *text, int64_t *out_ms)
{
	int64_t number = 0;

	if (!text)
		return TIMES_E_FORM;
	if (!times_parse(text, out_ms) || !parse_whole_day(text, out_ms) ||
	    !parse_chinese_day(text, out_ms))
		return 0;
	if (parse_number(text, &number))
		return TIMES_E_FORM;
	/* seconds reach 10^11 in the year 5138, milliseconds had it in 1973;
	 * past 10^14 ms (the year 5138) it is no time */
	if (number >= 100000000000000)
		return TIMES_E_FORM;
	*out_ms = number >= 100000000000 ? number : number * SECOND_MS;
	return 0;
}

/* What a duration is counted in, the smallest first. */
static const struct {
	const char *name;
	int64_t ms;
} units[] = {{"ms", 1},
	     {"s", SECOND_MS},
	     {"m", MINUTE_MS},
	     {"h", HOUR_MS},
	     {"d", TIMES_DAY_MS}};
enum { UNITS = sizeof(units) / sizeof(*units) };

int times_parse_duration(const char *text, int64_t *out_ms)
{
	size_t n = text ? strspn(text, "0123456789") : 0;
	int64_t value = 0;

	if (!n || n > 9) /* 10^9 days still fit */
		return TIMES_E_FORM;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (text[i] - '0');
	for (size_t i = 0; i < UNITS; i++) {
		if (strcmp(text + n, units[i].name) != 0)
			continue;
		*out_ms = value * units[i].ms;
		return 0;
	}
	return TIMES_E_FORM;
}

const char *times_format_duration(int64_t ms, char text[TIMES_TEXT])
{
	size_t unit = UNITS - 1;

	while (ms % units[unit].ms)
		unit--;
	if (!ms)
		unit = 1;
	snprintf(text, TIMES_TEXT, "%lld%s", (long long)(ms / units[unit].ms),
		 units[unit].name);
	return text;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT" */
static int parse_http_date(const char *text, int64_t *out_ms)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *comma = strchr(text, ',');
	struct civil c = {0};
	const char *p = NULL;

	if (!comma || comma - text != 3 || comma[1] != ' ')
		return TIMES_E_FORM;
	p = comma + 2;
	if (!digits(&p, 2, 2, &c.day) || !literal(&p, " "))
		return TIMES_E_FORM;
	for (size_t i = 0; i < 12; i++)
		if (!strncmp(p, months + (size_t)3 * i, 3))
			c.month = (int)i + 1;
	if (!c.month)
		return TIMES_E_FORM;
	p += 3;
	if (!literal(&p, " ") || !digits(&p, 4, 4, &c.year) ||
	    !literal(&p, " ") || !parse_clock(&p, &c) || !literal(&p, " GMT") ||
	    *p || !civil_valid(&c))
		return TIMES_E_FORM;
	*out_ms = civil_ms(&c);
	return 0;
}

int times_parse_retry_after(const char *text, int64_t *out_ms)
{
	int64_t value = 0;

	if (!text)
		return TIMES_E_FORM;
	if (!parse_number(text, &value)) {
		if (value > INT64_MAX / SECOND_MS)
			return TIMES_E_FORM;
		*out_ms = value * SECOND_MS;
		return 0;
	}
	if (parse_http_date(text, &value))
		return TIMES_E_FORM;
	value -= times_now_ms();
	*out_ms = value > 0 ? value : 0;
	return 0;
}

static void split(int64_t ms, struct civil *out)
{
	int64_t days = ms / TIMES_DAY_MS;
	int64_t rest = ms % TIMES_DAY_MS;

	if (rest < 0) {
		rest += TIMES_DAY_MS;
		days--;
	}
	civil_of(days, out);
	out->hour = (int)(rest / HOUR_MS);
	out->minute = (int)(rest / MINUTE_MS % 60);
	out->second = (int)(rest / SECOND_MS % 60);
	out->ms = (int)(rest % SECOND_MS);
}

/* RFC 3339 has four digits for the year: what lies beyond is clamped. */
static int64_t clamped(int64_t ms)
{
	const int64_t low = -62135596800000;  /* 0001-01-01T00:00:00Z */
	const int64_t high = 253402300799999; /* 9999-12-31T23:59:59.999Z */

	return ms < low ? low : ms > high ? high : ms;
}

const char *times_format(int64_t ms, char text[TIMES_TEXT])
{
	struct civil c;
	int n = 0;

	split(clamped(ms), &c);
	n = snprintf(text, TIMES_TEXT, "%04u-%02u-%02uT%02u:%02u:%02u",
		     (unsigned)c.year % 10000, (unsigned)c.month % 100,
		     (unsigned)c.day % 100, (unsigned)c.hour % 100,
		     (unsigned)c.minute % 100, (unsigned)c.second % 100);
	if (c.ms)
		n += snprintf(text + n, TIMES_TEXT - (size_t)n, ".%03u",
			      (unsigned)c.ms % 1000);
	snprintf(text + n, TIMES_TEXT - (size_t)n, "Z");
	return text;
}

const char *times_format_day(int64_t ms, char text[TIMES_TEXT])
{
	struct civil c;

	split(clamped(ms), &c);
	snprintf(text, TIMES_TEXT, "%04u-%02u-%02u", (unsigned)c.year % 10000,
		 (unsigned)c.month % 100, (unsigned)c.day % 100);
	return text;
}
