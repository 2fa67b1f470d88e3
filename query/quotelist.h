#pragma once
/*
 * Quotelist: the sheet that shows the sentences behind counts of concepts, one
 * for each posting and concept that it names itself, with the posting's cities.
 * A concept that is only implied has no sentence beside that of its leaf.
 */
#include "query/report.h"

/* Of `concepts`, ids that the sheet's `name`, `title` and `rule` speak of. */
struct quotelist {
	const char *name, *title, *rule;
	const char *label; /* what a concept is called in the heading */
	const char *const *concepts;
	size_t n_concepts;
};
void quotelist_add(struct report *report, const struct reportdata *data,
		   const struct quotelist *list);
