#include "core/alloc.h"
#include "workers/charset.h"
#include "workers/htmltext.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

typedef int from_html(struct slice html, struct bytes *out);

static void assert_text(from_html *from, const char *html, const char *text)
{
	struct bytes out = {0};

	assert_int_equal(from(slice_text(html), &out), 0);
	assert_string_equal(out.data ? out.data : "", text);
	bytes_deinit(&out);
}

static void blocks_end_lines(void **state)
{
	(void)state;
	assert_text(htmltext_from, "<h2>Role</h2><p>One</p><div>Two</div>three",
		    "Role\nOne\nTwo\nthree");
}

static void list_items_get_no_bullets(void **state)
{
	(void)state;
	assert_text(htmltext_from, "<ul><li>a</li><li>b<ul><li>c</ul></ul>d",
		    "a\nb\nc\nd");
}

static void white_space_collapses(void **state)
{
	(void)state;
	assert_text(htmltext_from, "<p>  a \n\t b<b> c</b>d </p>\n <p> e</p>",
		    "a b cd\ne");
}

static void pre_keeps_its_white_space(void **state)
{
	(void)state;
	assert_text(htmltext_from, "x<pre>a  b\n  c</pre>y", "x\na  b\n  c\ny");
}

static void br_breaks_and_two_make_one_empty_line(void **state)
{
	(void)state;
	assert_text(htmltext_from, "a<br>b<br><br>c<br><br><br><br>d",
		    "a\nb\n\nc\n\nd");
}

static void entities_are_read(void **state)
{
	(void)state;
	assert_text(htmltext_from, "R&amp;D &lt;3 &#20013;&#x6587; a&nbsp;b",
		    "R&D <3 中文 a\xc2\xa0"
		    "b");
}

static void scripts_styles_and_comments_are_no_text(void **state)
{
	(void)state;
	assert_text(htmltext_from,
		    "<head><title>t</title></head><style>p{}</style>a"
		    "<script>b()</script><!-- c -->d<template>e</template>",
		    "ad");
}

static void cells_are_apart(void **state)
{
	(void)state;
	assert_text(htmltext_from,
		    "<table><tr><td>a<td>b</tr><tr><th>c</th></tr></table>",
		    "a b\nc");
}

static void inline_elements_do_not_part_words(void **state)
{
	(void)state;
	assert_text(htmltext_from, "昇<em>腾</em>芯<span>片</span>",
		    "昇腾芯片");
}

static void escaped_html_is_unescaped_once(void **state)
{
	(void)state;
	assert_text(htmltext_from_escaped,
		    "&lt;p&gt;R&amp;amp;D&amp;nbsp;at &quot;X&quot; &#39;y"
		    "&#x27;&lt;/p&gt;&lt;p&gt;a &amp;lt; b&lt;/p&gt;",
		    "R&D\xc2\xa0"
		    "at \"X\" 'y'\na < b");
}

static void html_that_was_not_escaped_stays(void **state)
{
	(void)state;
	assert_text(htmltext_from_escaped, "<p>a &amp; b</p>", "a & b");
	assert_text(htmltext_from_either, "<p>a &amp;lt; b</p>", "a &lt; b");
	assert_text(htmltext_from_either, "&lt;p&gt;a&lt;/p&gt;", "a");
	assert_text(htmltext_from_either, "plain &amp; simple",
		    "plain & simple");
}

static void wrong_references_stay_as_they_are(void **state)
{
	(void)state;
	assert_text(htmltext_from_escaped, "a & b &#; &#x; &zz &#xD800;",
		    "a & b &#; &#x; &zz \xef\xbf\xbd");
}

static void a_reference_beyond_unicode_breaks_nothing(void **state)
{
	struct bytes out = {0};

	(void)state;
	assert_int_equal(
		htmltext_from(slice_text("a&#x1aaaaaaaaaaaaaaaaaaaa;b"), &out),
		0);
	assert_true(charset_is_utf8(slice_bytes(&out)));
	assert_int_equal(out.data[0], 'a');
	assert_int_equal(out.data[out.len - 1], 'b');
	bytes_deinit(&out);
}

static void nothing_gives_nothing(void **state)
{
	(void)state;
	assert_text(htmltext_from, "", "");
	assert_text(htmltext_from, "<p></p><br>", "");
}

static void depth_costs_no_stack(void **state)
{
	struct bytes html = {0}, out = {0};

	(void)state;
	for (int i = 0; i < 20000; i++)
		bytes_add_text(&html, "<span>");
	bytes_add_text(&html, "deep");
	assert_int_equal(htmltext_from(slice_bytes(&html), &out), 0);
	assert_string_equal(out.data, "deep");
	bytes_deinit(&html);
	bytes_deinit(&out);
}

static void what_is_too_large_is_refused(void **state)
{
	struct bytes html = {0}, out = {0};

	(void)state;
	bytes_reserve(&html, HTMLTREE_MAX_BYTES + 1);
	memset(html.data, 'a', HTMLTREE_MAX_BYTES + 1);
	html.len = HTMLTREE_MAX_BYTES + 1;
	assert_int_equal(htmltext_from(slice_bytes(&html), &out),
			 HTMLTREE_E_LIMIT);
	bytes_deinit(&html);
	bytes_deinit(&out);
}

/* Each <p> opens every <b> again: a tree much larger than its text. */
static void a_tree_that_outgrows_memory_is_refused(void **state)
{
	struct bytes html = {0}, out = {0};

	(void)state;
	for (int i = 0; i < 20000; i++)
		bytes_add_format(&html, "<b id=%d>", i);
	for (int i = 0; i < 100000; i++)
		bytes_add_text(&html, "<p>x</p>");
	assert_int_equal(htmltext_from(slice_bytes(&html), &out),
			 HTMLTREE_E_LIMIT);
	bytes_deinit(&html);
	bytes_deinit(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_end_lines),
		cmocka_unit_test(list_items_get_no_bullets),
		cmocka_unit_test(white_space_collapses),
		cmocka_unit_test(pre_keeps_its_white_space),
		cmocka_unit_test(br_breaks_and_two_make_one_empty_line),
		cmocka_unit_test(entities_are_read),
		cmocka_unit_test(scripts_styles_and_comments_are_no_text),
		cmocka_unit_test(cells_are_apart),
		cmocka_unit_test(inline_elements_do_not_part_words),
		cmocka_unit_test(escaped_html_is_unescaped_once),
		cmocka_unit_test(html_that_was_not_escaped_stays),
		cmocka_unit_test(wrong_references_stay_as_they_are),
		cmocka_unit_test(a_reference_beyond_unicode_breaks_nothing),
		cmocka_unit_test(nothing_gives_nothing),
		cmocka_unit_test(depth_costs_no_stack),
		cmocka_unit_test(what_is_too_large_is_refused),
		cmocka_unit_test(a_tree_that_outgrows_memory_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
