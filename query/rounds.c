#include "query/accept.h"
#include "query/output.h"
#include "query/roundlist.h"
#include "query/snapshot.h"
#include "query/table.h"
#include "query/zone.h"

static const char *const rounds_columns[] = {
	"source", "at",	     "state",  "listing", "contents",
	"seen",	  "claimed", "closed", "reason",  NULL,
};

struct rounds {
	struct roundlist_ask ask;
	struct roundlist list;
};

static int find(void *arg, struct textindex *index)
{
	struct rounds *rounds = arg;

	return roundlist_load(&rounds->list, index, &rounds->ask);
}

static const char *completeness(bool complete)
{
	return complete ? "complete" : "incomplete";
}

static json_t *round_json(const Jobq__RoundDoc *doc)
{
	CLEANUP(bytes_deinit) struct bytes reason = {0};
	const Jobq__Round *round = doc->round;
	json_t *json = json_object();

	value_set(json, "source", value_text(round->id->source));
	value_set(json, "at", value_time(round->id->time_ms));
	value_set(json, "state", value_text(doc->state));
	value_set(json, "listing",
		  value_text(completeness(roundlist_listing(doc))));
	value_set(json, "contents",
		  value_text(completeness(round->contents_ok)));
	value_set(json, "seen", value_number((int64_t)doc->seen));
	value_set(json, "claimed",
		  round->claimed < 0 ? json_null()
				     : value_number(round->claimed));
	value_set(json, "closed", value_number((int64_t)doc->closed));
	roundlist_reason(doc, &reason);
	value_set(json, "reason", value_text(reason.data));
	return json;
}

static const struct table_column rounds_table[] = {
	{"SOURCE", TABLE_LEFT, 20}, {"AT", TABLE_LEFT, 0},
	{"STATE", TABLE_LEFT, 0},   {"LACKS", TABLE_LEFT, 0},
	{"SEEN", TABLE_RIGHT, 0},   {"CLAIMED", TABLE_RIGHT, 0},
	{"CLOSED", TABLE_RIGHT, 0}, {NULL},
};

/* What a round did not have whole. */
static const char *lacks(const Jobq__RoundDoc *doc)
{
	if (doc->round->contents_ok)
		return roundlist_listing(doc) ? "" : "listing";
	return roundlist_listing(doc) ? "contents" : "listing, contents";
}

static enum term_style state_style(const char *state)
{
	if (!strcmp(state, "complete") || !strcmp(state, "accepted"))
		return STYLE_PLAIN;
	return strcmp(state, "failed") ? STYLE_YELLOW : STYLE_RED;
}

static void add_row(struct table *table, const Jobq__RoundDoc *doc)
{
	const Jobq__Round *round = doc->round;
	char text[TIMES_TEXT];

	table_style(table, state_style(doc->state));
	table_cell(table, round->id->source);
	table_cell(table, zone_format(round->id->time_ms, text));
	table_cell(table, doc->state);
	table_cell(table, lacks(doc));
	table_number(table, (int64_t)doc->seen);
	if (round->claimed < 0)
		table_cell(table, "");
	else
		table_number(table, round->claimed);
	table_number(table, (int64_t)doc->closed);
}

/* The reasons in full, for they are what a person looks for. */
static void print_reasons(const struct rounds *rounds, size_t first,
			  const struct term *term)
{
	CLEANUP(bytes_deinit) struct bytes reason = {0};
	CLEANUP(bytes_deinit) struct bytes line = {0};
	char at[TIMES_TEXT];

	for (size_t i = first; i < rounds->list.n; i++) {
		const Jobq__RoundDoc *doc = rounds->list.items[i];

		bytes_reset(&reason);
		bytes_reset(&line);
		roundlist_reason(doc, &reason);
		if (!reason.len)
			continue;
		term_clean_line(&line, slice_bytes(&reason));
		fprintf(term->to, "\n%s, %s:\n  %s\n", doc->round->id->source,
			zone_format(doc->round->id->time_ms, at),
			line.len ? line.data : "");
	}
}

/* With a limit the newest are shown, in the order of time all the same. */
static size_t first_shown(const struct rounds *rounds, size_t limit)
{
	if (limit == OPTIONS_NO_LIMIT || !limit || limit >= rounds->list.n)
		return 0;
	return rounds->list.n - limit;
}

static int print(const struct rounds *rounds, const struct options *o)
{
	CLEANUP(table_freep) struct table *table = NULL;
	struct output output = {stdout, o->format, rounds_columns, 0};
	struct term term = term_of(stdout);
	size_t i = first_shown(rounds, o->limit);

	if (o->format != FORMAT_TABLE) {
		output_begin(&output);
		for (; i < rounds->list.n; i++)
			output_add(&output, round_json(rounds->list.items[i]));
		return output_end(&output);
	}
	table = table_new(rounds_table);
	for (size_t row = i; row < rounds->list.n; row++)
		add_row(table, rounds->list.items[row]);
	table_print(table, &term);
	print_reasons(rounds, i, &term);
	return 0;
}

static void rounds_deinit(struct rounds *rounds)
{
	roundlist_deinit(&rounds->list);
}

static int list(struct snapshot *snapshot, const struct options *o)
{
	CLEANUP(rounds_deinit)
	struct rounds rounds = {
		.ask =
			{
				.source = o->n_words ? o->words[0] : o->source,
				.company = o->company,
				.since_ms = o->since_ms,
				.until_ms = o->at_ms,
			},
	};
	int r = snapshot_run(snapshot, find, &rounds);

	if (!r)
		r = print(&rounds, o);
	return command_exit(r ? r : !rounds.list.n);
}

int command_rounds(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	bool accept;
	int r = options_read(&o, argc, argv);

	if (r)
		return r;
	accept = o.n_words && !strcmp(o.words[0], "accept");
	r = accept ? options_expect(&o, 3, 3, "accept SOURCE AT")
		   : options_expect(&o, 0, 1, "at most one SOURCE");
	if (r)
		return r;
	r = snapshot_open(&snapshot, &o);
	if (r)
		return command_exit(r);
	return accept ? accept_run(snapshot, &o) : list(snapshot, &o);
}
