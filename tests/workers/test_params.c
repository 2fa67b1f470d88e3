#include "core/alloc.h"
#include "tests/workers/recipekit.h"
#include "workers/params.h"

static const char text[] =
	"board: {required: true, form: \"{org}/{portal}\"}\n"
	"site: {default: social, choices: [social, campus]}\n"
	"page: {default: \"{site}/x\"}\n";

struct given {
	struct yaml_file file;
	struct formreader reader;
	struct params params;
};

static void begin(struct given *given, const char *yaml)
{
	*given = (struct given){0};
	assert_int_equal(yaml_parse("t.yaml", slice_text(yaml), &given->file),
			 0);
	given->reader.file = &given->file;
}

static void end(struct given *given)
{
	params_deinit(&given->params);
	vars_deinit(&given->reader.names);
	yaml_deinit(&given->file);
}

static void assert_check(const char *const *said, const char *expected)
{
	struct given given;
	Jobq__SourceSpec *spec = kit_spec("x", said);
	CLEANUP(freep) char *why = NULL;

	begin(&given, text);
	assert_int_equal(
		params_read(&given.reader, &given.file.root, &given.params), 0);
	why = params_check(&given.params, spec);
	if (expected)
		assert_string_equal(why, expected);
	else
		assert_null(why);
	jobq__source_spec__free_unpacked(spec, NULL);
	end(&given);
}

static void what_fits_is_right(void **state)
{
	static const char *const said[] = {"board", "acme/7", "site", "campus",
					   NULL};

	(void)state;
	assert_check(said, NULL);
}

static void what_is_missing_is_named(void **state)
{
	static const char *const said[] = {"site", "social", NULL};

	(void)state;
	assert_check(said, "expected the key board, found none");
}

static void what_is_unknown_is_named(void **state)
{
	static const char *const said[] = {"bord", "acme/7", NULL};

	(void)state;
	assert_check(said,
		     "expected board, site, page, found the unknown \"bord\"");
}

static void another_form_is_named(void **state)
{
	static const char *const said[] = {"board", "acme", NULL};

	(void)state;
	assert_check(said, "expected board: {org}/{portal}, found \"acme\"");
}

static void another_choice_is_named(void **state)
{
	static const char *const said[] = {"board", "a/b", "site", "x", NULL};

	(void)state;
	assert_check(said, "expected site: one of social, campus, found \"x\"");
}

static void defaults_and_parts_are_vars(void **state)
{
	static const char *const said[] = {"board", "acme/7", NULL};
	Jobq__SourceSpec *spec = kit_spec("x", said);
	struct given given;
	struct vars vars = {0};

	(void)state;
	begin(&given, text);
	assert_int_equal(
		params_read(&given.reader, &given.file.root, &given.params), 0);
	params_vars(&given.params, spec, &vars);
	assert_string_equal(vars_get(&vars, "org"), "acme");
	assert_string_equal(vars_get(&vars, "portal"), "7");
	assert_string_equal(vars_get(&vars, "page"), "social/x");
	vars_deinit(&vars);
	jobq__source_spec__free_unpacked(spec, NULL);
	end(&given);
}

static void wrong_declarations_are_faults(void **state)
{
	static const char *const all[] = {
		"board: {requird: true}\n", "board: {required: maybe}\n",
		"board: {choices: x}\n", "board: {default: \"{none}\"}\n",
		"- board\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct given given;

		begin(&given, all[i]);
		assert_true(params_read(&given.reader, &given.file.root,
					&given.params) < 0);
		end(&given);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits_is_right),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(what_is_unknown_is_named),
		cmocka_unit_test(another_form_is_named),
		cmocka_unit_test(another_choice_is_named),
		cmocka_unit_test(defaults_and_parts_are_vars),
		cmocka_unit_test(wrong_declarations_are_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
