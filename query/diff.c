#include "query/difference.h"
#include "query/matching.h"
#include "query/output.h"
#include "query/posting.h"
#include "query/snapshot.h"
#include "query/table.h"
#include "query/zone.h"

struct diff {
	struct difference_ask ask;
	struct difference difference;
};

static int find(void *arg, struct textindex *index)
{
	struct diff *diff = arg;

	return difference_make(&diff->difference, index, &diff->ask);
}

static json_t *list_json(const struct difference_list *list, bool fields)
{
	json_t *json = json_array();

	for (size_t i = 0; i < list->n; i++) {
		const struct difference_item *item = &list->items[i];
		json_t *head = posting_head(difference_doc(item));

		if (fields)
			value_set(head, "fields",
				  value_texts((char **)item->fields,
					      item->n_fields));
		json_array_append_new(json, head);
	}
	return json;
}

static json_t *round_json(const struct standing *standing)
{
	json_t *json;

	if (!standing->complete)
		return json_null();
	json = json_object();
	value_set(json, "round_at",
		  value_time(standing->complete->round->id->time_ms));
	value_set(json, "state", value_text(standing->complete->state));
	return json;
}

static json_t *coverage_json(const struct difference *d)
{
	json_t *json = json_array();

	for (size_t i = 0; i < d->sources.n; i++) {
		json_t *item = json_object();

		value_set(item, "source", value_text(d->sources.items[i]->id));
		value_set(item, "from", round_json(&d->coverage[i].from));
		value_set(item, "to", round_json(&d->coverage[i].to));
		value_set(item, "compared",
			  json_boolean(d->coverage[i].compared));
		json_array_append_new(json, item);
	}
	return json;
}

static json_t *diff_json(const struct diff *diff)
{
	const struct difference *d = &diff->difference;
	json_t *json = json_object();

	value_set(json, "from", value_time(diff->ask.from_ms));
	value_set(json, "to", value_time(diff->ask.to_ms));
	value_set(json, "query", value_text(diff->ask.query));
	value_set(json, "added", list_json(&d->added, false));
	value_set(json, "closed", list_json(&d->closed, false));
	value_set(json, "changed", list_json(&d->changed, true));
	value_set(json, "coverage", coverage_json(d));
	return json;
}

static const struct table_column diff_table[] = {
	{"", TABLE_LEFT, 0},	    {"POSTING", TABLE_LEFT, 0},
	{"SOURCE", TABLE_LEFT, 10}, {"TITLE", TABLE_LEFT, 20},
	{"FIELDS", TABLE_LEFT, 8},  {NULL},
};

static void add_rows(struct table *table, const struct difference_list *list,
		     const char *sign, enum term_style style)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct difference_item *item = &list->items[i];
		const Jobq__SpanDoc *doc = difference_doc(item);
		struct bytes fields = {0};
		char id[POSTING_SHORT];

		for (size_t f = 0; f < item->n_fields; f++)
			bytes_add_format(&fields, "%s%s", f ? ", " : "",
					 item->fields[f]);
		table_style(table, style);
		table_cell(table, sign);
		table_cell(table, posting_short(doc->posting, id));
		table_cell(table, doc->source);
		table_cell(table, posting_title(doc));
		table_cell(table, fields.len ? fields.data : "");
		bytes_deinit(&fields);
	}
}

/* Promise 6: what was not compared is named beside the count. */
static void print_coverage(const struct difference *d, const struct term *term)
{
	char from[TIMES_TEXT], to[TIMES_TEXT];

	for (size_t i = 0; i < d->sources.n; i++) {
		const struct difference_source *s = &d->coverage[i];
		const Jobq__RoundDoc *a = s->from.complete, *b = s->to.complete;

		if (s->compared)
			continue;
		zone_format(a ? a->round->id->time_ms : 0, from);
		zone_format(b ? b->round->id->time_ms : 0, to);
		fprintf(term->to,
			"%snot compared: %s (complete rounds: %s before the "
			"first, %s before the second)%s\n",
			term_begin(term, STYLE_YELLOW), d->sources.items[i]->id,
			*from ? from : "none", *to ? to : "none",
			term_end(term, STYLE_YELLOW));
	}
}

static void print(const struct diff *diff, const struct term *term)
{
	const struct difference *d = &diff->difference;
	CLEANUP(table_freep) struct table *table = table_new(diff_table);
	char from[TIMES_TEXT], to[TIMES_TEXT];
	size_t compared = 0;

	for (size_t i = 0; i < d->sources.n; i++)
		compared += d->coverage[i].compared;
	fprintf(term->to,
		"%s … %s: %zu added, %zu closed, %zu changed, over %zu of %zu "
		"sources\n",
		zone_format(diff->ask.from_ms, from),
		zone_format(diff->ask.to_ms, to), d->added.n, d->closed.n,
		d->changed.n, compared, d->sources.n);
	print_coverage(d, term);
	add_rows(table, &d->added, "+", STYLE_GREEN);
	add_rows(table, &d->closed, "-", STYLE_RED);
	add_rows(table, &d->changed, "~", STYLE_YELLOW);
	if (table_rows(table)) {
		fputc('\n', term->to);
		table_print(table, term);
	}
}

static int read_times(const struct options *o, struct difference_ask *ask)
{
	int64_t *times[] = {&ask->from_ms, &ask->to_ms};

	for (size_t i = 0; i < 2; i++) {
		if (options_time(o->words[i], times[i]))
			return command_usage(
				"diff",
				"T%zu: expected a day (2025-11-01) or a moment "
				"(2025-11-01T06:00:00Z), found \"%s\"",
				i + 1, o->words[i]);
	}
	if (ask->from_ms > ask->to_ms)
		return command_usage("diff", "T1 lies after T2");
	return 0;
}

static void diff_deinit(struct diff *diff)
{
	difference_deinit(&diff->difference);
}

int command_diff(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	CLEANUP(diff_deinit) struct diff diff = {0};
	CLEANUP(freep) char *query = NULL;
	const struct difference *d = &diff.difference;
	struct term term = term_of(stdout);
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 2, SIZE_MAX, "T1, T2 and maybe a QUERY");
	if (!r)
		r = options_formats(&o, 1 << FORMAT_TABLE | 1 << FORMAT_JSON |
						1 << FORMAT_NDJSON);
	if (!r)
		r = read_times(&o, &diff.ask);
	if (r)
		return r;
	query = options_text(&o, 2);
	diff.ask.query = *query ? query : NULL;
	diff.ask.company = o.company;
	if (diff.ask.query && matching_check("diff", query))
		return COMMAND_USAGE;
	r = snapshot_open(&snapshot, &o);
	if (!r)
		r = snapshot_run(snapshot, find, &diff);
	if (!r && o.format == FORMAT_TABLE)
		print(&diff, &term);
	else if (!r)
		r = output_document(o.format, diff_json(&diff));
	return command_exit(r ? r : !(d->added.n + d->closed.n + d->changed.n));
}
