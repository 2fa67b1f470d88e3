#pragma once
/*
 * Ruleset: what rules.h keeps to itself: the concepts and relations compiled.
 * conceptfile.c and relationfile.c fill it, matcher.c, context.c and relation.c
 * read it.
 */
#include "indexer/lexicon.h"
#include "indexer/rules.h"

struct concept {
	char *id, *zh, *en, *group;
	char *note;	   /* NULL: none */
	uint32_t *implies; /* concepts, direct */
	size_t n_implies;
	uint32_t *above;       /* all that it implies; sorted */
	const char **families; /* their ids */
	size_t n_families;
	uint32_t place; /* among the concepts */
	char kind;	/* a longer form takes a place from its kind alone:
			 * hw., sw. and fw. are one, wt., pa. and gtm. each */
	bool inside;	/* counts inside another concept's longer form */
};

/* Forms of one concept under the same conditions. */
struct formgroup {
	uint32_t concept;
	bool guarded; /* needs a word nearby or in the document */
	bool kept;    /* the original must have the letters' case */
	bool unless;
	uint32_t within; /* characters to the word nearby; 0: the item, or
			  * CONTEXT_CHARS */
	bool last;	 /* only where no other concept has the place */
};

enum relation_effect {
	EFFECT_COMPARATOR,
	EFFECT_REPLACES,
	EFFECT_DONE,
	EFFECT_NEGATED,
	EFFECT_ANY_OF,
};
enum relation_side {
	SIDE_BEFORE, /* the cue stands before the mention, in its clause */
	SIDE_AFTER,
	SIDE_CLAUSE, /* anywhere in its clause */
	SIDE_ITEM,   /* anywhere before it in its item */
};
struct relation_rule {
	enum relation_effect effect;
	enum relation_side side;
	uint32_t window; /* characters between; before and after alone */
	bool several;	 /* only where the clause has several mentions */
};

struct rules {
	struct digest digest;
	struct concept *concepts;
	const struct concept **by_place; /* what rules_concepts() gives */
	size_t n_concepts;
	struct formgroup *groups;
	size_t n_groups;
	struct relation_rule *relations;
	size_t n_relations;
	struct lexicon *lexicon;
};

/* Whether `concept` is `other` or implies it. */
bool concept_is(const struct concept *concept, const struct concept *other);

/* Each reads its file into `rules`, whose lexicon is being filled. */
MUST_CHECK int conceptfile_load(struct rules *rules, const char *path);
MUST_CHECK int relationfile_load(struct rules *rules, const char *path);
