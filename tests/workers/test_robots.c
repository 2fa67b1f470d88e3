#include "core/alloc.h"
#include "workers/robots.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* Does `text` allow the crawler "ExampleBot" the target? */
static bool allows(const char *text, const char *target)
{
	CLEANUP(robots_freep)
	struct robots *robots = robots_parse(slice_text(text), "ExampleBot");

	return robots_allows(robots, target);
}

static int64_t delay(const char *text)
{
	CLEANUP(robots_freep)
	struct robots *robots = robots_parse(slice_text(text), "ExampleBot");

	return robots_delay_ms(robots);
}

/* Does the rule alone, for us, forbid the target? */
static bool forbids(const char *path, const char *target)
{
	CLEANUP(freep)
	char *text = alloc_format("user-agent: *\ndisallow: %s\n", path);

	return !allows(text, target);
}

/* ---- RFC 9309, 2.2.1 ---- */

static void agent_matches_whatever_its_case(void **state)
{
	(void)state;
	assert_false(
		allows("user-agent: ExampleBot\ndisallow: /foo\n", "/foo"));
	assert_false(
		allows("User-Agent: EXAMPLEBOT\nDisallow: /foo\n", "/foo"));
	assert_false(
		allows("user-agent: examplebot/1.2\ndisallow: /foo\n", "/foo"));
	assert_true(
		allows("user-agent: ExampleBots\ndisallow: /foo\n", "/foo"));
	assert_true(allows("user-agent: Example\ndisallow: /foo\n", "/foo"));
}

static void groups_of_one_agent_are_merged(void **state)
{
	static const char text[] = "user-agent: ExampleBot\n"
				   "disallow: /foo\n"
				   "disallow: /bar\n"
				   "\n"
				   "user-agent: ExampleBot\n"
				   "disallow: /baz\n";

	(void)state;
	assert_false(allows(text, "/foo"));
	assert_false(allows(text, "/bar"));
	assert_false(allows(text, "/baz"));
}

static void own_group_beats_the_others(void **state)
{
	static const char text[] = "user-agent: *\ndisallow: /\n"
				   "user-agent: ExampleBot\ndisallow: /x\n";

	(void)state;
	assert_true(allows(text, "/y"));
	assert_false(allows(text, "/x"));
	assert_true(allows("user-agent: *\ndisallow: /\n"
			   "user-agent: ExampleBot\n",
			   "/y"));
}

static void without_a_group_all_is_allowed(void **state)
{
	(void)state;
	assert_true(allows("user-agent: OtherBot\ndisallow: /\n", "/x"));
	assert_true(allows("", "/x"));
	assert_true(allows("disallow: /x\n", "/x")); /* before any agent */
	assert_true(robots_allows(NULL, "/x"));
}

/* ---- 2.2.2: the examples of its table, and what it says besides ---- */

static void escapes_are_compared_as_the_rfc_says(void **state)
{
	(void)state;
	assert_true(forbids("/foo/bar?baz=quz", "/foo/bar?baz=quz"));
	assert_true(forbids("/foo/bar?baz=https://foo.bar",
			    "/foo/bar?baz=https%3A%2F%2Ffoo.bar"));
	assert_true(forbids("/foo/bar?baz=https%3A%2F%2Ffoo.bar",
			    "/foo/bar?baz=https://foo.bar"));
	assert_true(forbids("/foo/bar/\xe3\x83\x84", "/foo/bar/%E3%83%84"));
	assert_true(forbids("/foo/bar/%e3%83%84", "/foo/bar/\xe3\x83\x84"));
	assert_true(forbids("/foo/bar/%62%61%7A", "/foo/bar/baz"));
	assert_true(forbids("/foo/bar/baz", "/foo/bar/%62%61%7a"));
}

static void escaped_slash_in_a_path_is_no_slash(void **state)
{
	(void)state;
	assert_false(forbids("/a/b", "/a%2Fb"));
	assert_true(forbids("/a%2fb", "/a%2Fb"));
}

static void paths_are_prefixes_and_know_case(void **state)
{
	(void)state;
	assert_true(forbids("/fish", "/fish.html"));
	assert_true(forbids("/fish", "/fishheads/yummy"));
	assert_false(forbids("/fish", "/Fish.asp"));
	assert_false(forbids("/fish", "/catfish"));
	assert_false(forbids("/fish/", "/fish"));
}

static void longest_match_wins(void **state)
{
	static const char text[] = "user-agent: ExampleBot\n"
				   "allow: /example/page/\n"
				   "disallow: /example/page/disallowed.gif\n";

	(void)state;
	assert_true(allows(text, "/example/page/"));
	assert_false(allows(text, "/example/page/disallowed.gif"));
	assert_true(
		allows("user-agent: *\ndisallow: /a\nallow: /a/b\n", "/a/b/c"));
}

static void allow_wins_a_draw(void **state)
{
	(void)state;
	assert_true(allows("user-agent: *\ndisallow: /a\nallow: /a\n", "/a"));
	assert_true(allows("user-agent: *\nallow: /a\ndisallow: /a\n", "/a"));
}

static void empty_pattern_says_nothing(void **state)
{
	(void)state;
	assert_true(allows("user-agent: *\ndisallow:\n", "/a"));
	assert_false(allows("user-agent: *\ndisallow: /\nallow:\n", "/a"));
}

static void robots_txt_itself_is_allowed(void **state)
{
	(void)state;
	assert_true(allows("user-agent: *\ndisallow: /\n", "/robots.txt"));
}

/* ---- 2.2.3 ---- */

static void special_characters_of_the_rfc(void **state)
{
	(void)state;
	/* "#" begins a comment */
	assert_true(allows("user-agent: *\n# disallow: /\n", "/x"));
	assert_false(allows("user-agent: * # all\ndisallow: /x # y\n", "/x"));
	/* "$" ends, "*" is any characters */
	assert_true(forbids("/this/path/exactly$", "/this/path/exactly"));
	assert_false(forbids("/this/path/exactly$", "/this/path/exactly2"));
	assert_true(forbids("/this/*/exactly", "/this/path/exactly"));
	assert_true(forbids("/this/*/exactly", "/this/a/b/exactly/c"));
	assert_false(forbids("/this/*/exactly", "/this/exactly"));
	/* to match them literally */
	assert_true(forbids("/path/file-with-a-%2A.html",
			    "/path/file-with-a-*.html"));
	assert_false(forbids("/path/file-with-a-%2A.html",
			     "/path/file-with-a-b.html"));
	assert_true(forbids("/path/foo-%24", "/path/foo-$"));
	assert_false(forbids("/path/foo-$", "/path/foo-$"));
}

static void stars_match_anywhere(void **state)
{
	(void)state;
	assert_true(forbids("*.gif$", "/a/b.gif"));
	assert_false(forbids("*.gif$", "/a/b.gif?x"));
	assert_true(forbids("*.gif", "/a/b.gif?x"));
	assert_true(forbids("/*/*/c", "/a/b/c"));
	assert_true(forbids("/a**b", "/axb"));
	assert_true(forbids("/*", "/"));
	assert_true(forbids("*", "/x"));
	assert_true(forbids("/*ab*ab$", "/abxabyab"));
	assert_false(forbids("/*ab*ab$", "/ab"));
	assert_true(
		forbids("/*redirect=http://", "/x?redirect=http%3A%2F%2Fy"));
}

/* 5.1 */
static const char simple_example[] = "User-Agent: *\n"
				     "Disallow: *.gif$\n"
				     "Disallow: /example/\n"
				     "Allow: /publications/\n"
				     "\n"
				     "User-Agent: foobot\n"
				     "Disallow:/\n"
				     "Allow:/example/page.html\n"
				     "Allow:/example/allowed.gif\n"
				     "\n"
				     "User-Agent: barbot\n"
				     "User-Agent: bazbot\n"
				     "Disallow: /example/page.html\n"
				     "\n"
				     "User-Agent: quxbot\n"
				     "\n"
				     "EOF\n";

static void simple_example_of_the_rfc(void **state)
{
	static const struct {
		const char *agent, *target;
		bool allowed;
	} cases[] = {
		{"foobot", "/example/page.html", true},
		{"foobot", "/example/allowed.gif", true},
		{"foobot", "/other", false},
		{"barbot", "/example/page.html", false},
		{"bazbot", "/example/page.html", false},
		{"bazbot", "/a.gif", true},
		{"quxbot", "/example/", true},
		{"otherbot", "/a.gif", false},
		{"otherbot", "/example/x", false},
		{"otherbot", "/publications/", true},
		{"otherbot", "/x", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		CLEANUP(robots_freep)
		struct robots *r = robots_parse(slice_text(simple_example),
						cases[i].agent);

		if (robots_allows(r, cases[i].target) != cases[i].allowed)
			fail_msg("%s %s", cases[i].agent, cases[i].target);
	}
}

/* ---- 2.2.4 and lines ---- */

static void other_records_do_not_end_a_group(void **state)
{
	static const char text[] = "user-agent: ExampleBot\n"
				   "sitemap: https://a.example/s.xml\n"
				   "crawl-delay: 2\n"
				   "user-agent: OtherBot\n"
				   "disallow: /x\n";

	(void)state;
	assert_false(allows(text, "/x"));
}

static void all_line_ends_and_a_mark_are_read(void **state)
{
	(void)state;
	assert_false(allows("user-agent: *\r\ndisallow: /x\r\n", "/x"));
	assert_false(allows("user-agent: *\rdisallow: /x", "/x"));
	assert_false(allows("\xef\xbb\xbfuser-agent: *\ndisallow: /x", "/x"));
	assert_false(allows("user-agent : *\n\tdisallow\t:\t/x\t\n", "/x"));
}

static void what_is_not_understood_is_skipped(void **state)
{
	(void)state;
	assert_true(allows("<html><body>Not: found</body></html>", "/x"));
	assert_false(allows("user-agent: *\n\x01\xff\nnonsense\ndisallow: /x\n",
			    "/x"));
}

static void only_500_kib_are_read(void **state)
{
	struct bytes text = {0};
	struct robots *robots;

	(void)state;
	bytes_add_text(&text, "user-agent: *\ndisallow: /first\n");
	while (text.len < ROBOTS_MAX_BYTES - 20)
		bytes_add_text(&text, "# some comment\n");
	bytes_add_text(&text, "disallow: /half/of/this/path/is/beyond\n");
	bytes_add_text(&text, "disallow: /beyond\n");
	robots = robots_parse(slice_bytes(&text), "ExampleBot");
	assert_false(robots_allows(robots, "/first"));
	assert_true(robots_allows(robots, "/half/x"));
	assert_true(robots_allows(robots, "/beyond"));
	robots_free(robots);
	bytes_deinit(&text);
}

/* ---- Crawl-delay, Sitemap ---- */

static void delay_has_decimals_and_a_cap(void **state)
{
	(void)state;
	assert_int_equal(delay("user-agent: *\ncrawl-delay: 2\n"), 2000);
	assert_int_equal(delay("user-agent: *\ncrawl-delay: 0.5\n"), 500);
	assert_int_equal(delay("user-agent: *\ncrawl-delay: 1.2345\n"), 1234);
	assert_int_equal(delay("user-agent: *\ncrawl-delay: 0\n"), 0);
	assert_int_equal(delay("user-agent: *\ncrawl-delay: 99999999999\n"),
			 ROBOTS_MAX_DELAY_MS);
}

static void delay_that_is_no_number_is_none(void **state)
{
	static const char *const bad[] = {"", "x", "-1", "1s", ".", "1.2.3"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		CLEANUP(freep)
		char *text = alloc_format("user-agent: *\ncrawl-delay: %s\n",
					  bad[i]);

		assert_int_equal(delay(text), -1);
	}
	assert_int_equal(delay(""), -1);
	assert_int_equal(robots_delay_ms(NULL), -1);
}

static void delay_is_our_groups(void **state)
{
	(void)state;
	assert_int_equal(delay("user-agent: *\ncrawl-delay: 9\n"
			       "user-agent: ExampleBot\ndisallow: /x\n"),
			 -1);
	assert_int_equal(delay("user-agent: *\ncrawl-delay: 9\n"
			       "user-agent: ExampleBot\ncrawl-delay: 3\n"
			       "crawl-delay: 4\n"),
			 4000);
}

static void sitemaps_are_told_in_order(void **state)
{
	CLEANUP(robots_freep)
	struct robots *robots = robots_parse(
		slice_text("Sitemap: https://a.example/1.xml\n"
			   "user-agent: OtherBot\ndisallow: /\n"
			   "SITEMAP:https://a.example/2.xml\nsitemap:\n"),
		"ExampleBot");
	const char *const *maps = NULL;

	(void)state;
	assert_int_equal(robots_sitemaps(robots, &maps), 2);
	assert_string_equal(maps[0], "https://a.example/1.xml");
	assert_string_equal(maps[1], "https://a.example/2.xml");
	assert_int_equal(robots_sitemaps(NULL, &maps), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agent_matches_whatever_its_case),
		cmocka_unit_test(groups_of_one_agent_are_merged),
		cmocka_unit_test(own_group_beats_the_others),
		cmocka_unit_test(without_a_group_all_is_allowed),
		cmocka_unit_test(escapes_are_compared_as_the_rfc_says),
		cmocka_unit_test(escaped_slash_in_a_path_is_no_slash),
		cmocka_unit_test(paths_are_prefixes_and_know_case),
		cmocka_unit_test(longest_match_wins),
		cmocka_unit_test(allow_wins_a_draw),
		cmocka_unit_test(empty_pattern_says_nothing),
		cmocka_unit_test(robots_txt_itself_is_allowed),
		cmocka_unit_test(special_characters_of_the_rfc),
		cmocka_unit_test(stars_match_anywhere),
		cmocka_unit_test(simple_example_of_the_rfc),
		cmocka_unit_test(other_records_do_not_end_a_group),
		cmocka_unit_test(all_line_ends_and_a_mark_are_read),
		cmocka_unit_test(what_is_not_understood_is_skipped),
		cmocka_unit_test(only_500_kib_are_read),
		cmocka_unit_test(delay_has_decimals_and_a_cap),
		cmocka_unit_test(delay_that_is_no_number_is_none),
		cmocka_unit_test(delay_is_our_groups),
		cmocka_unit_test(sitemaps_are_told_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
