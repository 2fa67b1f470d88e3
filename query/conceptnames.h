#pragma once
/*
 * Conceptnames: the concept that somebody means by a word: its id
 * ("hw.ascend"), the id's last part ("ascend"), or its Chinese or English name,
 * whatever the case, width or script; by the rules of this installation.
 */
#include "core/cleanup.h"

struct conceptnames;
/* Loads the rules (rules_dir()). */
MUST_CHECK int conceptnames_load(struct conceptnames **out);
void conceptnames_free(struct conceptnames *names);
DEFINE_CLEANUP(struct conceptnames *, conceptnames_free);

/* The id, borrowed. NULL: there is none, or several have this last part or
 * name. */
const char *conceptnames_find(const struct conceptnames *names,
			      const char *text);
/* What to tell where there is none: which concepts may have been meant. Caller
 * frees. */
char *conceptnames_advise(const struct conceptnames *names, const char *text);
