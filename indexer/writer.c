#include "indexer/writer.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/pack.h"
#include "indexer/schema.h"
#include <errno.h>

void writer_init(struct writer *w, struct textindex *index,
		 struct analyses *analyses)
{
	*w = (struct writer){.index = index};
	w->maker.analyses = analyses;
	w->maker.tokens = tokens_new();
	w->maker.doc = textdoc_new();
}

void writer_deinit(struct writer *w)
{
	tokens_free(w->maker.tokens);
	textdoc_free(w->maker.doc);
	*w = (struct writer){0};
}

/* ---- one document ---- */

static int delete_document(struct writer *w)
{
	int r = textindex_delete(w->index, w->maker.id);

	w->n_written++;
	return fold(r, "index: deleting");
}

static int replace_document(struct writer *w)
{
	int r = textindex_replace(w->index, w->maker.id, w->maker.doc);

	w->n_written++;
	return fold(r, "index: replacing");
}

static int write_span_row(struct writer *w, struct slice key,
			  struct slice value, enum document_part part)
{
	struct fold_span span;
	int r = fold_read_span(key, value, &span);

	if (!r)
		r = document_span(&w->maker, &span, part);
	if (r)
		return r;
	if (part == DOCUMENT_ALL)
		return replace_document(w);
	r = textindex_update(w->index, w->maker.id, w->maker.doc);
	w->n_written++;
	if (r != TEXTINDEX_E_ABSENT)
		return fold(r, "index: updating");
	return write_span_row(w, key, value, DOCUMENT_ALL);
}

static int write_span(struct writer *w, const struct corpus_key *key,
		      enum document_part part)
{
	struct slice value;
	int r = store_get(w->maker.txn, DB_SPANS, corpus_key_slice(key),
			  &value);

	if (r < 0)
		return r;
	if (!r)
		return write_span_row(w, corpus_key_slice(key), value, part);
	document_span_id(w->maker.id, key);
	return delete_document(w);
}

static int write_line_row(struct writer *w, struct slice key,
			  struct slice value)
{
	struct fold_line line;
	int r = fold_read_line(value, &line);

	if (!r && key.len != 8)
		return fail(-EIO, "corpus: a line of the log is damaged");
	if (!r)
		r = document_line(&w->maker, bytes_get_u64(key.data), &line);
	return r ? r : replace_document(w);
}

static int write_line(struct writer *w, const struct corpus_key *key)
{
	struct slice value;
	int r = store_get(w->maker.txn, DB_LOG, corpus_key_slice(key), &value);

	if (r)
		return fold(r, "corpus: a line that is not there");
	return write_line_row(w, corpus_key_slice(key), value);
}

static int write_round_row(struct writer *w, struct slice key,
			   struct slice value)
{
	struct corpus_key round = corpus_key_of(key);
	int r = document_round(&w->maker, &round, value);

	return r ? r : replace_document(w);
}

static int write_round(struct writer *w, const struct corpus_key *key)
{
	struct slice value;
	int r = store_get(w->maker.txn, DB_VERDICTS, corpus_key_slice(key),
			  &value);

	if (r < 0)
		return r;
	if (!r)
		return write_round_row(w, corpus_key_slice(key), value);
	document_round_id(w->maker.id, key);
	return delete_document(w);
}

static int write_source(struct writer *w, const struct corpus_key *key)
{
	CLEANUP(bytes_deinit) struct bytes packed = {0};
	CLEANUP(pack_freep) Jobq__Source *source = NULL;
	CLEANUP(freep) char *name = NULL;
	int r = corpus_source(w->maker.txn, key, NULL, &source);

	if (r)
		return r;
	pack_add(&packed, &source->base);
	name = alloc_format(META_SOURCE "%s", source->id);
	r = textindex_set_metadata(w->index, name, slice_bytes(&packed));
	return fold(r, "index: a source");
}

/* ---- many ---- */

/* The rows of `db` below a prefix, each through `row`. */
struct sweep {
	int db;
	struct slice prefix;
	int (*row)(struct writer *w, struct slice key, struct slice value);
	writer_each *each;
	void *arg;
};

static int run_sweep(struct writer *w, const struct sweep *s)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {
		.txn = w->maker.txn, .db = s->db, .prefix = s->prefix};
	int r;

	while (!(r = store_next(&c))) {
		r = s->row(w, c.key, c.value);
		if (!r && s->each)
			r = s->each(s->arg);
		if (r)
			return r;
	}
	return r == STORE_E_ABSENT ? 0 : r;
}

static int span_row(struct writer *w, struct slice key, struct slice value)
{
	return write_span_row(w, key, value, DOCUMENT_ALL);
}

static int bare_span_row(struct writer *w, struct slice key, struct slice value)
{
	struct fold_span span;
	int r = fold_read_span(key, value, &span);

	if (r || !digest_none(&span.span.version))
		return r;
	return write_span_row(w, key, value, DOCUMENT_ALL);
}

static int source_row(struct writer *w, struct slice key, struct slice value)
{
	struct corpus_key source = corpus_key_of(key);

	(void)value;
	return write_source(w, &source);
}

static int write_spans(struct writer *w, const struct corpus_key *prefix,
		       int (*row)(struct writer *, struct slice, struct slice))
{
	const struct sweep sweep = {
		.db = DB_SPANS, .prefix = corpus_key_slice(prefix), .row = row};

	return run_sweep(w, &sweep);
}

/* The log is in order of time, not of source. */
static int write_lines_of(struct writer *w, const struct corpus_key *source)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = w->maker.txn, .db = DB_LOG};
	int r;

	while (!(r = store_next(&c))) {
		struct fold_line line;

		r = fold_read_line(c.value, &line);
		if (!r && !memcmp(line.key.bytes, source->bytes, SOURCE_KEY))
			r = write_line_row(w, c.key, c.value);
		if (r)
			return r;
	}
	return r == STORE_E_ABSENT ? 0 : r;
}

static int write_source_all(struct writer *w, const struct corpus_key *source)
{
	const struct sweep rounds = {.db = DB_VERDICTS,
				     .prefix = corpus_key_slice(source),
				     .row = write_round_row};
	int r = write_source(w, source);

	if (!r)
		r = write_spans(w, source, span_row);
	if (!r)
		r = write_lines_of(w, source);
	return r ? r : run_sweep(w, &rounds);
}

int writer_apply(struct writer *w, struct store_txn *txn,
		 enum corpus_change what, const struct corpus_key *key)
{
	w->maker.txn = txn;
	switch (what) {
	case CHANGE_SPAN:
		return write_span(w, key, DOCUMENT_ALL);
	case CHANGE_SPAN_VALUES:
		return write_span(w, key, DOCUMENT_VALUES);
	case CHANGE_POSTING:
		return write_spans(w, key, span_row);
	case CHANGE_HINT:
		return write_spans(w, key, bare_span_row);
	case CHANGE_LINE:
		return write_line(w, key);
	case CHANGE_ROUND:
		return write_round(w, key);
	case CHANGE_SOURCE:
		return write_source(w, key);
	case CHANGE_SOURCE_ALL:
		return write_source_all(w, key);
	}
	return fail(-EIO, "corpus: a change of unknown kind %d", (int)what);
}

int writer_all(struct writer *w, struct store_txn *txn, writer_each *each,
	       void *arg)
{
	const struct sweep sweeps[] = {
		{.db = DB_SOURCES, .row = source_row, .each = each, .arg = arg},
		{.db = DB_SPANS, .row = span_row, .each = each, .arg = arg},
		{.db = DB_LOG, .row = write_line_row, .each = each, .arg = arg},
		{.db = DB_VERDICTS,
		 .row = write_round_row,
		 .each = each,
		 .arg = arg},
	};
	int r = 0;

	w->maker.txn = txn;
	for (size_t i = 0; !r && i < sizeof(sweeps) / sizeof(*sweeps); i++)
		r = run_sweep(w, &sweeps[i]);
	return r;
}
