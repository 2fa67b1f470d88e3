#pragma once
/*
 * Clause: a node of a parsed question: a word or phrase, by the tokens it has
 * in the index, or clauses joined. Plain data, read by what makes a query of
 * it and what marks matches. Owned from the top.
 */
#include "core/tokens.h"
#include "query/bounds.h"

enum clause_kind { CLAUSE_WORD, CLAUSE_AND, CLAUSE_OR, CLAUSE_NOT };

enum clause_field {
	FIELD_TEXT, /* title and text */
	FIELD_TITLE,
	FIELD_COMPANY,
	FIELD_TEAM,
	FIELD_CITY,
	FIELD_TYPE,
	FIELD_LANG,
	FIELD_SOURCE,
	/* what the analysis says (query/fieldvalue.h) */
	FIELD_CONCEPT,
	FIELD_STAGE,
	FIELD_SECTION,
	FIELD_AREA,
	FIELD_FAMILY,
	FIELD_YEARS,
	FIELD_CAMPUS,
	FIELD_COUNTRY,
	FIELD_PAY,
};

struct clause {
	enum clause_kind kind;
	struct clause **parts; /* AND, OR: any number; NOT: one */
	size_t n_parts;
	bool whole; /* stood in brackets: joined to as one, never into */

	/* CLAUSE_WORD */
	enum clause_field field;
	char *text;	      /* as written, or as fieldvalue_check() put it */
	struct bounds bounds; /* FIELD_YEARS, FIELD_PAY */
	struct slice *terms;  /* tokens that are not stems, at consecutive
			       * positions; of `memory` */
	size_t n_terms;
	char *stem; /* a single ASCII word, not in quotes; else NULL */
	bool open;  /* the last term may be the beginning of a bigram */
	struct bytes memory;
};

/* A word, or where `exact` a phrase in quotes; n_terms is 0 where the text has
 * no letter, digit or character. */
struct clause *clause_of_text(enum clause_field field, struct slice text,
			      bool exact);
/* `a` and `b` joined (AND, OR), owning both; a NULL one is left out. Chains
 * stay flat, but for what stood in brackets. */
struct clause *clause_join(enum clause_kind kind, struct clause *a,
			   struct clause *b);
struct clause *clause_not(struct clause *a); /* NULL gives NULL */
void clause_free(struct clause *clause);
DEFINE_CLEANUP(struct clause *, clause_free);

/* The field's name as typed ("title"), or NULL beyond the last. FIELD_TEXT's
 * is "". */
const char *clause_field_name(enum clause_field field);
