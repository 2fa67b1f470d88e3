#include "workers/robots.h"
#include "core/alloc.h"
#include <ctype.h>
#include <strings.h>

struct rule {
	char *path; /* normal form: "*" wild, a "$" at the end an anchor */
	size_t len; /* RFC 9309 2.2.2: the most octets win */
	bool allow;
};

/* The rules for one agent, or for all others, merged over its groups (2.2.1).
 */
struct group {
	bool seen;
	struct rule *rules;
	size_t n, cap;
	int64_t delay_ms;
};

struct robots {
	struct group ours, others;
	char **sitemaps;
	size_t n_sitemaps;
};

enum agents { AGENT_OURS = 1, AGENT_OTHERS = 2 };

struct parser {
	struct robots *robots;
	const char *agent;
	unsigned agents;  /* whom the group at hand is for */
	bool rules_begun; /* the next user-agent line begins a new group */
};

/* ---- paths ---- */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool unreserved(int c) /* RFC 3986 2.3 */
{
	return c < 0x80 && (isalnum(c) || (c && strchr("-._~", c)));
}

static bool reserved(int c) /* RFC 3986 2.2, but for our special characters */
{
	return c && c < 0x80 && strchr(":/?#[]@!&'()+,;=", c);
}

static void add_escaped(struct bytes *out, int c)
{
	bytes_add_format(out, "%%%02X", (unsigned)c);
}

/* The form in which a path of robots.txt and one of a URL are compared (2.2.2).
 * In the query "%2F" is "/": that is the RFC's own example. Behind a "*" of a
 * pattern there may be the query. */
static char *normal_path(struct slice path, bool pattern)
{
	struct bytes out = {0};
	bool query = false;

	bytes_add(&out, "", 0);
	for (size_t i = 0; i < path.len; i++) {
		int c = (unsigned char)path.data[i];
		int high = i + 2 < path.len && c == '%'
				   ? hex_value(path.data[i + 1])
				   : -1;
		int low = high >= 0 ? hex_value(path.data[i + 2]) : -1;

		if (low >= 0) {
			int was = high * 16 + low;

			i += 2;
			if (unreserved(was) || (query && reserved(was)))
				bytes_add_char(&out, (char)was);
			else
				add_escaped(&out, was);
			continue;
		}
		query = query || c == '?' || (pattern && c == '*');
		if (c <= ' ' || c >= 0x7f || (c == '*' && !pattern) ||
		    (c == '$' && !(pattern && i + 1 == path.len)))
			add_escaped(&out, c);
		else
			bytes_add_char(&out, (char)c);
	}
	return bytes_take(&out);
}

/* Pieces between stars, each at its first place behind the one before: linear,
 * whatever the site wrote. */
static bool matches(const struct rule *rule, const char *target, size_t len)
{
	const char *p = rule->path, *end = p + rule->len;
	bool anchored = end > p && end[-1] == '$', first = true;

	end -= anchored;
	for (;;) {
		const char *star = memchr(p, '*', (size_t)(end - p));
		size_t piece = (size_t)((star ? star : end) - p);
		const char *at = target;

		if (piece > len)
			return false;
		if (!star && anchored && !first)
			at = target + len - piece;
		else if (!first && piece)
			at = memmem(target, len, p, piece);
		if (!at || memcmp(at, p, piece) != 0)
			return false;
		len -= (size_t)(at - target) + piece;
		target = at + piece;
		if (!star)
			return !anchored || !len;
		p = star + 1;
		first = false;
	}
}

/* ---- lines ---- */

static bool is_word(struct slice s, const char *word)
{
	return s.len == strlen(word) && !strncasecmp(s.data, word, s.len);
}

static void take_agent(struct parser *p, struct slice value)
{
	size_t token = 0;

	if (p->rules_begun)
		p->agents = 0;
	p->rules_begun = false;
	if (value.len && value.data[0] == '*')
		p->agents |= AGENT_OTHERS;
	/* 2.2.1: a product token has letters, "_" and "-"; what follows, as
	 * in "jobq/0.1", is not compared. */
	while (token < value.len &&
	       (isalpha((unsigned char)value.data[token]) ||
		value.data[token] == '_' || value.data[token] == '-'))
		token++;
	if (is_word(slice_of(value.data, token), p->agent))
		p->agents |= AGENT_OURS;
	p->robots->ours.seen |= (p->agents & AGENT_OURS) != 0;
	p->robots->others.seen |= (p->agents & AGENT_OTHERS) != 0;
}

static void group_add(struct group *g, struct slice path, bool allow)
{
	struct rule *rule;

	if (g->n == g->cap) {
		g->cap = g->cap ? g->cap * 2 : 8;
		g->rules = alloc_resize(g->rules, g->cap, sizeof(*g->rules));
	}
	rule = &g->rules[g->n++];
	rule->path = normal_path(path, true);
	rule->len = strlen(rule->path);
	rule->allow = allow;
}

static void take_rule(struct parser *p, struct slice value, bool allow)
{
	p->rules_begun = true;
	if (!value.len) /* an empty pattern says nothing (2.2.2) */
		return;
	if (p->agents & AGENT_OURS)
		group_add(&p->robots->ours, value, allow);
	if (p->agents & AGENT_OTHERS)
		group_add(&p->robots->others, value, allow);
}

/* Seconds with decimals as ms, capped; -1: not a number. */
static int64_t read_delay(struct slice value)
{
	int64_t ms = 0, unit = 1000;
	size_t i = 0;

	for (; i < value.len && isdigit((unsigned char)value.data[i]); i++) {
		ms = ms * 10 + (value.data[i] - '0') * INT64_C(1000);
		if (ms > ROBOTS_MAX_DELAY_MS)
			ms = ROBOTS_MAX_DELAY_MS;
	}
	if (i < value.len && value.data[i] == '.') {
		for (i++;
		     i < value.len && isdigit((unsigned char)value.data[i]);
		     i++)
			ms += (value.data[i] - '0') * (unit /= 10);
	}
	if (i != value.len || !value.len || is_word(value, "."))
		return -1;
	return ms < ROBOTS_MAX_DELAY_MS ? ms : ROBOTS_MAX_DELAY_MS;
}

static void take_delay(struct parser *p, struct slice value)
{
	int64_t ms = read_delay(value);
	struct robots *r = p->robots;

	if ((p->agents & AGENT_OURS) && ms > r->ours.delay_ms)
		r->ours.delay_ms = ms;
	if ((p->agents & AGENT_OTHERS) && ms > r->others.delay_ms)
		r->others.delay_ms = ms;
}

static void take_sitemap(struct robots *r, struct slice value)
{
	if (!value.len || r->n_sitemaps == ROBOTS_MAX_SITEMAPS)
		return;
	r->sitemaps = alloc_resize(r->sitemaps, r->n_sitemaps + 1,
				   sizeof(*r->sitemaps));
	r->sitemaps[r->n_sitemaps++] = alloc_copy_n(value.data, value.len);
}

static void take_line(struct parser *p, struct slice line)
{
	const char *hash = line.len ? memchr(line.data, '#', line.len) : NULL;
	const char *colon;
	struct slice key, value;

	if (hash)
		line.len = (size_t)(hash - line.data);
	colon = line.len ? memchr(line.data, ':', line.len) : NULL;
	if (!colon)
		return;
	key = slice_trim(slice_of(line.data, (size_t)(colon - line.data)));
	value = slice_trim(slice_of(
		colon + 1, line.len - 1 - (size_t)(colon - line.data)));
	if (is_word(key, "user-agent"))
		take_agent(p, value);
	else if (is_word(key, "allow"))
		take_rule(p, value, true);
	else if (is_word(key, "disallow"))
		take_rule(p, value, false);
	else if (is_word(key, "crawl-delay"))
		take_delay(p, value);
	else if (is_word(key, "sitemap"))
		take_sitemap(p->robots, value);
}

static size_t line_length(struct slice text)
{
	size_t n = 0;

	while (n < text.len && text.data[n] != '\r' && text.data[n] != '\n')
		n++;
	return n;
}

/* At most ROBOTS_MAX_BYTES, without half a line: half a rule says more than
 * the whole. */
static struct slice readable(struct slice text)
{
	if (text.len >= 3 && !memcmp(text.data, "\xef\xbb\xbf", 3))
		text = slice_of(text.data + 3, text.len - 3);
	if (text.len <= ROBOTS_MAX_BYTES)
		return text;
	text.len = ROBOTS_MAX_BYTES;
	while (text.len && text.data[text.len - 1] != '\n' &&
	       text.data[text.len - 1] != '\r')
		text.len--;
	return text;
}

struct robots *robots_parse(struct slice text, const char *agent)
{
	struct robots *r = alloc_zero(1, sizeof(*r));
	struct parser p = {.robots = r, .agent = agent};

	r->ours.delay_ms = -1;
	r->others.delay_ms = -1;
	text = readable(text);
	while (text.len) {
		size_t n = line_length(text);

		take_line(&p, slice_of(text.data, n));
		n += n < text.len; /* CRLF gives an empty line more */
		text = slice_of(text.data + n, text.len - n);
	}
	return r;
}

static void group_deinit(struct group *g)
{
	for (size_t i = 0; i < g->n; i++)
		free(g->rules[i].path);
	free(g->rules);
}

void robots_free(struct robots *robots)
{
	if (!robots)
		return;
	group_deinit(&robots->ours);
	group_deinit(&robots->others);
	for (size_t i = 0; i < robots->n_sitemaps; i++)
		free(robots->sitemaps[i]);
	free(robots->sitemaps);
	free(robots);
}

static const struct group *group_for_us(const struct robots *r)
{
	return r->ours.seen ? &r->ours : &r->others;
}

bool robots_allows(const struct robots *robots, const char *target)
{
	CLEANUP(freep) char *path = NULL;
	const struct rule *best = NULL;
	const struct group *group;
	size_t len;

	if (!robots || !strcmp(target, "/robots.txt")) /* 2.2.2 */
		return true;
	group = group_for_us(robots);
	path = normal_path(slice_text(target), false);
	len = strlen(path);
	for (size_t i = 0; i < group->n; i++) {
		const struct rule *rule = &group->rules[i];

		if (best && (rule->len < best->len ||
			     (rule->len == best->len && best->allow)))
			continue;
		if (matches(rule, path, len))
			best = rule;
	}
	return !best || best->allow;
}

int64_t robots_delay_ms(const struct robots *robots)
{
	return robots ? group_for_us(robots)->delay_ms : -1;
}

size_t robots_sitemaps(const struct robots *robots, const char *const **out)
{
	if (!robots)
		return 0;
	*out = (const char *const *)robots->sitemaps;
	return robots->n_sitemaps;
}
