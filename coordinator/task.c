#include "coordinator/task.h"
#include "core/alloc.h"
#include "core/cleanup.h"
#include "core/urlkey.h"

struct digest task_digest(const Jobq__Task *task)
{
	CLEANUP(freep) char *url = url_canonical(task->url);
	CLEANUP(freep)
	char *origin = alloc_format("%u %d", task->redirects, task->kind);
	const struct slice parts[] = {
		slice_text(task->method),
		slice_text(url ? url : task->url),
		slice_of(task->body.data, task->body.len),
		slice_text(origin),
		slice_text(task->key),
	};

	return digest_of_parts(parts, task->redirects ? 5 : 3);
}

char *task_label(const Jobq__Task *task)
{
	CLEANUP(freep) char *target = url_target(task->url);
	const char *where = target ? target : task->url;

	if (task->kind == JOBQ__TASK_KIND__TASK_DETAIL)
		return alloc_format("detail %s",
				    *task->key ? task->key : where);
	if (task->kind == JOBQ__TASK_KIND__TASK_PAGE)
		return alloc_format("%spage %s", task->seed ? "first " : "",
				    where);
	if (task->seed)
		return alloc_copy("listing");
	if (task->n_vars)
		return alloc_format("listing page %s=%s", task->vars[0]->name,
				    task->vars[0]->value);
	return alloc_format("listing page %s", where);
}

const char *task_refused(const Jobq__Task *task)
{
	CLEANUP(freep) char *host = NULL;

	if (task->redirects > TASK_MAX_REDIRECTS)
		return "more than 10 redirects";
	if (strlen(task->url) > URL_MAX_BYTES)
		return "its URL is longer than 4096 bytes";
	host = url_host(task->url);
	if (!host || !*host)
		return "its URL is none of http or https";
	if ((unsigned)task->kind > JOBQ__TASK_KIND__TASK_PAGE)
		return "its kind is unknown";
	if (strlen(task->key) > TASK_MAX_KEY)
		return "its key is longer than 1024 bytes";
	if (strlen(task->step) > TASK_MAX_STEP ||
	    strlen(task->method) > TASK_MAX_STEP)
		return "its step or method is longer than 64 bytes";
	return NULL;
}
