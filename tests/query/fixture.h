#pragma once
/*
 * Fixture: a data directory with a small index that a test writes span by
 * span, and the commands run over it. One at a time: it is the process' working
 * directory. Faults end the test.
 */
#include "core/records.pb-c.h"
#include "indexer/textindex.h"
#include <jansson.h>

/* 2025-11-DAY, 12:00 UTC. */
int64_t fixture_day(int day);

void fixture_begin(void); /* an empty data directory, its index open */
void fixture_end(void);	  /* closes and deletes */

struct fixture_source {
	const char *id, *company, *board; /* board NULL: one of its own */
	int hours;			  /* interval; 0: 24 */
	const char *country, *name;	  /* NULL: not said */
	const char *unreached;		  /* NULL: it is a source */
	bool gone;			  /* it left the panel */
};
void fixture_source(const struct fixture_source *s);

struct fixture_span {
	const char *source, *key;
	int from, until;     /* days of November 2025; until 0: open */
	Jobq__Ending ending; /* default: LISTING where there is an until */
	int last_seen;	     /* default: the day before until */
	int first;	     /* default: from */
	const char *title, *text, *external_id, *url;
	const char *extractor;		/* default "greenhouse/1.1" */
	bool hint;			/* its text was never had */
	bool bare;			/* nothing was */
	const Jobq__Analysis *analysis; /* NULL: none */
};
void fixture_span(const struct fixture_span *s);

struct fixture_event {
	Jobq__EventKind kind;
	const char *source, *key, *field;
	int at;
	bool withdrawn;
};
void fixture_event(const struct fixture_event *e);

struct fixture_round {
	const char *source;
	int at, hour;	   /* hours after noon */
	const char *state; /* default "complete" */
	uint64_t seen;
	const char *unseen[4]; /* keys */
	bool nobody;	       /* seen 0, else at least 1 */
	int64_t claimed;       /* 0: none */
};
void fixture_round(const struct fixture_round *r);

/* What was written becomes visible; later writes begin anew. */
void fixture_commit(void);
/* A reader of the last commit; the caller frees it. */
struct textindex *fixture_reader(void);

/* Runs a command as `jobq` does, on this data; what it printed is in *out
 * (caller frees). The arguments end by NULL. Returns the exit code. */
int fixture_run(char **out, ...) __attribute__((sentinel));
/* The printed JSON document, which must be one; the caller's. */
json_t *fixture_json(int *code, ...) __attribute__((sentinel));
