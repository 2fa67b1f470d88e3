#include "workers/vars.h"
#include "core/alloc.h"

void vars_set(struct vars *vars, const char *name, const char *value)
{
	char *copy = alloc_copy(value ? value : "");

	for (size_t i = 0; i < vars->n; i++) {
		if (strcmp(vars->items[i].name, name) != 0)
			continue;
		free(vars->items[i].value);
		vars->items[i].value = copy;
		return;
	}
	vars->items =
		alloc_resize(vars->items, vars->n + 1, sizeof(*vars->items));
	vars->items[vars->n++] = (struct var){alloc_copy(name), copy};
}

const char *vars_get(const struct vars *vars, const char *name)
{
	for (; vars; vars = vars->below)
		for (size_t i = 0; i < vars->n; i++)
			if (!strcmp(vars->items[i].name, name))
				return vars->items[i].value;
	return NULL;
}

void vars_reset(struct vars *vars)
{
	for (size_t i = 0; i < vars->n; i++) {
		free(vars->items[i].name);
		free(vars->items[i].value);
	}
	free(vars->items);
	vars->items = NULL;
	vars->n = 0;
}

void vars_deinit(struct vars *vars)
{
	vars_reset(vars);
	vars->below = NULL;
}
