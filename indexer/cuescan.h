#pragma once
/*
 * Cuescan: the cues of one section, each with the weight that its clause leaves
 * it, and their sums by clause, by sentence and by the item's header: what
 * stage.c and claim.c decide from. Pure. How a clause changes a weight is in
 * docs/analysis.md, section "Stage".
 */
#include "indexer/cuefile.h"

enum { STAGES = STAGE_PRODUCTION + 1 };

struct cuescan_cue {
	const struct form *form;
	uint32_t start, end; /* bytes of the section's text */
	uint32_t clause;
	double weight; /* 0: the clause takes it away */
	bool in_head;  /* of the item's header; counts as the header does */
	bool repeated; /* the item has the form before it */
};
struct cuescan_sum {
	double of[STAGES]; /* by stage */
	double live;	   /* the part of production that is CUE_LIVE */
	uint32_t kinds;	   /* of words, bits by form_kind */
	unsigned flags;	   /* of cues that count, cue_flag */
};
struct cuescan {
	const struct outline_section *section;
	struct cuescan_cue *cues; /* by start */
	size_t n_cues;
	uint32_t *sentence;	       /* of each clause: place in sentences */
	struct cuescan_sum *clauses;   /* without headers */
	struct cuescan_sum *sentences; /* within one item and part; as above */
	struct cuescan_sum *heads;     /* by item */
	bool transition; /* a clause names two stages, one after the other */
};

/* Scans `section`, borrowed by `out`. `last_item` is the place of the posting's
 * last duty item, where it is in this section, else UINT32_MAX: that is where
 * the stock phrase stands. In a title only the title's nouns are cues. */
void cuescan_init(struct cuescan *out, const struct cuefile *file,
		  const struct outline_section *section, uint32_t last_item);
void cuescan_deinit(struct cuescan *scan);
