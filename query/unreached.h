#pragma once
/*
 * Unreached: the companies of the panel that no source reaches, named beside a
 * count: no count is over them, and none is a zero for them.
 */
#include "query/sources.h"
#include "query/term.h"
#include "query/value.h"

/* [{"company", "reason"}] */
json_t *unreached_json(const struct sources *sources);
/* A line each. */
void unreached_print(const struct sources *sources, const struct term *term);
