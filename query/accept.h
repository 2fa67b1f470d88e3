#pragma once
/*
 * Accept: a person's word that a suspect round tells the truth, told to the
 * indexer, which is started for it where none runs.
 */
#include "query/options.h"
#include "query/snapshot.h"

/* `jobq rounds accept SOURCE AT`: an exit code. */
int accept_run(struct snapshot *snapshot, const struct options *o);
