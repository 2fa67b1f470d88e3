#include "core/alloc.h"
#include "query/crew.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The words of a command line, joined by blanks. */
static void expect(const struct crawlorder *order, size_t child,
		   const char *want)
{
	CLEANUP(crew_line_deinit) struct crew_line line = {0};
	CLEANUP(bytes_deinit) struct bytes text = {0};

	crew_line_make(&line, order, child);
	for (size_t i = 0; i < line.n; i++)
		bytes_add_format(&text, "%s%s", i ? " " : "", line.argv[i]);
	assert_null(line.argv[line.n]);
	assert_string_equal(text.data, want);
}

static struct crawlorder plain(void)
{
	return (struct crawlorder){.panel_path = (char *)"/p.yaml",
				   .recipes = (char *)"/recipes",
				   .data = (char *)"/d",
				   .workers = 2};
}

static void a_plain_crawl_passes_what_each_needs(void **state)
{
	struct crawlorder order = plain();

	(void)state;
	expect(&order, CREW_INDEXER, "jobq-indexer --data /d");
	expect(&order, CREW_COORDINATOR,
	       "jobq-coordinator --data /d --panel /p.yaml --recipes "
	       "/recipes");
	expect(&order, CREW_WORKERS,
	       "jobq-worker --data /d --name 1 --recipes /recipes");
	expect(&order, CREW_WORKERS + 1,
	       "jobq-worker --data /d --name 2 --recipes /recipes");
}

static void one_round_at_a_time_is_the_coordinators(void **state)
{
	struct crawlorder order = plain();

	(void)state;
	order.once = true;
	order.run = 7;
	times_format(1761976800000, order.at);
	expect(&order, CREW_COORDINATOR,
	       "jobq-coordinator --data /d --panel /p.yaml --recipes /recipes "
	       "--at 2025-11-01T06:00:00Z --once --run 7");
	expect(&order, CREW_WORKERS,
	       "jobq-worker --data /d --name 1 --recipes /recipes");
}

static void backends_are_the_workers(void **state)
{
	struct crawlorder order = plain();
	char *files[] = {(char *)"/a.warc.gz", (char *)"/b.warc.gz"};

	(void)state;
	order.gateway = "http://127.0.0.1:9";
	expect(&order, CREW_WORKERS,
	       "jobq-worker --data /d --name 1 --recipes /recipes --gateway "
	       "http://127.0.0.1:9");
	order.gateway = NULL;
	order.replay = files;
	order.n_replay = 2;
	order.insecure = true;
	expect(&order, CREW_WORKERS,
	       "jobq-worker --data /d --name 1 --recipes /recipes --replay "
	       "/a.warc.gz --replay /b.warc.gz --insecure");
	expect(&order, CREW_INDEXER, "jobq-indexer --data /d --insecure");
}

static void a_folder_of_programs_can_be_named(void **state)
{
	CLEANUP(freep) char *path = NULL;

	(void)state;
	setenv("JOBQ_BIN", "/opt/jobq", 1);
	path = crew_program("jobq-worker");
	unsetenv("JOBQ_BIN");
	assert_string_equal(path, "/opt/jobq/jobq-worker");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_crawl_passes_what_each_needs),
		cmocka_unit_test(one_round_at_a_time_is_the_coordinators),
		cmocka_unit_test(backends_are_the_workers),
		cmocka_unit_test(a_folder_of_programs_can_be_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
