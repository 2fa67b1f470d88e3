#pragma once
/*
 * Check: `jobq-worker --check PANEL|URL`: does each source answer in the form
 * that its recipe expects? It asks robots.txt, makes the session, reads the
 * first listing page and two details (on HTML sites some pages) with the delay
 * that a crawl keeps, and prints the first postings as they would be stored,
 * totals and warnings. It needs no data directory and keeps nothing.
 *
 * What a site sent is printed without control characters.
 */
#include "core/cleanup.h"
#include <stdio.h>

enum {
	CHECK_DETAILS = 2,  /* of each source */
	CHECK_PAGES = 12,   /* HTML pages followed until postings were seen */
	CHECK_POSTINGS = 3, /* shown */
	CHECK_LINES = 3,    /* of each text */
};

enum {
	CHECK_E_PROBLEM = 1, /* a source did not answer as expected; printed */
	CHECK_E_USAGE = 2,   /* no such panel, no recipe for the URL; logged */
};

struct check_options {
	const char *target; /* a panel's file, or a URL */
	const char *recipes;
	const char *gateway;	   /* or NULL */
	const char *const *replay; /* or NULL */
};

MUST_CHECK int check_run(const struct check_options *options, FILE *out);
