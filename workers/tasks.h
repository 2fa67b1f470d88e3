#pragma once
/*
 * Tasks: how tasks are put together; struct tasks itself is recipe.h's.
 */
#include "workers/recipe.h"
#include "workers/requestform.h"

/* What a new task is made of. `vars` are all that its request needs; its own
 * layer goes along with the task. */
struct taskform {
	Jobq__TaskKind kind;
	const char *step;
	const struct requestform *request;
	const struct vars *vars;
};
/* Adds one and returns it, borrowed, for what else it needs. */
Jobq__Task *tasks_add(struct tasks *tasks, const struct taskform *form);
/* Adds a GET of `url`. */
Jobq__Task *tasks_add_get(struct tasks *tasks, Jobq__TaskKind kind,
			  const char *step, const char *url);
/* The task's vars as a layer over `below`. */
void tasks_vars(const Jobq__Task *task, const struct vars *below,
		struct vars *out);
