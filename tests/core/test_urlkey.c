#include "core/bytes.h"
#include "core/urlkey.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pair {
	const char *from, *to; /* to NULL: refused */
};

static void check(const char *what, char *got, const char *want)
{
	CLEANUP(freep) char *own = got;

	if (!want != !own || (own && strcmp(own, want) != 0))
		fail_msg("%s: got %s, want %s", what, own ? own : "NULL",
			 want ? want : "NULL");
}

/* RFC 3986 5.4, but for those that are no http URL or keep a fragment. */
static void resolves_as_the_rfc_says(void **state)
{
	static const struct pair cases[] = {
		{"g", "http://a/b/c/g"},
		{"./g", "http://a/b/c/g"},
		{"g/", "http://a/b/c/g/"},
		{"/g", "http://a/g"},
		{"//g", "http://g/"},
		{"?y", "http://a/b/c/d;p?y"},
		{"g?y", "http://a/b/c/g?y"},
		{"#s", "http://a/b/c/d;p?q"},
		{"g#s", "http://a/b/c/g"},
		{"g?y#s", "http://a/b/c/g?y"},
		{";x", "http://a/b/c/;x"},
		{"g;x", "http://a/b/c/g;x"},
		{"", "http://a/b/c/d;p?q"},
		{".", "http://a/b/c/"},
		{"./", "http://a/b/c/"},
		{"..", "http://a/b/"},
		{"../", "http://a/b/"},
		{"../g", "http://a/b/g"},
		{"../..", "http://a/"},
		{"../../g", "http://a/g"},
		{"../../../g", "http://a/g"},
		{"/./g", "http://a/g"},
		{"/../g", "http://a/g"},
		{"g.", "http://a/b/c/g."},
		{"..g", "http://a/b/c/..g"},
		{"./../g", "http://a/b/g"},
		{"./g/.", "http://a/b/c/g/"},
		{"g/../h", "http://a/b/c/h"},
		{"g?y/../x", "http://a/b/c/g?y/../x"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(cases[i].from,
		      url_resolve("http://a/b/c/d;p?q", cases[i].from),
		      cases[i].to);
}

static void what_is_no_web_page_is_refused(void **state)
{
	static const char *const wrong[] = {"mailto:jobs@acme.example",
					    "javascript:void(0)",
					    "tel:+4930123",
					    "ftp://acme.example/",
					    "data:text/html,x",
					    "http://user:pass@acme.example/",
					    "http://",
					    "http://a b.example/",
					    "http://acme.example:99999/"};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		check(wrong[i], url_resolve("http://a/b", wrong[i]), NULL);
	check("NULL", url_resolve("http://a/b", NULL), NULL);
	check("no base", url_resolve("b/c", "d"), NULL);
}

static void links_are_read_as_browsers_do(void **state)
{
	static const struct pair cases[] = {
		{"  /jobs/1\n", "https://acme.example/jobs/1"},
		{"/jobs/\n1", "https://acme.example/jobs/1"},
		{"/jobs/a b?c=d e", "https://acme.example/jobs/a%20b?c=d%20e"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(cases[i].from,
		      url_resolve("https://acme.example/x", cases[i].from),
		      cases[i].to);
}

static void equal_pages_have_one_canonical_form(void **state)
{
	static const struct pair cases[] = {
		{"HTTP://ACME.example", "http://acme.example/"},
		{"http://acme.example:80/a#b", "http://acme.example/a"},
		{"https://acme.example:443/", "https://acme.example/"},
		{"https://acme.example:8443/", "https://acme.example:8443/"},
		{"http://acme.example/%7ejo/%e5%8c%97",
		 "http://acme.example/~jo/%E5%8C%97"},
		{"http://acme.example/北", "http://acme.example/%E5%8C%97"},
		{"http://acme.example/a/./b/../c", "http://acme.example/a/c"},
		{"http://acme.example/a/%2e%2E/b", "http://acme.example/b"},
		{"http://acme.example/a%2Fb", "http://acme.example/a%2Fb"},
		{"http://acme.example/100%", "http://acme.example/100%25"},
		{"http://acme.example/?", "http://acme.example/"},
		{"http://acme.example?x=1", "http://acme.example/?x=1"},
		{"http://acme.example/j?utm_source=x&id=4&UTM_medium=y&gclid=1",
		 "http://acme.example/j?id=4"},
		{"http://acme.example/j?spm=1&fbclid=2&msclkid=3",
		 "http://acme.example/j"},
		{"http://acme.example/j?spmx=1&b=2&a=1",
		 "http://acme.example/j?spmx=1&b=2&a=1"},
		{"http://招聘.example/", "http://xn--otu796d.example/"},
		{"http://ＡＣＭＥ.example/", "http://acme.example/"},
		{"http://[::1]:80/x", "http://[::1]/x"},
		{"mailto:x@acme.example", NULL},
		{"/relative", NULL},
		{"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(cases[i].from, url_canonical(cases[i].from), cases[i].to);
	check("NULL", url_canonical(NULL), NULL);
}

/* A URL of pieces that are meant to hurt; any bytes are legal input. */
static void random_url(struct bytes *out, unsigned *seed)
{
	static const char *const pieces[] = {
		"http://", "https://", "acme.example",
		"/",	   "..",       ".",
		"%2e",	   "%2F",      "%",
		"%25",	   "%zz",      "?",
		"&",	   "=",	       "#",
		"utm_a=1", "spm",      "北京",
		"ß",	   "％",       "：",
		":80",	   ":443",     ":0",
		"@",	   "[::1]",    "０x7f.1",
		"0x7f.1",  "a",	       "B",
		" ",	   "\t",       "+",
		"\\",	   "\xff",     "\xc2",
		"//",	   ";",	       "xn--a",
		"。"};
	size_t n = 1 + (size_t)rand_r(seed) % 10;

	bytes_reset(out);
	if (rand_r(seed) % 4)
		bytes_add_text(out, rand_r(seed) % 2 ? "http://acme.example"
						     : "https://");
	for (size_t i = 0; i < n; i++)
		bytes_add_text(out, pieces[(size_t)rand_r(seed) %
					   (sizeof(pieces) / sizeof(*pieces))]);
}

static void canonical_is_idempotent(void **state)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};
	unsigned seed = seed_take();
	int taken = 0;

	(void)state;
	for (int i = 0; i < 50000; i++) {
		CLEANUP(freep) char *once = NULL;

		random_url(&text, &seed);
		once = url_canonical(text.data);
		if (!once)
			continue;
		check(text.data, url_canonical(once), once);
		taken++;
	}
	assert_true(taken > 10000);
}

static void too_long_is_refused(void **state)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};

	(void)state;
	bytes_add_text(&text, "http://acme.example/");
	while (text.len < URL_MAX_BYTES)
		bytes_add_char(&text, 'a');
	check("just right", url_canonical(text.data), text.data);
	bytes_add_char(&text, 'a');
	check("too long", url_canonical(text.data), NULL);
	check("too long", url_resolve("http://a/", text.data), NULL);
}

static void the_host_has_its_port_where_it_is_not_the_schemes(void **state)
{
	static const struct pair cases[] = {
		{"http://Acme.Example/x", "acme.example"},
		{"http://acme.example:80/x", "acme.example"},
		{"https://acme.example:80/x", "acme.example:80"},
		{"http://127.0.0.1:8080", "127.0.0.1:8080"},
		{"ftp://acme.example/", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(cases[i].from, url_host(cases[i].from), cases[i].to);
}

static void the_target_is_path_and_query(void **state)
{
	(void)state;
	check("both", url_target("http://acme.example/a%2fb?c=%d#e"),
	      "/a%2fb?c=%d");
	check("none", url_target("http://acme.example"), "/");
	check("not http", url_target("about:blank"), NULL);
}

static void knows_https(void **state)
{
	(void)state;
	assert_true(url_is_https("HTTPS://acme.example"));
	assert_false(url_is_https("http://acme.example"));
	assert_false(url_is_https(NULL));
}

static void escapes_all_but_the_unreserved(void **state)
{
	(void)state;
	check("mixed", url_escape("a/b c?北-._~&%"),
	      "a%2Fb%20c%3F%E5%8C%97-._~%26%25");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(resolves_as_the_rfc_says),
		cmocka_unit_test(what_is_no_web_page_is_refused),
		cmocka_unit_test(links_are_read_as_browsers_do),
		cmocka_unit_test(equal_pages_have_one_canonical_form),
		cmocka_unit_test(canonical_is_idempotent),
		cmocka_unit_test(too_long_is_refused),
		cmocka_unit_test(
			the_host_has_its_port_where_it_is_not_the_schemes),
		cmocka_unit_test(the_target_is_path_and_query),
		cmocka_unit_test(knows_https),
		cmocka_unit_test(escapes_all_but_the_unreserved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
