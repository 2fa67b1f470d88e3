#pragma once
/*
 * Explain: why a posting is counted as it is: every mention with its quote in
 * its sentence, section, stage, relation, and the form of the rules that found
 * it; the cues of the stage; years, places, pay with what they were read from;
 * and the digest of the rules.
 */
#include "core/records.pb-c.h"
#include "query/term.h"
#include "query/value.h"

/* EXPLAIN_E_NONE: the posting's text was never had, or no rules were there. */
enum { EXPLAIN_E_NONE = 1 };
int explain_print(const Jobq__SpanDoc *doc, const struct term *term);
/* A new reference; null where there is nothing. */
json_t *explain_json(const Jobq__SpanDoc *doc);
