#pragma once
/*
 * Span: a posting's spans as the index has them, oldest first, and what holds
 * at a moment.
 */
#include "core/digest.h"
#include "indexer/textindex.h"

struct spanlist {
	Jobq__SpanDoc **items;
	size_t n;
};

/* All spans of the posting (hex); none where it is unknown. May return
 * TEXTINDEX_E_MODIFIED. */
MUST_CHECK int spanlist_load(struct spanlist *out, struct textindex *index,
			     const char *posting);
void spanlist_deinit(struct spanlist *spans);

/* from <= at < until. */
bool span_open_at(const Jobq__Span *span, int64_t at_ms);
/* Ended by a closure (not by a change of version) at or before `at_ms`. */
bool span_closed_at(const Jobq__Span *span, int64_t at_ms);
/* "listing" "confirmed" "accepted" "page"; NULL for the other endings. */
const char *span_ending_name(Jobq__Ending ending);
/* The span that holds at `at_ms`; NULL: the posting was not open. */
const Jobq__SpanDoc *spanlist_open_at(const struct spanlist *spans,
				      int64_t at_ms);
/* The newest that began at or before `at_ms`; NULL: not seen yet. */
const Jobq__SpanDoc *spanlist_newest(const struct spanlist *spans,
				     int64_t at_ms);
