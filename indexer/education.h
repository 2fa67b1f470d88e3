#pragma once
/*
 * Education: the lowest level of schooling that a posting accepts. Words:
 * indexer/rules/education.yaml.
 */
#include "indexer/reading.h"

struct educationwords; /* immutable once loaded */
/* Adds the words that reading_find() looks for in whole sections to `book`. */
MUST_CHECK int education_load(struct educationwords **out, const char *dir,
			      struct wordbook *book);
void education_free(struct educationwords *words);
DEFINE_CLEANUP(struct educationwords *, education_free);

/* "none", "college", "bachelor", "master", "phd", or "": nothing is said. */
const char *education_read(const struct educationwords *words,
			   const struct reading *reading);
