#pragma once
/*
 * Relation: what a clause does with a mention in it: asks for it, measures by
 * it, replaces it, claims it as done, does without it, or takes it as one of
 * several. The cues are those of indexer/rules/relations.yaml.
 */
#include "indexer/ruleset.h"

struct cue_spot {
	uint32_t rule, start, end; /* of the matchtext */
	uint32_t clause;
};
/* The cues of one section; its memory is kept from section to section. */
struct relations {
	const struct rules *rules;
	const struct scan *scan;
	struct cue_spot *cues; /* by end */
	size_t n_cues, cap_cues;
	uint8_t *clause;  /* effects of a cue anywhere in it: bits */
	uint8_t *several; /* ... where the clause has several mentions */
	uint32_t *item;	  /* matchtext where an any_of cue of the item ends */
	size_t cap_clauses, cap_items;
};
void relations_init(struct relations *r, const struct rules *rules);
void relations_deinit(struct relations *r);
void relations_begin(struct relations *r, const struct outline_section *section,
		     const struct scan *scan);
/* Sets relation, any_of and negated of `mention`, at `hit`, in a clause with
 * `n_in_clause` mentions. */
void relations_judge(const struct relations *r, const struct hit *hit,
		     size_t n_in_clause, const struct outline_section *section,
		     struct mention *mention);
/* Whether nothing but marks of a list stands between two mentions of a section:
 * what is said of the first then holds of the second (无需CUDA、ROCm). */
bool relations_listed(const struct outline_section *section,
		      const struct mention *before,
		      const struct mention *after);
