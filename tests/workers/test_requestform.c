#include "core/alloc.h"
#include "workers/requestform.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct given {
	struct yaml_file file;
	struct formreader reader;
	struct vars picks;
	struct requestform form;
};

static int read_form(struct given *given, const char *yaml)
{
	*given = (struct given){0};
	assert_int_equal(yaml_parse("t.yaml", slice_text(yaml), &given->file),
			 0);
	given->reader.file = &given->file;
	vars_set(&given->reader.names, "board", "a b");
	vars_set(&given->reader.names, "offset", "20");
	vars_set(&given->reader.names, "token", "secret");
	vars_set(&given->picks, "token", "");
	return requestform_read(&given->reader, &given->file.root,
				&given->picks, &given->form);
}

static void end(struct given *given)
{
	vars_deinit(&given->reader.names);
	vars_deinit(&given->picks);
	yaml_deinit(&given->file);
}

static void assert_body(const char *yaml, const char *expected)
{
	struct given given;
	struct bytes body = {0};

	assert_int_equal(read_form(&given, yaml), 0);
	requestform_body(&given.form, &given.reader.names, &body);
	assert_string_equal(body.data, expected);
	bytes_deinit(&body);
	end(&given);
}

static void the_url_is_escaped(void **state)
{
	struct given given;
	CLEANUP(freep) char *url = NULL;

	(void)state;
	assert_int_equal(read_form(&given, "url: \"https://e.ex/{board}\"\n"),
			 0);
	url = requestform_url(&given.form, &given.reader.names);
	assert_string_equal(url, "https://e.ex/a%20b");
	assert_string_equal(given.form.method, "GET");
	assert_false(given.form.by_session);
	end(&given);
}

static void json_keeps_its_types(void **state)
{
	(void)state;
	assert_body("url: x\njson: {a: 1, b: true, c: null, d: \"1\", e: [],"
		    " f: {g: [x, 2]}, h: \"{offset:number}\","
		    " i: \"{offset}\", j: \"q\\\"{board}\"}\n",
		    "{\"a\":1,\"b\":true,\"c\":null,\"d\":\"1\",\"e\":[],"
		    "\"f\":{\"g\":[\"x\",2]},\"h\":20,\"i\":\"20\","
		    "\"j\":\"q\\\"a b\"}");
}

static void what_is_no_number_stays_a_text(void **state)
{
	(void)state;
	assert_body("url: x\njson: {a: \"{board:number}\"}\n",
		    "{\"a\":\"a b\"}");
}

static void a_form_is_escaped(void **state)
{
	(void)state;
	assert_body("url: x\nform: {a b: \"{board}&\", c: 1}\n",
		    "a%20b=a%20b%26&c=1");
}

static const char *header(const struct fetch_header *all, size_t n,
			  const char *name, bool *secret)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(all[i].name, name))
			continue;
		*secret = all[i].secret;
		return all[i].value;
	}
	return NULL;
}

static void what_the_session_brought_is_secret(void **state)
{
	struct given given;
	struct fetch_header *all;
	bool secret;
	size_t n;

	(void)state;
	assert_int_equal(read_form(&given, "url: x\njson: {}\nheaders: "
					   "{x-token: \"{token}\", a: b}\n"),
			 0);
	all = requestform_headers(&given.form, &given.reader.names,
				  &given.picks, &n);
	assert_string_equal(header(all, n, "x-token", &secret), "secret");
	assert_true(secret);
	assert_string_equal(header(all, n, "a", &secret), "b");
	assert_false(secret);
	assert_string_equal(header(all, n, "Content-Type", &secret),
			    "application/json");
	for (size_t i = 0; i < n; i++) {
		free((char *)all[i].name);
		free((char *)all[i].value);
	}
	free(all);
	end(&given);
}

static void a_session_in_url_or_body_is_known(void **state)
{
	static const char *const all[] = {"url: \"x?{token}\"\n",
					  "url: x\njson: {a: [\"{token}\"]}\n"};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct given given;

		assert_int_equal(read_form(&given, all[i]), 0);
		assert_true(given.form.by_session);
		end(&given);
	}
}

static void wrong_forms_are_faults(void **state)
{
	static const char *const all[] = {
		"method: GET\n",
		"url: x\nmethod: PATCH\n",
		"url: x\njson: {}\nform: {}\n",
		"url: x\nmethod: GET\njson: {}\n",
		"url: \"{nobody}\"\n",
		"url: x\nheaders: [a]\n",
		"url: x\nform: [a]\n",
		"url: x\nbody: {}\n",
		"url: x\njson: {a: {b: {c: {d: {e: {f: {g: {h: {i: "
		"1}}}}}}}}}\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct given given;

		assert_true(read_form(&given, all[i]) < 0);
		end(&given);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_url_is_escaped),
		cmocka_unit_test(json_keeps_its_types),
		cmocka_unit_test(what_is_no_number_stays_a_text),
		cmocka_unit_test(a_form_is_escaped),
		cmocka_unit_test(what_the_session_brought_is_secret),
		cmocka_unit_test(a_session_in_url_or_body_is_known),
		cmocka_unit_test(wrong_forms_are_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
