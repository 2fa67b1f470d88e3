#include "workers/urlpattern.h"
#include "core/alloc.h"
#include "core/urlkey.h"

enum { HOLES_MAX = 8 };

struct match {
	struct slice names[HOLES_MAX], taken[HOLES_MAX];
	size_t n;
	bool prefix; /* the text may go on after a "/" */
};

/* Tries every length of a hole, shortest first; as deep as there are holes. */
static bool match_here(struct match *m, const char *pattern, const char *text)
{
	const char *close;
	size_t at = m->n, n;

	for (; *pattern && *pattern != '{'; pattern++, text++)
		if (*pattern != *text)
			return false;
	if (!*pattern)
		return !*text || (m->prefix && *text == '/');
	close = strchr(pattern, '}');
	if (!close || at == HOLES_MAX)
		return false;
	for (n = 1; text[n - 1] && text[n - 1] != '/'; n++) {
		m->names[at] =
			slice_of(pattern + 1, (size_t)(close - pattern - 1));
		m->taken[at] = slice_of(text, n);
		m->n = at + 1;
		if (match_here(m, close + 1, text + n))
			return true;
	}
	m->n = at;
	return false;
}

static void give(const struct match *m, struct vars *out)
{
	for (size_t i = 0; i < m->n; i++) {
		CLEANUP(freep)
		char *name = alloc_copy_n(m->names[i].data, m->names[i].len);
		CLEANUP(freep)
		char *taken = alloc_copy_n(m->taken[i].data, m->taken[i].len);

		vars_set(out, name, taken);
	}
}

bool urlpattern_matches(const char *pattern, const char *text, struct vars *out)
{
	struct match m = {0};

	if (!match_here(&m, pattern, text))
		return false;
	give(&m, out);
	return true;
}

static size_t literal_length(const char *pattern)
{
	size_t n = 0;
	bool inside = false;

	for (; *pattern; pattern++) {
		inside |= *pattern == '{';
		n += !inside;
		inside &= *pattern != '}';
	}
	return n;
}

size_t urlpattern_match_url(const char *pattern, const char *url,
			    struct vars *out)
{
	struct match m = {.prefix = true};
	CLEANUP(freep) char *canonical = url_canonical(url);
	char *text = canonical ? strstr(canonical, "://") : NULL;

	if (!text)
		return 0;
	if (!strcmp(pattern, "*"))
		return 1;
	text += 3;
	text[strcspn(text, "?#")] = 0;
	if (*text && text[strlen(text) - 1] == '/')
		text[strlen(text) - 1] = 0;
	if (!match_here(&m, pattern, text))
		return 0;
	give(&m, out);
	return 1 + literal_length(pattern);
}

void urlpattern_names(const char *pattern, struct vars *out)
{
	const char *open = pattern;

	while ((open = strchr(open, '{')) && strchr(open, '}')) {
		CLEANUP(freep)
		char *name = alloc_copy_n(open + 1, strcspn(open + 1, "}"));

		vars_set(out, name, "");
		open++;
	}
}
