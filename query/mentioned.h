#pragma once
/*
 * Mentioned: which mentions of an analysis count towards a figure, and as what.
 * Not counted are: negated ones, those in a blurb (about), the company's own
 * product, what others' products are measured by, and what is to be replaced.
 */
#include "core/records.pb-c.h"
#include <stdbool.h>

bool mention_counts(const Jobq__Mention *m);
/* It is of the concept or implies it. */
bool mention_is(const Jobq__Mention *m, const char *concept);
/* The counted mention of the concept, or of one that implies it, that says
 * most: title before duty before requirement before bonus; NULL: there is
 * none. */
const Jobq__Mention *mention_best(const Jobq__Analysis *analysis,
				  const char *concept);
/* Likewise, of the concept itself alone. */
const Jobq__Mention *mention_best_own(const Jobq__Analysis *analysis,
				      const char *concept);
/* What a reader is shown of it: the sentence, or the quote alone. */
const char *mention_text(const Jobq__Mention *m);
