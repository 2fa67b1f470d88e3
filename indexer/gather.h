#pragma once
/*
 * Gather: a timeline's input put in order, so that the order and repetition in
 * which it came cannot matter: rounds by (time, seq), those equal united, in
 * each round every posting once. Pure. Borrows the caller's `seen` where it is
 * in order already.
 */
#include "indexer/timeline.h"

struct gathered {
	int64_t time_ms;
	uint64_t seq;
	bool closed, listing_ok, authoritative, accepted;
	int64_t claimed;
	const char *listing_why;
	const struct timeline_seen *seen; /* by posting, each once */
	size_t n_seen;
	struct timeline_seen *own; /* `seen`, where it had to be made */
};
struct gather {
	struct gathered *rounds;
	size_t n_rounds;
	struct posting_id *ids; /* of every posting in any round, in order */
	size_t n_ids;
};
void gather_init(struct gather *out, const struct timeline_input *input);
void gather_deinit(struct gather *g);

/* Sorts `seen` and keeps the strongest word on each posting: LISTED beats
 * TENTATIVE beats GONE, then the greatest version. Returns how many are left.
 * Uniting and reducing may come in any order. */
size_t gather_seen(struct timeline_seen *seen, size_t n);
/* As memcmp() of the two. */
int gather_compare_ids(const struct posting_id *a, const struct posting_id *b);
