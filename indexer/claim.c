#include "indexer/claim.h"

enum { LIVE_MIN = 2 };

static bool among(char *const *ids, const char *id)
{
	for (; *ids; ids++)
		if (!strcmp(*ids, id))
			return true;
	return false;
}

static bool is_claimable(const struct cuefile *file,
			 const struct concept *concept)
{
	const char *const *families = NULL;
	size_t n = concept_families(concept, &families);

	if (among(file->claim, concept_id(concept)))
		return true;
	for (size_t i = 0; i < n; i++)
		if (among(file->claim, families[i]))
			return true;
	return false;
}

/* The sentence, or its item's header, says that something runs for users, or is
 * put in place at scale. */
static bool is_live(const struct cuescan *scan, const struct clause *clause,
		    const struct cuescan_sum *sentence)
{
	if ((sentence->flags & CUE_DEPLOY) &&
	    (sentence->kinds & (1u << FORM_WIDE)))
		return true;
	return sentence->live + scan->heads[clause->item].live >= LIVE_MIN;
}

bool claim_made(const struct cuefile *file, const struct cuescan *scan,
		const struct mention *mention, enum stage stage)
{
	const struct clause *clause = &scan->section->clauses[mention->clause];
	const struct cuescan_sum *near = &scan->clauses[mention->clause];
	const struct cuescan_sum *sentence =
		&scan->sentences[scan->sentence[mention->clause]];

	if (stage != STAGE_PRODUCTION || mention->part != PART_DUTY ||
	    mention->negated)
		return false;
	if (mention->relation != RELATION_ASKED &&
	    mention->relation != RELATION_SELF)
		return false;
	if (near->of[STAGE_OPTIMISATION] > near->of[STAGE_PRODUCTION])
		return false; /* it is ported; what runs is something else */
	if (near->kinds & ((1u << FORM_WISH) | (1u << FORM_DONE)))
		return false;
	return is_live(scan, clause, sentence) &&
	       is_claimable(file, mention->concept);
}
