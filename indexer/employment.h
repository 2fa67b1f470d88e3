#pragma once
/*
 * Employment: the kind of contract that a posting offers. Words:
 * indexer/rules/employment.yaml.
 */
#include "indexer/campus.h"

struct employmentwords; /* immutable once loaded */
MUST_CHECK int employment_load(struct employmentwords **out, const char *dir);
/* Adds the words that are sought in whole sections. */
void employment_join(const struct employmentwords *words,
		     struct wordbook *book);
void employment_free(struct employmentwords *words);
DEFINE_CLEANUP(struct employmentwords *, employment_free);

/* "full_time", "part_time", "intern", "contract", "postdoc", or "": not said.
 * An internship and a postdoc's post are what they are whatever the hours. */
const char *employment_read(const struct employmentwords *words,
			    const struct reading *reading,
			    const struct campus *campus);
