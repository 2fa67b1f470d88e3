#pragma once
/*
 * Corpus: all that is known of the postings, in LMDB below "corpus/": what came
 * in (observations, rounds, acceptances, sources), what the timeline makes of
 * it (spans, events, verdicts), the log, what the index has yet to take over,
 * and what was read out of the texts (analyses). docs/storage.md gives the form
 * of every database. Owned by the indexer, one thread; jobq opens it to read
 * (backup, --raw).
 *
 * Everything that comes in is kept as a set: the same record twice changes
 * nothing, and their order does not matter.
 */
#include "core/digest.h"
#include "core/store.h"

#define CORPUS_PATH "corpus"

enum corpus_db {
	DB_SOURCES,
	DB_POSTINGS,
	DB_CONTENTS,
	DB_VERSIONS,
	DB_HINTS,
	DB_SEEN,
	DB_ROUNDS,
	DB_SETS,
	DB_ACCEPTANCES,
	DB_DIRTY,
	DB_SPANS,
	DB_EVENTS,
	DB_VERDICTS,
	DB_LOG,
	DB_CHANGES,
	DB_ANALYSES,
	DB_REANALYSIS,
};
enum { CORPUS_E_ABSENT = 1 };

MUST_CHECK int corpus_open(struct store **out, const char *path,
			   enum store_mode mode);

/* ---- keys: parts of a fixed size, numbers big-endian ---- */

enum {
	SOURCE_KEY = DIGEST_BYTES,	/* digest of the source's id */
	ROUND_KEY = SOURCE_KEY + 8 + 8, /* time, sequence */
	SPAN_KEY = SOURCE_KEY + POSTING_BYTES + 8 + 8, /* from, sequence */
	EVENT_KEY = SPAN_KEY + 1,		       /* kind */
	SEEN_KEY = ROUND_KEY + POSTING_BYTES + 1 + DIGEST_BYTES,
	CONTENT_KEY = POSTING_BYTES + 2 * DIGEST_BYTES, /* version, extractor */
	VERSION_KEY = SOURCE_KEY + CONTENT_KEY,
	CORPUS_KEY_MAX = SEEN_KEY, /* the longest of them */
};
struct corpus_key { /* one of these, built part by part */
	uint8_t bytes[CORPUS_KEY_MAX];
	size_t len;
};
struct corpus_key corpus_source_key(const char *source);
struct corpus_key corpus_round_key(const Jobq__RoundId *id);
struct corpus_key corpus_key_of(struct slice raw);
void corpus_key_add(struct corpus_key *key, const void *data, size_t len);
void corpus_key_add_u64(struct corpus_key *key, uint64_t number);
static inline struct slice corpus_key_slice(const struct corpus_key *key)
{
	return slice_of(key->bytes, key->len);
}

/* ---- reading ---- */

/* A round as it is stored. */
struct corpus_round {
	bool closed;
	struct digest set; /* none: nothing was seen, or not closed yet */
	Jobq__Round
		*round; /* owned; of an open one only the id says something */
};
MUST_CHECK int corpus_round_read(struct slice value, struct corpus_round *out);
void corpus_round_write(struct bytes *out, const struct corpus_round *round);
void corpus_round_deinit(struct corpus_round *round);

/* The posting's source id and key; CORPUS_E_ABSENT. Valid like store_get()'s.
 */
MUST_CHECK int corpus_posting(struct store_txn *txn,
			      const struct posting_id *id,
			      const char **out_source, const char **out_key);
/* The source by its key, or a bare record where the panel never named it.
 * `id` may be NULL. Caller frees. */
MUST_CHECK int corpus_source(struct store_txn *txn,
			     const struct corpus_key *key, const char *id,
			     Jobq__Source **out);
/* The content of a version; of several extractors' the latest's.
 * CORPUS_E_ABSENT. Caller frees. */
MUST_CHECK int corpus_content(struct store_txn *txn,
			      const struct posting_id *id,
			      const struct digest *version,
			      Jobq__Content **out);
/* What a listing said of a posting whose content was never had. */
MUST_CHECK int corpus_hint(struct store_txn *txn, const struct posting_id *id,
			   Jobq__Content **out);

/* ---- changes: what the index has yet to take over ---- */

enum corpus_change {
	CHANGE_SPAN = 'S', /* + span key: all of it, or that it is gone */
	CHANGE_SPAN_VALUES = 's', /* + span key: its end, not its text */
	CHANGE_POSTING = 'P',	  /* + source key, posting: all spans */
	CHANGE_HINT = 'H',   /* + source key, posting: spans without content */
	CHANGE_LINE = 'L',   /* + sequence of the log */
	CHANGE_ROUND = 'R',  /* + round key */
	CHANGE_SOURCE = 'o', /* + source key */
	CHANGE_SOURCE_ALL = 'O', /* + source key: it and all its documents */
};
/* Adds a change under the next number of the corpus's sequence. */
MUST_CHECK int corpus_change(struct store_txn *txn, enum corpus_change what,
			     struct slice key);
/* The last number given. */
MUST_CHECK int corpus_seq(struct store_txn *txn, uint64_t *out);
/* Forgets the changes up to `seq`, at most `max` of them: the index has them.
 * An index whose cursor lies before corpus_trimmed() must be made anew. */
MUST_CHECK int corpus_trim(struct store_txn *txn, uint64_t seq, size_t max);
MUST_CHECK int corpus_trimmed(struct store_txn *txn, uint64_t *out);
