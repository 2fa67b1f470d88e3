#pragma once
/*
 * Vars: named texts that a recipe's templates speak of, in layers: what a task
 * knows lies over what its session brought, over the source's params. A name is
 * looked up from the top. By value; `below` is borrowed.
 */
#include "core/bytes.h"

struct var {
	char *name, *value;
};
struct vars {
	struct var *items;
	size_t n;
	const struct vars *below;
};

/* Sets or replaces; `value` is copied (NULL: as empty). */
void vars_set(struct vars *vars, const char *name, const char *value);
/* The value, or NULL. */
const char *vars_get(const struct vars *vars, const char *name);
void vars_reset(struct vars *vars); /* forgets all, keeps `below` */
void vars_deinit(struct vars *vars);
