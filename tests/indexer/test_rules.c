#include "core/alloc.h"
#include "mentioned.h"
#include "tests/seed.h"
#include "tests/tempdir.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

#define HEAD "version: 1\nconcepts:\n"
#define KITE                                              \
	"  - id: hw.kite\n    zh: 风筝\n    en: kite\n" \
	"    group: work\n    forms: [kite]\n"

static void is_wrong(void **state, const char *concepts)
{
	struct rules *rules = NULL;

	assert_int_equal(mentioned_write(&rules, *state, concepts, NULL),
			 -EINVAL);
	assert_null(rules);
}

static void refuses_what_has_not_the_form(void **state)
{
	is_wrong(state, "concepts: []\n");
	is_wrong(state, "version: 1\nconcepts: []\n");
	is_wrong(state, "version: 2\nconcepts:\n" KITE);
	is_wrong(state, HEAD KITE KITE);
	is_wrong(state, HEAD KITE "    colour: red\n");
	is_wrong(state, HEAD KITE "    implies: [hw.wind]\n");
	is_wrong(state, HEAD KITE "    implies: [hw.kite]\n");
	is_wrong(state, HEAD KITE "    inside: maybe\n");
	is_wrong(state, HEAD KITE "    veto: kite\n");
	is_wrong(state, HEAD KITE "    veto: [\"\"]\n");
	is_wrong(state, HEAD KITE "    typos: [kite]\n");
	is_wrong(state, HEAD KITE "    guarded: [{near: [wind]}]\n");
	is_wrong(state, HEAD KITE "    guarded: [{forms: [k], within: 900}]\n");
	is_wrong(state, HEAD KITE "    guarded: [{forms: [k], case: odd}]\n");
	is_wrong(state, HEAD "  - id: kite\n    zh: a\n    en: a\n    group: "
			     "work\n    forms: [a]\n");
	is_wrong(state, HEAD "  - id: hw.kite\n    en: a\n    group: work\n"
			     "    forms: [a]\n");
	is_wrong(state,
		 HEAD "  - id: hw.kite\n    zh: a\n    en: a\n    group: "
		      "toys\n    forms: [a]\n");
	is_wrong(state,
		 HEAD "  - id: hw.kite\n    zh: a\n    en: a\n    group: "
		      "work\n");
}

static void refuses_a_circle_of_what_implies(void **state)
{
	is_wrong(state, HEAD KITE "    implies: [hw.wind]\n"
				  "  - id: hw.wind\n    zh: 风\n    en: wind\n"
				  "    group: work\n    forms: [wind]\n"
				  "    implies: [hw.kite]\n");
}

static void refuses_relations_that_have_not_the_form(void **state)
{
	static const char *const wrong[] = {
		"relations: {}\n",
		"relations: [{effect: odd, side: before, cues: [a]}]\n",
		"relations: [{effect: done, side: above, cues: [a]}]\n",
		"relations: [{effect: done, side: before}]\n",
		"relations: [{effect: done, side: before, cues: [a, a]}]\n",
		"relations: [{effect: done, side: before, cues: [a], "
		"window: x}]\n",
	};
	struct rules *rules = NULL;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_int_equal(
			mentioned_write(&rules, *state, HEAD KITE, wrong[i]),
			-EINVAL);
		assert_null(rules);
	}
}

static void is_a_fault_where_no_rules_lie(void **state)
{
	CLEANUP(freep) char *dir = alloc_format("%s/none", (char *)*state);
	struct rules *rules = NULL;

	assert_int_equal(rules_load(&rules, dir), -ENOENT);
	assert_null(rules);
}

static void has_a_digest_of_every_byte(void **state)
{
	CLEANUP(rules_freep) struct rules *a = NULL;
	CLEANUP(rules_freep) struct rules *b = NULL;
	CLEANUP(rules_freep) struct rules *c = NULL;

	assert_int_equal(mentioned_write(&a, *state, HEAD KITE, NULL), 0);
	assert_int_equal(mentioned_write(&b, *state, HEAD KITE, NULL), 0);
	assert_int_equal(mentioned_write(&c, *state, HEAD KITE "# x\n", NULL),
			 0);
	assert_true(digest_equal(rules_digest(a), rules_digest(b)));
	assert_false(digest_equal(rules_digest(a), rules_digest(c)));
}

static void follows_families_all_the_way_up(void **state)
{
	CLEANUP(rules_freep) struct rules *rules = mentioned_rules();
	const struct concept *ascendc = rules_concept(rules, "sw.ascendc");
	const char *const *families = NULL;
	size_t n = concept_families(ascendc, &families);
	bool domestic = false;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_string_not_equal(families[i], "sw.ascendc");
		domestic |= !strcmp(families[i], "hw.domestic");
	}
	assert_true(domestic);
	assert_null(rules_concept(rules, "hw.none"));
}

static void names_every_concept_of_the_project(void **state)
{
	CLEANUP(rules_freep) struct rules *rules = mentioned_rules();
	const struct concept *const *all = NULL;

	(void)state;
	assert_int_equal(rules_concepts(rules, &all), 88);
	for (size_t i = 0; i < 88; i++) {
		assert_ptr_equal(rules_concept(rules, concept_id(all[i])),
				 all[i]);
		assert_true(*concept_zh(all[i]) && *concept_en(all[i]));
		assert_true(*concept_group(all[i]));
	}
}

/* Pieces that rules are made of, and broken ones. */
static const char *const pieces[] = {
	"昇腾", "CUDA", " ",	"，",	"\n",	 "- ",	 "Triton", "。",
	"或",	"海光", "ROCm", "\xff", "(xùn)", "无需", "gpu",	   "替代",
	"对标", "\xe6", "训练", "推理", "TPU",	 "优先", "ascend", ";",
};

static void stays_within_any_text(void **state)
{
	CLEANUP(rules_freep) struct rules *rules = mentioned_rules();

	(void)state;
	srand(seed_take());
	for (int round = 0; round < 300; round++) {
		CLEANUP(bytes_deinit) struct bytes text = {0};
		CLEANUP(freep) char *found = NULL;
		size_t n = sizeof(pieces) / sizeof(*pieces);

		for (int i = rand() % 120; i >= 0; i--)
			bytes_add_text(&text, pieces[(size_t)rand() % n]);
		found = mentioned(rules, "", text.data, "x"); /* checks spans */
		assert_non_null(found);
	}
}

static void finds_the_same_in_the_same_text(void **state)
{
	CLEANUP(rules_freep) struct rules *rules = mentioned_rules();
	const char *text = "CUDA、Triton 或 Ascend C，昇腾 910B，海光 DCU";
	CLEANUP(freep) char *one = mentioned(rules, "", text, NULL);
	CLEANUP(freep) char *two = mentioned(rules, "", text, NULL);

	(void)state;
	assert_true(*one);
	assert_string_equal(one, two);
}

#define IN_DIR(test) \
	cmocka_unit_test_setup_teardown(test, tempdir_setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(refuses_what_has_not_the_form),
		IN_DIR(refuses_a_circle_of_what_implies),
		IN_DIR(refuses_relations_that_have_not_the_form),
		IN_DIR(is_a_fault_where_no_rules_lie),
		IN_DIR(has_a_digest_of_every_byte),
		cmocka_unit_test(follows_families_all_the_way_up),
		cmocka_unit_test(names_every_concept_of_the_project),
		cmocka_unit_test(stays_within_any_text),
		cmocka_unit_test(finds_the_same_in_the_same_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
