#pragma once
/*
 * Flight: whose request it is that the fetcher has under way. An errand that is
 * freed or that gave a request up leaves its flight behind: what comes of it is
 * thrown away. Belongs to the worker's loop.
 */
#include "core/cleanup.h"

struct errand;
struct flights; /* all of a worker's */

struct flight {
	struct errand *errand; /* NULL: nobody waits for it */
	struct flights *flights;
	struct flight *prev, *next;
};
struct flights {
	struct flight *list;
};

struct flight *flight_new(struct flights *flights, struct errand *errand);
/* It came back: frees it and gives the errand that waits, or NULL. */
struct errand *flight_land(struct flight *flight);
/* Nobody waits for it any more. NULL is fine. */
void flight_leave(struct flight *flight);
/* It never left: frees it. */
void flight_cancel(struct flight *flight);
/* Those that never came back; after fetch_free(). */
void flights_deinit(struct flights *flights);
