#include "query/span.h"
#include "indexer/schema.h"
#include "query/docs.h"
#include "query/filter.h"

static int by_start(const void *a, const void *b)
{
	const Jobq__Span *x = (*(Jobq__SpanDoc *const *)a)->span;
	const Jobq__Span *y = (*(Jobq__SpanDoc *const *)b)->span;

	if (x->from_ms != y->from_ms)
		return x->from_ms < y->from_ms ? -1 : 1;
	if (x->from_seq != y->from_seq)
		return x->from_seq < y->from_seq ? -1 : 1;
	return 0;
}

int spanlist_load(struct spanlist *out, struct textindex *index,
		  const char *posting)
{
	CLEANUP(textquery_freep)
	struct textquery *query = textquery_and(
		filter_term(TERM_POSTING, posting), filter_type("span"));
	CLEANUP(docs_deinit) struct docs docs = {0};
	struct textindex_search search = {
		.query = query, .order = ORDER_VALUE_UP, .slot = VALUE_FROM};
	int r = docs_find(&docs, index, &jobq__span_doc__descriptor, &search);

	spanlist_deinit(out);
	if (r)
		return r;
	out->n = docs.n;
	docs.n = 0;
	out->items = (Jobq__SpanDoc **)TAKE(docs.items);
	if (out->n)
		qsort(out->items, out->n, sizeof(Jobq__SpanDoc *), by_start);
	return 0;
}

void spanlist_deinit(struct spanlist *spans)
{
	for (size_t i = 0; i < spans->n; i++)
		jobq__span_doc__free_unpacked(spans->items[i], NULL);
	free(spans->items);
	*spans = (struct spanlist){0};
}

bool span_open_at(const Jobq__Span *span, int64_t at_ms)
{
	return span->from_ms <= at_ms &&
	       (!span->until_ms || at_ms < span->until_ms);
}

bool span_closed_at(const Jobq__Span *span, int64_t at_ms)
{
	return span->until_ms && span->until_ms <= at_ms &&
	       span_ending_name(span->ending);
}

const char *span_ending_name(Jobq__Ending ending)
{
	switch (ending) {
	case JOBQ__ENDING__ENDING_LISTING:
		return "listing";
	case JOBQ__ENDING__ENDING_CONFIRMED:
		return "confirmed";
	case JOBQ__ENDING__ENDING_ACCEPTED:
		return "accepted";
	case JOBQ__ENDING__ENDING_PAGE:
		return "page";
	default:
		return NULL;
	}
}

const Jobq__SpanDoc *spanlist_open_at(const struct spanlist *spans,
				      int64_t at_ms)
{
	for (size_t i = spans->n; i; i--) {
		if (span_open_at(spans->items[i - 1]->span, at_ms))
			return spans->items[i - 1];
	}
	return NULL;
}

const Jobq__SpanDoc *spanlist_newest(const struct spanlist *spans,
				     int64_t at_ms)
{
	for (size_t i = spans->n; i; i--) {
		if (spans->items[i - 1]->span->from_ms <= at_ms)
			return spans->items[i - 1];
	}
	return NULL;
}
