#pragma once
/*
 * Lease: a host that is one worker's alone, with a batch of its tasks. The
 * token fences: what comes under another changes nothing (promise 2).
 * Heartbeats renew it; without, it is lost after LEASE_MS. Kept in the
 * frontier, so that after a restart of the coordinator its worker may go on
 * with it.
 */
#include "coordinator/host.h"

enum {
	LEASE_MS = 10000,
	LEASE_BATCH = 512, /* tasks at once */
	/* With so few left it is filled up again: outcomes under way count as
	 * leased, and the worker must not run dry. */
	LEASE_LOW = 384,
	LEASE_BATCH_BYTES = 8 << 20, /* of a message; frames hold 64 MiB */
	LEASE_NEAR_MS = 1000, /* a host is leased so long before its time */
	LEASE_MAX_LOSSES = 32,
};

struct leased_task {
	struct work work;
	UT_hash_handle hh; /* by work.id, in the order of the lease */
};

struct lease {
	uint64_t token;
	struct host *host;
	char *worker;
	uint64_t incarnation;
	struct leased_task *tasks;
	int64_t lost_mono_ms;
	UT_hash_handle hh;
};

struct leases {
	struct lease *table; /* by token */
};

void leases_deinit(struct leases *leases);
/* A lease of `host`, which has none; not in the frontier yet. */
struct lease *leases_add(struct leases *leases, struct host *host,
			 const Jobq__FrontierLease *record, struct moment now);
struct lease *leases_find(struct leases *leases, uint64_t token);
void leases_remove(struct leases *leases, struct lease *lease);

void lease_add_task(struct lease *lease, const struct work *work);
/* The task leaves the lease; false where it is not in it. */
bool lease_take_task(struct lease *lease, uint64_t id, struct work *out);
bool lease_has_round(const struct lease *lease, const struct round *round);
void lease_renew(struct lease *lease, struct moment now);
