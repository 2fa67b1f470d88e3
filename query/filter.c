#include "query/filter.h"
#include "core/times.h"
#include "indexer/schema.h"
#include "query/options.h"
#include <stdio.h>
#include <time.h>

struct textquery *filter_type(const char *type)
{
	return textquery_term(TERM_TYPE, slice_text(type));
}

struct textquery *filter_term(const char *prefix, const char *text)
{
	return text ? textquery_term(prefix, slice_text(text)) : NULL;
}

static uint64_t value_of(int64_t ms)
{
	return ms < 0 ? 0 : (uint64_t)ms;
}

struct textquery *filter_open_at(int64_t at_ms)
{
	uint64_t at = value_of(at_ms);

	return textquery_and(textquery_range(VALUE_FROM, 0, at),
			     textquery_range(VALUE_UNTIL, at + 1, UINT64_MAX));
}

struct textquery *filter_times(unsigned slot, int64_t low_ms, int64_t high_ms)
{
	if (low_ms == OPTIONS_UNSET && high_ms == OPTIONS_UNSET)
		return NULL;
	return textquery_range(
		slot, low_ms == OPTIONS_UNSET ? 0 : value_of(low_ms),
		high_ms == OPTIONS_UNSET ? UINT64_MAX : value_of(high_ms));
}

static int64_t start_of_month(struct tm tm)
{
	tm.tm_mday = 1;
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	return (int64_t)timegm(&tm) * 1000;
}

/* The term of the longest period that begins at `*at_ms`'s day and lies within
 * `until_ms`; moves `*at_ms` behind it. */
static struct textquery *next_period(int64_t *at_ms, int64_t until_ms)
{
	time_t seconds = (time_t)(*at_ms / 1000);
	struct tm tm, next;
	char text[40];
	int64_t month_end;

	gmtime_r(&seconds, &tm);
	next = tm;
	next.tm_mon++;
	month_end = start_of_month(next);
	if (tm.tm_mday == 1 && month_end <= until_ms + 1) {
		strftime(text, sizeof(text), "%Y%m", &tm);
		*at_ms = month_end;
		return filter_term(TERM_MONTH, text);
	}
	strftime(text, sizeof(text), "%Y%m%d", &tm);
	*at_ms += TIMES_DAY_MS;
	return filter_term(TERM_DAY, text);
}

struct textquery *filter_events(int64_t after_ms, int64_t until_ms)
{
	struct textquery *periods = NULL;
	int64_t first = after_ms < 0 ? 0 : after_ms + 1;
	int64_t at = first - first % TIMES_DAY_MS;

	if (first > until_ms)
		return textquery_nothing();
	while (at <= until_ms)
		periods = textquery_or(periods, next_period(&at, until_ms));
	return textquery_and(textquery_filter(filter_type("event"), periods),
			     filter_times(VALUE_AT, first, until_ms));
}
