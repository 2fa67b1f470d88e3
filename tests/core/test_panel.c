#include "core/panel.h"
#include "tests/core/captured.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD "panel: labs\ncompanies:\n"
#define LAB  HEAD "  - id: lab\n    sources:\n"

static const char GOOD[] =
	"panel: ai-labs\n"
	"contact: you@example.org\n"
	"defaults: {every: 6h, delay: 0s}\n"
	"companies:\n"
	"  - id: anthropic\n"
	"    name: {en: Anthropic}\n"
	"    country: US\n"
	"    sources:\n"
	"      - {recipe: greenhouse, board: anthropic}\n"
	"  - id: bytedance\n"
	"    name: {en: ByteDance, zh: 字节跳动}\n"
	"    sources:\n"
	"      - {recipe: feishu, host: jobs.example, every: 1d, pages: 7}\n"
	"      - {id: bytedance-campus, recipe: feishu, hops: 2,\n"
	"         delay: 2s, deadline: 1m, host: jobs.example}\n";

static void refuses(const char *yaml, const char *said)
{
	CLEANUP(panel_freep) struct panel *panel = NULL;
	struct captured c;
	int r;

	captured_begin(&c);
	r = panel_parse(&panel, "labs.yaml", slice_text(yaml), NULL);
	captured_end(&c);
	assert_int_equal(r, -EINVAL);
	assert_null(panel);
	if (!strstr(c.text, said))
		fail_msg("\"%s\" is not in \"%s\"", said, c.text);
}

static struct panel *good(void)
{
	struct panel *panel = NULL;

	assert_int_equal(
		panel_parse(&panel, "labs.yaml", slice_text(GOOD), NULL), 0);
	return panel;
}

static void reads_companies(void **state)
{
	CLEANUP(panel_freep) struct panel *panel = good();

	(void)state;
	assert_string_equal(panel->id, "ai-labs");
	assert_string_equal(panel->contact, "you@example.org");
	assert_int_equal(panel->n_companies, 2);
	assert_string_equal(panel->companies[0].country, "US");
	assert_null(panel->companies[0].name_zh);
	assert_string_equal(panel->companies[1].name_zh, "字节跳动");
	assert_null(panel->companies[1].country);
}

static void gives_a_source_its_id_and_params(void **state)
{
	CLEANUP(panel_freep) struct panel *panel = good();
	struct panel_source *s = &panel->companies[0].sources[0];

	(void)state;
	assert_string_equal(s->id, "anthropic/greenhouse");
	assert_string_equal(panel_param(s, "board"), "anthropic");
	assert_null(panel_param(s, "recipe"));
	assert_int_equal(s->n_params, 1);
	assert_int_equal(s->line, 9);
	assert_string_equal(panel->companies[1].sources[1].id,
			    "bytedance-campus");
}

static void a_source_overrides_the_defaults(void **state)
{
	CLEANUP(panel_freep) struct panel *panel = good();
	struct panel_source *plain = &panel->companies[0].sources[0];
	struct panel_source *one = &panel->companies[1].sources[0];
	struct panel_source *two = &panel->companies[1].sources[1];

	(void)state;
	assert_int_equal(plain->every_ms, 6 * 3600000);
	assert_int_equal(plain->delay_ms, 0);
	assert_int_equal(plain->deadline_ms, 600000);
	assert_int_equal(plain->hops, 6);
	assert_int_equal(plain->pages, 20000);
	assert_int_equal(one->every_ms, 86400000);
	assert_int_equal(one->pages, 7);
	assert_int_equal(two->delay_ms, 2000);
	assert_int_equal(two->deadline_ms, 60000);
	assert_int_equal(two->hops, 2);
}

static void names_the_source_of_a_wrong_duration(void **state)
{
	(void)state;
	refuses(LAB "    - {recipe: a}\n    - {recipe: b, every: often}\n",
		"labs.yaml:6: source 2 of lab: expected a duration such as "
		"6h, found \"often\"");
	refuses(LAB "    - {recipe: a, every: 0s}\n", "from 1ms to 366d");
	refuses(LAB "    - {recipe: a, delay: [1s]}\n", "found \"[a list]\"");
	refuses("panel: x\ndefaults: {delay: no}\ncompanies: []\n",
		"labs.yaml:2: expected a duration such as 6h, found \"no\"");
}

static void two_equal_source_ids_name_both_lines(void **state)
{
	(void)state;
	refuses(LAB "    - {recipe: a}\n    - {recipe: a, board: b}\n",
		"labs.yaml:6: expected each source id once, found \"lab/a\" "
		"again (first in line 5)");
}

static void two_equal_company_ids_name_both_lines(void **state)
{
	(void)state;
	refuses(HEAD "  - {id: x, sources: [{recipe: a}]}\n"
		     "  - {id: x, sources: [{recipe: b}]}\n",
		"labs.yaml:4: expected each company id once, found \"x\" "
		"again (first in line 3)");
}

static void ids_are_plain(void **state)
{
	(void)state;
	refuses(HEAD "  - {id: A b, sources: [{recipe: a}]}\n",
		"expected a company's id of a-z 0-9 . _ -, found \"A b\"");
	refuses(LAB "    - {recipe: a, id: \"x y\"}\n",
		"source 1 of lab: expected an id");
	refuses(LAB "    - {recipe: ../a}\n", "expected a recipe's name");
	refuses("panel: \"\"\ncompanies: []\n", "expected panel: NAME");
}

static void numbers_are_bounded(void **state)
{
	(void)state;
	refuses(LAB "    - {recipe: a, hops: 1001}\n",
		"expected a number up to 1000, found \"1001\"");
	refuses(LAB "    - {recipe: a, pages: -1}\n", "expected a number");
	refuses(LAB "    - {recipe: a, pages: 5x}\n", "expected a number");
}

static void what_is_missing_is_said(void **state)
{
	(void)state;
	refuses("panel: x\n", "expected a list of companies, found none");
	refuses(HEAD "  - {id: x}\n", "x: expected a list of sources");
	refuses(LAB "    - {board: b}\n", "expected the key recipe");
	refuses(LAB "    - greenhouse\n",
		"expected a map with the key recipe, found \"greenhouse\"");
	refuses("- a\n", "expected a map of panel ...");
}

static void a_company_may_be_out_of_reach(void **state)
{
	CLEANUP(panel_freep) struct panel *panel = NULL;

	(void)state;
	assert_int_equal(
		panel_parse(&panel, "labs.yaml",
			    slice_text(LAB
				       "    - {recipe: a}\n"
				       "  - id: far\n"
				       "    unreached: a form of its own\n"),
			    NULL),
		0);
	assert_null(panel->companies[0].unreached);
	assert_string_equal(panel->companies[1].unreached, "a form of its own");
	assert_int_equal(panel->companies[1].n_sources, 0);
}

static void unreached_needs_its_reason_and_no_sources(void **state)
{
	(void)state;
	refuses(LAB "    - {recipe: a}\n    unreached: no recipe\n",
		"labs.yaml:6: lab: expected either sources or unreached, "
		"found both");
	refuses(HEAD "  - id: far\n    unreached: \"\"\n",
		"labs.yaml:4: expected a text for unreached, found \"\"");
	refuses(HEAD "  - id: far\n    unreached: [a]\n",
		"labs.yaml:4: expected a text for unreached");
	refuses(HEAD "  - id: far\n    unreached: no recipe\n",
		"labs.yaml:3: expected a company with sources, found none");
}

static void unknown_keys_are_named(void **state)
{
	(void)state;
	refuses("panel: x\ncompanys: []\n", "found \"companys\"");
	refuses(HEAD "  - {id: x, sourcs: []}\n", "found \"sourcs\"");
	refuses(HEAD "  - {id: x, name: {fr: y}, sources: [{recipe: a}]}\n",
		"expected one of en, zh, found \"fr\"");
}

static void values_are_plain_text(void **state)
{
	(void)state;
	refuses(LAB "    - {recipe: a, board: [b]}\n",
		"expected a value for board, found \"[a list]\"");
	refuses(LAB "    - {recipe: a, board: }\n", "a value for board");
	refuses(LAB "    - {recipe: a, board: \"a\\nb\"}\n", "a value for");
	refuses(HEAD "  - {id: x, country: usa, sources: [{recipe: a}]}\n",
		"two capital letters");
	refuses("panel: x\ncontact: \"a\\r\\nX: b\"\ncompanies: []\n",
		"expected a text for contact");
}

static void a_recipe_must_exist(void **state)
{
	CLEANUP(panel_freep) struct panel *panel = NULL;
	char dir[] = "/tmp/test-panel-XXXXXX", file[64];
	struct captured c;
	FILE *recipe;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(file, sizeof(file), "%s/ashby.yaml", dir);
	recipe = fopen(file, "w");
	assert_non_null(recipe);
	fclose(recipe);
	captured_begin(&c);
	assert_int_equal(panel_parse(&panel, "labs.yaml",
				     slice_text(LAB "    - {recipe: foo}\n"),
				     dir),
			 -EINVAL);
	captured_end(&c);
	assert_non_null(strstr(c.text, "expected a recipe (ashby), found "
				       "\"foo\""));
	assert_int_equal(panel_parse(&panel, "labs.yaml",
				     slice_text(LAB "    - {recipe: ashby}\n"),
				     dir),
			 0);
	unlink(file);
	rmdir(dir);
}

static void the_environment_names_the_recipes(void **state)
{
	CLEANUP(freep) char *dir = NULL;

	(void)state;
	setenv("JOBQ_RECIPES", "/some/where", 1);
	dir = panel_recipes_dir();
	unsetenv("JOBQ_RECIPES");
	assert_string_equal(dir, "/some/where");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_companies),
		cmocka_unit_test(gives_a_source_its_id_and_params),
		cmocka_unit_test(a_source_overrides_the_defaults),
		cmocka_unit_test(names_the_source_of_a_wrong_duration),
		cmocka_unit_test(two_equal_source_ids_name_both_lines),
		cmocka_unit_test(two_equal_company_ids_name_both_lines),
		cmocka_unit_test(ids_are_plain),
		cmocka_unit_test(numbers_are_bounded),
		cmocka_unit_test(what_is_missing_is_said),
		cmocka_unit_test(a_company_may_be_out_of_reach),
		cmocka_unit_test(unreached_needs_its_reason_and_no_sources),
		cmocka_unit_test(unknown_keys_are_named),
		cmocka_unit_test(values_are_plain_text),
		cmocka_unit_test(a_recipe_must_exist),
		cmocka_unit_test(the_environment_names_the_recipes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
