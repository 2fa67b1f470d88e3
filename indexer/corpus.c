#include "indexer/corpus.h"
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/fail.h"
#include "core/pack.h"
#include <endian.h>
#include <errno.h>

static const char *const names[] = {
	[DB_SOURCES] = "sources",
	[DB_POSTINGS] = "postings",
	[DB_CONTENTS] = "contents",
	[DB_VERSIONS] = "versions",
	[DB_HINTS] = "hints",
	[DB_SEEN] = "seen",
	[DB_ROUNDS] = "rounds",
	[DB_SETS] = "sets",
	[DB_ACCEPTANCES] = "acceptances",
	[DB_DIRTY] = "dirty",
	[DB_SPANS] = "spans",
	[DB_EVENTS] = "events",
	[DB_VERDICTS] = "verdicts",
	[DB_LOG] = "log",
	[DB_CHANGES] = "changes",
	[DB_ANALYSES] = "analyses",
	[DB_REANALYSIS] = "reanalysis",
	NULL,
};

/* Both are numbers in "meta". */
#define SEQ	"seq"
#define TRIMMED "trimmed"

int corpus_open(struct store **out, const char *path, enum store_mode mode)
{
	const struct store_options options = {.path = path,
					      .names = names,
					      .format = DATADIR_CORPUS_FORMAT,
					      .mode = mode};

	return store_open(out, &options);
}

/* ---- keys ---- */

void corpus_key_add(struct corpus_key *key, const void *data, size_t len)
{
	memcpy(key->bytes + key->len, data, len);
	key->len += len;
}

void corpus_key_add_u64(struct corpus_key *key, uint64_t number)
{
	number = htobe64(number);
	corpus_key_add(key, &number, sizeof(number));
}

struct corpus_key corpus_key_of(struct slice raw)
{
	struct corpus_key key = {.len = 0};

	if (raw.len && raw.len <= sizeof(key.bytes))
		corpus_key_add(&key, raw.data, raw.len);
	return key;
}

struct corpus_key corpus_source_key(const char *source)
{
	struct digest d = digest_of(source, strlen(source));
	struct corpus_key key = {.len = 0};

	corpus_key_add(&key, d.bytes, sizeof(d.bytes));
	return key;
}

struct corpus_key corpus_round_key(const Jobq__RoundId *id)
{
	struct corpus_key key = corpus_source_key(id->source);

	corpus_key_add_u64(&key, (uint64_t)id->time_ms);
	corpus_key_add_u64(&key, id->seq);
	return key;
}

/* ---- rounds: [closed 1][set 16][packed Round] ---- */

int corpus_round_read(struct slice value, struct corpus_round *out)
{
	const size_t head = 1 + DIGEST_BYTES;

	if (value.len < head)
		return fail(-EIO, "corpus: a round of %zu bytes", value.len);
	out->closed = value.data[0];
	memcpy(out->set.bytes, value.data + 1, DIGEST_BYTES);
	out->round = PACK_READ(jobq__round,
			       slice_of(value.data + head, value.len - head));
	if (!out->round || !out->round->id)
		return fail(-EIO, "corpus: a round is damaged");
	return 0;
}

void corpus_round_write(struct bytes *out, const struct corpus_round *round)
{
	bytes_add_char(out, round->closed ? 1 : 0);
	bytes_add(out, round->set.bytes, DIGEST_BYTES);
	pack_add(out, &round->round->base);
}

void corpus_round_deinit(struct corpus_round *round)
{
	pack_freep(&round->round);
}

/* ---- postings: "SOURCE\0KEY\0" ---- */

int corpus_posting(struct store_txn *txn, const struct posting_id *id,
		   const char **out_source, const char **out_key)
{
	struct slice value;
	size_t len;
	int r = store_get(txn, DB_POSTINGS, slice_of(id->bytes, POSTING_BYTES),
			  &value);

	if (r)
		return r < 0 ? r : CORPUS_E_ABSENT;
	len = strnlen(value.data, value.len);
	if (len + 2 > value.len || value.data[value.len - 1])
		return fail(-EIO, "corpus: a posting's record is damaged");
	*out_source = value.data;
	*out_key = value.data + len + 1;
	return 0;
}

int corpus_source(struct store_txn *txn, const struct corpus_key *key,
		  const char *id, Jobq__Source **out)
{
	struct slice value;
	Jobq__Source bare = JOBQ__SOURCE__INIT;
	int r = store_get(txn, DB_SOURCES, slice_of(key->bytes, SOURCE_KEY),
			  &value);

	if (r < 0)
		return r;
	if (r == STORE_E_ABSENT) {
		bare.id = (char *)(id ? id : "");
		*out = (void *)pack_clone(&bare.base);
	} else {
		*out = PACK_READ(jobq__source, value);
	}
	return *out ? 0 : fail(-EIO, "corpus: a source is damaged");
}

/* ---- contents: [round time 8][round sequence 8][packed Content] ---- */

static int read_content(struct slice value, Jobq__Content **out)
{
	Jobq__Content *content = NULL;

	if (value.len > 16)
		content = PACK_READ(jobq__content,
				    slice_of(value.data + 16, value.len - 16));
	if (!content)
		return fail(-EIO, "corpus: a content is damaged");
	*out = content;
	return 0;
}

int corpus_content(struct store_txn *txn, const struct posting_id *id,
		   const struct digest *version, Jobq__Content **out)
{
	CLEANUP(pack_freep) Jobq__Content *best = NULL;
	struct corpus_key prefix = {.len = 0};
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn, .db = DB_CONTENTS};
	int r;

	corpus_key_add(&prefix, id->bytes, POSTING_BYTES);
	corpus_key_add(&prefix, version->bytes, DIGEST_BYTES);
	c.prefix = corpus_key_slice(&prefix);
	while (!(r = store_next(&c))) {
		CLEANUP(pack_freep) Jobq__Content *content = NULL;

		r = read_content(c.value, &content);
		if (r || !content)
			return r;
		if (best && strverscmp(best->extractor, content->extractor) > 0)
			continue;
		pack_freep(&best);
		best = TAKE(content);
	}
	if (r != STORE_E_ABSENT)
		return r;
	if (!best)
		return CORPUS_E_ABSENT;
	*out = TAKE(best);
	return 0;
}

int corpus_hint(struct store_txn *txn, const struct posting_id *id,
		Jobq__Content **out)
{
	struct slice value;
	int r = store_get(txn, DB_HINTS, slice_of(id->bytes, POSTING_BYTES),
			  &value);

	if (r)
		return r < 0 ? r : CORPUS_E_ABSENT;
	return read_content(value, out);
}

/* ---- changes: sequence -> [what 1][key] ---- */

int corpus_seq(struct store_txn *txn, uint64_t *out)
{
	return store_number(txn, SEQ, out);
}

int corpus_trimmed(struct store_txn *txn, uint64_t *out)
{
	return store_number(txn, TRIMMED, out);
}

int corpus_change(struct store_txn *txn, enum corpus_change what,
		  struct slice key)
{
	struct corpus_key number = {.len = 0}, value = {.len = 0};
	char kind = (char)what;
	uint64_t seq;
	int r = corpus_seq(txn, &seq);

	if (r)
		return r;
	corpus_key_add_u64(&number, seq + 1);
	corpus_key_add(&value, &kind, 1);
	corpus_key_add(&value, key.data, key.len);
	r = store_put(txn, DB_CHANGES, corpus_key_slice(&number),
		      corpus_key_slice(&value));
	return r ? r : store_set_number(txn, SEQ, seq + 1);
}

int corpus_trim(struct store_txn *txn, uint64_t seq, size_t max)
{
	uint64_t from, done;
	int r = corpus_trimmed(txn, &from);

	for (done = from; !r && done < seq && done - from < max; done++) {
		struct corpus_key key = {.len = 0};

		corpus_key_add_u64(&key, done + 1);
		r = store_del(txn, DB_CHANGES, corpus_key_slice(&key));
		r = r == STORE_E_ABSENT ? 0 : r;
	}
	if (r || done == from)
		return r;
	return store_set_number(txn, TRIMMED, done);
}
