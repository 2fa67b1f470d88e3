#pragma once
/*
 * Facet: how many of the postings that match fall under each value of a few
 * dimensions, or each combination of values where several are named. A posting
 * counts once a row. With "concept" among them, "stage" and "section" are those
 * of the mention, so that a row counts what the question
 * `concept:A stage:B section:C` finds; without it they are the posting's. A
 * posting without a value counts under none (null).
 */
#include "indexer/textindex.h"
#include "query/facetvalue.h"
#include "query/posting.h"
#include "query/term.h"

struct facets;
/* `by`: names joined by commas. NULL: one is unknown or named twice; *why says
 * what there is, caller frees. `examples`: ids kept a row. */
struct facets *facets_new(const char *by, size_t examples, char **why);
void facets_free(struct facets *facets);

/* Counts anew over what `query` (borrowed) finds. May return
 * TEXTINDEX_E_MODIFIED. */
MUST_CHECK int facets_count(struct facets *facets, struct textindex *index,
			    const struct textquery *query);
size_t facets_postings(const struct facets *facets);

struct facet_row {
	const char *key; /* the values, each with its NUL */
	size_t key_len;
	size_t count;
	char (*examples)[POSTING_HEX];
	size_t n_examples;
};
/* The dimensions in the order asked; returns how many. */
size_t facets_by(const struct facets *facets,
		 enum facet_dimension out[FACET_DIMENSIONS]);
/* Every row, in no order; borrowed for the call. */
void facets_each(const struct facets *facets,
		 void (*each)(void *arg, const struct facet_row *row),
		 void *arg);

/* The largest rows first, at most `limit`. */
json_t *facets_json(const struct facets *facets, size_t limit);
void facets_print(const struct facets *facets, const struct term *term,
		  size_t limit);
MUST_CHECK int facets_print_csv(const struct facets *facets, size_t limit);
