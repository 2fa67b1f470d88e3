#include "indexer/evidence.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/pack.h"
#include "indexer/sets.h"
#include <errno.h>

/* ---- what was seen in rounds that are still open, or late ---- */

static int read_seen_key(struct slice key, struct timeline_seen *out)
{
	const char *at = key.data + ROUND_KEY;

	if (key.len != SEEN_KEY ||
	    (unsigned char)at[POSTING_BYTES] > JOBQ__PRESENCE__PRESENCE_GONE)
		return fail(-EIO, "corpus: an observation is damaged");
	memcpy(out->posting.bytes, at, POSTING_BYTES);
	out->presence = (enum _Jobq__Presence)at[POSTING_BYTES];
	memcpy(out->version.bytes, at + POSTING_BYTES + 1, DIGEST_BYTES);
	return 0;
}

/* Appends what is noted under the round. */
static int list_noted(struct store_txn *txn, const struct corpus_key *round,
		      struct seen_list *out)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {
		.txn = txn, .db = DB_SEEN, .prefix = corpus_key_slice(round)};
	int r;

	while (!(r = store_next(&c))) {
		struct timeline_seen seen = {0};

		r = read_seen_key(c.key, &seen);
		if (r)
			return r;
		seen_list_add(out, &seen);
	}
	return r == STORE_E_ABSENT ? 0 : r;
}

/* ---- sealing ---- */

static int seal_round(struct store_txn *txn, const struct corpus_key *key,
		      struct corpus_round *row)
{
	CLEANUP(seen_list_deinit) struct seen_list seen = {0};
	CLEANUP(bytes_deinit) struct bytes value = {0};
	int r = list_noted(txn, key, &seen);

	if (!r)
		r = sets_get(txn, &row->set, &seen);
	if (r)
		return r;
	seen_list_reduce(&seen);
	r = sets_put(txn, &seen, &row->set);
	if (r)
		return r;
	corpus_round_write(&value, row);
	r = store_put(txn, DB_ROUNDS, corpus_key_slice(key),
		      slice_bytes(&value));
	return r ? r : store_del_prefix(txn, DB_SEEN, corpus_key_slice(key));
}

/* Seals the round that `at` is an observation of, if it is closed; then `at`
 * is the first key beyond the round. */
static int seal_if_closed(struct store_txn *txn, struct corpus_key *at)
{
	struct corpus_key key = corpus_key_of(slice_of(at->bytes, ROUND_KEY));
	CLEANUP(corpus_round_deinit) struct corpus_round row = {0};
	struct slice value;
	int r = store_get(txn, DB_ROUNDS, corpus_key_slice(&key), &value);

	if (r)
		return fold(r, "corpus: an observation without its round");
	*at = key;
	memset(at->bytes + ROUND_KEY, 0xff, SEEN_KEY - ROUND_KEY);
	at->len = SEEN_KEY;
	r = corpus_round_read(value, &row);
	if (r || !row.closed)
		return r;
	return seal_round(txn, &key, &row);
}

/* The first observation at or after `at`. STORE_E_ABSENT at the end. */
static int find_noted(struct store_txn *txn, const struct corpus_key *source,
		      struct corpus_key *at)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn,
				 .db = DB_SEEN,
				 .prefix = slice_of(source->bytes, SOURCE_KEY),
				 .from = corpus_key_slice(at)};
	int r = store_next(&c);

	if (r)
		return r;
	if (c.key.len != SEEN_KEY)
		return fail(-EIO, "corpus: an observation is damaged");
	*at = corpus_key_of(c.key);
	return 0;
}

int evidence_seal(struct store_txn *txn, const struct corpus_key *source)
{
	struct corpus_key at = *source;
	int r;

	at.len = SOURCE_KEY;
	while (!(r = find_noted(txn, source, &at))) {
		r = seal_if_closed(txn, &at);
		if (r)
			return r;
	}
	return r == STORE_E_ABSENT ? 0 : r;
}

/* ---- loading ---- */

/* An earlier round with the same set, or the round itself. */
static size_t first_with_set(const struct evidence *e, size_t i)
{
	for (size_t k = i; k--;) {
		if (e->rounds[k].closed &&
		    digest_equal(&e->rounds[k].set, &e->rounds[i].set))
			return k;
	}
	return i;
}

/* What the last round saw: its set, or what is noted while it is open. */
static int load_seen(struct store_txn *txn, const struct corpus_key *key,
		     struct evidence *e)
{
	size_t i = e->n_rounds - 1, same = i;
	int r = 0;

	if (!e->rounds[i].closed)
		r = list_noted(txn, key, &e->seen[i]);
	else
		same = first_with_set(e, i);
	if (e->rounds[i].closed && same == i)
		r = sets_get(txn, &e->rounds[i].set, &e->seen[i]);
	e->told[i].seen = same == i ? e->seen[i].items : e->told[same].seen;
	e->told[i].n_seen = same == i ? e->seen[i].n : e->told[same].n_seen;
	return r;
}

static void add_round(struct evidence *e)
{
	if (e->n_rounds == e->cap_rounds) {
		size_t cap = e->cap_rounds ? 2 * e->cap_rounds : 16;

		e->rounds = alloc_resize(e->rounds, cap, sizeof(*e->rounds));
		e->told = alloc_resize(e->told, cap, sizeof(*e->told));
		e->seen = alloc_resize(e->seen, cap, sizeof(*e->seen));
		e->cap_rounds = cap;
	}
	e->rounds[e->n_rounds] = (struct corpus_round){0};
	e->told[e->n_rounds] = (struct timeline_round){.claimed = -1};
	e->seen[e->n_rounds] = (struct seen_list){0};
	e->n_rounds++;
}

static int load_round(struct store_txn *txn, struct slice key_raw,
		      struct slice value, struct evidence *e)
{
	struct corpus_key key = corpus_key_of(key_raw);
	struct corpus_round *round;
	struct slice acceptance;
	int r;

	add_round(e);
	round = &e->rounds[e->n_rounds - 1];
	r = corpus_round_read(value, round);
	if (r)
		return r;
	r = store_get(txn, DB_ACCEPTANCES, corpus_key_slice(&key), &acceptance);
	if (r < 0)
		return r;
	e->told[e->n_rounds - 1] = (struct timeline_round){
		.time_ms = round->round->id->time_ms,
		.seq = round->round->id->seq,
		.closed = round->closed,
		.listing_ok = round->round->listing_ok,
		.contents_ok = round->round->contents_ok,
		.authoritative = round->round->authoritative,
		.accepted = !r,
		.claimed = round->closed ? round->round->claimed : -1,
		.listing_why = round->round->listing_why,
	};
	return load_seen(txn, &key, e);
}

static int load_rounds(struct store_txn *txn, const struct corpus_key *source,
		       struct evidence *e)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn,
				 .db = DB_ROUNDS,
				 .prefix = slice_of(source->bytes, SOURCE_KEY)};
	int r;

	while (!(r = store_next(&c))) {
		r = load_round(txn, c.key, c.value, e);
		if (r)
			return r;
	}
	if (r != STORE_E_ABSENT)
		return r;
	if (e->n_rounds)
		e->source = alloc_copy(e->rounds[0].round->id->source);
	return 0;
}

static int load_versions(struct store_txn *txn, const struct corpus_key *source,
			 struct evidence *e)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn,
				 .db = DB_VERSIONS,
				 .prefix = slice_of(source->bytes, SOURCE_KEY)};
	int r;

	while (!(r = store_next(&c))) {
		const char *at = c.key.data + SOURCE_KEY + POSTING_BYTES;
		struct timeline_version *v;

		if (c.key.len != VERSION_KEY || c.value.len != DIGEST_BYTES)
			return fail(-EIO, "corpus: a version is damaged");
		if (e->n_versions == e->cap_versions) {
			e->cap_versions =
				e->cap_versions ? 2 * e->cap_versions : 256;
			e->versions = alloc_resize(e->versions, e->cap_versions,
						   sizeof(*e->versions));
		}
		v = &e->versions[e->n_versions++];
		memcpy(v->version.bytes, at, DIGEST_BYTES);
		memcpy(v->extractor.bytes, at + DIGEST_BYTES, DIGEST_BYTES);
		memcpy(v->text.bytes, c.value.data, DIGEST_BYTES);
	}
	return r == STORE_E_ABSENT ? 0 : r;
}

int evidence_load(struct store_txn *txn, const struct corpus_key *source,
		  struct evidence *out)
{
	struct evidence e = {0};
	int r = load_rounds(txn, source, &e);

	if (!r)
		r = load_versions(txn, source, &e);
	if (r) {
		evidence_deinit(&e);
		return r;
	}
	*out = e;
	return 0;
}

void evidence_deinit(struct evidence *e)
{
	for (size_t i = 0; i < e->n_rounds; i++) {
		corpus_round_deinit(&e->rounds[i]);
		seen_list_deinit(&e->seen[i]);
	}
	free(e->seen);
	free(e->rounds);
	free(e->told);
	free(e->versions);
	free(e->source);
	*e = (struct evidence){0};
}
