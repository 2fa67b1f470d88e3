#pragma once
/*
 * Store: an LMDB environment with named databases, one process writing, any
 * number reading. Durable at commit (LMDB's default: synced). A store belongs
 * to one thread. Keys are at most 511 bytes.
 *
 * meta: every store has a database "meta" with the key "format"; a store of a
 * newer format is refused with a message, nothing is touched.
 *
 * LMDB maps its file. Where that was cut short the process ends by SIGBUS, and
 * says so first, in the name of the store that was opened last, unless SIGBUS
 * had a handler before.
 */
#include "core/bytes.h"
#include <lmdb.h>

struct store;
struct store_txn;

enum { STORE_E_ABSENT = 1, STORE_E_PRESENT = 2 };
enum store_mode { STORE_READ, STORE_WRITE };
enum { STORE_KEY_MAX = 511 };

struct store_options {
	const char *path;	  /* a directory; made if missing */
	const char *const *names; /* databases, NULL-terminated; index = db */
	uint32_t format;
	enum store_mode mode;
	size_t map_bytes; /* address space, not disk; 0: 64 GiB */
};

/* Opens; STORE_WRITE also takes the directory's lock file ("lock") for this
 * process: -EBUSY, logged with the holder's pid, where another has it.
 * STORE_READ of one whose maker was killed before its first commit is
 * STORE_E_ABSENT: nothing is in it, the next writer makes it. */
MUST_CHECK int store_open(struct store **out, const struct store_options *o);
/* Whether there is a store at `path`, not just a file that a full disk or a
 * kill kept from becoming one: such a one is made anew by STORE_WRITE. */
bool store_exists(const char *path);
void store_free(struct store *store);
DEFINE_CLEANUP(struct store *, store_free);

/* One write transaction at a time; begin, then commit or abort. */
MUST_CHECK int store_begin(struct store *store, enum store_mode mode,
			   struct store_txn **out);
MUST_CHECK int store_commit(struct store_txn *txn); /* frees, also on fault */
void store_abort(struct store_txn *txn);	    /* NULL is fine */
DEFINE_CLEANUP(struct store_txn *, store_abort);

/* `db` is the index in options.names. What get and the cursor give points into
 * the map: valid until the next write in, or the end of, the transaction. */
MUST_CHECK int store_get(struct store_txn *txn, int db, struct slice key,
			 struct slice *out); /* STORE_E_ABSENT */
MUST_CHECK int store_put(struct store_txn *txn, int db, struct slice key,
			 struct slice value);
MUST_CHECK int store_put_new(struct store_txn *txn, int db, struct slice key,
			     struct slice value); /* STORE_E_PRESENT */
MUST_CHECK int store_del(struct store_txn *txn, int db,
			 struct slice key); /* STORE_E_ABSENT */
MUST_CHECK int store_count(struct store_txn *txn, int db, size_t *out);

/* Walks the keys that begin with `prefix` (empty: all), in byte order, from the
 * first >= `from` (empty: the prefix).
 *	struct store_cursor c = {.txn = txn, .db = DB_TASKS, .prefix = p};
 *	while (!(r = store_next(&c))) use(c.key, c.value);
 *	store_cursor_deinit(&c);
 * STORE_E_ABSENT is the end. The record given last may be deleted; deinit comes
 * before the transaction's end. */
struct store_cursor {
	struct store_txn *txn;
	int db;
	struct slice prefix, from;
	struct slice key, value; /* out */
	MDB_cursor *cursor;	 /* internal */
};
MUST_CHECK int store_next(struct store_cursor *c);
void store_cursor_deinit(struct store_cursor *c);

/* Deletes every key that begins with `prefix`. */
MUST_CHECK int store_del_prefix(struct store_txn *txn, int db,
				struct slice prefix);
/* Numbers in "meta": read (0 if absent) and written in the transaction. */
MUST_CHECK int store_number(struct store_txn *txn, const char *name,
			    uint64_t *out);
MUST_CHECK int store_set_number(struct store_txn *txn, const char *name,
				uint64_t value);
/* A compacted copy while others write; `path` is made. */
MUST_CHECK int store_copy(struct store *store, const char *path);
