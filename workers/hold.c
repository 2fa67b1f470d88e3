#include "workers/hold.h"
#include "core/alloc.h"
#include "core/times.h"
#include <string.h>
#include <utlist.h>

struct hold *hold_add(struct holds *holds, const struct errand_world *world,
		      Jobq__Lease *lease)
{
	struct hold *hold = alloc_zero(1, sizeof(*hold));

	hold->errand = errand_new(world, lease);
	DL_APPEND(holds->list, hold);
	return hold;
}

struct hold *hold_find(const struct holds *holds, uint64_t token)
{
	struct hold *hold;

	DL_FOREACH(holds->list, hold)
	{
		if (errand_token(hold->errand) == token)
			return hold;
	}
	return NULL;
}

void hold_drop(struct holds *holds, struct hold *hold)
{
	DL_DELETE(holds->list, hold);
	errand_free(hold->errand);
	free(hold);
}

void hold_beats(const struct holds *holds, Jobq__Heartbeat *out)
{
	struct hold *hold;
	size_t n = 0;

	DL_COUNT(holds->list, hold, n);
	out->leases = alloc_zero(n + 1, sizeof(*out->leases));
	DL_FOREACH(holds->list, hold)
	{
		Jobq__LeaseBeat *beat;

		if (hold->released || errand_lost(hold->errand))
			continue;
		beat = alloc_get(sizeof(*beat));
		jobq__lease_beat__init(beat);
		beat->token = errand_token(hold->errand);
		beat->wait_ms = errand_wait_ms(hold->errand);
		beat->failures = errand_failures(hold->errand);
		beat->left = (uint32_t)errand_left(hold->errand);
		out->leases[out->n_leases++] = beat;
	}
}

bool hold_any_dry(const struct holds *holds)
{
	struct hold *hold;

	DL_FOREACH(holds->list, hold)
	{
		if (hold->gathered && !hold->released &&
		    errand_over(hold->errand))
			return true;
	}
	return false;
}

void hold_posted(struct holds *holds)
{
	struct hold *hold;

	DL_FOREACH(holds->list, hold)
	hold->gathered = 0;
}

bool hold_is_blocked(const struct holds *holds, const struct hold *hold)
{
	struct hold *other;

	DL_FOREACH(holds->list, other)
	{
		if (other != hold && errand_flying(other->errand) &&
		    !strcmp(errand_host(other->errand),
			    errand_host(hold->errand)))
			return true;
	}
	return false;
}

int64_t hold_release_ms(struct hold *hold, int64_t now_ms,
			enum hold_leave leave)
{
	bool over = errand_over(hold->errand);

	if (hold->unacked || !over)
		hold->empty_ms = 0;
	else if (!hold->empty_ms)
		hold->empty_ms = now_ms;
	if (hold->released || hold->unacked || errand_lost(hold->errand))
		return TIMES_FOREVER;
	if (!over)
		return leave == HOLD_LEAVE_NOW ? now_ms : TIMES_FOREVER;
	if (leave || errand_left(hold->errand))
		return now_ms;
	return hold->empty_ms + HOLD_LINGER_MS;
}

Jobq__Outcomes *hold_release(struct hold *hold)
{
	Jobq__Outcomes *outcomes = alloc_get(sizeof(*outcomes));

	jobq__outcomes__init(outcomes);
	outcomes->token = errand_token(hold->errand);
	outcomes->release = true;
	outcomes->wait_ms = errand_wait_ms(hold->errand);
	outcomes->failures = errand_failures(hold->errand);
	hold->released = true;
	return outcomes;
}
