#pragma once
/*
 * Hold: a lease in hand, from its message until its release is acked, or it is
 * lost and nothing of it is under way any more. Belongs to the worker's loop.
 */
#include "workers/errand.h"

enum { HOLD_LINGER_MS = 100 }; /* an empty lease waits so long for more tasks */

struct hold {
	struct errand *errand;
	size_t unacked;	  /* outcomes reported, not acked by the coordinator */
	size_t gathered;  /* of those, not yet posted */
	int64_t empty_ms; /* since then nothing is left to do; 0: there is */
	bool released;
	struct hold *prev, *next;
};
struct holds {
	struct hold *list;
};

struct hold *hold_add(struct holds *holds, const struct errand_world *world,
		      Jobq__Lease *lease);
struct hold *hold_find(const struct holds *holds, uint64_t token);
void hold_drop(struct holds *holds, struct hold *hold);
/* Leases that are still the worker's, for a heartbeat; allocated. */
void hold_beats(const struct holds *holds, Jobq__Heartbeat *out);
/* Has some host run dry that gets more only when what was gathered is posted?
 */
bool hold_any_dry(const struct holds *holds);
/* All that was gathered is posted. */
void hold_posted(struct holds *holds);
/* Does the host still owe an answer to another lease, one that was lost? */
bool hold_is_blocked(const struct holds *holds, const struct hold *hold);

enum hold_leave { HOLD_STAY, HOLD_LEAVE, HOLD_LEAVE_NOW };
/* When the lease is to be given back: TIMES_FOREVER while it has work or
 * outcomes that are not acked. A worker that leaves does not linger, and at
 * last gives up what is under way. */
int64_t hold_release_ms(struct hold *hold, int64_t now_ms,
			enum hold_leave leave);
/* The release, on its way from now on; the caller's. */
Jobq__Outcomes *hold_release(struct hold *hold);
