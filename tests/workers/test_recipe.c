#include "core/panel.h"
#include "tests/workers/recipekit.h"
#include <stdio.h>

static const char *const all[] = {"greenhouse", "ashby",   "feishu",
				  "moka",	"tencent", "html"};

static void the_bundled_recipes_load(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		CLEANUP(recipe_freep) struct recipe *recipe = NULL;
		CLEANUP(freep) char *extractor = alloc_format("%s/1.1", all[i]);

		assert_int_equal(recipe_load(&recipe, RECIPES, all[i]), 0);
		assert_string_equal(recipe_extractor(recipe), extractor);
		assert_int_equal(recipe_authoritative(recipe),
				 strcmp(all[i], "html") != 0);
	}
}

static void a_recipe_that_is_not_there_is_a_fault(void **state)
{
	struct recipe *recipe = NULL;

	(void)state;
	assert_true(recipe_load(&recipe, RECIPES, "nobody") < 0);
	assert_true(recipe_load(&recipe, RECIPES, "../panels/x") < 0);
	assert_true(recipe_load(&recipe, RECIPES, "") < 0);
	assert_null(recipe);
}

static void assert_match(const char *url, const char *expected)
{
	Jobq__SourceSpec *spec = NULL;
	struct bytes said = {0};

	assert_int_equal(recipe_match(RECIPES, url, &spec), 0);
	bytes_add_text(&said, spec->recipe);
	for (size_t i = 0; i < spec->n_params; i++)
		bytes_add_format(&said, " %s=%s", spec->params[i]->name,
				 spec->params[i]->value);
	assert_string_equal(said.data, expected);
	bytes_deinit(&said);
	jobq__source_spec__free_unpacked(spec, NULL);
}

static void a_pasted_url_finds_its_recipe(void **state)
{
	(void)state;
	assert_match("https://boards.greenhouse.io/acme/jobs/7",
		     "greenhouse board=acme");
	assert_match("https://job-boards.greenhouse.io/acme",
		     "greenhouse board=acme");
	assert_match("https://jobs.ashbyhq.com/acme/", "ashby board=acme");
	assert_match("https://acme.jobs.feishu.cn/index/position?a=b",
		     "feishu host=acme.jobs.feishu.cn path=index");
	assert_match("https://acme.jobs.feishu.cn",
		     "feishu host=acme.jobs.feishu.cn");
	assert_match("https://app.mokahr.com/social-recruitment/acme/77#/jobs",
		     "moka board=acme/77 site=social");
	assert_match("https://careers.tencent.com/search.html", "tencent");
	assert_match("https://careers.acme.example/jobs",
		     "html url=https://careers.acme.example/jobs");
}

static void what_is_no_web_page_has_no_recipe(void **state)
{
	Jobq__SourceSpec *spec = NULL;

	(void)state;
	assert_int_equal(recipe_match(RECIPES, "ftp://a.example/", &spec),
			 RECIPE_E_NO_MATCH);
	assert_int_equal(recipe_match(RECIPES, "acme", &spec),
			 RECIPE_E_NO_MATCH);
	assert_true(recipe_match("no/such/place", "https://a.example/", &spec) <
		    0);
}

static void params_are_checked(void **state)
{
	static const char *const wrong[] = {"bord", "acme", NULL};
	CLEANUP(recipe_freep) struct recipe *recipe = NULL;
	Jobq__SourceSpec *spec = kit_spec("ashby", wrong);
	CLEANUP(freep) char *why = NULL;

	(void)state;
	assert_int_equal(recipe_load(&recipe, RECIPES, "ashby"), 0);
	assert_int_equal(recipe_check_params(recipe, spec, &why),
			 RECIPE_E_PARAM);
	assert_string_equal(why, "expected board, found the unknown \"bord\"");
	jobq__source_spec__free_unpacked(spec, NULL);
}

static void assert_board(const char *name, const char *const *params,
			 const char *expected)
{
	CLEANUP(recipe_freep) struct recipe *recipe = NULL;
	Jobq__SourceSpec *spec = kit_spec(name, params);
	CLEANUP(freep) char *board = NULL;

	assert_int_equal(recipe_load(&recipe, RECIPES, name), 0);
	board = recipe_board(recipe, spec);
	assert_string_equal(board, expected);
	jobq__source_spec__free_unpacked(spec, NULL);
}

static void a_boards_identity_is_without_its_entrance(void **state)
{
	static const char *const moka[] = {"board", "acme/77", "site", "campus",
					   NULL};
	static const char *const feishu[] = {"host", "acme.jobs.feishu.cn",
					     "path", "index", NULL};
	static const char *const html[] = {"url", "https://Jobs.Acme.example/a",
					   NULL};

	(void)state;
	assert_board("moka", moka, "app.mokahr.com/acme");
	assert_board("feishu", feishu, "acme.jobs.feishu.cn");
	assert_board("html", html, "jobs.acme.example");
}

#define HEAD                                                             \
	"recipe: r\nversion: 2\nmatch: [{url: \"r.example/{board}\"}]\n" \
	"params: {board: {required: true}}\nboard: \"{board}\"\n"
#define LIST "listing:\n  request: {url: \"https://r.example\"}\n  items: /j\n"
#define REST                              \
	"fields: {key: /id, title: /t}\n" \
	"blocks: [{name: b, kind: other, from: /b}]\n"

static void wrong_recipes_are_faults(void **state)
{
	static const char *const wrong[] = {
		"",
		"- a\n",
		"recipe: r\n",
		"recipe: r\nversion: 0\n" LIST REST,
		HEAD REST,
		HEAD LIST,
		HEAD LIST "  size: 3\n" REST,
		HEAD LIST "  paging: {kind: spiral, size: 3}\n" REST,
		HEAD LIST "  paging: {kind: offset}\n" REST,
		HEAD LIST "  paging: {kind: page, size: 3, first: 2}\n" REST,
		HEAD LIST "  total: count\n" REST,
		HEAD LIST "  keep: {pointer: /a}\n" REST,
		HEAD LIST "  authoritative: yes\n" REST,
		HEAD LIST REST "detail: {item: /d}\n",
		HEAD LIST REST "detail: {request: {url: x}}\n",
		HEAD LIST REST "envelope: {kind: wax}\n",
		HEAD LIST REST "envelope: {kind: moka-aes}\n",
		HEAD LIST REST "session: {}\n",
		HEAD LIST REST "session: [{pick: {}}]\n",
		HEAD LIST REST "session: [{request: {url: x}, pick: [a]}]\n",
		HEAD LIST REST
		"session: [{request: {url: x}, pick: {a: {xpath: \"//[\"}}}]\n",
		HEAD LIST REST
		"session: [{request: {url: x}, pick: {a: {}}}]\n",
		HEAD LIST REST "volatile: x\n",
		HEAD LIST REST "volatile: [[x]]\n",
		HEAD "pages: {seed: \"{nobody}\"}\n",
		HEAD "pages: {depth: 3}\n",
		"recipe: r\nversion: 1\nboard: b\nmatch: [{params: {}}]\n" LIST
			REST,
		"recipe: r\nversion: 1\nboard: b\nmatch: [{url: \"a/{b}\", "
		"params: {c: \"{d}\"}}]\n" LIST REST,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct recipe *recipe = NULL;

		assert_true(recipe_parse(&recipe, "r.yaml",
					 slice_text(wrong[i])) < 0);
		assert_null(recipe);
	}
}

static void a_small_recipe_is_enough(void **state)
{
	CLEANUP(recipe_freep) struct recipe *recipe = NULL;

	(void)state;
	assert_int_equal(
		recipe_parse(&recipe, "r.yaml", slice_text(HEAD LIST REST)), 0);
	assert_string_equal(recipe_extractor(recipe), "r/2.1");
	assert_false(recipe_authoritative(recipe));
	assert_int_equal(recipe_session_steps(recipe), 0);
}

/* What stands between ```yaml and ``` in the manual. */
static char *documented(void)
{
	FILE *file = fopen("docs/recipes.md", "r");
	struct bytes text = {0};
	char part[4096];
	char *begin, *end, *example;
	size_t n;

	assert_non_null(file);
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		bytes_add(&text, part, n);
	fclose(file);
	begin = strstr(text.data, "```yaml\n");
	assert_non_null(begin);
	begin += strlen("```yaml\n");
	end = strstr(begin, "```");
	assert_non_null(end);
	example = alloc_copy_n(begin, (size_t)(end - begin));
	bytes_deinit(&text);
	return example;
}

static void the_documented_example_is_a_recipe(void **state)
{
	CLEANUP(recipe_freep) struct recipe *recipe = NULL;
	CLEANUP(freep) char *example = documented();

	(void)state;
	assert_int_equal(
		recipe_parse(&recipe, "docs/recipes.md", slice_text(example)),
		0);
}

static void assert_fits(const struct panel_source *source)
{
	CLEANUP(recipe_freep) struct recipe *recipe = NULL;
	Jobq__SourceSpec *spec = kit_spec(source->recipe, NULL);
	CLEANUP(freep) char *why = NULL;

	spec->params = alloc_zero(source->n_params + 1, sizeof(*spec->params));
	for (size_t i = 0; i < source->n_params; i++) {
		Jobq__Var *var = alloc_get(sizeof(*var));

		jobq__var__init(var);
		var->name = alloc_copy(source->params[i].name);
		var->value = alloc_copy(source->params[i].value);
		spec->params[spec->n_params++] = var;
	}
	assert_int_equal(recipe_load(&recipe, RECIPES, source->recipe), 0);
	if (recipe_check_params(recipe, spec, &why))
		fail_msg("%s: %s", source->id, why);
	jobq__source_spec__free_unpacked(spec, NULL);
}

static void the_labs_panel_fits_its_recipes(void **state)
{
	CLEANUP(panel_freep) struct panel *panel = NULL;

	(void)state;
	assert_int_equal(
		panel_load(&panel, "deploy/panels/ai-labs.yaml", RECIPES), 0);
	assert_null(panel->contact);
	assert_true(panel->n_companies >= 10);
	for (size_t i = 0; i < panel->n_companies; i++)
		for (size_t j = 0; j < panel->companies[i].n_sources; j++)
			assert_fits(&panel->companies[i].sources[j]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bundled_recipes_load),
		cmocka_unit_test(a_recipe_that_is_not_there_is_a_fault),
		cmocka_unit_test(a_pasted_url_finds_its_recipe),
		cmocka_unit_test(what_is_no_web_page_has_no_recipe),
		cmocka_unit_test(params_are_checked),
		cmocka_unit_test(a_boards_identity_is_without_its_entrance),
		cmocka_unit_test(wrong_recipes_are_faults),
		cmocka_unit_test(a_small_recipe_is_enough),
		cmocka_unit_test(the_documented_example_is_a_recipe),
		cmocka_unit_test(the_labs_panel_fits_its_recipes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
