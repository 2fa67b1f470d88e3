#include "workers/xpath.h"
#include "core/alloc.h"
#include "workers/htmltree.h"
#include <libxml/tree.h>
#include <libxml/xpath.h>

enum { XPATH_MAX_OPS = 50 * 1000 * 1000 };

static void doc_freep(xmlDoc **doc)
{
	xmlFreeDoc(*doc);
}
static void context_freep(xmlXPathContext **context)
{
	xmlXPathFreeContext(*context);
}
static void object_freep(xmlXPathObject **object)
{
	xmlXPathFreeObject(*object);
}
static void quiet(void *arg, xmlErrorPtr error)
{
	(void)arg;
	(void)error;
}

static void copy_attributes(xmlNode *to, const GumboNode *from)
{
	const GumboVector *all = &from->v.element.attributes;

	for (unsigned i = 0; i < all->length; i++) {
		const GumboAttribute *a = all->data[i];

		if (!xmlValidateNCName(BAD_CAST a->name, 0))
			xmlSetProp(to, BAD_CAST a->name, BAD_CAST a->value);
	}
}

static xmlNode *copy_element(xmlDoc *doc, const GumboNode *from)
{
	GumboStringPiece name = from->v.element.original_tag;
	char *text = NULL;
	xmlNode *node;

	if (from->v.element.tag != GUMBO_TAG_UNKNOWN) {
		text = alloc_copy(
			gumbo_normalized_tagname(from->v.element.tag));
	} else {
		gumbo_tag_from_original_text(&name);
		text = alloc_copy_n(name.data, name.length);
	}
	if (xmlValidateNCName(BAD_CAST text, 0)) {
		free(text);
		text = alloc_copy("unknown");
	}
	node = xmlNewDocNode(doc, NULL, BAD_CAST text, NULL);
	free(text);
	if (node)
		copy_attributes(node, from);
	return node;
}

static void copy_node(xmlDoc *doc, xmlNode **at, const GumboNode *node)
{
	const char *text = htmltree_text(node);
	xmlNode *made = NULL;

	if (text)
		made = xmlNewDocText(doc, BAD_CAST text);
	else if (node->type == GUMBO_NODE_ELEMENT ||
		 node->type == GUMBO_NODE_TEMPLATE)
		made = copy_element(doc, node);
	if (!made)
		return;
	if (*at)
		xmlAddChild(*at, made); /* a text may be joined to the last */
	else if (!text)
		xmlDocSetRootElement(doc, made);
	else
		xmlFreeNode(made);
	if (!text)
		*at = made;
}

static xmlDoc *copy_tree(const GumboNode *document)
{
	xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
	struct htmlwalk walk = {0};
	xmlNode *at = NULL;
	const GumboNode *node;

	htmlwalk_begin(&walk, document);
	while (doc && (node = htmlwalk_next(&walk))) {
		if (!walk.leaving)
			copy_node(doc, &at, node);
		else if (at && (node->type == GUMBO_NODE_ELEMENT ||
				node->type == GUMBO_NODE_TEMPLATE))
			at = at->parent->type == XML_ELEMENT_NODE ? at->parent
								  : NULL;
	}
	htmlwalk_deinit(&walk);
	return doc;
}

bool xpath_valid(const char *expression)
{
	CLEANUP(context_freep)
	xmlXPathContext *context = xmlXPathNewContext(NULL);
	xmlXPathCompExpr *compiled;

	if (!context)
		return false;
	context->error = quiet;
	compiled = xmlXPathCtxtCompile(context, BAD_CAST expression);
	xmlXPathFreeCompExpr(compiled);
	return compiled != NULL;
}

static int text_of(xmlXPathObject *object, char **out)
{
	xmlChar *text;

	if (!object)
		return XPATH_E_LIMIT;
	if (object->type == XPATH_NODESET &&
	    xmlXPathNodeSetIsEmpty(object->nodesetval))
		return XPATH_E_NONE;
	text = xmlXPathCastToString(object);
	*out = alloc_copy((const char *)text);
	xmlFree(text);
	return 0;
}

int xpath_text(struct slice html, const char *expression, char **out)
{
	CLEANUP(htmltree_freep) struct htmltree *tree = NULL;
	CLEANUP(doc_freep) xmlDoc *doc = NULL;
	CLEANUP(context_freep) xmlXPathContext *context = NULL;
	CLEANUP(object_freep) xmlXPathObject *object = NULL;

	if (htmltree_parse(&tree, html))
		return XPATH_E_LIMIT;
	doc = copy_tree(htmltree_document(tree));
	context = doc ? xmlXPathNewContext(doc) : NULL;
	if (!context)
		return XPATH_E_LIMIT;
	context->error = quiet;
	context->opLimit = XPATH_MAX_OPS;
	object = xmlXPathEvalExpression(BAD_CAST expression, context);
	return text_of(object, out);
}
