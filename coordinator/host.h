#pragma once
/*
 * Host: a site's host ("host" or "host:port"), the tasks that wait for it, and
 * the earliest moment at which it may be asked again. Leased to one worker at a
 * time. That moment and the failures in a row are kept in the frontier, so that
 * a restart of anything is not felt by the site (promise 3).
 */
#include "coordinator/frontier.h"
#include "coordinator/moment.h"
#include "coordinator/queue.h"
#include <uthash.h>

struct lease;

enum { HOST_MAX_WAIT_MS = 24 * 3600 * 1000 }; /* what a Retry-After may ask */

struct host {
	char *name;
	int64_t next_mono_ms; /* no request before it */
	uint32_t failures;    /* transient ones in a row */
	struct queue queue;
	struct lease *lease; /* NULL: nobody's */
	bool dirty;	     /* differs from the frontier */
	UT_hash_handle hh;
};

struct hosts {
	struct host *table; /* in the order in which they are served */
};

void hosts_deinit(struct hosts *hosts);
/* The host, made where it is new. */
struct host *hosts_get(struct hosts *hosts, const char *name);
/* The host goes behind the others. */
void hosts_to_end(struct hosts *hosts, struct host *host);
/* Takes what the frontier has; a clock that was set back holds nobody longer
 * than HOST_MAX_WAIT_MS. */
void hosts_restore(struct hosts *hosts, const Jobq__FrontierHost *record,
		   struct moment now);
/* What a worker said last: its word counts. */
void host_pace(struct host *host, uint32_t wait_ms, uint32_t failures,
	       struct moment now);
/* Not before `wait_ms` from now, whatever was known. */
void host_hold(struct host *host, int64_t wait_ms, struct moment now);
uint32_t host_wait_ms(const struct host *host, struct moment now);
/* Puts what changed into the frontier, uncommitted; forgets hosts that have
 * nothing to do and nothing to wait for. */
MUST_CHECK int hosts_save(struct hosts *hosts, struct frontier *frontier,
			  struct moment now);
