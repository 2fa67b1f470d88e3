#pragma once
/*
 * Analysis: everything that our code reads out of a content, as one record,
 * under one rules digest. Pure but for loading the rules.
 */
#include "indexer/facts.h"
#include "indexer/stage.h"

struct analyser;
MUST_CHECK int analyser_new(struct analyser **out, const char *rules_dir);
void analyser_free(struct analyser *analyser);
DEFINE_CLEANUP(struct analyser *, analyser_free);
const struct rules *analyser_rules(const struct analyser *analyser);
/* The analysis of a content; free by jobq__analysis__free_unpacked(). */
Jobq__Analysis *analyser_read(const struct analyser *analyser,
			      const Jobq__Content *content,
			      const char *company);
