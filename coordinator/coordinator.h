#pragma once
/*
 * Coordinator: the conversation of docs/protocol.md over a plan: who is there,
 * what they are sent, what their messages change. It has no sockets and reads
 * no clock: messages are handed in, and given out through `struct
 * coordinator_out`. One thread.
 *
 * A turn: receive what is there, then coordinator_turn(), which does what is
 * due, commits everything in one transaction and only then sends. After a fault
 * (< 0) the program must end; a new start finds the last commit.
 */
#include "coordinator/moment.h"
#include "coordinator/plan.h"
#include "core/wire.h"

struct coordinator;

/* Where messages go. 0, or wire_send()'s outcomes. */
struct coordinator_out {
	void *arg;
	int (*peer)(void *arg, const struct bytes *peer, enum wire_type type,
		    const void *message);
	int (*indexer)(void *arg, enum wire_type type, const void *message);
	/* The indexer is silent: make its connection anew. */
	int (*redial)(void *arg);
};

struct coordinator_options {
	struct plan_options plan; /* its outbox is the coordinator's own */
	struct coordinator_out out;
};

enum coordinator_state {
	COORDINATOR_RUNNING,
	COORDINATOR_DRAINING, /* no new leases */
	COORDINATOR_FINISHED, /* --once: all closed, acked, indexed, said bye */
};

MUST_CHECK int coordinator_open(struct coordinator **out,
				const struct coordinator_options *options,
				struct moment now);
void coordinator_free(struct coordinator *coordinator);
DEFINE_CLEANUP(struct coordinator *, coordinator_free);

/* A message from a peer. One that makes no sense is logged and dropped. */
MUST_CHECK int coordinator_receive(struct coordinator *coordinator,
				   const struct wire_message *message,
				   struct moment now);
/* A message from the indexer. */
MUST_CHECK int coordinator_indexer(struct coordinator *coordinator,
				   const struct wire_message *message,
				   struct moment now);
MUST_CHECK int coordinator_turn(struct coordinator *coordinator,
				struct moment now);
/* How long the next turn may wait where no message comes: 0 to 1000 ms. */
int coordinator_wait_ms(const struct coordinator *coordinator,
			struct moment now);
/* The program did not run for so long: what nobody read was no silence. */
void coordinator_slept(struct coordinator *coordinator, int64_t ms);
/* No new round, no new lease. */
void coordinator_drain(struct coordinator *coordinator);
/* Nobody holds a lease. */
bool coordinator_drained(const struct coordinator *coordinator);
enum coordinator_state coordinator_state(const struct coordinator *coordinator);
