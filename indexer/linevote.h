#pragma once
/*
 * Linevote: what text without headers speaks of, by how its lines begin: a
 * whole list by the majority of its lines, one that tells of tasks first and
 * then asks is cut where it turns. Looks at the text before `end`, a byte of
 * the normal text, which may be in mid-line. Pure.
 */
#include "indexer/listmark.h"
#include "indexer/outline.h"

/* From byte `at`, a line's begin, on the text is `part`. */
typedef void linevote_fn(void *context, size_t at, enum part part);
/* Calls for every cut, in order; before the first the part is PART_OTHER. */
void linevote_cut(const struct marked_text *text, size_t end, linevote_fn *call,
		  void *context);
/* Whether a line is long enough to be prose. */
bool linevote_has_prose(const struct normal *n, size_t end);
/* The begin of the first line that says what the job is; false: none does. */
bool linevote_find_job(const struct normal *n, size_t end, size_t *at);
