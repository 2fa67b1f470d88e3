#include "indexer/features.h"
#include "indexer/schema.h"
#include "indexer/stage.h"
#include <stdio.h>

enum { YEARS_MAX = 100 };

const char *features_mention(char text[FEATURES_TERM], const char *concept,
			     const char *section, const char *stage)
{
	if (section && stage)
		snprintf(text, FEATURES_TERM, "%s/%s/%s", concept, section,
			 stage);
	else
		snprintf(text, FEATURES_TERM, "%s", concept);
	return text;
}

const char *features_section(size_t i)
{
	return i <= PART_OTHER ? part_name((enum part)i) : NULL;
}

const char *features_stage(size_t i)
{
	return i <= STAGE_PRODUCTION ? stage_name((enum stage)i) : NULL;
}

uint64_t features_months(double years)
{
	if (!(years > 0))
		return 0;
	return (uint64_t)((years < YEARS_MAX ? years : YEARS_MAX) * 12 + 0.5);
}

static void add(struct textdoc *doc, const char *prefix, const char *text)
{
	if (text && *text)
		textdoc_term(doc, prefix, slice_text(text));
}

static void add_concept(struct textdoc *doc, const char *id,
			const Jobq__Mention *m)
{
	char text[FEATURES_TERM];

	add(doc, TERM_MENTION,
	    features_mention(text, id, m->section, m->stage));
	if (strcmp(m->section, "about") != 0)
		add(doc, TERM_MENTION, features_mention(text, id, NULL, NULL));
}

static void add_mention(struct textdoc *doc, const Jobq__Mention *m)
{
	if (m->negated)
		return;
	add_concept(doc, m->concept, m);
	for (size_t i = 0; i < m->n_families; i++)
		add_concept(doc, m->families[i], m);
}

void features_add_terms(struct textdoc *doc, const Jobq__Analysis *a)
{
	for (size_t i = 0; i < a->n_mentions; i++)
		add_mention(doc, a->mentions[i]);
	add(doc, TERM_SECTION, "title");
	for (size_t i = 0; i < a->n_sections; i++)
		add(doc, TERM_SECTION, a->sections[i]->kind);
	for (size_t i = 0; i < a->n_areas; i++)
		add(doc, TERM_AREA, a->areas[i]);
	for (size_t i = 0; i < a->n_cities; i++)
		add(doc, TERM_COUNTRY, a->cities[i]->country);
	add(doc, TERM_STAGE, a->stage);
	add(doc, TERM_FAMILY, a->family);
	add(doc, TERM_CAMPUS, a->campus ? "yes" : "no");
	add(doc, TERM_YEARS, a->years && a->years->known ? "known" : "none");
	add(doc, TERM_PAY, a->pay ? "yes" : "no");
	if (a->pay)
		add(doc, TERM_CURRENCY, a->pay->currency);
}

void features_add_values(struct textdoc *doc, const Jobq__Analysis *a)
{
	if (a->years && a->years->known)
		textdoc_value(doc, VALUE_YEARS, features_months(a->years->min));
	if (a->pay && a->pay->year_low > 0)
		textdoc_value(doc, VALUE_PAY,
			      (uint64_t)(a->pay->year_low + 0.5));
}
