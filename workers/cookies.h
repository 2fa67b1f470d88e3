#pragma once
/*
 * Cookies: a jar by RFC 6265 section 5, judged by the original URL whatever the
 * backend fetched: domain, path, secure, expiry. A Domain attribute that is a
 * public suffix (libpsl) is refused; a Secure cookie is taken from https only
 * (RFC 6265bis 5.6). Values are opaque. Not thread-safe; a jar a session.
 */
#include "core/bytes.h"

enum {
	COOKIES_MAX = 300, /* of one jar; the oldest goes */
	COOKIES_MAX_BYTES =
		4096 /* name, value and attributes; longer: dropped */
};

struct cookies;
struct cookies *cookies_new(void);
void cookies_free(struct cookies *jar);
DEFINE_CLEANUP(struct cookies *, cookies_free);

/* Takes the value of one Set-Cookie header of the answer to `url`; what the RFC
 * tells a user agent to ignore is ignored. An expired one deletes. */
void cookies_take(struct cookies *jar, const char *url,
		  struct slice set_cookie_value, int64_t now_ms);
/* The Cookie header's value for a request of `url` ("a=1; b=2": longer paths
 * first, then older ones), or NULL: none. Caller frees. */
char *cookies_header(const struct cookies *jar, const char *url,
		     int64_t now_ms);
/* The value of the cookie `name` that would be sent to `url`, or NULL. Caller
 * frees. */
char *cookies_value(const struct cookies *jar, const char *url,
		    const char *name, int64_t now_ms);
size_t cookies_count(const struct cookies *jar); /* also expired ones */

/* A cookie-date (RFC 6265 5.1.1). COOKIES_E_DATE: none. */
enum { COOKIES_E_DATE = 1 };
MUST_CHECK int cookies_date(struct slice text, int64_t *out_ms);
