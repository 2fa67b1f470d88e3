#include "query/facet.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/pack.h"
#include "indexer/schema.h"
#include "query/output.h"
#include "query/table.h"
#include <errno.h>
#include <uthash.h>

/* Records read at a time: what a search holds in memory. */
enum { FACET_BATCH = 5000 };

struct row {
	char *key; /* the values, each with its NUL */
	size_t key_len;
	size_t count;
	char (*examples)[POSTING_HEX];
	size_t n_examples;
	UT_hash_handle hh;
};

struct facets {
	enum facet_dimension by[FACET_DIMENSIONS];
	size_t n_by, examples;
	struct row *rows;
	struct facet_list values; /* of the posting at hand */
	size_t postings;
};

/* ---- which dimensions ---- */

static bool has(const struct facets *f, enum facet_dimension dimension)
{
	for (size_t i = 0; i < f->n_by; i++) {
		if (f->by[i] == dimension)
			return true;
	}
	return false;
}

/* False: no such dimension, or it was named before. */
static bool add_dimension(struct facets *f, struct slice name)
{
	for (int i = 0; i < FACET_DIMENSIONS; i++) {
		if (!slice_equal(name, slice_text(facet_names[i])))
			continue;
		if (has(f, (enum facet_dimension)i))
			return false;
		f->by[f->n_by++] = (enum facet_dimension)i;
		return true;
	}
	return false;
}

static char *say_dimensions(struct slice name)
{
	struct bytes why = {0};

	bytes_add_format(&why, "expected, each once and joined by commas,");
	for (int i = 0; i < FACET_DIMENSIONS; i++)
		bytes_add_format(&why, "%s %s", i ? "," : "", facet_names[i]);
	bytes_add_format(&why, "; found \"%.*s\"", (int)name.len, name.data);
	return bytes_take(&why);
}

struct facets *facets_new(const char *by, size_t examples, char **why)
{
	struct facets *f = alloc_zero(1, sizeof(*f));

	f->examples = examples;
	for (;;) {
		struct slice name = slice_of(by, strcspn(by, ","));

		if (!add_dimension(f, name)) {
			*why = say_dimensions(name);
			facets_free(f);
			return NULL;
		}
		if (!by[name.len])
			return f;
		by += name.len + 1;
	}
}

static void empty(struct facets *f)
{
	struct row *row = f->rows;

	HASH_CLEAR(hh, f->rows); /* the rows stay chained */
	while (row) {
		struct row *next = row->hh.next;

		free(row->key);
		free(row->examples);
		free(row);
		row = next;
	}
	f->postings = 0;
}

void facets_free(struct facets *facets)
{
	if (!facets)
		return;
	empty(facets);
	facet_list_deinit(&facets->values);
	free(facets);
}

/* ---- counting ---- */

/* Takes the key. */
static struct row *add_new_row(struct facets *f, struct bytes *key)
{
	struct row *row = alloc_zero(1, sizeof(*row));

	row->key_len = key->len;
	row->key = bytes_take(key);
	HASH_ADD_KEYPTR(hh, f->rows, row->key, row->key_len, row);
	return row;
}

static struct row *find_row(const struct facets *f, const struct bytes *key)
{
	struct row *row = NULL;

	HASH_FIND(hh, f->rows, key->data, key->len, row);
	return row;
}

static struct row *row_of(struct facets *f, const struct facet_values *values)
{
	CLEANUP(bytes_deinit) struct bytes key = {0};
	struct row *row;
	size_t i = 0;

	do { /* there is one at least */
		bytes_add(&key, values->of[i], strlen(values->of[i]) + 1);
	} while (++i < f->n_by);
	row = find_row(f, &key);
	return row ? row : add_new_row(f, &key);
}

static void count_posting(struct facets *f, const Jobq__SpanDoc *doc)
{
	facet_list_set(&f->values, doc, f->by, f->n_by);
	for (size_t i = 0; i < f->values.n; i++) {
		struct row *row = row_of(f, &f->values.items[i]);

		row->count++;
		if (row->n_examples == f->examples)
			continue;
		row->examples = alloc_resize(row->examples, row->n_examples + 1,
					     sizeof(*row->examples));
		snprintf(row->examples[row->n_examples++], POSTING_HEX, "%s",
			 doc->posting);
	}
	f->postings++;
}

static int count_hit(void *arg, const struct textindex_hit *hit)
{
	CLEANUP(pack_freep)
	Jobq__SpanDoc *doc = PACK_READ(jobq__span_doc, hit->data);

	if (!doc)
		return fail(-EBADMSG,
			    "index: a record is damaged; run jobq-indexer "
			    "--rebuild");
	count_posting(arg, doc);
	return 0;
}

int facets_count(struct facets *f, struct textindex *index,
		 const struct textquery *query)
{
	struct textindex_search search = {.query = query,
					  .order = ORDER_VALUE_DOWN,
					  .slot = VALUE_FIRST,
					  .collapse = true,
					  .limit = FACET_BATCH};
	size_t before;
	int r;

	empty(f);
	do {
		before = f->postings;
		search.offset = before;
		r = textindex_run(index, &search, count_hit, f, NULL);
	} while (!r && f->postings - before == FACET_BATCH);
	return r;
}

size_t facets_postings(const struct facets *facets)
{
	return facets->postings;
}

size_t facets_by(const struct facets *facets,
		 enum facet_dimension out[FACET_DIMENSIONS])
{
	memcpy(out, facets->by, sizeof(facets->by));
	return facets->n_by;
}

void facets_each(const struct facets *facets,
		 void (*each)(void *arg, const struct facet_row *row),
		 void *arg)
{
	for (const struct row *row = facets->rows; row; row = row->hh.next) {
		struct facet_row told = {row->key, row->key_len, row->count,
					 row->examples, row->n_examples};

		each(arg, &told);
	}
}

/* ---- telling ---- */

/* Many first; equal ones by their values. */
static int compare_rows(const void *left, const void *right)
{
	const struct row *a = *(struct row *const *)left;
	const struct row *b = *(struct row *const *)right;
	size_t n = a->key_len < b->key_len ? a->key_len : b->key_len;
	int order;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	order = memcmp(a->key, b->key, n);
	return order ? order
		     : (a->key_len > b->key_len) - (a->key_len < b->key_len);
}

static struct row **sorted(const struct facets *f, size_t limit, size_t *n)
{
	size_t all = HASH_COUNT(f->rows), i = 0;
	struct row **rows = alloc_zero(all + 1, sizeof(struct row *));

	for (struct row *row = f->rows; row; row = row->hh.next)
		rows[i++] = row;
	qsort(rows, all, sizeof(struct row *), compare_rows);
	*n = all < limit ? all : limit;
	return rows;
}

static json_t *row_json(const struct facets *f, const struct row *row)
{
	json_t *json = json_object(), *examples = json_array();
	const char *value = row->key;

	for (size_t i = 0; i < f->n_by; i++, value += strlen(value) + 1)
		value_set(json, facet_names[f->by[i]], value_text(value));
	value_set(json, "count", value_number((int64_t)row->count));
	for (size_t i = 0; i < row->n_examples; i++)
		json_array_append_new(examples, value_text(row->examples[i]));
	value_set(json, "examples", examples);
	return json;
}

json_t *facets_json(const struct facets *f, size_t limit)
{
	json_t *json = json_object(), *by = json_array(), *list = json_array();
	size_t n;
	CLEANUP(freep) struct row **rows = sorted(f, limit, &n);

	for (size_t i = 0; i < f->n_by; i++)
		json_array_append_new(by, value_text(facet_names[f->by[i]]));
	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, row_json(f, rows[i]));
	value_set(json, "by", by);
	value_set(json, "postings", value_number((int64_t)f->postings));
	value_set(json, "rows", list);
	return json;
}

static void add_row(const struct facets *f, const struct row *row,
		    struct table *table)
{
	struct bytes examples = {0};
	const char *value = row->key;
	char text[POSTING_SHORT];

	for (size_t i = 0; i < f->n_by; i++, value += strlen(value) + 1)
		table_cell(table, *value ? value : "-");
	table_number(table, (int64_t)row->count);
	for (size_t i = 0; i < row->n_examples; i++)
		bytes_add_format(&examples, "%s%s", i ? " " : "",
				 posting_short(row->examples[i], text));
	table_cell(table, examples.len ? examples.data : "");
	bytes_deinit(&examples);
}

void facets_print(const struct facets *f, const struct term *term, size_t limit)
{
	struct table_column columns[FACET_DIMENSIONS + 3] = {{0}};
	CLEANUP(table_freep) struct table *table = NULL;
	size_t n;
	CLEANUP(freep) struct row **rows = sorted(f, limit, &n);

	for (size_t i = 0; i < f->n_by; i++)
		columns[i] = (struct table_column){facet_names[f->by[i]],
						   TABLE_LEFT, 8};
	columns[f->n_by] = (struct table_column){"postings", TABLE_RIGHT, 0};
	columns[f->n_by + 1] =
		(struct table_column){"for example", TABLE_LEFT, 10};
	table = table_new(columns);
	for (size_t i = 0; i < n; i++)
		add_row(f, rows[i], table);
	if (n)
		table_print(table, term);
}

int facets_print_csv(const struct facets *f, size_t limit)
{
	const char *columns[FACET_DIMENSIONS + 3] = {NULL};
	struct output output = {stdout, FORMAT_CSV, columns, 0};
	size_t n;
	CLEANUP(freep) struct row **rows = sorted(f, limit, &n);

	for (size_t i = 0; i < f->n_by; i++)
		columns[i] = facet_names[f->by[i]];
	columns[f->n_by] = "count";
	columns[f->n_by + 1] = "examples";
	output_begin(&output);
	for (size_t i = 0; i < n; i++)
		output_add(&output, row_json(f, rows[i]));
	return output_end(&output);
}
