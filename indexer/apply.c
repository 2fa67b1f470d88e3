#include "indexer/apply.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/times.h"
#include "indexer/rebuild.h"
#include "indexer/schema.h"
#include "indexer/writer.h"
#include <errno.h>
#include <stdio.h>

struct apply {
	struct store *corpus;
	struct analyses *analyses; /* NULL: none */
	struct textindex *index;
	struct writer writer;
	uint64_t cursor;  /* committed */
	uint64_t applied; /* written, maybe not committed */
	int64_t since_ms; /* the first write that is not committed; 0: none */
};

struct change {
	enum corpus_change what;
	struct corpus_key key;
};

/* ---- opening ---- */

static int read_number(struct textindex *index, const char *key, uint64_t *out)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};
	int r = textindex_metadata(index, key, &text);

	*out = text.len ? strtoull(text.data, NULL, 10) : 0;
	return fold(r, "index: metadata");
}

static int read_corpus(struct store *corpus, uint64_t *seq, uint64_t *trimmed)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	int r = store_begin(corpus, STORE_READ, &txn);

	if (!r)
		r = corpus_seq(txn, seq);
	return r ? r : corpus_trimmed(txn, trimmed);
}

/* Why the index cannot go on from where it is, or NULL. */
static const char *why_unusable(uint64_t format, uint64_t cursor, uint64_t seq,
				uint64_t trimmed)
{
	if (!format)
		return "it is empty";
	if (format != SCHEMA_FORMAT)
		return "it has another format";
	if (cursor > seq)
		return "it is ahead of the corpus";
	if (cursor < trimmed)
		return "it is too far behind the corpus";
	return NULL;
}

static int check_index(struct apply *a, const char **why)
{
	uint64_t format, seq, trimmed;
	int r = read_corpus(a->corpus, &seq, &trimmed);

	if (r)
		return r;
	if (read_number(a->index, META_FORMAT, &format) ||
	    read_number(a->index, META_CURSOR, &a->cursor))
		*why = "it cannot be read";
	else
		*why = why_unusable(format, a->cursor, seq, trimmed);
	a->applied = a->cursor;
	return 0;
}

/* Opens the index as it is; *why it cannot be used, else NULL. */
static int open_index(struct apply *a, const char *path, const char **why)
{
	if (textindex_open_writer(&a->index, path)) {
		*why = "it cannot be opened";
		return 0;
	}
	return check_index(a, why);
}

static int open_rebuilt(struct apply *a, const struct apply_options *o)
{
	const char *why = NULL;
	int r;

	textindex_free(a->index);
	a->index = NULL;
	r = rebuild_index(o->corpus, o->analyses, o->path);
	if (!r)
		r = open_index(a, o->path, &why);
	if (!r && why)
		return fail(-EIO, "index %s: made anew, but %s", o->path, why);
	return r;
}

int apply_open(struct apply **out, const struct apply_options *o)
{
	CLEANUP(apply_freep) struct apply *a = alloc_zero(1, sizeof(*a));
	const char *why = o->rebuild ? "it was asked for" : NULL;
	int r = rebuild_discard(o->path);

	a->corpus = o->corpus;
	a->analyses = o->analyses;
	if (!r && !why)
		r = open_index(a, o->path, &why);
	if (!r && why) {
		log_line(LOG_INFO, "index", "rebuild path=%s because=\"%s\"",
			 o->path, why);
		r = open_rebuilt(a, o);
	}
	if (r)
		return r;
	writer_init(&a->writer, a->index, a->analyses);
	*out = TAKE(a);
	return 0;
}

void apply_free(struct apply *apply)
{
	if (!apply)
		return;
	writer_deinit(&apply->writer);
	textindex_free(apply->index);
	free(apply);
}

uint64_t apply_cursor(const struct apply *apply)
{
	return apply->cursor;
}

/* ---- reading changes ---- */

static int compare_changes(const void *left, const void *right)
{
	const struct change *a = left, *b = right;
	size_t n = a->key.len < b->key.len ? a->key.len : b->key.len;
	int order = memcmp(a->key.bytes, b->key.bytes, n);

	if (!order)
		order = (a->key.len > b->key.len) - (a->key.len < b->key.len);
	return order ? order : (int)a->what - (int)b->what;
}

/* A change says what to look at, not what to do: twice is once, and the whole
 * of a thing (upper case) holds its part (lower case). */
static bool is_held(const struct change *a, const struct change *b)
{
	return a->key.len == b->key.len &&
	       !memcmp(a->key.bytes, b->key.bytes, a->key.len) &&
	       (a->what == b->what || (int)(a->what | 0x20) == (int)b->what);
}

static size_t reduce_changes(struct change *changes, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(changes, n, sizeof(*changes), compare_changes);
	for (size_t i = 0; i < n; i++) {
		if (!kept || !is_held(&changes[kept - 1], &changes[i]))
			changes[kept++] = changes[i];
	}
	return kept;
}

/* Reads at most `max` changes after the last applied. */
static int read_changes(struct apply *a, struct store_txn *txn, size_t max,
			struct change *out, size_t *n)
{
	struct corpus_key from = {.len = 0};
	struct store_cursor c = {.txn = txn, .db = DB_CHANGES};
	int r = 0;

	corpus_key_add_u64(&from, a->applied + 1);
	c.from = corpus_key_slice(&from);
	for (*n = 0; *n < max && !(r = store_next(&c)); (*n)++) {
		struct slice key = slice_of(c.value.data + 1, c.value.len - 1);

		if (c.key.len != 8 || !c.value.len) {
			r = fail(-EIO, "corpus: a change is damaged");
			break;
		}
		out[*n].what = (enum corpus_change)c.value.data[0];
		out[*n].key = corpus_key_of(key);
		a->applied = bytes_get_u64(c.key.data);
	}
	store_cursor_deinit(&c);
	return r == STORE_E_ABSENT ? 0 : r;
}

/* ---- applying ---- */

static int commit(struct apply *a)
{
	char text[24];
	int r;

	if (a->applied == a->cursor)
		return 0;
	snprintf(text, sizeof(text), "%llu", (unsigned long long)a->applied);
	r = textindex_set_metadata(a->index, META_CURSOR, slice_text(text));
	if (!r)
		r = textindex_commit(a->index);
	if (r)
		return fold(r, "index: commit");
	a->cursor = a->applied;
	a->writer.n_written = 0;
	a->since_ms = 0;
	return 0;
}

static bool commit_is_due(const struct apply *a)
{
	return a->writer.n_written >= APPLY_COMMIT_DOCUMENTS ||
	       times_mono_ms() - a->since_ms >= APPLY_COMMIT_MS;
}

int apply_step(struct apply *apply, size_t max)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	CLEANUP(freep)
	struct change *changes = alloc_zero(max + 1, sizeof(*changes));
	size_t n = 0;
	int r = store_begin(apply->corpus, STORE_READ, &txn);

	if (!r)
		r = read_changes(apply, txn, max, changes, &n);
	if (r)
		return r;
	if (!n) {
		r = commit(apply);
		return r ? r : APPLY_E_IDLE;
	}
	if (!apply->since_ms)
		apply->since_ms = times_mono_ms();
	n = reduce_changes(changes, n);
	for (size_t i = 0; !r && i < n; i++)
		r = writer_apply(&apply->writer, txn, changes[i].what,
				 &changes[i].key);
	store_abort(TAKE(txn));
	if (!r && apply->analyses)
		r = analyses_keep(apply->analyses);
	if (!r && commit_is_due(apply))
		r = commit(apply);
	return r;
}

int apply_flush(struct apply *apply)
{
	int r;

	do {
		r = apply_step(apply, APPLY_COMMIT_DOCUMENTS);
	} while (!r);
	return r == APPLY_E_IDLE ? 0 : r;
}
