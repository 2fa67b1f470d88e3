#include "workers/pages.h"
#include "core/alloc.h"
#include "core/urlkey.h"
#include "workers/charset.h"
#include "workers/content.h"
#include "workers/excerpt.h"
#include "workers/jobposting.h"
#include "workers/jsondoc.h"
#include "workers/scope.h"
#include "workers/sitemap.h"
#include "workers/tasks.h"
#include "workers/template.h"
#include <strings.h>
#include <uthash.h>

enum { SHOWN_BYTES = 48, LINKS_MAX = 5000 /* of one page */ };

static const struct answerform page_form = {.what = "page"};
static const struct answerform sitemap_form = {.what = "sitemap"};

static char *expand(const char *text, const struct vars *vars)
{
	return text ? template_text(text, &(struct template_use){.vars = vars})
		    : NULL;
}

static void begin_scope(const struct pagesform *form, const struct vars *vars,
			struct scope *out)
{
	CLEANUP(freep) char *seed = expand(form->seed, vars);
	CLEANUP(freep) char *within = expand(form->within, vars);

	scope_init(out, seed, within);
}

/* A sitemap is a page in this: where there is none (404), nothing is amiss. */
static void add_sitemap(struct tasks *out, const char *url)
{
	tasks_add_get(out, JOBQ__TASK_KIND__TASK_PAGE, "sitemap", url);
}

void pages_seeds(const struct pagesform *form, const struct vars *vars,
		 struct tasks *out)
{
	CLEANUP(freep) char *seed = expand(form->seed, vars);
	CLEANUP(freep) char *canonical = url_canonical(seed);
	CLEANUP(freep) char *path = expand(form->sitemap, vars);
	CLEANUP(freep) char *sitemap = path ? url_resolve(seed, path) : NULL;

	tasks_add_get(out, JOBQ__TASK_KIND__TASK_PAGE, "page",
		      canonical ? canonical : seed);
	if (sitemap)
		add_sitemap(out, sitemap);
}

void pages_sitemaps(const struct pagesform *form, const struct vars *vars,
		    struct tasks *out, const char *const *urls, size_t n)
{
	struct scope scope;

	begin_scope(form, vars, &scope);
	for (size_t i = 0; i < n; i++) {
		CLEANUP(freep) char *url = url_canonical(urls[i]);

		if (url && scope_holds_host(&scope, url))
			add_sitemap(out, url);
	}
	scope_deinit(&scope);
}

/* ---- links ---- */

struct seen {
	char *url;
	UT_hash_handle hh;
};

/* A page's walk through its links. */
struct linker {
	const struct reading *reading;
	struct scope scope;
	char *base;	    /* of relative references */
	const char *origin; /* "https://host", of base; without the path */
	size_t origin_len;
	struct seen *seen;
	struct tasks *found;
};

static bool is_followed(const char *href)
{
	static const char *const others[] = {
		"#", "javascript:", "mailto:", "tel:", "data:"};

	href += strspn(href, " \t\r\n");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (!strncasecmp(href, others[i], strlen(others[i])))
			return false;
	return true;
}

/* Bytes of "/a/b-c.html" before its end or fragment, where that is canonical as
 * it stands; else 0. Most links are like that, and a URL parser for each would
 * cost as much as the parsing of the page. */
static size_t plain_path(const char *href)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/.";
	size_t n = strspn(href, plain);

	if (href[0] != '/' || href[1] == '/' || (href[n] && href[n] != '#') ||
	    n > URL_MAX_BYTES / 2 || memmem(href, n, "/.", 2))
		return 0;
	return n;
}

static char *canonical_link(const struct linker *linker, const char *href)
{
	CLEANUP(freep) char *absolute = NULL;
	size_t n = plain_path(href);

	if (n)
		return alloc_format("%.*s%.*s", (int)linker->origin_len,
				    linker->origin, (int)n, href);
	absolute = url_resolve(linker->base, href);
	return absolute ? url_canonical(absolute) : NULL;
}

static void add_link(struct linker *linker, const struct htmllink *link)
{
	CLEANUP(freep)
	char *url = is_followed(link->href) ? canonical_link(linker, link->href)
					    : NULL;
	struct seen *seen = NULL;
	Jobq__Task *task;

	if (!url || !scope_holds(&linker->scope, url))
		return;
	HASH_FIND_STR(linker->seen, url, seen);
	if (seen)
		return;
	task = tasks_add_get(linker->found, JOBQ__TASK_KIND__TASK_PAGE, "page",
			     url);
	/* The next page of a list is as near as the first. */
	task->hops = linker->reading->task->hops + !link->next;
	seen = alloc_get(sizeof(*seen));
	seen->url = TAKE(url);
	HASH_ADD_KEYPTR(hh, linker->seen, seen->url, strlen(seen->url), seen);
}

static void forget(struct linker *linker)
{
	struct seen *seen, *next;

	HASH_ITER(hh, linker->seen, seen, next)
	{
		HASH_DEL(linker->seen, seen);
		free(seen->url);
		free(seen);
	}
	scope_deinit(&linker->scope);
	free(linker->base);
}

static void begin_linker(struct linker *linker, const struct htmlpage *page)
{
	const char *url = linker->reading->task->url;
	CLEANUP(freep)
	char *base = page->base ? url_resolve(url, page->base) : NULL;
	const char *host;

	linker->base = url_canonical(base ? base : url);
	if (!linker->base)
		linker->base = alloc_copy(url);
	host = strstr(linker->base, "://");
	linker->origin = linker->base;
	linker->origin_len = host ? (size_t)(host + 3 - linker->base) +
					     strcspn(host + 3, "/?#")
				  : strlen(linker->base);
	begin_scope(&linker->reading->recipe->pages, linker->reading->vars,
		    &linker->scope);
}

/* rel=next first: a link that is both must not cost a hop. */
static void add_links(struct linker *linker, const struct htmlpage *page)
{
	for (size_t i = 0; i < page->n_links; i++)
		if (page->links[i].next)
			add_link(linker, &page->links[i]);
	for (size_t i = 0; i < page->n_links && i < LINKS_MAX; i++)
		if (!page->links[i].next)
			add_link(linker, &page->links[i]);
}

/* ---- postings ---- */

/* `reference` of a page as its canonical URL, if it is on the same host. */
static char *own_url(const struct linker *linker, const char *reference)
{
	CLEANUP(freep)
	char *absolute =
		reference ? url_resolve(linker->base, reference) : NULL;
	CLEANUP(freep) char *url = absolute ? url_canonical(absolute) : NULL;

	return url && scope_holds_host(&linker->scope, url) ? TAKE(url) : NULL;
}

static char *key_of(const struct linker *linker, const struct htmlpage *page,
		    json_t *posting, bool alone)
{
	CLEANUP(freep) char *said = NULL;
	char *key;

	if (alone) {
		key = own_url(linker, page->canonical);
		return key ? key : url_canonical(linker->reading->task->url);
	}
	/* A list of postings: each has a page of its own, or it has none. */
	said = jsondoc_text(json_object_get(posting, "url"));
	return own_url(linker, said);
}

static int add_posting(const struct linker *linker, const struct htmlpage *page,
		       json_t *posting, bool alone, struct extract *out)
{
	CLEANUP(content_freep) Jobq__Content *content = content_new();
	CLEANUP(freep) char *key = key_of(linker, page, posting, alone);
	const char *why = jobposting_fill(posting, content);
	Jobq__Observation *o;

	/* In a list, those without text are read on their own pages. */
	if (!alone && (why || !key))
		return 0;
	if (!*content->title) {
		out->why = alloc_copy("page: its JobPosting has no title");
		return RECIPE_E_ANSWER;
	}
	content_set(&content->url, alloc_copy(key));
	o = extract_add(out, linker->reading, key, TAKE(content));
	o->complete = !why;
	out->items++;
	if (!why)
		return 0;
	o->reason = alloc_copy(why);
	out->contents_missing = true;
	return 0;
}

static int add_postings(const struct linker *linker,
			const struct htmlpage *page, struct extract *out)
{
	json_auto_t *postings = NULL;
	char *why = NULL;
	size_t n;
	int r = jobposting_find(page, &postings, &why);

	if (r) {
		out->why = alloc_format("page: %s", why);
		free(why);
		return RECIPE_E_ANSWER;
	}
	n = json_array_size(postings);
	for (size_t i = 0; i < n && !r; i++)
		r = add_posting(linker, page, json_array_get(postings, i),
				n == 1, out);
	return r;
}

/* ---- answers ---- */

static bool has(struct slice text, const char *word)
{
	return text.len && memmem(text.data, text.len, word, strlen(word));
}

/* Is there a tag at all? What has none is no HTML, whatever its header says. */
static bool has_tag(struct slice text)
{
	const char *at = text.data, *end = text.data + text.len;

	while (text.len && (at = memchr(at, '<', (size_t)(end - at)))) {
		unsigned char c = ++at < end ? (unsigned char)*at | 32 : 0;

		if (c >= 'a' && c <= 'z')
			return true;
	}
	return false;
}

/* Files that a link's name did not give away: no pages, and no fault. */
static bool is_file(struct slice type)
{
	static const char *const kinds[] = {
		"application/pdf",  "image/",	    "video/",
		"audio/",	    "font/",	    "application/zip",
		"octet-stream",	    "msword",	    "officedocument",
		"text/css",	    "javascript",   "application/rss",
		"application/atom", "text/calendar"};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (has(type, kinds[i]))
			return true;
	return false;
}

static int refuse_form(struct slice text, struct slice type,
		       struct extract *out)
{
	CLEANUP(freep) char *shown = excerpt_of(text, SHOWN_BYTES);
	CLEANUP(freep) char *said = excerpt_of(type, SHOWN_BYTES);

	out->why = alloc_format("page: expected HTML, found %s%s\"%s\"",
				*said ? said : "no type",
				*said || *shown ? ", " : "", shown);
	return RECIPE_E_ANSWER;
}

static int read_page(const struct reading *reading, struct slice html,
		     struct extract *out)
{
	struct linker linker = {.reading = reading, .found = &out->found};
	struct htmlpage page;
	int r = htmlpage_init(&page, html);

	if (r) {
		out->why = alloc_format("page: expected HTML within the "
					"parser's limits, found %zu bytes "
					"beyond them",
					html.len);
		return RECIPE_E_ANSWER;
	}
	begin_linker(&linker, &page);
	r = add_postings(&linker, &page, out);
	if (!r)
		add_links(&linker, &page);
	forget(&linker);
	htmlpage_deinit(&page);
	return r;
}

int pages_extract(const struct reading *reading, struct extract *out)
{
	struct slice type =
		fetch_answer_header(reading->answer, "Content-Type");
	struct answer read;
	int r;

	if (reading->answer->status / 100 == 2 && is_file(type))
		return 0;
	r = answer_init(&read, &page_form, reading->answer);
	if (r == ANSWER_E_REFUSED)
		out->why = TAKE(read.why);
	else if (!r && !has_tag(read.text))
		r = refuse_form(read.text, type, out);
	else if (!r)
		r = read_page(reading, read.text, out);
	answer_deinit(&read);
	return r ? RECIPE_E_ANSWER : 0;
}

static void add_urls(const struct reading *reading,
		     const struct sitemap *sitemap, struct extract *out)
{
	struct scope scope;

	begin_scope(&reading->recipe->pages, reading->vars, &scope);
	for (size_t i = 0; i < sitemap->n; i++) {
		CLEANUP(freep) char *url = url_canonical(sitemap->urls[i]);

		if (!url || !scope_holds_host(&scope, url))
			continue;
		if (sitemap->index)
			add_sitemap(&out->found, url);
		else if (scope_holds(&scope, url))
			tasks_add_get(&out->found, JOBQ__TASK_KIND__TASK_PAGE,
				      "page", url)
				->hops = reading->task->hops + 1;
	}
	scope_deinit(&scope);
}

int pages_extract_sitemap(const struct reading *reading, struct extract *out)
{
	struct sitemap sitemap;
	struct answer read;
	int r = answer_init(&read, &sitemap_form, reading->answer);

	if (r == ANSWER_E_REFUSED)
		out->why = TAKE(read.why);
	answer_deinit(&read);
	if (r)
		return RECIPE_E_ANSWER;
	r = sitemap_init(&sitemap, slice_bytes(&reading->answer->body),
			 &out->why);
	if (r)
		return r == SITEMAP_E_ABSENT ? 0 : RECIPE_E_ANSWER;
	add_urls(reading, &sitemap, out);
	sitemap_deinit(&sitemap);
	return 0;
}
