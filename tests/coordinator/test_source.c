#include "coordinator/source.h"
#include "core/pack.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int load(struct sources *out, const char *source)
{
	CLEANUP(panel_freep) struct panel *panel = NULL;
	CLEANUP(freep) char *recipes = panel_recipes_dir();
	CLEANUP(bytes_deinit) struct bytes text = {0};

	assert_non_null(recipes);
	bytes_add_format(&text,
			 "panel: p\ncontact: a@b.example\ncompanies:\n"
			 "  - id: lab\n    name: {zh: 实验室}\n"
			 "    sources: [%s]\n",
			 source);
	assert_int_equal(
		panel_parse(&panel, "p.yaml", slice_bytes(&text), recipes), 0);
	return sources_load(out, panel, recipes);
}

static void a_source_gets_its_seeds_and_board(void **state)
{
	struct sources s = {0};
	struct source *one;

	(void)state;
	assert_int_equal(load(&s, "{recipe: greenhouse, board: lab}"), 0);
	one = sources_find(&s, "lab/greenhouse");
	assert_non_null(one);
	assert_int_equal(one->n_seeds, 1);
	assert_true(one->seeds[0]->seed);
	assert_true(one->authoritative);
	assert_non_null(strstr(one->record->board, "lab"));
	assert_string_equal(one->spec->contact, "a@b.example");
	assert_string_equal(one->spec->params[0]->value, "lab");
	assert_int_equal(one->spec->delay_ms, 1000);
	sources_deinit(&s);
}

static void links_are_not_authoritative(void **state)
{
	struct sources s = {0};

	(void)state;
	assert_int_equal(load(&s, "{recipe: html, hops: 3, delay: 0s, "
				  "url: \"http://lab.example/jobs/\"}"),
			 0);
	assert_false(s.table->authoritative);
	assert_int_equal(s.table->spec->hops, 3);
	assert_int_equal(s.table->spec->delay_ms, 0);
	sources_deinit(&s);
}

static void a_missing_param_is_refused(void **state)
{
	struct sources s = {0};

	(void)state;
	assert_int_equal(load(&s, "{recipe: greenhouse}"), -EINVAL);
	assert_null(s.table);
}

static void an_unknown_param_is_refused(void **state)
{
	struct sources s = {0};

	(void)state;
	assert_int_equal(load(&s, "{recipe: greenhouse, board: b, bord: c}"),
			 -EINVAL);
}

static void the_indexer_is_told_all_of_the_panel(void **state)
{
	struct sources s = {0};
	CLEANUP(pack_freep) Jobq__Sources *message = NULL;

	(void)state;
	assert_int_equal(load(&s, "{recipe: greenhouse, board: b},"
				  "{recipe: ashby, board: c, every: 1d}"),
			 0);
	message = sources_message(&s);
	assert_int_equal(message->n_sources, 2);
	assert_string_equal(message->sources[0]->company, "lab");
	assert_string_equal(message->sources[0]->name_zh, "实验室");
	assert_string_equal(message->sources[0]->name_en, "");
	assert_string_equal(message->sources[1]->id, "lab/ashby");
	assert_int_equal(message->sources[1]->interval_ms, 86400000);
	assert_true(message->sources[1]->watched);
	sources_deinit(&s);
}

static void what_is_not_reached_is_told_and_never_planned(void **state)
{
	CLEANUP(panel_freep) struct panel *panel = NULL;
	CLEANUP(freep) char *recipes = panel_recipes_dir();
	CLEANUP(pack_freep) Jobq__Sources *message = NULL;
	struct sources s = {0};

	(void)state;
	assert_int_equal(
		panel_parse(&panel, "p.yaml",
			    slice_text("panel: p\ncompanies:\n"
				       "  - {id: far, name: {en: Far}, "
				       "country: CN, unreached: no recipe}\n"
				       "  - {id: lab, sources: [{recipe: "
				       "ashby, board: b}]}\n"),
			    recipes),
		0);
	assert_int_equal(sources_load(&s, panel, recipes), 0);
	assert_int_equal(HASH_COUNT(s.table), 1);
	message = sources_message(&s);
	assert_int_equal(message->n_sources, 2);
	assert_string_equal(message->sources[0]->unreached, "");
	assert_string_equal(message->sources[1]->id, "unreached:far");
	assert_string_equal(message->sources[1]->company, "far");
	assert_string_equal(message->sources[1]->country, "CN");
	assert_string_equal(message->sources[1]->unreached, "no recipe");
	assert_true(message->sources[1]->watched);
	sources_deinit(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_source_gets_its_seeds_and_board),
		cmocka_unit_test(links_are_not_authoritative),
		cmocka_unit_test(a_missing_param_is_refused),
		cmocka_unit_test(an_unknown_param_is_refused),
		cmocka_unit_test(the_indexer_is_told_all_of_the_panel),
		cmocka_unit_test(what_is_not_reached_is_told_and_never_planned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
