#include "indexer/education.h"
#include "tests/indexer/said.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* cmocka needs the three above it */
#include <cmocka.h>

static struct educationwords *words;

struct row {
	const char *text, *level;
};

static const char *level_of(const char *text)
{
	struct said said;
	const char *level;

	said_begin(&said, "工程师", text);
	said_read(&said);
	level = education_read(words, &said.reading);
	said_end(&said);
	return level;
}

static void check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *level = level_of(rows[i].text);

		if (strcmp(level, rows[i].level) != 0)
			fail_msg("%s: %s", rows[i].text, level);
	}
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof(*(rows)))

static void names_the_level(void **state)
{
	static const struct row rows[] = {
		{"任职要求：\n统招本科及以上学历", "bachelor"},
		{"任职要求：\n硕士及以上", "master"},
		{"任职要求：\n研究生学历", "master"},
		{"任职要求：\n博士学历", "phd"},
		{"任职要求：\n大专及以上", "college"},
		{"任职要求：\n学历不限", "none"},
		{"Requirements:\n- BS in Computer Science", "bachelor"},
		{"Requirements:\n- Master’s degree", "master"},
		{"Requirements:\n- PhD in physics", "phd"},
		{"任职要求：\n熟悉C++", ""},
	};

	(void)state;
	CHECK(rows);
}

static void takes_the_lowest_accepted(void **state)
{
	static const struct row rows[] = {
		{"任职要求：\n本科、硕士或博士", "bachelor"},
		{"Requirements:\n- BS, MS or PhD, or equivalent experience",
		 "bachelor"},
		{"Requirements:\n- MS or PhD", "master"},
	};

	(void)state;
	CHECK(rows);
}

static void leaves_out_what_is_wished(void **state)
{
	static const struct row rows[] = {
		{"任职要求：\n硕士及以上学历，博士优先", "master"},
		{"任职要求：\n硕士学历（博士优先）", "master"},
		{"任职要求：\n本科学历，博士更佳", "bachelor"},
		{"Requirements:\n- PhD required\n- Bachelor degree preferred",
		 "phd"},
	};

	(void)state;
	CHECK(rows);
}

static void is_not_taken_in(void **state)
{
	static const struct row rows[] = {
		{"任职要求：\n博士后经历", ""},
		{"任职要求：\n与研究生院合作", ""},
		{"Requirements:\n- MS Office and latency below 10 ms", ""},
		{"Requirements:\n- Master the art of tuning", ""},
		{"岗位职责：\n面向本科生的产品", ""},
	};

	(void)state;
	CHECK(rows);
}

static void never_crashes(void **state)
{
	unsigned seed = seed_take();

	(void)state;
	for (int i = 0; i < 300; i++)
		assert_non_null(level_of(said_random(&seed)));
}

static int load(void **state)
{
	(void)state;
	return education_load(&words, RULES_DIR, said_book());
}

static int unload(void **state)
{
	(void)state;
	education_free(words);
	said_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_the_level),
		cmocka_unit_test(takes_the_lowest_accepted),
		cmocka_unit_test(leaves_out_what_is_wished),
		cmocka_unit_test(is_not_taken_in),
		cmocka_unit_test(never_crashes),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
