#pragma once
/*
 * Features: what an analysis is found by in the text index: its boolean terms
 * and value slots, by indexer/schema.h. Pure.
 *
 * A mention that is negated is found by nothing; one in an "about" section by
 * its section alone (TERM_MENTION id/about/stage), never by the bare concept.
 */
#include "core/records.pb-c.h"
#include "indexer/textindex.h"

void features_add_terms(struct textdoc *doc, const Jobq__Analysis *analysis);
void features_add_values(struct textdoc *doc, const Jobq__Analysis *analysis);

enum { FEATURES_TERM = 256 };
/* The term of a concept's mention in a section, in a stage (indexer/stage.h's
 * stage_name()); both NULL: anywhere that counts. Returns `text`. */
const char *features_mention(char text[FEATURES_TERM], const char *concept,
			     const char *section, const char *stage);
/* The names of sections and stages that a mention's term is made of, by place;
 * NULL beyond the last. */
const char *features_section(size_t i);
const char *features_stage(size_t i);
/* Years as VALUE_YEARS keeps them: months. */
uint64_t features_months(double years);
