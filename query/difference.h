#pragma once
/*
 * Difference: the states of the postings at two moments, compared, and nothing
 * between (DESIGN.md, "Diff"): one that went and came back is no difference,
 * one absent at the first and present at the second is added whatever its past.
 * Candidates come from the events between, so that the cost is what changed.
 *
 * Only sources that are comparable at both moments are in; the others are in
 * the coverage. The same board's posting that two of a company's sources reach
 * is one. A version that differs because the extractor did is no change.
 */
#include "query/standing.h"

enum { DIFFERENCE_FIELDS = 9 };

struct difference_ask {
	int64_t from_ms, to_ms;
	const char *company; /* NULL: all */
	const char *query;   /* NULL: all; in if it matches at either moment */
};

struct difference_item {
	Jobq__SpanDoc *before, *after; /* at either moment; one may be NULL */
	const char *fields[DIFFERENCE_FIELDS]; /* changed */
	size_t n_fields;
};
struct difference_list {
	struct difference_item *items; /* by company, source, title, key */
	size_t n;
};
struct difference_source {
	struct standing from, to;
	bool compared;
};
struct difference {
	struct sources sources;
	struct difference_source *coverage; /* n = sources.n */
	struct difference_list added, closed, changed;
};

/* `out` all zero, or from an earlier call. May return TEXTINDEX_E_MODIFIED.
 * The query has been checked before: a wrong one here is a fault. */
MUST_CHECK int difference_make(struct difference *out, struct textindex *index,
			       const struct difference_ask *ask);
void difference_deinit(struct difference *difference);

/* The document of an item that is there: after, else before. */
const Jobq__SpanDoc *difference_doc(const struct difference_item *item);
