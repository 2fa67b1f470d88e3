#include "workers/htmltree.h"
#include "core/alloc.h"
#include <setjmp.h>
#include <stdalign.h>
#include <strings.h>
#include <time.h>

enum {
	BLOCK_MIN = 64 << 10,
	BLOCK_MAX = 4 << 20,
	CLOCK_EVERY = 512, /* allocations between two looks at the clock */
};

struct block {
	struct block *next;
	alignas(16) char data[];
};

struct htmltree {
	GumboOutput *output;
	struct block *blocks;
	char *at, *end; /* free in the newest block */
	char *last;	/* newest allocation: can be given back */
	size_t used, next_block;
	unsigned n;
	int64_t deadline_ms;
	jmp_buf refused;
};

static int64_t cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void grow(struct htmltree *tree, size_t size)
{
	size_t room = size > tree->next_block ? size : tree->next_block;
	struct block *block;

	/* gumbo checks no allocation, so there is no way back through it; it
	 * holds nothing but this arena. */
	if (tree->used + room > HTMLTREE_MAX_MEMORY)
		longjmp(tree->refused, 1);
	block = alloc_get(sizeof(*block) + room);
	block->next = tree->blocks;
	tree->blocks = block;
	tree->used += room;
	tree->at = block->data;
	tree->end = block->data + room;
	if (tree->next_block < BLOCK_MAX)
		tree->next_block *= 2;
}

static void *arena_get(void *userdata, size_t size)
{
	struct htmltree *tree = userdata;

	if (++tree->n % CLOCK_EVERY == 0 && cpu_ms() > tree->deadline_ms)
		longjmp(tree->refused, 1);
	size = (size + 15) & ~(size_t)15;
	if ((size_t)(tree->end - tree->at) < size)
		grow(tree, size);
	tree->last = tree->at;
	tree->at += size;
	return tree->last;
}

static void arena_drop(void *userdata, void *pointer)
{
	struct htmltree *tree = userdata;

	if (pointer && pointer == tree->last) {
		tree->at = pointer;
		tree->last = NULL;
	}
}

/* In a function of its own: setjmp keeps no changed locals. */
static bool parse_guarded(struct htmltree *tree, struct slice html)
{
	GumboOptions options = kGumboDefaultOptions;

	options.allocator = arena_get;
	options.deallocator = arena_drop;
	options.userdata = tree;
	options.max_errors = 0;
	if (setjmp(tree->refused))
		return false;
	tree->output = gumbo_parse_with_options(&options, html.data, html.len);
	return true;
}

int htmltree_parse(struct htmltree **out, struct slice html)
{
	CLEANUP(htmltree_freep) struct htmltree *tree = NULL;

	if (html.len > HTMLTREE_MAX_BYTES)
		return HTMLTREE_E_LIMIT;
	if (!html.len)
		html = slice_text(" ");
	tree = alloc_zero(1, sizeof(*tree));
	tree->next_block = BLOCK_MIN;
	while (tree->next_block < html.len * 8 && tree->next_block < BLOCK_MAX)
		tree->next_block *= 2;
	tree->deadline_ms = cpu_ms() + HTMLTREE_MAX_CPU_MS;
	if (!parse_guarded(tree, html))
		return HTMLTREE_E_LIMIT;
	*out = TAKE(tree);
	return 0;
}

void htmltree_free(struct htmltree *tree)
{
	if (!tree)
		return;
	while (tree->blocks) {
		struct block *next = tree->blocks->next;

		free(tree->blocks);
		tree->blocks = next;
	}
	free(tree);
}

const GumboNode *htmltree_document(const struct htmltree *tree)
{
	return tree->output->document;
}

static bool is_element(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT ||
	       node->type == GUMBO_NODE_TEMPLATE;
}

const char *htmltree_attribute(const GumboNode *node, const char *name)
{
	const GumboVector *all = &node->v.element.attributes;

	if (!is_element(node))
		return NULL;
	for (unsigned i = 0; i < all->length; i++) {
		const GumboAttribute *a = all->data[i];

		if (!strcasecmp(a->name, name))
			return a->value;
	}
	return NULL;
}

GumboTag htmltree_tag(const GumboNode *node)
{
	if (!is_element(node) ||
	    node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
		return GUMBO_TAG_UNKNOWN;
	return node->v.element.tag;
}

const char *htmltree_text(const GumboNode *node)
{
	switch (node->type) {
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_CDATA:
	case GUMBO_NODE_WHITESPACE:
		return node->v.text.text;
	default:
		return NULL;
	}
}

static const GumboVector *children_of(const GumboNode *node)
{
	if (node->type == GUMBO_NODE_DOCUMENT)
		return &node->v.document.children;
	return is_element(node) ? &node->v.element.children : NULL;
}

static void push(struct htmlwalk *walk, const GumboNode *node)
{
	if (walk->n == walk->cap) {
		walk->cap = walk->cap ? 2 * walk->cap : 64;
		walk->stack = alloc_resize(walk->stack, walk->cap,
					   sizeof(*walk->stack));
	}
	walk->stack[walk->n++] = (struct htmlstep){.node = node};
}

void htmlwalk_begin(struct htmlwalk *walk, const GumboNode *top)
{
	walk->n = 0;
	walk->entered = walk->skip = walk->leaving = false;
	push(walk, top);
}

const GumboNode *htmlwalk_next(struct htmlwalk *walk)
{
	struct htmlstep *top;
	const GumboVector *children;

	if (walk->n && walk->leaving) {
		walk->n--;
		walk->skip = false;
	}
	if (!walk->n)
		return NULL;
	top = &walk->stack[walk->n - 1];
	if (!walk->entered) {
		walk->entered = true;
		walk->leaving = false;
		return top->node;
	}
	children = walk->skip ? NULL : children_of(top->node);
	walk->skip = false;
	if (children && top->next < children->length) {
		push(walk, children->data[top->next++]);
		walk->leaving = false;
		return walk->stack[walk->n - 1].node;
	}
	walk->leaving = true;
	return top->node;
}

void htmlwalk_deinit(struct htmlwalk *walk)
{
	free(walk->stack);
	*walk = (struct htmlwalk){0};
}
