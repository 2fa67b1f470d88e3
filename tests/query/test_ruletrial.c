#include "query/ruletrial.h"
#include "tests/tempdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

#define HEAD "version: 1\nconcepts:\n"
#define TOY(id, forms) \
	"  - id: " id  \
	"\n    zh: z\n    en: e\n    group: work\n    forms: [" forms "]\n"

static void write_file(const char *dir, const char *name, const char *text)
{
	CLEANUP(freep) char *path = alloc_format("%s/%s", dir, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

struct fixture {
	struct rules *now, *changed;
	struct ruletrial trial;
};

static void open_with(struct fixture *f, const char *dir, const char *now,
		      const char *changed)
{
	CLEANUP(freep) char *file = alloc_format("%s/other.yaml", dir);

	write_file(dir, "concepts.yaml", now);
	write_file(dir, "relations.yaml", "version: 1\nrelations: []\n");
	write_file(dir, "other.yaml", changed);
	*f = (struct fixture){0};
	assert_int_equal(rules_load(&f->now, dir), 0);
	assert_int_equal(rules_load_with(&f->changed, dir, file), 0);
	f->trial = (struct ruletrial){
		.now = f->now, .changed = f->changed, .keep = 1};
}

static void close_it(struct fixture *f)
{
	ruletrial_deinit(&f->trial);
	rules_free(f->now);
	rules_free(f->changed);
}

static void add(struct fixture *f, const char *id, const char *text)
{
	Jobq__Block block = JOBQ__BLOCK__INIT, *blocks = &block;
	Jobq__Content content = JOBQ__CONTENT__INIT;
	Jobq__SpanDoc doc = JOBQ__SPAN_DOC__INIT;

	block.kind = (char *)"duty";
	block.text = (char *)text;
	content.title = (char *)"pilot";
	content.blocks = &blocks;
	content.n_blocks = 1;
	doc.posting = (char *)id;
	doc.company = (char *)"sky";
	doc.content = &content;
	ruletrial_add(&f->trial, &doc);
}

static void tells_what_each_concept_gains_and_loses(void **state)
{
	const struct ruletrial_change *gained, *lost;
	struct fixture f;

	open_with(&f, *state, HEAD TOY("hw.kite", "kite, glider"),
		  HEAD TOY("hw.kite", "kite, balloon"));
	add(&f, "a1", "fly a kite and a glider");
	add(&f, "a2", "fly a glider");
	add(&f, "a3", "fly a balloon, a balloon");
	add(&f, "a4", "fly a kite");
	assert_int_equal(f.trial.n_postings, 4);
	assert_int_equal(f.trial.n_concepts, 1);
	gained = &f.trial.concepts[0].sides[TRIAL_GAINED];
	lost = &f.trial.concepts[0].sides[TRIAL_LOST];
	assert_int_equal(gained->postings, 1);
	assert_int_equal(gained->n_quotes, 2);
	assert_int_equal(gained->n_kept, 1);
	assert_string_equal(gained->kept[0].posting, "a3");
	assert_string_equal(gained->kept[0].quote, "balloon");
	assert_string_equal(gained->kept[0].section, "duty");
	assert_int_equal(lost->postings, 1);
	assert_int_equal(lost->n_quotes, 2);
	assert_string_equal(lost->kept[0].posting, "a1");
	close_it(&f);
}

static void tells_of_concepts_that_come_and_go(void **state)
{
	struct fixture f;

	open_with(&f, *state, HEAD TOY("hw.kite", "kite"),
		  HEAD TOY("hw.bird", "kite"));
	add(&f, "a1", "fly a kite");
	assert_int_equal(f.trial.n_concepts, 2);
	assert_string_equal(f.trial.concepts[0].id, "hw.bird");
	assert_int_equal(f.trial.concepts[0].sides[TRIAL_GAINED].postings, 1);
	assert_string_equal(f.trial.concepts[1].id, "hw.kite");
	assert_int_equal(f.trial.concepts[1].sides[TRIAL_LOST].postings, 1);
	close_it(&f);
}

static void tells_nothing_where_nothing_changes(void **state)
{
	struct fixture f;

	open_with(&f, *state, HEAD TOY("hw.kite", "kite"),
		  HEAD "  # other\n" TOY("hw.kite", "kite"));
	add(&f, "a1", "fly a kite");
	assert_int_equal(f.trial.n_concepts, 0);
	ruletrial_reset(&f.trial);
	assert_int_equal(f.trial.n_postings, 0);
	close_it(&f);
}

static void is_a_document_for_machines(void **state)
{
	CLEANUP(json_freep) json_t *json = NULL;
	json_t *concept;
	struct fixture f;

	open_with(&f, *state, HEAD TOY("hw.kite", "kite"),
		  HEAD TOY("hw.kite", "kite, glider"));
	add(&f, "a1", "fly a glider");
	json = ruletrial_json(&f.trial);
	assert_int_equal(json_integer_value(json_object_get(json, "postings")),
			 1);
	assert_string_not_equal(
		json_string_value(json_object_get(json, "now")),
		json_string_value(json_object_get(json, "changed")));
	concept = json_array_get(json_object_get(json, "concepts"), 0);
	concept = json_array_get(
		json_object_get(json_object_get(concept, "gained"), "examples"),
		0);
	assert_string_equal(
		json_string_value(json_object_get(concept, "quote")), "glider");
	close_it(&f);
}

#define IN_DIR(test) \
	cmocka_unit_test_setup_teardown(test, tempdir_setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(tells_what_each_concept_gains_and_loses),
		IN_DIR(tells_of_concepts_that_come_and_go),
		IN_DIR(tells_nothing_where_nothing_changes),
		IN_DIR(is_a_document_for_machines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
