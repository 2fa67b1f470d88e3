#pragma once
/*
 * Pointer: JSON Pointer (RFC 6901) as recipes use it, with one extension: the
 * part "*" steps over every item of a list (cities, "*", name). By value.
 */
#include "core/bytes.h"
#include <jansson.h>

enum { POINTER_E_FORM = 1 };

struct pointer {
	char *text; /* as written */
	char **parts;
	size_t n;
};

/* POINTER_E_FORM: it does not begin with "/" (and is not empty), or has a "~"
 * that is not "~0" or "~1". */
MUST_CHECK int pointer_init(struct pointer *out, const char *text);
void pointer_deinit(struct pointer *pointer);

/* The first value it points to, borrowed; NULL: there is none. */
json_t *pointer_get(const struct pointer *pointer, json_t *doc);
/* Calls `each` for all values, in order, until it returns false. */
typedef bool pointer_fn(void *arg, json_t *value);
void pointer_each(const struct pointer *pointer, json_t *doc, pointer_fn *each,
		  void *arg);
