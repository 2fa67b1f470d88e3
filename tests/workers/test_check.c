#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/times.h"
#include "tests/workers/fakedir.h"
#include "workers/archive.h"
#include "workers/check.h"
#include <glob.h>
#include <string.h>
#include <sys/stat.h>

#define LISTING \
	"https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true"
#define BOARD "https://boards.greenhouse.io/acme"

struct bench {
	void *directory;
	char *recipes, *printed, *warc;
};

static int set_up(void **state)
{
	struct bench *bench = alloc_zero(1, sizeof(*bench));

	*state = bench;
	if (fakedir_enter(&bench->directory))
		return -1;
	bench->recipes = alloc_format("%s/workers/recipes", fakedir_before);
	return mkdir("archive", 0700);
}

static int tear_down(void **state)
{
	struct bench *bench = *state;
	int r = fakedir_leave(&bench->directory);

	free(bench->recipes);
	free(bench->printed);
	free(bench->warc);
	free(bench);
	return r;
}

/* The board answers with `body`, a moment ago. */
static void record(struct bench *bench, const char *body)
{
	CLEANUP(archive_freep) struct archive *archive = NULL;
	const struct archive_exchange exchange = {
		.url = LISTING,
		.method = "GET",
		.logical_ms = times_now_ms() - 1000,
		.request_head = slice_text("GET / HTTP/1.1\r\n\r\n"),
		.response_head = slice_text("HTTP/1.1 200 OK\r\nContent-Type: "
					    "application/json\r\n\r\n"),
		.response_body = slice_text(body),
	};
	Jobq__Archive where = JOBQ__ARCHIVE__INIT;
	glob_t found = {0};

	assert_int_equal(archive_open(&archive, "t"), 0);
	assert_int_equal(archive_add(archive, &exchange, &where), 0);
	assert_int_equal(archive_sync(archive), 0);
	free(where.file);
	if (where.digest && *where.digest)
		free(where.digest);
	assert_int_equal(glob("archive/*.warc.gz", 0, NULL, &found), 0);
	bench->warc = alloc_copy(found.gl_pathv[0]);
	globfree(&found);
}

static int check(struct bench *bench, const char *target)
{
	const char *replay[] = {bench->warc, NULL};
	const struct check_options options = {
		.target = target,
		.recipes = bench->recipes,
		.replay = replay,
	};
	size_t len = 0;
	FILE *out = open_memstream(&bench->printed, &len);
	int r = check_run(&options, out);

	fclose(out);
	return r;
}

static void write_panel(const char *text)
{
	FILE *panel = fopen("panel.yaml", "w");

	assert_non_null(panel);
	fputs(text, panel);
	fclose(panel);
}

static void prints_what_a_board_would_give(void **state)
{
	struct bench *bench = *state;

	record(bench, "{\"jobs\":[{\"id\":7,\"title\":\"Kernel Engineer\","
		      "\"absolute_url\":\"https://x.example/7\","
		      "\"location\":{\"name\":\"Hangzhou\"},"
		      "\"content\":\"&lt;p&gt;Port kernels.&lt;/p&gt;\"}],"
		      "\"meta\":{\"total\":1}}");
	assert_int_equal(check(bench, BOARD), 0);
	assert_non_null(strstr(bench->printed, "1. Kernel Engineer\n"));
	assert_non_null(strstr(bench->printed, "at: Hangzhou\n"));
	assert_non_null(strstr(bench->printed, "| Port kernels.\n"));
}

static void names_the_source_that_does_not_answer(void **state)
{
	struct bench *bench = *state;

	record(bench, "<html>we are hiring</html>");
	write_panel("panel: p\ncontact: you@example.org\ncompanies:\n"
		    "  - id: acme\n    sources:\n"
		    "      - {recipe: greenhouse, board: acme}\n");
	assert_int_equal(check(bench, "panel.yaml"), CHECK_E_PROBLEM);
	assert_non_null(strstr(bench->printed, "acme/greenhouse\n"));
	assert_non_null(strstr(bench->printed, "problem: listing " LISTING));
}

static void refuses_a_panel_that_is_none(void **state)
{
	struct bench *bench = *state;

	record(bench, "{}");
	write_panel("companies: 5\n");
	assert_int_equal(check(bench, "panel.yaml"), CHECK_E_USAGE);
	free(bench->printed);
	assert_int_equal(check(bench, "absent.yaml"), CHECK_E_USAGE);
}

#define CHECK_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CHECK_TEST(prints_what_a_board_would_give),
		CHECK_TEST(names_the_source_that_does_not_answer),
		CHECK_TEST(refuses_a_panel_that_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
