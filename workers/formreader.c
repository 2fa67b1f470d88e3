#include "workers/formreader.h"
#include "core/alloc.h"
#include "workers/template.h"

static bool is_known(void *arg, const char *name)
{
	const struct formreader *reader = arg;

	return vars_get(&reader->names, name) != NULL;
}

int formreader_template(const struct formreader *reader,
			const struct yaml_node *node, const char **out)
{
	CLEANUP(freep) char *why = NULL;

	if (!node || node->kind != YAML_SCALAR)
		return yaml_fail(reader->file, node,
				 "expected a text, found %s",
				 node ? "a list or map" : "nothing");
	if (template_check(node->text, is_known, (void *)reader, &why))
		return yaml_fail(reader->file, node, "%s", why);
	*out = node->text;
	return 0;
}

int formreader_pointer(const struct formreader *reader,
		       const struct yaml_node *node, struct pointer *out)
{
	if (!node || node->kind != YAML_SCALAR || pointer_init(out, node->text))
		return yaml_fail(reader->file, node,
				 "expected a JSON pointer (\"/a/b\"), found "
				 "\"%s\"",
				 node && node->text ? node->text : "");
	return 0;
}

int formreader_flag(const struct formreader *reader,
		    const struct yaml_node *map, const char *key, bool *out)
{
	const struct yaml_node *node = yaml_get(map, key);
	const char *text = yaml_text(map, key);

	if (!node)
		return 0;
	if (!text || (strcmp(text, "true") != 0 && strcmp(text, "false") != 0))
		return yaml_fail(reader->file, node,
				 "expected %s: true or false, found \"%s\"",
				 key, text ? text : "");
	*out = text[0] == 't';
	return 0;
}

int formreader_number(const struct formreader *reader,
		      const struct yaml_node *map, const char *key,
		      struct formreader_range range, long *out)
{
	const struct yaml_node *node = yaml_get(map, key);
	const char *text = yaml_text(map, key);
	char *end = NULL;
	long value;

	if (!node)
		return 0;
	value = text && *text ? strtol(text, &end, 10) : 0;
	if (!end || *end || value < range.min || value > range.max)
		return yaml_fail(reader->file, node,
				 "expected %s: a number from %ld to %ld, found "
				 "\"%s\"",
				 key, range.min, range.max, text ? text : "");
	*out = value;
	return 0;
}

int formreader_list(const struct formreader *reader,
		    const struct yaml_node *map, const char *key,
		    const struct yaml_node **out)
{
	const struct yaml_node *node = yaml_get(map, key);

	if (!node || node->kind != YAML_LIST)
		return yaml_fail(reader->file, node ? node : map,
				 "expected %s: a list", key);
	*out = node;
	return 0;
}
