#pragma once
/*
 * Filter: the parts that the commands' queries are put together from
 * (indexer/schema.h). NULL stands for "no condition".
 */
#include "indexer/textindex.h"

struct textquery *filter_type(const char *type); /* "span" "event" "round" */
/* The term of `prefix` and `text`; NULL where `text` is NULL. */
struct textquery *filter_term(const char *prefix, const char *text);
/* Spans that hold at `at_ms`: from <= at < until. */
struct textquery *filter_open_at(int64_t at_ms);
/* low <= value <= high, in ms; OPTIONS_UNSET on a side leaves it open. */
struct textquery *filter_times(unsigned slot, int64_t low_ms, int64_t high_ms);
/* Events of the days from `after_ms` (not itself) to `until_ms`, by the terms
 * of days and months, so that the cost is what happened, not what exists. */
struct textquery *filter_events(int64_t after_ms, int64_t until_ms);
