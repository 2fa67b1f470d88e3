#include "core/cleanup.h"
#include "core/sharedir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct sharedir RECIPES = {.variable = "JOBQ_TEST_DIR",
					.name = "recipes",
					.in_tree = "workers/recipes"};

static void is_where_the_variable_says(void **state)
{
	CLEANUP(freep) char *dir = NULL;

	(void)state;
	setenv("JOBQ_TEST_DIR", "/no/such/place", 1);
	dir = sharedir_find(&RECIPES);
	assert_string_equal(dir, "/no/such/place");
}

static void is_else_in_the_tree(void **state)
{
	CLEANUP(freep) char *dir = NULL;

	(void)state;
	setenv("JOBQ_TEST_DIR", "", 1);
	dir = sharedir_find(&RECIPES);
	assert_non_null(strstr(dir, "/workers/recipes"));
}

static void is_null_where_there_is_none(void **state)
{
	struct sharedir none = RECIPES;

	(void)state;
	unsetenv("JOBQ_TEST_DIR");
	none.name = none.in_tree = "nothing-of-this-name";
	assert_null(sharedir_find(&none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_where_the_variable_says),
		cmocka_unit_test(is_else_in_the_tree),
		cmocka_unit_test(is_null_where_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
