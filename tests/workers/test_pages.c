#include "tests/workers/recipekit.h"

#define SITE "https://careers.example/jobs/"
#define POSTING(more)                                                       \
	"<script type='application/ld+json'>{\"@type\": \"JobPosting\", "   \
	"\"title\": \"A\", \"description\": \"<p>b</p>\", \"identifier\": " \
	"{\"value\": \"77\"}" more "}</script>"

static const char *const params[] = {"url", SITE, NULL};

static Jobq__Task *page_task(struct kit *kit, const char *url, unsigned hops)
{
	Jobq__Task *task = kit->seeds.items[0];

	free(task->url);
	task->url = alloc_copy(url);
	task->hops = hops;
	return task;
}

/* The tasks found on `html`, as "URL hops\n". */
static char *found_on(const char *const *given, const char *html)
{
	struct kit kit;
	struct extract out;
	struct bytes all = {0};

	kit_begin(&kit, "html", given);
	assert_int_equal(kit_extract(&kit, page_task(&kit, SITE, 2),
				     kit_html(html), &out),
			 0);
	for (size_t i = 0; i < out.found.n; i++) {
		Jobq__Task *task = out.found.items[i];

		assert_string_equal(task->step, "page");
		assert_int_equal(task->kind, JOBQ__TASK_KIND__TASK_PAGE);
		bytes_add_format(&all, "%s %u\n", task->url, task->hops);
	}
	extract_deinit(&out);
	kit_end(&kit);
	return bytes_take(&all);
}

static void assert_found(const char *html, const char *expected)
{
	CLEANUP(freep) char *found = found_on(params, html);

	assert_string_equal(found, expected);
}

static void seeds_are_the_page_and_the_sitemap(void **state)
{
	struct kit kit;

	(void)state;
	kit_begin(&kit, "html", params);
	assert_int_equal(kit.seeds.n, 2);
	assert_string_equal(kit.seeds.items[0]->url, SITE);
	assert_string_equal(kit.seeds.items[1]->url,
			    "https://careers.example/sitemap.xml");
	assert_string_equal(kit.seeds.items[1]->step, "sitemap");
	assert_true(kit.seeds.items[1]->seed);
	assert_false(recipe_authoritative(kit.recipe));
	kit_end(&kit);
}

static void links_of_the_host_are_found_once(void **state)
{
	(void)state;
	assert_found("<a href=/a><a href='/a#top'><a href=b>"
		     "<a href='HTTPS://Careers.Example/a?utm_source=x'>"
		     "<a href='//careers.example/c'>",
		     "https://careers.example/a 3\n"
		     "https://careers.example/jobs/b 3\n"
		     "https://careers.example/c 3\n");
}

static void what_is_elsewhere_or_no_page_is_left(void **state)
{
	(void)state;
	assert_found("<a href='https://other.example/'><a href=#x>"
		     "<a href='mailto:a@careers.example'><a href='/a.pdf'>"
		     "<a href='javascript:x()'><a href='/logo.PNG?v=1'>"
		     "<a href='https://careers.example.evil.example/'>",
		     "");
}

static void the_www_of_the_host_is_the_host(void **state)
{
	(void)state;
	assert_found("<a href='https://www.careers.example/x'>",
		     "https://www.careers.example/x 3\n");
}

static void the_next_page_costs_no_hop(void **state)
{
	(void)state;
	assert_found("<a href='?page=2'>2</a><a rel=next href='?page=2'>",
		     "https://careers.example/jobs/?page=2 2\n");
}

static void base_is_heeded(void **state)
{
	(void)state;
	assert_found("<base href='/en/'><a href=x><a href=/y>",
		     "https://careers.example/en/x 3\n"
		     "https://careers.example/y 3\n");
}

static void dot_segments_are_resolved(void **state)
{
	(void)state;
	assert_found("<a href='/a/../b'><a href='/a/./c.html'>",
		     "https://careers.example/b 3\n"
		     "https://careers.example/a/c.html 3\n");
}

static void within_keeps_to_a_prefix(void **state)
{
	static const char *const within[] = {"url", SITE, "within", "/jobs/",
					     NULL};
	CLEANUP(freep)
	char *found = found_on(
		within, "<a href=/jobs/1><a href=/news/2><a href=/jobsite>");

	(void)state;
	assert_string_equal(found, "https://careers.example/jobs/1 3\n");
}

/* The one posting of `html`, read at SITE. */
static void posting_of(const char *html, struct kit *kit, struct extract *out)
{
	kit_begin(kit, "html", params);
	assert_int_equal(kit_extract(kit,
				     page_task(kit, SITE "77?utm_medium=x", 0),
				     kit_html(html), out),
			 0);
	assert_int_equal(out->n_observations, 1);
	assert_int_equal(out->items, 1);
}

static void assert_key(const char *html, const char *key)
{
	struct kit kit;
	struct extract out;

	posting_of(html, &kit, &out);
	assert_string_equal(out.observations[0]->key, key);
	assert_string_equal(out.observations[0]->content->url, key);
	extract_deinit(&out);
	kit_end(&kit);
}

static void a_postings_key_is_its_canonical_url(void **state)
{
	(void)state;
	assert_key(POSTING(""), SITE "77");
	assert_key("<link rel=canonical href='/jobs/a'>" POSTING(""), SITE "a");
	assert_key("<link rel=canonical href='https://other.example/'>" POSTING(
			   ", \"url\": \"/x\""),
		   SITE "77");
}

static void a_posting_is_observed_whole(void **state)
{
	struct kit kit;
	struct extract out;
	const Jobq__Content *content;

	(void)state;
	posting_of(POSTING(""), &kit, &out);
	content = out.observations[0]->content;
	assert_true(out.observations[0]->complete);
	assert_string_equal(content->external_id, "77");
	assert_string_equal(content->blocks[0]->text, "b");
	assert_string_equal(content->extractor, recipe_extractor(kit.recipe));
	assert_non_null(content->archive);
	assert_int_equal(out.claimed, -1);
	extract_deinit(&out);
	kit_end(&kit);
}

static void a_posting_without_text_is_told(void **state)
{
	struct kit kit;
	struct extract out;

	(void)state;
	posting_of("<script type='application/ld+json'>{\"@type\": "
		   "\"JobPosting\", \"title\": \"A\"}</script>",
		   &kit, &out);
	assert_false(out.observations[0]->complete);
	assert_true(out.contents_missing);
	assert_string_equal(out.observations[0]->reason,
			    "its JobPosting has no description");
	extract_deinit(&out);
	kit_end(&kit);
}

static void of_a_list_those_with_pages_and_text_are_taken(void **state)
{
	struct kit kit;
	struct extract out;

	(void)state;
	posting_of(POSTING(", \"url\": \"/jobs/1\"") POSTING(
			   "") "<script type='application/ld+json'>{\"@type\": "
			       "\"JobPosting\", \"title\": \"A\", \"url\": "
			       "\"/jobs/3\"}</script>",
		   &kit, &out);
	assert_string_equal(out.observations[0]->key, SITE "1");
	extract_deinit(&out);
	kit_end(&kit);
}

static void what_is_no_page_is_refused_in_words(void **state)
{
	struct kit kit;
	const Jobq__Task *task;

	(void)state;
	kit_begin(&kit, "html", params);
	task = kit.seeds.items[0];
	kit_refuses(&kit, task, kit_json("\x01<<<{["),
		    "page: expected HTML, found application/json, "
		    "\"\\x01<<<{[\"");
	kit_refuses(&kit, task, kit_html(""),
		    "page: expected HTML, found text/html; charset=utf-8, "
		    "\"\"");
	kit_refuses(&kit, task, kit_answer_of(403, NULL, slice_text("no")),
		    "page: HTTP 403");
	kit_refuses(&kit, task,
		    kit_html("<script type='application/ld+json'>{\"@type\": "
			     "\"JobPosting\"</script>"),
		    "page: JSON-LD: expected JSON, found one cut short after "
		    "22 bytes ({\"@type\": \"JobPosting\")");
	kit_refuses(&kit, task,
		    kit_html("<script type='application/ld+json'>{\"@type\": "
			     "\"JobPosting\"}</script>"),
		    "page: its JobPosting has no title");
	kit_end(&kit);
}

static void a_file_is_no_page_and_no_fault(void **state)
{
	struct kit kit;
	struct extract out;

	(void)state;
	kit_begin(&kit, "html", params);
	assert_int_equal(kit_extract(&kit, kit.seeds.items[0],
				     kit_answer_of(200, "application/pdf",
						   slice_text("%PDF")),
				     &out),
			 0);
	assert_int_equal(out.found.n + out.n_observations, 0);
	extract_deinit(&out);
	kit_end(&kit);
}

static void a_sitemap_gives_pages_and_sitemaps(void **state)
{
	static const char *const maps[] = {
		"<urlset><url><loc>https://careers.example/jobs/1</loc></url>"
		"<url><loc>https://other.example/2</loc></url></urlset>",
		"<sitemapindex><sitemap><loc>https://careers.example/m.xml"
		"</loc></sitemap></sitemapindex>"};
	static const char *const steps[] = {"page", "sitemap"};
	struct kit kit;

	(void)state;
	kit_begin(&kit, "html", params);
	for (unsigned i = 0; i < 2; i++) {
		struct extract out;

		assert_int_equal(kit_extract(&kit, kit.seeds.items[1],
					     kit_json(maps[i]), &out),
				 0);
		assert_int_equal(out.found.n, 1);
		assert_string_equal(out.found.items[0]->step, steps[i]);
		assert_int_equal(out.found.items[0]->hops, 1 - i);
		extract_deinit(&out);
	}
	kit_refuses(&kit, kit.seeds.items[1], kit_json("<urlset>"),
		    "sitemap: expected well-formed XML (<urlset>)");
	kit_end(&kit);
}

static void robots_sitemaps_of_the_host_are_tasks(void **state)
{
	static const char *const urls[] = {"https://careers.example/s.xml",
					   "https://other.example/s.xml",
					   "nonsense"};
	struct kit kit;
	struct tasks found;

	(void)state;
	kit_begin(&kit, "html", params);
	assert_int_equal(recipe_sitemaps(kit.recipe, kit.spec, urls, 3, &found),
			 0);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.items[0]->step, "sitemap");
	tasks_deinit(&found);
	kit_end(&kit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seeds_are_the_page_and_the_sitemap),
		cmocka_unit_test(links_of_the_host_are_found_once),
		cmocka_unit_test(what_is_elsewhere_or_no_page_is_left),
		cmocka_unit_test(the_www_of_the_host_is_the_host),
		cmocka_unit_test(the_next_page_costs_no_hop),
		cmocka_unit_test(base_is_heeded),
		cmocka_unit_test(dot_segments_are_resolved),
		cmocka_unit_test(within_keeps_to_a_prefix),
		cmocka_unit_test(a_postings_key_is_its_canonical_url),
		cmocka_unit_test(a_posting_is_observed_whole),
		cmocka_unit_test(a_posting_without_text_is_told),
		cmocka_unit_test(of_a_list_those_with_pages_and_text_are_taken),
		cmocka_unit_test(what_is_no_page_is_refused_in_words),
		cmocka_unit_test(a_file_is_no_page_and_no_fault),
		cmocka_unit_test(a_sitemap_gives_pages_and_sitemaps),
		cmocka_unit_test(robots_sitemaps_of_the_host_are_tasks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
