#include "core/alloc.h"
#include "core/times.h"
#include "query/output.h"
#include "query/snapshot.h"
#include "query/table.h"
#include "query/unreached.h"
#include "query/zone.h"

#define HOUR_MS ((double)3600000)

static const char *const coverage_columns[] = {
	"source",	 "company", "watched",	 "comparable", "interval_hours",
	"round_at",	 "state",   "age_hours", "newest_at",  "newest_state",
	"newest_reason", "open",    "unreached", NULL,
};

struct coverage {
	const struct options *options;
	int64_t at_ms;
	struct sources sources;
	struct standings standings;
	size_t *open; /* postings at at_ms, a source each */
};

static int find(void *arg, struct textindex *index)
{
	struct coverage *c = arg;
	struct sources_ask ask = {.company = c->options->company};
	int r;

	standings_deinit(&c->standings);
	r = sources_load(&c->sources, index, &ask);
	if (!r)
		r = standings_load(&c->standings, index, &c->sources, c->at_ms);
	if (!r)
		r = unreached_settle(&c->sources, index, &c->standings);
	free(c->open);
	c->open = alloc_zero(c->sources.n + 1, sizeof(*c->open));
	for (size_t i = 0; !r && i < c->standings.n; i++)
		r = standing_count_open(&c->standings.items[i], index,
					&c->open[i]);
	return r;
}

static int64_t time_of(const Jobq__RoundDoc *doc)
{
	return doc ? doc->round->id->time_ms : 0;
}

/* One decimal is enough, and is stable. */
static double hours(int64_t ms)
{
	return (double)(int64_t)((double)ms / HOUR_MS * 10 + 0.5) / 10;
}

static json_t *standing_json(const struct standing *s, size_t open)
{
	json_t *json = json_object();
	const Jobq__RoundDoc *complete = s->complete, *newest = s->newest;

	value_set(json, "source", value_text(s->source->id));
	value_set(json, "company", value_text(s->source->company));
	value_set(json, "watched", json_boolean(s->source->watched));
	value_set(json, "comparable", json_boolean(s->comparable));
	value_set(json, "interval_hours",
		  json_real(hours(s->source->interval_ms)));
	value_set(json, "round_at", value_time(time_of(complete)));
	value_set(json, "state", value_text(complete ? complete->state : NULL));
	value_set(json, "age_hours",
		  complete ? json_real(hours(s->at_ms - time_of(complete)))
			   : json_null());
	value_set(json, "newest_at", value_time(time_of(newest)));
	value_set(json, "newest_state",
		  value_text(newest ? newest->state : NULL));
	value_set(json, "newest_reason",
		  value_text(newest ? newest->reason : NULL));
	value_set(json, "open", value_number((int64_t)open));
	value_set(json, "unreached", json_null());
	return json;
}

/* A company that no source reaches: all of it is unknown. */
static json_t *unreached_row(const Jobq__Source *s)
{
	json_t *json = json_object();

	for (size_t i = 0; coverage_columns[i]; i++)
		value_set(json, coverage_columns[i], json_null());
	value_set(json, "company", value_text(s->company));
	value_set(json, "watched", json_false());
	value_set(json, "comparable", json_false());
	value_set(json, "unreached", value_text(s->unreached));
	return json;
}

static const struct table_column coverage_table[] = {
	{"SOURCE", TABLE_LEFT, 12}, {"COMPLETE ROUND", TABLE_LEFT, 0},
	{"AGE h", TABLE_RIGHT, 0},  {"EVERY h", TABLE_RIGHT, 0},
	{"OPEN", TABLE_RIGHT, 0},   {"NEWEST", TABLE_LEFT, 0},
	{"REASON", TABLE_LEFT, 12}, {NULL},
};

static void add_row(struct table *table, const struct standing *s, size_t open)
{
	char text[TIMES_TEXT];

	table_style(table, s->comparable ? STYLE_PLAIN : STYLE_YELLOW);
	table_cell(table, s->source->id);
	table_cell(table, s->complete ? zone_format(time_of(s->complete), text)
				      : "none");
	snprintf(text, sizeof(text), "%.1f",
		 hours(s->at_ms - time_of(s->complete)));
	table_cell(table, s->complete ? text : "");
	snprintf(text, sizeof(text), "%.1f", hours(s->source->interval_ms));
	table_cell(table, text);
	table_number(table, (int64_t)open);
	table_cell(table, s->newest ? s->newest->state : "");
	table_cell(table, !s->source->watched ? "not watched any more"
			  : s->newest	      ? s->newest->reason
					      : "no round yet");
}

static void add_unreached(struct table *table, const Jobq__Source *s)
{
	table_style(table, STYLE_DIM);
	table_cell(table, s->company);
	table_cell(table, "not reached");
	for (size_t i = 0; i < 4; i++)
		table_cell(table, "");
	table_cell(table, s->unreached);
}

static void print_table(const struct coverage *c)
{
	CLEANUP(table_freep) struct table *table = table_new(coverage_table);
	struct term term = term_of(stdout);

	for (size_t i = 0; i < c->standings.n; i++)
		add_row(table, &c->standings.items[i], c->open[i]);
	for (size_t i = 0; i < c->sources.n_unreached; i++)
		add_unreached(table, c->sources.unreached[i]);
	table_print(table, &term);
}

static int print(const struct coverage *c)
{
	struct output output = {stdout, c->options->format, coverage_columns,
				0};

	if (c->options->format == FORMAT_TABLE) {
		print_table(c);
		return 0;
	}
	output_begin(&output);
	for (size_t i = 0; i < c->standings.n; i++)
		output_add(&output,
			   standing_json(&c->standings.items[i], c->open[i]));
	for (size_t i = 0; i < c->sources.n_unreached; i++)
		output_add(&output, unreached_row(c->sources.unreached[i]));
	return output_end(&output);
}

static void coverage_deinit(struct coverage *c)
{
	standings_deinit(&c->standings);
	sources_deinit(&c->sources);
	free(c->open);
}

/* Sources that left the panel, and companies that none reaches, are shown, but
 * nothing is expected of them. */
static bool all_comparable(const struct coverage *c)
{
	for (size_t i = 0; i < c->standings.n; i++) {
		const struct standing *s = &c->standings.items[i];

		if (s->source->watched && !s->comparable)
			return false;
	}
	return c->standings.n;
}

int command_coverage(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	CLEANUP(coverage_deinit) struct coverage c = {.options = &o};
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 0, 0, "options only");
	if (r)
		return r;
	c.at_ms = o.at_ms == OPTIONS_UNSET ? times_now_ms() : o.at_ms;
	r = snapshot_open(&snapshot, &o);
	if (!r)
		r = snapshot_run(snapshot, find, &c);
	if (!r)
		r = print(&c);
	return command_exit(r ? r : !all_comparable(&c));
}
