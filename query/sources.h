#pragma once
/*
 * Sources: what the index knows of the panel's sources (META_SOURCE), also of
 * those that left it, by company and id; and the companies that the panel says
 * none reaches. That is the panel of now: whether a count at a moment is over
 * such a company is for query/unreached.h to say.
 */
#include "core/records.pb-c.h"
#include "indexer/textindex.h"

struct sources {
	Jobq__Source **items;
	size_t n;
	Jobq__Source **unreached; /* by company */
	size_t n_unreached;
};

/* Which are asked for, in either list; NULL: all. */
struct sources_ask {
	const char *company, *source;
	const char *countries; /* query/countries.h */
};
/* `ask` may be NULL. `out` all zero, or from an earlier call. May return
 * TEXTINDEX_E_MODIFIED. */
MUST_CHECK int sources_load(struct sources *out, struct textindex *index,
			    const struct sources_ask *ask);
void sources_deinit(struct sources *sources);
const Jobq__Source *sources_find(const struct sources *sources, const char *id);
/* The company among those unreached, or NULL. */
const Jobq__Source *sources_unreached(const struct sources *sources,
				      const char *company);
void sources_drop_unreached(struct sources *sources, size_t place);
/* "Baidu", or its Chinese name, or its id. */
const char *sources_name(const Jobq__Source *source);
/* How old a complete round may be to stand for a moment: twice the interval,
 * at least 48 hours. */
int64_t sources_window_ms(const Jobq__Source *source);
