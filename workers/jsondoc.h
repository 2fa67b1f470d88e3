#pragma once
/*
 * Jsondoc: JSON (RFC 8259) that a site sent, as jansson's tree, within limits:
 * size, how many values, and jansson's own depth limit of 2048. Messages say
 * what was found in its place. Pure.
 */
#include "core/bytes.h"
#include <jansson.h>

enum { JSONDOC_E_FORM = 1 };
/* A value costs a hundred bytes and more of memory, and a worker that makes
 * them answers no heartbeat meanwhile; boards of 10,000 postings have some
 * hundred thousand. */
enum { JSONDOC_MAX_BYTES = 64 << 20, JSONDOC_MAX_VALUES = 2000000 };

/* `text` is UTF-8. JSONDOC_E_FORM: *why ("expected JSON, found HTML (<!doctype
 * html> ...)"), the caller's to free. *out: json_decref(). */
MUST_CHECK int jsondoc_parse(struct slice text, json_t **out, char **why);

/* A string, number or boolean as text; NULL for null, lists and objects. NULs
 * become U+FFFD. Caller frees. */
char *jsondoc_text(const json_t *value);
