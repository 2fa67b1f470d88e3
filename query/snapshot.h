#pragma once
/*
 * Snapshot: the index as a command reads it. The indexer may commit while a
 * command runs; then Xapian gives up the older state, and what was asked is
 * asked again of the newer one. One thread.
 */
#include "indexer/textindex.h"
#include "query/options.h"

struct snapshot {
	struct textindex *index;
};

/* Enters the data directory of `o` (the process' working directory from then
 * on) and opens its index. A fault, logged with what to do, where there is no
 * data, no index, or one of another format. */
MUST_CHECK int snapshot_open(struct snapshot **out, const struct options *o);
void snapshot_free(struct snapshot *s);
DEFINE_CLEANUP(struct snapshot *, snapshot_free);

/* Calls `body`, and again from the start after a reopening while it returns
 * TEXTINDEX_E_MODIFIED, at most 10 times: it must forget what it had found. */
typedef int snapshot_body(void *arg, struct textindex *index);
MUST_CHECK int snapshot_run(struct snapshot *s, snapshot_body *body, void *arg);
