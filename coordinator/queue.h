#pragma once
/*
 * Queue: one host's tasks that wait, in memory only (the frontier has them).
 * Listings go before all else, so that a round knows early what it has; among
 * equals the rounds take turns, and within a round the first in is the first
 * out. By value: all zero is empty.
 */
#include "core/wire.pb-c.h"
#include <stdbool.h>
#include <stddef.h>

struct round;
struct lane; /* one round's tasks; defined in queue.c */

struct work {
	uint64_t id;
	struct round *round;
	Jobq__TaskKind kind;
};

struct queue {
	struct lane *lanes; /* in turn: the head is next */
	size_t n, n_listings;
};

/* How many tasks of each Jobq__TaskKind. */
enum { WORK_KINDS = 3 };
struct work_count {
	size_t of[WORK_KINDS];
};

void queue_deinit(struct queue *queue);
void queue_push(struct queue *queue, const struct work *work);
bool queue_pop(struct queue *queue, struct work *out); /* false: empty */
/* Takes out all of a round and adds their numbers to `dropped`. */
void queue_drop_round(struct queue *queue, const struct round *round,
		      struct work_count *dropped);
