#include "indexer/analyses.h"
#include "core/alloc.h"
#include "core/pack.h"
#include "indexer/derived.h"

struct analyses {
	struct store *corpus;
	const struct analyser *analyser;
	struct derived made; /* not stored yet */
	size_t n_made;
};

struct analyses *analyses_new(struct store *corpus,
			      const struct analyser *analyser)
{
	struct analyses *a = alloc_zero(1, sizeof(*a));

	a->corpus = corpus;
	a->analyser = analyser;
	return a;
}

void analyses_free(struct analyses *analyses)
{
	if (!analyses)
		return;
	derived_deinit(&analyses->made);
	free(analyses);
}

/* The company as rules may name it, one name a line. */
static char *names_of(const Jobq__Source *source)
{
	return alloc_format("%s\n%s\n%s", source->company, source->name_en,
			    source->name_zh);
}

static struct digest stamp_of(const struct analyses *a,
			      const struct analyses_ask *ask, const char *names)
{
	const struct digest *rules = rules_digest(analyser_rules(a->analyser));
	const struct slice parts[] = {slice_of(rules->bytes, DIGEST_BYTES),
				      slice_text(names),
				      slice_text(ask->content->extractor)};

	return digest_of_parts(parts, 3);
}

static struct corpus_key key_of(const struct analyses_ask *ask)
{
	struct corpus_key key = {.len = 0};

	corpus_key_add(&key, ask->posting->bytes, POSTING_BYTES);
	corpus_key_add(&key, ask->version->bytes, DIGEST_BYTES);
	return key;
}

/* *out stays NULL where there is none of this stamp. */
static int read_stored(const struct analyses_ask *ask,
		       const struct digest *stamp, Jobq__Analysis **out)
{
	struct corpus_key key = key_of(ask);
	struct slice value;
	int r = store_get(ask->txn, DB_ANALYSES, corpus_key_slice(&key),
			  &value);

	if (r)
		return r == STORE_E_ABSENT ? 0 : r;
	if (value.len < DIGEST_BYTES ||
	    memcmp(value.data, stamp->bytes, DIGEST_BYTES) != 0)
		return 0;
	*out = PACK_READ(jobq__analysis, slice_of(value.data + DIGEST_BYTES,
						  value.len - DIGEST_BYTES));
	return 0; /* a damaged one is made again */
}

static void hold(struct analyses *a, const struct analyses_ask *ask,
		 const struct digest *stamp, const Jobq__Analysis *analysis)
{
	CLEANUP(bytes_deinit) struct bytes value = {0};
	struct corpus_key key = key_of(ask);

	bytes_add(&value, stamp->bytes, DIGEST_BYTES);
	pack_add(&value, &analysis->base);
	derived_add(&a->made, corpus_key_slice(&key), slice_bytes(&value));
}

int analyses_get(struct analyses *a, const struct analyses_ask *ask,
		 Jobq__Analysis **out)
{
	CLEANUP(freep) char *names = names_of(ask->source);
	struct digest stamp = stamp_of(a, ask, names);
	Jobq__Analysis *analysis = NULL;
	int r = read_stored(ask, &stamp, &analysis);

	if (r)
		return r;
	if (!analysis) {
		analysis = analyser_read(a->analyser, ask->content, names);
		hold(a, ask, &stamp, analysis);
		a->n_made++;
	}
	*out = analysis;
	return 0;
}

int analyses_keep(struct analyses *a)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	int r;

	if (!a->made.n)
		return 0;
	r = store_begin(a->corpus, STORE_WRITE, &txn);
	for (size_t i = 0; !r && i < a->made.n; i++) {
		const struct derived_row *row = &a->made.rows[i];
		const char *at = a->made.arena.data + row->at;

		r = store_put(txn, DB_ANALYSES, slice_of(at, row->key_len),
			      slice_of(at + row->key_len, row->value_len));
	}
	if (!r)
		r = store_commit(TAKE(txn));
	if (r)
		return r;
	derived_deinit(&a->made);
	a->made = (struct derived){0};
	return 0;
}

size_t analyses_made(const struct analyses *analyses)
{
	return analyses->n_made;
}
