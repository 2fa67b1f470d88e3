#pragma once
/*
 * Derived: rows that are made anew from the evidence, and how they differ from
 * those that are stored: spans, events and verdicts are written by differences,
 * because each difference is a document to index or a line of the log.
 */
#include "core/store.h"

struct derived_row {
	size_t at; /* in the arena: key, then value */
	uint32_t key_len, value_len;
};
struct derived { /* by value, {0} at the start */
	struct bytes arena;
	struct derived_row *rows;
	size_t n, cap;
};
void derived_add(struct derived *d, struct slice key, struct slice value);
void derived_deinit(struct derived *d);

struct derived_change {
	struct slice key;
	struct slice old, now; /* one of them NULL: a new or a withdrawn row */
};
typedef int derived_each(void *arg, const struct derived_change *change);

struct derived_diff {
	struct store_txn *txn;
	int db;
	struct slice prefix; /* of the stored rows that `rows` replaces */
	size_t head;	     /* bytes of a stored value that are not compared */
	derived_each *each;  /* writes the change; non-zero stops */
	void *arg;
};
/* Calls `each` for every difference, in order of the keys. `rows` gets sorted;
 * a key must not come twice. */
MUST_CHECK int derived_compare(const struct derived_diff *diff,
			       struct derived *rows);
