/* The bundled recipes, each with answers of its system's form; Moka's, which
 * are sealed, are in test_recipe_moka.c. */
#include "tests/workers/recipekit.h"

static const char *const board[] = {"board", "acme", NULL};
static const char *const feishu[] = {"host", "acme.jobs.feishu.cn", NULL};

static void greenhouse_gives_all_at_once(void **state)
{
	struct kit kit;
	struct extract out;
	const Jobq__Content *c;

	(void)state;
	kit_begin(&kit, "greenhouse", board);
	assert_int_equal(kit.seeds.n, 1);
	assert_string_equal(kit.seeds.items[0]->url,
			    "https://boards-api.greenhouse.io/v1/boards/acme/"
			    "jobs?content=true");
	assert_int_equal(
		kit_extract(
			&kit, kit.seeds.items[0],
			kit_json("{\"jobs\": [{\"id\": 4554963008, "
				 "\"title\": \"Kernel engineer\", "
				 "\"absolute_url\": \"https://b.example/1\","
				 "\"location\": {\"name\": \"Graz\"}, "
				 "\"departments\": [{\"name\": \"HPC\"}], "
				 "\"content\": \"&lt;p&gt;a&lt;/p&gt;b\", "
				 "\"first_published\": "
				 "\"2026-03-01T02:00:00+02:00\"}], "
				 "\"meta\": {\"total\": 1}}"),
			&out),
		0);
	c = kit_only(&out);
	assert_int_equal(out.claimed, 1);
	assert_int_equal(out.items, 1);
	assert_true(out.observations[0]->complete);
	assert_string_equal(out.observations[0]->key, "4554963008");
	assert_string_equal(c->department, "HPC");
	assert_string_equal(c->locations[0], "Graz");
	assert_string_equal(c->blocks[0]->text, "a\nb");
	assert_int_equal(c->posted_ms, 1772323200000);
	assert_string_equal(c->extractor, "greenhouse/1.1");
	extract_deinit(&out);
	kit_end(&kit);
}

static void what_does_not_fit_is_refused_in_words(void **state)
{
	struct kit kit;
	const Jobq__Task *task;

	(void)state;
	kit_begin(&kit, "greenhouse", board);
	task = kit.seeds.items[0];
	kit_refuses(&kit, task, kit_json("{\"jobs\": []}"),
		    "listing: expected a number at /meta/total, found none");
	kit_refuses(&kit, task, kit_json("{\"meta\": {\"total\": 1}}"),
		    "listing: expected a list at /jobs, found nothing");
	kit_refuses(&kit, task,
		    kit_json("{\"jobs\": [{\"id\": 1, \"title\": \"a\"}, "
			     "{\"title\": \"b\"}], \"meta\": {\"total\": 2}}"),
		    "listing: item 1 has no id");
	kit_refuses(&kit, task,
		    kit_json("{\"jobs\": [{\"id\": 1, \"title\": \"\"}], "
			     "\"meta\": {\"total\": 1}}"),
		    "listing: item 0 (id 1) has no title");
	kit_refuses(&kit, task, kit_html("<!doctype html><p>busy"),
		    "listing: expected JSON, found HTML (<!doctype "
		    "html><p>busy)");
	kit_refuses(&kit, task, kit_answer_of(404, NULL, slice_text("{}")),
		    "listing: HTTP 404: Greenhouse has no board of this name");
	kit_end(&kit);
}

static void a_posting_without_text_is_told(void **state)
{
	struct kit kit;
	struct extract out;

	(void)state;
	kit_begin(&kit, "greenhouse", board);
	assert_int_equal(kit_extract(&kit, kit.seeds.items[0],
				     kit_json("{\"jobs\": [{\"id\": 1, "
					      "\"title\": \"a\"}], \"meta\": "
					      "{\"total\": 1}}"),
				     &out),
			 0);
	assert_true(out.contents_missing);
	assert_false(out.observations[0]->complete);
	assert_string_equal(out.observations[0]->reason,
			    "the answer has no text for it");
	extract_deinit(&out);
	kit_end(&kit);
}

static void ashby_keeps_what_is_listed(void **state)
{
	struct kit kit;
	struct extract out;
	const Jobq__Content *c;

	(void)state;
	kit_begin(&kit, "ashby", board);
	assert_int_equal(
		kit_extract(
			&kit, kit.seeds.items[0],
			kit_json("{\"jobs\": [{\"id\": \"x\", \"title\": "
				 "\"Hidden\", \"isListed\": false}, "
				 "{\"id\": \"y\", \"title\": \"Shown\", "
				 "\"location\": \"A\", "
				 "\"secondaryLocations\": [{\"location\": "
				 "\"B\"}], \"descriptionHtml\": "
				 "\"<p>t</p>\", \"compensation\": "
				 "{\"compensationTierSummary\": \"9K\"}}]}"),
			&out),
		0);
	c = kit_only(&out);
	assert_string_equal(out.observations[0]->key, "y");
	assert_int_equal(out.claimed, -1);
	assert_int_equal(out.items, 2);
	assert_int_equal(c->n_locations, 2);
	assert_string_equal(c->salary, "9K");
	extract_deinit(&out);
	kit_end(&kit);
}

/* ---- Feishu ---- */

static struct fetch_answer token(void)
{
	struct fetch_answer answer =
		kit_json("{\"code\": 0, \"data\": {\"token\": \"t0k\"}}");

	bytes_add_text(&answer.headers,
		       "Set-Cookie: atsx-csrf-token=t0k; Path=/\r\n");
	return answer;
}

static const char *header(const struct recipe_request *request,
			  const char *name)
{
	for (size_t i = 0; i < request->n_headers; i++)
		if (!strcmp(request->headers[i].name, name))
			return request->headers[i].value;
	return "";
}

static void feishu_sends_its_token_in_header_and_cookie(void **state)
{
	struct kit kit;
	struct recipe_request request;

	(void)state;
	kit_begin(&kit, "feishu", feishu);
	assert_int_equal(recipe_session_steps(kit.recipe), 1);
	kit_take_session(&kit, token(), NULL);
	assert_int_equal(recipe_request(kit.recipe, kit.session,
					kit.seeds.items[0], &request),
			 0);
	assert_string_equal(request.method, "POST");
	assert_string_equal(header(&request, "x-csrf-token"), "t0k");
	assert_string_equal(header(&request, "website-path"), "index");
	assert_string_equal(request.cookie, "atsx-csrf-token=t0k");
	assert_non_null(strstr(request.body.data, "\"limit\":100,\"offset\":0,"
						  "\"portal_type\":6"));
	recipe_request_deinit(&request);
	kit_end(&kit);
}

static void a_reset_session_has_no_values(void **state)
{
	struct kit kit;
	struct recipe_request request;

	(void)state;
	kit_begin(&kit, "feishu", feishu);
	kit_take_session(&kit, token(), NULL);
	session_reset(kit.session);
	assert_int_equal(recipe_request(kit.recipe, kit.session,
					kit.seeds.items[0], &request),
			 0);
	assert_string_equal(header(&request, "x-csrf-token"), "");
	assert_null(request.cookie);
	recipe_request_deinit(&request);
	kit_end(&kit);
}

static void feishu_says_when_it_wants_a_browser(void **state)
{
	struct kit kit;
	struct extract out;

	(void)state;
	kit_begin(&kit, "feishu", feishu);
	kit_take_session(&kit, kit_json("{\"code\": 3, \"message\": \"no\"}"),
			 "expected /code 0, found 3 (no)");
	kit_take_session(&kit, kit_json("{\"code\": 0}"),
			 "expected /data/token for \"csrf\", found an answer "
			 "\"{\"code\": 0}\"");
	assert_int_equal(kit_extract(&kit, kit.seeds.items[0],
				     kit_answer_of(405, NULL, slice_text("")),
				     &out),
			 RECIPE_E_ANSWER);
	assert_true(out.session_stale);
	assert_non_null(strstr(out.why, "a browser has signed"));
	extract_deinit(&out);
	kit_refuses(&kit, kit.seeds.items[0],
		    kit_json("{\"code\": -9000003, \"message\": \"site not "
			     "exist\"}"),
		    "listing: expected /code 0, found -9000003 (site not "
		    "exist)");
	kit_end(&kit);
}

static struct fetch_answer feishu_page(int first, int n, int total)
{
	struct bytes text = {0};
	struct fetch_answer answer;

	bytes_add_format(&text,
			 "{\"code\": 0, \"data\": {\"count\": %d, "
			 "\"job_post_list\": [",
			 total);
	for (int i = 0; i < n; i++)
		bytes_add_format(&text,
				 "%s{\"id\": \"%d\", \"title\": \"工程师\", "
				 "\"description\": \"负责\", \"requirement\": "
				 "\"熟悉\", \"city_list\": [{\"name\": "
				 "\"上海\"}], \"recruit_type\": {\"name\": "
				 "\"全职\", \"parent\": {\"name\": \"社招\"}}, "
				 "\"job_category\": null, \"job_function\": "
				 "{\"name\": \"研发\"}}",
				 i ? ", " : "", first + i);
	bytes_add_text(&text, "]}}");
	answer = kit_json(text.data);
	bytes_deinit(&text);
	return answer;
}

static void feishu_asks_for_all_pages_at_once(void **state)
{
	static const char *const offsets[] = {"100", "200"};
	struct kit kit;
	struct extract out;

	(void)state;
	kit_begin(&kit, "feishu", feishu);
	assert_int_equal(kit_extract(&kit, kit.seeds.items[0],
				     feishu_page(0, 100, 201), &out),
			 0);
	assert_int_equal(out.claimed, 201);
	assert_int_equal(out.n_observations, 100);
	assert_int_equal(out.found.n, 2);
	for (size_t i = 0; i < 2; i++) {
		const Jobq__Task *task = out.found.items[i];
		CLEANUP(freep)
		char *body = alloc_copy_n(task->body.data, task->body.len);
		CLEANUP(freep)
		char *part = alloc_format("\"offset\":%s,", offsets[i]);
		struct extract rest;

		assert_int_equal(task->kind, JOBQ__TASK_KIND__TASK_LISTING);
		assert_non_null(strstr(body, part));
		assert_int_equal(kit_extract(&kit, task,
					     feishu_page(500, 1, 201), &rest),
				 0);
		assert_int_equal(rest.found.n, 0);
		extract_deinit(&rest);
	}
	extract_deinit(&out);
	kit_end(&kit);
}

static void a_site_that_gives_less_a_page_is_asked_more_often(void **state)
{
	struct kit kit;
	struct extract out;

	(void)state;
	kit_begin(&kit, "feishu", feishu);
	assert_int_equal(kit_extract(&kit, kit.seeds.items[0],
				     feishu_page(0, 20, 50), &out),
			 0);
	assert_int_equal(out.found.n, 2);
	assert_string_equal(out.found.items[0]->vars[0]->name, "offset");
	assert_string_equal(out.found.items[0]->vars[0]->value, "20");
	extract_deinit(&out);
	kit_refuses(&kit, kit.seeds.items[0], feishu_page(0, 0, 50),
		    "listing: expected postings, found none of the 50 that "
		    "the site counts");
	kit_refuses(&kit, kit.seeds.items[0], feishu_page(0, 1, 50000000),
		    "listing: expected at most 20000 pages, found 50000000 "
		    "postings, 1 a page");
	kit_end(&kit);
}

static void feishu_fills_a_posting(void **state)
{
	struct kit kit;
	struct extract out;
	const Jobq__Content *c;

	(void)state;
	kit_begin(&kit, "feishu", feishu);
	assert_int_equal(kit_extract(&kit, kit.seeds.items[0],
				     feishu_page(7, 1, 1), &out),
			 0);
	c = kit_only(&out);
	assert_string_equal(c->url, "https://acme.jobs.feishu.cn/index/position"
				    "/7/detail");
	assert_string_equal(c->category, "研发");
	assert_string_equal(c->recruit_type, "社招 / 全职");
	assert_string_equal(c->blocks[0]->kind, "duty");
	assert_string_equal(c->blocks[1]->kind, "requirement");
	extract_deinit(&out);
	kit_end(&kit);
}

/* ---- Tencent ---- */

static void tencent_pages_and_asks_for_details(void **state)
{
	struct kit kit;
	struct extract out;
	size_t details = 0;

	(void)state;
	kit_begin(&kit, "tencent", NULL);
	assert_int_equal(
		kit_extract(&kit, kit.seeds.items[0],
			    kit_json("{\"Code\": 200, \"Data\": {\"Count\": 3, "
				     "\"Posts\": [{\"PostId\": \"1\", "
				     "\"RecruitPostName\": \"a\", "
				     "\"Responsibility\": \"d\"}, {\"PostId\": "
				     "\"2\", \"RecruitPostName\": \"b\"}]}}"),
			    &out),
		0);
	for (size_t i = 0; i < out.found.n; i++) {
		const Jobq__Task *task = out.found.items[i];

		details += !strcmp(task->step, "detail");
		if (strcmp(task->step, "listing"))
			continue;
		assert_non_null(strstr(task->url, "pageIndex=2&pageSize=100"));
	}
	assert_int_equal(details, 2);
	assert_int_equal(out.found.n, 3);
	extract_deinit(&out);
	kit_end(&kit);
}

static Jobq__Task *detail_task(struct kit *kit)
{
	Jobq__Task *task = kit->seeds.items[0];

	free(task->step);
	task->step = alloc_copy("detail");
	task->key = alloc_copy("1");
	return task;
}

static void a_detail_of_another_kind_is_refused(void **state)
{
	struct kit kit;
	const Jobq__Task *task;

	(void)state;
	kit_begin(&kit, "tencent", NULL);
	task = detail_task(&kit);
	kit_refuses(&kit, task, kit_json("{\"Code\": 200, \"Data\": null}"),
		    "detail: expected an object at /Data, found null");
	kit_refuses(&kit, task,
		    kit_json("{\"Code\": 200, \"Data\": {\"PostId\": \"2\"}}"),
		    "detail: expected the posting 1, found 2");
	kit_refuses(&kit, task,
		    kit_json("{\"Code\": 200, \"Data\": {\"PostId\": \"1\"}}"),
		    "detail: the answer has no text for it");
	kit_refuses(&kit, task,
		    kit_json("{\"Code\": 200, \"Data\": {\"Requirement\": "
			     "\"r\"}}"),
		    "detail: no title");
	kit_end(&kit);
}

/* ---- paging without a total ---- */

static const char no_total[] =
	"recipe: r\nversion: 1\nmatch: []\nboard: b\n"
	"listing:\n"
	"  request: {url: \"https://r.example/?skip={offset}&n={size}\"}\n"
	"  items: \"\"\n"
	"  paging: {kind: offset, size: 2}\n"
	"fields: {key: /id, title: /id}\n"
	"blocks: [{name: b, kind: other, from: /id}]\n";

static void without_a_total_it_goes_on_to_a_short_page(void **state)
{
	struct kit kit = {0};
	struct extract first, second;

	(void)state;
	kit.spec = kit_spec("r", NULL);
	assert_int_equal(
		recipe_parse(&kit.recipe, "r.yaml", slice_text(no_total)), 0);
	kit.session = session_new(kit.spec);
	assert_int_equal(recipe_seeds(kit.recipe, kit.spec, &kit.seeds), 0);
	assert_int_equal(kit_extract(&kit, kit.seeds.items[0],
				     kit_json("[{\"id\": 1}, {\"id\": 2}]"),
				     &first),
			 0);
	assert_int_equal(first.found.n, 1);
	assert_string_equal(first.found.items[0]->url,
			    "https://r.example/?skip=2&n=2");
	assert_int_equal(kit_extract(&kit, first.found.items[0],
				     kit_json("[{\"id\": 3}]"), &second),
			 0);
	assert_int_equal(second.found.n, 0);
	assert_int_equal(second.claimed, -1);
	extract_deinit(&second);
	extract_deinit(&first);
	kit_end(&kit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(greenhouse_gives_all_at_once),
		cmocka_unit_test(what_does_not_fit_is_refused_in_words),
		cmocka_unit_test(a_posting_without_text_is_told),
		cmocka_unit_test(ashby_keeps_what_is_listed),
		cmocka_unit_test(feishu_sends_its_token_in_header_and_cookie),
		cmocka_unit_test(a_reset_session_has_no_values),
		cmocka_unit_test(feishu_says_when_it_wants_a_browser),
		cmocka_unit_test(feishu_asks_for_all_pages_at_once),
		cmocka_unit_test(
			a_site_that_gives_less_a_page_is_asked_more_often),
		cmocka_unit_test(feishu_fills_a_posting),
		cmocka_unit_test(tencent_pages_and_asks_for_details),
		cmocka_unit_test(a_detail_of_another_kind_is_refused),
		cmocka_unit_test(without_a_total_it_goes_on_to_a_short_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
