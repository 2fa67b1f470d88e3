#pragma once
/*
 * Excerpt: the beginning of foreign bytes, fit to stand in a message: control
 * characters and broken UTF-8 as \xNN, runs of white space as one blank, "..."
 * where it was cut. Pure.
 */
#include "core/bytes.h"

/* At most `max` bytes of `text` (and the dots). Caller frees. */
char *excerpt_of(struct slice text, size_t max);
