#include "query/output.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const columns[] = {"a", "list", NULL};

static json_t *object(const char *a)
{
	json_t *json = json_object();
	char *list[] = {(char *)"x", (char *)"y"};

	value_set(json, "a", value_text(a));
	value_set(json, "list", value_texts(list, 2));
	return json;
}

static char *printed(enum options_format format, const char *const *values)
{
	char *text = NULL;
	size_t len;
	struct output o = {open_memstream(&text, &len), format, columns, 0};

	output_begin(&o);
	for (; *values; values++)
		output_add(&o, object(*values));
	assert_int_equal(output_end(&o), 0);
	fclose(o.to);
	return text;
}

static void ndjson_is_an_object_a_line(void **state)
{
	static const char *const values[] = {"1", "two\nlines", NULL};
	CLEANUP(freep) char *text = printed(FORMAT_NDJSON, values);

	(void)state;
	assert_string_equal(text,
			    "{\"a\":\"1\",\"list\":[\"x\",\"y\"]}\n"
			    "{\"a\":\"two\\nlines\",\"list\":[\"x\",\"y\"]}\n");
}

static void unicode_line_ends_are_escaped(void **state)
{
	static const char *const values[] = {"a\xe2\x80\xa8"
					     "b\xc2\x85"
					     "c\xc3\xa9\xe2\x82\xac",
					     NULL};
	CLEANUP(freep) char *text = printed(FORMAT_NDJSON, values);

	(void)state;
	assert_non_null(strstr(text, "\"a\\u2028b\\u0085cé€\""));
}

static void json_is_one_document(void **state)
{
	static const char *const values[] = {"1", "2", NULL};
	static const char *const none[] = {NULL};
	CLEANUP(freep) char *text = printed(FORMAT_JSON, values);
	CLEANUP(freep) char *empty = printed(FORMAT_JSON, none);
	CLEANUP(json_freep) json_t *list = json_loads(text, 0, NULL);

	(void)state;
	assert_int_equal(json_array_size(list), 2);
	assert_string_equal(empty, "[]\n");
}

static void csv_quotes_what_needs_it(void **state)
{
	static const char *const values[] = {"say \"hi\", you", "b", NULL};
	CLEANUP(freep) char *text = printed(FORMAT_CSV, values);

	(void)state;
	assert_string_equal(text, "a,list\r\n"
				  "\"say \"\"hi\"\", you\",x; y\r\n"
				  "b,x; y\r\n");
}

static void bytes_that_are_no_utf8_are_replaced(void **state)
{
	CLEANUP(json_freep) json_t *json = value_text("a\xff\xc3(b");

	(void)state;
	assert_string_equal(json_string_value(json),
			    "a\xef\xbf\xbd\xef\xbf\xbd(b");
}

static void what_is_not_known_is_null(void **state)
{
	CLEANUP(json_freep) json_t *text = value_text("");
	CLEANUP(json_freep) json_t *none = value_text(NULL);
	CLEANUP(json_freep) json_t *time = value_time(0);

	(void)state;
	assert_true(json_is_null(text));
	assert_true(json_is_null(none));
	assert_true(json_is_null(time));
}

static void a_full_disk_is_a_fault(void **state)
{
	struct output o = {fopen("/dev/full", "w"), FORMAT_NDJSON, columns, 0};

	(void)state;
	assert_non_null(o.to);
	output_begin(&o);
	output_add(&o, object("1"));
	assert_true(output_end(&o) < 0);
	fclose(o.to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ndjson_is_an_object_a_line),
		cmocka_unit_test(unicode_line_ends_are_escaped),
		cmocka_unit_test(json_is_one_document),
		cmocka_unit_test(csv_quotes_what_needs_it),
		cmocka_unit_test(bytes_that_are_no_utf8_are_replaced),
		cmocka_unit_test(what_is_not_known_is_null),
		cmocka_unit_test(a_full_disk_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
