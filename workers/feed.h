#pragma once
/*
 * Feed: the worker's side of the conversation with the indexer: batches of the
 * spool go out in order, at most FEED_WINDOW_BYTES unacked; what was not acked
 * is sent again after 2 s, an indexer that is silent for 10 s is dialled anew.
 * Of a parcel that was cut in several batches the end is told in their order,
 * so that no outcome goes out before all that was observed for it is in the
 * corpus.
 *
 * Belongs to the worker's loop. Its socket's descriptor is edge-triggered:
 * after each wake and each send ask feed_waiting().
 */
#include "core/wire.h"
#include "workers/spool.h"

enum {
	FEED_WINDOW_BYTES = 16 << 20,
	FEED_RESEND_MS = 2000,
	FEED_SILENCE_MS = 10000,
};

struct feed;
/* The batch `number` is in the corpus (or holds nothing for it). */
typedef void feed_acked(void *arg, uint64_t number);

struct feed_options {
	void *context;		       /* wire_context_new()'s */
	struct wire_endpoint endpoint; /* its address outlives the feed */
	struct spool *spool;	       /* borrowed */
	feed_acked *acked;
	void *arg;
};
MUST_CHECK int feed_open(struct feed **out, const struct feed_options *o);
void feed_free(struct feed *feed);
DEFINE_CLEANUP(struct feed *, feed_free);

/* The spool's batch `number` is to be fed; `observations` are its, if they are
 * at hand (borrowed for the call), else it is read when its turn comes. */
enum feed_order {
	FEED_FREE,
	FEED_AFTER_LAST, /* told only after the batch `number` - 1 */
};
MUST_CHECK int feed_offer(struct feed *feed, uint64_t number,
			  const Jobq__Observations *observations,
			  enum feed_order order);
/* Receives, sends, sends again, dials, as it is due. */
MUST_CHECK int feed_drive(struct feed *feed, int64_t now_ms);

int feed_fd(const struct feed *feed); /* -1: none now */
bool feed_waiting(const struct feed *feed);
int64_t feed_due_ms(const struct feed *feed); /* of the next feed_drive() */
size_t feed_pending(const struct feed *feed); /* batches not yet acked */
