#pragma once
/*
 * Jobposting: schema.org JobPosting on a page, as JSON-LD (also in @graph,
 * lists and ItemList) or microdata. Pure.
 */
#include "core/records.pb-c.h"
#include "workers/htmlpage.h"
#include <jansson.h>

enum { JOBPOSTING_E_FORM = 1 };

/* The page's postings as JSON objects, in document order; JSON-LD is preferred,
 * microdata read where it says nothing. JOBPOSTING_E_FORM: a script that speaks
 * of a JobPosting is no JSON, *why (caller frees); so nothing is known of the
 * page. *out: json_decref(). */
MUST_CHECK int jobposting_find(const struct htmlpage *page, json_t **out,
			       char **why);
/* Fills `content` from one of them. NULL, or why its text is not whole, in
 * static words. */
const char *jobposting_fill(json_t *posting, Jobq__Content *content);
