#pragma once
/*
 * Matching: which of some postings match a query at a moment; asked of these
 * postings alone, so that the cost is theirs and not the index's.
 */
#include "indexer/textindex.h"

struct matching;
struct matching *matching_new(void);
void matching_free(struct matching *m);
DEFINE_CLEANUP(struct matching *, matching_free);

/* Before matching_run(); hex, repetition allowed. */
void matching_add(struct matching *m, const char *posting);
/* Finds those that are open at `at_ms` and match `query` then. May return
 * TEXTINDEX_E_MODIFIED. */
MUST_CHECK int matching_run(struct matching *m, struct textindex *index,
			    const char *query, int64_t at_ms);
bool matching_has(const struct matching *m, const char *posting);
/* COMMAND_USAGE, told in the name of `command`, where `query` is none. */
MUST_CHECK int matching_check(const char *command, const char *query);
