#include "core/alloc.h"
#include "core/times.h"
#include "workers/cookies.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { NOW = 1000000 };

static void take(struct cookies *jar, const char *url, const char *value)
{
	cookies_take(jar, url, slice_text(value), NOW);
}

static void assert_sent_at(const struct cookies *jar, const char *url,
			   int64_t now_ms, const char *want)
{
	CLEANUP(freep) char *have = cookies_header(jar, url, now_ms);

	if (!want != !have || (want && strcmp(have, want) != 0))
		fail_msg("%s: have %s, want %s", url, have ? have : "none",
			 want ? want : "none");
}

static void assert_sent(const struct cookies *jar, const char *url,
			const char *want)
{
	assert_sent_at(jar, url, NOW, want);
}

/* One cookie that `from` sets: what goes to `to`. */
static void assert_goes(const char *from, const char *value, const char *to,
			const char *want)
{
	CLEANUP(cookies_freep) struct cookies *jar = cookies_new();

	take(jar, from, value);
	assert_sent(jar, to, want);
}

static void cookie_goes_back_to_its_host_alone(void **state)
{
	(void)state;
	assert_goes("http://a.example.com/", "k=v", "http://a.example.com/x",
		    "k=v");
	assert_goes("http://a.example.com/", "k=v", "http://b.a.example.com/",
		    NULL);
	assert_goes("http://a.example.com/", "k=v", "http://example.com/",
		    NULL);
	assert_goes("http://a.example.com:81/", "k=v",
		    "https://A.example.com:82/", "k=v");
}

static void domain_covers_its_hosts(void **state)
{
	static const char set[] = "k=v; Domain=.Example.com";

	(void)state;
	assert_goes("http://a.example.com/", set, "http://example.com/", "k=v");
	assert_goes("http://a.example.com/", set, "http://b.example.com/",
		    "k=v");
	assert_goes("http://a.example.com/", set, "http://badexample.com/",
		    NULL);
}

static void foreign_domain_is_refused(void **state)
{
	(void)state;
	assert_goes("http://a.example.com/", "k=v; Domain=b.example.com",
		    "http://b.example.com/", NULL);
	assert_goes("http://example.com/", "k=v; Domain=a.example.com",
		    "http://example.com/", NULL);
}

static void public_suffix_is_refused(void **state)
{
	(void)state;
	assert_goes("http://a.example.com/", "k=v; Domain=com",
		    "http://a.example.com/", NULL);
	assert_goes("http://a.com.cn/", "k=v; Domain=com.cn",
		    "http://b.com.cn/", NULL);
	assert_goes("http://a.github.io/", "k=v; Domain=github.io",
		    "http://b.github.io/", NULL);
	/* 5.3 step 5: from the suffix itself it is the host's alone */
	assert_goes("http://github.io/", "k=v; Domain=github.io",
		    "http://github.io/", "k=v");
	assert_goes("http://github.io/", "k=v; Domain=github.io",
		    "http://b.github.io/", NULL);
}

static void addresses_have_no_domains(void **state)
{
	(void)state;
	assert_goes("http://10.0.0.1:8080/", "k=v", "http://10.0.0.1/", "k=v");
	assert_goes("http://1.2.3.4/", "k=v; Domain=3.4", "http://1.2.3.4/",
		    NULL);
	assert_goes("http://[::1]:8080/", "k=v", "http://[::1]/", "k=v");
}

static void path_is_matched_by_segments(void **state)
{
	(void)state;
	assert_goes("http://a.example/", "k=v; Path=/x", "http://a.example/x",
		    "k=v");
	assert_goes("http://a.example/", "k=v; Path=/x", "http://a.example/x/y",
		    "k=v");
	assert_goes("http://a.example/", "k=v; Path=/x", "http://a.example/x?q",
		    "k=v");
	assert_goes("http://a.example/", "k=v; Path=/x", "http://a.example/xy",
		    NULL);
	assert_goes("http://a.example/", "k=v; Path=/x/", "http://a.example/x",
		    NULL);
}

static void default_path_is_the_directory(void **state)
{
	(void)state;
	assert_goes("http://a.example/d/page?q=/r/s", "k=v",
		    "http://a.example/d/other", "k=v");
	assert_goes("http://a.example/d/page", "k=v", "http://a.example/e",
		    NULL);
	assert_goes("http://a.example/page", "k=v; Path=relative",
		    "http://a.example/e", "k=v");
}

static void secure_needs_https(void **state)
{
	(void)state;
	assert_goes("https://a.example/", "k=v; Secure", "https://a.example/",
		    "k=v");
	assert_goes("https://a.example/", "k=v; Secure", "http://a.example/",
		    NULL);
	assert_goes("http://a.example/", "k=v; secure", "https://a.example/",
		    NULL);
}

static void max_age_ends_it(void **state)
{
	CLEANUP(cookies_freep) struct cookies *jar = cookies_new();

	(void)state;
	take(jar, "http://a.example/",
	     "k=v; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
	assert_sent_at(jar, "http://a.example/", NOW + 9999, "k=v");
	assert_sent_at(jar, "http://a.example/", NOW + 10000, NULL);
	take(jar, "http://a.example/", "k=v; Max-Age=0");
	assert_sent(jar, "http://a.example/", NULL);
	assert_int_equal(cookies_count(jar), 0);
	assert_goes("http://a.example/", "k=v; Max-Age=x", "http://a.example/",
		    "k=v");
	assert_goes("http://a.example/", "k=v; Max-Age=-1", "http://a.example/",
		    NULL);
}

static void expiry_in_the_past_deletes(void **state)
{
	CLEANUP(cookies_freep) struct cookies *jar = cookies_new();

	(void)state;
	take(jar, "http://a.example/", "k=v");
	take(jar, "http://a.example/",
	     "k=; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
	assert_sent(jar, "http://a.example/", NULL);
	take(jar, "http://a.example/", "k=v; Expires=nonsense");
	assert_sent_at(jar, "http://a.example/", TIMES_FOREVER - 1, "k=v");
}

static void newer_value_replaces_in_place(void **state)
{
	CLEANUP(cookies_freep) struct cookies *jar = cookies_new();

	(void)state;
	take(jar, "http://a.example/", "a=1");
	take(jar, "http://a.example/", "b=2");
	take(jar, "http://a.example/", "a=3");
	assert_sent(jar, "http://a.example/", "a=3; b=2");
	assert_int_equal(cookies_count(jar), 2);
}

static void longer_paths_go_first(void **state)
{
	CLEANUP(cookies_freep) struct cookies *jar = cookies_new();

	(void)state;
	take(jar, "http://a.example/", "a=1; Path=/");
	take(jar, "http://a.example/", "b=2; Path=/x/y");
	take(jar, "http://a.example/", "c=3; Path=/x");
	take(jar, "http://a.example/", "d=4; Path=/x");
	assert_sent(jar, "http://a.example/x/y/z", "b=2; c=3; d=4; a=1");
}

static void what_is_no_cookie_is_ignored(void **state)
{
	static const char *const bad[] = {"",	      "novalue",  "=v",	   ";",
					  "; Path=/", "k=a\r\nb", "k=\x01"};
	CLEANUP(cookies_freep) struct cookies *jar = cookies_new();
	CLEANUP(freep) char *longer = alloc_zero(1, COOKIES_MAX_BYTES + 2);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		take(jar, "http://a.example/", bad[i]);
	memset(longer, 'x', COOKIES_MAX_BYTES + 1);
	longer[1] = '=';
	take(jar, "http://a.example/", longer);
	take(jar, "file:///x", "k=v");
	assert_int_equal(cookies_count(jar), 0);
}

static void odd_values_stay_as_they_are(void **state)
{
	(void)state;
	assert_goes("http://a.example/", " k = \"a=b c\" ; HttpOnly; X=y",
		    "http://a.example/", "k=\"a=b c\"");
	assert_goes("http://a.example/", "k=", "http://a.example/", "k=");
}

static void oldest_goes_when_the_jar_is_full(void **state)
{
	CLEANUP(cookies_freep) struct cookies *jar = cookies_new();
	CLEANUP(freep) char *first = NULL;

	(void)state;
	for (int i = 0; i <= COOKIES_MAX; i++) {
		CLEANUP(freep) char *text = alloc_format("k%d=v", i);

		take(jar, "http://a.example/", text);
	}
	assert_int_equal(cookies_count(jar), COOKIES_MAX);
	first = cookies_value(jar, "http://a.example/", "k0", NOW);
	assert_null(first);
}

static void value_is_found_by_name(void **state)
{
	CLEANUP(cookies_freep) struct cookies *jar = cookies_new();
	CLEANUP(freep) char *value = NULL, *none = NULL;

	(void)state;
	take(jar, "http://a.example/", "csrf=abc");
	value = cookies_value(jar, "http://a.example/", "csrf", NOW);
	none = cookies_value(jar, "http://b.example/", "csrf", NOW);
	assert_string_equal(value, "abc");
	assert_null(none);
}

static void dates_are_read_in_their_many_forms(void **state)
{
	static const char *const forms[] = {
		"Sun, 06 Nov 1994 08:49:37 GMT",
		"Sunday, 06-Nov-94 08:49:37 GMT",
		"Sun Nov  6 08:49:37 1994",
		"6 november 1994 8:49:37",
	};
	int64_t ms;

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		assert_int_equal(cookies_date(slice_text(forms[i]), &ms), 0);
		assert_int_equal(ms, 784111777000);
	}
	assert_int_equal(cookies_date(slice_text("1 Jan 25 00:00:00"), &ms), 0);
	assert_int_equal(ms, 1735689600000);
}

static void what_is_no_date_is_said(void **state)
{
	static const char *const bad[] = {"",
					  "tomorrow",
					  "Sun, 06 Nov 1994",
					  "32 Nov 1994 08:49:37",
					  "06 Nov 1994 24:00:00",
					  "06 Nov 1500 08:49:37",
					  "31 Feb 2025 00:00:00"};
	int64_t ms;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(cookies_date(slice_text(bad[i]), &ms),
				 COOKIES_E_DATE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cookie_goes_back_to_its_host_alone),
		cmocka_unit_test(domain_covers_its_hosts),
		cmocka_unit_test(foreign_domain_is_refused),
		cmocka_unit_test(public_suffix_is_refused),
		cmocka_unit_test(addresses_have_no_domains),
		cmocka_unit_test(path_is_matched_by_segments),
		cmocka_unit_test(default_path_is_the_directory),
		cmocka_unit_test(secure_needs_https),
		cmocka_unit_test(max_age_ends_it),
		cmocka_unit_test(expiry_in_the_past_deletes),
		cmocka_unit_test(newer_value_replaces_in_place),
		cmocka_unit_test(longer_paths_go_first),
		cmocka_unit_test(what_is_no_cookie_is_ignored),
		cmocka_unit_test(odd_values_stay_as_they_are),
		cmocka_unit_test(oldest_goes_when_the_jar_is_full),
		cmocka_unit_test(value_is_found_by_name),
		cmocka_unit_test(dates_are_read_in_their_many_forms),
		cmocka_unit_test(what_is_no_date_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
