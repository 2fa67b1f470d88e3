#include "workers/htmlpage.h"
#include "core/alloc.h"
#include "workers/charset.h"
#include <strings.h>

/* Doubles at powers of two: the arrays need no capacity of their own. */
static void *one_more(void *items, size_t n, size_t size)
{
	if (n & (n - 1) || (n && n < 8))
		return items;
	return alloc_resize(items, n ? 2 * n : 8, size);
}

/* Is `word` among the blank-separated words of an attribute? */
static bool has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	while (words && *words) {
		size_t n = strcspn(words, " \t\r\n\f");

		if (n == len && !strncasecmp(words, word, n))
			return true;
		words += n + strspn(words + n, " \t\r\n\f");
	}
	return false;
}

static const char *only_text(const GumboNode *node)
{
	const GumboVector *children = &node->v.element.children;

	return children->length ? htmltree_text(children->data[0]) : NULL;
}

static void take_link(struct htmlpage *page, const GumboNode *node, bool anchor)
{
	const char *href = htmltree_attribute(node, "href");
	const char *rel = htmltree_attribute(node, "rel");
	bool next = has_word(rel, "next");

	/* A character reference that is too large breaks gumbo's UTF-8. */
	if (!href || !charset_is_utf8(slice_text(href)))
		return;
	if (!anchor && !page->canonical && has_word(rel, "canonical"))
		page->canonical = href;
	if (!anchor && !next)
		return;
	page->links =
		one_more(page->links, page->n_links, sizeof(*page->links));
	page->links[page->n_links++] = (struct htmllink){href, next};
}

static void take_script(struct htmlpage *page, const GumboNode *node)
{
	const char *type = htmltree_attribute(node, "type");
	const char *text = only_text(node);

	if (!type || !text || strncasecmp(type, "application/ld+json", 19) != 0)
		return;
	page->scripts = one_more(page->scripts, page->n_scripts,
				 sizeof(*page->scripts));
	page->scripts[page->n_scripts++] = text;
}

static void take_item(struct htmlpage *page, const GumboNode *node)
{
	const char *type = htmltree_attribute(node, "itemtype");

	if (!type || !strstr(type, "schema.org/JobPosting") ||
	    !htmltree_attribute(node, "itemscope"))
		return;
	page->items =
		one_more(page->items, page->n_items, sizeof(*page->items));
	page->items[page->n_items++] = node;
}

static void take_node(struct htmlpage *page, const GumboNode *node)
{
	switch (htmltree_tag(node)) {
	case GUMBO_TAG_A:
	case GUMBO_TAG_AREA:
		take_link(page, node, true);
		break;
	case GUMBO_TAG_LINK:
		take_link(page, node, false);
		break;
	case GUMBO_TAG_SCRIPT:
		take_script(page, node);
		break;
	case GUMBO_TAG_BASE:
		if (!page->base)
			page->base = htmltree_attribute(node, "href");
		break;
	case GUMBO_TAG_TITLE:
		if (!page->title)
			page->title = only_text(node);
		break;
	default:
		break;
	}
	if (node->type == GUMBO_NODE_ELEMENT)
		take_item(page, node);
}

int htmlpage_init(struct htmlpage *out, struct slice html)
{
	struct htmlpage page = {0};
	struct htmlwalk walk = {0};
	const GumboNode *node;
	int r = htmltree_parse(&page.tree, html);

	if (r)
		return r;
	htmlwalk_begin(&walk, htmltree_document(page.tree));
	while ((node = htmlwalk_next(&walk)))
		if (!walk.leaving)
			take_node(&page, node);
	htmlwalk_deinit(&walk);
	*out = page;
	return 0;
}

void htmlpage_deinit(struct htmlpage *page)
{
	htmltree_free(page->tree);
	free(page->links);
	free(page->scripts);
	free(page->items);
	*page = (struct htmlpage){0};
}
