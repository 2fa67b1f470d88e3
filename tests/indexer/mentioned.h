#pragma once
/*
 * Mentioned: what the rules find in a short text, as text to compare.
 */
#include "indexer/rules.h"

/* Of a text in a duty section: "concept[:marks]|quote" of each mention, in
 * order, one blank between; marks are the relation where it is not asked, and
 * any_of, negated. Only of concepts that begin with `prefix`. Caller frees. */
char *mentioned(const struct rules *rules, const char *prefix, const char *text,
		const char *company);
/* As mentioned(), with a title of its own and "@part" behind each concept. */
char *mentioned_in(const struct rules *rules, const char *title,
		   const char *text);
/* The project's own rules, or those written to `dir` (made from `concepts` and
 * `relations`; NULL: none). Never NULL. */
struct rules *mentioned_rules(void);
int mentioned_write(struct rules **out, const char *dir, const char *concepts,
		    const char *relations);
/* A test group's state: the project's own rules. */
int mentioned_load(void **state);
int mentioned_unload(void **state);
