#pragma once
/*
 * Stage: how far along the work is that a clause, and a posting, speaks of:
 * research, optimisation, production. Cues with weights from
 * indexer/rules/stages.yaml; how they decide is in docs/analysis.md. Pure.
 */
#include "indexer/rules.h"

enum stage {
	STAGE_NONE, /* of a mention: no cue decides; of a posting: unclear */
	STAGE_RESEARCH,
	STAGE_OPTIMISATION,
	STAGE_PRODUCTION,
};
const char *stage_name(enum stage stage);	  /* "none", "research", ... */
const char *stage_posting_name(enum stage stage); /* "unclear" for none */

struct stages; /* the cue lexicon, compiled */
MUST_CHECK int stages_load(struct stages **out, const char *dir);
void stages_free(struct stages *stages);
DEFINE_CLEANUP(struct stages *, stages_free);

struct cue {
	enum stage stage;
	uint32_t in_section, start, end; /* bytes of the section's text */
	enum part part;
	unsigned weight;
};
struct stage_result {
	enum stage *of_mention; /* n of the mentions given */
	enum stage posting, second;
	double confidence; /* 0..1 */
	bool transition;
	bool production_claim; /* a duty clause says that a domestic accelerator
				* or heterogeneous compute is run, deployed at
				* scale, operated or kept reliable live */
	struct cue *cues;      /* that decided */
	size_t n_cues;
};
void stages_judge(const struct stages *stages, const struct outline *outline,
		  const struct mentions *mentions, struct stage_result *out);
void stage_result_deinit(struct stage_result *result);
