#include "core/alloc.h"
#include "core/fail.h"
#include "indexer/schema.h"
#include "query/output.h"
#include "query/posting.h"
#include "query/snapshot.h"
#include "query/span.h"
#include <errno.h>

/*
 * Every posting, printed as it is read: the ids are listed first (21 bytes
 * each), then each posting is looked up by itself, so that a commit of the
 * indexer in between costs one look-up again and nothing is printed twice.
 */
struct export_ids {
	char (*items)[POSTING_HEX];
	size_t n, cap;
};

struct exporter {
	const struct options *options;
	int64_t at_ms;
	struct export_ids ids;
	const char *posting; /* the one that is looked up */
	struct spanlist spans;
	struct roundshelf *shelf;
	struct output output;
	const struct roundlist *rounds;
	const Jobq__SpanDoc *doc; /* what is to be said of it; NULL: nothing */
};

static int add_id(void *arg, const char *term)
{
	struct export_ids *ids = arg;
	const char *hex = term + strlen(TERM_POSTING);

	if (strlen(hex) != POSTING_HEX - 1)
		return 0;
	if (ids->n == ids->cap) {
		ids->cap = ids->cap ? 2 * ids->cap : 1024;
		ids->items =
			alloc_resize(ids->items, ids->cap, sizeof(*ids->items));
	}
	memcpy(ids->items[ids->n++], hex, POSTING_HEX);
	return 0;
}

static int list_ids(void *arg, struct textindex *index)
{
	struct exporter *e = arg;

	e->ids.n = 0;
	return textindex_terms(index, TERM_POSTING, SIZE_MAX, add_id, &e->ids);
}

static bool wanted(const struct options *o, const Jobq__SpanDoc *doc)
{
	return doc && (!o->company || !strcmp(o->company, doc->company)) &&
	       (!o->source || !strcmp(o->source, doc->source));
}

static int look_up(void *arg, struct textindex *index)
{
	struct exporter *e = arg;
	int r = spanlist_load(&e->spans, index, e->posting);

	e->doc = NULL;
	if (r)
		return r;
	e->doc = e->at_ms == POSTING_NEWEST
			 ? spanlist_newest(&e->spans, e->at_ms)
			 : spanlist_open_at(&e->spans, e->at_ms);
	if (!wanted(e->options, e->doc)) {
		e->doc = NULL;
		return 0;
	}
	return roundshelf_get(e->shelf, index, e->doc->source, &e->rounds);
}

static int export_all(struct exporter *e, struct snapshot *snapshot)
{
	size_t limit = e->options->limit;
	int r = snapshot_run(snapshot, list_ids, e);

	if (limit == OPTIONS_NO_LIMIT || !limit)
		limit = SIZE_MAX;
	for (size_t i = 0; !r && i < e->ids.n && e->output.n < limit; i++) {
		e->posting = e->ids.items[i];
		r = snapshot_run(snapshot, look_up, e);
		if (!r && e->doc)
			output_add(&e->output,
				   posting_json(e->doc, e->rounds, e->at_ms));
	}
	return r;
}

static void exporter_deinit(struct exporter *e)
{
	free(e->ids.items);
	spanlist_deinit(&e->spans);
	roundshelf_free(e->shelf);
}

int command_export(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	CLEANUP(exporter_deinit) struct exporter e = {.options = &o};
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 0, 0, "options only");
	if (r)
		return r;
	if (o.format == FORMAT_TABLE) /* no table is wide enough */
		o.format = FORMAT_NDJSON;
	r = snapshot_open(&snapshot, &o);
	if (r)
		return command_exit(r);
	e.at_ms = o.at_ms == OPTIONS_UNSET ? POSTING_NEWEST : o.at_ms;
	e.shelf = roundshelf_new();
	e.output = (struct output){stdout, o.format, posting_columns, 0};
	output_begin(&e.output);
	r = export_all(&e, snapshot);
	if (!r)
		r = output_end(&e.output);
	return command_exit(r ? r : !e.output.n);
}
