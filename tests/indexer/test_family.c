#include "indexer/family.h"
#include "tests/indexer/said.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* cmocka needs the three above it */
#include <cmocka.h>

static struct families *families;

struct row {
	const char *title, *category, *text, *family;
};

static const char *family_of(const struct row *row)
{
	struct said said;
	const char *family;

	said_begin(&said, row->title, row->text);
	if (row->category)
		said.content.category = (char *)row->category;
	said_read(&said);
	family = family_read(families, &said.reading);
	said_end(&said);
	return family;
}

static void check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *family = family_of(&rows[i]);

		if (strcmp(family, rows[i].family) != 0)
			fail_msg("%s: %s", rows[i].title, family);
	}
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof(*(rows)))

static void takes_the_role_a_title_names(void **state)
{
	static const struct row rows[] = {
		{"推荐算法工程师", NULL, NULL, "engineering"},
		{"基础模型算法研究员", NULL, NULL, "research"},
		{"射频工程师", NULL, NULL, "hardware"},
		{"数据分析师", NULL, NULL, "data"},
		{"搜索产品经理", NULL, NULL, "product"},
		{"大客户销售", NULL, NULL, "b2b_sales"},
		{"品牌经理", NULL, NULL, "marketing"},
		{"内容运营", NULL, NULL, "operations"},
		{"视觉设计师", NULL, NULL, "design"},
		{"客服专员", NULL, NULL, "support"},
		{"招聘经理", NULL, NULL, "people"},
		{"会计", NULL, NULL, "finance"},
		{"法务", NULL, NULL, "legal"},
		{"Research Scientist, Vision", NULL, NULL, "research"},
		{"Account Executive, Retail", NULL, NULL, "b2b_sales"},
		{"Product Marketing Manager", NULL, NULL, "marketing"},
		{"ASIC Design Verification", NULL, NULL, "hardware"},
	};

	(void)state;
	CHECK(rows);
}

static void looks_past_words_of_another_field(void **state)
{
	static const struct row rows[] = {
		{"Software Engineer, Finance Systems", NULL, NULL,
		 "engineering"},
		{"Engineering Manager, Sales Tools", NULL, NULL, "engineering"},
		{"Recruiter, Sales", NULL, NULL, "people"},
		{"Product Counsel", NULL, NULL, "legal"},
		{"硬件产品经理", NULL, NULL, "product"},
		{"财务系统架构师", NULL, NULL, "engineering"},
		{"风控算法工程师", NULL, NULL, "engineering"},
		{"芯片设计工程师", NULL, NULL, "hardware"},
		{"采购平台后端研发", NULL, NULL, "engineering"},
	};

	(void)state;
	CHECK(rows);
}

static void asks_the_category_then_the_duties(void **state)
{
	static const struct row rows[] = {
		{"小组负责人", "市场", NULL, "marketing"},
		{"专家", NULL, "岗位职责：\n负责竞品分析、产品规划，写需求文档",
		 "product"},
		{"专家", NULL, NULL, "other"},
	};

	(void)state;
	CHECK(rows);
}

static void tells_technical_staff(void **state)
{
	(void)state;
	assert_true(family_technical(families, "engineering"));
	assert_true(family_technical(families, "research"));
	assert_true(family_technical(families, "hardware"));
	assert_true(family_technical(families, "data"));
	assert_false(family_technical(families, "b2b_sales"));
	assert_false(family_technical(families, "other"));
}

static void never_crashes(void **state)
{
	unsigned seed = seed_take();

	(void)state;
	for (int i = 0; i < 300; i++) {
		struct row row = {"", NULL, said_random(&seed), ""};

		row.title = row.text;
		assert_non_null(family_of(&row));
	}
}

static int load(void **state)
{
	(void)state;
	return families_load(&families, RULES_DIR);
}

static int unload(void **state)
{
	(void)state;
	families_free(families);
	said_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_role_a_title_names),
		cmocka_unit_test(looks_past_words_of_another_field),
		cmocka_unit_test(asks_the_category_then_the_duties),
		cmocka_unit_test(tells_technical_staff),
		cmocka_unit_test(never_crashes),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
