#pragma once
/*
 * Facts: what a posting states besides concepts: years, campus, education,
 * places, pay, role family, product areas, employment. Pure; each noun has its
 * file (years.c, campus.c, education.c, place.c, pay.c, family.c, area.c,
 * employment.c), its words below indexer/rules/ where they are a list.
 * Rules, traps and sources: docs/analysis.md.
 */
#include "indexer/rules.h"

struct facts; /* the word lists, compiled; immutable */
MUST_CHECK int facts_load(struct facts **out, const char *dir);
void facts_free(struct facts *facts);
DEFINE_CLEANUP(struct facts *, facts_free);

/* Fills years, campus, intern, campus_quote, education, cities, family, areas,
 * pay, employment of `out` (an initialised message; strings are allocated so
 * that jobq__analysis__free_unpacked() frees them). */
void facts_read(const struct facts *facts, const Jobq__Content *content,
		const struct outline *outline, const struct mentions *mentions,
		Jobq__Analysis *out);
