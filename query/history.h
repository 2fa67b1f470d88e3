#pragma once
/*
 * History: every span of a posting, what ended it by what evidence, and what
 * its versions say differently.
 */
#include "query/span.h"
#include "query/term.h"
#include "query/value.h"

/* {posting head, "first_seen", "spans": [{"from", "until", "ending",
 * "last_seen", "missing_since", "version", "title", "fields",
 * "archive"}]}; `spans` holds at least one. */
json_t *history_json(const struct spanlist *spans);
void history_print(const struct spanlist *spans, const struct term *term);
