#include "coordinator/host.h"
#include "core/alloc.h"

static void host_free(struct hosts *hosts, struct host *host)
{
	HASH_DEL(hosts->table, host);
	queue_deinit(&host->queue);
	free(host->name);
	free(host);
}

void hosts_deinit(struct hosts *hosts)
{
	struct host *host, *next;

	HASH_ITER(hh, hosts->table, host, next)
	{
		host_free(hosts, host);
	}
}

static void add(struct hosts *hosts, struct host *host)
{
	HASH_ADD_KEYPTR(hh, hosts->table, host->name, strlen(host->name), host);
}

struct host *hosts_get(struct hosts *hosts, const char *name)
{
	struct host *host = NULL;

	HASH_FIND_STR(hosts->table, name, host);
	if (host)
		return host;
	host = alloc_zero(1, sizeof(*host));
	host->name = alloc_copy(name);
	host->next_mono_ms = INT64_MIN;
	add(hosts, host);
	return host;
}

void hosts_to_end(struct hosts *hosts, struct host *host)
{
	HASH_DEL(hosts->table, host);
	add(hosts, host);
}

void hosts_restore(struct hosts *hosts, const Jobq__FrontierHost *record,
		   struct moment now)
{
	struct host *host = hosts_get(hosts, record->host);
	int64_t wait_ms = record->next_ms - now.real_ms;

	if (wait_ms > HOST_MAX_WAIT_MS)
		wait_ms = HOST_MAX_WAIT_MS;
	host->next_mono_ms = now.mono_ms + wait_ms;
	host->failures = record->failures;
	host->dirty = true; /* looked at once by hosts_save() */
}

void host_pace(struct host *host, uint32_t wait_ms, uint32_t failures,
	       struct moment now)
{
	if (wait_ms > HOST_MAX_WAIT_MS)
		wait_ms = HOST_MAX_WAIT_MS;
	host->next_mono_ms = now.mono_ms + wait_ms;
	host->failures = failures;
	host->dirty = true;
}

void host_hold(struct host *host, int64_t wait_ms, struct moment now)
{
	if (host->next_mono_ms >= now.mono_ms + wait_ms)
		return;
	host->next_mono_ms = now.mono_ms + wait_ms;
	host->dirty = true;
}

uint32_t host_wait_ms(const struct host *host, struct moment now)
{
	return host->next_mono_ms <= now.mono_ms
		       ? 0
		       : (uint32_t)(host->next_mono_ms - now.mono_ms);
}

static bool is_idle(const struct host *host, struct moment now)
{
	return !host->lease && !host->queue.n && !host->failures &&
	       !host_wait_ms(host, now);
}

static int save(struct host *host, struct frontier *frontier, struct moment now)
{
	Jobq__FrontierHost record = JOBQ__FRONTIER_HOST__INIT;

	record.host = host->name;
	record.next_ms = now.real_ms + host_wait_ms(host, now);
	record.failures = host->failures;
	host->dirty = false;
	return frontier_put_host(frontier, &record);
}

int hosts_save(struct hosts *hosts, struct frontier *frontier,
	       struct moment now)
{
	struct host *host, *next;
	int r = 0;

	HASH_ITER(hh, hosts->table, host, next)
	{
		if (is_idle(host, now)) {
			r = frontier_drop_host(frontier, host->name);
			host_free(hosts, host);
		} else if (host->dirty) {
			r = save(host, frontier, now);
		}
		if (r)
			return r;
	}
	return 0;
}
