#include "indexer/rulesyaml.h"

int rulesyaml_words(const struct yaml_file *file, const struct yaml_node *node)
{
	if (node->kind != YAML_LIST)
		return yaml_fail(file, node, "expected a list of words");
	for (size_t i = 0; i < node->n; i++) {
		const struct yaml_node *item = &node->items[i];

		if (item->kind != YAML_SCALAR || !*item->text)
			return yaml_fail(file, item,
					 "expected a word, in quotes where it "
					 "is YAML's own");
		if (strlen(item->text) > RULES_MAX_WORD)
			return yaml_fail(file, item,
					 "expected at most %d bytes, found "
					 "\"%s\"",
					 RULES_MAX_WORD, item->text);
	}
	return 0;
}

int rulesyaml_list(const struct yaml_file *file, const struct yaml_node *map,
		   const char *key, const struct yaml_node **out)
{
	static const struct yaml_node none = {.kind = YAML_LIST};
	const struct yaml_node *node = yaml_get(map, key);
	int r = node ? rulesyaml_words(file, node) : 0;

	if (!r)
		*out = node ? node : &none;
	return r;
}

int rulesyaml_flag(const struct yaml_file *file, const struct yaml_node *map,
		   const char *key, bool *out)
{
	static const char *const choice[] = {"no", "yes", NULL};
	unsigned at = 0;
	int r = 0;

	if (yaml_get(map, key))
		r = rulesyaml_choice(file, map, key, choice, &at);
	if (!r)
		*out = at;
	return r;
}

int rulesyaml_number(const struct yaml_file *file, const struct yaml_node *map,
		     const char *key, uint32_t most, uint32_t *out)
{
	const struct yaml_node *node = yaml_get(map, key);
	const char *text = yaml_text(map, key);
	char *end = NULL;
	unsigned long n;

	if (!node)
		return 0;
	n = text ? strtoul(text, &end, 10) : 0;
	if (!text || *text < '0' || *text > '9' || *end || n > most)
		return yaml_fail(file, node,
				 "expected %s: a number from 0 to %u, found "
				 "\"%s\"",
				 key, most, text ? text : "no scalar");
	*out = (uint32_t)n;
	return 0;
}

int rulesyaml_choice(const struct yaml_file *file, const struct yaml_node *map,
		     const char *key, const char *const *choice, unsigned *out)
{
	const char *text = yaml_text(map, key);
	const struct yaml_node *node = yaml_get(map, key);
	struct bytes known = {0};
	int r;

	for (unsigned i = 0; choice[i]; i++) {
		if (text && !strcmp(choice[i], text)) {
			bytes_deinit(&known);
			*out = i;
			return 0;
		}
		bytes_add_format(&known, "%s%s", i ? ", " : "", choice[i]);
	}
	r = yaml_fail(file, node ? node : map,
		      "expected %s: one of %s, found \"%s\"", key, known.data,
		      text ? text : "nothing");
	bytes_deinit(&known);
	return r;
}
