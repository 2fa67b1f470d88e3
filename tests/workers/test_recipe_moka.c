#include "tests/workers/mokaseal.h"
#include "tests/workers/recipekit.h"

static const char *const moka[] = {"board", "acme/77", NULL};

static struct fetch_answer sealed(const char *plain)
{
	CLEANUP(freep) char *body = mokaseal(plain, MOKASEAL_KEY);

	return kit_json(body);
}

static struct fetch_answer moka_home(const char *iv)
{
	CLEANUP(freep)
	char *html = alloc_format(
		"<title>acme</title><input id=\"init-data\" value=\"{&quot;"
		"aesIv&quot;: &quot;%s&quot;}\">",
		iv);

	return kit_html(html);
}

static void begin_moka(struct kit *kit)
{
	kit_begin(kit, "moka", moka);
	kit_take_session(kit, moka_home(MOKASEAL_IV), NULL);
}

static void moka_reads_through_the_seal(void **state)
{
	struct kit kit;
	struct extract out, rest;
	const Jobq__Task *task;

	(void)state;
	begin_moka(&kit);
	assert_int_equal(
		kit_extract(&kit, kit.seeds.items[0],
			    sealed("{\"code\": 0, \"data\": {\"jobs\": [{"
				   "\"id\": \"j1\", \"title\": \"编译器\", "
				   "\"minSalary\": 30, \"maxSalary\": 60, "
				   "\"salaryUnit\": 0}], \"jobStats\": "
				   "{\"total\": 1}}}"),
			    &out),
		0);
	assert_false(out.observations[0]->complete);
	assert_false(out.contents_missing);
	assert_int_equal(out.found.n, 1);
	task = out.found.items[0];
	assert_string_equal(task->step, "detail");
	assert_string_equal(task->key, "j1");
	assert_int_equal(kit_extract(&kit, task,
				     sealed("{\"code\": 0, \"data\": {\"id\": "
					    "\"j1\", \"title\": \"编译器\", "
					    "\"jobDescription\": "
					    "\"<p>职责</p>\"}}"),
				     &rest),
			 0);
	assert_true(rest.observations[0]->complete);
	assert_string_equal(kit_only(&rest)->salary, "30-60 K CNY/month");
	assert_string_equal(kit_only(&rest)->blocks[0]->text, "职责");
	extract_deinit(&rest);
	extract_deinit(&out);
	kit_end(&kit);
}

static void moka_needs_no_detail_where_the_list_has_the_text(void **state)
{
	struct kit kit;
	struct extract out;

	(void)state;
	begin_moka(&kit);
	assert_int_equal(
		kit_extract(&kit, kit.seeds.items[0],
			    sealed("{\"code\": 0, \"data\": {\"jobs\": [{"
				   "\"id\": \"j1\", \"title\": \"a\", "
				   "\"jobDescription\": \"\"}], \"jobStats\": "
				   "{\"total\": 1}}}"),
			    &out),
		0);
	assert_true(out.observations[0]->complete);
	assert_int_equal(out.found.n, 0);
	extract_deinit(&out);
	kit_end(&kit);
}

static void a_wrong_seal_asks_for_a_new_session(void **state)
{
	struct kit kit;
	struct extract out;

	(void)state;
	begin_moka(&kit);
	assert_int_equal(
		kit_extract(&kit, kit.seeds.items[0],
			    kit_json("{\"data\": \"QUJD\", "
				     "\"necromancer\": \"" MOKASEAL_KEY "\"}"),
			    &out),
		RECIPE_E_ANSWER);
	assert_true(out.session_stale);
	assert_non_null(strstr(out.why, "listing: seal: /data does not open"));
	extract_deinit(&out);
	kit_refuses(&kit, kit.seeds.items[0],
		    kit_json("{\"code\": 404, \"msg\": \"gone\"}"),
		    "listing: expected /code 0, found 404 (gone)");
	kit_end(&kit);
}

static void a_closed_moka_site_is_told(void **state)
{
	struct kit kit;

	(void)state;
	kit_begin(&kit, "moka", moka);
	kit_take_session(&kit, kit_html("<title>当前网页已关停</title>"),
			 "this career site is closed (当前网页已关停)");
	kit_take_session(
		&kit, kit_html("<title>Something else</title>"),
		"expected //input[@id='init-data']/@value with /aesIv for "
		"\"iv\", found a page titled \"Something else\"");
	kit_take_session(&kit, kit_answer_of(403, NULL, slice_text("")),
			 "HTTP 403");
	kit_end(&kit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moka_reads_through_the_seal),
		cmocka_unit_test(
			moka_needs_no_detail_where_the_list_has_the_text),
		cmocka_unit_test(a_wrong_seal_asks_for_a_new_session),
		cmocka_unit_test(a_closed_moka_site_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
