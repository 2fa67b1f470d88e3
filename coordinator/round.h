#pragma once
/*
 * Round: one pass over one source, while it is open: how many tasks it has to
 * go, what it counted, and why its listing or contents are incomplete. What it
 * ends as goes to the indexer (core/records.proto, Round).
 */
#include "coordinator/frontier.h"
#include "coordinator/moment.h"
#include "coordinator/source.h"

struct round {
	Jobq__FrontierRound *record;
	struct source *source; /* NULL: it left the panel */
	int64_t deadline_mono_ms;
	uint32_t queued, leased; /* tasks */
	char *trouble;	   /* the last try's, if it failed; NULL: it did not */
	bool dirty;	   /* differs from the frontier */
	UT_hash_handle hh; /* by seq */
};

struct rounds {
	struct round *table;
};

void rounds_deinit(struct rounds *rounds);
/* Takes `record`; the deadline runs from now. `source` may be NULL. */
struct round *rounds_add(struct rounds *rounds, Jobq__FrontierRound *record,
			 struct source *source, struct moment now);
struct round *rounds_find(struct rounds *rounds, uint64_t seq);
void rounds_remove(struct rounds *rounds, struct round *round);
/* Puts what changed into the frontier, uncommitted. */
MUST_CHECK int rounds_save(struct rounds *rounds, struct frontier *frontier);

/* A new round's record, to be taken by rounds_add(). */
struct round_start {
	const struct source *source;
	int64_t time_ms; /* logical */
	uint64_t seq;
	bool fixed_time;
};
Jobq__FrontierRound *round_record(const struct round_start *start,
				  struct moment now);

enum round_part { ROUND_LISTING, ROUND_CONTENTS };
/* The part is incomplete: "what: why". The first one's words are kept. */
void round_fail(struct round *round, enum round_part part, const char *what,
		const char *why);
/* As round_fail(), but these words are kept, being the cause of others. */
void round_cut(struct round *round, enum round_part part, const char *why);
/* What the last try came to: why it failed for now, or NULL. */
void round_tried(struct round *round, const char *trouble);
/* The closed round. Caller frees. */
Jobq__Round *round_close(const struct round *round, struct moment now);
