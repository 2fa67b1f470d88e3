#pragma once
/*
 * Arrival: what an errand does with an answer. The inside of errand.h, for
 * errand.c and arrival.c alone.
 */
#include "workers/errand.h"
#include "workers/flight.h"
#include "workers/trip.h"

#define ERRAND_VERSION "0.1" /* in the User-Agent */

struct errand {
	const struct errand_world *world;
	uint64_t token;
	char *host;
	struct pace pace;
	struct access **sources; /* of this lease; the accesses are borrowed */
	size_t n_sources;
	Jobq__Task **tasks; /* from `first` on: not begun */
	size_t first, n_tasks;
	/* The task that is under way, at the bottom; above it what it needs
	 * first: a session step, a robots.txt. */
	struct trip *top;
	struct trip *unread;   /* answered, oldest first */
	struct flight *flight; /* top's request is under way */
	int64_t doubt_ms;      /* by then it must have landed; 0: no doubt */
	bool stopped, lost;
	bool failed;	/* a transient failure in this lease */
	uint32_t pages; /* fetched for sessions and robots.txt ... */
	uint64_t bytes; /* ... since the last report */
};

/* The task that is under way. */
static inline const Jobq__Task *errand_task(const struct errand *e)
{
	const struct trip *trip = e->top;

	while (trip->next)
		trip = trip->next;
	return trip->task;
}

/* fetch_done: the flight is the argument. */
void arrival_take(void *flight, struct fetch_answer *answer);
/* Ends the task that is under way, with whatever it waited for. */
void arrival_dismiss(struct errand *e, Jobq__Result result, const char *why);
