#pragma once
/*
 * Htmlpage: what a crawler wants of a page, out of one parse: links, canonical
 * and next, title, JSON-LD scripts, schema.org microdata. Everything is
 * borrowed from the page's tree and lives as long as the page.
 */
#include "workers/htmltree.h"

struct htmllink {
	const char *href; /* as written */
	bool next;	  /* rel=next */
};

struct htmlpage {
	struct htmltree *tree;
	const char *title;     /* or NULL */
	const char *base;      /* <base href>, as written, or NULL */
	const char *canonical; /* rel=canonical, as written, or NULL */
	struct htmllink *links;
	size_t n_links;
	const char **scripts; /* application/ld+json, as written */
	size_t n_scripts;
	const GumboNode **items; /* microdata JobPosting elements */
	size_t n_items;
};

/* `html` is UTF-8 and must outlive the page. HTMLTREE_E_LIMIT. */
MUST_CHECK int htmlpage_init(struct htmlpage *out, struct slice html);
void htmlpage_deinit(struct htmlpage *page);
