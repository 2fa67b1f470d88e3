#include "indexer/years.h"
#include "tests/indexer/said.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs the four above it */
#include <cmocka.h>

enum { NONE = -1, TURNS = 300 };
#define ASKED "任职要求：\n"

static struct campuswords *words;

static struct years years_of(const char *title, const char *text,
			     const char *recruit_type)
{
	struct said said;
	struct campus campus;
	struct years years;

	said_begin(&said, title, text);
	said.content.recruit_type = (char *)(recruit_type ? recruit_type : "");
	said_read(&said);
	campus_read(words, &said.reading, &campus);
	years_read(&said.reading, &campus, &years);
	campus_deinit(&campus);
	said_end(&said);
	return years;
}

struct line {
	const char *text;
	double min, alt;
};

/* Each line stands alone below a header for requirements. */
static void check(const struct line *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *text = malloc(strlen(lines[i].text) + 64);
		struct years y;

		sprintf(text, ASKED "%s\n", lines[i].text);
		y = years_of("工程师", text, NULL);
		free(text);
		if ((y.known ? y.min : NONE) != lines[i].min ||
		    (y.known && lines[i].alt && y.min_alt != lines[i].alt))
			fail_msg("%s: known %d min %g alt %g", lines[i].text,
				 y.known, y.min, y.min_alt);
	}
}
#define CHECK(lines) check(lines, sizeof(lines) / sizeof(*(lines)))

static void reads_chinese_forms(void **state)
{
	static const struct line lines[] = {
		{"3年以上后端开发经验", 3, 0},
		{"5年及以上相关工作经验", 5, 0},
		{"具备 4 年以上平台建设经历", 4, 0},
		{"6年+服务端经验", 6, 0},
		{"至少2年测试经验", 2, 0},
		{"不少于７年的从业背景", 7, 0},
		{"三年以上数据库内核经验", 3, 0},
		{"两年以上编译器经验", 2, 0},
		{"十五年以上芯片行业经验", 15, 0},
		{"半年以上相关经验", 0.5, 0},
		{"工作经验：10年", 10, 0},
		{"本科，3-5年", 3, 0},
	};

	(void)state;
	CHECK(lines);
}

static void reads_english_forms(void **state)
{
	static const struct line lines[] = {
		{"5+ years of experience with compilers", 5, 0},
		{"At least 3 years in distributed systems", 3, 0},
		{"A minimum of two years' experience", 2, 0},
		{"4+ Yrs of relevant industry experience", 4, 0},
		{"five (5) years of experience", 5, 0},
		{"6 or more years of professional experience", 6, 0},
		{"Five-plus years of experience in sales", 5, 0},
		{"Between five and eight years of experience", 5, 0},
		{"Experience: 7 years", 7, 0},
		{"Requirements\n4-6 Yrs in data engineering", 4, 0},
	};

	(void)state;
	CHECK(lines);
}

static void takes_a_range_s_lower_bound(void **state)
{
	static const struct line lines[] = {
		{"2-4年以上系统经验", 2, 0},
		{"3~5年网络经验", 3, 0},
		{"三至五年运维经验", 3, 0},
		{"3年-5年前端经验", 3, 0},
		{"8 to 10+ years of software experience", 8, 0},
		{"3 – 5+ years of experience", 3, 0},
		{"1–3 years' experience in support", 1, 0},
		{"0-3年工作经验均可", 0, 0},
		{"写过三年左右Go，有后台经验", 3, 0},
	};

	(void)state;
	CHECK(lines);
}

static void loses_a_list_number_stuck_to_it(void **state)
{
	static const struct line lines[] = {
		{"1熟悉存储\n23年以上存储研发经验", 3, 0},
		{"1.熟悉网络\n2.3年以上网络经验", 3, 0},
		{"1.10年以上引擎开发经验", 10, 0},
		{"1.2-4年以上引擎开发经验", 2, 0},
		{"2、3年以上Linux经验", 3, 0},
		{"2，5年以上减速器开发经验", 5, 0},
		{"①3年以上木工经验②会游泳", 3, 0},
		{"㉑3年以上木工经验㉒会游泳", 3, 0},
		{"㊱3年以上木工经验", 3, 0},
		{"⒈3年以上木工经验", 3, 0},
		{"任职要求1大专以上学历21年以上施工经验3会游泳", 1, 0},
		{"会游泳，20年以上造船经验", 20, 0},
	};

	(void)state;
	CHECK(lines);
}

static void leaves_out_what_is_no_experience(void **state)
{
	static const struct line lines[] = {
		{"公司成立于2010年", NONE, 0},
		{"2025年毕业设计获奖者", NONE, 0},
		{"近2年绩效良好，有开发经验", NONE, 0},
		{"规划未来3年的技术路线，有架构经验", NONE, 0},
		{"3年内晋升过，有带人经验", NONE, 0},
		{"实习最少3个月", NONE, 0},
		{"must be 18 years or older", NONE, 0},
		{"a 4-year degree or equivalent experience", NONE, 0},
		{"2 year contract with experience bonus", NONE, 0},
		{"within the last 3 years of experience", NONE, 0},
		{"salary of $120,000/year, experience pays", NONE, 0},
		{"每年2次旅行，经验分享", NONE, 0},
	};

	(void)state;
	CHECK(lines);
}

static void knows_words_that_only_begin_like_a_date(void **state)
{
	static const struct line lines[] = {
		{"3年后端开发经验", 3, 0}, {"3年前端经验", 3, 0},
		{"5年内核开发经验", 5, 0}, {"4年底层软件经验", 4, 0},
		{"2年代码审计经验", 2, 0}, {"6年制造业经验", 6, 0},
		{"3年终端开发经验", 3, 0},
	};

	(void)state;
	CHECK(lines);
}

static void prefers_the_trade_to_a_sub_skill_or_leading(void **state)
{
	static const struct line lines[] = {
		{"10年以上研发经验\n至少3年架构师经验", 10, 0},
		{"3+ years of people management experience\n"
		 "8+ years of experience in numerics",
		 8, 0},
		{"3年以上团队管理经验\n6年以上算法经验", 6, 0},
		{"4年以上项目管理经验\n2年以上汽车经验", 4, 0},
	};

	(void)state;
	CHECK(lines);
}

static void keeps_the_lowest_step_of_a_ladder(void **state)
{
	static const struct line lines[] = {
		{"BS with 6+ years of experience, or MS with 3+ years", 6, 3},
		{"本科5年以上、硕士3年以上相关经验", 5, 3},
		{"Bachelor's degree and 5+ years of experience\n"
		 "Master's degree and 2+ years of experience",
		 5, 2},
		{"5+ years of experience\n2+ years of Python experience", 5, 5},
	};

	(void)state;
	CHECK(lines);
}

static void reads_words_for_none(void **state)
{
	static const struct line lines[] = {
		{"工作经验不限", 0, 0},
		{"经验：不限", 0, 0},
		{"No prior experience required", 0, 0},
		{"1年以上测试经验或优秀应届生均可", 0, 0},
		{"经验不限\n至少一年编译器经验", 1, 0},
		{"面向2027届毕业生", 0, 0},
		{"应届毕业生", 0, 0},
	};

	(void)state;
	CHECK(lines);
}

static void does_not_count_a_bonus(void **state)
{
	static const struct line lines[] = {
		{"熟悉存储，有5年以上存储经验者优先", NONE, 0},
		{"5年以上销售经验（有海外经验者优先）", 5, 0},
	};

	(void)state;
	CHECK(lines);
}

static void does_not_count_the_firm_s_age(void **state)
{
	(void)state;
	assert_false(years_of("开发",
			      "公司介绍：\n我们深耕芯片20年以上，经验丰富\n",
			      NULL)
			     .known);
	assert_false(years_of("Engineer",
			      "Our company has over 20 years of experience.",
			      NULL)
			     .known);
}

static void counts_the_title_first(void **state)
{
	struct years y = years_of("推理工程师（五年以上）",
				  ASKED "2年以上Python经验", NULL);

	(void)state;
	assert_true(y.known && y.min == 5);
	assert_int_equal(y.kind, YEARS_EXPLICIT);
	y = years_of("开发", NULL, "社招3年以上");
	assert_true(y.known && y.min == 3);
}

static void counts_the_chinese_figure_of_two_languages(void **state)
{
	struct years y = years_of("开发",
				  "Requirements:\n- 5+ years of experience\n"
				  "任职要求：\n- 3年以上经验\n",
				  NULL);

	(void)state;
	assert_true(y.known && y.min == 3);
}

static void tells_campus_without_a_figure(void **state)
{
	struct years y = years_of("【校招】推理工程师", ASKED "熟悉C++", NULL);

	(void)state;
	assert_int_equal(y.kind, YEARS_CAMPUS);
	assert_false(y.known);
	assert_true(y.min == 0);
	y = years_of("推理工程师", ASKED "熟悉C++", "校招");
	assert_int_equal(y.kind, YEARS_CAMPUS);
	y = years_of("推理工程师", ASKED "熟悉C++", NULL);
	assert_int_equal(y.kind, YEARS_NONE);
}

static void never_crashes_and_quotes_what_is_there(void **state)
{
	unsigned seed = seed_take();

	(void)state;
	for (int i = 0; i < TURNS; i++) {
		struct said said;
		struct campus campus;
		struct years years;
		char *quote;

		said_begin(&said, "开发", said_random(&seed));
		said_read(&said);
		campus_read(words, &said.reading, &campus);
		years_read(&said.reading, &campus, &years);
		quote = finding_quote(&years.at);
		assert_true(!years.known || *quote);
		assert_true(strstr(said.block.text, quote) ||
			    strstr(said.content.title, quote));
		assert_true(years.min >= 0 && years.min <= 25);
		free(quote);
		campus_deinit(&campus);
		said_end(&said);
	}
}

static int load(void **state)
{
	(void)state;
	return campus_load(&words, RULES_DIR, said_book());
}

static int unload(void **state)
{
	(void)state;
	campus_free(words);
	said_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_chinese_forms),
		cmocka_unit_test(reads_english_forms),
		cmocka_unit_test(takes_a_range_s_lower_bound),
		cmocka_unit_test(loses_a_list_number_stuck_to_it),
		cmocka_unit_test(leaves_out_what_is_no_experience),
		cmocka_unit_test(knows_words_that_only_begin_like_a_date),
		cmocka_unit_test(prefers_the_trade_to_a_sub_skill_or_leading),
		cmocka_unit_test(keeps_the_lowest_step_of_a_ladder),
		cmocka_unit_test(reads_words_for_none),
		cmocka_unit_test(does_not_count_a_bonus),
		cmocka_unit_test(does_not_count_the_firm_s_age),
		cmocka_unit_test(counts_the_title_first),
		cmocka_unit_test(counts_the_chinese_figure_of_two_languages),
		cmocka_unit_test(tells_campus_without_a_figure),
		cmocka_unit_test(never_crashes_and_quotes_what_is_there),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
