#include "core/alloc.h"
#include "core/yamltree.h"
#include "tests/core/captured.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* `yaml` is refused with a message that holds `said`. */
static void refuses_n(struct slice yaml, const char *said)
{
	struct yaml_file file = {0};
	struct captured c;
	int r;

	captured_begin(&c);
	r = yaml_parse("t.yaml", yaml, &file);
	captured_end(&c);
	assert_int_equal(r, -EINVAL);
	if (!strstr(c.text, said))
		fail_msg("\"%s\" is not in \"%s\"", said, c.text);
}

static void refuses(const char *yaml, const char *said)
{
	refuses_n(slice_text(yaml), said);
}

static void knows_kinds_and_lines(void **state)
{
	struct yaml_file file = {0};
	const struct yaml_node *list, *map;

	(void)state;
	assert_int_equal(yaml_parse("t.yaml",
				    slice_text("a: 1\nb:\n  - x\n  - 'y'\n"
					       "c: {d: e}\n"),
				    &file),
			 0);
	assert_int_equal(file.root.kind, YAML_MAP);
	assert_int_equal(file.root.n, 3);
	assert_string_equal(yaml_text(&file.root, "a"), "1");
	list = yaml_get(&file.root, "b");
	assert_int_equal(list->kind, YAML_LIST);
	assert_int_equal(list->items[1].line, 4);
	assert_true(list->items[1].quoted);
	assert_false(list->items[0].quoted);
	map = yaml_get(&file.root, "c");
	assert_int_equal(map->keys[0].line, 5);
	assert_string_equal(yaml_text(map, "d"), "e");
	yaml_deinit(&file);
}

static void gives_null_for_what_is_not_there(void **state)
{
	struct yaml_file file = {0};

	(void)state;
	assert_int_equal(yaml_parse("t.yaml", slice_text("a: [1]\n"), &file),
			 0);
	assert_null(yaml_get(&file.root, "b"));
	assert_null(yaml_get(yaml_get(&file.root, "a"), "b"));
	assert_null(yaml_text(&file.root, "a"));
	assert_null(yaml_text(NULL, "a"));
	yaml_deinit(&file);
}

static void names_the_line_of_broken_yaml(void **state)
{
	(void)state;
	refuses("a: 1\nb: [2\nc: 3\n", "t.yaml:3: expected YAML");
	refuses("a: \"\\q\"\n", "t.yaml:1: expected YAML");
}

static void names_the_line_of_bytes_that_are_no_utf8(void **state)
{
	(void)state;
	refuses("a: 1\nb: \xff\xfe\n", "t.yaml:2: expected YAML");
}

static void refuses_an_empty_file(void **state)
{
	(void)state;
	refuses("", "found nothing");
	refuses("# only words\n", "found nothing");
}

static void refuses_a_second_document(void **state)
{
	(void)state;
	refuses("a: 1\n---\nb: 2\n", "t.yaml:2: expected one document");
}

static void refuses_aliases_and_tags(void **state)
{
	(void)state;
	refuses("a: &x 1\nb: *x\n", "t.yaml:2: expected a value, found an");
	refuses("a: !shell rm\n", "t.yaml:1: expected no tag, found !shell");
}

static void refuses_a_key_twice(void **state)
{
	(void)state;
	refuses("b: 0\na: 1\nc: 2\na: 3\n",
		"t.yaml:4: expected each key once, found \"a\" again (first "
		"in line 2)");
}

static void refuses_a_key_that_is_no_word(void **state)
{
	(void)state;
	refuses("[a]: 1\n", "expected a word as key");
}

static void refuses_a_nul(void **state)
{
	(void)state;
	refuses("a: \"x\\0y\"\n", "t.yaml:1: expected text, found a NUL");
}

static void refuses_33_levels(void **state)
{
	char deep[80] = {0};
	struct yaml_file file = {0};

	(void)state;
	memset(deep, '[', 32);
	memset(deep + 32, ']', 32);
	assert_int_equal(yaml_parse("t.yaml", slice_text(deep), &file), 0);
	yaml_deinit(&file);
	memset(deep, '[', 33);
	memset(deep + 33, ']', 33);
	refuses(deep, "expected at most 32 levels");
}

static void refuses_more_than_4_mib(void **state)
{
	size_t n = (4 << 20) + 1;
	char *text = alloc_get(n);

	(void)state;
	memset(text, ' ', n);
	refuses_n(slice_of(text, n), "expected at most 4 MiB");
	free(text);
}

static void refuses_too_many_values(void **state)
{
	struct bytes text = {0};

	(void)state;
	bytes_add_char(&text, '[');
	for (int i = 0; i < 300000; i++)
		bytes_add_text(&text, "1,");
	bytes_add_char(&text, ']');
	refuses_n(slice_bytes(&text), "expected at most 262144 values");
	bytes_deinit(&text);
}

static void names_an_unknown_key_and_the_known(void **state)
{
	static const char *const KNOWN[] = {"a", "b", NULL};
	struct yaml_file file = {0};
	struct captured c;

	(void)state;
	assert_int_equal(
		yaml_parse("t.yaml", slice_text("a: 1\nz: 2\n"), &file), 0);
	captured_begin(&c);
	assert_int_equal(yaml_known(&file, &file.root, KNOWN), -EINVAL);
	captured_end(&c);
	assert_non_null(
		strstr(c.text, "t.yaml:2: expected one of a, b, found \"z\""));
	yaml_deinit(&file);
}

static void tells_of_a_file_that_is_not_there(void **state)
{
	struct yaml_file file = {0};
	struct captured c;

	(void)state;
	captured_begin(&c);
	assert_int_equal(yaml_load("/nonexistent/x.yaml", &file), -ENOENT);
	captured_end(&c);
	assert_non_null(strstr(c.text, "/nonexistent/x.yaml"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_kinds_and_lines),
		cmocka_unit_test(gives_null_for_what_is_not_there),
		cmocka_unit_test(names_the_line_of_broken_yaml),
		cmocka_unit_test(names_the_line_of_bytes_that_are_no_utf8),
		cmocka_unit_test(refuses_an_empty_file),
		cmocka_unit_test(refuses_a_second_document),
		cmocka_unit_test(refuses_aliases_and_tags),
		cmocka_unit_test(refuses_a_key_twice),
		cmocka_unit_test(refuses_a_key_that_is_no_word),
		cmocka_unit_test(refuses_a_nul),
		cmocka_unit_test(refuses_33_levels),
		cmocka_unit_test(refuses_more_than_4_mib),
		cmocka_unit_test(refuses_too_many_values),
		cmocka_unit_test(names_an_unknown_key_and_the_known),
		cmocka_unit_test(tells_of_a_file_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
