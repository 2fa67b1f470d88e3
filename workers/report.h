#pragma once
/*
 * Report: the end of a task, for now (RETRY) or for this round: its outcome for
 * the coordinator and what was observed for the indexer. By value.
 *
 * An HTML page that is GONE is a PRESENCE_GONE observation under its canonical
 * URL; one that FAILED, or is to be tried again and has no try left, a
 * PRESENCE_TENTATIVE one: it may have been a posting's.
 */
#include "workers/recipe.h"

enum {
	REPORT_LAST_TRY = 3, /* a task with so many tries has no other */
	/* What one answer may give, so that it fits into a message: tasks found
	 * beyond it are left out, a content beyond it is not kept. */
	REPORT_MAX_FOUND_BYTES = 16 << 20,
	REPORT_MAX_CONTENT_BYTES = 16 << 20,
};

struct report {
	const Jobq__Task *task; /* borrowed */
	Jobq__Outcome *outcome;
	Jobq__Observation **observations;
	size_t n_observations;
};

/* DONE, with nothing found and nothing seen so far. */
void report_init(struct report *out, const Jobq__Task *task);
void report_deinit(struct report *report);
/* What the answer said: `extract` is emptied. */
void report_extract(struct report *report, struct extract *extract);
/* Another end; `why` is copied. `url`: where it got to, for HTML pages. */
void report_result(struct report *report, Jobq__Result result, const char *why,
		   const char *url);
/* A task to be found: taken. */
void report_found(struct report *report, Jobq__Task *task);
