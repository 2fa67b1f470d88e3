#include "query/manual.h"
#include "query/options.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_command_is_told_in_full(void **state)
{
	(void)state;
	for (const struct command *c = commands; c->name; c++) {
		assert_non_null(c->usage);
		assert_non_null(c->summary);
		assert_non_null(c->details);
		assert_non_null(c->run);
		assert_non_null(c->example);
		assert_int_equal(strncmp(c->example, "jobq ", 5), 0);
		assert_ptr_equal(command_find(c->name), c);
	}
}

static void help_names_every_command(void **state)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};

	(void)state;
	manual_help(&text, NULL);
	for (const struct command *c = commands; c->name; c++)
		assert_non_null(strstr(text.data, c->summary));
}

static void a_commands_help_names_its_options_and_no_other(void **state)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};

	(void)state;
	manual_help(&text, command_find("show"));
	assert_non_null(strstr(text.data, "usage: jobq show ID"));
	assert_non_null(strstr(text.data, "  --history "));
	assert_non_null(strstr(text.data, "  --at T "));
	assert_null(strstr(text.data, "--company"));
}

/* Of each line that begins with a dot, the request. */
static void only_requests_begin_with_a_dot(void **state)
{
	static const char *const known[] = {".TH ", ".SH ", ".TP", ".PP",
					    ".BR "};

	(void)state;
	for (const struct command *c = commands; c->name; c++) {
		CLEANUP(bytes_deinit) struct bytes text = {0};

		manual_roff(&text, c);
		for (char *line = strtok(text.data, "\n"); line;
		     line = strtok(NULL, "\n")) {
			size_t i = 0;

			while (i < 5 &&
			       strncmp(line, known[i], strlen(known[i])) != 0)
				i++;
			if (*line == '.' && i == 5)
				fail_msg("jobq %s: %s", c->name, line);
		}
	}
}

static void roff_keeps_hyphens(void **state)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};

	(void)state;
	manual_roff(&text, command_find("diff"));
	assert_non_null(strstr(text.data, ".TH \"JOBQ-DIFF\" 1"));
	assert_non_null(strstr(text.data, "\\fB\\-\\-company\\fR \\fIID\\fR"));
}

static void completion_offers_what_the_table_has(void **state)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};

	(void)state;
	manual_completion(&text);
	for (const struct command *c = commands; c->name; c++)
		assert_non_null(strstr(text.data, c->name));
	assert_non_null(strstr(text.data, "show) words=\" --history --raw"));
}

static void a_near_name_is_suggested(void **state)
{
	(void)state;
	assert_string_equal(command_nearest("serach"), "search");
	assert_null(command_nearest("colours"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_is_told_in_full),
		cmocka_unit_test(help_names_every_command),
		cmocka_unit_test(
			a_commands_help_names_its_options_and_no_other),
		cmocka_unit_test(only_requests_begin_with_a_dot),
		cmocka_unit_test(roff_keeps_hyphens),
		cmocka_unit_test(completion_offers_what_the_table_has),
		cmocka_unit_test(a_near_name_is_suggested),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
