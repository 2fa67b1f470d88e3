#include "core/alloc.h"
#include "outlined.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
/* after what it needs */
#include <cmocka.h>

/* The part of the clause around the first `words` of the text. */
static enum part part_at(const struct outline *outline, const char *words)
{
	for (size_t i = 0; i < outline->n_sections; i++) {
		const struct outline_section *s = &outline->sections[i];
		const char *at = strstr(s->text.data, words);

		if (at)
			return outline_clause(s, (uint32_t)(at - s->text.data))
				->part;
	}
	fail_msg("no \"%s\"", words);
	return PART_OTHER;
}

static void is_part_in(const char *kind, const char *text, const char *words,
		       enum part part)
{
	struct outlined o;

	outlined_open(&o, "Engineer", kind, text);
	assert_string_equal(part_name(part_at(&o.outline, words)),
			    part_name(part));
	outlined_close(&o);
}

static void is_part(const char *text, const char *words, enum part part)
{
	is_part_in("other", text, words, part);
}

static void splits_by_chinese_headers(void **state)
{
	const char *text = "岗位职责：\n1、写编译器\n任职要求：\n1、懂 C 语言\n"
			   "加分项：\n1、会日语\n岗位亮点：\n1、下午茶\n";

	(void)state;
	is_part(text, "写编译器", PART_DUTY);
	is_part(text, "懂 C", PART_REQUIREMENT);
	is_part(text, "会日语", PART_BONUS);
	is_part(text, "下午茶", PART_ABOUT);
}

static void splits_by_english_headers(void **state)
{
	const char *text =
		"Who we are\nWe sell kites.\nWhat you\xe2\x80\x99ll do:\n"
		"- Sew kites\nMinimum qualification(s)\n- Can sew\n"
		"Nice to haves\n- Can fly\nBenefits\n- Wind\n";

	(void)state;
	is_part(text, "sell kites", PART_ABOUT);
	is_part(text, "Sew kites", PART_DUTY);
	is_part(text, "Can sew", PART_REQUIREMENT);
	is_part(text, "Can fly", PART_BONUS);
	is_part(text, "Wind", PART_ABOUT);
}

static void takes_english_headers_over_chinese_text(void **state)
{
	const char *text = "Roles & Responsibilities\n修桥\nQualifications\n"
			   "会游泳\n";

	(void)state;
	is_part(text, "修桥", PART_DUTY);
	is_part(text, "会游泳", PART_REQUIREMENT);
}

static void sees_headers_in_bold_and_brackets(void **state)
{
	(void)state;
	is_part("**岗位职责：**\n修桥\n**任职资格**\n有船\n", "有船",
		PART_REQUIREMENT);
	is_part("【描述】修桥\n【要求】\n- 船\n", "修桥", PART_DUTY);
	is_part("【描述】修桥\n【要求】\n- 船\n", "船", PART_REQUIREMENT);
	is_part("### **Nice to have:**\n  * A boat\n", "A boat", PART_BONUS);
}

static void sees_headers_in_mid_line(void **state)
{
	const char *chinese = "工作职责 1、修桥 2、铺路 任职资格 1、有船 "
			      "2、能游 优先考虑： 1、会飞";
	const char *glued = "Must have1. A boat2. A sailNice to have1. Wings";

	(void)state;
	is_part(chinese, "铺路", PART_DUTY);
	is_part(chinese, "有船", PART_REQUIREMENT);
	is_part(chinese, "会飞", PART_BONUS);
	is_part(glued, "A sail", PART_REQUIREMENT);
	is_part(glued, "Wings", PART_BONUS);
}

static void takes_bonus_requirements_for_a_bonus(void **state)
{
	(void)state;
	is_part("Qualifications\nA boat\nOther bonus requirements: 1. Wings",
		"Wings", PART_BONUS);
	is_part("Requirements:\n- A boat\nPreferred Requirements:\n- Wings\n",
		"Wings", PART_BONUS);
}

static void goes_back_to_a_requirement_after_a_new_header(void **state)
{
	const char *text = "加分项：\n1、会飞\n任职要求：\n1、有船\n";

	(void)state;
	is_part(text, "会飞", PART_BONUS);
	is_part(text, "有船", PART_REQUIREMENT);
}

static void lets_a_topic_stay_within_the_bonus(void **state)
{
	const char *text = "加分项：\n工作经验：\n1、造过船\n";

	(void)state;
	is_part(text, "造过船", PART_BONUS);
}

static void takes_money_for_no_bonus(void **state)
{
	is_part("Bonus and benefits\n- Free kites\n", "Free kites", PART_ABOUT);
	is_part("Bonus points\n- Own kites\n", "Own kites", PART_BONUS);
	(void)state;
}

static void lets_a_whole_header_give_way_to_the_tasks(void **state)
{
	const char *alone = "Job Description\nSew kites.\n"
			    "Requirements\nCan sew\n";
	const char *blurb = "Job Description\nWe sell kites.\n"
			    "Responsibilities\nSew\n";

	(void)state;
	is_part(alone, "Sew kites", PART_DUTY);
	is_part(blurb, "We sell", PART_ABOUT);
}

static void returns_from_a_nested_bonus_list(void **state)
{
	const char *text = "任职要求：1、有船；2、以下条件优先：1)会飞 2)会潜 "
			   "3、能游";

	(void)state;
	is_part(text, "有船", PART_REQUIREMENT);
	is_part(text, "会飞", PART_BONUS);
	is_part(text, "会潜", PART_BONUS);
	is_part(text, "能游", PART_REQUIREMENT);
}

static void goes_on_with_the_tasks_after_a_blurb(void **state)
{
	const char *text =
		"团队介绍：我们团队多年来专注于修建各种各样的桥梁。\n"
		"1、修桥；\n2、铺路。\n";

	(void)state;
	is_part_in("duty", text, "多年来", PART_ABOUT);
	is_part_in("duty", text, "修桥", PART_DUTY);
}

static void believes_the_recipe_until_a_header(void **state)
{
	const char *text = "1、有船\n加分项\n1、会飞\n";

	(void)state;
	is_part_in("requirement", text, "有船", PART_REQUIREMENT);
	is_part_in("requirement", text, "会飞", PART_BONUS);
	is_part_in("about", "We sell kites.", "kites", PART_ABOUT);
}

static void judges_lists_without_a_header_by_their_words(void **state)
{
	const char *text = "1、负责修桥\n2、参与铺路\n1、熟悉水性\n2、本科\n";

	(void)state;
	is_part(text, "铺路", PART_DUTY);
	is_part(text, "水性", PART_REQUIREMENT);
}

static void cuts_off_other_postings(void **state)
{
	const char *text = "岗位职责\n修桥\n相关职位\n木匠\n任职要求\n有锯\n";

	(void)state;
	is_part(text, "修桥", PART_DUTY);
	is_part(text, "木匠", PART_OTHER);
	is_part(text, "有锯", PART_OTHER);
}

static void keeps_a_field_apart(void **state)
{
	is_part("岗位职责\n修桥\n工作地点：杭州\n", "杭州", PART_OTHER);
	(void)state;
}

/* Inline markers. */
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

/* Items. */
static struct slice item_text(const struct outline_section *s, size_t i)
{
	return slice_of(s->text.data + s->items[i].start,
			s->items[i].end - s->items[i].start);
}

static void has_items(const char *text, size_t n, const char *const *expected)
{
	struct outlined o;
	size_t seen = 0;

	outlined_open(&o, "", "requirement", text);
	for (size_t i = 0; i < o.outline.n_sections; i++) {
		const struct outline_section *s = &o.outline.sections[i];

		for (size_t k = 0; k < s->n_items; k++) {
			struct slice item = item_text(s, k);

			if (s->items[k].is_header)
				continue;
			assert_true(seen < n);
			assert_int_equal(item.len, strlen(expected[seen]));
			assert_memory_equal(item.data, expected[seen],
					    item.len);
			seen++;
		}
	}
	assert_int_equal(seen, n);
	outlined_close(&o);
}

static void begins_items_after_their_marks(void **state)
{
	const char *const items[] = {"有船", "能游3.5米", "会飞", "会潜"};

	(void)state;
	has_items("1、有船\n2. 能游3.5米\n(3) 会飞\n• 会潜", 4, items);
	has_items("①有船②能游3.5米③会飞④会潜", 4, items);
}

static void cuts_a_list_run_together(void **state)
{
	const char *const items[] = {"有船；", "能游；", "会飞"};

	(void)state;
	has_items("1、有船；2、能游；3、会飞", 3, items);
	has_items("1.有船；2.能游；3.会飞", 3, items);
}

static void takes_a_glued_number_off(void **state)
{
	const char *const items[] = {"木工专业", "3年以上造船", "能游"};

	(void)state;
	has_items("1木工专业\n23年以上造船\n3能游", 3, items);
}

static void leaves_years_alone(void **state)
{
	const char *const items[] = {"3年以上造船", "能游"};

	(void)state;
	has_items("3年以上造船\n能游", 2, items);
}

static void finds_an_item_s_own_header(void **state)
{
	struct outlined o;
	const struct item *item = NULL;

	(void)state;
	outlined_open(&o, "", "duty", "1、桥面养护：铺设新的木板");
	item = &o.outline.sections[0].items[0];
	assert_int_equal(item->head_end - item->head_start, strlen("桥面养护"));
	assert_memory_equal(o.outline.sections[0].text.data + item->head_start,
			    "桥面养护", strlen("桥面养护"));
	outlined_close(&o);
}

static void names_the_section_by_its_first_item(void **state)
{
	struct outlined o;

	(void)state;
	outlined_open(&o, "Baker", "other", "Requirements:\n- Bread\n");
	assert_int_equal(o.outline.n_sections, 1);
	assert_true(o.outline.sections[0].items[0].is_header);
	assert_false(o.outline.sections[0].items[1].is_header);
	outlined_close(&o);
}

static void splits_clauses_at_stops_and_commas(void **state)
{
	struct outlined o;

	(void)state;
	outlined_open(&o, "", "duty",
		      "铺路，修桥；种树(松,柏)。Earn 10,000 e.g. a lot.");
	assert_int_equal(o.outline.sections[0].n_clauses, 4);
	outlined_close(&o);
}

static void makes_the_title_one_clause(void **state)
{
	struct outlined o;

	(void)state;
	outlined_open(&o, "木匠，高级（优先）", "duty", "修桥");
	assert_int_equal(o.outline.title.n_clauses, 1);
	assert_int_equal(outline_clause(&o.outline.title, 7)->part, PART_TITLE);
	assert_ptr_equal(outline_section(&o.outline, OUTLINE_TITLE),
			 &o.outline.title);
	assert_ptr_equal(outline_section(&o.outline, 0), o.outline.sections);
	outlined_close(&o);
}

static void is_empty_for_an_empty_content(void **state)
{
	struct outlined o;

	(void)state;
	outlined_open(&o, NULL, NULL, "");
	assert_int_equal(o.outline.n_sections, 0);
	assert_null(outline_clause(&o.outline.title, 0));
	outlined_close(&o);
}

/* Properties. */
static void check_section(const struct outline_section *s)
{
	uint32_t last = 0;

	assert_true(s->n_clauses > 0);
	for (size_t i = 0; i < s->n_items; i++) {
		const struct item *item = &s->items[i];

		assert_true(item->start >= last && item->start <= item->end);
		assert_true(item->end <= s->text.len);
		assert_true(item->head_start <= item->head_end);
		assert_true(item->head_end <= item->end);
		assert_true(item->first_clause + item->n_clauses <=
			    s->n_clauses);
		last = item->end;
	}
	last = 0;
	for (size_t i = 0; i < s->n_clauses; i++) {
		assert_true(s->clauses[i].start >= last);
		assert_true(s->clauses[i].start < s->clauses[i].end);
		assert_true(s->clauses[i].end <= s->text.len);
		assert_true(s->clauses[i].item < s->n_items);
		last = s->clauses[i].end;
	}
}

static void check_outline(const char *first, const char *second)
{
	struct outlined o;
	struct bytes all = {0};

	outlined_open(&o, first, "other", first);
	outline_deinit(&o.outline);
	outlined_add(&o, "duty", second);
	outline_init(&o.outline, &o.content);
	for (size_t i = 0; i < o.outline.n_sections; i++) {
		check_section(&o.outline.sections[i]);
		bytes_add(&all, o.outline.sections[i].text.data,
			  o.outline.sections[i].text.len);
	}
	assert_int_equal(all.len, strlen(first) + strlen(second));
	if (all.len) {
		assert_memory_equal(all.data, first, strlen(first));
		assert_memory_equal(all.data + strlen(first), second,
				    strlen(second));
	}
	bytes_deinit(&all);
	outlined_close(&o);
}

/* Out of pieces that mean something, and of bytes that do not. */
static void compose(char *out, size_t max)
{
	static const char *const pieces[] = {
		"岗位职责",
		"：",
		"\n",
		"1、",
		"2、",
		"加分项",
		"任职要求",
		"，",
		"。",
		"者优先",
		"；",
		"①",
		"Requirements",
		":",
		"**",
		"- ",
		"1. ",
		"2. ",
		"以下条件",
		"优先",
		"(",
		")",
		" ",
		"3.",
		"团队介绍",
		"修桥",
		"【",
		"】",
		"preferred",
		"Nice to have",
		", ",
		"and ",
		"\xcc\x81",
		"\xe2\x80\x8b",
		"相关职位",
		"…",
		"１、",
		"\xff",
		"boat",
		"4、",
	};
	size_t len = 0, n = sizeof(pieces) / sizeof(*pieces);

	while (len + 16 < max && rand() % 40) {
		if (rand() % 12 == 0) {
			out[len++] = (char)(rand() % 255 + 1);
			continue;
		}
		const char *piece = pieces[(size_t)rand() % n];
		memcpy(out + len, piece, strlen(piece));
		len += strlen(piece);
	}
	out[len] = 0;
}

static void keeps_every_byte_of_any_text(void **state)
{
	unsigned seed = (unsigned)time(NULL);
	char first[2000], second[2000];

	(void)state;
	print_message("seed %u\n", seed);
	srand(seed);
	for (int i = 0; i < 3000; i++) {
		compose(first, sizeof(first));
		compose(second, sizeof(second));
		check_outline(first, second);
	}
}

static void stands_a_hundred_thousand_items(void **state)
{
	struct bytes text = {0};

	(void)state;
	for (int i = 0; i < 100000; i++)
		bytes_add_text(&text, i % 2 ? "1、桥(" : "1. (1) 者优先，");
	check_outline(text.data, "");
	bytes_deinit(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_by_chinese_headers),
		cmocka_unit_test(splits_by_english_headers),
		cmocka_unit_test(takes_english_headers_over_chinese_text),
		cmocka_unit_test(sees_headers_in_bold_and_brackets),
		cmocka_unit_test(sees_headers_in_mid_line),
		cmocka_unit_test(takes_bonus_requirements_for_a_bonus),
		cmocka_unit_test(goes_back_to_a_requirement_after_a_new_header),
		cmocka_unit_test(lets_a_topic_stay_within_the_bonus),
		cmocka_unit_test(takes_money_for_no_bonus),
		cmocka_unit_test(lets_a_whole_header_give_way_to_the_tasks),
		cmocka_unit_test(returns_from_a_nested_bonus_list),
		cmocka_unit_test(goes_on_with_the_tasks_after_a_blurb),
		cmocka_unit_test(believes_the_recipe_until_a_header),
		cmocka_unit_test(judges_lists_without_a_header_by_their_words),
		cmocka_unit_test(cuts_off_other_postings),
		cmocka_unit_test(keeps_a_field_apart),
		cmocka_unit_test(marks_back_to_the_comma_in_chinese),
		cmocka_unit_test(keeps_priority_apart_from_a_bonus),
		cmocka_unit_test(marks_a_bracket_alone),
		cmocka_unit_test(goes_on_with_examples_of_a_bonus),
		cmocka_unit_test(marks_a_whole_list_in_english),
		cmocka_unit_test(marks_what_follows_in_english),
		cmocka_unit_test(leaves_a_blurb_without_bonus),
		cmocka_unit_test(begins_items_after_their_marks),
		cmocka_unit_test(cuts_a_list_run_together),
		cmocka_unit_test(takes_a_glued_number_off),
		cmocka_unit_test(leaves_years_alone),
		cmocka_unit_test(finds_an_item_s_own_header),
		cmocka_unit_test(names_the_section_by_its_first_item),
		cmocka_unit_test(splits_clauses_at_stops_and_commas),
		cmocka_unit_test(makes_the_title_one_clause),
		cmocka_unit_test(is_empty_for_an_empty_content),
		cmocka_unit_test(keeps_every_byte_of_any_text),
		cmocka_unit_test(stands_a_hundred_thousand_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
