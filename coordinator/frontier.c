#include "coordinator/frontier.h"
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/fail.h"
#include "core/pack.h"
#include <errno.h>

enum db {
	DB_SOURCES, /* id -> FrontierSource */
	DB_ROUNDS,  /* seq -> FrontierRound */
	DB_TASKS,   /* seq, task -> FrontierTask */
	DB_SEEN,    /* seq, digest -> nothing */
	DB_HOSTS,   /* host -> FrontierHost */
	DB_LEASES,  /* token -> FrontierLease */
	DB_LEASED,  /* token, seq, task -> nothing */
	DB_CLOSED,  /* seq -> Round */
};
static const char *const NAMES[] = {"sources", "rounds", "tasks",
				    "seen",    "hosts",	 "leases",
				    "leased",  "closed", NULL};

struct frontier {
	struct store *store;
	struct store_txn *txn; /* begun by the first call after a commit */
	struct bytes packed;   /* reused */
};

/* A key of numbers, big-endian, so that byte order is their order; or a name
 * (longer ones than LMDB takes go by their digest). */
struct key {
	char data[STORE_KEY_MAX];
	size_t len;
};

static void key_u64(struct key *key, uint64_t n)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		key->data[key->len++] = (char)(n >> shift);
}

static struct key key_of(uint64_t n)
{
	struct key key = {.len = 0};

	key_u64(&key, n);
	return key;
}

static struct key key_of_two(uint64_t a, uint64_t b)
{
	struct key key = key_of(a);

	key_u64(&key, b);
	return key;
}

static struct key key_of_leased(const struct frontier_leased *l)
{
	struct key key = key_of_two(l->token, l->seq);

	key_u64(&key, l->task);
	return key;
}

static struct key key_of_name(const char *name)
{
	struct key key = {.len = strlen(name)};
	struct digest d;

	if (key.len <= STORE_KEY_MAX) {
		memcpy(key.data, name, key.len);
		return key;
	}
	d = digest_of(name, key.len);
	memcpy(key.data, d.bytes, DIGEST_BYTES);
	key.len = DIGEST_BYTES;
	return key;
}

static struct slice key_slice(const struct key *key)
{
	return slice_of(key->data, key->len);
}

void frontier_free(struct frontier *frontier)
{
	if (!frontier)
		return;
	store_abort(frontier->txn);
	store_free(frontier->store);
	bytes_deinit(&frontier->packed);
	free(frontier);
}

static int begin(struct frontier *f)
{
	if (f->txn)
		return 0;
	return fold(store_begin(f->store, STORE_WRITE, &f->txn),
		    "frontier: begin");
}

int frontier_commit(struct frontier *f)
{
	if (!f->txn)
		return 0;
	return fold(store_commit(TAKE(f->txn)), "frontier: commit");
}

static const char *const COUNTERS[] = {"task", "round", "token", NULL};

static int raise_counters(struct frontier *f, uint64_t floor)
{
	int r = begin(f);

	for (int i = 0; !r && COUNTERS[i]; i++) {
		uint64_t n = 0;

		r = store_number(f->txn, COUNTERS[i], &n);
		if (!r && n < floor)
			r = store_set_number(f->txn, COUNTERS[i], floor);
	}
	return r ? r : frontier_commit(f);
}

int frontier_open(struct frontier **out, const char *path, uint64_t floor)
{
	CLEANUP(frontier_freep) struct frontier *f = NULL;
	const struct store_options options = {
		.path = path,
		.names = NAMES,
		.format = DATADIR_FRONTIER_FORMAT,
		.mode = STORE_WRITE,
	};
	int r;

	f = alloc_zero(1, sizeof(*f));
	r = store_open(&f->store, &options);
	if (!r)
		r = raise_counters(f, floor);
	if (r)
		return fold(r, "frontier: open");
	*out = TAKE(f);
	return 0;
}

static int put(struct frontier *f, enum db db, struct key key,
	       const void *record)
{
	int r = begin(f);

	if (r)
		return r;
	bytes_reset(&f->packed);
	if (record)
		pack_add(&f->packed, record);
	return fold(
		store_put(f->txn, db, key_slice(&key), slice_bytes(&f->packed)),
		"frontier: put");
}

/* What is not there is as good as dropped. */
static int drop(struct frontier *f, enum db db, struct key key)
{
	int r = begin(f);

	if (!r)
		r = store_del(f->txn, db, key_slice(&key));
	return r == STORE_E_ABSENT ? 0 : fold(r, "frontier: drop");
}

static int drop_prefix(struct frontier *f, enum db db, uint64_t prefix)
{
	struct key key = key_of(prefix);
	int r = begin(f);

	if (!r)
		r = store_del_prefix(f->txn, db, key_slice(&key));
	return r == STORE_E_ABSENT ? 0 : fold(r, "frontier: drop");
}

static int get(struct frontier *f, enum db db, struct key key,
	       const ProtobufCMessageDescriptor *type, void *out)
{
	struct slice packed;
	ProtobufCMessage *record;
	int r = begin(f);

	if (!r)
		r = store_get(f->txn, db, key_slice(&key), &packed);
	if (r == STORE_E_ABSENT)
		return FRONTIER_E_ABSENT;
	if (r)
		return fold(r, "frontier: get");
	record = pack_read(type, packed);
	if (!record)
		return fail(-EBADMSG, "frontier: a damaged record of %s",
			    NAMES[db]);
	*(ProtobufCMessage **)out = record;
	return 0;
}

int frontier_next(struct frontier *f, enum frontier_counter counter,
		  uint64_t *out)
{
	uint64_t n = 0;
	int r = begin(f);

	if (!r)
		r = store_number(f->txn, COUNTERS[counter], &n);
	if (!r)
		r = store_set_number(f->txn, COUNTERS[counter], n + 1);
	if (r)
		return fold(r, "frontier: counter");
	*out = n + 1;
	return 0;
}

int frontier_source(struct frontier *f, const char *id,
		    Jobq__FrontierSource **out)
{
	return get(f, DB_SOURCES, key_of_name(id),
		   &jobq__frontier_source__descriptor, out);
}

int frontier_put_source(struct frontier *f, const Jobq__FrontierSource *source)
{
	return put(f, DB_SOURCES, key_of_name(source->id), source);
}

int frontier_put_round(struct frontier *f, const Jobq__FrontierRound *round)
{
	return put(f, DB_ROUNDS, key_of(round->id->seq), round);
}

int frontier_drop_round(struct frontier *f, uint64_t seq)
{
	int r = drop(f, DB_ROUNDS, key_of(seq));

	if (!r)
		r = drop_prefix(f, DB_TASKS, seq);
	if (!r)
		r = drop_prefix(f, DB_SEEN, seq);
	return r;
}

int frontier_see(struct frontier *f, uint64_t seq, const struct digest *task)
{
	struct key key = key_of(seq);
	int r = begin(f);

	if (r)
		return r;
	memcpy(key.data + key.len, task->bytes, DIGEST_BYTES);
	key.len += DIGEST_BYTES;
	r = store_put_new(f->txn, DB_SEEN, key_slice(&key), slice_of("", 0));
	if (r == STORE_E_PRESENT)
		return FRONTIER_E_SEEN;
	return fold(r, "frontier: see");
}

int frontier_put_task(struct frontier *f, const Jobq__FrontierTask *task)
{
	return put(f, DB_TASKS,
		   key_of_two(task->task->round->seq, task->task->id), task);
}

int frontier_task(struct frontier *f, uint64_t seq, uint64_t id,
		  Jobq__FrontierTask **out)
{
	return get(f, DB_TASKS, key_of_two(seq, id),
		   &jobq__frontier_task__descriptor, out);
}

int frontier_drop_task(struct frontier *f, uint64_t seq, uint64_t id)
{
	return drop(f, DB_TASKS, key_of_two(seq, id));
}

int frontier_put_host(struct frontier *f, const Jobq__FrontierHost *host)
{
	return put(f, DB_HOSTS, key_of_name(host->host), host);
}

int frontier_drop_host(struct frontier *f, const char *host)
{
	return drop(f, DB_HOSTS, key_of_name(host));
}

int frontier_put_lease(struct frontier *f, const Jobq__FrontierLease *lease)
{
	return put(f, DB_LEASES, key_of(lease->token), lease);
}

int frontier_drop_lease(struct frontier *f, uint64_t token)
{
	int r = drop(f, DB_LEASES, key_of(token));

	return r ? r : drop_prefix(f, DB_LEASED, token);
}

int frontier_put_leased(struct frontier *f, const struct frontier_leased *l)
{
	return put(f, DB_LEASED, key_of_leased(l), NULL);
}

int frontier_drop_leased(struct frontier *f, const struct frontier_leased *l)
{
	return drop(f, DB_LEASED, key_of_leased(l));
}

int frontier_put_closed(struct frontier *f, const Jobq__Round *round)
{
	return put(f, DB_CLOSED, key_of(round->id->seq), round);
}

int frontier_drop_closed(struct frontier *f, uint64_t seq)
{
	return drop(f, DB_CLOSED, key_of(seq));
}

static int visit_packed(struct slice packed,
			const ProtobufCMessageDescriptor *type,
			frontier_visit *visit, void *arg)
{
	CLEANUP(pack_freep) ProtobufCMessage *record = pack_read(type, packed);

	if (!record)
		return fail(-EBADMSG, "frontier: a damaged %s", type->name);
	return visit(arg, record);
}

int frontier_each(struct frontier *f, enum frontier_kind kind,
		  frontier_visit *visit, void *arg)
{
	static const struct {
		enum db db;
		const ProtobufCMessageDescriptor *type;
	} KINDS[] = {
		{DB_ROUNDS, &jobq__frontier_round__descriptor},
		{DB_TASKS, &jobq__frontier_task__descriptor},
		{DB_HOSTS, &jobq__frontier_host__descriptor},
		{DB_LEASES, &jobq__frontier_lease__descriptor},
		{DB_CLOSED, &jobq__round__descriptor},
	};
	struct store_cursor c = {.db = KINDS[kind].db};
	int r = begin(f);

	if (r)
		return r;
	c.txn = f->txn;
	while (!(r = store_next(&c))) {
		r = visit_packed(c.value, KINDS[kind].type, visit, arg);
		if (r)
			break;
	}
	store_cursor_deinit(&c);
	return r == STORE_E_ABSENT ? 0 : r;
}

int frontier_each_leased(struct frontier *f, frontier_visit *visit, void *arg)
{
	struct store_cursor c = {.db = DB_LEASED};
	int r = begin(f);

	if (r)
		return r;
	c.txn = f->txn;
	while (!(r = store_next(&c))) {
		struct frontier_leased l;

		if (c.key.len != 24)
			r = fail(-EBADMSG, "frontier: a damaged leased key");
		else {
			l.token = bytes_get_u64(c.key.data);
			l.seq = bytes_get_u64(c.key.data + 8);
			l.task = bytes_get_u64(c.key.data + 16);
			r = visit(arg, &l);
		}
		if (r)
			break;
	}
	store_cursor_deinit(&c);
	return r == STORE_E_ABSENT ? 0 : r;
}
