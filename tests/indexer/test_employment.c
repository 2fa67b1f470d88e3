#include "indexer/employment.h"
#include "tests/indexer/said.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* cmocka needs the three above it */
#include <cmocka.h>

static struct campuswords *campuswords;
static struct employmentwords *words;

struct row {
	const char *type, *title, *text, *employment;
};

static const char *employment_of(const struct row *row)
{
	struct said said;
	struct campus campus;
	const char *employment;

	said_begin(&said, row->title, row->text);
	if (row->type)
		said.content.employment_type = (char *)row->type;
	said_read(&said);
	campus_read(campuswords, &said.reading, &campus);
	employment = employment_read(words, &said.reading, &campus);
	campus_deinit(&campus);
	said_end(&said);
	return employment;
}

static void check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *employment = employment_of(&rows[i]);

		if (strcmp(employment, rows[i].employment) != 0)
			fail_msg("%s / %s: %s", rows[i].title,
				 rows[i].text ? rows[i].text : "", employment);
	}
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof(*(rows)))

static void takes_the_field(void **state)
{
	static const struct row rows[] = {
		{"FullTime", "Engineer", NULL, "full_time"},
		{"全职", "开发", NULL, "full_time"},
		{"兼职", "标注员", NULL, "part_time"},
		{"劳务派遣", "标注员", NULL, "contract"},
		{"实习", "开发", NULL, "intern"},
		{"Intern", "Engineer", NULL, "intern"},
	};

	(void)state;
	CHECK(rows);
}

static void takes_the_title(void **state)
{
	static const struct row rows[] = {
		{NULL, "ML Engineer, 12-month contract", NULL, "contract"},
		{"全职", "数据标注（外包）", NULL, "contract"},
		{NULL, "博士后研究员", NULL, "postdoc"},
		{"全职", "推理研发实习生", NULL, "intern"},
	};

	(void)state;
	CHECK(rows);
}

static void takes_the_text_last(void **state)
{
	static const struct row rows[] = {
		{NULL, "Engineer", "This is a contract role.", "contract"},
		{NULL, "Engineer", "A full-time position.", "full_time"},
		{NULL, "开发", "任职要求：\n熟悉C++", ""},
	};

	(void)state;
	CHECK(rows);
}

static void is_not_taken_in(void **state)
{
	static const struct row rows[] = {
		{NULL, "Engineer",
		 "Requirements:\n- 5+ years of professional full-time work",
		 ""},
		{NULL, "Contracts Manager", NULL, ""},
		{NULL, "外包管理专家", NULL, ""},
		{NULL, "Smart Contract Engineer", NULL, ""},
		{NULL, "开发", "岗位职责：\n管理外包团队", ""},
	};

	(void)state;
	CHECK(rows);
}

static void never_crashes(void **state)
{
	unsigned seed = seed_take();

	(void)state;
	for (int i = 0; i < 300; i++) {
		struct row row = {NULL, "Engineer", said_random(&seed), ""};

		assert_non_null(employment_of(&row));
	}
}

static int load(void **state)
{
	(void)state;
	return campus_load(&campuswords, RULES_DIR, said_book()) ||
	       employment_load(&words, RULES_DIR, said_book());
}

static int unload(void **state)
{
	(void)state;
	campus_free(campuswords);
	employment_free(words);
	said_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_field),
		cmocka_unit_test(takes_the_title),
		cmocka_unit_test(takes_the_text_last),
		cmocka_unit_test(is_not_taken_in),
		cmocka_unit_test(never_crashes),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
