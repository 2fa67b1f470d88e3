#include "core/alloc.h"
#include "workers/content.h"
#include "workers/fieldmap.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define BASE  "fields:\n  key: /id\n  title: /name\n"
#define BLOCK "blocks:\n  - {name: text, kind: other, from: /text, as: html}\n"

struct given {
	struct yaml_file file;
	struct formreader reader;
	struct fieldmap map;
};

static int read_map(struct given *given, const char *yaml)
{
	*given = (struct given){0};
	assert_int_equal(yaml_parse("t.yaml", slice_text(yaml), &given->file),
			 0);
	given->reader.file = &given->file;
	vars_set(&given->reader.names, "host", "e.example");
	return fieldmap_read(&given->reader, &given->file.root, &given->map);
}

static void end(struct given *given)
{
	fieldmap_deinit(&given->map);
	vars_deinit(&given->reader.names);
	yaml_deinit(&given->file);
}

static Jobq__Content *filled(const char *yaml, const char *json,
			     const char *expected_why)
{
	struct given given;
	json_auto_t *item = json_loads(json, 0, NULL);
	Jobq__Content *content = content_new();
	const char *why;

	assert_non_null(item);
	assert_int_equal(read_map(&given, yaml), 0);
	why = fieldmap_fill(&given.map, item, &given.reader.names, content);
	if (expected_why)
		assert_string_equal(why, expected_why);
	else
		assert_null(why);
	end(&given);
	return content;
}

static void the_key_may_be_a_number(void **state)
{
	struct given given;
	json_auto_t *item = json_loads("{\"id\": 12}", 0, NULL);
	CLEANUP(freep) char *key = NULL;

	(void)state;
	assert_int_equal(read_map(&given, BASE BLOCK), 0);
	key = fieldmap_key(&given.map, item, &given.reader.names);
	assert_string_equal(key, "12");
	end(&given);
}

static void a_list_takes_the_first_that_is_there(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c = filled(BASE "  team: [/a, /b, /c]\n" BLOCK,
				  "{\"a\": null, \"b\": \"\", \"c\": \"x\","
				  " \"text\": \"\"}",
				  NULL);

	(void)state;
	assert_string_equal(c->team, "x");
}

static void locations_take_all_once(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c = filled(
		BASE "  locations: [/city, /more/*/city]\n" BLOCK,
		"{\"city\": \"A\", \"more\": [{\"city\": \"B\"}, {\"city\": "
		"\"A\"}], \"text\": \"\"}",
		NULL);

	(void)state;
	assert_int_equal(c->n_locations, 2);
	assert_string_equal(c->locations[0], "A");
	assert_string_equal(c->locations[1], "B");
}

static void join_joins_what_is_there(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c = filled(
		BASE "  team: {join: [/a, /b, /c/*], with: \" / \"}\n" BLOCK,
		"{\"a\": \"x\", \"c\": [\"y\", \"z\"], \"text\": \"\"}", NULL);

	(void)state;
	assert_string_equal(c->team, "x / y / z");
}

static void a_condition_decides(void **state)
{
	static const char yaml[] = BASE
		"  salary: {from: \"{/min}-{/max} K\", when: {pointer: /unit, "
		"equals: 0}}\n" BLOCK;
	CLEANUP(content_freep)
	Jobq__Content *yes = filled(yaml,
				    "{\"min\": 3, \"max\": 6.5, \"unit\": 0, "
				    "\"text\": \"\"}",
				    NULL);
	CLEANUP(content_freep)
	Jobq__Content *no = filled(yaml,
				   "{\"min\": 3, \"max\": 6, \"unit\": 1, "
				   "\"text\": \"\"}",
				   NULL);
	CLEANUP(content_freep)
	Jobq__Content *half = filled(yaml,
				     "{\"min\": 3, \"unit\": 0, \"text\": "
				     "\"\"}",
				     NULL);

	(void)state;
	assert_string_equal(yes->salary, "3-6.5 K");
	assert_string_equal(no->salary, "");
	assert_string_equal(half->salary, "");
}

static void times_are_read_as_claimed(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c =
		filled(BASE "  posted: /a\n  updated: /b\n" BLOCK,
		       "{\"a\": 1776687045032, \"b\": \"2026年03月01日\", "
		       "\"text\": \"\"}",
		       NULL);

	(void)state;
	assert_int_equal(c->posted_ms, 1776687045032);
	assert_int_equal(c->updated_ms, 1772323200000);
}

static void a_time_that_is_none_is_unknown(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c = filled(BASE "  posted: /a\n" BLOCK,
				  "{\"a\": \"soon\", \"text\": \"\"}", NULL);

	(void)state;
	assert_int_equal(c->posted_ms, 0);
}

static void html_becomes_text(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c =
		filled(BASE BLOCK, "{\"text\": \"<p>a</p><p>b</p>\"}", NULL);

	(void)state;
	assert_int_equal(c->n_blocks, 1);
	assert_string_equal(c->blocks[0]->name, "text");
	assert_string_equal(c->blocks[0]->kind, "other");
	assert_string_equal(c->blocks[0]->text, "a\nb");
}

static void blocks_fall_back_when_html_says_nothing(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c =
		filled(BASE "blocks:\n  - name: text\n    kind: duty\n"
			    "    from: [{from: /html, as: html}, /plain]\n",
		       "{\"html\": \"<p></p>\", \"plain\": \"x\"}", NULL);

	(void)state;
	assert_string_equal(c->blocks[0]->text, "x");
}

static void no_text_field_at_all_is_told(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c = filled(BASE BLOCK, "{\"id\": 1}",
				  "the answer has no text for it");
	CLEANUP(content_freep)
	Jobq__Content *null = filled(BASE BLOCK, "{\"text\": null}", NULL);

	(void)state;
	assert_int_equal(c->n_blocks, 0);
	assert_int_equal(null->n_blocks, 0);
}

static void a_text_beyond_the_parser_is_told(void **state)
{
	struct given given;
	CLEANUP(freep) char *large = alloc_zero(1, (16 << 20) + 2);
	json_auto_t *item = NULL;
	CLEANUP(content_freep) Jobq__Content *content = content_new();

	(void)state;
	memset(large, 'x', (16 << 20) + 1);
	item = json_pack("{ss}", "text", large);
	assert_int_equal(read_map(&given, BASE BLOCK), 0);
	assert_string_equal(
		fieldmap_fill(&given.map, item, &given.reader.names, content),
		"a text is larger than the parser takes");
	end(&given);
}

static void wrong_maps_are_faults(void **state)
{
	static const char *const all[] = {
		"fields: {key: /a}\n" BLOCK,
		"fields: {key: /a, title: /b, colour: /c}\n" BLOCK,
		"fields: {key: /a, title: \"/b~3\"}\n" BLOCK,
		"fields: {key: /a, title: \"{nobody}\"}\n" BLOCK,
		"fields: {key: /a, title: {from: /b, join: [/c]}}\n" BLOCK,
		"fields: {key: /a, title: {as: html}}\n" BLOCK,
		"fields: {key: /a, title: {from: /b, as: pdf}}\n" BLOCK,
		"fields: {key: /a, title: {from: /b, when: {equals: "
		"1}}}\n" BLOCK,
		"fields: {key: /a, title: [[[[[[[[/b]]]]]]]]}\n" BLOCK,
		BASE,
		BASE "blocks: [{name: a, from: /b}]\n",
		BASE "blocks: [{name: a, kind: prose, from: /b}]\n",
		BASE "blocks: [{name: a, kind: duty}]\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct given given;

		assert_true(read_map(&given, all[i]) < 0);
		end(&given);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_key_may_be_a_number),
		cmocka_unit_test(a_list_takes_the_first_that_is_there),
		cmocka_unit_test(locations_take_all_once),
		cmocka_unit_test(join_joins_what_is_there),
		cmocka_unit_test(a_condition_decides),
		cmocka_unit_test(times_are_read_as_claimed),
		cmocka_unit_test(a_time_that_is_none_is_unknown),
		cmocka_unit_test(html_becomes_text),
		cmocka_unit_test(blocks_fall_back_when_html_says_nothing),
		cmocka_unit_test(no_text_field_at_all_is_told),
		cmocka_unit_test(a_text_beyond_the_parser_is_told),
		cmocka_unit_test(wrong_maps_are_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
