#include "core/alloc.h"
#include "workers/template.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct vars some(void)
{
	struct vars vars = {0};

	vars_set(&vars, "board", "a b/c");
	vars_set(&vars, "page", "https://jobs.example:8080/list?x=1");
	vars_set(&vars, "n", "7");
	return vars;
}

static void assert_expands(const char *text, bool url, const char *expected)
{
	struct vars vars = some();
	json_auto_t *item = json_loads(
		"{\"min\": 30, \"max\": 60, \"none\": null}", 0, NULL);
	CLEANUP(freep)
	char *out =
		template_text(text, &(struct template_use){&vars, item, url});

	if (expected)
		assert_string_equal(out, expected);
	else
		assert_null(out);
	vars_deinit(&vars);
}

static void vars_are_put_in(void **state)
{
	(void)state;
	assert_expands("x {board} y{n}", false, "x a b/c y7");
}

static void a_url_escapes_them(void **state)
{
	(void)state;
	assert_expands("https://e.example/{board}/{n}", true,
		       "https://e.example/a%20b%2Fc/7");
	assert_expands("https://e.example/{board:raw}", true,
		       "https://e.example/a b/c");
}

static void host_takes_the_host_of_a_url(void **state)
{
	(void)state;
	assert_expands("{page:host}", false, "jobs.example:8080");
}

static void doubled_braces_are_braces(void **state)
{
	(void)state;
	assert_expands("{{{n}}}", false, "{7}");
}

static void pointers_take_the_items_values(void **state)
{
	(void)state;
	assert_expands("{/min}-{/max} K", false, "30-60 K");
}

static void an_absent_value_makes_no_text(void **state)
{
	(void)state;
	assert_expands("{/min}-{/none}", false, NULL);
	assert_expands("{/min}-{/other}", false, NULL);
}

static void a_var_that_is_not_there_yet_is_empty(void **state)
{
	(void)state;
	assert_expands("[{token}]", false, "[]");
}

static void upper_layers_hide_lower_ones(void **state)
{
	struct vars low = some(), high = {.below = &low};

	(void)state;
	vars_set(&high, "n", "8");
	vars_set(&high, "n", "9");
	assert_string_equal(vars_get(&high, "n"), "9");
	assert_string_equal(vars_get(&high, "board"), "a b/c");
	assert_null(vars_get(&high, "other"));
	vars_deinit(&high);
	vars_deinit(&low);
}

static bool only_n(void *arg, const char *name)
{
	(void)arg;
	return !strcmp(name, "n");
}

static void assert_wrong(const char *text, const char *words)
{
	CLEANUP(freep) char *why = NULL;

	assert_int_equal(template_check(text, only_n, NULL, &why),
			 TEMPLATE_E_FORM);
	assert_non_null(strstr(why, words));
}

static void wrong_templates_are_named(void **state)
{
	CLEANUP(freep) char *why = NULL;

	(void)state;
	assert_wrong("{m}", "a known name, found {m}");
	assert_wrong("{n:upper}", "found the filter \"upper\"");
	assert_wrong("{/a~9}", "a JSON pointer");
	assert_wrong("{n", "braces");
	assert_wrong("n}", "braces");
	assert_wrong("{}", "braces");
	assert_int_equal(template_check("{n:raw}{/a}{{", only_n, NULL, &why),
			 0);
}

static void a_lone_number_is_known(void **state)
{
	(void)state;
	assert_true(template_is_number("{n:number}"));
	assert_false(template_is_number("{n}"));
	assert_false(template_is_number("{n:number} "));
	assert_false(template_is_number("7"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vars_are_put_in),
		cmocka_unit_test(a_url_escapes_them),
		cmocka_unit_test(host_takes_the_host_of_a_url),
		cmocka_unit_test(doubled_braces_are_braces),
		cmocka_unit_test(pointers_take_the_items_values),
		cmocka_unit_test(an_absent_value_makes_no_text),
		cmocka_unit_test(a_var_that_is_not_there_yet_is_empty),
		cmocka_unit_test(upper_layers_hide_lower_ones),
		cmocka_unit_test(wrong_templates_are_named),
		cmocka_unit_test(a_lone_number_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
