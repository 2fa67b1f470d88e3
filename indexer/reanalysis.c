#include "indexer/reanalysis.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include <errno.h>

/* The rows of DB_REANALYSIS: the rules' digest; and while a walk is under way
 * [spans noted 8][key of the last one]. */
#define KEY_RULES  "rules"
#define KEY_CURSOR "cursor"

static int put_cursor(struct store_txn *txn, uint64_t done, struct slice key)
{
	CLEANUP(bytes_deinit) struct bytes value = {0};

	bytes_add_u64(&value, done);
	bytes_add(&value, key.data, key.len);
	return store_put(txn, DB_REANALYSIS, slice_text(KEY_CURSOR),
			 slice_bytes(&value));
}

/* STORE_E_ABSENT: no walk is under way. */
static int get_cursor(struct store_txn *txn, uint64_t *done,
		      struct corpus_key *key)
{
	struct slice value;
	int r = store_get(txn, DB_REANALYSIS, slice_text(KEY_CURSOR), &value);

	if (r)
		return r;
	if (value.len < 8)
		return fail(-EIO, "corpus: the reanalysis' place is damaged");
	*done = bytes_get_u64(value.data);
	*key = corpus_key_of(slice_of(value.data + 8, value.len - 8));
	return 0;
}

static int same_rules(struct store_txn *txn, const struct digest *rules,
		      bool *out)
{
	struct slice stored;
	int r = store_get(txn, DB_REANALYSIS, slice_text(KEY_RULES), &stored);

	*out = !r && slice_equal(stored, slice_of(rules->bytes, DIGEST_BYTES));
	return r == STORE_E_ABSENT ? 0 : r;
}

static int start_walk(struct store_txn *txn, const struct digest *rules)
{
	int r = store_put(txn, DB_REANALYSIS, slice_text(KEY_RULES),
			  slice_of(rules->bytes, DIGEST_BYTES));

	return r ? r : put_cursor(txn, 0, slice_of("", 0));
}

int reanalysis_begin(struct reanalysis *out, struct store_txn *txn,
		     const struct digest *rules)
{
	struct reanalysis walk = {.under_way = true};
	struct corpus_key key;
	char hex[DIGEST_HEX];
	size_t total = 0;
	bool same = false;
	int r = same_rules(txn, rules, &same);

	if (!r && !same)
		r = start_walk(txn, rules);
	if (!r)
		r = get_cursor(txn, &walk.done, &key);
	if (r == STORE_E_ABSENT) {
		*out = (struct reanalysis){0};
		return 0;
	}
	if (!r)
		r = store_count(txn, DB_SPANS, &total);
	if (r)
		return r;
	walk.total = total;
	*out = walk;
	if (total)
		log_line(LOG_INFO, "indexer",
			 "reanalysis rules=%s done=%llu spans=%zu",
			 digest_hex(rules, hex), (unsigned long long)walk.done,
			 total);
	return 0;
}

/* The keys behind `after`, at most `max`: copied, because noting a change
 * writes. */
static int read_keys(struct store_txn *txn, const struct corpus_key *after,
		     struct corpus_key *keys, size_t max, size_t *n)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {
		.txn = txn, .db = DB_SPANS, .from = corpus_key_slice(after)};
	int r = 0;

	for (*n = 0; *n < max && !(r = store_next(&c));) {
		if (!slice_equal(c.key, corpus_key_slice(after)))
			keys[(*n)++] = corpus_key_of(c.key);
	}
	return r == STORE_E_ABSENT ? 0 : r;
}

static int finish(struct reanalysis *walk, struct store_txn *txn)
{
	int r = store_del(txn, DB_REANALYSIS, slice_text(KEY_CURSOR));

	if (r < 0)
		return r;
	if (walk->done)
		log_line(LOG_INFO, "indexer", "reanalysed spans=%llu",
			 (unsigned long long)walk->done);
	walk->under_way = false;
	return REANALYSIS_E_DONE;
}

int reanalysis_step(struct reanalysis *walk, struct store_txn *txn, size_t max)
{
	CLEANUP(freep)
	struct corpus_key *keys = alloc_zero(max + 1, sizeof(*keys));
	struct corpus_key after = {.len = 0};
	size_t n = 0;
	int r = get_cursor(txn, &walk->done, &after);

	if (!r)
		r = read_keys(txn, &after, keys, max, &n);
	if (r < 0)
		return r;
	if (!n)
		return finish(walk, txn);
	for (size_t i = 0; !r && i < n; i++)
		r = corpus_change(txn, CHANGE_SPAN, corpus_key_slice(&keys[i]));
	walk->done += n;
	return r ? r
		 : put_cursor(txn, walk->done, corpus_key_slice(&keys[n - 1]));
}
