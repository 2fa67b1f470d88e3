#pragma once
/*
 * Crew: the programs that make a crawl on one machine, as the supervisor runs
 * them: an indexer, a coordinator, N workers. Stopped the other way round, so
 * that whoever has something to hand over finds the other still there.
 */
#include "query/crawlorder.h"
#include "query/supervise.h"

enum { CREW_INDEXER, CREW_COORDINATOR, CREW_WORKERS }; /* numbers of children */

/* Adds them all; a fault, logged, where a program is not to be found. */
MUST_CHECK int crew_add(struct supervise *s, const struct crawlorder *order);

/* A command line; freed by crew_line_deinit(). */
struct crew_line {
	char **argv;
	size_t n;
};
/* The line of one of the three: `child` is its number. Pure. */
void crew_line_make(struct crew_line *out, const struct crawlorder *order,
		    size_t child);
void crew_line_deinit(struct crew_line *line);

/* Where a program of jobq lies: in $JOBQ_BIN, else beside this one; NULL,
 * logged, where there is none. Caller frees. */
char *crew_program(const char *name);
