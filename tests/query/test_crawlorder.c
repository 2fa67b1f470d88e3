#include "query/crawlorder.h"
#include "tests/tempdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static int setup(void **state)
{
	if (tempdir_setup(state) || chdir(*state))
		return -1;
	setenv("JOBQ_RECIPES", *state, 1);
	return 0;
}

static void write_file(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void write_panel(const char *contact)
{
	FILE *f = fopen("p.yaml", "w");

	assert_non_null(f);
	fprintf(f,
		"panel: test\n%scompanies:\n  - id: acme\n    sources:\n"
		"      - {recipe: any, board: acme}\n"
		"      - {id: acme/two, recipe: any, board: two}\n",
		contact);
	fclose(f);
	write_file("any.yaml", "");
}

static int ordered(struct crawlorder *out, const char *const *words)
{
	char *argv[16] = {(char *)"crawl"};
	int argc = 1;

	for (; words[argc - 1]; argc++)
		argv[argc] = (char *)words[argc - 1];
	return crawlorder_read(out, argc, argv);
}

static void paths_are_made_absolute(void **state)
{
	CLEANUP(crawlorder_deinit) struct crawlorder order = {0};
	CLEANUP(freep) char *data = alloc_format("%s/d", (char *)*state);
	CLEANUP(freep) char *panel = alloc_format("%s/p.yaml", (char *)*state);
	CLEANUP(freep) char *warc = alloc_format("%s/b.gz", (char *)*state);
	const char *const words[] = {
		"p.yaml", "--once",   "--data",
		"d",	  "--replay", "a.gz",
		"b.gz",	  "--at",     "2025-11-01T06:00:00Z",
		NULL};

	write_panel("");
	write_file("a.gz", "");
	write_file("b.gz", "");
	assert_int_equal(ordered(&order, words), 0);
	assert_string_equal(order.data, data);
	assert_string_equal(order.panel_path, panel);
	assert_int_equal(order.n_replay, 2);
	assert_string_equal(order.replay[1], warc);
	assert_string_equal(order.at, "2025-11-01T06:00:00Z");
	assert_true(order.once);
	assert_int_equal(order.workers, CRAWLORDER_WORKERS);
	assert_int_equal(crawlorder_sources(&order), 2);
}

static void refuses(const char *const *words)
{
	struct crawlorder order = {0};

	assert_int_equal(ordered(&order, words), COMMAND_USAGE);
	assert_null(order.panel);
}

static void a_live_crawl_needs_a_contact(void **state)
{
	const char *const live[] = {"p.yaml", NULL};
	const char *const gateway[] = {"p.yaml", "--gateway",
				       "http://127.0.0.1:9", NULL};
	CLEANUP(crawlorder_deinit) struct crawlorder one = {0};
	CLEANUP(crawlorder_deinit) struct crawlorder two = {0};

	(void)state;
	write_panel("");
	refuses(live);
	assert_int_equal(ordered(&one, gateway), 0);
	write_panel("contact: me@example.org\n");
	assert_int_equal(ordered(&two, live), 0);
}

static void what_cannot_be_is_refused(void **state)
{
	const char *const lines[][8] = {
		{NULL},
		{"none.yaml"},
		{"broken.yaml"},
		{"p.yaml", "another"},
		{"p.yaml", "--replay", "none.gz"},
		{"p.yaml", "--replay", "."},
		{"p.yaml", "--replay", "p.yaml", "--gateway", "http://h:1"},
		{"p.yaml", "--gateway", "127.0.0.1:80"},
		{"p.yaml", "--gateway", "https://127.0.0.1"},
		{"p.yaml", "--workers", "0"},
		{"p.yaml", "--workers", "65"},
		{"p.yaml", "--workers", "2x"},
		{"p.yaml", "--at", "yesterday"},
		{"p.yaml", "--unknown"}};

	(void)state;
	write_panel("contact: me@example.org\n");
	write_file("broken.yaml", "panel: [");
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		refuses(lines[i]);
}

#define IN_TEMPDIR(test) \
	cmocka_unit_test_setup_teardown(test, setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_TEMPDIR(paths_are_made_absolute),
		IN_TEMPDIR(a_live_crawl_needs_a_contact),
		IN_TEMPDIR(what_cannot_be_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
