#include "indexer/intake.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/pack.h"
#include "core/wire.pb-c.h"
#include <errno.h>

static int refuse(struct intake *counts, const char *what, const char *why)
{
	counts->refused++;
	log_line(LOG_WARN, "corpus", "%s refused: %s", what, why);
	return INTAKE_E_REFUSED;
}

/* ---- dirty sources ---- */

int intake_dirt(struct store_txn *txn, const struct corpus_key *key,
		enum intake_dirt *out)
{
	struct slice value;
	int r = store_get(txn, DB_DIRTY, slice_of(key->bytes, SOURCE_KEY),
			  &value);

	*out = r || !value.len ? 0 : (enum intake_dirt)value.data[0];
	return r < 0 ? r : 0;
}

static int mark_dirty(struct store_txn *txn, const struct corpus_key *key,
		      enum intake_dirt dirt)
{
	enum intake_dirt was;
	char value = (char)dirt;
	int r = intake_dirt(txn, key, &was);

	if (r || was >= dirt)
		return r;
	return store_put(txn, DB_DIRTY, slice_of(key->bytes, SOURCE_KEY),
			 slice_of(&value, 1));
}

/* ---- observations ---- */

static const char *round_id_flaw(const Jobq__RoundId *id)
{
	if (!id || !*id->source)
		return "no source";
	if (strlen(id->source) > INTAKE_MAX_SOURCE)
		return "its source's id is too long";
	if (id->time_ms <= 0)
		return "its round has no time";
	return NULL;
}

static const char *observation_flaw(const Jobq__Observation *o)
{
	const char *flaw = round_id_flaw(o->round);

	if (flaw)
		return flaw;
	if (!*o->key)
		return "no key";
	if (strlen(o->key) > INTAKE_MAX_KEY)
		return "its key is too long";
	if ((unsigned)o->presence > JOBQ__PRESENCE__PRESENCE_GONE)
		return "unknown presence";
	if (o->content &&
	    jobq__content__get_packed_size(o->content) > INTAKE_MAX_TEXT)
		return "its content is too large";
	return NULL;
}

static int put_posting(struct store_txn *txn, const struct posting_id *id,
		       const Jobq__Observation *o)
{
	CLEANUP(bytes_deinit) struct bytes value = {0};
	int r;

	bytes_add(&value, o->round->source, strlen(o->round->source) + 1);
	bytes_add(&value, o->key, strlen(o->key) + 1);
	r = store_put_new(txn, DB_POSTINGS, slice_of(id->bytes, POSTING_BYTES),
			  slice_bytes(&value));
	return r == STORE_E_PRESENT ? 0 : r;
}

/* A content's record, and a hint's: the round in front, so that "the earliest
 * stays" is "the least stays". */
static void add_dated_content(struct bytes *out, const Jobq__Observation *o)
{
	bytes_add_u64(out, (uint64_t)o->round->time_ms);
	bytes_add_u64(out, o->round->seq);
	pack_add(out, &o->content->base);
}

static bool is_less(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = memcmp(a.data, b.data, n);

	return order ? order < 0 : a.len < b.len;
}

/* Is a dated content of a round before this one? Then what it says in full
 * need not be made. */
static bool is_earlier(struct slice dated, const Jobq__RoundId *round)
{
	struct corpus_key head = {.len = 0};

	corpus_key_add_u64(&head, (uint64_t)round->time_ms);
	corpus_key_add_u64(&head, round->seq);
	return dated.len > head.len &&
	       memcmp(dated.data, head.bytes, head.len) < 0;
}

static bool has_text(const Jobq__Content *content)
{
	for (size_t i = 0; i < content->n_blocks; i++) {
		if (*content->blocks[i]->text)
			return true;
	}
	return false;
}

/* The timeline's table of versions: which text, read by which extractor. */
static int put_version(struct store_txn *txn, const struct corpus_key *content,
		       const Jobq__Observation *o)
{
	struct corpus_key key = corpus_source_key(o->round->source);
	struct digest text = {{0}};

	corpus_key_add(&key, content->bytes, content->len);
	if (has_text(o->content))
		text = digest_of_text(o->content);
	return store_put(txn, DB_VERSIONS, corpus_key_slice(&key),
			 slice_of(text.bytes, DIGEST_BYTES));
}

static int change_posting(struct store_txn *txn, enum corpus_change what,
			  const struct posting_id *id,
			  const Jobq__Observation *o)
{
	struct corpus_key key = corpus_source_key(o->round->source);

	corpus_key_add(&key, id->bytes, POSTING_BYTES);
	return corpus_change(txn, what, corpus_key_slice(&key));
}

static bool content_known(struct store_txn *txn, struct slice prefix)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {
		.txn = txn, .db = DB_CONTENTS, .prefix = prefix};

	return store_next(&c) == 0;
}

/* Equal contents under one extractor are stored once: the earliest round's,
 * with its archive, url and times. */
static int put_content(struct store_txn *txn, const struct posting_id *id,
		       const struct digest *version, const Jobq__Observation *o,
		       struct intake *counts)
{
	CLEANUP(bytes_deinit) struct bytes value = {0};
	const char *extractor = o->content->extractor;
	struct digest reader = digest_of(extractor, strlen(extractor));
	struct corpus_key key = {.len = 0};
	struct slice there;
	bool known;
	int r;

	corpus_key_add(&key, id->bytes, POSTING_BYTES);
	corpus_key_add(&key, version->bytes, DIGEST_BYTES);
	known = content_known(txn, corpus_key_slice(&key));
	corpus_key_add(&key, reader.bytes, DIGEST_BYTES);
	r = store_get(txn, DB_CONTENTS, corpus_key_slice(&key), &there);
	if (r < 0 || (!r && is_earlier(there, o->round)))
		return r;
	add_dated_content(&value, o);
	if (!r && !is_less(slice_bytes(&value), there))
		return 0;
	if (r == STORE_E_ABSENT) {
		counts->contents++;
		r = put_version(txn, &key, o);
	}
	if (!r)
		r = store_put(txn, DB_CONTENTS, corpus_key_slice(&key),
			      slice_bytes(&value));
	if (r || !known)
		return r;
	return change_posting(txn, CHANGE_POSTING, id, o);
}

/* The same hint again, of a later round, is no news. */
static bool hint_says_same(struct store_txn *txn, const struct posting_id *id,
			   const Jobq__Content *content)
{
	CLEANUP(pack_freep) Jobq__Content *there = NULL;
	struct digest a, b;

	if (corpus_hint(txn, id, &there))
		return false;
	a = digest_of_content(there);
	b = digest_of_content(content);
	return digest_equal(&a, &b);
}

/* Kept until the first content comes: what `jobq` shows meanwhile. */
static int put_hint(struct store_txn *txn, const struct posting_id *id,
		    const Jobq__Observation *o)
{
	CLEANUP(bytes_deinit) struct bytes value = {0};
	struct slice key = slice_of(id->bytes, POSTING_BYTES), there;
	int r;

	if (content_known(txn, key) || hint_says_same(txn, id, o->content))
		return 0;
	add_dated_content(&value, o);
	r = store_get(txn, DB_HINTS, key, &there);
	if (r < 0 || (!r && !is_less(there, slice_bytes(&value))))
		return r;
	r = store_put(txn, DB_HINTS, key, slice_bytes(&value));
	return r ? r : change_posting(txn, CHANGE_HINT, id, o);
}

/* The row of a round; one that is not there yet is made as an open one. */
static int get_round(struct store_txn *txn, const Jobq__RoundId *id,
		     struct corpus_round *out)
{
	struct corpus_key key = corpus_round_key(id);
	Jobq__Round bare = JOBQ__ROUND__INIT;
	struct slice value;
	int r = store_get(txn, DB_ROUNDS, corpus_key_slice(&key), &value);

	if (r < 0)
		return r;
	if (!r)
		return corpus_round_read(value, out);
	bare.id = (Jobq__RoundId *)id;
	out->round = (void *)pack_clone(&bare.base);
	return out->round ? 0 : fail(-ENOMEM, "corpus: copying a round");
}

static int put_round(struct store_txn *txn, const struct corpus_round *round)
{
	CLEANUP(bytes_deinit) struct bytes value = {0};
	struct corpus_key key = corpus_round_key(round->round->id);

	corpus_round_write(&value, round);
	return store_put(txn, DB_ROUNDS, corpus_key_slice(&key),
			 slice_bytes(&value));
}

static int put_seen(struct store_txn *txn, const struct posting_id *id,
		    const struct digest *version, const Jobq__Observation *o,
		    struct intake *counts)
{
	CLEANUP(corpus_round_deinit) struct corpus_round round = {0};
	struct corpus_key key = corpus_round_key(o->round);
	char presence = (char)o->presence;
	int r;

	corpus_key_add(&key, id->bytes, POSTING_BYTES);
	corpus_key_add(&key, &presence, 1);
	corpus_key_add(&key, version->bytes, DIGEST_BYTES);
	r = store_put_new(txn, DB_SEEN, corpus_key_slice(&key),
			  slice_of("", 0));
	if (r)
		return r == STORE_E_PRESENT ? 0 : r;
	counts->observations++;
	r = get_round(txn, o->round, &round);
	if (!r && !round.closed)
		r = put_round(txn, &round);
	if (r)
		return r;
	return mark_dirty(txn, &key, round.closed ? DIRT_CLOSED : DIRT_OPEN);
}

int intake_observation(struct store_txn *txn,
		       const Jobq__Observation *observation,
		       struct intake *counts)
{
	const char *flaw = observation_flaw(observation);
	struct digest version = {{0}};
	struct posting_id id;
	int r = 0;

	if (flaw)
		return refuse(counts, "observation", flaw);
	id = posting_id_of(observation->round->source, observation->key);
	r = put_posting(txn, &id, observation);
	if (!r && observation->content && observation->complete) {
		version = digest_of_content(observation->content);
		r = put_content(txn, &id, &version, observation, counts);
	} else if (!r && observation->content) {
		r = put_hint(txn, &id, observation);
	}
	return r ? r : put_seen(txn, &id, &version, observation, counts);
}

/* ---- rounds ---- */

/* Of two accounts the one that proves less: listing_ok counts most, then the
 * bytes decide, so that the order in which they came does not. */
static bool proves_less(const Jobq__Round *a, const Jobq__Round *b)
{
	CLEANUP(bytes_deinit) struct bytes x = {0}, y = {0};

	if (a->listing_ok != b->listing_ok)
		return !a->listing_ok;
	if (a->authoritative != b->authoritative)
		return !a->authoritative;
	pack_add_plain(&x, &a->base);
	pack_add_plain(&y, &b->base);
	return is_less(slice_bytes(&x), slice_bytes(&y));
}

int intake_round(struct store_txn *txn, const Jobq__Round *round,
		 struct intake *counts)
{
	CLEANUP(corpus_round_deinit) struct corpus_round there = {0};
	const char *flaw = round_id_flaw(round->id);
	struct corpus_key key;
	struct corpus_round row;
	int r;

	if (flaw)
		return refuse(counts, "round", flaw);
	r = get_round(txn, round->id, &there);
	if (r || (there.closed && !proves_less(round, there.round)))
		return r;
	row = (struct corpus_round){true, there.set, (Jobq__Round *)round};
	r = put_round(txn, &row);
	key = corpus_round_key(round->id);
	return r ? r : mark_dirty(txn, &key, DIRT_CLOSED);
}

/* ---- acceptances ---- */

static int is_suspect(struct store_txn *txn, const struct corpus_key *key,
		      bool *out)
{
	CLEANUP(pack_freep) Jobq__RoundDoc *verdict = NULL;
	struct slice value;
	int r = store_get(txn, DB_VERDICTS, corpus_key_slice(key), &value);

	*out = false;
	if (r)
		return r < 0 ? r : 0;
	verdict = PACK_READ(jobq__round_doc, value);
	if (!verdict)
		return fail(-EIO, "corpus: a verdict is damaged");
	*out = !strcmp(verdict->state, "suspect");
	return 0;
}

int intake_acceptance(struct store_txn *txn, const Jobq__Acceptance *acceptance,
		      struct intake *counts)
{
	CLEANUP(bytes_deinit) struct bytes value = {0};
	const char *flaw = round_id_flaw(acceptance->round);
	struct corpus_key key;
	struct slice there;
	bool suspect;
	int r;

	if (flaw)
		return refuse(counts, "acceptance", flaw);
	key = corpus_round_key(acceptance->round);
	r = store_get(txn, DB_ACCEPTANCES, corpus_key_slice(&key), &there);
	if (r != STORE_E_ABSENT)
		return r;
	r = is_suspect(txn, &key, &suspect);
	if (r || !suspect)
		return r ? r : INTAKE_E_UNKNOWN;
	pack_add(&value, &acceptance->base);
	r = store_put(txn, DB_ACCEPTANCES, corpus_key_slice(&key),
		      slice_bytes(&value));
	return r ? r : mark_dirty(txn, &key, DIRT_CLOSED);
}

/* ---- sources ---- */

/* Do its documents say something else now, and not only itself? */
static bool names_differ(const Jobq__Source *a, const Jobq__Source *b)
{
	return strcmp(a->company, b->company) != 0 ||
	       strcmp(a->board, b->board) != 0 ||
	       strcmp(a->name_en, b->name_en) != 0 ||
	       strcmp(a->name_zh, b->name_zh) != 0;
}

static int put_source(struct store_txn *txn, const Jobq__Source *source)
{
	CLEANUP(bytes_deinit) struct bytes value = {0};
	CLEANUP(pack_freep) Jobq__Source *there = NULL;
	struct corpus_key key = corpus_source_key(source->id);
	struct slice old;
	int r = store_get(txn, DB_SOURCES, corpus_key_slice(&key), &old);

	if (r < 0)
		return r;
	pack_add(&value, &source->base);
	if (!r && slice_equal(old, slice_bytes(&value)))
		return 0;
	r = corpus_source(txn, &key, source->id, &there);
	if (!r)
		r = store_put(txn, DB_SOURCES, corpus_key_slice(&key),
			      slice_bytes(&value));
	if (r)
		return r;
	return corpus_change(txn,
			     names_differ(there, source) ? CHANGE_SOURCE_ALL
							 : CHANGE_SOURCE,
			     corpus_key_slice(&key));
}

static bool is_among(const char *id, Jobq__Source *const *sources, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(sources[i]->id, id))
			return true;
	}
	return false;
}

/* The stored sources that the panel does not name, to be unwatched. */
static int list_dropped(struct store_txn *txn, Jobq__Source *const *sources,
			size_t n, Jobq__Sources *out)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn, .db = DB_SOURCES};
	int r;

	while (!(r = store_next(&c))) {
		CLEANUP(pack_freep)
		Jobq__Source *source = PACK_READ(jobq__source, c.value);

		if (!source)
			return fail(-EIO, "corpus: a source is damaged");
		if (!source->watched || is_among(source->id, sources, n))
			continue;
		source->watched = false;
		out->sources = alloc_resize(out->sources, out->n_sources + 1,
					    sizeof(void *));
		out->sources[out->n_sources++] = TAKE(source);
	}
	return r == STORE_E_ABSENT ? 0 : r;
}

int intake_sources(struct store_txn *txn, Jobq__Source *const *sources,
		   size_t n)
{
	Jobq__Sources dropped = JOBQ__SOURCES__INIT;
	int r = list_dropped(txn, sources, n, &dropped);

	for (size_t i = 0; !r && i < dropped.n_sources; i++)
		r = put_source(txn, dropped.sources[i]);
	for (size_t i = 0; !r && i < n; i++) {
		const char *id = sources[i]->id;

		if (*id && strlen(id) <= INTAKE_MAX_SOURCE)
			r = put_source(txn, sources[i]);
	}
	for (size_t i = 0; i < dropped.n_sources; i++)
		pack_freep(&dropped.sources[i]);
	free(dropped.sources);
	return r;
}
