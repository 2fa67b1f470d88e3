#include "workers/cookies.h"
#include "core/alloc.h"
#include "core/times.h"
#include "core/urlkey.h"
#include <ctype.h>
#include <libpsl.h>
#include <stdio.h>
#include <strings.h>

struct cookie {
	char *name, *value, *domain, *path;
	int64_t expires_ms; /* TIMES_FOREVER: with the session */
	bool host_only, secure;
};

struct cookies {
	struct cookie items[COOKIES_MAX]; /* oldest first */
	size_t n;
};

/* Where a request goes, as cookies see it. */
struct place {
	char *host, *path; /* without port; without query */
	bool https;
};

static void cookie_deinit(struct cookie *c)
{
	free(c->name);
	free(c->value);
	free(c->domain);
	free(c->path);
	*c = (struct cookie){0};
}

static void place_deinit(struct place *p)
{
	free(p->host);
	free(p->path);
}

struct cookies *cookies_new(void)
{
	return alloc_zero(1, sizeof(struct cookies));
}

void cookies_free(struct cookies *jar)
{
	if (!jar)
		return;
	for (size_t i = 0; i < jar->n; i++)
		cookie_deinit(&jar->items[i]);
	free(jar);
}

size_t cookies_count(const struct cookies *jar)
{
	return jar->n;
}

static bool place_init(struct place *out, const char *url)
{
	char *port;

	*out = (struct place){.host = url_host(url),
			      .path = url_target(url),
			      .https = url_is_https(url)};
	if (!out->host || !out->path)
		return false;
	port = strrchr(out->host, ':');
	if (port && !strchr(port, ']'))
		*port = '\0';
	out->path[strcspn(out->path, "?#")] = '\0';
	return true;
}

/* ---- dates, RFC 6265 5.1.1 ---- */

struct date {
	int hour, minute, second, day, month, year; /* -1: not found */
};

static bool is_delimiter(unsigned char c)
{
	return c == 0x09 || (c >= 0x20 && c <= 0x2f) ||
	       (c >= 0x3b && c <= 0x40) || (c >= 0x5b && c <= 0x60) ||
	       (c >= 0x7b && c <= 0x7e);
}

/* min..max digits, then the end or a character that is no digit; -1: not so. */
static int digits(struct slice token, size_t min, size_t max, size_t *used)
{
	int value = 0;
	size_t n = 0;

	while (n < token.len && isdigit((unsigned char)token.data[n])) {
		if (n == max)
			return -1;
		value = value * 10 + (token.data[n++] - '0');
	}
	*used = n;
	return n >= min ? value : -1;
}

static bool take_time(struct date *d, struct slice token)
{
	int part[3];
	size_t used;

	for (int i = 0; i < 3; i++) {
		if (i && (!token.len || token.data[0] != ':'))
			return false;
		token.data += i != 0;
		token.len -= i != 0;
		part[i] = digits(token, 1, 2, &used);
		if (part[i] < 0)
			return false;
		token = slice_of(token.data + used, token.len - used);
	}
	d->hour = part[0];
	d->minute = part[1];
	d->second = part[2];
	return true;
}

static int month_named(struct slice token)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; token.len >= 3 && i < 12; i++)
		if (!strncasecmp(token.data, names + (size_t)i * 3, 3))
			return i + 1;
	return -1;
}

static void take_date_token(struct date *d, struct slice token)
{
	size_t used;
	int n;

	if (d->hour < 0 && take_time(d, token))
		return;
	if (d->day < 0 && (n = digits(token, 1, 2, &used)) >= 0) {
		d->day = n;
		return;
	}
	if (d->month < 0 && (n = month_named(token)) > 0) {
		d->month = n;
		return;
	}
	if (d->year < 0 && (n = digits(token, 2, 4, &used)) >= 0)
		d->year = n + (n < 70 ? 2000 : n < 100 ? 1900 : 0);
}

int cookies_date(struct slice text, int64_t *out_ms)
{
	struct date d = {-1, -1, -1, -1, -1, -1};
	char iso[64];

	for (size_t i = 0; i < text.len;) {
		size_t begin = i;

		while (i < text.len &&
		       !is_delimiter((unsigned char)text.data[i]))
			i++;
		if (i > begin)
			take_date_token(&d,
					slice_of(text.data + begin, i - begin));
		else
			i++;
	}
	if (d.hour < 0 || d.hour > 23 || d.minute > 59 || d.second > 59 ||
	    d.day < 1 || d.day > 31 || d.month < 1 || d.year < 1601 ||
	    d.year > 9999)
		return COOKIES_E_DATE;
	snprintf(iso, sizeof(iso), "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year,
		 d.month, d.day, d.hour, d.minute, d.second);
	return times_parse(iso, out_ms) ? COOKIES_E_DATE : 0;
}

/* ---- domains and paths, 5.1.3, 5.1.4 ---- */

static bool is_address(const char *host)
{
	return host[0] == '[' || !host[strspn(host, "0123456789.")];
}

static bool domain_matches(const char *host, const char *domain)
{
	size_t h = strlen(host), d = strlen(domain);

	if (!strcmp(host, domain))
		return true;
	return h > d && !strcmp(host + h - d, domain) &&
	       host[h - d - 1] == '.' && !is_address(host);
}

static bool path_matches(const char *path, const char *cookie_path)
{
	size_t n = strlen(cookie_path);

	return !strncmp(path, cookie_path, n) &&
	       (!path[n] || path[n] == '/' || cookie_path[n - 1] == '/');
}

static char *default_path(const char *path)
{
	const char *last = strrchr(path, '/');

	if (path[0] != '/' || last == path)
		return alloc_copy("/");
	return alloc_copy_n(path, (size_t)(last - path));
}

/* 5.3 steps 4 to 6. False: the cookie is for somebody else, or for all that
 * share a public suffix. Takes `domain` (lower case, without a first dot). */
static bool settle_domain(struct cookie *c, char *domain, const char *host)
{
	if (domain && *domain && psl_is_public_suffix(psl_builtin(), domain) &&
	    strcmp(domain, host) != 0) {
		free(domain);
		return false;
	}
	c->host_only = !domain || !*domain || is_address(host) ||
		       psl_is_public_suffix(psl_builtin(), domain);
	if (domain && *domain && !domain_matches(host, domain)) {
		free(domain);
		return false;
	}
	if (c->host_only) {
		free(domain);
		domain = alloc_copy(host);
	}
	c->domain = domain;
	return true;
}

/* ---- Set-Cookie, 5.2 ---- */

struct attributes {
	char *domain, *path; /* NULL: not given */
	int64_t expires_ms, max_age_s;
	bool has_expires, has_max_age, secure;
};

/* Cuts off the part up to `stop`, or all. */
static struct slice cut(struct slice *rest, char stop)
{
	const char *at = rest->len ? memchr(rest->data, stop, rest->len) : NULL;
	size_t n = at ? (size_t)(at - rest->data) : rest->len;
	struct slice part = slice_of(rest->data, n);

	n += at != NULL;
	*rest = slice_of(rest->data + n, rest->len - n);
	return slice_trim(part);
}

static bool is_named(struct slice name, const char *word)
{
	return name.len == strlen(word) &&
	       !strncasecmp(name.data, word, name.len);
}

static char *lower_domain(struct slice value)
{
	char *text;

	if (value.len && value.data[0] == '.')
		value = slice_of(value.data + 1, value.len - 1);
	text = alloc_copy_n(value.data, value.len);
	for (char *p = text; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return text;
}

static void take_max_age(struct attributes *a, struct slice value)
{
	bool minus = value.len && value.data[0] == '-';
	int64_t n = 0;

	for (size_t i = minus; i < value.len; i++) {
		if (!isdigit((unsigned char)value.data[i]))
			return;
		n = n < 1000000000 ? n * 10 + (value.data[i] - '0') : n;
	}
	if (value.len == minus)
		return;
	a->has_max_age = true;
	a->max_age_s = minus ? 0 : n;
}

static void take_attribute(struct attributes *a, struct slice part)
{
	struct slice value = part, name = cut(&value, '=');

	value = slice_trim(value);
	if (is_named(name, "Expires")) {
		a->has_expires |= !cookies_date(value, &a->expires_ms);
	} else if (is_named(name, "Max-Age")) {
		take_max_age(a, value);
	} else if (is_named(name, "Domain")) {
		free(a->domain);
		a->domain = lower_domain(value);
	} else if (is_named(name, "Path")) {
		free(a->path);
		a->path = value.len && value.data[0] == '/'
				  ? alloc_copy_n(value.data, value.len)
				  : NULL;
	} else if (is_named(name, "Secure")) {
		a->secure = true;
	}
}

static bool has_control(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (((unsigned char)s.data[i] < 0x20 && s.data[i] != '\t') ||
		    s.data[i] == 0x7f)
			return true;
	return false;
}

static int64_t expiry(const struct attributes *a, int64_t now_ms)
{
	if (a->has_max_age)
		return a->max_age_s > 0 ? now_ms + a->max_age_s * 1000
					: INT64_MIN;
	return a->has_expires ? a->expires_ms : TIMES_FOREVER;
}

/* ---- the jar ---- */

static void jar_remove(struct cookies *jar, size_t i)
{
	cookie_deinit(&jar->items[i]);
	jar->n--;
	memmove(&jar->items[i], &jar->items[i + 1],
		(jar->n - i) * sizeof(*jar->items));
}

static struct cookie *jar_find(struct cookies *jar, const struct cookie *c)
{
	for (size_t i = 0; i < jar->n; i++) {
		struct cookie *have = &jar->items[i];

		if (!strcmp(have->name, c->name) &&
		    !strcmp(have->domain, c->domain) &&
		    !strcmp(have->path, c->path))
			return have;
	}
	return NULL;
}

/* 5.3 steps 11, 12: one that replaces another keeps its place. Takes *c. */
static void jar_put(struct cookies *jar, struct cookie *c, int64_t now_ms)
{
	struct cookie *have = jar_find(jar, c);
	bool gone = c->expires_ms <= now_ms;

	if (have && gone) {
		jar_remove(jar, (size_t)(have - jar->items));
	} else if (have) {
		cookie_deinit(have);
		*have = *c;
		return;
	} else if (!gone) {
		if (jar->n == COOKIES_MAX)
			jar_remove(jar, 0);
		jar->items[jar->n++] = *c;
		return;
	}
	cookie_deinit(c);
}

void cookies_take(struct cookies *jar, const char *url,
		  struct slice set_cookie_value, int64_t now_ms)
{
	CLEANUP(place_deinit) struct place place = {0};
	struct attributes a = {0};
	struct slice rest = set_cookie_value, pair = cut(&rest, ';');
	struct slice value = pair, name = cut(&value, '=');
	struct cookie c = {0};

	/* 5.2: without "=" or name it is no cookie. */
	if (!name.len || name.len == pair.len || !place_init(&place, url) ||
	    set_cookie_value.len > COOKIES_MAX_BYTES ||
	    has_control(set_cookie_value))
		return;
	while (rest.len)
		take_attribute(&a, cut(&rest, ';'));
	c.name = alloc_copy_n(name.data, name.len);
	value = slice_trim(value);
	c.value = alloc_copy_n(value.data, value.len);
	c.path = a.path ? a.path : default_path(place.path);
	c.secure = a.secure;
	c.expires_ms = expiry(&a, now_ms);
	if (settle_domain(&c, a.domain, place.host) &&
	    (place.https || !a.secure))
		jar_put(jar, &c, now_ms);
	else
		cookie_deinit(&c);
}

/* ---- Cookie, 5.4 ---- */

static bool is_for(const struct cookie *c, const struct place *p,
		   int64_t now_ms)
{
	return c->expires_ms > now_ms && (!c->secure || p->https) &&
	       path_matches(p->path, c->path) &&
	       (c->host_only ? !strcmp(p->host, c->domain)
			     : domain_matches(p->host, c->domain));
}

/* Those that go with a request, in their order; how many. */
static size_t choose(const struct cookies *jar, const char *url, int64_t now_ms,
		     const struct cookie *out[COOKIES_MAX])
{
	CLEANUP(place_deinit) struct place place = {0};
	size_t n = 0;

	if (!place_init(&place, url))
		return 0;
	for (size_t i = 0; i < jar->n; i++) {
		const struct cookie *c = &jar->items[i];
		size_t at = n, len = strlen(c->path);

		if (!is_for(c, &place, now_ms))
			continue;
		while (at && strlen(out[at - 1]->path) < len) {
			out[at] = out[at - 1];
			at--;
		}
		out[at] = c;
		n++;
	}
	return n;
}

char *cookies_header(const struct cookies *jar, const char *url, int64_t now_ms)
{
	const struct cookie *chosen[COOKIES_MAX];
	size_t n = choose(jar, url, now_ms, chosen);
	struct bytes text = {0};

	for (size_t i = 0; i < n; i++)
		bytes_add_format(&text, "%s%s=%s", i ? "; " : "",
				 chosen[i]->name, chosen[i]->value);
	return n ? bytes_take(&text) : NULL;
}

char *cookies_value(const struct cookies *jar, const char *url,
		    const char *name, int64_t now_ms)
{
	const struct cookie *chosen[COOKIES_MAX];
	size_t n = choose(jar, url, now_ms, chosen);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(chosen[i]->name, name))
			return alloc_copy(chosen[i]->value);
	return NULL;
}
