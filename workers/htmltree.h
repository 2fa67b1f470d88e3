#pragma once
/*
 * Htmltree: gumbo's tree of an HTML text, within limits. gumbo takes memory as
 * it likes, walks its stack for every tag (quadratic on a hostile page) and
 * frees its tree by recursion; here its memory comes from an arena that knows
 * the limits and is dropped as a whole, which is also faster.
 */
#include "core/bytes.h"
#include <gumbo.h>

enum { HTMLTREE_E_LIMIT = 1 };
enum {
	HTMLTREE_MAX_BYTES = 16 << 20,	 /* of HTML */
	HTMLTREE_MAX_MEMORY = 256 << 20, /* of tree */
	HTMLTREE_MAX_CPU_MS = 4000,	 /* a lease lives 10 s without a sign */
};

struct htmltree;

/* Parses `html` (UTF-8; must live as long as the tree). Any bytes make a tree.
 * HTMLTREE_E_LIMIT: it is beyond a limit. */
MUST_CHECK int htmltree_parse(struct htmltree **out, struct slice html);
void htmltree_free(struct htmltree *tree);
DEFINE_CLEANUP(struct htmltree *, htmltree_free);
const GumboNode *htmltree_document(const struct htmltree *tree);

/* The value of an element's attribute, or NULL. */
const char *htmltree_attribute(const GumboNode *node, const char *name);
/* The element's tag; GUMBO_TAG_UNKNOWN for what is no HTML element. */
GumboTag htmltree_tag(const GumboNode *node);
/* The text of a text node, or NULL for other nodes (comments have none). */
const char *htmltree_text(const GumboNode *node);

/* Walks a subtree in document order, each element when it is entered and again
 * when it is left, without recursion:
 *	struct htmlwalk w = {0};
 *	htmlwalk_begin(&w, top);
 *	while ((node = htmlwalk_next(&w))) ...
 *	htmlwalk_deinit(&w); */
struct htmlwalk {
	struct htmlstep {
		const GumboNode *node;
		unsigned next; /* child */
	} * stack;
	size_t n, cap;
	bool leaving; /* of the node that was given last */
	bool skip;    /* set it to pass over the children of that node */
	bool entered;
};
void htmlwalk_begin(struct htmlwalk *walk, const GumboNode *top);
const GumboNode *htmlwalk_next(struct htmlwalk *walk);
void htmlwalk_deinit(struct htmlwalk *walk);
