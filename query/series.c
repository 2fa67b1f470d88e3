#include "query/series.h"
#include "core/alloc.h"
#include "indexer/schema.h"
#include "query/filter.h"
#include "query/unreached.h"
#include <string.h>

struct filling {
	struct series *series;
	size_t point;
};

static struct series_row *add_row(struct series *s, const char *key,
				  size_t key_len)
{
	struct series_row *row = alloc_zero(1, sizeof(*row));

	row->key = alloc_get(key_len);
	memcpy(row->key, key, key_len);
	row->key_len = key_len;
	row->cells = alloc_zero(s->ask.n_times, sizeof(*row->cells));
	HASH_ADD_KEYPTR(hh, s->rows, row->key, row->key_len, row);
	return row;
}

static void fill(void *arg, const struct facet_row *counted)
{
	struct filling *f = arg;
	struct series_row *row = NULL;
	struct series_cell *cell;

	HASH_FIND(hh, f->series->rows, counted->key, counted->key_len, row);
	if (!row)
		row = add_row(f->series, counted->key, counted->key_len);
	cell = &row->cells[f->point];
	cell->count = (int64_t)counted->count;
	cell->n_examples = counted->n_examples;
	cell->examples =
		alloc_zero(counted->n_examples + 1, sizeof(*cell->examples));
	memcpy(cell->examples, counted->examples,
	       counted->n_examples * sizeof(*cell->examples));
}

/* What is open then and matches, of the comparable sources; NULL: of none. */
static struct textquery *query_of(const struct series *s, size_t point)
{
	const struct standings *standings = &s->points[point].standings;
	struct textquery *sources = NULL;

	for (size_t i = 0; i < standings->n; i++)
		if (standings->items[i].comparable)
			sources = textquery_or(
				sources,
				filter_term(TERM_SOURCE,
					    standings->items[i].source->id));
	if (!sources)
		return NULL;
	sources = textquery_and(textquery_and(filter_type("span"), sources),
				filter_open_at(s->ask.times_ms[point]));
	return textquery_filter(question_compile(s->ask.question), sources);
}

static int count_point(struct series *s, struct textindex *index, size_t point)
{
	CLEANUP(textquery_freep) struct textquery *query = NULL;
	struct filling filling = {s, point};
	int r = standings_load(&s->points[point].standings, index, &s->sources,
			       s->ask.times_ms[point]);

	if (r)
		return r;
	query = query_of(s, point);
	if (!query)
		return 0;
	r = facets_count(s->facets, index, query);
	if (r)
		return r;
	s->points[point].postings = facets_postings(s->facets);
	facets_each(s->facets, fill, &filling);
	return 0;
}

/* Somebody (of the company) could be counted then. */
static bool is_known(const struct standings *standings, const char *company)
{
	for (size_t i = 0; i < standings->n; i++)
		if (standings->items[i].comparable &&
		    (!company ||
		     !strcmp(standings->items[i].source->company, company)))
			return true;
	return false;
}

/* The row's company; NULL where the rows are not by company. */
static const char *company_of(const struct series *s,
			      const struct series_row *row)
{
	enum facet_dimension by[FACET_DIMENSIONS];
	size_t n = facets_by(s->facets, by);
	const char *value = row->key;

	for (size_t i = 0; i < n; i++, value += strlen(value) + 1)
		if (by[i] == FACET_COMPANY)
			return value;
	return NULL;
}

static void mark_unknown(struct series *s)
{
	for (struct series_row *row = s->rows; row; row = row->hh.next)
		for (size_t p = 0; p < s->ask.n_times; p++)
			if (!is_known(&s->points[p].standings,
				      company_of(s, row)))
				row->cells[p].count = SERIES_UNKNOWN;
}

static int by_key(const struct series_row *x, const struct series_row *y)
{
	size_t n = x->key_len < y->key_len ? x->key_len : y->key_len;
	int r = memcmp(x->key, y->key, n);

	return r ? r : (x->key_len > y->key_len) - (x->key_len < y->key_len);
}

int series_count(struct series *s, struct textindex *index)
{
	struct series_ask ask = s->ask;
	struct facets *facets = s->facets;
	int r;

	series_deinit(s);
	s->ask = ask;
	s->facets = facets;
	s->points = alloc_zero(ask.n_times + 1, sizeof(*s->points));
	r = sources_load(&s->sources, index,
			 &(struct sources_ask){.company = ask.company});
	for (size_t i = 0; !r && i < ask.n_times; i++)
		r = count_point(s, index, i);
	for (size_t i = 0; !r && i < ask.n_times; i++)
		r = unreached_settle(&s->sources, index,
				     &s->points[i].standings);
	mark_unknown(s);
	HASH_SORT(s->rows, by_key);
	return r;
}

static void row_free(struct series_row *row, size_t n_points)
{
	for (size_t i = 0; i < n_points; i++)
		free(row->cells[i].examples);
	free(row->cells);
	free(row->key);
	free(row);
}

void series_deinit(struct series *s)
{
	struct series_row *row, *next;

	HASH_ITER(hh, s->rows, row, next)
	{
		HASH_DEL(s->rows, row);
		row_free(row, s->ask.n_times);
	}
	for (size_t i = 0; s->points && i < s->ask.n_times; i++)
		standings_deinit(&s->points[i].standings);
	free(s->points);
	sources_deinit(&s->sources);
	*s = (struct series){.rows = NULL};
}
