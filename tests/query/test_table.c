#include "query/table.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct table_column columns[] = {
	{"NAME", TABLE_LEFT, 6},
	{"N", TABLE_RIGHT, 0},
	{NULL},
};

/* What the table prints on `wide` columns; the caller's. */
static char *printed(const struct table *table, size_t wide, bool colour)
{
	char *text = NULL;
	size_t len;
	struct term term = {.columns = wide, .colour = colour};

	term.to = open_memstream(&text, &len);
	table_print(table, &term);
	fclose(term.to);
	return text;
}

static void han_is_two_columns_wide(void **state)
{
	(void)state;
	assert_int_equal(term_width(slice_text("字节跳动")), 8);
	assert_int_equal(term_width(slice_text("abc")), 3);
	assert_int_equal(term_width(slice_text("ｆｕｌｌ")), 8);
	assert_int_equal(term_width(slice_text("e\xcc\x81")), 1);
}

static void columns_stand_below_each_other(void **state)
{
	CLEANUP(table_freep) struct table *table = table_new(columns);
	CLEANUP(freep) char *text = NULL;

	(void)state;
	table_cell(table, "昇腾");
	table_number(table, 7);
	table_cell(table, "abcde");
	table_number(table, 12);
	text = printed(table, 100, false);
	assert_string_equal(text, "NAME    N\n"
				  "昇腾    7\n"
				  "abcde  12\n");
}

static void what_does_not_fit_ends_in_an_ellipsis(void **state)
{
	CLEANUP(table_freep) struct table *table = table_new(columns);
	CLEANUP(freep) char *text = NULL;

	(void)state;
	table_cell(table, "异构计算开发工程师");
	table_number(table, 1);
	text = printed(table, 10, false);
	assert_string_equal(text, "NAME     N\n"
				  "异构计…  1\n");
}

static void half_a_wide_character_is_left_blank(void **state)
{
	CLEANUP(table_freep) struct table *table = table_new(columns);
	CLEANUP(freep) char *text = NULL;

	(void)state;
	table_cell(table, "异构计算开发工程师");
	table_number(table, 1);
	text = printed(table, 11, false);
	assert_string_equal(text, "NAME      N\n"
				  "异构计…   1\n");
}

static void columns_without_a_minimum_are_whole(void **state)
{
	static const struct table_column fixed[] = {{"ID", TABLE_LEFT, 0},
						    {NULL}};
	CLEANUP(table_freep) struct table *table = table_new(fixed);
	CLEANUP(freep) char *text = NULL;

	(void)state;
	table_cell(table, "0123456789abcdef");
	text = printed(table, 5, false);
	assert_string_equal(text, "ID\n0123456789abcdef\n");
}

static void escape_sequences_never_reach_the_terminal(void **state)
{
	CLEANUP(table_freep) struct table *table = table_new(columns);
	CLEANUP(freep) char *text = NULL;

	(void)state;
	table_cell(table, "a\033]0;x\007b\xc2\x9b"
			  "31m\xe2\x80\xae"
			  "c\nd\x80");
	table_number(table, 1);
	text = printed(table, 100, true);
	assert_null(strstr(text, "\033]"));
	assert_null(strchr(text, '\007'));
	assert_null(strstr(text, "\xc2\x9b"));
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_non_null(strstr(text, "c d\xef\xbf\xbd"));
}

static void colour_is_for_terminals_alone(void **state)
{
	CLEANUP(table_freep) struct table *table = table_new(columns);
	CLEANUP(freep) char *plain = NULL, *coloured = NULL;

	(void)state;
	table_style(table, STYLE_RED);
	table_cell(table, "a");
	table_number(table, 1);
	plain = printed(table, 100, false);
	coloured = printed(table, 100, true);
	assert_null(strchr(plain, '\033'));
	assert_non_null(strstr(coloured, "\033[31m"));
}

static void a_file_is_no_terminal(void **state)
{
	FILE *file = tmpfile();
	struct term term = term_of(file);

	(void)state;
	assert_false(term.tty);
	assert_false(term.colour);
	assert_int_equal(term.columns, 100);
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(han_is_two_columns_wide),
		cmocka_unit_test(columns_stand_below_each_other),
		cmocka_unit_test(what_does_not_fit_ends_in_an_ellipsis),
		cmocka_unit_test(half_a_wide_character_is_left_blank),
		cmocka_unit_test(columns_without_a_minimum_are_whole),
		cmocka_unit_test(escape_sequences_never_reach_the_terminal),
		cmocka_unit_test(colour_is_for_terminals_alone),
		cmocka_unit_test(a_file_is_no_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
