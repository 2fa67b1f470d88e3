#include "indexer/cuefile.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

static const char rest[] =
	"words: {never: [a], scale: [b], anchor: [c], skill: [d],\n"
	" wide: [w], keep: [v],\n"
	" stock_lead: [e], stock_tail: [f], transition: [g], done: [h],\n"
	" wish: [i], subject: [j]}\n"
	"titles: [{stage: research, forms: [k]}]\n"
	"claim: [hw.domestic]\n"
	"subject_concepts: [hw.]\n";

/* Parses a file with these cues; `out` is as cuefile_parse() leaves it. */
static int parse(struct cuefile *out, const char *cues)
{
	struct bytes text = {0};
	int rc;

	bytes_add_format(&text, "version: 1\ncues:\n%s%s", cues, rest);
	rc = cuefile_parse(out, "cues.yaml", slice_bytes(&text));
	bytes_deinit(&text);
	return rc;
}

static void expect_refused(const char *cues)
{
	struct cuefile file = {0};

	assert_int_equal(parse(&file, cues), -EINVAL);
	assert_null(file.automaton);
}

static void reads_a_cue(void **state)
{
	struct cuefile file = {0};

	(void)state;
	assert_int_equal(parse(&file, "- {stage: production, weight: 2, "
				      "live: yes, needs: scale, "
				      "forms: [ＳＬＡ, deploy*]}\n"),
			 0);
	assert_int_equal(file.forms[0].kind, FORM_CUE);
	assert_int_equal(file.forms[0].stage, STAGE_PRODUCTION);
	assert_int_equal(file.forms[0].weight, 2);
	assert_int_equal(file.forms[0].flags, CUE_LIVE | CUE_SCALE);
	assert_false(file.forms[0].stem);
	assert_true(file.forms[1].stem);
	cuefile_deinit(&file);
}

static void a_form_is_found_as_normal_text(void **state)
{
	struct automaton_hits hits = {0};
	struct cuefile file = {0};

	(void)state;
	assert_int_equal(parse(&file, "- {stage: production, weight: 3, "
				      "forms: [ＳＬＡ]}\n"),
			 0);
	automaton_find(file.automaton, slice_text("sla"), &hits);
	assert_int_equal(hits.n, 1);
	automaton_hits_deinit(&hits);
	cuefile_deinit(&file);
}

static void refuses_what_it_does_not_know(void **state)
{
	(void)state;
	expect_refused("- {stage: growth, weight: 1, forms: [x]}\n");
	expect_refused("- {stage: research, weight: 4, forms: [x]}\n");
	expect_refused("- {stage: research, weight: 11, forms: [x]}\n");
	expect_refused("- {stage: research, forms: [x]}\n");
	expect_refused("- {stage: research, weight: 1}\n");
	expect_refused("- {stage: research, weight: 1, forms: []}\n");
	expect_refused("- {stage: research, weight: 1, forms: [[x]]}\n");
	expect_refused("- {stage: research, weight: 1, forms: [\"\"]}\n");
	expect_refused("- {stage: research, weight: 1, colour: red, "
		       "forms: [x]}\n");
	expect_refused("- {stage: research, weight: 1, live: perhaps, "
		       "forms: [x]}\n");
	expect_refused("- text\n");
}

static void refuses_a_form_twice(void **state)
{
	(void)state;
	expect_refused("- {stage: research, weight: 1, forms: [X]}\n"
		       "- {stage: production, weight: 1, forms: [x]}\n");
}

static void a_form_may_be_a_cue_and_a_word(void **state)
{
	struct cuefile file = {0};

	(void)state;
	assert_int_equal(
		parse(&file, "- {stage: research, weight: 1, forms: [g]}\n"),
		0);
	cuefile_deinit(&file);
}

static void refuses_a_file_without_its_parts(void **state)
{
	static const char *const texts[] = {
		"",
		"[]",
		"version: 2\n",
		"version: 1\ncues: []\n",
		"version: 1\ncues: []\nwords: {never: [a]}\n",
		"version: 1\ncues: {}\n"};
	struct cuefile file = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_int_equal(
			cuefile_parse(&file, "cues.yaml", slice_text(texts[i])),
			-EINVAL);
}

static void a_missing_file_is_a_fault(void **state)
{
	struct cuefile file = {0};

	(void)state;
	assert_int_equal(cuefile_load(&file, "/nowhere/stages.yaml"), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_cue),
		cmocka_unit_test(a_form_is_found_as_normal_text),
		cmocka_unit_test(refuses_what_it_does_not_know),
		cmocka_unit_test(refuses_a_form_twice),
		cmocka_unit_test(a_form_may_be_a_cue_and_a_word),
		cmocka_unit_test(refuses_a_file_without_its_parts),
		cmocka_unit_test(a_missing_file_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
