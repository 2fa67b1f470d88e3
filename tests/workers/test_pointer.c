#include "workers/pointer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* The document of RFC 6901, section 5. */
static const char rfc[] =
	"{\"foo\": [\"bar\", \"baz\"], \"\": 0, \"a/b\": 1, \"c%d\": 2,"
	" \"e^f\": 3, \"g|h\": 4, \"i\\\\j\": 5, \"k\\\"l\": 6, \" \": 7,"
	" \"m~n\": 8}";

static long number_at(json_t *doc, const char *text)
{
	struct pointer pointer;
	json_t *value;
	long n;

	assert_int_equal(pointer_init(&pointer, text), 0);
	value = pointer_get(&pointer, doc);
	n = value ? (long)json_integer_value(value) : -1;
	pointer_deinit(&pointer);
	return n;
}

static void finds_what_the_rfc_says(void **state)
{
	json_auto_t *doc = json_loads(rfc, 0, NULL);
	static const char *const at[] = {"/",	  "/a~1b", "/c%d",
					 "/e^f",  "/g|h",  "/i\\j",
					 "/k\"l", "/ ",	   "/m~0n"};

	(void)state;
	for (long i = 0; i < 9; i++)
		assert_int_equal(number_at(doc, at[i]), i);
}

static void the_empty_pointer_is_the_document(void **state)
{
	json_auto_t *doc = json_loads("[1]", 0, NULL);
	struct pointer pointer;

	(void)state;
	assert_int_equal(pointer_init(&pointer, ""), 0);
	assert_ptr_equal(pointer_get(&pointer, doc), doc);
	pointer_deinit(&pointer);
}

static void items_are_counted_from_zero(void **state)
{
	json_auto_t *doc = json_loads("{\"a\": [5, 6]}", 0, NULL);

	(void)state;
	assert_int_equal(number_at(doc, "/a/1"), 6);
	assert_int_equal(number_at(doc, "/a/2"), -1);
	assert_int_equal(number_at(doc, "/a/01"), -1);
	assert_int_equal(number_at(doc, "/a/-"), -1);
	assert_int_equal(number_at(doc, "/a/x"), -1);
	assert_int_equal(number_at(doc, "/b/1"), -1);
}

static bool sum(void *arg, json_t *value)
{
	*(long *)arg = *(long *)arg * 10 + (long)json_integer_value(value);
	return true;
}

static void a_star_steps_over_all_items_in_order(void **state)
{
	json_auto_t *doc = json_loads(
		"{\"a\": [{\"b\": [1, 2]}, {\"b\": []}, {}, {\"b\": [3]}]}", 0,
		NULL);
	struct pointer pointer;
	long all = 0;

	(void)state;
	assert_int_equal(pointer_init(&pointer, "/a/*/b/*"), 0);
	pointer_each(&pointer, doc, sum, &all);
	assert_int_equal(all, 123);
	assert_int_equal(json_integer_value(pointer_get(&pointer, doc)), 1);
	pointer_deinit(&pointer);
}

static void wrong_forms_are_refused(void **state)
{
	struct pointer pointer;

	(void)state;
	assert_int_equal(pointer_init(&pointer, "a/b"), POINTER_E_FORM);
	assert_int_equal(pointer_init(&pointer, "/a~2b"), POINTER_E_FORM);
	assert_int_equal(pointer_init(&pointer, "/a~"), POINTER_E_FORM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_the_rfc_says),
		cmocka_unit_test(the_empty_pointer_is_the_document),
		cmocka_unit_test(items_are_counted_from_zero),
		cmocka_unit_test(a_star_steps_over_all_items_in_order),
		cmocka_unit_test(wrong_forms_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
