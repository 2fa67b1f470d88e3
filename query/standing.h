#pragma once
/*
 * Standing: whether what is said of a source at a moment can be compared with
 * another moment (DESIGN.md, "Diff"): it has a complete or accepted round at
 * most max(2 x its interval, 48 h) before; and the sources that a count at the
 * moment is to name because they cannot be compared (promise 6).
 */
#include "query/sources.h"
#include "query/term.h"
#include "query/value.h"

struct standing {
	const Jobq__Source *source; /* borrowed */
	int64_t at_ms;
	Jobq__RoundDoc *newest;	  /* at or before at_ms; NULL: none */
	Jobq__RoundDoc *complete; /* the newest complete one; NULL: none */
	bool comparable;
	/* Not comparable though it is watched, or was then: there is a round
	 * before the moment and one after it. In standings also where the panel
	 * says of its company that no source reaches it any more: what was
	 * counted goes on to be told. */
	bool missing;
};

/* May return TEXTINDEX_E_MODIFIED; `out` is all zero then. */
MUST_CHECK int standing_load(struct standing *out, struct textindex *index,
			     const Jobq__Source *source, int64_t at_ms);
void standing_deinit(struct standing *standing);
/* The source's postings open then, comparable or not. */
MUST_CHECK int standing_count_open(const struct standing *standing,
				   struct textindex *index, size_t *out);

/* The standings of all `sources`, in their order. */
struct standings {
	struct standing *items;
	size_t n;
};
MUST_CHECK int standings_load(struct standings *out, struct textindex *index,
			      const struct sources *sources, int64_t at_ms);
void standings_deinit(struct standings *standings);
/* Those missing: [{"source", "round_at"}], the newest complete round's time or
 * null. */
json_t *standings_missing_json(const struct standings *standings);
/* The same in a line, or none where nothing is missing. */
void standings_missing_print(const struct standings *standings,
			     const struct term *term);
