#pragma once
/*
 * Asked: what a question asks of one mention. Where concept: stands with
 * section: or stage: in one AND group, a single mention of the concept must
 * satisfy them all; "together" means words of one bracket level joined by AND
 * (a list of values is one of them), not those in inner brackets. Without
 * concept: beside it, section: asks whether the posting has such a section and
 * stage: for the posting's stage. Pure.
 */
#include "core/records.pb-c.h"
#include "indexer/textindex.h"
#include "query/clause.h"

struct asked {
	unsigned sections; /* bits: where the mention may stand */
	unsigned stages;   /* bits: what its stage may be */
	bool plain;	   /* neither was asked for */
};
/* Of a mention that no group says more about: anywhere but "about". */
struct asked asked_of_word(void);
/* Of the mentions that the AND clause's concepts ask for. */
struct asked asked_of_group(const struct clause *group);

/* Whether the part is a value of `field`, or a list of such. */
bool asked_is(const struct clause *part, enum clause_field field);
/* Whether the AND clause asks for a concept, so that its section: and stage:
 * are about the mention. */
bool asked_binds(const struct clause *group);

/* The query for a concept clause's id (a CLAUSE_WORD). */
struct textquery *asked_compile(const struct asked *asked,
				const struct clause *concept);
/* The mention that answers what the question asks for (not under a NOT): the
 * first outside the title, else the first; NULL where no concept was asked for
 * or none answers. */
const Jobq__Mention *asked_find(const struct clause *root,
				const Jobq__Analysis *analysis);
