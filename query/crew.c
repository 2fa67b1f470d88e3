#include "query/crew.h"
#include "core/alloc.h"
#include "query/sibling.h"
#include <errno.h>
#include <inttypes.h>

static const char *program_name(size_t child)
{
	return child == CREW_INDEXER	   ? "jobq-indexer"
	       : child == CREW_COORDINATOR ? "jobq-coordinator"
					   : "jobq-worker";
}

char *crew_program(const char *name)
{
	const char *folder = getenv("JOBQ_BIN");

	if (folder && *folder)
		return alloc_format("%s/%s", folder, name);
	return sibling_path(name);
}

/* ---- command lines ---- */

static void add(struct crew_line *line, const char *word)
{
	line->argv = alloc_resize(line->argv, line->n + 2, sizeof(*line->argv));
	line->argv[line->n++] = alloc_copy(word);
	line->argv[line->n] = NULL;
}

/* Nothing where there is no value. */
static void add_option(struct crew_line *line, const char *name,
		       const char *value)
{
	if (!value || !*value)
		return;
	add(line, name);
	add(line, value);
}

static void add_coordinators(struct crew_line *line,
			     const struct crawlorder *order)
{
	CLEANUP(freep) char *run = NULL;

	add_option(line, "--panel", order->panel_path);
	add_option(line, "--recipes", order->recipes);
	add_option(line, "--at", order->at);
	if (!order->once)
		return;
	add(line, "--once");
	run = alloc_format("%" PRIu64, order->run);
	add_option(line, "--run", run);
}

static void add_workers(struct crew_line *line, const struct crawlorder *order,
			size_t number)
{
	CLEANUP(freep) char *name = alloc_format("%zu", number);

	add_option(line, "--name", name);
	add_option(line, "--recipes", order->recipes);
	add_option(line, "--gateway", order->gateway);
	for (size_t i = 0; i < order->n_replay; i++)
		add_option(line, "--replay", order->replay[i]);
}

void crew_line_make(struct crew_line *out, const struct crawlorder *order,
		    size_t child)
{
	*out = (struct crew_line){0};
	add(out, program_name(child));
	add_option(out, "--data", order->data);
	if (child == CREW_COORDINATOR)
		add_coordinators(out, order);
	if (child >= CREW_WORKERS)
		add_workers(out, order, child - CREW_WORKERS + 1);
	if (order->insecure)
		add(out, "--insecure");
}

void crew_line_deinit(struct crew_line *line)
{
	for (size_t i = 0; i < line->n; i++)
		free(line->argv[i]);
	free(line->argv);
	*line = (struct crew_line){0};
}

/* ---- the crew ---- */

static bool logs_here(void)
{
	const char *level = getenv("JOBQ_LOG");

	return level && !strcmp(level, "debug");
}

static int add_child(struct supervise *s, const struct crawlorder *order,
		     size_t child)
{
	CLEANUP(crew_line_deinit) struct crew_line line = {0};
	CLEANUP(freep) char *path = crew_program(program_name(child));
	CLEANUP(freep) char *name = NULL;
	CLEANUP(freep) char *log = NULL;

	if (!path)
		return -ENOENT;
	crew_line_make(&line, order, child);
	free(line.argv[0]);
	line.argv[0] = TAKE(path);
	name = child < CREW_WORKERS
		       ? alloc_copy(program_name(child))
		       : alloc_format("%s-%zu", program_name(child),
				      child - CREW_WORKERS + 1);
	log = alloc_format("%s/run/%s.log", order->data, name);
	supervise_add(s, &(struct supervise_program){
				 .name = name,
				 .argv = line.argv,
				 .log = logs_here() ? NULL : log,
				 .stage = child < CREW_WORKERS ? (int)child
							       : CREW_WORKERS});
	return 0;
}

int crew_add(struct supervise *s, const struct crawlorder *order)
{
	int r = 0;

	for (size_t i = 0; !r && i < CREW_WORKERS + (size_t)order->workers; i++)
		r = add_child(s, order, i);
	return r;
}
