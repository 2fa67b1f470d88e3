#pragma once
/*
 * Rules: the concepts (indexer/rules/concepts.yaml) compiled for one pass over
 * a posting, and their digest. The file's form is in docs/rules.md; errors name
 * file, line and what was expected. Immutable once loaded; shared by threads.
 */
#include "core/digest.h"
#include "indexer/outline.h"

struct rules;
struct concept; /* opaque; see concept_* */

enum { RULES_E_FORM = 1 };

/* Loads `dir`/concepts.yaml and the other rule files that belong to it. A file
 * that is wrong is -EINVAL, logged with file and line. */
MUST_CHECK int rules_load(struct rules **out, const char *dir);
/* As rules_load(), with `file` in the place of the directory's concepts.yaml,
 * or of its relations.yaml where it has the key "relations". To try a change.
 */
MUST_CHECK int rules_load_with(struct rules **out, const char *dir,
			       const char *file);
void rules_free(struct rules *rules);
DEFINE_CLEANUP(struct rules *, rules_free);
/* Of every rule file's bytes and the analysis code's version. */
const struct digest *rules_digest(const struct rules *rules);
/* Where the rules lie: as panel_recipes_dir() does for recipes ($JOBQ_RULES).
 * Caller frees; NULL, logged, where there are none. */
char *rules_dir(void);

const char *concept_id(const struct concept *concept);
/* Its names, "" where the file gives none. */
const char *concept_zh(const struct concept *concept);
const char *concept_en(const struct concept *concept);
/* Which figures it belongs to: foreign_chip, domestic_chip, ... */
const char *concept_group(const struct concept *concept);
/* All that it implies, itself not among them. Borrowed. */
size_t concept_families(const struct concept *concept, const char *const **out);
/* By id, or NULL. For queries: a family is a concept too. */
const struct concept *rules_concept(const struct rules *rules, const char *id);
size_t rules_concepts(const struct rules *rules,
		      const struct concept *const **out);

enum relation {
	RELATION_ASKED,	     /* a skill or task of the job */
	RELATION_COMPARATOR, /* 对标, better than: the others' product */
	RELATION_REPLACES,   /* 替代 Nvidia: counts for what replaces it */
	RELATION_DONE,	     /* a claim of what was done */
	RELATION_SELF,	     /* the company's own product */
};
const char *relation_name(enum relation relation);

struct mention {
	const struct concept *concept;
	uint32_t in_section; /* OUTLINE_TITLE or a section's place */
	uint32_t start, end; /* bytes of the section's text */
	uint32_t clause;     /* place in the section's clauses */
	enum part part;	     /* of the clause */
	enum relation relation;
	bool any_of, self_vendor, negated;
	const char *rule; /* the form that matched; borrowed of the rules */
};
struct mentions {
	struct mention *items; /* by section (title first), start */
	size_t n;
};
/* Every mention in the outline. `company`: its id or names, for self-vendor;
 * may be NULL. */
void rules_find(const struct rules *rules, const struct outline *outline,
		const char *company, struct mentions *out);
void mentions_deinit(struct mentions *mentions);
