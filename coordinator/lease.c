#include "coordinator/lease.h"
#include "core/alloc.h"

void leases_deinit(struct leases *leases)
{
	struct lease *lease, *next;

	HASH_ITER(hh, leases->table, lease, next)
	{
		leases_remove(leases, lease);
	}
}

struct lease *leases_add(struct leases *leases, struct host *host,
			 const Jobq__FrontierLease *record, struct moment now)
{
	struct lease *lease = alloc_zero(1, sizeof(*lease));

	lease->token = record->token;
	lease->host = host;
	lease->worker = alloc_copy(record->worker);
	lease->incarnation = record->incarnation;
	lease_renew(lease, now);
	host->lease = lease;
	HASH_ADD(hh, leases->table, token, sizeof(lease->token), lease);
	return lease;
}

struct lease *leases_find(struct leases *leases, uint64_t token)
{
	struct lease *lease = NULL;

	HASH_FIND(hh, leases->table, &token, sizeof(token), lease);
	return lease;
}

void leases_remove(struct leases *leases, struct lease *lease)
{
	struct leased_task *task, *next;

	HASH_DEL(leases->table, lease);
	HASH_ITER(hh, lease->tasks, task, next)
	{
		HASH_DEL(lease->tasks, task);
		free(task);
	}
	lease->host->lease = NULL;
	free(lease->worker);
	free(lease);
}

void lease_add_task(struct lease *lease, const struct work *work)
{
	struct leased_task *task = alloc_zero(1, sizeof(*task));

	task->work = *work;
	HASH_ADD(hh, lease->tasks, work.id, sizeof(task->work.id), task);
}

bool lease_take_task(struct lease *lease, uint64_t id, struct work *out)
{
	struct leased_task *task = NULL;

	HASH_FIND(hh, lease->tasks, &id, sizeof(id), task);
	if (!task)
		return false;
	*out = task->work;
	HASH_DEL(lease->tasks, task);
	free(task);
	return true;
}

bool lease_has_round(const struct lease *lease, const struct round *round)
{
	for (struct leased_task *t = lease->tasks; t; t = t->hh.next)
		if (t->work.round == round)
			return true;
	return false;
}

void lease_renew(struct lease *lease, struct moment now)
{
	lease->lost_mono_ms = now.mono_ms + LEASE_MS;
}
