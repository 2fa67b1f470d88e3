#include "core/store.h"
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/fail.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { NAMES_MAX = 32 };
#define MAP_DEFAULT ((size_t)64 << 30)

struct store {
	char *path;
	const char *name; /* the last part of path: what messages call it */
	MDB_env *env;
	MDB_dbi meta;
	MDB_dbi dbs[NAMES_MAX];
	int n_dbs;
	enum store_mode mode;
	size_t map_bytes;
	int lock; /* -1: not held */
};

struct store_txn {
	struct store *store;
	MDB_txn *mdb;
};

/* LMDB reports a short write, which is what a full disk gives, as EIO. */
static bool disk_full(const struct store *store, int rc)
{
	struct statvfs fs;

	if (rc == ENOSPC || rc == EDQUOT)
		return true;
	return rc == EIO && !statvfs(store->path, &fs) && fs.f_bavail < 16;
}

#define DAMAGED                                                         \
	"restore it from a backup; a frontier or a spool may be moved " \
	"away instead, its work is done again"

/* ---- files that are shorter than they were ---- */

static char bus_text[512]; /* of the store that was opened last */

/* The map has no page where the file has ended: LMDB looks at no size. */
static void on_bus(int signal)
{
	ssize_t n = write(STDERR_FILENO, bus_text, strlen(bus_text));

	(void)signal;
	(void)n; /* the process ends by the same signal, now at its default */
}

static void watch_bus(const struct store *store)
{
	struct sigaction action = {.sa_handler = on_bus,
				   .sa_flags = (int)SA_RESETHAND};
	struct sigaction before;

	snprintf(bus_text, sizeof(bus_text),
		 "error %s: its file was cut short, or its disk fails or is "
		 "full: " DAMAGED "\n",
		 store->name);
	if (!sigaction(SIGBUS, NULL, &before) && before.sa_handler == SIG_DFL)
		sigaction(SIGBUS, &action, NULL);
}

static bool is_damage(int rc)
{
	return rc == MDB_INVALID || rc == MDB_CORRUPTED ||
	       rc == MDB_PAGE_NOTFOUND || rc == MDB_VERSION_MISMATCH;
}

static int fault(const struct store *store, const char *step, int rc)
{
	if (disk_full(store, rc))
		return fail(-ENOSPC,
			    "%s: %s: no space left on device: free some",
			    store->name, step);
	if (rc == MDB_MAP_FULL)
		return fail(-ENOSPC,
			    "%s: %s: no space left in its map of %zu bytes",
			    store->name, step, store->map_bytes);
	if (is_damage(rc))
		return fail(-EIO, "%s: %s: damaged (%s): " DAMAGED, store->name,
			    step, mdb_strerror(rc));
	return fail(rc > 0 ? -rc : -EIO, "%s: %s: %s", store->name, step,
		    mdb_strerror(rc));
}

static MDB_val val_of(struct slice s)
{
	return (MDB_val){.mv_size = s.len, .mv_data = (void *)s.data};
}

static struct slice slice_of_val(const MDB_val *v)
{
	return slice_of(v->mv_data, v->mv_size);
}

/* ---- opening ---- */

static int take_lock(struct store *store)
{
	CLEANUP(freep) char *file = alloc_format("%s/lock", store->path);
	int holder = 0;
	int r = datadir_lock(file, 0, &store->lock, &holder);

	if (r == DATADIR_E_HELD)
		return fail(-EBUSY, "%s: %s is held by process %d", store->name,
			    file, holder);
	return fold(r, "store lock");
}

bool store_exists(const char *path)
{
	CLEANUP(freep) char *file = alloc_format("%s/data.mdb", path);
	struct stat st;

	/* LMDB begins with two pages of meta; no record is there before. */
	return !stat(file, &st) && st.st_size >= 2 * sysconf(_SC_PAGESIZE);
}

static int remove_stub(const struct store *store)
{
	CLEANUP(freep) char *file = alloc_format("%s/data.mdb", store->path);

	if (store_exists(store->path) || !unlink(file) || errno == ENOENT)
		return 0;
	return fault(store, "make anew", errno);
}

static int open_env(struct store *store)
{
	unsigned flags = MDB_NOTLS;
	int dead = 0;
	int rc = mdb_env_create(&store->env);

	if (rc)
		return fault(store, "create", rc);
	watch_bus(store);
	if (store->mode == STORE_READ)
		flags |= MDB_RDONLY;
	rc = mdb_env_set_mapsize(store->env, store->map_bytes);
	if (!rc)
		rc = mdb_env_set_maxdbs(store->env, NAMES_MAX + 1);
	if (!rc)
		rc = mdb_env_open(store->env, store->path, flags, 0600);
	if (!rc) /* slots of killed readers would keep old pages */
		rc = mdb_reader_check(store->env, &dead);
	return rc ? fault(store, "open", rc) : 0;
}

/* The format as it is stored; a new store gets ours. */
static int check_format(struct store_txn *txn, uint32_t ours)
{
	struct store *store = txn->store;
	uint64_t found = 0;
	int r = store_number(txn, "format", &found);

	if (r)
		return r;
	if (found > ours)
		return fail(-EPROTO,
			    "%s: written by a newer version (format %llu, this "
			    "program knows %u): use that one",
			    store->name, (unsigned long long)found, ours);
	if (found == ours || store->mode == STORE_READ)
		return 0;
	return store_set_number(txn, "format", ours);
}

static int open_dbs(struct store *store, const struct store_options *o)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	unsigned flags = store->mode == STORE_WRITE ? MDB_CREATE : 0;
	int r = store_begin(store, store->mode, &txn);
	int rc = 0;

	if (!txn)
		return r;
	rc = mdb_dbi_open(txn->mdb, "meta", flags, &store->meta);
	if (rc == MDB_NOTFOUND && store->mode == STORE_READ)
		return STORE_E_ABSENT; /* its maker was killed before that */
	if (rc)
		return fault(store, "open database meta", rc);
	r = check_format(txn, o->format);
	if (r)
		return r;
	for (; o->names && o->names[store->n_dbs]; store->n_dbs++) {
		if (store->n_dbs == NAMES_MAX)
			return fail(-EINVAL, "%s: too many databases",
				    store->name);
		rc = mdb_dbi_open(txn->mdb, o->names[store->n_dbs], flags,
				  &store->dbs[store->n_dbs]);
		if (rc)
			return fault(store, o->names[store->n_dbs], rc);
	}
	return store_commit(TAKE(txn));
}

int store_open(struct store **out, const struct store_options *o)
{
	CLEANUP(store_freep)
	struct store *store = alloc_zero(1, sizeof(*store));
	const char *slash = strrchr(o->path, '/');
	int r = 0;

	store->lock = -1;
	store->path = alloc_copy(o->path);
	store->name = slash ? store->path + (slash - o->path) + 1 : store->path;
	store->mode = o->mode;
	store->map_bytes = o->map_bytes ? o->map_bytes : MAP_DEFAULT;
	if (o->mode == STORE_WRITE) {
		if (mkdir(o->path, 0700) && errno != EEXIST)
			return fault(store, "make its directory", errno);
		r = take_lock(store);
		if (!r)
			r = remove_stub(store);
	}
	if (!r)
		r = open_env(store);
	if (!r)
		r = open_dbs(store, o);
	if (r)
		return r;
	*out = TAKE(store);
	return 0;
}

void store_free(struct store *store)
{
	if (!store)
		return;
	if (store->env)
		mdb_env_close(store->env);
	if (store->lock >= 0)
		close(store->lock);
	free(store->path);
	free(store);
}

/* ---- transactions ---- */

int store_begin(struct store *store, enum store_mode mode,
		struct store_txn **out)
{
	MDB_txn *mdb = NULL;
	unsigned flags = mode == STORE_READ ? MDB_RDONLY : 0;
	int rc = mdb_txn_begin(store->env, NULL, flags, &mdb);

	if (rc)
		return fault(store, "begin", rc);
	*out = alloc_zero(1, sizeof(**out));
	(*out)->store = store;
	(*out)->mdb = mdb;
	return 0;
}

int store_commit(struct store_txn *txn)
{
	struct store *store = txn->store;
	int rc = mdb_txn_commit(txn->mdb); /* frees it even when it fails */

	free(txn);
	return rc ? fault(store, "commit", rc) : 0;
}

void store_abort(struct store_txn *txn)
{
	if (!txn)
		return;
	mdb_txn_abort(txn->mdb);
	free(txn);
}

/* ---- records ---- */

static int get(struct store_txn *txn, MDB_dbi dbi, struct slice key,
	       struct slice *out)
{
	MDB_val k = val_of(key), v;
	int rc = mdb_get(txn->mdb, dbi, &k, &v);

	if (rc == MDB_NOTFOUND)
		return STORE_E_ABSENT;
	if (rc)
		return fault(txn->store, "get", rc);
	*out = slice_of_val(&v);
	return 0;
}

static int put(struct store_txn *txn, MDB_dbi dbi, struct slice key,
	       struct slice value)
{
	MDB_val k = val_of(key), v = val_of(value);
	int rc = mdb_put(txn->mdb, dbi, &k, &v, 0);

	return rc ? fault(txn->store, "put", rc) : 0;
}

int store_get(struct store_txn *txn, int db, struct slice key,
	      struct slice *out)
{
	return get(txn, txn->store->dbs[db], key, out);
}

int store_put(struct store_txn *txn, int db, struct slice key,
	      struct slice value)
{
	return put(txn, txn->store->dbs[db], key, value);
}

int store_put_new(struct store_txn *txn, int db, struct slice key,
		  struct slice value)
{
	MDB_val k = val_of(key), v = val_of(value);
	int rc =
		mdb_put(txn->mdb, txn->store->dbs[db], &k, &v, MDB_NOOVERWRITE);

	if (rc == MDB_KEYEXIST)
		return STORE_E_PRESENT;
	return rc ? fault(txn->store, "put", rc) : 0;
}

int store_del(struct store_txn *txn, int db, struct slice key)
{
	MDB_val k = val_of(key);
	int rc = mdb_del(txn->mdb, txn->store->dbs[db], &k, NULL);

	if (rc == MDB_NOTFOUND)
		return STORE_E_ABSENT;
	return rc ? fault(txn->store, "delete", rc) : 0;
}

int store_count(struct store_txn *txn, int db, size_t *out)
{
	MDB_stat stat;
	int rc = mdb_stat(txn->mdb, txn->store->dbs[db], &stat);

	if (rc)
		return fault(txn->store, "count", rc);
	*out = stat.ms_entries;
	return 0;
}

/* ---- walking ---- */

static bool has_prefix(const MDB_val *key, struct slice prefix)
{
	return key->mv_size >= prefix.len &&
	       (!prefix.len || !memcmp(key->mv_data, prefix.data, prefix.len));
}

/* Byte order, as LMDB's: a shorter key comes before its extensions. */
static bool is_before(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n ? memcmp(a.data, b.data, n) : 0;

	return order ? order < 0 : a.len < b.len;
}

static int first(struct store_cursor *c, MDB_val *k, MDB_val *v)
{
	struct slice from = is_before(c->from, c->prefix) ? c->prefix : c->from;
	struct store *store = c->txn->store;
	int rc = mdb_cursor_open(c->txn->mdb, store->dbs[c->db], &c->cursor);

	if (rc)
		return rc;
	*k = val_of(from);
	return mdb_cursor_get(c->cursor, k, v,
			      from.len ? MDB_SET_RANGE : MDB_FIRST);
}

int store_next(struct store_cursor *c)
{
	MDB_val k = {0}, v = {0};
	int rc = c->cursor ? mdb_cursor_get(c->cursor, &k, &v, MDB_NEXT)
			   : first(c, &k, &v);

	if (rc == MDB_NOTFOUND || (!rc && !has_prefix(&k, c->prefix)))
		return STORE_E_ABSENT;
	if (rc)
		return fault(c->txn->store, "walk", rc);
	c->key = slice_of_val(&k);
	c->value = slice_of_val(&v);
	return 0;
}

void store_cursor_deinit(struct store_cursor *c)
{
	if (c->cursor)
		mdb_cursor_close(c->cursor);
	c->cursor = NULL;
}

int store_del_prefix(struct store_txn *txn, int db, struct slice prefix)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn, .db = db, .prefix = prefix};
	int r = 0;

	while (!(r = store_next(&c))) {
		int rc = mdb_cursor_del(c.cursor, 0);

		if (rc)
			return fault(txn->store, "delete", rc);
	}
	return r == STORE_E_ABSENT ? 0 : r;
}

/* ---- meta ---- */

int store_number(struct store_txn *txn, const char *name, uint64_t *out)
{
	struct slice value = {0};
	int r = get(txn, txn->store->meta, slice_text(name), &value);

	if (r < 0)
		return r;
	if (!r && value.len != 8)
		return fail(-EIO, "%s: meta %s: %zu bytes, not 8",
			    txn->store->name, name, value.len);
	*out = r ? 0 : bytes_get_u64(value.data);
	return 0;
}

int store_set_number(struct store_txn *txn, const char *name, uint64_t value)
{
	CLEANUP(bytes_deinit) struct bytes raw = {0};

	bytes_add_u64(&raw, value);
	return put(txn, txn->store->meta, slice_text(name), slice_bytes(&raw));
}

int store_copy(struct store *store, const char *path)
{
	int rc = 0;

	if (mkdir(path, 0700) && errno != EEXIST)
		return fail(-errno, "%s: copy to %s: %s", store->name, path,
			    strerror(errno));
	rc = mdb_env_copy2(store->env, path, MDB_CP_COMPACT);
	return rc ? fault(store, "copy", rc) : 0;
}
