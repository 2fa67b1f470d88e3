#include "workers/spool.h"
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/fail.h"
#include "core/pack.h"
#include "core/store.h"
#include <errno.h>

enum { DB_OBSERVATIONS, DB_OUTCOMES };
enum { KEY_BYTES = 8 };
#define MAP_BYTES                                                  \
	((size_t)4 << 30) /* address space: a spool over its bound \
			   * still takes what is under way */

struct spool {
	struct store *store;
	uint64_t bytes;
	uint64_t *dropped; /* still on disk */
	size_t n_dropped;
};

static struct slice key_of(uint64_t number, struct bytes *room)
{
	bytes_reset(room);
	bytes_add_u64(room, number);
	return slice_bytes(room);
}

void spool_batch_deinit(struct spool_batch *batch)
{
	if (batch->observations)
		jobq__observations__free_unpacked(batch->observations, NULL);
	for (size_t i = 0; i < batch->n_outcomes; i++)
		jobq__outcomes__free_unpacked(batch->outcomes[i], NULL);
	free(batch->outcomes);
	*batch = (struct spool_batch){0};
}

static int measure(struct spool *spool)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	int r = store_begin(spool->store, STORE_READ, &txn);

	for (int db = DB_OBSERVATIONS; !r && db <= DB_OUTCOMES; db++) {
		struct store_cursor c = {.txn = txn, .db = db};

		while (!(r = store_next(&c)))
			spool->bytes += c.value.len;
		store_cursor_deinit(&c);
		if (r == STORE_E_ABSENT)
			r = 0;
	}
	return fold(r, "spool: measure");
}

int spool_open(struct spool **out, const char *worker)
{
	static const char *const names[] = {"observations", "outcomes", NULL};
	CLEANUP(spool_freep)
	struct spool *spool = alloc_zero(1, sizeof(*spool));
	CLEANUP(freep) char *path = alloc_format("spool-%s", worker);
	struct store_options options = {
		.path = path,
		.names = names,
		.format = DATADIR_SPOOL_FORMAT,
		.mode = STORE_WRITE,
		.map_bytes = MAP_BYTES,
	};
	int r = store_open(&spool->store, &options);

	if (!r)
		r = measure(spool);
	if (r)
		return fold(r, "spool: open");
	*out = TAKE(spool);
	return 0;
}

void spool_free(struct spool *spool)
{
	if (!spool)
		return;
	store_free(spool->store);
	free(spool->dropped);
	free(spool);
}

static void pack_outcomes(struct bytes *out, const struct spool_batch *batch)
{
	CLEANUP(bytes_deinit) struct bytes one = {0};

	for (size_t i = 0; i < batch->n_outcomes; i++) {
		bytes_reset(&one);
		pack_add(&one, &batch->outcomes[i]->base);
		bytes_add_u64(out, one.len);
		bytes_add(out, one.data, one.len);
	}
}

static int delete (struct store_txn *txn, struct slice key)
{
	int r = store_del(txn, DB_OBSERVATIONS, key);

	if (r && r != STORE_E_ABSENT)
		return r;
	r = store_del(txn, DB_OUTCOMES, key);
	return r == STORE_E_ABSENT ? 0 : r;
}

static int delete_dropped(struct spool *spool, struct store_txn *txn)
{
	CLEANUP(bytes_deinit) struct bytes room = {0};
	int r = 0;

	for (size_t i = 0; !r && i < spool->n_dropped; i++)
		r = delete (txn, key_of(spool->dropped[i], &room));
	return r;
}

/* The number, and under it both halves. */
static int put(struct store_txn *txn, struct spool_batch *batch,
	       uint64_t *number, uint64_t *bytes)
{
	CLEANUP(bytes_deinit) struct bytes room = {0};
	CLEANUP(bytes_deinit) struct bytes observations = {0};
	CLEANUP(bytes_deinit) struct bytes outcomes = {0};
	int r = store_number(txn, "number", number);

	if (!r)
		r = store_set_number(txn, "number", ++*number);
	if (r)
		return r;
	batch->observations->batch = *number;
	pack_add(&observations, &batch->observations->base);
	pack_outcomes(&outcomes, batch);
	*bytes = observations.len + outcomes.len;
	r = store_put(txn, DB_OBSERVATIONS, key_of(*number, &room),
		      slice_bytes(&observations));
	if (r)
		return r;
	return store_put(txn, DB_OUTCOMES, key_of(*number, &room),
			 slice_bytes(&outcomes));
}

int spool_add(struct spool *spool, struct spool_batch *batch,
	      uint64_t *out_number)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	uint64_t number = 0, bytes = 0;
	int r = store_begin(spool->store, STORE_WRITE, &txn);

	if (!r)
		r = delete_dropped(spool, txn);
	if (!r)
		r = put(txn, batch, &number, &bytes);
	if (!r)
		r = store_commit(TAKE(txn));
	if (r)
		return fold(r, "spool: add");
	spool->n_dropped = 0;
	spool->bytes += bytes;
	*out_number = number;
	return 0;
}

int spool_tidy(struct spool *spool)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	int r = 0;

	if (!spool->n_dropped)
		return 0;
	r = store_begin(spool->store, STORE_WRITE, &txn);
	if (!r)
		r = delete_dropped(spool, txn);
	if (!r)
		r = store_commit(TAKE(txn));
	if (!r)
		spool->n_dropped = 0;
	return fold(r, "spool: tidy");
}

static int unpack_outcomes(struct slice packed, struct spool_batch *out)
{
	while (packed.len > KEY_BYTES) {
		uint64_t len = bytes_get_u64(packed.data);
		Jobq__Outcomes *one = NULL;

		if (len > packed.len - KEY_BYTES)
			break;
		one = PACK_READ(jobq__outcomes,
				slice_of(packed.data + KEY_BYTES, len));
		if (!one)
			break;
		out->outcomes = alloc_resize(out->outcomes, out->n_outcomes + 1,
					     sizeof(*out->outcomes));
		out->outcomes[out->n_outcomes++] = one;
		packed.data += KEY_BYTES + len;
		packed.len -= KEY_BYTES + len;
	}
	return packed.len ? fail(-EBADMSG, "spool: damaged outcomes") : 0;
}

int spool_read(struct spool *spool, uint64_t number, struct spool_batch *out)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	CLEANUP(bytes_deinit) struct bytes room = {0};
	struct slice key = key_of(number, &room), observations, outcomes;
	CLEANUP(spool_batch_deinit) struct spool_batch batch = {0};
	int r = store_begin(spool->store, STORE_READ, &txn);

	if (!r)
		r = store_get(txn, DB_OBSERVATIONS, key, &observations);
	if (!r)
		r = store_get(txn, DB_OUTCOMES, key, &outcomes);
	if (r > 0)
		return fail(-ENOENT, "spool: no batch %llu",
			    (unsigned long long)number);
	if (r)
		return r;
	batch.observations = PACK_READ(jobq__observations, observations);
	if (!batch.observations)
		return fail(-EBADMSG, "spool: damaged observations");
	r = unpack_outcomes(outcomes, &batch);
	if (r)
		return r;
	*out = batch;
	batch = (struct spool_batch){0};
	return 0;
}

static bool is_dropped(const struct spool *spool, uint64_t number)
{
	for (size_t i = 0; i < spool->n_dropped; i++)
		if (spool->dropped[i] == number)
			return true;
	return false;
}

int spool_next(struct spool *spool, uint64_t number, uint64_t *out_number)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	CLEANUP(bytes_deinit) struct bytes room = {0};
	struct store_cursor c = {.db = DB_OBSERVATIONS};
	int r = store_begin(spool->store, STORE_READ, &txn);

	if (r)
		return r;
	c.txn = txn;
	c.from = key_of(number + 1, &room);
	while (!(r = store_next(&c)))
		if (!is_dropped(spool, bytes_get_u64(c.key.data)))
			break;
	if (!r)
		*out_number = bytes_get_u64(c.key.data);
	store_cursor_deinit(&c);
	return r == STORE_E_ABSENT ? SPOOL_E_END : r;
}

static uint64_t size_of(struct spool *spool, uint64_t number)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	CLEANUP(bytes_deinit) struct bytes room = {0};
	struct slice key = key_of(number, &room), value;
	uint64_t bytes = 0;

	if (store_begin(spool->store, STORE_READ, &txn))
		return 0;
	for (int db = DB_OBSERVATIONS; db <= DB_OUTCOMES; db++)
		if (!store_get(txn, db, key, &value))
			bytes += value.len;
	return bytes;
}

void spool_drop(struct spool *spool, uint64_t number)
{
	uint64_t bytes = size_of(spool, number);

	if (is_dropped(spool, number))
		return;
	spool->bytes -= bytes < spool->bytes ? bytes : spool->bytes;
	spool->dropped = alloc_resize(spool->dropped, spool->n_dropped + 1,
				      sizeof(*spool->dropped));
	spool->dropped[spool->n_dropped++] = number;
}

uint64_t spool_bytes(const struct spool *spool)
{
	return spool->bytes;
}
