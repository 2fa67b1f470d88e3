#include "query/reportdata.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/pack.h"
#include "indexer/schema.h"
#include "query/countries.h"
#include "query/filter.h"
#include "query/posting.h"
#include "query/unreached.h"
#include <errno.h>

enum { BATCH = 5000, NO_GROUP = -1 };

/* "CN": it and all others; "CN,US:GB": what stands left and right of the
 * comma. NULL: on neither side. Caller frees. */
static char *compared_group(const char *compare, const char *country)
{
	size_t first = strcspn(compare, ",");
	const char *second = compare + first + (compare[first] == ',');

	if (countries_have(slice_of(compare, first), country))
		return alloc_copy_n(compare, first);
	if (!compare[first])
		return alloc_copy("others");
	return countries_have(slice_text(second), country) ? alloc_copy(second)
							   : NULL;
}

/* NULL: it is on no side. Caller frees. */
static char *group_name(const struct report_ask *ask, const Jobq__Source *s)
{
	const char *country = *s->country ? s->country : "??";

	switch (ask->by) {
	case BY_COUNTRY:
		return alloc_copy(country);
	case BY_COMPARED:
		return compared_group(ask->compare, country);
	default:
		return alloc_copy(s->company);
	}
}

static const char *group_title(const struct report_ask *ask,
			       const Jobq__Source *s, const char *name)
{
	if (ask->by == BY_COMPANY && *s->name_en)
		return s->name_en;
	if (!strcmp(name, "CN"))
		return "China (CN)";
	return name;
}

static int find_group(const struct reportdata *d, const char *name)
{
	for (size_t i = 0; name && i < d->n_groups; i++)
		if (!strcmp(d->groups[i].name, name))
			return (int)i;
	return NO_GROUP;
}

static int group_of_source(const struct reportdata *d, const Jobq__Source *s)
{
	CLEANUP(freep) char *name = group_name(&d->ask, s);

	return find_group(d, name);
}

static void count_source(struct reportdata *d, const struct standing *s)
{
	CLEANUP(freep) char *name = group_name(&d->ask, s->source);
	int at = find_group(d, name);

	/* else it was not in the panel then */
	if (!name || !(s->comparable || s->missing))
		return;
	if (at == NO_GROUP) {
		d->groups = alloc_resize(d->groups, d->n_groups + 1,
					 sizeof(*d->groups));
		at = (int)d->n_groups++;
		d->groups[at] = (struct report_group){
			.name = alloc_copy(name),
			.title = alloc_copy(
				group_title(&d->ask, s->source, name))};
	}
	d->groups[at].n_sources++;
	d->groups[at].n_comparable += s->comparable;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct report_group *)a)->name,
		      ((const struct report_group *)b)->name);
}

/* In a comparison the side that was named first stands first. */
static void sort_groups(struct reportdata *d)
{
	const char *compare = d->ask.compare;

	if (d->n_groups < 2)
		return;
	qsort(d->groups, d->n_groups, sizeof(*d->groups), by_name);
	if (compare && d->n_groups == 2 &&
	    strncmp(d->groups[0].name, compare, strcspn(compare, ",")) != 0) {
		struct report_group other = d->groups[0];

		d->groups[0] = d->groups[1];
		d->groups[1] = other;
	}
}

/* What a report never prints of a posting is not held: its text. */
static void slim(Jobq__SpanDoc *doc)
{
	Jobq__Content *c = doc->content;
	Jobq__Analysis *a = doc->analysis;

	for (size_t i = 0; c && i < c->n_blocks; i++)
		jobq__block__free_unpacked(c->blocks[i], NULL);
	if (c) {
		free(c->blocks);
		c->blocks = NULL;
		c->n_blocks = 0;
	}
	for (size_t i = 0; a && i < a->n_sections; i++)
		jobq__section__free_unpacked(a->sections[i], NULL);
	if (a) {
		free(a->sections);
		a->sections = NULL;
		a->n_sections = 0;
	}
}

static int add_doc(void *arg, const struct textindex_hit *hit)
{
	struct reportdata *d = arg;
	Jobq__SpanDoc *doc = PACK_READ(jobq__span_doc, hit->data);

	if (!doc)
		return fail(-EBADMSG,
			    "index: a record is damaged; run jobq-indexer "
			    "--rebuild");
	slim(doc);
	if (d->n_docs % 1024 == 0)
		d->docs = alloc_resize(d->docs, d->n_docs + 1024,
				       sizeof(*d->docs));
	d->docs[d->n_docs++] = (struct report_doc){.doc = doc};
	return 0;
}

/* Spans open then of all sources that can be compared; NULL: there is none. */
static struct textquery *comparable(const struct reportdata *d)
{
	struct textquery *sources = NULL;

	for (size_t i = 0; i < d->standings.n; i++) {
		const struct standing *s = &d->standings.items[i];

		if (s->comparable && group_of_source(d, s->source) != NO_GROUP)
			sources = textquery_or(
				sources,
				filter_term(TERM_SOURCE, s->source->id));
	}
	if (!sources)
		return NULL;
	return textquery_and(textquery_and(filter_type("span"), sources),
			     filter_open_at(d->ask.at_ms));
}

static int load_docs(struct reportdata *d, struct textindex *index)
{
	CLEANUP(textquery_freep) struct textquery *query = comparable(d);
	struct textindex_search search = {.query = query,
					  .order = ORDER_VALUE_UP,
					  .slot = VALUE_FIRST,
					  .collapse = true,
					  .limit = BATCH};
	int r = 0;

	while (query && !r) {
		search.offset = d->n_docs;
		r = textindex_run(index, &search, add_doc, d, NULL);
		if (d->n_docs < search.offset + BATCH)
			break;
	}
	return r;
}

/* Postings open then, a source each, also of those not compared. */
static int count_open(struct reportdata *d, struct textindex *index)
{
	int r = 0;

	d->open = alloc_zero(d->sources.n + 1, sizeof(*d->open));
	for (size_t i = 0; !r && i < d->standings.n; i++)
		r = standing_count_open(&d->standings.items[i], index,
					&d->open[i]);
	return r;
}

static int by_group(const void *a, const void *b)
{
	const struct report_doc *x = a, *y = b;
	int r = (x->group > y->group) - (x->group < y->group);

	if (!r)
		r = strcmp(posting_title(x->doc), posting_title(y->doc));
	return r ? r : strcmp(x->doc->posting, y->doc->posting);
}

static void place_docs(struct reportdata *d)
{
	for (size_t i = 0; i < d->n_docs; i++) {
		struct report_doc *doc = &d->docs[i];
		const Jobq__Source *s =
			sources_find(&d->sources, doc->doc->source);

		doc->group = (size_t)group_of_source(d, s);
		d->groups[doc->group].n_open++;
		d->groups[doc->group].n_read += doc->doc->analysis != NULL;
		d->n_read += doc->doc->analysis != NULL;
	}
	if (d->n_docs)
		qsort(d->docs, d->n_docs, sizeof(*d->docs), by_group);
}

int reportdata_load(struct reportdata *d, struct textindex *index)
{
	struct report_ask ask = d->ask;
	struct reportwords *words = d->words;
	int r;

	reportdata_deinit(d);
	d->ask = ask;
	d->words = words;
	r = sources_load(&d->sources, index,
			 &(struct sources_ask){.company = ask.company,
					       .countries = ask.country});
	if (!r)
		r = standings_load(&d->standings, index, &d->sources,
				   ask.at_ms);
	if (!r)
		r = unreached_settle(&d->sources, index, &d->standings);
	for (size_t i = 0; !r && i < d->standings.n; i++)
		count_source(d, &d->standings.items[i]);
	sort_groups(d);
	if (!r)
		r = count_open(d, index);
	if (!r)
		r = load_docs(d, index);
	if (!r)
		place_docs(d);
	return r;
}

void reportdata_deinit(struct reportdata *d)
{
	for (size_t i = 0; i < d->n_docs; i++)
		jobq__span_doc__free_unpacked(d->docs[i].doc, NULL);
	for (size_t i = 0; i < d->n_groups; i++) {
		free(d->groups[i].name);
		free(d->groups[i].title);
	}
	free(d->docs);
	free(d->groups);
	free(d->open);
	standings_deinit(&d->standings);
	sources_deinit(&d->sources);
	*d = (struct reportdata){.n_docs = 0};
}

const Jobq__Analysis *report_analysis(const struct report_doc *doc)
{
	return doc->doc->analysis;
}

bool report_technical(const struct reportdata *data,
		      const struct report_doc *doc)
{
	return doc->doc->analysis &&
	       reportwords_technical(data->words, doc->doc->analysis->family);
}
