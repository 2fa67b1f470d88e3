/*
 * jobq-coordinator: parses its options, builds, runs, frees.
 * Exit: 0 done or ended by SIGTERM, 2 usage or a panel that is wrong, 3 fault.
 */
#include "coordinator/loop.h"
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/log.h"
#include "core/panel.h"
#include "core/times.h"
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>

enum { EXIT_USAGE = 2, EXIT_FAULT = 3 };

static const char USAGE[] =
	"usage: jobq-coordinator --panel FILE [--data DIR] [--once] [--at T]\n"
	"       [--run N] [--endpoint ADDRESS] [--indexer ADDRESS] "
	"[--insecure]\n"
	"       [--recipes DIR]\n";

struct arguments {
	const char *data;
	char *panel, *recipes; /* absolute */
	struct sources sources;
	struct loop_options loop;
};

static const struct option OPTIONS[] = {
	{"data", required_argument, NULL, 'd'},
	{"panel", required_argument, NULL, 'p'},
	{"once", no_argument, NULL, 'o'},
	{"at", required_argument, NULL, 'a'},
	{"run", required_argument, NULL, 'r'},
	{"endpoint", required_argument, NULL, 'e'},
	{"indexer", required_argument, NULL, 'i'},
	{"insecure", no_argument, NULL, 's'},
	{"recipes", required_argument, NULL, 'R'},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{NULL, 0, NULL, 0},
};

static int wrong(const char *option, const char *expected)
{
	fprintf(stderr, "jobq-coordinator: %s: expected %s, found \"%s\"\n",
		option, expected, optarg);
	return EXIT_USAGE;
}

/* What is relative now would not be found from the data directory. */
static int take_path(const char *option, char **out)
{
	char absolute[PATH_MAX];

	if (!realpath(optarg, absolute))
		return wrong(option, "a file that can be read");
	free(*out);
	*out = alloc_copy(absolute);
	return 0;
}

static int take_run(struct plan_options *plan)
{
	char *end = NULL;

	plan->run = strtoull(optarg, &end, 10);
	return !*optarg || *end ? wrong("--run", "a number") : 0;
}

static int take_option(struct arguments *a, int option)
{
	struct plan_options *plan = &a->loop.coordinator.plan;

	switch (option) {
	case 'd':
		a->data = optarg;
		return 0;
	case 'p':
		return take_path("--panel", &a->panel);
	case 'R':
		return take_path("--recipes", &a->recipes);
	case 'o':
		plan->once = true;
		return 0;
	case 'a':
		plan->fixed_time = true;
		if (times_parse_argument(optarg, &plan->at_ms))
			return wrong("--at", "a time such as "
					     "2025-11-01T06:00:00Z");
		return 0;
	case 'r':
		return take_run(plan);
	case 'e':
		a->loop.endpoint.address = optarg;
		return 0;
	case 'i':
		a->loop.indexer.address = optarg;
		return 0;
	case 's':
		a->loop.endpoint.insecure = true;
		a->loop.indexer.insecure = true;
		return 0;
	default:
		fputs(USAGE, stderr);
		return EXIT_USAGE;
	}
}

/* -1: go on; else exit with it. */
static int parse(struct arguments *a, int argc, char **argv)
{
	int option, r;

	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
		if (option == 'h' || option == 'V') {
			puts(option == 'h' ? USAGE : "jobq " JOBQ_VERSION);
			return 0;
		}
		r = take_option(a, option);
		if (r)
			return r;
	}
	if (a->panel && optind == argc)
		return -1;
	fputs(USAGE, stderr);
	return EXIT_USAGE;
}

static int load(struct arguments *a)
{
	CLEANUP(panel_freep) struct panel *panel = NULL;
	int r;

	if (!a->recipes)
		a->recipes = panel_recipes_dir();
	if (!a->recipes)
		return EXIT_FAULT;
	r = panel_load(&panel, a->panel, a->recipes);
	if (!r)
		r = sources_load(&a->sources, panel, a->recipes);
	return r ? EXIT_USAGE : 0;
}

static int run(struct arguments *a)
{
	CLEANUP(freep) char *data = datadir_path(a->data);
	int r = load(a);

	if (r)
		return r;
	if (!data || datadir_enter(data))
		return EXIT_FAULT;
	a->loop.coordinator.plan.sources = &a->sources;
	a->loop.coordinator.plan.path = "frontier";
	return loop_run(&a->loop) ? EXIT_FAULT : 0;
}

int main(int argc, char **argv)
{
	struct arguments a = {
		.loop = {.endpoint = {.address = DATADIR_COORDINATOR},
			 .indexer = {.address = DATADIR_INDEXER}},
	};
	sigset_t ends;
	int r;

	log_from_environment();
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	r = parse(&a, argc, argv);
	if (r < 0)
		r = run(&a);
	sources_deinit(&a.sources);
	free(a.panel);
	free(a.recipes);
	return r;
}
