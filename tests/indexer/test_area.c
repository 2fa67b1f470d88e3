#include "indexer/area.h"
#include "tests/indexer/said.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* cmocka needs the three above it */
#include <cmocka.h>

static struct areas *areas;

static uint32_t found_in(const char *title, const char *text)
{
	struct said said;
	uint32_t found;

	said_begin(&said, title, text);
	said_read(&said);
	found = areas_read(areas, &said.reading);
	said_end(&said);
	return found;
}

/* The area's bit; "" is none. */
static uint32_t bit_of(const char *name)
{
	for (size_t i = 0; i < areas_n(areas); i++)
		if (!strcmp(areas_name(areas, i), name))
			return UINT32_C(1) << i;
	return 0;
}

struct row {
	const char *title, *text, *area;
};

static void check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t found = found_in(rows[i].title, rows[i].text);

		if (found != bit_of(rows[i].area))
			fail_msg("%s / %s: %#x", rows[i].title,
				 rows[i].text ? rows[i].text : "", found);
	}
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof(*(rows)))

static void has_the_eight_areas(void **state)
{
	static const char *const names[] = {
		"coding",     "roleplay",   "robotics", "ai4science",
		"automotive", "multimodal", "voice",	"hardware"};

	(void)state;
	assert_int_equal(areas_n(areas), 8);
	for (size_t i = 0; i < 8; i++)
		assert_int_not_equal(bit_of(names[i]), 0);
}

static void takes_the_title_s_word(void **state)
{
	static const struct row rows[] = {
		{"代码大模型研究员", NULL, "coding"},
		{"角色扮演对话算法", NULL, "roleplay"},
		{"具身智能研究员", NULL, "robotics"},
		{"AI for Science 研究员", NULL, "ai4science"},
		{"智能座舱开发", NULL, "automotive"},
		{"文生视频研究员", NULL, "multimodal"},
		{"语音合成工程师", NULL, "voice"},
		{"AI眼镜结构工程师", NULL, "hardware"},
	};

	(void)state;
	CHECK(rows);
}

static void asks_two_duties(void **state)
{
	static const struct row rows[] = {
		{"算法工程师",
		 "岗位职责：\n1、语音识别模型训练\n2、语音合成模型优化",
		 "voice"},
		{"算法工程师", "任职要求：\n1、了解语音识别", ""},
	};

	(void)state;
	CHECK(rows);
}

static void is_not_taken_in(void **state)
{
	static const struct row rows[] = {
		{"Engineer", "Requirements:\n- Strong coding skills", ""},
		{"客服机器人产品经理", NULL, ""},
		{"管理驾驶舱开发", NULL, ""},
		{"Engineer",
		 "Responsibilities:\n- Bring the voice of the "
		 "customer\n- Voice of the customer programs",
		 ""},
		{"Hardware accelerator engineer", NULL, ""},
		{"开发", "公司介绍：\n我们做具身智能和人形机器人，具身智能领先",
		 ""},
		{"开发",
		 "任职要求：\n有具身智能经验者优先，有人形机器人经验者优先",
		 ""},
	};

	(void)state;
	CHECK(rows);
}

static void never_crashes(void **state)
{
	unsigned seed = seed_take();

	(void)state;
	for (int i = 0; i < 300; i++)
		assert_true(found_in("", said_random(&seed)) < 1u << 8);
}

static int load(void **state)
{
	(void)state;
	return areas_load(&areas, RULES_DIR, said_book());
}

static int unload(void **state)
{
	(void)state;
	areas_free(areas);
	said_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_the_eight_areas),
		cmocka_unit_test(takes_the_title_s_word),
		cmocka_unit_test(asks_two_duties),
		cmocka_unit_test(is_not_taken_in),
		cmocka_unit_test(never_crashes),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
