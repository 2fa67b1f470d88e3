#pragma once
/*
 * Loop: the coordinator's sockets, clocks and signals around coordinator.h.
 * Runs in the data directory. SIGTERM and SIGINT must be blocked before the
 * process has threads; they end it: no new leases, up to LOOP_GRACE_MS for
 * outcomes, commit.
 */
#include "coordinator/coordinator.h"

enum {
	LOOP_GRACE_MS = 3000,
	LOOP_FAREWELL_MS = 500, /* for the last bye to leave */
	LOOP_BATCH = 256,	/* messages in a turn, and so in a commit */
};

struct loop_options {
	struct wire_endpoint endpoint; /* ours */
	struct wire_endpoint indexer;
	struct coordinator_options coordinator; /* without `out` */
};
/* Until SIGTERM, or with --once until all is done. */
MUST_CHECK int loop_run(const struct loop_options *options);
