/*
 * The page: nothing from elsewhere, nothing that a site could slip in, and
 * every link leads to something.
 */
#include "core/bytes.h"
#include "fixture.h"
#include "panel.h"
#include "query/command.h"
#include "query/markup.h"
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
/* after what it needs */
#include <cmocka.h>

static char *page;

static int setup(void **state)
{
	panel_begin(state);
	assert_int_equal(fixture_run(&page, "report", "--at", "2025-11-09",
				     "--format", "html", NULL),
			 COMMAND_DONE);
	return 0;
}

static int teardown(void **state)
{
	free(page);
	return panel_end(state);
}

static void needs_no_network(void **state)
{
	static const char *const loads[] = {"<script", "src=", "<link",
					    "@import", "url(", "<img",
					    "<iframe"};

	(void)state;
	for (size_t i = 0; i < sizeof(loads) / sizeof(*loads); i++)
		assert_null(strstr(page, loads[i]));
	assert_non_null(strstr(page, "default-src 'none'"));
}

static void escapes_what_a_site_says(void **state)
{
	(void)state;
	assert_non_null(strstr(page, "&lt;script&gt;alert(1)"));
}

static void links_only_to_pages(void **state)
{
	CLEANUP(bytes_deinit) struct bytes bad = {0}, good = {0};

	(void)state;
	markup_link(&bad, "javascript:alert(1)", "label");
	assert_string_equal(bad.data, "label");
	markup_link(&good, "https://a.example/?a=1&b=\"", "l<l");
	assert_string_equal(good.data,
			    "<a rel=\"noopener noreferrer\" "
			    "href=\"https://a.example/?a=1&amp;b=&quot;\">"
			    "l&lt;l</a>");
}

static void every_inner_link_has_its_target(void **state)
{
	size_t n = 0;

	(void)state;
	for (const char *at = page; (at = strstr(at, "href=\"#")); at++) {
		char id[120];
		size_t len = strcspn(at + 7, "\"");

		assert_true(len < 100);
		snprintf(id, sizeof(id), "id=\"%.*s\"", (int)len, at + 7);
		if (!strstr(page, id))
			fail_msg("no %s", id);
		n++;
	}
	assert_true(n > 20);
}

static void evidence_has_all_of_it(void **state)
{
	(void)state;
	assert_non_null(strstr(page, "<q>负责昇腾集群的线上服务</q>"));
	assert_non_null(strstr(page, "<span class=\"where\">duty</span>"));
	assert_non_null(strstr(page, "href=\"https://jobs.example/a\""));
	assert_non_null(strstr(page, "version <code>"));
}

static void draws_bars_and_the_map(void **state)
{
	(void)state;
	assert_non_null(strstr(page, "<svg class=\"bars\""));
	assert_non_null(strstr(page, "<svg class=\"map\""));
	assert_non_null(strstr(page, "<title>Beijing 2.50</title>"));
	assert_null(strstr(page, "<title>Singapore")); /* mainland alone */
}

static void closes_what_it_opens(void **state)
{
	static const char *const tags[] = {"table", "section", "div", "tr",
					   "td",    "svg",     "ul",  "li",
					   "a",	    "figure"};

	(void)state;
	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++) {
		char open[16], shut[16];
		size_t opened = 0, closed = 0, len;

		snprintf(open, sizeof(open), "<%s", tags[i]);
		snprintf(shut, sizeof(shut), "</%s>", tags[i]);
		len = strlen(open);
		for (const char *at = page; (at = strstr(at, open)); at++)
			opened += !isalnum((unsigned char)at[len]);
		for (const char *at = page; (at = strstr(at, shut)); at++)
			closed++;
		assert_int_equal(opened, closed);
	}
}

static void writes_to_a_file(void **state)
{
	CLEANUP(freep) char *text = NULL;
	char first[16] = "";
	FILE *file;

	(void)state;
	assert_int_equal(fixture_run(&text, "report", "pay", "--format", "html",
				     "--at", "2025-11-09", "--output",
				     "page.html", NULL),
			 COMMAND_DONE);
	assert_string_equal(text, "");
	file = fopen("page.html", "r");
	assert_non_null(file);
	assert_non_null(fgets(first, sizeof(first), file));
	assert_string_equal(first, "<!doctype html>");
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(needs_no_network),
		cmocka_unit_test(escapes_what_a_site_says),
		cmocka_unit_test(links_only_to_pages),
		cmocka_unit_test(every_inner_link_has_its_target),
		cmocka_unit_test(evidence_has_all_of_it),
		cmocka_unit_test(draws_bars_and_the_map),
		cmocka_unit_test(closes_what_it_opens),
		cmocka_unit_test(writes_to_a_file),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
