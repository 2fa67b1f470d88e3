#pragma once
/*
 * Finding: what `--check` learned of one source, and how it is printed. Pure
 * but for the printing; see check.h.
 */
#include "workers/report.h"
#include <stdio.h>

struct finding {
	const Jobq__SourceSpec *spec; /* borrowed */
	int64_t deadline_ms;
	Jobq__Content **shown; /* at most CHECK_POSTINGS */
	size_t n_shown;
	int64_t claimed;	    /* -1: the site gives no total */
	uint64_t items;		    /* listed by the pages that were read */
	uint64_t complete, details; /* postings had whole, detail tasks found */
	uint64_t pages_found;	    /* further listing pages, links */
	unsigned listings;	    /* answers that listed postings */
	bool walks;		    /* an HTML site */
	int64_t delay_ms;	    /* what the host is owed between requests */
	char **problems, **warnings;
	size_t n_problems, n_warnings;
};

void finding_init(struct finding *out, const Jobq__SourceSpec *spec,
		  int64_t deadline_ms);
void finding_deinit(struct finding *finding);
/* Takes note of a report; the report stays the caller's. */
void finding_take(struct finding *finding, const struct report *report);
void finding_problem(struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void finding_warning(struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Draws the conclusions that need the whole, and prints all of it. */
void finding_print(struct finding *finding, FILE *out);
