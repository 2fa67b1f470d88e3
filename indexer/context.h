#pragma once
/*
 * Context: whether the words that a group of forms asks for, or forbids, stand
 * near a place of one section. Made for the groups whose forms were seen there;
 * linear in the section's hits.
 */
#include "indexer/ruleset.h"

enum {
	CONTEXT_CHARS = 60, /* "near" beyond the list item */
	CONTEXT_FAR = UINT32_MAX,
};
struct spot {
	uint32_t start, end; /* of the matchtext */
};
struct context {
	const struct rules *rules;
	const struct scan *scan;
	const struct normal *normal; /* of the section */
	uint32_t *slot;	    /* of a group: its place in `first`, or 0 */
	uint32_t n_slots;   /* slots are counted from 1, two by group */
	uint32_t *first;    /* of a slot's spots; one more than slots */
	struct spot *spots; /* by slot, by end */
	size_t cap_first, cap_spots;
};
void context_init(struct context *c, const struct rules *rules);
void context_deinit(struct context *c);

/* Begins a section; then context_want() for each group that was seen, and
 * context_fill() once. */
void context_begin(struct context *c, const struct scan *scan,
		   const struct normal *normal);
void context_want(struct context *c, uint32_t group);
void context_fill(struct context *c);

/* Bytes to the nearest word of USE_NEAR (USE_UNLESS: `unless`) of the group
 * that does not overlap `hit` and stands in its item (its bytes of the original
 * from item_start to item_end) or, but for unless, within CONTEXT_CHARS; where
 * the group says within how many, so near and no matter in which item. */
struct context_ask {
	uint32_t group;
	const struct hit *hit;
	uint32_t item_start, item_end;
	bool unless;
};
uint32_t context_distance(const struct context *c,
			  const struct context_ask *ask);
