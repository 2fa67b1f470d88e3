#include "coordinator/roster.h"
#include "core/alloc.h"
#include "core/log.h"
#include <ctype.h>

static void roster_drop(struct roster *roster, struct worker *worker)
{
	HASH_DELETE(hh, roster->by_name, worker);
	/* Who has a name has a peer. NOLINTNEXTLINE(*-core.NullDereference) */
	HASH_DELETE(hh_peer, roster->by_peer, worker);
	bytes_deinit(&worker->peer);
	free(worker->name);
	free(worker);
}

void roster_deinit(struct roster *roster)
{
	struct worker *worker, *next;

	HASH_ITER(hh, roster->by_name, worker, next)
	{
		roster_drop(roster, worker);
	}
}

static bool is_name(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)name[i]) && !strchr("._-", name[i]))
			return false;
	return n && n <= ROSTER_MAX_NAME;
}

static struct worker *by_peer(struct roster *roster, struct slice peer)
{
	struct worker *worker = NULL;

	HASH_FIND(hh_peer, roster->by_peer, peer.data, peer.len, worker);
	return worker;
}

int roster_hello(struct roster *roster, struct roster_hello hello,
		 struct moment now, struct worker **out)
{
	struct worker *worker = NULL;

	if (!is_name(hello.name)) {
		log_line(LOG_WARN, "roster", "hello refused: bad name");
		return ROSTER_E_REFUSED;
	}
	HASH_FIND_STR(roster->by_name, hello.name, worker);
	if (worker)
		roster_drop(roster, worker);
	worker = by_peer(roster, hello.peer);
	if (worker)
		roster_drop(roster, worker);
	if (HASH_COUNT(roster->by_name) >= ROSTER_MAX) {
		log_line(LOG_WARN, "roster", "hello refused: %d workers",
			 ROSTER_MAX);
		return ROSTER_E_REFUSED;
	}
	worker = alloc_zero(1, sizeof(*worker));
	worker->name = alloc_copy(hello.name);
	worker->incarnation = hello.incarnation;
	worker->heard_mono_ms = now.mono_ms;
	bytes_add(&worker->peer, hello.peer.data, hello.peer.len);
	HASH_ADD_KEYPTR(hh, roster->by_name, worker->name, strlen(worker->name),
			worker);
	HASH_ADD_KEYPTR(hh_peer, roster->by_peer, worker->peer.data,
			worker->peer.len, worker);
	*out = worker;
	return 0;
}

struct worker *roster_heard(struct roster *roster, struct slice peer,
			    struct moment now)
{
	struct worker *worker = by_peer(roster, peer);

	if (worker)
		worker->heard_mono_ms = now.mono_ms;
	return worker;
}

struct worker *roster_find(const struct roster *roster, const char *name,
			   uint64_t incarnation)
{
	struct worker *worker = NULL;

	HASH_FIND_STR(roster->by_name, name, worker);
	return worker && worker->incarnation == incarnation ? worker : NULL;
}

void roster_gone(struct roster *roster, struct slice peer)
{
	struct worker *worker = by_peer(roster, peer);

	if (worker)
		roster_drop(roster, worker);
}

void roster_drop_silent(struct roster *roster, struct moment now)
{
	struct worker *worker, *next;

	HASH_ITER(hh, roster->by_name, worker, next)
	{
		if (now.mono_ms - worker->heard_mono_ms < ROSTER_SILENCE_MS)
			continue;
		log_line(LOG_WARN, "roster", "worker silent name=%s",
			 worker->name);
		roster_drop(roster, worker);
	}
}
