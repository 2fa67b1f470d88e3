#include "workers/flight.h"
#include "core/alloc.h"
#include <utlist.h>

struct flight *flight_new(struct flights *flights, struct errand *errand)
{
	struct flight *flight = alloc_zero(1, sizeof(*flight));

	flight->errand = errand;
	flight->flights = flights;
	DL_APPEND(flights->list, flight);
	return flight;
}

void flight_cancel(struct flight *flight)
{
	DL_DELETE(flight->flights->list, flight);
	free(flight);
}

struct errand *flight_land(struct flight *flight)
{
	struct errand *errand = flight->errand;

	flight_cancel(flight);
	return errand;
}

void flight_leave(struct flight *flight)
{
	if (flight)
		flight->errand = NULL;
}

void flights_deinit(struct flights *flights)
{
	while (flights->list)
		flight_cancel(flights->list);
}
