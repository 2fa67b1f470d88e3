#include "core/alloc.h"
#include "query/progress.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

static const struct progress_counts counts = {.once = true,
					      .sources_done = 3,
					      .sources_total = 11,
					      .rounds_open = 2,
					      .rounds_done = 7,
					      .postings = 923,
					      .added = 900,
					      .changed = 4,
					      .closed = 5,
					      .errors = 6};

static void a_crawl_with_an_end_counts_sources(void **state)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};

	(void)state;
	progress_text(&counts, &text);
	assert_string_equal(text.data, "sources 3/11  postings 923  new 900  "
				       "changed 4  closed 5  errors 6");
}

static void a_crawl_without_end_counts_rounds(void **state)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};
	struct progress_counts endless = counts;

	(void)state;
	endless.once = false;
	progress_text(&endless, &text);
	assert_non_null(
		strstr(text.data, "sources 11, rounds 7 done 2 open  "));
}

static void off_a_terminal_lines_are_seldom(void **state)
{
	char *shown = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&shown, &len);
	struct progress p = {.to = to};
	struct progress_counts moving = counts;
	int lines = 0;

	(void)state;
	for (int64_t ms = 1000; ms < 1000 + 2 * PROGRESS_EVERY_MS; ms += 500) {
		moving.postings++;
		progress_show(&p, &moving, ms);
	}
	for (int64_t ms = 1; ms < 10; ms++) /* nothing moves any more */
		progress_show(&p, &moving, (2 + ms) * PROGRESS_EVERY_MS);
	fclose(to);
	for (size_t i = 0; i < len; i++)
		lines += shown[i] == '\n';
	assert_int_equal(lines, 3);
	assert_null(strchr(shown, '\r'));
	assert_null(strchr(shown, '\033'));
	free(shown);
}

static void on_a_terminal_one_line_is_rewritten(void **state)
{
	char *shown = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&shown, &len);
	struct progress p = {.to = to, .terminal = true};

	(void)state;
	progress_show(&p, &counts, 1000);
	progress_show(&p, &counts, 1001);
	progress_say(&p, "jobq-worker-1 %s", "died");
	progress_end(&p, &counts);
	fclose(to);
	assert_int_equal(shown[0], '\r');
	assert_non_null(strstr(shown, "\r\033[Kjobq-worker-1 died\nsources"));
	assert_int_equal(shown[len - 1], '\n');
	free(shown);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_crawl_with_an_end_counts_sources),
		cmocka_unit_test(a_crawl_without_end_counts_rounds),
		cmocka_unit_test(off_a_terminal_lines_are_seldom),
		cmocka_unit_test(on_a_terminal_one_line_is_rewritten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
