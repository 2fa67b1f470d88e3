#pragma once
/*
 * History: a posting's runs as the timeline builds them, and the events that
 * are read off the finished ones. Events come from spans and from nothing
 * else, so that log and spans cannot disagree. Pure.
 */
#include "indexer/timeline.h"

struct run {
	struct timeline_span span;
	uint64_t until_seq;
};
struct history {
	struct posting_id id;
	struct run *runs; /* oldest first */
	size_t n_runs, cap;
};
/* A text that a version has: none is "it has no text". */
struct history_texts {
	const struct timeline_version *versions; /* in order of version */
	size_t n;
};

struct run *history_add(struct history *h);
void history_deinit(struct history *h);

/* Sets out->events: for `n` histories in order of their ids. */
void history_events(struct timeline *out, const struct history *histories,
		    size_t n, const struct history_texts *texts);
