#pragma once
/*
 * Employment: the kind of contract that a posting offers. Words:
 * indexer/rules/employment.yaml.
 */
#include "indexer/campus.h"

struct employmentwords; /* immutable once loaded */
/* Adds the words that reading_find() looks for in whole sections to `book`. */
MUST_CHECK int employment_load(struct employmentwords **out, const char *dir,
			       struct wordbook *book);
void employment_free(struct employmentwords *words);
DEFINE_CLEANUP(struct employmentwords *, employment_free);

/* "full_time", "part_time", "intern", "contract", "postdoc", or "": not said.
 * An internship and a postdoc's post are what they are whatever the hours. */
const char *employment_read(const struct employmentwords *words,
			    const struct reading *reading,
			    const struct campus *campus);
