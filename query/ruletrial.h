#pragma once
/*
 * Ruletrial: what other rules would find in the same postings: for each concept
 * the postings and quotes that it would gain and lose. One thread.
 */
#include "core/records.pb-c.h"
#include "indexer/rules.h"
#include "query/value.h"

enum ruletrial_side { TRIAL_GAINED, TRIAL_LOST, TRIAL_SIDES };

struct ruletrial_quote {
	char *posting, *company, *title;
	char *section, *quote, *sentence;
};
struct ruletrial_change {
	size_t postings; /* that gain, or lose, the concept as a whole */
	size_t n_quotes;
	struct ruletrial_quote *kept; /* the first of them */
	size_t n_kept;
};
struct ruletrial_concept {
	char *id;
	struct ruletrial_change sides[TRIAL_SIDES];
};
struct ruletrial {
	const struct rules *now, *changed;
	size_t keep; /* quotes kept a concept and side */
	size_t n_postings;
	struct ruletrial_concept *concepts; /* that change, by id */
	size_t n_concepts;
};

/* Reads one posting with both; what is not open or has no text is not counted.
 * Of `trial` the first three are set by the caller. */
void ruletrial_add(struct ruletrial *trial, const Jobq__SpanDoc *doc);
void ruletrial_reset(struct ruletrial *trial); /* forgets what was added */
void ruletrial_deinit(struct ruletrial *trial);
json_t *ruletrial_json(const struct ruletrial *trial);
