#pragma once
/*
 * Outbox: what the coordinator owes the indexer: the panel's sources, closed
 * rounds, and with --once a flush. One message is under way at a time and sent
 * again until it is acked. Rounds lie in the frontier until then. No sockets:
 * the caller sends what outbox_due() gives.
 */
#include "coordinator/frontier.h"
#include "coordinator/moment.h"
#include "core/wire.h"

struct outbox;

enum {
	OUTBOX_RESEND_MS = 1000,
	OUTBOX_FLUSH_RESEND_MS = 5000, /* an index commit takes its time */
	OUTBOX_BATCH = 100,	       /* rounds in one message */
	OUTBOX_PATIENCE = 5,	       /* unanswered, then dial again */
};

/* Takes `sources`, which goes first. */
struct outbox *outbox_new(Jobq__Sources *sources);
void outbox_free(struct outbox *outbox);
DEFINE_CLEANUP(struct outbox *, outbox_free);

/* Takes a round that is closed in the frontier (committed before the next
 * outbox_due()). */
void outbox_add(struct outbox *outbox, Jobq__Round *round);
/* A flush goes out when all rounds are acked. */
void outbox_want_flush(struct outbox *outbox);

/* What must be sent now: the type, and the message, borrowed until the next
 * call of any; 0: nothing. */
enum wire_type outbox_due(struct outbox *outbox, struct moment now,
			  const void **message);
/* In how many milliseconds outbox_due() may have something. */
int64_t outbox_wait_ms(const struct outbox *outbox, struct moment now);
/* The indexer was silent for OUTBOX_PATIENCE sends: its socket should be made
 * anew. True once, then patience begins again. */
bool outbox_silent(struct outbox *outbox);
/* Takes an ack; rounds leave the frontier, uncommitted. An ack of another batch
 * changes nothing; one with an error is logged, and the same is sent again. */
MUST_CHECK int outbox_ack(struct outbox *outbox, const Jobq__Ack *ack,
			  struct frontier *frontier);

bool outbox_sources_acked(const struct outbox *outbox);
bool outbox_empty(const struct outbox *outbox);	  /* no round is owed */
bool outbox_flushed(const struct outbox *outbox); /* since it was wanted */
