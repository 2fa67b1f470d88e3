#pragma once
/*
 * Pulse: how far a crawl is, asked of the coordinator and the indexer twice a
 * second, without ever waiting for them. From inside the data directory. One
 * thread.
 */
#include "core/wire.h"
#include "query/progress.h"

enum { PULSE_EVERY_MS = 500, PULSE_PATIENCE_MS = 3000 };
enum { PULSE_PEERS = 2 };

struct pulse {
	void *context;
	void *sockets[PULSE_PEERS];    /* coordinator, indexer */
	int64_t asked_ms[PULSE_PEERS]; /* monotonic */
	bool waiting[PULSE_PEERS];
};

MUST_CHECK int pulse_init(struct pulse *p);
void pulse_deinit(struct pulse *p);
/* Asks whoever is due; one that did not answer is asked again after a while. */
MUST_CHECK int pulse_ask(struct pulse *p, int64_t mono_ms);
/* Takes what answers there are into `counts`. */
MUST_CHECK int pulse_take(struct pulse *p, struct progress_counts *counts);
