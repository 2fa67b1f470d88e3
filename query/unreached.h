#pragma once
/*
 * Unreached: the companies that no source reaches, named beside a count: it is
 * not over them, and none is a zero for them. The panel says so of now; one
 * that was reached before may be counted at the moment asked for. It is not
 * named then; its sources that are not comparable are (query/standing.h).
 */
#include "query/standing.h"

/* Leaves those alone of which nothing is counted at the standings' moment: no
 * source of the company is comparable or has postings open then. The standings
 * are of these sources. May return TEXTINDEX_E_MODIFIED. */
MUST_CHECK int unreached_settle(struct sources *sources,
				struct textindex *index,
				const struct standings *standings);

/* What is left: [{"company", "reason"}] */
json_t *unreached_json(const struct sources *sources);
/* A line each. */
void unreached_print(const struct sources *sources, const struct term *term);
