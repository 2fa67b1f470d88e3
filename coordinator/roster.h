#pragma once
/*
 * Roster: the workers that said hello, by name and by the peer that their
 * messages come from. One process a name: a second hello takes the place of the
 * first. Whom nothing was heard of for ROSTER_SILENCE_MS is dropped; its leases
 * are not touched by that.
 */
#include "coordinator/moment.h"
#include "core/bytes.h"
#include <uthash.h>

enum {
	ROSTER_HEARTBEAT_MS = 1000,
	ROSTER_SILENCE_MS = 5 * ROSTER_HEARTBEAT_MS,
	ROSTER_MAX = 4096,
	ROSTER_MAX_NAME = 128,
	ROSTER_MAX_CREDIT = 65536,
};
enum { ROSTER_E_REFUSED = 1 };

struct worker {
	char *name;
	uint64_t incarnation;
	struct bytes peer;
	uint32_t credit;
	uint64_t beat;	   /* number of the last heartbeat taken */
	uint32_t n_leases; /* counted anew by whoever needs it */
	int64_t heard_mono_ms;
	UT_hash_handle hh;	/* by name */
	UT_hash_handle hh_peer; /* by peer */
};

struct roster {
	struct worker *by_name, *by_peer;
};

struct roster_hello {
	struct slice peer;
	const char *name;
	uint64_t incarnation;
};
void roster_deinit(struct roster *roster);
/* ROSTER_E_REFUSED: a name that is none (a-z A-Z 0-9 . _ -), or too many. */
MUST_CHECK int roster_hello(struct roster *roster, struct roster_hello hello,
			    struct moment now, struct worker **out);
/* Whoever it is has been heard; NULL: nobody we know. */
struct worker *roster_heard(struct roster *roster, struct slice peer,
			    struct moment now);
struct worker *roster_find(const struct roster *roster, const char *name,
			   uint64_t incarnation);
/* Whoever it is cannot be reached. */
void roster_gone(struct roster *roster, struct slice peer);
void roster_drop_silent(struct roster *roster, struct moment now);
