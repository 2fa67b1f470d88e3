#pragma once
/*
 * Roundlist: the closed rounds of a source as the index has them, oldest first
 * by (time, sequence); and a shelf of such lists, each loaded when it is first
 * asked for. What was seen when is read off here.
 */
#include "core/bytes.h"
#include "core/digest.h"
#include "indexer/textindex.h"

struct roundlist {
	Jobq__RoundDoc **items;
	size_t n;
};

/* The rounds of `source` (NULL: of all sources) from `since_ms` to `until_ms`
 * (OPTIONS_UNSET: no bound). May return TEXTINDEX_E_MODIFIED. */
struct roundlist_ask {
	const char *source, *company;
	int64_t since_ms, until_ms;
};
MUST_CHECK int roundlist_load(struct roundlist *out, struct textindex *index,
			      const struct roundlist_ask *ask);
void roundlist_deinit(struct roundlist *rounds);

/* The time of the newest round from `from_ms` to `at_ms` that saw the posting,
 * which was open all that time; `from_ms` where none did (the round that saw it
 * first is still open). */
int64_t roundlist_last_seen(const struct roundlist *rounds,
			    const struct posting_id *posting, int64_t from_ms,
			    int64_t at_ms);
/* The newest round at or before `at_ms`; NULL: none. */
const Jobq__RoundDoc *roundlist_newest(const struct roundlist *rounds,
				       int64_t at_ms);
/* The newest that is complete or accepted; NULL: none. */
const Jobq__RoundDoc *roundlist_complete(const struct roundlist *rounds,
					 int64_t at_ms);

/* Whether its listing is the whole board: a listing of which every page was
 * valid is incomplete too where its count is not the site's. */
bool roundlist_listing(const Jobq__RoundDoc *doc);

/* Why a round is not whole, in words, appended; nothing where it is. */
void roundlist_reason(const Jobq__RoundDoc *doc, struct bytes *out);

struct roundshelf; /* lists by source */
struct roundshelf *roundshelf_new(void);
void roundshelf_free(struct roundshelf *shelf);
DEFINE_CLEANUP(struct roundshelf *, roundshelf_free);
/* The rounds of `source`, valid while the shelf lives. */
MUST_CHECK int roundshelf_get(struct roundshelf *shelf, struct textindex *index,
			      const char *source, const struct roundlist **out);
