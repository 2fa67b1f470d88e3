#pragma once
/*
 * Corner: a corpus in a directory of its own, and a few words to put things
 * into it, for tests. Days are times; the source is "lab/board".
 */
#include "core/store.h"
#include "indexer/intake.h"

#define CORNER_SOURCE "lab/board"

struct corner {
	char *dir; /* of the test; gone with corner_close() */
	char *corpus_path, *index_path;
	struct store *corpus;
	struct intake counts;
};
void corner_open(struct corner *c);
void corner_reopen(struct corner *c); /* as after a crash */
void corner_close(struct corner *c);
/* cmocka's fixtures: *state is an open corner. */
int corner_set_up(void **state);
int corner_tear_down(void **state);

struct sighting {
	int day;
	uint64_t seq; /* 0: the day */
	const char *key;
	const char *title;     /* NULL: listed only */
	const char *text;      /* NULL: the title again */
	const char *extractor; /* NULL: "x/1" */
	const char *file;      /* of the archive */
	enum _Jobq__Presence presence;
	bool partial; /* a hint */
};
/* Puts it in, in `txn` or, where that is NULL, in one of its own; returns what
 * intake_observation() did. */
int corner_see(struct corner *c, struct store_txn *txn,
	       const struct sighting *s);
/* A closed round that found what was seen; `flags` of these. */
enum { ROUND_FAILED = 1, ROUND_LINKS = 2 /* not authoritative */ };
int corner_close_round(struct corner *c, struct store_txn *txn, int day,
		       int flags);
int corner_accept(struct corner *c, struct store_txn *txn, int day);
void corner_sources(struct corner *c, const char *company, const char *name);
/* Folds whatever is dirty. */
void corner_fold(struct corner *c, struct store_txn *txn);

/* Spans, events and verdicts as text, in order of their keys. Caller frees. */
char *corner_tell(struct corner *c, struct store_txn *txn);
/* "+added a, -added a": the log's lines. Caller frees. */
char *corner_log(struct corner *c);
uint64_t corner_seq(struct corner *c);
size_t corner_count(struct corner *c, int db);
