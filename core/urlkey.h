#pragma once
/*
 * Urlkey: URLs, by libcurl's URL API (RFC 3986) and libidn2. All take and give
 * UTF-8 text; the results are the caller's to free. NULL: not a http(s) URL,
 * or one with a user or password in it, which no public page needs.
 */
#include "core/cleanup.h"
#include <stdbool.h>

enum { URL_MAX_BYTES = 4096 }; /* longer ones are refused */

/* `reference` resolved against `base` (RFC 3986 5.2), without fragment. */
char *url_resolve(const char *base, const char *reference);
/* The form in which two URLs of one page are equal: lower-case scheme and host
 * (IDNA), default port and fragment dropped, dot segments resolved, percent
 * escapes upper-case and only where needed, tracking parameters (utm_*, gclid,
 * fbclid, msclkid, spm, ...) dropped, empty path "/". Idempotent. */
char *url_canonical(const char *url);
/* "host" or "host:port" where the port is not the scheme's; lower case. */
char *url_host(const char *url);
/* Path and query as sent ("/a?b"). */
char *url_target(const char *url);
bool url_is_https(const char *url);
/* `text` percent-encoded as a path segment or query value. */
char *url_escape(const char *text);
