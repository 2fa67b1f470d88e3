#pragma once
/*
 * Scope: which of a site's links a walk follows: same host as the seed's (with
 * or without "www."), below a path prefix if there is one, and nothing that by
 * its suffix is no page. By value; borrows nothing.
 */
#include "core/cleanup.h"
#include <stdbool.h>

struct scope {
	char *host, *within;
};

/* `seed` is an absolute URL; `within` a path prefix, or NULL. */
void scope_init(struct scope *out, const char *seed, const char *within);
void scope_deinit(struct scope *scope);
/* `url` is canonical (url_canonical()). */
bool scope_holds(const struct scope *scope, const char *url);
/* Same host alone? */
bool scope_holds_host(const struct scope *scope, const char *url);
