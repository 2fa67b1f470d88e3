#include "core/times.h"
#include "query/nearest.h"
#include "query/options.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MAX_WORDS = 16 };

/* Reads a line like a shell would, words apart by blanks; what was said of it
 * on stderr is in `said`. */
static int read_line(struct options *o, const char *line, char said[1024])
{
	static char words[512];
	static char *argv[MAX_WORDS];
	int pipes[2], own = dup(STDERR_FILENO), argc = 0, r;
	ssize_t n;

	strcpy(words, line);
	for (char *w = strtok(words, " "); w; w = strtok(NULL, " "))
		argv[argc++] = w;
	argv[argc] = NULL;
	assert_int_equal(pipe2(pipes, O_NONBLOCK), 0);
	dup2(pipes[1], STDERR_FILENO);
	r = options_read(o, argc, argv);
	dup2(own, STDERR_FILENO);
	n = read(pipes[0], said, 1023);
	said[n > 0 ? n : 0] = '\0';
	close(pipes[0]);
	close(pipes[1]);
	close(own);
	return r;
}

static int64_t moment(const char *text)
{
	int64_t ms;

	assert_int_equal(times_parse(text, &ms), 0);
	return ms;
}

static void reads_the_shared_words(void **state)
{
	CLEANUP(options_deinit) struct options o = {0};
	char said[1024];

	(void)state;
	assert_int_equal(read_line(&o,
				   "search 昇腾 --company bytedance --limit 5 "
				   "--format ndjson --data /x",
				   said),
			 0);
	assert_string_equal(o.company, "bytedance");
	assert_string_equal(o.data, "/x");
	assert_int_equal(o.limit, 5);
	assert_int_equal(o.format, FORMAT_NDJSON);
	assert_int_equal(o.n_words, 1);
	assert_string_equal(o.words[0], "昇腾");
	assert_true(o.at_ms == OPTIONS_UNSET);
}

static void a_day_means_its_end(void **state)
{
	CLEANUP(options_deinit) struct options o = {0};
	char said[1024];

	(void)state;
	assert_int_equal(read_line(&o, "search x --at 2025-11-01", said), 0);
	assert_true(o.at_ms >= moment("2025-11-01T23:59:59Z"));
	assert_true(o.at_ms < moment("2025-11-02T00:00:00Z"));
}

static void a_day_ends_in_the_zone_of_tz(void **state)
{
	CLEANUP(options_deinit) struct options o = {0};
	char said[1024];

	(void)state;
	assert_int_equal(
		read_line(&o, "search x --at 2025-11-01 --tz +08:00", said), 0);
	assert_true(o.at_ms >= moment("2025-11-01T15:59:59Z"));
	assert_true(o.at_ms < moment("2025-11-01T16:00:00Z"));
}

static void a_moment_with_a_zone_is_not_moved(void **state)
{
	CLEANUP(options_deinit) struct options o = {0};
	char said[1024];

	(void)state;
	assert_int_equal(read_line(&o,
				   "search x --tz +08:00 --at "
				   "2025-11-01T06:00:00Z",
				   said),
			 0);
	assert_true(o.at_ms == moment("2025-11-01T06:00:00Z"));
}

static void suggests_the_option_that_was_meant(void **state)
{
	CLEANUP(options_deinit) struct options o = {0};
	char said[1024];

	(void)state;
	assert_int_equal(read_line(&o, "search x --fromat json", said),
			 COMMAND_USAGE);
	assert_non_null(strstr(said, "--fromat"));
	assert_non_null(strstr(said, "did you mean --format?"));
	assert_non_null(strstr(said, "jobq help search"));
}

static void refuses_another_commands_option(void **state)
{
	CLEANUP(options_deinit) struct options o = {0};
	char said[1024];

	(void)state;
	assert_int_equal(read_line(&o, "search x --history", said),
			 COMMAND_USAGE);
	assert_non_null(strstr(said, "unknown option --history"));
}

static void says_what_a_value_should_have_been(void **state)
{
	static const char *const lines[][2] = {
		{"search x --limit many", "expected a number"},
		{"search x --limit -1", "expected a number"},
		{"search x --format xml", "expected table, json, ndjson"},
		{"search x --at yesterday", "expected a day"},
		{"search x --tz Mars/Base", "expected a zone"},
		{"search x --limit", "--limit: expected a value"},
		{"show x --raw=1", "--raw: takes no value"},
	};
	char said[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		CLEANUP(options_deinit) struct options o = {0};

		assert_int_equal(read_line(&o, lines[i][0], said),
				 COMMAND_USAGE);
		if (!strstr(said, lines[i][1]))
			fail_msg("%s: %s", lines[i][0], said);
	}
}

static void a_word_with_a_dash_stands_behind_two(void **state)
{
	CLEANUP(options_deinit) struct options o = {0};
	char said[1024];

	(void)state;
	assert_int_equal(read_line(&o, "search ascend -research", said),
			 COMMAND_USAGE);
	assert_non_null(strstr(said, "stands behind --"));
	assert_int_equal(read_line(&o, "search -- ascend -research", said), 0);
	assert_int_equal(o.n_words, 2);
	assert_string_equal(o.words[1], "-research");
}

static void own_options_keep_their_order(void **state)
{
	CLEANUP(options_deinit) struct options o = {0};
	char said[1024];

	(void)state;
	assert_int_equal(read_line(&o,
				   "crawl p.yaml --replay a --once --replay b",
				   said),
			 0);
	assert_int_equal(o.n_own, 3);
	assert_string_equal(o.own[0].value, "a");
	assert_string_equal(options_own(&o, "replay"), "b");
	assert_string_equal(options_own(&o, "once"), "");
	assert_null(options_own(&o, "gateway"));
}

static void joins_the_words_to_one_query(void **state)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(freep) char *text = NULL;
	char said[1024];

	(void)state;
	assert_int_equal(
		read_line(&o, "diff 2025-11-01 2025-11-02 a OR b", said), 0);
	text = options_text(&o, 2);
	assert_string_equal(text, "a OR b");
}

static void the_nearest_word_is_near(void **state)
{
	static const char *const words[] = {"format", "limit", "at"};

	(void)state;
	assert_string_equal(nearest("fromat", words, 3), "format");
	assert_string_equal(nearest("limt", words, 3), "limit");
	assert_null(nearest("colour", words, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_shared_words),
		cmocka_unit_test(a_day_means_its_end),
		cmocka_unit_test(a_day_ends_in_the_zone_of_tz),
		cmocka_unit_test(a_moment_with_a_zone_is_not_moved),
		cmocka_unit_test(suggests_the_option_that_was_meant),
		cmocka_unit_test(refuses_another_commands_option),
		cmocka_unit_test(says_what_a_value_should_have_been),
		cmocka_unit_test(a_word_with_a_dash_stands_behind_two),
		cmocka_unit_test(own_options_keep_their_order),
		cmocka_unit_test(joins_the_words_to_one_query),
		cmocka_unit_test(the_nearest_word_is_near),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
