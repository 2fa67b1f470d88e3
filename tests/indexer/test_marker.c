#include "indexer/marker.h"
#include "indexer/markerlists.h"
#include "parted.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

static void is_marked(const char *item, const char *words, bool bonus)
{
	is_part_in("requirement", item, words,
		   bonus ? PART_BONUS : PART_REQUIREMENT);
}

static void marks_back_to_the_comma_in_chinese(void **state)
{
	(void)state;
	is_marked("1、熟悉木工，有造船经验者优先", "木工", false);
	is_marked("1、熟悉木工，有造船经验者优先", "造船", true);
	is_marked("熟悉木工。会飞更佳。能游", "会飞", true);
	is_marked("熟悉木工。会飞更佳。能游", "能游", false);
	is_marked("熟悉风筝是加分项", "风筝", true);
}

static void marks_those_who_do_by_an_attribute(void **state)
{
	const char *list = "5年以上木工，熟练使用锯子，刨子，凿子雕刻的优先";

	(void)state;
	is_marked("熟悉木工，造过船的优先", "造过船", true);
	is_marked("熟悉木工，造过船的优先", "木工", false);
	is_marked("熟悉木工。若曾造过船，会是很大的加分点", "造过船", true);
	is_marked("熟悉木工。若曾造过船，会是很大的加分点", "木工", false);
	is_marked(list, "锯子", true);
	is_marked(list, "刨子", true);
}

static void leaves_the_piece_before_a_whole_one_alone(void **state)
{
	(void)state;
	is_marked("熟悉木工，会游泳优先", "游泳", true);
	is_marked("熟悉木工，会游泳优先", "木工", false);
	is_marked("熟悉木工，可出差更佳", "木工", false);
	is_marked("熟悉木工。造过船的，我们会优先考虑", "造过船", true);
}

static void keeps_priority_apart_from_a_bonus(void **state)
{
	(void)state;
	is_marked("坚持昇腾优先", "昇腾", false);
	is_marked("有昇腾经验者优先", "昇腾", true);
	is_marked("负责优先级队列", "队列", false);
}

static void marks_a_bracket_alone(void **state)
{
	(void)state;
	is_marked("5年以上木工（有造船经验者优先）", "造船", true);
	is_marked("5年以上木工（有造船经验者优先）", "木工", false);
	is_marked("Sewing (silk is a plus)", "silk", true);
	is_marked("Sewing (silk is a plus)", "Sewing", false);
	is_marked("Sewing (preferred)", "Sewing", true);
}

static void goes_on_with_examples_of_a_bonus(void **state)
{
	is_marked("有木工经验者优先，包括榫卯、雕花等", "榫卯", true);
	(void)state;
}

static void marks_a_whole_list_in_english(void **state)
{
	const char *list = "Experience with tools such as saws, planes, "
			   "chisels is preferred";

	(void)state;
	is_marked(list, "saws", true);
	is_marked(list, "planes", true);
	is_marked("5 years of carpentry, sailing preferred", "carpentry",
		  false);
	is_marked("5 years of carpentry, sailing preferred", "sailing", true);
	is_marked("Fluent, knowing how to sail a boat is a plus", "Fluent",
		  false);
	is_marked("Sailing is preferred but not required.", "Sailing", true);
}

static void marks_what_follows_in_english(void **state)
{
	(void)state;
	is_marked("(Bonus) You sail, swim and fly", "swim", true);
	is_marked("Nice to have: sails", "sails", true);
	is_marked("Can sew, ideally using silk", "silk", true);
	is_marked("Can sew, ideally using silk", "sew", false);
	is_marked("Work with preferred vendors", "vendors", false);
}

static void leaves_a_blurb_without_bonus(void **state)
{
	is_part_in("about", "Sailors preferred", "Sailors", PART_ABOUT);
	(void)state;
}

static void knows_a_sign_of_every_marker(void **state)
{
	const struct wordset *const tables[] = {
		&marker_ends_zh, &marker_begins_zh, &marker_within_en,
		&marker_ends_en, &marker_begins_en, &marker_after_en};

	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		for (size_t k = 0; k < tables[i]->n; k++) {
			const char *word = tables[i]->items[k];

			if (!marker_possible(slice_text(word)))
				fail_msg("\"%s\" has no sign", word);
		}
}

static void has_no_marker_twice(void **state)
{
	const struct wordset *const tables[] = {
		&marker_ends_zh,   &marker_begins_zh, &marker_within_en,
		&marker_ends_en,   &marker_begins_en, &marker_after_en,
		&marker_candidate, &marker_owning,    &marker_pointing,
		&marker_signs};

	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		for (size_t k = 0; k < tables[i]->n; k++)
			for (size_t n = 0; n < k; n++)
				assert_string_not_equal(tables[i]->items[k],
							tables[i]->items[n]);
}

static void stands_a_piece_shorter_than_a_marker(void **state)
{
	struct slice piece = slice_text("a");

	(void)state;
	assert_int_equal(marker_find(piece, PART_OTHER).scope, MARKER_NONE);
	piece = slice_text("");
	assert_int_equal(marker_find(piece, PART_OTHER).scope, MARKER_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_back_to_the_comma_in_chinese),
		cmocka_unit_test(marks_those_who_do_by_an_attribute),
		cmocka_unit_test(leaves_the_piece_before_a_whole_one_alone),
		cmocka_unit_test(keeps_priority_apart_from_a_bonus),
		cmocka_unit_test(marks_a_bracket_alone),
		cmocka_unit_test(goes_on_with_examples_of_a_bonus),
		cmocka_unit_test(marks_a_whole_list_in_english),
		cmocka_unit_test(marks_what_follows_in_english),
		cmocka_unit_test(leaves_a_blurb_without_bonus),
		cmocka_unit_test(knows_a_sign_of_every_marker),
		cmocka_unit_test(has_no_marker_twice),
		cmocka_unit_test(stands_a_piece_shorter_than_a_marker),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
