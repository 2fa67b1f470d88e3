/*
 * jobq-indexer: parses its options, builds, runs, frees.
 * Exit: 0 ended by SIGTERM or rebuilt, 2 usage, 3 fault.
 */
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/wire.h"
#include "indexer/corpus.h"
#include "indexer/indexer.h"
#include "indexer/rebuild.h"
#include "indexer/schema.h"
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_FAULT = 3 };

static const char USAGE[] =
	"usage: jobq-indexer [--data DIR] [--rules DIR] [--endpoint ADDRESS]\n"
	"                    [--insecure]\n"
	"       jobq-indexer [--data DIR] [--rules DIR] --rebuild\n"
	"--rules names the directory of the analysis' rules (default: "
	"$JOBQ_RULES, else\nthose of this jobq).\n"
	"--rebuild makes the text index anew from the corpus, and ends.\n";

struct arguments {
	const char *data, *rules;
	struct wire_endpoint endpoint;
	bool rebuild;
};

static const struct option OPTIONS[] = {
	{"data", required_argument, NULL, 'd'},
	{"endpoint", required_argument, NULL, 'e'},
	{"rules", required_argument, NULL, 'u'},
	{"insecure", no_argument, NULL, 's'},
	{"rebuild", no_argument, NULL, 'r'},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{NULL, 0, NULL, 0},
};

static int usage(void)
{
	fputs(USAGE, stderr);
	return EXIT_USAGE;
}

/* -1: go on; else exit with it. */
static int parse(struct arguments *a, int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
		switch (option) {
		case 'd':
			a->data = optarg;
			break;
		case 'e':
			a->endpoint.address = optarg;
			break;
		case 'u':
			a->rules = optarg;
			break;
		case 's':
			a->endpoint.insecure = true;
			break;
		case 'r':
			a->rebuild = true;
			break;
		case 'h':
			fputs(USAGE, stdout);
			return 0;
		case 'V':
			puts("jobq " JOBQ_VERSION);
			return 0;
		default:
			return usage();
		}
	}
	return optind == argc ? -1 : usage();
}

/* SIGTERM and SIGINT as a descriptor that the loop polls. */
static int stop_signals(int *out_fd)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	signal(SIGPIPE, SIG_IGN);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return fail(-errno, "indexer: blocking signals");
	*out_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return *out_fd < 0 ? fail(-errno, "indexer: signalfd") : 0;
}

static int serve(const struct arguments *a, struct store *corpus,
		 const struct analyser *analyser)
{
	struct indexer_options options = {.corpus = corpus,
					  .analyser = analyser,
					  .index = INDEX_PATH,
					  .stop_fd = -1};
	void *context = NULL;
	int r = stop_signals(&options.stop_fd);

	if (r)
		return r;
	context = wire_context_new();
	r = wire_bind(context, &a->endpoint, &options.socket);
	if (!r)
		r = indexer_run(&options);
	wire_close(options.socket);
	wire_context_free(context);
	close(options.stop_fd);
	return r;
}

static int rebuild(struct store *corpus, const struct analyser *analyser)
{
	CLEANUP(analyses_freep)
	struct analyses *analyses = analyses_new(corpus, analyser);

	return rebuild_index(corpus, analyses, INDEX_PATH);
}

/* The rules are read before the data directory is entered: their path may be
 * relative to where the program was started. */
static int load_rules(const struct arguments *a, struct analyser **out)
{
	CLEANUP(freep)
	char *dir = a->rules ? alloc_copy(a->rules) : rules_dir();

	return dir ? analyser_new(out, dir) : -ENOENT;
}

static int run(const struct arguments *a)
{
	CLEANUP(freep) char *data = datadir_path(a->data);
	CLEANUP(analyser_freep) struct analyser *analyser = NULL;
	CLEANUP(store_freep) struct store *corpus = NULL;
	int r = load_rules(a, &analyser);

	if (!r)
		r = data ? datadir_enter(data) : -ENOENT;
	if (!r)
		r = corpus_open(&corpus, CORPUS_PATH, STORE_WRITE);
	if (r)
		return r;
	return a->rebuild ? rebuild(corpus, analyser)
			  : serve(a, corpus, analyser);
}

int main(int argc, char **argv)
{
	struct arguments a = {.endpoint.address = DATADIR_INDEXER};
	int r;

	log_from_environment();
	r = parse(&a, argc, argv);
	if (r >= 0)
		return r;
	return run(&a) ? EXIT_FAULT : 0;
}
