#pragma once
/*
 * Reportwords: what a report needs of the rule files beside the analysis: which
 * forms stand behind a concept, area or role family (so that a zero can say
 * what was searched for), which families are technical staff, and where a city
 * lies. Of this installation's rules; the analysis says by which it was made.
 */
#include "core/bytes.h"
#include "indexer/rules.h"

struct reportwords;
MUST_CHECK int reportwords_load(struct reportwords **out);
void reportwords_free(struct reportwords *words);
DEFINE_CLEANUP(struct reportwords *, reportwords_free);

const struct rules *reportwords_rules(const struct reportwords *words);
/* "Huawei Ascend 昇腾", or the id where there is no such concept. Caller
 * frees. */
char *reportwords_name(const struct reportwords *words, const char *concept);
/* The forms, joined by ", "; of a concept also those of what implies it.
 * Caller frees, "" where there are none. */
char *reportwords_concept(const struct reportwords *words, const char *concept);
char *reportwords_area(const struct reportwords *words, const char *area);
char *reportwords_family(const struct reportwords *words, const char *family);
/* The areas' and families' ids by place; NULL beyond the last. */
const char *reportwords_area_id(const struct reportwords *words, size_t i);
const char *reportwords_family_id(const struct reportwords *words, size_t i);
bool reportwords_technical(const struct reportwords *words, const char *family);
/* Latitude and longitude; false where they are not known. */
bool reportwords_place(const struct reportwords *words, const char *city,
		       double at[2]);
