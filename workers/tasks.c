#include "workers/tasks.h"
#include "core/alloc.h"

static Jobq__Task *add(struct tasks *tasks, Jobq__TaskKind kind,
		       const char *step)
{
	Jobq__Task *task = alloc_get(sizeof(*task));

	jobq__task__init(task);
	task->kind = kind;
	task->step = alloc_copy(step);
	tasks->items =
		alloc_resize(tasks->items, tasks->n + 1, sizeof(*tasks->items));
	tasks->items[tasks->n++] = task;
	return task;
}

static void add_vars(Jobq__Task *task, const struct vars *vars)
{
	task->vars = alloc_zero(vars->n + 1, sizeof(*task->vars));
	for (size_t i = 0; i < vars->n; i++) {
		Jobq__Var *var = alloc_get(sizeof(*var));

		jobq__var__init(var);
		var->name = alloc_copy(vars->items[i].name);
		var->value = alloc_copy(vars->items[i].value);
		task->vars[task->n_vars++] = var;
	}
}

Jobq__Task *tasks_add(struct tasks *tasks, const struct taskform *form)
{
	Jobq__Task *task = add(tasks, form->kind, form->step);
	struct bytes body = {0};

	task->url = requestform_url(form->request, form->vars);
	task->method = alloc_copy(form->request->method);
	requestform_body(form->request, form->vars, &body);
	task->body.len = body.len;
	task->body.data = body.len ? (uint8_t *)body.data : NULL;
	if (!body.len)
		bytes_deinit(&body);
	add_vars(task, form->vars);
	return task;
}

Jobq__Task *tasks_add_get(struct tasks *tasks, Jobq__TaskKind kind,
			  const char *step, const char *url)
{
	Jobq__Task *task = add(tasks, kind, step);

	task->url = alloc_copy(url);
	task->method = alloc_copy("GET");
	return task;
}

void tasks_vars(const Jobq__Task *task, const struct vars *below,
		struct vars *out)
{
	out->below = below;
	for (size_t i = 0; i < task->n_vars; i++)
		vars_set(out, task->vars[i]->name, task->vars[i]->value);
	vars_set(out, "key", task->key);
}

void tasks_deinit(struct tasks *tasks)
{
	for (size_t i = 0; i < tasks->n; i++)
		if (tasks->items[i])
			jobq__task__free_unpacked(tasks->items[i], NULL);
	free(tasks->items);
	*tasks = (struct tasks){0};
}
