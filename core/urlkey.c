#include "core/urlkey.h"
#include "core/alloc.h"
#include "core/bytes.h"
#include <ctype.h>
#include <curl/curl.h>
#include <idn2.h>

enum { CANONICAL_PASSES = 4 };
enum {
	PARSE_FLAGS = CURLU_URLENCODE | CURLU_ALLOW_SPACE | CURLU_DISALLOW_USER
};

static void url_cleanup(CURLU **url)
{
	curl_url_cleanup(*url);
}

static void curl_freep(char **text)
{
	curl_free(*text);
}

/* The text as a link is meant: without blanks around, without tabs and line
 * ends inside, as browsers do (WHATWG URL, 4.4), and without its fragment. */
static char *tidy(const char *text)
{
	struct bytes out = {0};
	size_t begin = 0, end = text ? strlen(text) : 0;

	while (begin < end && (unsigned char)text[begin] <= ' ')
		begin++;
	while (end > begin && (unsigned char)text[end - 1] <= ' ')
		end--;
	for (size_t i = begin; i < end && text[i] != '#'; i++) {
		char c = text[i];

		if (c == '\t' || c == '\n' || c == '\r')
			continue;
		if (c == ' ')
			bytes_add_text(&out, "%20");
		else
			bytes_add_char(&out, c);
	}
	return bytes_take(&out);
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* Lower-case ASCII form of a host; NULL where IDNA refuses it. */
static char *host_ascii(const char *host)
{
	uint8_t *mapped = NULL;
	char *out = NULL;

	if (is_ascii(host)) {
		out = alloc_copy(host);
		for (char *p = out; *p; p++)
			*p = (char)tolower((unsigned char)*p);
		return out;
	}
	if (idn2_lookup_u8((const uint8_t *)host, &mapped,
			   IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) != IDN2_OK)
		return NULL;
	out = alloc_copy((char *)mapped);
	idn2_free(mapped);
	return out;
}

/* A part of the URL, or NULL. Freed by curl_free(). */
static char *part(CURLU *url, CURLUPart what, unsigned flags)
{
	char *text = NULL;

	return curl_url_get(url, what, &text, flags) ? NULL : text;
}

/* http or https, and the host in its ASCII form. */
static bool settle(CURLU *url)
{
	CLEANUP(curl_freep) char *scheme = part(url, CURLUPART_SCHEME, 0);
	CLEANUP(curl_freep) char *host = part(url, CURLUPART_HOST, 0);
	CLEANUP(freep) char *ascii = host ? host_ascii(host) : NULL;

	if (!scheme || !ascii || !*ascii ||
	    (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0))
		return false;
	return !curl_url_set(url, CURLUPART_HOST, ascii, 0);
}

/* NULL: not a http(s) URL of a length that we take. */
static CURLU *parse(const char *base, const char *reference)
{
	CLEANUP(url_cleanup) CURLU *url = curl_url();
	CLEANUP(freep) char *first = tidy(base ? base : reference);
	CLEANUP(freep) char *second = tidy(base ? reference : NULL);

	if (!url || strlen(first) > URL_MAX_BYTES ||
	    strlen(second) > URL_MAX_BYTES)
		return NULL;
	if (curl_url_set(url, CURLUPART_URL, first, PARSE_FLAGS))
		return NULL;
	if (*second && curl_url_set(url, CURLUPART_URL, second, PARSE_FLAGS))
		return NULL;
	return settle(url) ? TAKE(url) : NULL;
}

static char *bounded(struct bytes *text)
{
	if (text->len <= URL_MAX_BYTES)
		return bytes_take(text);
	bytes_deinit(text);
	return NULL;
}

char *url_resolve(const char *base, const char *reference)
{
	CLEANUP(url_cleanup) CURLU *url = NULL;
	CLEANUP(curl_freep) char *whole = NULL;

	if (!base || !reference)
		return NULL;
	url = parse(base, reference);
	whole = url ? part(url, CURLUPART_URL, 0) : NULL;
	if (!whole || strlen(whole) > URL_MAX_BYTES)
		return NULL;
	return alloc_copy(whole);
}

/* ---- the canonical form ---- */

static bool is_unreserved(char c) /* RFC 3986 2.3 */
{
	return isalnum((unsigned char)c) || (c && strchr("-._~", c));
}

/* May stand in a path or query as it is: RFC 3986 3.3, 3.4, with a "/" and
 * "?". */
static bool is_plain(char c)
{
	return is_unreserved(c) || (c && strchr("!$&'()*+,;=:@/?", c));
}

static void add_escape(struct bytes *out, char c)
{
	bytes_add_format(out, "%%%02X", (unsigned)(unsigned char)c);
}

static char unhex(const char *two)
{
	char text[3] = {two[0], two[1], '\0'};

	return (char)strtol(text, NULL, 16);
}

/* RFC 3986 6.2.2: escapes upper-case, and none for an unreserved character. */
static char *normal_escapes(struct slice text)
{
	struct bytes out = {0};

	for (size_t i = 0; i < text.len; i++) {
		const char *p = text.data + i;

		if (*p == '%' && text.len - i > 2 &&
		    isxdigit((unsigned char)p[1]) &&
		    isxdigit((unsigned char)p[2])) {
			char c = unhex(p + 1);

			if (is_unreserved(c))
				bytes_add_char(&out, c);
			else
				add_escape(&out, c);
			i += 2;
		} else if (is_plain(*p)) {
			bytes_add_char(&out, *p);
		} else {
			add_escape(&out, *p);
		}
	}
	return bytes_take(&out);
}

/* RFC 3986 5.2.4 for an absolute path, segment by segment. */
static void add_path(struct bytes *out, const char *path)
{
	size_t root = out->len;
	bool slash = false; /* ended by "." or "..": as a directory */

	for (const char *p = path; *p;) {
		size_t n = strcspn(p + 1, "/");
		struct slice segment = slice_of(p + 1, n);

		slash = p[1 + n] == '\0' &&
			(slice_equal(segment, slice_text(".")) ||
			 slice_equal(segment, slice_text("..")));
		if (slice_equal(segment, slice_text(".."))) {
			while (out->len > root && out->data[--out->len] != '/')
				;
		} else if (!slice_equal(segment, slice_text("."))) {
			bytes_add_char(out, '/');
			bytes_add(out, segment.data, segment.len);
		}
		p += 1 + n;
	}
	if (slash || out->len == root)
		bytes_add_char(out, '/');
	out->data[out->len] = '\0';
}

static bool is_tracking(const char *pair)
{
	static const char *const names[] = {
		"gclid",  "gclsrc",  "dclid", "gbraid", "wbraid",
		"fbclid", "msclkid", "yclid", "igshid", "mc_cid",
		"mc_eid", "_hsenc",  "_hsmi", "spm",	"gh_src"};
	size_t n = strcspn(pair, "=");

	if (n >= 4 && !strncasecmp(pair, "utm_", 4))
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == n && !strncasecmp(pair, names[i], n))
			return true;
	return false;
}

static void add_query(struct bytes *out, const char *query)
{
	char mark = '?';

	for (const char *p = query; *p;) {
		size_t n = strcspn(p, "&");
		CLEANUP(freep) char *pair = normal_escapes(slice_of(p, n));

		if (*pair && !is_tracking(pair)) {
			bytes_add_char(out, mark);
			bytes_add_text(out, pair);
			mark = '&';
		}
		p += n + (p[n] == '&');
	}
}

/* "host" or "host:port". */
static void add_host(struct bytes *out, CURLU *url)
{
	CLEANUP(curl_freep) char *host = part(url, CURLUPART_HOST, 0);
	CLEANUP(curl_freep)
	char *port = part(url, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);

	bytes_add_text(out, host);
	if (port) {
		bytes_add_char(out, ':');
		bytes_add_text(out, port);
	}
}

static char *canonical_once(const char *text)
{
	CLEANUP(url_cleanup) CURLU *url = parse(NULL, text);
	CLEANUP(curl_freep) char *scheme = NULL;
	CLEANUP(curl_freep) char *path = NULL;
	CLEANUP(curl_freep) char *query = NULL;
	CLEANUP(freep) char *normal = NULL;
	struct bytes out = {0};

	if (!url)
		return NULL;
	scheme = part(url, CURLUPART_SCHEME, 0);
	path = part(url, CURLUPART_PATH, 0);
	query = part(url, CURLUPART_QUERY, 0);
	bytes_add_text(&out, scheme);
	bytes_add_text(&out, "://");
	add_host(&out, url);
	normal = normal_escapes(slice_text(path));
	add_path(&out, normal);
	if (query)
		add_query(&out, query);
	return bounded(&out);
}

/* A pass can bring to light what the next one changes: a full-width host that
 * is a number, say. Idempotent, because only a fixed point is given. */
char *url_canonical(const char *url)
{
	char *now = url ? canonical_once(url) : NULL;

	for (int i = 0; now && i < CANONICAL_PASSES; i++) {
		char *next = canonical_once(now);
		bool settled = !next || !strcmp(now, next);

		free(now);
		if (settled)
			return next;
		now = next;
	}
	free(now);
	return NULL;
}

char *url_host(const char *url)
{
	CLEANUP(url_cleanup) CURLU *parsed = url ? parse(NULL, url) : NULL;
	struct bytes out = {0};

	if (!parsed)
		return NULL;
	add_host(&out, parsed);
	return bytes_take(&out);
}

char *url_target(const char *url)
{
	CLEANUP(url_cleanup) CURLU *parsed = url ? parse(NULL, url) : NULL;
	CLEANUP(curl_freep) char *path = NULL;
	CLEANUP(curl_freep) char *query = NULL;

	if (!parsed)
		return NULL;
	path = part(parsed, CURLUPART_PATH, 0);
	query = part(parsed, CURLUPART_QUERY, 0);
	return alloc_format("%s%s%s", path ? path : "/", query ? "?" : "",
			    query ? query : "");
}

bool url_is_https(const char *url)
{
	return url && !strncasecmp(url, "https://", 8);
}

char *url_escape(const char *text)
{
	struct bytes out = {0};

	for (; text && *text; text++) {
		if (is_unreserved(*text))
			bytes_add_char(&out, *text);
		else
			add_escape(&out, *text);
	}
	return bytes_take(&out);
}
