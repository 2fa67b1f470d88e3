#pragma once
/*
 * Dial: a DEALER socket that is destroyed when its peer is silent, and dialled
 * again with back-off (100 ms, doubling to 2 s; reset when the peer is heard).
 * For feed.c and link.c.
 */
#include "core/wire.h"

enum { DIAL_MIN_MS = 100, DIAL_MAX_MS = 2000 };

struct dial {
	void *context;
	struct wire_endpoint endpoint;
	void *socket;	/* NULL: to be dialled at due_ms */
	int64_t due_ms; /* monotonic */
	int64_t backoff_ms;
};

/* `context` and the endpoint's address are borrowed. Dials with the first
 * dial_drive(). */
void dial_init(struct dial *dial, void *context,
	       const struct wire_endpoint *endpoint);
void dial_deinit(struct dial *dial);
/* Dials if it is time to. */
MUST_CHECK int dial_drive(struct dial *dial, int64_t now_ms);
void dial_drop(struct dial *dial, int64_t now_ms);
void dial_heard(struct dial *dial);
int dial_fd(const struct dial *dial); /* ZMQ_FD, or -1 */
/* Is a message waiting? ZMQ_FD is edge-triggered and does not say. */
bool dial_waiting(const struct dial *dial);
