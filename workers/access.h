#pragma once
/*
 * Access: what it takes to read a source on a host: its recipe and its session
 * (cookies, tokens), kept from lease to lease, so that a session is asked for
 * once and not with every batch. Belongs to the worker's loop. A host is one
 * errand's at a time, and so is an access.
 */
#include "workers/recipe.h"

enum { ACCESS_AGE_MS = 30 * 60 * 1000 }; /* then a session is made anew */

struct access {
	Jobq__SourceSpec *spec;
	const struct recipe *recipe; /* borrowed; of the accesses */
	struct session *session;
	size_t steps_done;   /* of the recipe's session requests */
	uint64_t generation; /* of the session: grows with each reset */
	uint32_t served;     /* tasks answered well in this session */
	int64_t made_ms;
};

struct accesses; /* all of a worker's */

struct accesses *accesses_new(const char *recipes_dir);
void accesses_free(struct accesses *all);
DEFINE_CLEANUP(struct accesses *, accesses_free);

/* The recipe `name`, loaded once; NULL (logged once) where it cannot be. */
const struct recipe *accesses_recipe(struct accesses *all, const char *name);
/* The access to `spec`'s source on `host`; `spec` is copied; one that
 * differs from the last starts the session over. NULL where the recipe cannot
 * be loaded. */
struct access *accesses_get(struct accesses *all, const Jobq__SourceSpec *spec,
			    const char *host);

/* Is the session there? */
bool access_ready(const struct access *access);
/* Starts the session over. */
void access_reset(struct access *access);
