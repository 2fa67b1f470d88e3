#include "parted.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

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

static void takes_what_follows_an_empty_header_item_for_its_list(void **state)
{
	const char *colon =
		"任职要求：\n1、有船；\n2、加分项：；\n3、会飞；\n4、会潜。";
	const char *bare =
		"任职要求：\n1、有船；\n2、加分项；\n3、会飞；\n4、会潜。";

	(void)state;
	is_part(colon, "会飞", PART_BONUS);
	is_part(colon, "会潜", PART_BONUS);
	is_part(bare, "会潜", PART_BONUS);
	is_part(bare, "有船", PART_REQUIREMENT);
}

static void cuts_a_list_where_it_turns_to_demands(void **state)
{
	const char *turning =
		"1、负责修桥\n2、维护渡口\n3、三年以上经验\n4、熟悉水性\n";
	const char *once = "1、负责修桥\n2、维护渡口\n3、熟悉水性\n";

	(void)state;
	is_part(turning, "渡口", PART_DUTY);
	is_part(turning, "三年", PART_REQUIREMENT);
	is_part(turning, "水性", PART_REQUIREMENT);
	is_part(once, "水性", PART_DUTY);
}

static void takes_headers_in_both_languages(void **state)
{
	const char *text =
		"Responsibilities 职责\n修桥\nWhat we expect / 期望\n有船\n"
		"Plus 加分\n会飞\n";

	(void)state;
	is_part(text, "修桥", PART_DUTY);
	is_part(text, "有船", PART_REQUIREMENT);
	is_part(text, "会飞", PART_BONUS);
}

static void sees_where_a_blurb_turns_to_the_job(void **state)
{
	const char *text =
		"我们自二零一七年起在城市里造桥，桥造得很好也很多。\n"
		"该岗位将负责全城桥梁的检修，兼看护渡口。\n"
		"岗位职责：\n1、修桥\n任职要求：\n1、有船\n";

	(void)state;
	is_part(text, "造得很好", PART_ABOUT);
	is_part(text, "看护渡口", PART_DUTY);
	is_part(text, "修桥", PART_DUTY);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_by_chinese_headers),
		cmocka_unit_test(splits_by_english_headers),
		cmocka_unit_test(takes_english_headers_over_chinese_text),
		cmocka_unit_test(sees_headers_in_bold_and_brackets),
		cmocka_unit_test(sees_headers_in_mid_line),
		cmocka_unit_test(takes_bonus_requirements_for_a_bonus),
		cmocka_unit_test(
			takes_what_follows_an_empty_header_item_for_its_list),
		cmocka_unit_test(cuts_a_list_where_it_turns_to_demands),
		cmocka_unit_test(takes_headers_in_both_languages),
		cmocka_unit_test(sees_where_a_blurb_turns_to_the_job),
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
