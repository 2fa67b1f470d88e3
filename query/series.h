#pragma once
/*
 * Series: what a facet counts at several moments: a row a combination of
 * values, a point a moment. At each point only the sources that are comparable
 * then are counted (promise 6): where a row's company has none, or nobody has,
 * the count is unknown and not zero.
 */
#include "query/facet.h"
#include "query/question.h"
#include "query/standing.h"
#include <uthash.h>

enum { SERIES_POINTS = 400 };
#define SERIES_UNKNOWN (-1)

struct series_ask {
	const struct question *question;
	const char *company;		 /* NULL: all */
	int64_t times_ms[SERIES_POINTS]; /* oldest first */
	size_t n_times;
};
struct series_point {
	size_t postings;
	struct standings standings; /* in the order of the sources */
};
struct series_cell {
	int64_t count; /* SERIES_UNKNOWN: nobody can tell */
	char (*examples)[POSTING_HEX];
	size_t n_examples;
};
struct series_row {
	char *key; /* the values, each with its NUL */
	size_t key_len;
	struct series_cell *cells; /* one a point */
	UT_hash_handle hh;	   /* by key */
};
struct series {
	struct series_ask ask;
	struct facets *facets;	/* borrowed; what is counted by */
	struct sources sources; /* unreached: at no point counted */
	struct series_point *points;
	struct series_row *rows; /* in order of their values; see row.hh.next */
};

/* `out` all zero but for ask and facets, or from an earlier call. May return
 * TEXTINDEX_E_MODIFIED. */
MUST_CHECK int series_count(struct series *out, struct textindex *index);
void series_deinit(struct series *series);
