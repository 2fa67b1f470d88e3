#pragma once
/*
 * Errand: one leased host and its tasks. It asks robots.txt, makes the sources'
 * sessions, sends one request at a time with the pace that the host is owed,
 * follows redirects on the host, reads the answers by the recipe, and reports
 * for each task one outcome with what was observed.
 *
 * It owns no loop: its holder calls errand_go() when errand_due_ms() has come
 * and errand_read() when errand_unread(); answers come through the fetcher.
 * Where a host wants no delay, the next request is begun before the answer is
 * read, so that the site works while we parse. Belongs to one thread.
 *
 * What an answer means (verdict.h has the statuses, report.h the outcomes):
 *	2xx that the recipe can read   DONE, observations, tasks found
 *	2xx that it cannot, 5xx, 429, 408, time-out, network   RETRY, back-off
 *	404, 410   GONE; of an HTML page also a PRESENCE_GONE observation
 *	robots.txt says no   DISALLOWED
 *	robots.txt unreachable   RETRY of the task it was for
 *	other 4xx, too large, refused, redirect loop   FAILED
 * Where pacing is off (replay) nothing gets better: RETRY becomes FAILED.
 */
#include "workers/access.h"
#include "workers/pace.h"
#include "workers/report.h"
#include "workers/rulebook.h"

enum {
	ERRAND_MAX_FAILURES = 4,    /* in a row: the host is given back */
	ERRAND_PATIENCE_MS = 60000, /* so is one that wants a longer break */
	ERRAND_DOUBT_MS = 30000,
};

struct errand; /* opaque */

/* What errands share, and how they reach out. Filled by name, read only. */
struct errand_world {
	/* fetch_start(), or a test's double. */
	int (*start)(void *arg, const struct fetch_request *request,
		     fetch_done *done, void *done_arg);
	/* Takes what the report owns: report_deinit(), or its parts. Called
	 * from the fetcher's callbacks and from errand_go(), errand_read(). */
	void (*report)(void *arg, struct errand *errand, struct report *report);
	int64_t (*mono_ms)(void *arg);
	int64_t (*clock_ms)(void *arg);
	void *arg;
	struct accesses *accesses;
	struct rulebook *rulebook;
	struct flights *flights;
	uint64_t seed; /* of the jitter */
	bool paced;    /* fetch_paced() */
};

/* `world` must outlive it. Takes the lease's tasks out of `lease`. */
struct errand *errand_new(const struct errand_world *world, Jobq__Lease *lease);
void errand_free(struct errand *errand);
/* More tasks of the same token. Those that it has already are left out. */
void errand_add(struct errand *errand, Jobq__Lease *lease);

/* Begins what may begin now. < 0: the fetcher's own fault; try again later. */
MUST_CHECK int errand_go(struct errand *errand);
/* Reads one answer that is there and reports; nothing if there is none. */
void errand_read(struct errand *errand);
/* The fetcher had a fault: the answer under way may never come. What has not
 * come after ERRAND_DOUBT_MS is asked for again. */
void errand_doubt(struct errand *errand);
/* No new request from now on; what is under way is finished. */
void errand_stop(struct errand *errand);
/* The lease is lost: no new request, and no report either. */
void errand_lose(struct errand *errand);

uint64_t errand_token(const struct errand *errand);
const char *errand_host(const struct errand *errand);
/* Monotonic time of the next errand_go(); TIMES_FOREVER: it waits for others.
 */
int64_t errand_due_ms(const struct errand *errand);
bool errand_unread(const struct errand *errand);
bool errand_flying(const struct errand *errand); /* a request is under way */
bool errand_lost(const struct errand *errand);
/* Nothing is under way and nothing will begin: no task is left, or it was
 * stopped or lost, or the host has failed too often. */
bool errand_over(const struct errand *errand);
size_t errand_left(const struct errand *errand); /* tasks not begun */
/* What the host is owed now, for heartbeats and releases. */
uint32_t errand_wait_ms(const struct errand *errand);
uint32_t errand_failures(const struct errand *errand);
/* The distance between requests that the host is owed. */
int64_t errand_delay_ms(const struct errand *errand);
