#include "core/datadir.h"
#include "core/fail.h"
#include "core/pack.h"
#include "core/times.h"
#include "query/output.h"
#include "query/peer.h"
#include "query/snapshot.h"
#include "query/standing.h"
#include "query/table.h"
#include "query/zone.h"

enum { STATUS_ASK_MS = 1000 };

struct status {
	Jobq__Status *coordinator, *indexer; /* NULL: does not run */
	struct sources sources;
	struct standings standings; /* as of now */
};

static int ask(const char *address, Jobq__Status **out)
{
	int r = peer_status(address, STATUS_ASK_MS, out);

	return r == PEER_E_SILENT ? 0 : r;
}

static int find(void *arg, struct textindex *index)
{
	struct status *s = arg;
	int r;

	standings_deinit(&s->standings);
	r = sources_load(&s->sources, index, NULL);
	return r ? r
		 : standings_load(&s->standings, index, &s->sources,
				  INT64_MAX / 2);
}

static json_t *coordinator_json(const Jobq__Status *s)
{
	json_t *json, *workers;

	if (!s)
		return json_null();
	json = json_object();
	workers = value_texts(s->workers, s->n_workers);
	value_set(json, "workers", workers);
	value_set(json, "rounds_open", value_number((int64_t)s->rounds_open));
	value_set(json, "rounds_done", value_number((int64_t)s->rounds_done));
	value_set(json, "postings", value_number((int64_t)s->postings));
	value_set(json, "errors", value_number((int64_t)s->errors));
	value_set(json, "finished", json_boolean(s->finished));
	return json;
}

static json_t *indexer_json(const Jobq__Status *s)
{
	json_t *json;

	if (!s)
		return json_null();
	json = json_object();
	value_set(json, "postings", value_number((int64_t)s->postings));
	value_set(json, "added", value_number((int64_t)s->added));
	value_set(json, "changed", value_number((int64_t)s->changed));
	value_set(json, "closed", value_number((int64_t)s->closed));
	value_set(json, "corpus_seq", value_number((int64_t)s->corpus_seq));
	value_set(json, "index_seq", value_number((int64_t)s->index_seq));
	value_set(json, "reanalysed", value_number((int64_t)s->reanalysed));
	value_set(json, "to_reanalyse", value_number((int64_t)s->to_reanalyse));
	return json;
}

/* What the coordinator says of the source; NULL: nothing. */
static const Jobq__StatusSource *work_of(const struct status *s, const char *id)
{
	for (size_t i = 0; s->coordinator && i < s->coordinator->n_sources;
	     i++) {
		if (!strcmp(s->coordinator->sources[i]->id, id))
			return s->coordinator->sources[i];
	}
	return NULL;
}

static json_t *source_json(const struct status *s, const struct standing *st)
{
	const Jobq__StatusSource *work = work_of(s, st->source->id);
	const Jobq__RoundDoc *newest = st->newest;
	json_t *json = json_object();

	value_set(json, "source", value_text(st->source->id));
	value_set(json, "company", value_text(st->source->company));
	value_set(json, "round_at",
		  value_time(newest ? newest->round->id->time_ms : 0));
	value_set(json, "state", value_text(newest ? newest->state : NULL));
	value_set(json, "reason", value_text(newest ? newest->reason : NULL));
	value_set(json, "under_way",
		  work ? json_boolean(work->open) : json_null());
	value_set(json, "due", value_time(work ? work->due_ms : 0));
	value_set(json, "queued",
		  work ? value_number(work->queued + work->leased)
		       : json_null());
	return json;
}

static json_t *status_json(const struct status *s)
{
	json_t *json = json_object(), *sources = json_array();

	for (size_t i = 0; i < s->standings.n; i++)
		json_array_append_new(sources,
				      source_json(s, &s->standings.items[i]));
	value_set(json, "coordinator", coordinator_json(s->coordinator));
	value_set(json, "indexer", indexer_json(s->indexer));
	value_set(json, "sources", sources);
	return json;
}

static void print_programs(const struct status *s)
{
	const Jobq__Status *c = s->coordinator, *i = s->indexer;

	if (!c && !i)
		puts("no crawl runs on this data");
	if (c)
		printf("coordinator: %llu rounds under way, %llu done, "
		       "%zu workers, %llu errors\n",
		       (unsigned long long)c->rounds_open,
		       (unsigned long long)c->rounds_done, c->n_workers,
		       (unsigned long long)c->errors);
	if (i)
		printf("indexer: %llu postings, %llu of %llu applied to the "
		       "index\n",
		       (unsigned long long)i->postings,
		       (unsigned long long)i->index_seq,
		       (unsigned long long)i->corpus_seq);
	if (i && i->to_reanalyse)
		printf("the rules have changed: %llu of %llu spans read "
		       "again\n",
		       (unsigned long long)i->reanalysed,
		       (unsigned long long)i->to_reanalyse);
}

static void print_hosts(const Jobq__Status *c, const struct term *term)
{
	static const struct table_column columns[] = {
		{"HOST", TABLE_LEFT, 16},
		{"WORKER", TABLE_LEFT, 8},
		{"WAITS ms", TABLE_RIGHT, 0},
		{"FAILURES", TABLE_RIGHT, 0},
		{NULL},
	};
	CLEANUP(table_freep) struct table *table = table_new(columns);

	for (size_t i = 0; i < c->n_hosts; i++) {
		table_cell(table, c->hosts[i]->host);
		table_cell(table, c->hosts[i]->worker);
		table_number(table, c->hosts[i]->wait_ms);
		table_number(table, c->hosts[i]->failures);
	}
	if (!c->n_hosts)
		return;
	fputc('\n', term->to);
	table_print(table, term);
}

static void print_sources(const struct status *s, const struct term *term)
{
	static const struct table_column columns[] = {
		{"SOURCE", TABLE_LEFT, 12},
		{"LAST ROUND", TABLE_LEFT, 0},
		{"STATE", TABLE_LEFT, 0},
		{"NOW", TABLE_LEFT, 0},
		{"TASKS", TABLE_RIGHT, 0},
		{"REASON", TABLE_LEFT, 12},
		{NULL},
	};
	CLEANUP(table_freep) struct table *table = table_new(columns);
	char text[TIMES_TEXT];

	for (size_t i = 0; i < s->standings.n; i++) {
		const struct standing *st = &s->standings.items[i];
		const Jobq__RoundDoc *last = st->newest;
		const Jobq__StatusSource *work = work_of(s, st->source->id);

		table_cell(table, st->source->id);
		table_cell(table,
			   last ? zone_format(last->round->id->time_ms, text)
				: "none");
		table_cell(table, last ? last->state : "");
		table_cell(table, work && work->open	 ? "crawling"
				  : !st->source->watched ? "not watched"
							 : "");
		if (work && work->open)
			table_number(table, work->queued + work->leased);
		else
			table_cell(table, "");
		table_cell(table, last ? last->reason : "");
	}
	if (!table_rows(table))
		return;
	fputc('\n', term->to);
	table_print(table, term);
}

static int print(const struct status *s, const struct options *o)
{
	struct term term = term_of(stdout);

	if (o->format != FORMAT_TABLE)
		return output_document(o->format, status_json(s));
	print_programs(s);
	if (s->coordinator)
		print_hosts(s->coordinator, &term);
	print_sources(s, &term);
	return 0;
}

static void status_deinit(struct status *s)
{
	pack_freep(&s->coordinator);
	pack_freep(&s->indexer);
	standings_deinit(&s->standings);
	sources_deinit(&s->sources);
}

int command_status(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	CLEANUP(status_deinit) struct status s = {0};
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 0, 0, "options only");
	if (!r)
		r = options_formats(&o, 1 << FORMAT_TABLE | 1 << FORMAT_JSON |
						1 << FORMAT_NDJSON);
	if (r)
		return r;
	r = snapshot_open(&snapshot, &o);
	if (!r)
		r = snapshot_run(snapshot, find, &s);
	if (!r)
		r = ask(DATADIR_COORDINATOR, &s.coordinator);
	if (!r)
		r = ask(DATADIR_INDEXER, &s.indexer);
	if (!r)
		r = print(&s, &o);
	return command_exit(r);
}
