#pragma once
/*
 * Output: a stream of objects for machines, printed as they come: ndjson (one
 * a line), json (one array), csv (RFC 4180, with a header line). Not for
 * FORMAT_TABLE.
 */
#include "query/options.h"
#include "query/value.h"
#include <stdio.h>

struct output {
	FILE *to;
	enum options_format format;
	const char *const *columns; /* csv: keys, NULL-terminated */
	size_t n;		    /* objects so far */
};

void output_begin(struct output *o);
/* Prints `object`, whose reference is taken. A fault is told by output_end().
 */
void output_add(struct output *o, json_t *object);
/* Ends the document: < 0, logged, where it could not be written. */
MUST_CHECK int output_end(struct output *o);

/* One whole JSON document (`document`'s reference is taken) to stdout, indented
 * for json, in one line for ndjson. */
MUST_CHECK int output_document(enum options_format format, json_t *document);
/* The same to a stream that the caller checks. */
void output_write(FILE *to, enum options_format format, json_t *document);
