#pragma once
/*
 * Apply: keeps the text index up to date with the corpus. The index's metadata
 * holds the corpus sequence it has applied (META_CURSOR), committed together
 * with the documents, so that after a crash it goes on from there. Owns the
 * index's writer; one thread, the corpus's.
 *
 * An index that is not there, of another format, damaged, or that cannot
 * follow the corpus's changes (its cursor is beyond the sequence, or before
 * what was trimmed) is made anew from the corpus: into PATH.new, swapped in
 * when it is whole. An unfinished PATH.new is thrown away at the next start.
 */
#include "indexer/analyses.h"

enum {
	APPLY_E_IDLE = 1, /* nothing is left to apply */
};
enum {
	APPLY_COMMIT_DOCUMENTS = 500, /* written, then it commits */
	APPLY_COMMIT_MS = 1000,	      /* or when the oldest waits that long */
};

struct apply;
struct apply_options {
	struct store *corpus;	   /* borrowed */
	const char *path;	   /* the index's directory */
	struct analyses *analyses; /* borrowed; NULL: spans get none */
	bool rebuild;		   /* whatever is there */
};
MUST_CHECK int apply_open(struct apply **out, const struct apply_options *o);
void apply_free(struct apply *apply); /* what is not committed is redone */
DEFINE_CLEANUP(struct apply *, apply_free);

/* Applies at most `max` changes. When none are left it commits and gives
 * APPLY_E_IDLE; else it commits when it is time to. After a fault free it and
 * open it again: it then goes on from the last commit. */
MUST_CHECK int apply_step(struct apply *apply, size_t max);
/* Applies all there is, and commits. */
MUST_CHECK int apply_flush(struct apply *apply);
/* The corpus sequence up to which the committed index holds all. */
uint64_t apply_cursor(const struct apply *apply);
