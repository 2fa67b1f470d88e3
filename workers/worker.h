#pragma once
/*
 * Worker: the loop that ties leases, errands, archive, spool, feed and link
 * together; docs/protocol.md has the conversations. One thread, in the data
 * directory.
 *
 *	lease -> errand -> report -> parcel -> archive_sync, spool -> indexer
 *	      -> ack -> outcomes -> coordinator -> ack -> out of the spool
 *
 * Back-pressure: while the spool is over its bound, or the disk refuses, no
 * host is taken and no request begun; nothing is acknowledged, nothing is
 * dropped, and the loop goes on when there is room.
 */
#include "core/wire.h"

enum {
	WORKER_HOSTS = 16,	/* leases at once */
	WORKER_GRACE_MS = 3000, /* from SIGTERM to the end */
};

struct worker_options {
	const char *name;		   /* one process per name */
	const char *coordinator, *indexer; /* endpoints */
	bool insecure;			   /* tcp:// without CURVE */
	const char *gateway;		   /* or NULL */
	const char *const *replay;	   /* or NULL */
	const char *recipes;		   /* directory */
	uint64_t spool_bytes;		   /* 0: SPOOL_MAX_BYTES */
	uint32_t hosts;			   /* 0: WORKER_HOSTS */
};

/* Works until SIGTERM, SIGINT or the coordinator's last bye: 0. The signals are
 * blocked from the start of the call. < 0: a fault at the start, or of the
 * loop itself. */
MUST_CHECK int worker_run(const struct worker_options *options);
