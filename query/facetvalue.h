#pragma once
/*
 * Facetvalue: the combinations of values that one posting has in the
 * dimensions of a facet, each once. Pure.
 */
#include "core/records.pb-c.h"
#include <stdbool.h>
#include <stddef.h>

enum facet_dimension {
	FACET_COMPANY,
	FACET_CONCEPT,
	FACET_STAGE,
	FACET_SECTION,
	FACET_AREA,
	FACET_FAMILY,
	FACET_COUNTRY,
	FACET_LANGUAGE,
	FACET_CITY,
	FACET_DIMENSIONS,
};
extern const char *const facet_names[FACET_DIMENSIONS];

/* A value a dimension, in the order asked; "" is none. Borrowed of the doc. */
struct facet_values {
	const char *of[FACET_DIMENSIONS];
};
struct facet_list {
	struct facet_values *items;
	size_t n, cap;
};
/* In the memory of an `out` that was {0} or in use. */
void facet_list_set(struct facet_list *out, const Jobq__SpanDoc *doc,
		    const enum facet_dimension *by, size_t n_by);
void facet_list_deinit(struct facet_list *list);
