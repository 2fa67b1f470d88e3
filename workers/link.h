#pragma once
/*
 * Link: the worker's side of the conversation with the coordinator
 * (docs/protocol.md): hello, credit, leases, heartbeats, outcomes until they
 * are acked, revokes, bye. A coordinator that is silent for five heartbeats is
 * dialled anew and told hello with the same incarnation; what it did not ack is
 * sent again, then and after 2 s. It answers heartbeats, and from when the last
 * one that it took was sent the link knows how long leases are surely ours:
 * also after this process, or the coordinator, was stopped for a while.
 *
 * Belongs to the worker's loop. Its socket's descriptor is edge-triggered:
 * after each wake and each send ask link_waiting().
 */
#include "core/wire.h"

enum {
	LINK_HEARTBEAT_MS = 1000, /* until the coordinator says its own */
	LINK_SILENCE_BEATS = 5,
	LINK_LEASE_BEATS = 9, /* the coordinator's patience, less one */
	LINK_RESEND_MS = 2000,
};

struct link;

struct link_hooks {
	/* A lease, or more tasks of one; the tasks may be taken out of it. */
	void (*lease)(void *arg, Jobq__Lease *lease);
	void (*revoke)(void *arg, uint64_t token);
	/* Outcomes were acked; `tag` as given to link_outcomes(). `refused`:
	 * the lease is not the worker's any more. */
	void (*acked)(void *arg, const Jobq__Outcomes *outcomes, uint64_t tag,
		      bool refused);
	/* No more work, ever. */
	void (*done)(void *arg);
	/* The heartbeat's leases, in an array for link.c to free. */
	void (*beat)(void *arg, Jobq__Heartbeat *out);
	void *arg;
};

struct link_options {
	void *context;		       /* wire_context_new()'s */
	struct wire_endpoint endpoint; /* its address outlives the link */
	const char *worker;	       /* borrowed */
	struct link_hooks hooks;
};
MUST_CHECK int link_open(struct link **out, const struct link_options *o);
void link_free(struct link *link);
DEFINE_CLEANUP(struct link *, link_free);

/* How many leases the worker holds at most; sent where it differs. */
void link_credit(struct link *link, uint32_t hosts);
/* Sends `outcomes` (taken; `batch` is set here) until they are acked. */
MUST_CHECK int link_outcomes(struct link *link, Jobq__Outcomes *outcomes,
			     uint64_t tag);
/* Receives, sends, sends again, dials, as it is due. */
MUST_CHECK int link_drive(struct link *link, int64_t now_ms);

/* Until then (monotonic) leases are ours, whatever is still to be read. */
int64_t link_until_ms(const struct link *link);
int link_fd(const struct link *link); /* -1: none now */
bool link_waiting(const struct link *link);
int64_t link_due_ms(const struct link *link); /* of the next link_drive() */
size_t link_pending(const struct link *link); /* outcomes not yet acked */
