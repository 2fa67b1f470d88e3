#pragma once
/*
 * Progress: what long work tells on stderr: one line that is rewritten on a
 * terminal; elsewhere a line every few seconds in which something has moved.
 * One thread.
 */
#include "core/bytes.h"
#include <stdio.h>

enum { PROGRESS_EVERY_MS = 5000 }; /* where it is no terminal, at most */

struct progress_counts {
	bool once; /* the crawl has an end */
	uint64_t sources_done, sources_total;
	uint64_t rounds_open, rounds_done;
	uint64_t postings, added, changed, closed, errors;
};

struct progress {
	FILE *to;
	bool terminal;
	int64_t shown_ms; /* monotonic; 0: never */
	struct progress_counts shown;
	bool on_line; /* the terminal's line is ours */
};

void progress_init(struct progress *p, FILE *to);
/* The line, without its end. Pure. */
void progress_text(const struct progress_counts *c, struct bytes *out);
/* Shows the counts where it is time to. */
void progress_show(struct progress *p, const struct progress_counts *c,
		   int64_t mono_ms);
/* A line of its own that stays. */
void progress_say(struct progress *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The last counts, on a line that stays. */
void progress_end(struct progress *p, const struct progress_counts *c);
