#include "core/alloc.h"
#include "query/output.h"
#include "query/series.h"
#include "query/snapshot.h"
#include "query/table.h"
#include "query/unreached.h"
#include "query/zone.h"
#include <string.h>

enum {
	TREND_EXAMPLES = 3,
	TREND_VALUE = 12, /* columns that a value is given where they are few */
	TREND_COUNT = 7,  /* ... and a point's count, with the gap */
	TREND_TIMED = 13, /* ... where its heading has the time as well */
};
#define TREND_STEP_MIN_MS ((int64_t)60000)

struct trend {
	const struct options *options;
	struct question *question;
	struct facets *facets;
	enum facet_dimension by[FACET_DIMENSIONS];
	size_t n_by;
	int64_t step_ms;
	struct series series;
};

static int find(void *arg, struct textindex *index)
{
	struct trend *t = arg;

	return series_count(&t->series, index);
}

/* ---- for machines ---- */

static json_t *examples_json(const struct series_cell *cell)
{
	json_t *json = json_array();

	for (size_t i = 0; i < cell->n_examples; i++)
		json_array_append_new(json, value_text(cell->examples[i]));
	return json;
}

static json_t *count_json(const struct series_cell *cell)
{
	return cell->count == SERIES_UNKNOWN ? json_null()
					     : value_number(cell->count);
}

static void set_values(const struct trend *t, const struct series_row *row,
		       json_t *json)
{
	const char *value = row->key;

	for (size_t i = 0; i < t->n_by; i++, value += strlen(value) + 1)
		value_set(json, facet_names[t->by[i]], value_text(value));
}

static json_t *row_json(const struct trend *t, const struct series_row *row)
{
	json_t *json = json_object(), *counts = json_array();
	json_t *examples = json_array();

	set_values(t, row, json);
	for (size_t i = 0; i < t->series.ask.n_times; i++) {
		json_array_append_new(counts, count_json(&row->cells[i]));
		json_array_append_new(examples, examples_json(&row->cells[i]));
	}
	value_set(json, "counts", counts);
	value_set(json, "examples", examples);
	return json;
}

static json_t *point_json(const struct series *s, size_t point)
{
	json_t *json = json_object();

	value_set(json, "at", value_time(s->ask.times_ms[point]));
	value_set(json, "postings",
		  value_number((int64_t)s->points[point].postings));
	value_set(json, "not_comparable",
		  standings_missing_json(&s->points[point].standings));
	return json;
}

static json_t *trend_json(const struct trend *t)
{
	json_t *json = json_object(), *by = json_array();
	json_t *points = json_array(), *rows = json_array();

	for (size_t i = 0; i < t->n_by; i++)
		json_array_append_new(by, value_text(facet_names[t->by[i]]));
	for (size_t i = 0; i < t->series.ask.n_times; i++)
		json_array_append_new(points, point_json(&t->series, i));
	for (const struct series_row *r = t->series.rows; r; r = r->hh.next)
		json_array_append_new(rows, row_json(t, r));
	value_set(json, "by", by);
	value_set(json, "points", points);
	value_set(json, "rows", rows);
	value_set(json, "unreached", unreached_json(&t->series.sources));
	return json;
}

static json_t *line_json(const struct trend *t, const struct series_row *row,
			 size_t point)
{
	json_t *json = json_object();

	value_set(json, "at", value_time(t->series.ask.times_ms[point]));
	set_values(t, row, json);
	value_set(json, "count", count_json(&row->cells[point]));
	value_set(json, "examples", examples_json(&row->cells[point]));
	return json;
}

/* ---- for a person ---- */

static void print_aside(const struct trend *t, size_t first,
			const struct term *term)
{
	for (size_t i = first; i < t->series.ask.n_times; i++)
		standings_missing_print(&t->series.points[i].standings, term);
	unreached_print(&t->series.sources, term);
}

static void add_row(const struct trend *t, const struct series_row *row,
		    size_t first, struct table *table)
{
	const char *value = row->key;

	for (size_t i = 0; i < t->n_by; i++, value += strlen(value) + 1)
		table_cell(table, *value ? value : "-");
	for (size_t i = first; i < t->series.ask.n_times; i++) {
		if (row->cells[i].count == SERIES_UNKNOWN)
			table_cell(table, "n/a");
		else
			table_number(table, row->cells[i].count);
	}
}

/* Several moments of a day are not told apart by the day. */
static bool is_timed(const struct trend *t)
{
	return t->step_ms < TIMES_DAY_MS;
}

/* The month and day of 2025-11-01: the line above has the years. */
static const char *heading(const struct trend *t, size_t point,
			   char text[TIMES_TEXT])
{
	int64_t at_ms = t->series.ask.times_ms[point];

	return (is_timed(t) ? zone_format(at_ms, text)
			    : zone_format_day(at_ms, text)) +
	       strlen("2025-");
}

/* From the first point that is shown: the newest that fit. */
static size_t first_shown(const struct trend *t, const struct term *term)
{
	size_t n = t->series.ask.n_times, values = t->n_by * TREND_VALUE;
	size_t count = is_timed(t) ? TREND_TIMED : TREND_COUNT;
	size_t fit = term->columns > values + count
			     ? (term->columns - values) / count
			     : 1;

	return n > fit ? n - fit : 0;
}

static void print_rows(const struct trend *t, size_t first,
		       const struct term *term)
{
	size_t n = t->series.ask.n_times - first;
	char(*heads)[TIMES_TEXT] = alloc_zero(n, sizeof(*heads));
	struct table_column *columns =
		alloc_zero(t->n_by + n + 1, sizeof(*columns));
	CLEANUP(table_freep) struct table *table = NULL;

	for (size_t i = 0; i < t->n_by; i++)
		columns[i] = (struct table_column){facet_names[t->by[i]],
						   TABLE_LEFT, 8};
	for (size_t i = 0; i < n; i++)
		columns[t->n_by + i] = (struct table_column){
			heading(t, first + i, heads[i]), TABLE_RIGHT, 0};
	table = table_new(columns);
	for (const struct series_row *r = t->series.rows; r; r = r->hh.next)
		add_row(t, r, first, table);
	if (t->series.rows)
		table_print(table, term);
	free(columns);
	free(heads);
}

static void print_table(const struct trend *t)
{
	struct term term = term_of(stdout);
	size_t first = first_shown(t, &term), n = t->series.ask.n_times;
	char from[TIMES_TEXT], to[TIMES_TEXT], step[TIMES_TEXT];

	fprintf(term.to, "%spostings open, %s to %s, every %s%s\n",
		term_begin(&term, STYLE_BOLD),
		zone_format(t->series.ask.times_ms[0], from),
		zone_format(t->series.ask.times_ms[n - 1], to),
		times_format_duration(t->step_ms, step),
		term_end(&term, STYLE_BOLD));
	print_rows(t, first, &term);
	if (first)
		fprintf(term.to,
			"the newest %zu of %zu moments; --format csv has all\n",
			n - first, n);
	print_aside(t, first, &term);
}

static int print_csv(const struct trend *t)
{
	const char *columns[FACET_DIMENSIONS + 4] = {"at"};
	struct output output = {stdout, FORMAT_CSV, columns, 0};
	struct term aside = term_of(stderr);

	for (size_t i = 0; i < t->n_by; i++)
		columns[i + 1] = facet_names[t->by[i]];
	columns[t->n_by + 1] = "count";
	columns[t->n_by + 2] = "examples";
	output_begin(&output);
	for (const struct series_row *r = t->series.rows; r; r = r->hh.next)
		for (size_t p = 0; p < t->series.ask.n_times; p++)
			output_add(&output, line_json(t, r, p));
	print_aside(t, 0, &aside);
	return output_end(&output);
}

static int print(const struct trend *t)
{
	if (t->options->format == FORMAT_CSV)
		return print_csv(t);
	if (t->options->format != FORMAT_TABLE)
		return output_document(t->options->format, trend_json(t));
	print_table(t);
	return 0;
}

/* ---- the line ---- */

static int read_step(struct trend *t)
{
	const char *step = options_own(t->options, "step");

	t->step_ms = TIMES_DAY_MS;
	if (step && (times_parse_duration(step, &t->step_ms) ||
		     t->step_ms < TREND_STEP_MIN_MS))
		return command_usage("trend",
				     "--step: expected a duration from 1m such "
				     "as 1d or 6h, found \"%s\"",
				     step);
	return 0;
}

/* Back from the newest moment, which is always among them. */
static int read_times(struct trend *t)
{
	const struct options *o = t->options;
	struct series_ask *ask = &t->series.ask;
	int64_t until_ms =
		o->until_ms == OPTIONS_UNSET ? times_now_ms() : o->until_ms;
	int64_t n;

	if (o->since_ms == OPTIONS_UNSET)
		return command_usage("trend", "expected --since T");
	if (o->since_ms > until_ms)
		return command_usage("trend", "--since is after --until");
	n = (until_ms - o->since_ms) / t->step_ms + 1;
	if (n > SERIES_POINTS)
		return command_usage("trend",
				     "%lld moments are more than %d: expected "
				     "a longer --step",
				     (long long)n, SERIES_POINTS);
	ask->n_times = (size_t)n;
	for (int64_t i = 0; i < n; i++)
		ask->times_ms[i] = until_ms - (n - 1 - i) * t->step_ms;
	return 0;
}

static int read_facets(struct trend *t)
{
	const char *by = options_own(t->options, "by");
	CLEANUP(freep) char *why = NULL;

	t->facets = facets_new(by ? by : "company", TREND_EXAMPLES, &why);
	if (!t->facets)
		return command_usage("trend", "--by: %s", why);
	t->n_by = facets_by(t->facets, t->by);
	t->series.facets = t->facets;
	return 0;
}

static int read_question(struct trend *t)
{
	CLEANUP(freep) char *text = options_text(t->options, 0);
	CLEANUP(freep) char *why = NULL;
	int r = question_parse(&t->question, text, &why);

	if (r == QUESTION_E_FORM)
		return command_usage("trend", "%s", why);
	t->series.ask.question = t->question;
	t->series.ask.company = t->options->company;
	return r ? COMMAND_FAULT : 0;
}

static void trend_deinit(struct trend *t)
{
	series_deinit(&t->series);
	facets_free(t->facets);
	question_free(t->question);
}

int command_trend(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	CLEANUP(trend_deinit) struct trend t = {.options = &o};
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 1, SIZE_MAX, "a QUERY (\"\" for all)");
	if (!r)
		r = read_question(&t);
	if (!r)
		r = read_step(&t);
	if (!r)
		r = read_times(&t);
	if (!r)
		r = read_facets(&t);
	if (r)
		return r;
	r = snapshot_open(&snapshot, &o);
	if (!r)
		r = snapshot_run(snapshot, find, &t);
	if (!r)
		r = print(&t);
	return command_exit(r ? r : !t.series.rows);
}
