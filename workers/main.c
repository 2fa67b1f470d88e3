#include "core/alloc.h"
#include "core/datadir.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/panel.h"
#include "workers/check.h"
#include "workers/worker.h"
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { EXIT_USAGE = 2, EXIT_FAULT = 3 };
enum { NAME_MAX_BYTES = 64 };

static const char usage[] =
	"usage: jobq-worker --data DIR --name N [--coordinator E] "
	"[--indexer E]\n"
	"                   [--insecure] [--gateway URL | --replay FILE...]\n"
	"                   [--recipes DIR] [--spool-bytes N]\n"
	"       jobq-worker --check PANEL|URL [--gateway URL | --replay "
	"FILE...]\n"
	"                   [--recipes DIR]\n";

struct arguments {
	struct worker_options worker;
	const char *data, *check;
	char **replay; /* NULL-terminated, owned */
	size_t n_replay;
	char *recipes_dir; /* worker.recipes, when it is ours */
	bool help;
};

static void add_replay(struct arguments *a, const char *file)
{
	a->replay = alloc_resize(a->replay, a->n_replay + 2, sizeof(char *));
	a->replay[a->n_replay++] = alloc_copy(file);
	a->replay[a->n_replay] = NULL;
}

static int parse_number(const char *text, uint64_t *out)
{
	char *end = NULL;

	errno = 0;
	*out = strtoull(text, &end, 10);
	return errno || end == text || *end || *text == '-' ? -EINVAL : 0;
}

/* One option; < 0: a usage error. */
static int take_option(struct arguments *a, int option, const char *value)
{
	switch (option) {
	case 'd':
		a->data = value;
		return 0;
	case 'n':
		a->worker.name = value;
		return 0;
	case 'c':
		a->worker.coordinator = value;
		return 0;
	case 'i':
		a->worker.indexer = value;
		return 0;
	case 'I':
		a->worker.insecure = true;
		return 0;
	case 'g':
		a->worker.gateway = value;
		return 0;
	case 'r':
		add_replay(a, value);
		return 0;
	case 'R':
		a->worker.recipes = value;
		return 0;
	case 's':
		return parse_number(value, &a->worker.spool_bytes);
	case 'C':
		a->check = value;
		return 0;
	case 'h':
		a->help = true;
		return 0;
	default:
		return -EINVAL;
	}
}

static int take_options(struct arguments *a, int argc, char **argv)
{
	static const struct option known[] = {
		{"data", required_argument, NULL, 'd'},
		{"name", required_argument, NULL, 'n'},
		{"coordinator", required_argument, NULL, 'c'},
		{"indexer", required_argument, NULL, 'i'},
		{"insecure", no_argument, NULL, 'I'},
		{"gateway", required_argument, NULL, 'g'},
		{"replay", required_argument, NULL, 'r'},
		{"recipes", required_argument, NULL, 'R'},
		{"spool-bytes", required_argument, NULL, 's'},
		{"check", required_argument, NULL, 'C'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	int option = 0;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
		if (take_option(a, option, optarg))
			return -EINVAL;
	/* --replay A B C: what follows it is more of them */
	while (a->replay && optind < argc)
		add_replay(a, argv[optind++]);
	return optind < argc ? -EINVAL : 0;
}

static bool name_is_good(const char *name)
{
	size_t len = name ? strlen(name) : 0;

	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)name[i]) && name[i] != '-' &&
		    name[i] != '_')
			return false;
	return len && len <= NAME_MAX_BYTES;
}

static bool arguments_are_good(const struct arguments *a)
{
	if (a->worker.gateway && a->replay)
		return false;
	return a->check || name_is_good(a->worker.name);
}

/* Paths are those of the caller's directory: the worker leaves it. */
static char *absolute(const char *path)
{
	char *found = realpath(path, NULL);

	if (!found)
		fail(-errno, "%s: %s", path, strerror(errno));
	return found;
}

static int make_absolute(struct arguments *a)
{
	size_t i = 0;

	for (i = 0; i < a->n_replay; i++) {
		char *file = absolute(a->replay[i]);

		free(a->replay[i]);
		a->replay[i] = file;
		if (!file)
			return -ENOENT;
	}
	a->recipes_dir = a->worker.recipes ? absolute(a->worker.recipes)
					   : panel_recipes_dir();
	a->worker.recipes = a->recipes_dir;
	a->worker.replay = (const char *const *)a->replay;
	return a->recipes_dir ? 0 : -ENOENT;
}

static void arguments_deinit(struct arguments *a)
{
	for (size_t i = 0; i < a->n_replay; i++)
		free(a->replay[i]);
	free(a->replay);
	free(a->recipes_dir);
}

static int check(const struct arguments *a)
{
	const struct check_options options = {
		.target = a->check,
		.recipes = a->worker.recipes,
		.gateway = a->worker.gateway,
		.replay = a->worker.replay,
	};
	int r = check_run(&options, stdout);

	if (r == CHECK_E_USAGE)
		return EXIT_USAGE;
	return r < 0 ? EXIT_FAULT : r;
}

static int work(struct arguments *a)
{
	CLEANUP(freep) char *path = datadir_path(a->data);
	int r = datadir_enter(path);

	if (!r)
		r = worker_run(&a->worker);
	return r ? EXIT_FAULT : 0;
}

static int run(struct arguments *a)
{
	if (a->help) {
		fputs(usage, stdout);
		return 0;
	}
	if (make_absolute(a))
		return EXIT_FAULT;
	return a->check ? check(a) : work(a);
}

int main(int argc, char **argv)
{
	CLEANUP(arguments_deinit)
	struct arguments a = {
		.worker = {.name = "1",
			   .coordinator = DATADIR_COORDINATOR,
			   .indexer = DATADIR_INDEXER},
	};

	log_from_environment();
	if (take_options(&a, argc, argv) ||
	    (!a.help && !arguments_are_good(&a))) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	return run(&a);
}
