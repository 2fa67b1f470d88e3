#include "indexer/place.h"
#include "tests/indexer/said.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs the four above it */
#include <cmocka.h>

static struct placewords *words;

struct row {
	const char *title, *text, *location;
	const char *places; /* "Beijing CN, Tokyo JP" */
};

static void list(const struct places *places, char out[512])
{
	size_t n = 0;

	*out = 0;
	for (size_t i = 0; i < places->n && n < 400; i++)
		n += (size_t)snprintf(out + n, 512 - n, "%s%s %s",
				      i ? ", " : "", places->items[i].city,
				      places->items[i].country);
}

static void read_places(const struct row *row, struct places *out)
{
	struct said said;

	said_begin(&said, row->title, row->text);
	said.locations[0] = (char *)row->location;
	said.content.locations = said.locations;
	said.content.n_locations = row->location ? 1 : 0;
	said_read(&said);
	places_read(words, &said.reading, out);
	said_end(&said);
}

static void check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct places places;
		char found[512];

		read_places(&rows[i], &places);
		list(&places, found);
		if (strcmp(found, rows[i].places) != 0)
			fail_msg("%s / %s / %s: %s",
				 rows[i].title ? rows[i].title : "",
				 rows[i].text ? rows[i].text : "",
				 rows[i].location ? rows[i].location : "",
				 found);
	}
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof(*(rows)))

static void knows_a_city_in_all_its_forms(void **state)
{
	static const struct row rows[] = {
		{NULL, NULL, "北京", "Beijing CN"},
		{NULL, NULL, "北京市", "Beijing CN"},
		{NULL, NULL, "北京市海淀区", "Beijing CN"},
		{NULL, NULL, "北京·海淀", "Beijing CN"},
		{NULL, NULL, "海淀区中关村", "Beijing CN"},
		{NULL, NULL, "BJ", "Beijing CN"},
		{NULL, NULL, "上海 Pudong", "Shanghai CN"},
		{NULL, NULL, "和林格尔", "Hohhot CN"},
		{NULL, NULL, "廣州", "Guangzhou CN"},
		{NULL, NULL, "Zürich, CH", "Zurich CH"},
		{NULL, NULL, "旧金山", "San Francisco US"},
		{NULL, NULL, "Bay Area", "San Francisco Bay Area US"},
	};

	(void)state;
	CHECK(rows);
}

static void cuts_lists(void **state)
{
	static const struct row rows[] = {
		{NULL, NULL, "北京/上海、深圳|杭州 广州",
		 "Beijing CN, Shanghai CN, Shenzhen CN, Hangzhou CN, "
		 "Guangzhou CN"},
		{NULL, NULL,
		 "San Francisco, CA | New York City, NY; Seattle, WA",
		 "San Francisco US, New York US, Seattle US"},
		{NULL, NULL, "San Francisco, CA, New York City, NY",
		 "San Francisco US, New York US"},
		{NULL, NULL, "北京；新加坡", "Beijing CN, Singapore SG"},
		{NULL, NULL, "北京朝阳区", "Beijing CN"},
	};

	(void)state;
	CHECK(rows);
}

static void tells_homonyms_by_what_follows(void **state)
{
	static const struct row rows[] = {
		{NULL, NULL, "Cambridge, UK", "Cambridge GB"},
		{NULL, NULL, "Cambridge, Massachusetts, US", "Cambridge US"},
		{NULL, NULL, "Vancouver, WA", "Vancouver US"},
		{NULL, NULL, "London, Ontario", "London CA"},
		{NULL, NULL, "Dublin, IE", "Dublin IE"},
	};

	(void)state;
	CHECK(rows);
}

static void gives_a_country_where_no_city_is_said(void **state)
{
	static const struct row rows[] = {
		{NULL, NULL, "Remote - US", " US"},
		{NULL, NULL, "Remote-Friendly, United States", " US"},
		{NULL, NULL, "Argentina; Uruguay", " AR,  UY"},
		{NULL, NULL, "United States; San Francisco, CA",
		 "San Francisco US"},
		{NULL, NULL, "Remote", ""},
		{NULL, NULL, "Middle East", ""},
	};

	(void)state;
	CHECK(rows);
}

static void takes_an_unknown_city_before_its_country(void **state)
{
	static const struct row rows[] = {
		{NULL, NULL, "Suffolk, VA", "Suffolk US"},
		{NULL, NULL, "Columbia, Maryland", "Columbia US"},
		{NULL, NULL, "Hybrid, Germany", " DE"},
	};

	(void)state;
	CHECK(rows);
}

static void believes_the_field_against_title_and_text(void **state)
{
	static const struct row rows[] = {
		{"开发工程师（深圳）", "工作地点：上海", "北京", "Beijing CN"},
		{"开发工程师（深圳）", "工作地点：上海", NULL, "Shenzhen CN"},
		{"开发工程师", "工作地点：上海", NULL, "Shanghai CN"},
	};

	(void)state;
	CHECK(rows);
}

static void reads_titles_and_cues(void **state)
{
	static const struct row rows[] = {
		{"推理工程师-北京/上海/深圳", NULL, NULL,
		 "Beijing CN, Shanghai CN, Shenzhen CN"},
		{"算法工程师（base长沙）", NULL, NULL, "Changsha CN"},
		{"开发", "坐标：杭州，余杭区", NULL, "Hangzhou CN"},
		{"开发", "校招 全职 地点:北京 | 上海", NULL,
		 "Beijing CN, Shanghai CN"},
		{"Engineer", "**Location:**\nToronto, Ontario", NULL,
		 "Toronto CA"},
		{"Engineer", "This role is based in London or Paris.", NULL,
		 "London GB, Paris FR"},
	};

	(void)state;
	CHECK(rows);
}

static void is_not_taken_in(void **state)
{
	static const struct row rows[] = {
		{"上海人工智能实验室-研究员", NULL, NULL, ""},
		{"深圳航空项目经理", NULL, NULL, ""},
		{"开发", "任职要求：\n北京大学毕业，能按北京时间开会", NULL,
		 ""},
		{"开发", "薪资参照上海标准，签证由新加坡办理", NULL, ""},
		{"南京西路店长", NULL, NULL, "Shanghai CN"},
		{"研究员（大湾区）", NULL, NULL, ""},
		{"Engineer", "Meetings follow Beijing time.", NULL, ""},
		{"开发", "公司介绍：\n办公地点包括纽约、伦敦、巴黎", NULL, ""},
	};

	(void)state;
	CHECK(rows);
}

static void knows_where_mainland_cities_lie(void **state)
{
	double latitude = 0, longitude = 0;

	(void)state;
	assert_true(places_at(words, "Shaoguan", &latitude, &longitude));
	assert_true(latitude > 24.7 && latitude < 24.9);
	assert_true(longitude > 113.5 && longitude < 113.7);
	assert_false(places_at(words, "London", &latitude, &longitude));
	assert_false(places_at(words, "Nowhere", &latitude, &longitude));
}

static void never_crashes(void **state)
{
	unsigned seed = seed_take();

	(void)state;
	for (int i = 0; i < 300; i++) {
		char location[4096];
		struct row row = {"开发", NULL, location, ""};
		struct places places;

		snprintf(location, sizeof(location), "%s", said_random(&seed));
		row.text = said_random(&seed);
		read_places(&row, &places);
		assert_true(places.n <= PLACES_MAX);
		for (size_t k = 0; k < places.n; k++)
			assert_int_equal(strlen(places.items[k].country), 2);
	}
}

static int load(void **state)
{
	(void)state;
	return places_load(&words, RULES_DIR, said_book());
}

static int unload(void **state)
{
	(void)state;
	places_free(words);
	said_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_a_city_in_all_its_forms),
		cmocka_unit_test(cuts_lists),
		cmocka_unit_test(tells_homonyms_by_what_follows),
		cmocka_unit_test(gives_a_country_where_no_city_is_said),
		cmocka_unit_test(takes_an_unknown_city_before_its_country),
		cmocka_unit_test(believes_the_field_against_title_and_text),
		cmocka_unit_test(reads_titles_and_cues),
		cmocka_unit_test(is_not_taken_in),
		cmocka_unit_test(knows_where_mainland_cities_lie),
		cmocka_unit_test(never_crashes),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
