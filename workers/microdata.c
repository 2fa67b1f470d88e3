#include "workers/microdata.h"
#include "core/alloc.h"
#include "workers/htmltext.h"
#include <strings.h>

enum { ITEM_MAX_DEPTH = 16 };

/* HTML standard 5.2.4: where an element keeps its value. */
static json_t *value_of(const GumboNode *node)
{
	static const char *const places[] = {"content", "datetime"};
	static const char *const links[] = {"href", "src"};
	struct bytes text = {0};
	GumboTag tag = htmltree_tag(node);
	bool link = tag == GUMBO_TAG_A || tag == GUMBO_TAG_LINK ||
		    tag == GUMBO_TAG_AREA || tag == GUMBO_TAG_IMG;
	const char *said = NULL;
	json_t *value;

	for (int i = 0; i < 2 && !said; i++)
		said = htmltree_attribute(node, link ? links[i] : places[i]);
	if (said)
		return json_string(said);
	htmltext_add(&text, node);
	value = json_string(text.data ? text.data : "");
	bytes_deinit(&text);
	return value;
}

static void add_value(json_t *item, const char *name, json_t *value)
{
	json_t *there = json_object_get(item, name);

	if (!there) {
		json_object_set_new(item, name, value);
	} else if (json_is_array(there)) {
		json_array_append_new(there, value);
	} else {
		json_t *list = json_array();

		json_array_append(list, there);
		json_array_append_new(list, value);
		json_object_set_new(item, name, list);
	}
}

/* `itemprop` holds one or more names. */
static void add_property(json_t *item, const char *names, json_t *value)
{
	while (value && *names) {
		size_t n = strcspn(names, " \t\r\n\f");
		CLEANUP(freep) char *name = alloc_copy_n(names, n);

		if (n)
			add_value(item, name, json_incref(value));
		names += n + strspn(names + n, " \t\r\n\f");
	}
	json_decref(value);
}

static void set_type(json_t *item, const GumboNode *node)
{
	const char *type = htmltree_attribute(node, "itemtype");
	const char *slash = type ? strrchr(type, '/') : NULL;

	json_object_set_new(item, MICRODATA_PLAIN, json_true());
	if (slash)
		json_object_set_new(item, "@type", json_string(slash + 1));
}

/* The items that are open at the walk's place, the innermost last. */
struct nest {
	json_t *items[ITEM_MAX_DEPTH];
	const GumboNode *nodes[ITEM_MAX_DEPTH];
	size_t n;
};

static void open_item(struct nest *nest, const GumboNode *node, json_t *item)
{
	set_type(item, node);
	nest->nodes[nest->n] = node;
	nest->items[nest->n++] = item;
}

static void enter(struct nest *nest, struct htmlwalk *walk,
		  const GumboNode *node)
{
	const char *names = htmltree_attribute(node, "itemprop");
	bool scope = htmltree_attribute(node, "itemscope") != NULL;
	json_t *parent = nest->items[nest->n - 1];
	json_t *item;

	if (!names && !scope)
		return;
	if (!scope) {
		add_property(parent, names, value_of(node));
		return;
	}
	if (!names || nest->n == ITEM_MAX_DEPTH) {
		walk->skip = true; /* an item of its own: no property of ours */
		return;
	}
	item = json_object();
	add_property(parent, names, json_incref(item));
	open_item(nest, node, item);
	json_decref(item); /* the parent holds it */
}

json_t *microdata_item(const GumboNode *top)
{
	json_t *item = json_object();
	struct nest nest = {0};
	struct htmlwalk walk = {0};
	const GumboNode *node;

	open_item(&nest, top, item);
	htmlwalk_begin(&walk, top);
	while ((node = htmlwalk_next(&walk))) {
		if (node == top || htmltree_text(node))
			continue;
		if (!walk.leaving && node->type == GUMBO_NODE_ELEMENT)
			enter(&nest, &walk, node);
		else if (walk.leaving && nest.nodes[nest.n - 1] == node)
			nest.n--;
	}
	htmlwalk_deinit(&walk);
	return item;
}
