#include "indexer/fold.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/pack.h"
#include "core/times.h"
#include "indexer/derived.h"
#include "indexer/evidence.h"
#include "indexer/intake.h"
#include <errno.h>

struct folding {
	struct store_txn *txn;
	struct corpus_key source;
	struct evidence evidence;
	struct timeline timeline;
};

/* ---- spans: until, ending, last seen, missing since, version ---- */

enum { SPAN_BYTES = 8 + 1 + 8 + 8 + DIGEST_BYTES };
enum { SPAN_VERSION_AT = SPAN_BYTES - DIGEST_BYTES };

static uint64_t key_number(const struct corpus_key *key, size_t at)
{
	return bytes_get_u64(key->bytes + at);
}

static struct corpus_key posting_key(const struct folding *f,
				     const struct posting_id *id, int64_t ms,
				     uint64_t seq)
{
	struct corpus_key key = f->source;

	corpus_key_add(&key, id->bytes, POSTING_BYTES);
	corpus_key_add_u64(&key, (uint64_t)ms);
	corpus_key_add_u64(&key, seq);
	return key;
}

static void add_span(struct derived *rows, const struct folding *f,
		     const struct posting_id *id,
		     const struct timeline_span *span)
{
	struct corpus_key key =
		posting_key(f, id, span->from_ms, span->from_seq);
	struct corpus_key value = {.len = 0};
	char ending = (char)span->ending;

	corpus_key_add_u64(&value, (uint64_t)span->until_ms);
	corpus_key_add(&value, &ending, 1);
	corpus_key_add_u64(&value, (uint64_t)span->last_seen_ms);
	corpus_key_add_u64(&value, (uint64_t)span->missing_since_ms);
	corpus_key_add(&value, span->version.bytes, DIGEST_BYTES);
	derived_add(rows, corpus_key_slice(&key), corpus_key_slice(&value));
}

int fold_read_span(struct slice key, struct slice value, struct fold_span *out)
{
	const char *at = value.data;

	if (key.len != SPAN_KEY || value.len != SPAN_BYTES)
		return fail(-EIO, "corpus: a span is damaged");
	*out = (struct fold_span){.key = corpus_key_of(key)};
	memcpy(out->posting.bytes, key.data + SOURCE_KEY, POSTING_BYTES);
	out->span.from_ms =
		(int64_t)key_number(&out->key, SOURCE_KEY + POSTING_BYTES);
	out->span.from_seq =
		key_number(&out->key, SOURCE_KEY + POSTING_BYTES + 8);
	out->span.until_ms = (int64_t)bytes_get_u64(at);
	out->span.ending = (enum _Jobq__Ending)at[8];
	out->span.last_seen_ms = (int64_t)bytes_get_u64(at + 9);
	out->span.missing_since_ms = (int64_t)bytes_get_u64(at + 17);
	memcpy(out->span.version.bytes, at + SPAN_VERSION_AT, DIGEST_BYTES);
	return 0;
}

/* A span that comes or goes moves the place and maybe the beginning of the
 * posting's later ones. */
static int change_later_spans(struct store_txn *txn, struct slice key)
{
	CLEANUP(derived_deinit) struct derived later = {0};
	struct store_cursor c = {
		.txn = txn,
		.db = DB_SPANS,
		.prefix = slice_of(key.data, SOURCE_KEY + POSTING_BYTES),
		.from = key};
	int r;

	while (!(r = store_next(&c))) {
		if (!slice_equal(c.key, key))
			derived_add(&later, c.key, slice_of("", 0));
	}
	store_cursor_deinit(&c);
	r = r == STORE_E_ABSENT ? 0 : r;
	for (size_t i = 0; !r && i < later.n; i++)
		r = corpus_change(txn, CHANGE_SPAN_VALUES,
				  slice_of(later.arena.data + later.rows[i].at,
					   later.rows[i].key_len));
	return r;
}

static bool same_version(const struct derived_change *change)
{
	return change->old.data && change->now.data &&
	       change->old.len == SPAN_BYTES &&
	       !memcmp(change->old.data + SPAN_VERSION_AT,
		       change->now.data + SPAN_VERSION_AT, DIGEST_BYTES);
}

static int write_span(void *arg, const struct derived_change *change)
{
	struct folding *f = arg;
	int r;

	if (!change->now.data)
		r = store_del(f->txn, DB_SPANS, change->key);
	else
		r = store_put(f->txn, DB_SPANS, change->key, change->now);
	if (r)
		return fold(r, "corpus: writing a span");
	r = corpus_change(
		f->txn, same_version(change) ? CHANGE_SPAN_VALUES : CHANGE_SPAN,
		change->key);
	if (r || (change->old.data && change->now.data))
		return r;
	return change_later_spans(f->txn, change->key);
}

static int write_spans(struct folding *f)
{
	CLEANUP(derived_deinit) struct derived rows = {0};
	const struct derived_diff diff = {.txn = f->txn,
					  .db = DB_SPANS,
					  .prefix =
						  corpus_key_slice(&f->source),
					  .each = write_span,
					  .arg = f};

	for (size_t i = 0; i < f->timeline.n_postings; i++) {
		const struct timeline_posting *p = &f->timeline.postings[i];

		for (size_t k = 0; k < p->n_spans; k++)
			add_span(&rows, f, &p->id, &p->spans[k]);
	}
	return derived_compare(&diff, &rows);
}

/* ---- events: before, after, other, ending, last seen; the stored row has
 * the log's sequence in front ---- */

enum { EVENT_BYTES = 2 * DIGEST_BYTES + POSTING_BYTES + 1 + 8 };
enum { EVENT_HEAD = 8, LINE_BYTES = 1 + EVENT_KEY + EVENT_BYTES };

static void add_event(struct derived *rows, const struct folding *f,
		      const struct timeline_event *event)
{
	struct corpus_key key =
		posting_key(f, &event->posting, event->at_ms, event->at_seq);
	struct corpus_key value = {.len = 0};
	char kind = (char)event->kind, ending = (char)event->ending;

	corpus_key_add(&key, &kind, 1);
	corpus_key_add(&value, event->before.bytes, DIGEST_BYTES);
	corpus_key_add(&value, event->after.bytes, DIGEST_BYTES);
	corpus_key_add(&value, event->other.bytes, POSTING_BYTES);
	corpus_key_add(&value, &ending, 1);
	corpus_key_add_u64(&value, (uint64_t)event->last_seen_ms);
	derived_add(rows, corpus_key_slice(&key), corpus_key_slice(&value));
}

static void read_event(const struct corpus_key *key, const char *value,
		       struct timeline_event *out)
{
	const size_t at = SOURCE_KEY + POSTING_BYTES;

	memcpy(out->posting.bytes, key->bytes + SOURCE_KEY, POSTING_BYTES);
	out->at_ms = (int64_t)key_number(key, at);
	out->at_seq = key_number(key, at + 8);
	out->kind = (enum _Jobq__EventKind)key->bytes[at + 16];
	memcpy(out->before.bytes, value, DIGEST_BYTES);
	value += DIGEST_BYTES;
	memcpy(out->after.bytes, value, DIGEST_BYTES);
	value += DIGEST_BYTES;
	memcpy(out->other.bytes, value, POSTING_BYTES);
	value += POSTING_BYTES;
	out->ending = (enum _Jobq__Ending)value[0];
	out->last_seen_ms = (int64_t)bytes_get_u64(value + 1);
}

int fold_read_line(struct slice value, struct fold_line *out)
{
	if (value.len != LINE_BYTES)
		return fail(-EIO, "corpus: a line of the log is damaged");
	*out = (struct fold_line){.asserted = value.data[0]};
	out->key = corpus_key_of(slice_of(value.data + 1, EVENT_KEY));
	read_event(&out->key, value.data + 1 + EVENT_KEY, &out->event);
	return 0;
}

/* Writes the line `seq` of the log. */
static int write_line(struct store_txn *txn, uint64_t seq, bool asserted,
		      struct slice key, struct slice event)
{
	CLEANUP(bytes_deinit) struct bytes line = {0};
	struct corpus_key number = {.len = 0};
	int r;

	corpus_key_add_u64(&number, seq);
	bytes_add_char(&line, asserted ? 1 : 0);
	bytes_add(&line, key.data, key.len);
	bytes_add(&line, event.data, event.len);
	r = store_put(txn, DB_LOG, corpus_key_slice(&number),
		      slice_bytes(&line));
	return r ? r
		 : corpus_change(txn, CHANGE_LINE, corpus_key_slice(&number));
}

/* A new event gets a line, a withdrawn one too; an event of which more is
 * known now keeps its line, which is written anew. */
static int write_event(void *arg, const struct derived_change *change)
{
	CLEANUP(bytes_deinit) struct bytes row = {0};
	struct folding *f = arg;
	struct slice event = change->now;
	uint64_t seq;
	int r = store_number(f->txn, "log", &seq);

	if (r)
		return r;
	if (change->old.data && change->old.len != EVENT_HEAD + EVENT_BYTES)
		return fail(-EIO, "corpus: an event is damaged");
	if (change->old.data && change->now.data) {
		seq = bytes_get_u64(change->old.data);
	} else {
		seq++;
		r = store_set_number(f->txn, "log", seq);
		if (r)
			return r;
	}
	if (!change->now.data) {
		event = slice_of(change->old.data + EVENT_HEAD, EVENT_BYTES);
		r = store_del(f->txn, DB_EVENTS, change->key);
	} else {
		bytes_add_u64(&row, seq);
		bytes_add(&row, event.data, event.len);
		r = store_put(f->txn, DB_EVENTS, change->key,
			      slice_bytes(&row));
	}
	if (r)
		return fold(r, "corpus: writing an event");
	return write_line(f->txn, seq, change->now.data, change->key, event);
}

static int write_events(struct folding *f)
{
	CLEANUP(derived_deinit) struct derived rows = {0};
	const struct derived_diff diff = {.txn = f->txn,
					  .db = DB_EVENTS,
					  .prefix =
						  corpus_key_slice(&f->source),
					  .head = EVENT_HEAD,
					  .each = write_event,
					  .arg = f};

	for (size_t i = 0; i < f->timeline.n_events; i++)
		add_event(&rows, f, &f->timeline.events[i]);
	return derived_compare(&diff, &rows);
}

/* ---- verdicts: packed RoundDoc ---- */

static char *reason_of(const struct folding *f,
		       const struct timeline_verdict *v)
{
	char at[TIMES_TEXT];

	if (v->state != STATE_SUSPECT)
		return alloc_copy(v->reason);
	return alloc_format("%s; the next complete round confirms, or: jobq "
			    "rounds accept %s %s",
			    v->reason, f->evidence.source,
			    times_format(v->time_ms, at));
}

static void add_verdict(struct derived *rows, const struct folding *f, size_t i)
{
	CLEANUP(bytes_deinit) struct bytes packed = {0};
	const struct timeline_verdict *v = &f->timeline.rounds[i];
	const struct corpus_round *round = &f->evidence.rounds[i];
	struct corpus_key key = corpus_round_key(round->round->id);
	CLEANUP(freep) char *reason = reason_of(f, v);
	Jobq__RoundDoc doc = JOBQ__ROUND_DOC__INIT;

	doc.round = round->round;
	doc.state = (char *)timeline_state_name(v->state);
	doc.reason = reason;
	doc.seen = v->seen;
	doc.closed = v->closed;
	doc.added = v->added;
	doc.changed = v->changed;
	doc.unseen.data = (uint8_t *)v->unseen;
	doc.unseen.len = v->n_unseen * sizeof(*v->unseen);
	pack_add(&packed, &doc.base);
	derived_add(rows, corpus_key_slice(&key), slice_bytes(&packed));
}

static int write_verdict(void *arg, const struct derived_change *change)
{
	struct folding *f = arg;
	int r = change->now.data ? store_put(f->txn, DB_VERDICTS, change->key,
					     change->now)
				 : store_del(f->txn, DB_VERDICTS, change->key);

	if (r)
		return fold(r, "corpus: writing a verdict");
	return corpus_change(f->txn, CHANGE_ROUND, change->key);
}

/* The evidence's rounds are the timeline's, one by one: both are in order of
 * (time, seq), and the corpus holds each once. */
static int write_verdicts(struct folding *f)
{
	CLEANUP(derived_deinit) struct derived rows = {0};
	const struct derived_diff diff = {.txn = f->txn,
					  .db = DB_VERDICTS,
					  .prefix =
						  corpus_key_slice(&f->source),
					  .each = write_verdict,
					  .arg = f};

	if (f->timeline.n_rounds != f->evidence.n_rounds)
		return fail(-EIO, "corpus: %zu rounds, but %zu verdicts",
			    f->evidence.n_rounds, f->timeline.n_rounds);
	for (size_t i = 0; i < f->timeline.n_rounds; i++) {
		if (f->timeline.rounds[i].state != STATE_OPEN)
			add_verdict(&rows, f, i);
	}
	return derived_compare(&diff, &rows);
}

/* ---- all of it ---- */

static void folding_deinit(struct folding *f)
{
	timeline_deinit(&f->timeline);
	evidence_deinit(&f->evidence);
}

static int write_all(struct folding *f)
{
	int r = write_spans(f);

	if (!r)
		r = write_events(f);
	if (!r)
		r = write_verdicts(f);
	if (!r)
		r = store_del(f->txn, DB_DIRTY, corpus_key_slice(&f->source));
	return r == STORE_E_ABSENT ? 0 : r;
}

int fold_source(struct store_txn *txn, const struct corpus_key *source)
{
	CLEANUP(folding_deinit)
	struct folding f = {
		.txn = txn,
		.source = corpus_key_of(slice_of(source->bytes, SOURCE_KEY))};
	struct timeline_input input;
	int r = evidence_seal(txn, &f.source);

	if (!r)
		r = evidence_load(txn, &f.source, &f.evidence);
	if (r)
		return r;
	input = (struct timeline_input){f.evidence.told, f.evidence.n_rounds,
					f.evidence.versions,
					f.evidence.n_versions};
	timeline_fold(&f.timeline, &input);
	return write_all(&f);
}

int fold_dirty(struct store_txn *txn, bool closed_only)
{
	CLEANUP(derived_deinit) struct derived dirty = {0};
	struct store_cursor c = {.txn = txn, .db = DB_DIRTY};
	int r;

	while (!(r = store_next(&c))) {
		if (!closed_only || c.value.data[0] == DIRT_CLOSED)
			derived_add(&dirty, c.key, slice_of("", 0));
	}
	store_cursor_deinit(&c);
	r = r == STORE_E_ABSENT ? 0 : r;
	for (size_t i = 0; !r && i < dirty.n; i++) {
		struct corpus_key key = corpus_key_of(
			slice_of(dirty.arena.data + dirty.rows[i].at,
				 dirty.rows[i].key_len));

		r = fold_source(txn, &key);
	}
	return r;
}
