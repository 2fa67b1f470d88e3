#include "core/alloc.h"
#include "workers/htmlpage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct htmlpage page_of(const char *html)
{
	struct htmlpage page;

	assert_int_equal(htmlpage_init(&page, slice_text(html)), 0);
	return page;
}

static void takes_title_base_and_canonical(void **state)
{
	struct htmlpage page =
		page_of("<title>Jobs</title><base href='/en/'>"
			"<link rel='alternate Canonical' href='/jobs/1'>"
			"<link rel=canonical href='/second'>");

	(void)state;
	assert_string_equal(page.title, "Jobs");
	assert_string_equal(page.base, "/en/");
	assert_string_equal(page.canonical, "/jobs/1");
	htmlpage_deinit(&page);
}

static void takes_links_in_order(void **state)
{
	struct htmlpage page = page_of(
		"<a href='/a'>a</a><a name=x>no</a><map><area href=b></map>"
		"<a rel='nofollow next' href='?page=2&amp;x=1'>more</a>"
		"<link rel=next href='/n'><link rel=icon href='/i'>");

	(void)state;
	assert_int_equal(page.n_links, 4);
	assert_string_equal(page.links[0].href, "/a");
	assert_false(page.links[0].next);
	assert_string_equal(page.links[1].href, "b");
	assert_string_equal(page.links[2].href, "?page=2&x=1");
	assert_true(page.links[2].next);
	assert_string_equal(page.links[3].href, "/n");
	htmlpage_deinit(&page);
}

static void takes_many_links(void **state)
{
	struct bytes html = {0};
	struct htmlpage page;

	(void)state;
	for (int i = 0; i < 100; i++)
		bytes_add_format(&html, "<a href='/%d'>", i);
	page = page_of(html.data);
	assert_int_equal(page.n_links, 100);
	assert_string_equal(page.links[99].href, "/99");
	htmlpage_deinit(&page);
	bytes_deinit(&html);
}

static void takes_json_ld_unescaped(void **state)
{
	struct htmlpage page = page_of(
		"<script>var a = 1;</script>"
		"<script type='application/ld+json'>{\"a\": \"&lt;\"}</script>"
		"<script type='application/ld+json; charset=utf-8'>[]</script>"
		"<script type='application/ld+json'></script>");

	(void)state;
	assert_int_equal(page.n_scripts, 2);
	assert_string_equal(page.scripts[0], "{\"a\": \"&lt;\"}");
	assert_string_equal(page.scripts[1], "[]");
	htmlpage_deinit(&page);
}

static void takes_microdata_postings_alone(void **state)
{
	struct htmlpage page = page_of(
		"<div itemscope itemtype='https://schema.org/JobPosting'></div>"
		"<div itemscope itemtype='https://schema.org/Event'></div>"
		"<div itemtype='https://schema.org/JobPosting'></div>");

	(void)state;
	assert_int_equal(page.n_items, 1);
	htmlpage_deinit(&page);
}

static void any_bytes_are_a_page(void **state)
{
	struct htmlpage page = page_of("<<<{[ <a <b href");

	(void)state;
	assert_int_equal(page.n_links, 0);
	htmlpage_deinit(&page);
}

static void too_large_a_page_is_refused(void **state)
{
	struct bytes html = {0};
	struct htmlpage page;

	(void)state;
	bytes_reserve(&html, HTMLTREE_MAX_BYTES + 1);
	memset(html.data, '<', HTMLTREE_MAX_BYTES + 1);
	html.len = HTMLTREE_MAX_BYTES + 1;
	assert_int_equal(htmlpage_init(&page, slice_bytes(&html)),
			 HTMLTREE_E_LIMIT);
	bytes_deinit(&html);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_title_base_and_canonical),
		cmocka_unit_test(takes_links_in_order),
		cmocka_unit_test(takes_many_links),
		cmocka_unit_test(takes_json_ld_unescaped),
		cmocka_unit_test(takes_microdata_postings_alone),
		cmocka_unit_test(any_bytes_are_a_page),
		cmocka_unit_test(too_large_a_page_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
