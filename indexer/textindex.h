#pragma once
/*
 * Textindex: the Xapian index, the only place that knows Xapian. A writer
 * (the indexer's, one a path) and readers (jobq). Opaque, one thread each.
 * Readers see the last commit; a reader whose snapshot is gone gives
 * TEXTINDEX_E_MODIFIED: textindex_reopen() and run again.
 */
#include "core/bytes.h"
#include "indexer/textdoc.h"

struct textindex;
struct textquery;

enum {
	TEXTINDEX_E_MODIFIED = 1,
	TEXTINDEX_E_ABSENT = 2, /* no index there, no such document or key */
};

/* ---- writing ---- */
MUST_CHECK int textindex_open_writer(struct textindex **out, const char *path);
void textindex_free(
	struct textindex *index); /* what is not committed is lost */
DEFINE_CLEANUP(struct textindex *, textindex_free);
/* Publishes what was written since the last commit, documents and metadata
 * together: readers and a restart see all of it or none. In between, Xapian
 * merges what it holds in memory into the tables after every 200 documents
 * (more in one merge is slower) without publishing it. */
MUST_CHECK int textindex_commit(struct textindex *index);

/* Puts `doc` in the place of the document that has the boolean term `id`. */
MUST_CHECK int textindex_replace(struct textindex *index, const char *id,
				 struct textdoc *doc);
/* Sets values and data of the document with term `id`, its terms untouched:
 * what closing a span costs. TEXTINDEX_E_ABSENT. Only the values and the data
 * that were set in `doc` are taken. */
MUST_CHECK int textindex_update(struct textindex *index, const char *id,
				struct textdoc *doc);
/* Deletes every document that has the term. */
MUST_CHECK int textindex_delete(struct textindex *index, const char *term);
MUST_CHECK int textindex_set_metadata(struct textindex *index, const char *key,
				      struct slice value);

/* ---- reading ---- */
/* TEXTINDEX_E_ABSENT: no index was ever committed there. */
MUST_CHECK int textindex_open_reader(struct textindex **out, const char *path);
MUST_CHECK int textindex_reopen(struct textindex *index);
/* Empty where the key is not set. Works on a writer too. */
MUST_CHECK int textindex_metadata(struct textindex *index, const char *key,
				  struct bytes *out);
typedef int textindex_key(void *arg, const char *key); /* non-zero stops */
MUST_CHECK int textindex_metadata_keys(struct textindex *index,
				       const char *prefix, textindex_key *each,
				       void *arg);
/* The data of the document with the unique term. TEXTINDEX_E_ABSENT. */
MUST_CHECK int textindex_data(struct textindex *index, const char *id,
			      struct bytes *out);
/* Terms in the index that begin with `prefix`, at most `max`: for resolving a
 * posting's short id and for completion. */
MUST_CHECK int textindex_terms(struct textindex *index, const char *prefix,
			       size_t max, textindex_key *each, void *arg);

/* Queries: built bottom-up; a constructor owns its operands. NULL operands are
 * allowed in and/or and left out: NULL where both are. Elsewhere NULL is all,
 * or for the second operand of not/filter, left out. */
struct textquery *textquery_term(const char *prefix, struct slice term);
struct textquery *textquery_all(void);
struct textquery *textquery_nothing(void);
/* Any term that begins with prefix + `start`, that one included. */
struct textquery *textquery_wildcard(const char *prefix, struct slice start);
struct textquery *textquery_and(struct textquery *a, struct textquery *b);
struct textquery *textquery_or(struct textquery *a, struct textquery *b);
struct textquery *textquery_not(struct textquery *a, struct textquery *b);
/* Matches like `a`; `filter` counts nothing for the rank. */
struct textquery *textquery_filter(struct textquery *a,
				   struct textquery *filter);
/* Terms (given with their prefix) at consecutive positions. */
struct textquery *textquery_phrase(const char *prefix,
				   const struct slice *terms, size_t n);
/* As textquery_phrase(), and the last is any term that begins so. */
struct textquery *textquery_phrase_wildcard(const char *prefix,
					    const struct slice *terms,
					    size_t n);
/* low <= value(slot) <= high, inclusive. */
struct textquery *textquery_range(unsigned slot, uint64_t low, uint64_t high);
void textquery_free(struct textquery *query);
DEFINE_CLEANUP(struct textquery *, textquery_free);

enum textindex_order { ORDER_RELEVANCE, ORDER_VALUE_UP, ORDER_VALUE_DOWN };
struct textindex_search {
	const struct textquery *query;
	enum textindex_order order;
	unsigned slot;	      /* for ORDER_VALUE_* */
	bool collapse;	      /* one per value of VALUE_BOARD */
	size_t offset, limit; /* limit 0: all */
};
struct textindex_hit {
	struct slice data; /* valid during the call */
	double weight;
};
typedef int textindex_each(void *arg, const struct textindex_hit *hit);
/* Calls `each` for the hits in order (non-zero stops, and is returned); *total,
 * where not NULL, is the exact number of matches. Equal hits stand in the order
 * in which their documents were first written. All data is read before the
 * first call, so TEXTINDEX_E_MODIFIED never comes after a hit was given; the
 * price is memory for the data of all hits. */
MUST_CHECK int textindex_run(struct textindex *index,
			     const struct textindex_search *search,
			     textindex_each *each, void *arg, size_t *total);
