#include "core/fail.h"
#include "core/records.pb-c.h"
#include "indexer/schema.h"
#include "query/docs.h"
#include "query/filter.h"
#include "query/output.h"
#include "query/posting.h"
#include "query/snapshot.h"
#include "query/table.h"
#include "query/zone.h"
#include <errno.h>

/* Events held at once; the log is printed as it is read. */
enum { FEED_PAGE = 4096 };

static const char *const feed_columns[] = {
	"seq",	  "key",	 "state",   "at",    "kind",   "posting",
	"source", "external_id", "company", "title", "fields", NULL,
};

static const char *const kind_names[] = {
	[JOBQ__EVENT_KIND__EVENT_ADDED] = "added",
	[JOBQ__EVENT_KIND__EVENT_CHANGED] = "changed",
	[JOBQ__EVENT_KIND__EVENT_CLOSED] = "closed",
	[JOBQ__EVENT_KIND__EVENT_REOPENED] = "reopened",
	[JOBQ__EVENT_KIND__EVENT_REPOSTED] = "reposted",
};
enum { N_KINDS = sizeof(kind_names) / sizeof(*kind_names) };

/* The log, a page at a time, from behind `after`. */
struct feed {
	const struct options *options;
	const char *kind;
	uint64_t after;
	size_t limit; /* of the page */
	struct docs page;
};

static const char *kind_name(const Jobq__EventDoc *doc)
{
	return doc->event && (size_t)doc->event->kind < N_KINDS
		       ? kind_names[doc->event->kind]
		       : "";
}

static json_t *event_json(const Jobq__EventDoc *doc)
{
	json_t *json = json_object();

	value_set(json, "seq", value_number((int64_t)doc->seq));
	value_set(json, "key", value_text(doc->event_key));
	value_set(json, "state",
		  value_text(doc->asserted ? "asserted" : "withdrawn"));
	value_set(json, "at", value_time(doc->event->at_ms));
	value_set(json, "kind", value_text(kind_name(doc)));
	value_set(json, "posting", value_text(doc->posting));
	value_set(json, "source", value_text(doc->event->source));
	value_set(json, "external_id",
		  value_either(doc->external_id, doc->event->key));
	value_set(json, "company", value_text(doc->company));
	value_set(json, "title", value_text(doc->title));
	value_set(json, "fields",
		  value_texts(doc->event->fields, doc->event->n_fields));
	return json;
}

static int read_page(void *arg, struct textindex *index)
{
	struct feed *feed = arg;
	const struct options *o = feed->options;
	CLEANUP(textquery_freep)
	struct textquery *query = textquery_and(
		filter_type("event"),
		textquery_range(VALUE_SEQ, feed->after + 1, UINT64_MAX));
	struct textindex_search search = {.order = ORDER_VALUE_UP,
					  .slot = VALUE_SEQ,
					  .limit = feed->limit};

	query = textquery_and(query, filter_term(TERM_COMPANY, o->company));
	query = textquery_and(query, filter_term(TERM_SOURCE, o->source));
	query = textquery_and(query, filter_term(TERM_KIND, feed->kind));
	query = textquery_and(query,
			      filter_times(VALUE_AT, o->since_ms, o->until_ms));
	search.query = query;
	return docs_find(&feed->page, index, &jobq__event_doc__descriptor,
			 &search);
}

static const struct table_column feed_table[] = {
	{"SEQ", TABLE_RIGHT, 0},    {"AT", TABLE_LEFT, 0},
	{"KIND", TABLE_LEFT, 0},    {"POSTING", TABLE_LEFT, 0},
	{"SOURCE", TABLE_LEFT, 10}, {"TITLE", TABLE_LEFT, 16},
	{"FIELDS", TABLE_LEFT, 8},  {NULL},
};

static void add_row(struct table *table, const Jobq__EventDoc *doc)
{
	struct bytes fields = {0};
	char at[TIMES_TEXT], kind[40], id[POSTING_SHORT];

	for (size_t i = 0; i < doc->event->n_fields; i++)
		bytes_add_format(&fields, "%s%s", i ? ", " : "",
				 doc->event->fields[i]);
	snprintf(kind, sizeof(kind), "%s%s", kind_name(doc),
		 doc->asserted ? "" : " (withdrawn)");
	table_style(table, doc->asserted ? STYLE_PLAIN : STYLE_DIM);
	table_number(table, (int64_t)doc->seq);
	table_cell(table, zone_format(doc->event->at_ms, at));
	table_cell(table, kind);
	table_cell(table, posting_short(doc->posting, id));
	table_cell(table, doc->event->source);
	table_cell(table, doc->title);
	table_cell(table, fields.len ? fields.data : "");
	bytes_deinit(&fields);
}

struct feed_sink {
	struct output output;
	struct table *table; /* for a person, else NULL */
	size_t n;
};

static int print_page(struct feed *feed, struct feed_sink *sink)
{
	for (size_t i = 0; i < feed->page.n; i++) {
		const Jobq__EventDoc *doc =
			(Jobq__EventDoc *)feed->page.items[i];

		if (!doc->event)
			return fail(-EBADMSG,
				    "index: an event's record is damaged");
		if (sink->table)
			add_row(sink->table, doc);
		else
			output_add(&sink->output, event_json(doc));
		feed->after = doc->seq;
		sink->n++;
	}
	return 0;
}

static int print_all(struct feed *feed, struct feed_sink *sink,
		     struct snapshot *snapshot)
{
	size_t limit = feed->options->limit;
	int r;

	if (limit == OPTIONS_NO_LIMIT || !limit)
		limit = SIZE_MAX;
	do {
		size_t left = limit - sink->n;

		feed->limit = left < FEED_PAGE ? left : FEED_PAGE;
		r = snapshot_run(snapshot, read_page, feed);
		if (!r)
			r = print_page(feed, sink);
	} while (!r && feed->page.n == feed->limit && sink->n < limit);
	return r;
}

static int read_own(const struct options *o, struct feed *feed)
{
	const char *after = options_own(o, "after");
	char *end = NULL;

	feed->kind = options_own(o, "kind");
	for (size_t i = 0; feed->kind; i++) {
		if (i == N_KINDS)
			return command_usage(
				"log",
				"--kind: expected added, changed, closed, "
				"reopened or reposted, found \"%s\"",
				feed->kind);
		if (!strcmp(feed->kind, kind_names[i]))
			break;
	}
	if (!after)
		return 0;
	errno = 0;
	feed->after = strtoull(after, &end, 10);
	if (!errno && !*end && *after >= '0' && *after <= '9' &&
	    feed->after < UINT64_MAX)
		return 0;
	return command_usage("log",
			     "--after: expected a sequence number, found "
			     "\"%s\"",
			     after);
}

static void feed_deinit(struct feed *feed)
{
	docs_deinit(&feed->page);
}

int command_log(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	CLEANUP(table_freep) struct table *table = NULL;
	CLEANUP(feed_deinit) struct feed feed = {.options = &o};
	struct feed_sink sink = {.n = 0};
	struct term term = term_of(stdout);
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 0, 0, "options only");
	if (!r)
		r = read_own(&o, &feed);
	if (r)
		return r;
	r = snapshot_open(&snapshot, &o);
	if (r)
		return command_exit(r);
	sink.output = (struct output){stdout, o.format, feed_columns, 0};
	if (o.format == FORMAT_TABLE)
		sink.table = table = table_new(feed_table);
	else
		output_begin(&sink.output);
	r = print_all(&feed, &sink, snapshot);
	if (!r && table)
		table_print(table, &term);
	if (!r && !table)
		r = output_end(&sink.output);
	return r ? command_exit(r) : command_exit(!sink.n);
}
