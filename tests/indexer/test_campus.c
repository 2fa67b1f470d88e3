#include "indexer/campus.h"
#include "tests/indexer/said.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* cmocka needs the three above it */
#include <cmocka.h>

enum { TURNS = 300 };
#define ASKED "任职要求：\n"

static struct campuswords *words;

struct row {
	const char *title, *text, *recruit_type;
	bool campus, intern;
};

static void check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct said said;
		struct campus campus;

		said_begin(&said, rows[i].title, rows[i].text);
		if (rows[i].recruit_type)
			said.content.recruit_type =
				(char *)rows[i].recruit_type;
		said_read(&said);
		campus_read(words, &said.reading, &campus);
		if (campus.campus != rows[i].campus ||
		    campus.intern != rows[i].intern)
			fail_msg("%s / %s: campus %d intern %d", rows[i].title,
				 rows[i].text ? rows[i].text : "",
				 campus.campus, campus.intern);
		campus_deinit(&campus);
		said_end(&said);
	}
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof(*(rows)))

static void takes_the_title_s_word(void **state)
{
	static const struct row rows[] = {
		{"【校招】算法工程师", NULL, NULL, true, false},
		{"算法工程师-2027届", NULL, NULL, true, false},
		{"【北斗】大模型研究员", NULL, NULL, true, false},
		{"推理研发实习生", NULL, NULL, true, true},
		{"Software Engineer, New Grad", NULL, NULL, true, false},
		{"Research Intern (PhD)", NULL, NULL, true, true},
		{"Student Researcher, Seed", NULL, NULL, true, true},
		{"Top Seed 大模型研究员", NULL, NULL, true, false},
	};

	(void)state;
	CHECK(rows);
}

static void takes_the_header_s_word(void **state)
{
	static const struct row rows[] = {
		{"算法工程师", NULL, "校招", true, false},
		{"算法工程师", NULL, "实习", true, true},
		{"算法工程师", NULL, "社招", false, false},
	};

	(void)state;
	CHECK(rows);
}

static void takes_the_text_s_word(void **state)
{
	static const struct row rows[] = {
		{"算法工程师", ASKED "面向2027届毕业生", NULL, true, false},
		{"算法工程师", ASKED "2026年毕业的同学", NULL, true, false},
		{"算法工程师", ASKED "应届毕业生，熟悉C++", NULL, true, false},
		{"算法工程师", ASKED "27届硕士在读", NULL, true, false},
		{"研发", ASKED "每周到岗4天，连续实习3个月", NULL, true, true},
		{"Engineer", "Requirements:\n- Currently enrolled in a PhD",
		 NULL, true, false},
		{"研发", "要求\nhttps://x.example/p?postType=campus", NULL,
		 true, false},
	};

	(void)state;
	CHECK(rows);
}

static void is_not_taken_in(void **state)
{
	static const struct row rows[] = {
		{"Engineer",
		 "Requirements:\n- 5+ years of non-internship "
		 "experience",
		 NULL, false, false},
		{"Engineer", "Requirements:\n- A graduate degree", NULL, false,
		 false},
		{"University Recruiter", NULL, NULL, false, false},
		{"校招负责人", NULL, NULL, false, false},
		{"智慧校园产品经理", NULL, NULL, false, false},
		{"International Account Executive", NULL, NULL, false, false},
		{"算法工程师", ASKED "有实习经历者优先", NULL, false, false},
		{"算法工程师", ASKED "3年以上经验，优秀应届生亦可", NULL, false,
		 false},
		{"算法工程师", ASKED "非应届", NULL, false, false},
		{"算法工程师", "岗位职责：\n负责校招与应届生培养", NULL, false,
		 false},
		{"算法工程师", ASKED "参加过第20届竞赛的学生", NULL, false,
		 false},
		{"定位工程师", "岗位职责：\n北斗卫星定位算法", NULL, false,
		 false},
	};

	(void)state;
	CHECK(rows);
}

static void believes_the_header_against_the_text(void **state)
{
	static const struct row rows[] = {
		{"算法工程师", ASKED "应届毕业生", "社招", false, false},
		{"算法实习生", ASKED "熟悉C++", "社招", true, true},
	};

	(void)state;
	CHECK(rows);
}

static void takes_the_url_s_word(void **state)
{
	struct said said;
	struct campus campus;
	char *quote;

	(void)state;
	said_begin(&said, "算法工程师", "熟悉C++");
	said.content.url = (char *)"https://jobs.example.com/campus/position/1";
	said_read(&said);
	campus_read(words, &said.reading, &campus);
	assert_true(campus.campus);
	quote = campus_quote(&campus);
	assert_string_equal(quote, "/campus/");
	free(quote);
	campus_deinit(&campus);
	said_end(&said);
}

static void keeps_a_postdoc_apart(void **state)
{
	struct said said;
	struct campus campus;

	(void)state;
	said_begin(&said, "博士后研究员", NULL);
	said_read(&said);
	campus_read(words, &said.reading, &campus);
	assert_true(campus.postdoc);
	assert_false(campus.campus);
	campus_deinit(&campus);
	said_end(&said);
}

static void never_crashes_and_quotes_what_is_there(void **state)
{
	unsigned seed = seed_take();

	(void)state;
	for (int i = 0; i < TURNS; i++) {
		struct said said;
		struct campus campus;
		char *quote;

		said_begin(&said, "开发", said_random(&seed));
		said_read(&said);
		campus_read(words, &said.reading, &campus);
		quote = campus_quote(&campus);
		assert_int_equal(!*quote, !campus.campus);
		assert_true(strstr(said.block.text, quote) ||
			    strstr(said.content.title, quote));
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
		cmocka_unit_test(takes_the_title_s_word),
		cmocka_unit_test(takes_the_header_s_word),
		cmocka_unit_test(takes_the_text_s_word),
		cmocka_unit_test(is_not_taken_in),
		cmocka_unit_test(believes_the_header_against_the_text),
		cmocka_unit_test(takes_the_url_s_word),
		cmocka_unit_test(keeps_a_postdoc_apart),
		cmocka_unit_test(never_crashes_and_quotes_what_is_there),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
