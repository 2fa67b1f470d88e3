#pragma once
/*
 * Finding: what the contract says of a posting's analysis (docs/commands.md,
 * docs/search-analysis.md): the keys that stand behind those of its content.
 */
#include "core/records.pb-c.h"
#include "query/value.h"

/* Its keys, in order; NULL-terminated. */
extern const char *const finding_keys[];

/* Sets the keys; null or empty where there is no analysis (NULL). */
void finding_set(json_t *json, const Jobq__Analysis *analysis);
/* [{"kind", "text"}]; their texts in order are the whole text. */
json_t *finding_sections(const Jobq__Analysis *analysis);
/* All of it, as `show --explain` gives it: with what does not count, and why
 * each mention is one. */
json_t *finding_explained(const Jobq__Analysis *analysis);
