#pragma once
/*
 * Posting: what the contract says of a posting (docs/commands.md), from one of
 * its spans as it was at a moment.
 */
#include "core/digest.h"
#include "query/roundlist.h"
#include "query/value.h"

/* Its keys, in order; NULL-terminated: csv's columns. */
extern const char *const posting_columns[];

/* The moment that stands for "whatever came after". */
#define POSTING_NEWEST INT64_MAX

/* When it was last seen by `at_ms`: of a closed span what closed it says, of
 * an open one what the rounds say. `rounds`: of its source. */
int64_t posting_last_seen(const Jobq__SpanDoc *doc,
			  const struct roundlist *rounds, int64_t at_ms);
/* The object of the contract; a new reference. `rounds`: of its source. */
json_t *posting_json(const Jobq__SpanDoc *doc, const struct roundlist *rounds,
		     int64_t at_ms);
/* posting, source, external_id, company, title, url: what an item of a
 * difference and a line of a history begin with. */
json_t *posting_head(const Jobq__SpanDoc *doc);
/* {"file", "offset", "digest"}, or null. */
json_t *posting_archive(const Jobq__Archive *archive);
/* The site's id of it, or its key; never NULL. */
const char *posting_external_id(const Jobq__SpanDoc *doc);
/* The beginning of a posting's id that people are shown; `show` takes it.
 * Returns `text`. */
enum { POSTING_SHORT = 11 };
const char *posting_short(const char *posting, char text[POSTING_SHORT]);
/* The page a person opens; "" where none is known. */
const char *posting_url(const Jobq__SpanDoc *doc);
const char *posting_title(const Jobq__SpanDoc *doc); /* "" where unknown */
