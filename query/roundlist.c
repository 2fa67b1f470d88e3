#include "query/roundlist.h"
#include "core/alloc.h"
#include "indexer/schema.h"
#include "query/docs.h"
#include "query/filter.h"
#include "query/options.h"

static int by_time(const void *a, const void *b)
{
	const Jobq__RoundId *x = (*(Jobq__RoundDoc *const *)a)->round->id;
	const Jobq__RoundId *y = (*(Jobq__RoundDoc *const *)b)->round->id;
	int r = strcmp(x->source, y->source);

	if (x->time_ms != y->time_ms)
		return x->time_ms < y->time_ms ? -1 : 1;
	if (x->seq != y->seq)
		return x->seq < y->seq ? -1 : 1;
	return r;
}

int roundlist_load(struct roundlist *out, struct textindex *index,
		   const struct roundlist_ask *ask)
{
	CLEANUP(textquery_freep) struct textquery *query = NULL;
	CLEANUP(docs_deinit) struct docs docs = {0};
	struct textindex_search search = {.order = ORDER_VALUE_UP,
					  .slot = VALUE_AT};
	int r;

	roundlist_deinit(out);
	query = textquery_and(filter_type("round"),
			      filter_term(TERM_SOURCE, ask->source));
	query = textquery_and(query, filter_term(TERM_COMPANY, ask->company));
	query = textquery_and(
		query, filter_times(VALUE_AT, ask->since_ms, ask->until_ms));
	search.query = query;
	r = docs_find(&docs, index, &jobq__round_doc__descriptor, &search);
	if (r)
		return r;
	out->n = docs.n;
	docs.n = 0;
	out->items = (Jobq__RoundDoc **)TAKE(docs.items);
	if (out->n)
		qsort(out->items, out->n, sizeof(Jobq__RoundDoc *), by_time);
	return 0;
}

void roundlist_deinit(struct roundlist *rounds)
{
	for (size_t i = 0; i < rounds->n; i++)
		jobq__round_doc__free_unpacked(rounds->items[i], NULL);
	free(rounds->items);
	*rounds = (struct roundlist){0};
}

static bool saw(const Jobq__RoundDoc *doc, const struct posting_id *posting)
{
	if (!doc->seen)
		return false;
	for (size_t at = 0; at + POSTING_BYTES <= doc->unseen.len;
	     at += POSTING_BYTES) {
		if (!memcmp(doc->unseen.data + at, posting->bytes,
			    POSTING_BYTES))
			return false;
	}
	return true;
}

int64_t roundlist_last_seen(const struct roundlist *rounds,
			    const struct posting_id *posting, int64_t from_ms,
			    int64_t at_ms)
{
	for (size_t i = rounds->n; i; i--) {
		const Jobq__RoundDoc *doc = rounds->items[i - 1];
		int64_t time = doc->round->id->time_ms;

		if (time < from_ms)
			break;
		if (time <= at_ms && saw(doc, posting))
			return time;
	}
	return from_ms;
}

const Jobq__RoundDoc *roundlist_newest(const struct roundlist *rounds,
				       int64_t at_ms)
{
	for (size_t i = rounds->n; i; i--) {
		if (rounds->items[i - 1]->round->id->time_ms <= at_ms)
			return rounds->items[i - 1];
	}
	return NULL;
}

const Jobq__RoundDoc *roundlist_complete(const struct roundlist *rounds,
					 int64_t at_ms)
{
	for (size_t i = rounds->n; i; i--) {
		const Jobq__RoundDoc *doc = rounds->items[i - 1];

		if (doc->round->id->time_ms <= at_ms &&
		    (!strcmp(doc->state, "complete") ||
		     !strcmp(doc->state, "accepted")))
			return doc;
	}
	return NULL;
}

bool roundlist_listing(const Jobq__RoundDoc *doc)
{
	return doc->round->listing_ok && strcmp(doc->state, "partial") != 0 &&
	       strcmp(doc->state, "failed") != 0;
}

void roundlist_reason(const Jobq__RoundDoc *doc, struct bytes *out)
{
	const char *contents = doc->round->contents_why;
	bool more = *contents && strcmp(contents, doc->reason) != 0;

	bytes_add_text(out, doc->reason);
	if (doc->round->contents_ok || (*doc->reason && !more))
		return;
	bytes_add_text(out, *doc->reason ? ": " : "");
	bytes_add_text(out, "contents incomplete");
	if (more)
		bytes_add_format(out, ": %s", contents);
}

struct shelf_entry {
	char *source;
	struct roundlist rounds;
};

struct roundshelf {
	struct shelf_entry **entries; /* a panel's sources: some dozens */
	size_t n;
};

struct roundshelf *roundshelf_new(void)
{
	return alloc_zero(1, sizeof(struct roundshelf));
}

void roundshelf_free(struct roundshelf *shelf)
{
	if (!shelf)
		return;
	for (size_t i = 0; i < shelf->n; i++) {
		roundlist_deinit(&shelf->entries[i]->rounds);
		free(shelf->entries[i]->source);
		free(shelf->entries[i]);
	}
	free(shelf->entries);
	free(shelf);
}

static const struct roundlist *shelf_add(struct roundshelf *shelf,
					 const char *source,
					 const struct roundlist *rounds)
{
	struct shelf_entry *entry = alloc_zero(1, sizeof(*entry));

	entry->source = alloc_copy(source);
	entry->rounds = *rounds;
	shelf->entries = alloc_resize(shelf->entries, shelf->n + 1,
				      sizeof(struct shelf_entry *));
	shelf->entries[shelf->n++] = entry;
	return &entry->rounds;
}

int roundshelf_get(struct roundshelf *shelf, struct textindex *index,
		   const char *source, const struct roundlist **out)
{
	struct roundlist_ask ask = {.source = source,
				    .since_ms = OPTIONS_UNSET,
				    .until_ms = OPTIONS_UNSET};
	struct roundlist rounds = {0};
	int r;

	for (size_t i = 0; i < shelf->n; i++) {
		if (!strcmp(shelf->entries[i]->source, source)) {
			*out = &shelf->entries[i]->rounds;
			return 0;
		}
	}
	r = roundlist_load(&rounds, index, &ask);
	if (!r)
		*out = shelf_add(shelf, source, &rounds);
	return r;
}
