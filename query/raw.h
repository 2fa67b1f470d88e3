#pragma once
/*
 * Raw: the archived answer that a posting's content was extracted from
 * (promise 7), out of the data directory's WARC files.
 */
#include "core/records.pb-c.h"
#include "query/term.h"

enum { RAW_E_NONE = 1 };

/* Prints the HTTP message as it was archived: to a terminal without what does
 * not print, else byte by byte. RAW_E_NONE: the content names no archive. A
 * fault where the file or its record is not there, damaged or another one. */
int raw_print(const Jobq__SpanDoc *doc, const struct term *term)
	__attribute__((warn_unused_result));
