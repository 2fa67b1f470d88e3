#include "core/alloc.h"
#include "workers/sitemap.h"
#include <libdeflate.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define NS   " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
#define TWO                                                        \
	HEAD "<urlset" NS "><url><loc> https://e.example/1 </loc>" \
	     "<lastmod>2026-01-02</lastmod></url>"                 \
	     "<url><loc>https://e.example/2?a=1&amp;b=2</loc></url></urlset>"

static struct sitemap read_text(const char *text)
{
	struct sitemap sitemap;
	char *why = NULL;

	assert_int_equal(sitemap_init(&sitemap, slice_text(text), &why), 0);
	return sitemap;
}

static void reads_urls(void **state)
{
	struct sitemap sitemap = read_text(TWO);

	(void)state;
	assert_false(sitemap.index);
	assert_int_equal(sitemap.n, 2);
	assert_string_equal(sitemap.urls[0], "https://e.example/1");
	assert_string_equal(sitemap.urls[1], "https://e.example/2?a=1&b=2");
	sitemap_deinit(&sitemap);
}

static void reads_an_index(void **state)
{
	struct sitemap sitemap = read_text(
		HEAD "<sitemapindex" NS "><sitemap><loc>https://e.example/a.xml"
		     "</loc></sitemap></sitemapindex>");

	(void)state;
	assert_true(sitemap.index);
	assert_int_equal(sitemap.n, 1);
	sitemap_deinit(&sitemap);
}

static void an_images_loc_is_none_of_ours(void **state)
{
	struct sitemap sitemap = read_text(
		HEAD "<urlset" NS " xmlns:i=\"urn:i\"><url><loc>https://e.ex"
		     "ample/1</loc><i:image><i:loc>https://e.example/p.png"
		     "</i:loc></i:image></url></urlset>");

	(void)state;
	assert_int_equal(sitemap.n, 1);
	sitemap_deinit(&sitemap);
}

static void reads_gzip(void **state)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
	char packed[1024];
	size_t n = libdeflate_gzip_compress(c, TWO, strlen(TWO), packed,
					    sizeof(packed));
	struct sitemap sitemap;
	char *why = NULL;

	(void)state;
	assert_true(n > 0);
	assert_int_equal(sitemap_init(&sitemap, slice_of(packed, n), &why), 0);
	assert_int_equal(sitemap.n, 2);
	sitemap_deinit(&sitemap);
	libdeflate_free_compressor(c);
}

static void assert_refused(struct slice body, const char *words)
{
	struct sitemap sitemap;
	CLEANUP(freep) char *why = NULL;

	assert_int_equal(sitemap_init(&sitemap, body, &why), SITEMAP_E_FORM);
	assert_non_null(strstr(why, words));
}

static void a_gzip_bomb_is_refused(void **state)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(1);
	struct bytes bomb = {0}, zeros = {0};

	(void)state;
	bytes_reserve(&zeros, SITEMAP_MAX_BYTES + 1);
	memset(zeros.data, 0, SITEMAP_MAX_BYTES + 1);
	bytes_reserve(&bomb, 1 << 20);
	bomb.len = libdeflate_gzip_compress(
		c, zeros.data, SITEMAP_MAX_BYTES + 1, bomb.data, 1 << 20);
	assert_true(bomb.len > 0);
	assert_refused(slice_bytes(&bomb), "gzip of at most 64 MB");
	bytes_deinit(&bomb);
	bytes_deinit(&zeros);
	libdeflate_free_compressor(c);
}

static void entities_and_doctypes_are_refused(void **state)
{
	(void)state;
	assert_refused(slice_text("<!DOCTYPE urlset [<!ENTITY a 'https://e.exa"
				  "mple/1'>]><urlset><url><loc>&a;</loc></url>"
				  "</urlset>"),
		       "without DOCTYPE");
	assert_refused(slice_text("<!DOCTYPE urlset SYSTEM 'file:///etc/hosts'>"
				  "<urlset/>"),
		       "without DOCTYPE");
}

static void other_forms_are_named(void **state)
{
	(void)state;
	assert_refused(slice_text("<rss></rss>"), "a urlset or sitemapindex");
	assert_refused(slice_text("<urlset><url>"), "well-formed XML");
	assert_refused(slice_text(""), "expected XML");
	assert_refused(slice_text("\x1f\x8b\x08nonsense"), "expected gzip");
}

static void an_html_page_is_no_sitemap_and_no_fault(void **state)
{
	struct sitemap sitemap;
	char *why = NULL;

	(void)state;
	assert_int_equal(sitemap_init(&sitemap,
				      slice_text("\n<!DOCTYPE html><html>"),
				      &why),
			 SITEMAP_E_ABSENT);
	assert_null(why);
}

static void more_urls_than_the_protocol_has_are_left(void **state)
{
	struct bytes text = {0};
	struct sitemap sitemap;

	(void)state;
	bytes_add_text(&text, "<urlset>");
	for (int i = 0; i < SITEMAP_MAX_URLS + 5; i++)
		bytes_add_text(&text, "<url><loc>http://e/</loc></url>");
	bytes_add_text(&text, "</urlset>");
	sitemap = read_text(text.data);
	assert_int_equal(sitemap.n, SITEMAP_MAX_URLS);
	sitemap_deinit(&sitemap);
	bytes_deinit(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_urls),
		cmocka_unit_test(reads_an_index),
		cmocka_unit_test(an_images_loc_is_none_of_ours),
		cmocka_unit_test(reads_gzip),
		cmocka_unit_test(a_gzip_bomb_is_refused),
		cmocka_unit_test(entities_and_doctypes_are_refused),
		cmocka_unit_test(other_forms_are_named),
		cmocka_unit_test(an_html_page_is_no_sitemap_and_no_fault),
		cmocka_unit_test(more_urls_than_the_protocol_has_are_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
