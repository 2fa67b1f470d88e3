#pragma once
/*
 * Board: a source's rounds in a few letters, for the tests of the timeline.
 * "a:1 b c? d!" is a round that lists a with version 1 and b without content,
 * whose page for c failed and whose page for d is gone. Days are times.
 */
#include "core/bytes.h"
#include "core/times.h"
#include "indexer/timeline.h"

enum { BOARD_ROUNDS = 64, BOARD_SEEN = 8192, BOARD_VERSIONS = 32 };

struct board {
	struct timeline_round rounds[BOARD_ROUNDS];
	struct timeline_seen seen[BOARD_SEEN];
	struct timeline_version versions[BOARD_VERSIONS];
	size_t n_rounds, n_seen, n_versions;
	struct timeline result;
};

struct board *board_new(void);
void board_free(struct board *b);
DEFINE_CLEANUP(struct board *, board_free);

/* A closed, complete, authoritative round on `day`, to be altered. */
struct timeline_round *board_round(struct board *b, int day, const char *shows);
/* Says which text and extractor version `name` has. */
void board_version(struct board *b, const char *name, const char *text,
		   const char *extractor);
void board_fold(struct board *b);

struct posting_id board_posting(const char *name);
struct digest board_digest(const char *name);

/* The posting in the result, or NULL. */
const struct timeline_posting *board_find(const struct board *b,
					  const char *name);
int board_days(int64_t ms);

/* "1 d1..d3 changed, 2 d3.." of posting `name`; "" where it never was.
 * Caller frees. */
char *board_spans(const struct board *b, const char *name);
/* "added a@1, closed a@3 listing"; caller frees. */
char *board_events(const struct board *b);
/* "complete, suspect"; caller frees. */
char *board_states(const struct board *b);

/* The same, held against what is expected. */
void board_expect_spans(const struct board *b, const char *name,
			const char *spans);
void board_expect_events(const struct board *b, const char *events);
void board_expect_states(const struct board *b, const char *states);
