#include "core/alloc.h"
#include "indexer/ruleset.h"
#include "indexer/rulesyaml.h"
#include <errno.h>

static const char *const EFFECTS[] = {[EFFECT_COMPARATOR] = "comparator",
				      [EFFECT_REPLACES] = "replaces",
				      [EFFECT_DONE] = "done",
				      [EFFECT_NEGATED] = "negated",
				      [EFFECT_ANY_OF] = "any_of",
				      NULL};
static const char *const SIDES[] = {[SIDE_BEFORE] = "before",
				    [SIDE_AFTER] = "after",
				    [SIDE_CLAUSE] = "clause",
				    [SIDE_ITEM] = "item",
				    NULL};
enum { WINDOW_MOST = 200, WINDOW_DEFAULT = 60 };

static int add(struct rules *rules, const struct yaml_file *file,
	       const struct yaml_node *list, enum use_kind kind)
{
	uint32_t of = (uint32_t)rules->n_relations;

	for (size_t i = 0; i < list->n; i++)
		if (!lexicon_add(rules->lexicon, list->items[i].text, kind, of,
				 0))
			return yaml_fail(file, &list->items[i],
					 "expected each cue once, found \"%s\" "
					 "again",
					 list->items[i].text);
	return 0;
}

static int read_rule(struct rules *rules, const struct yaml_file *file,
		     const struct yaml_node *map)
{
	static const char *const KEYS[] = {
		"effect", "side", "window", "several", "cues", "not", NULL};
	struct relation_rule *rule = &rules->relations[rules->n_relations];
	const struct yaml_node *cues = NULL, *not = NULL;
	unsigned effect = 0, side = 0;
	int rc = yaml_known(file, map, KEYS);

	rule->window = WINDOW_DEFAULT;
	if (!rc)
		rc = rulesyaml_choice(file, map, "effect", EFFECTS, &effect);
	if (!rc)
		rc = rulesyaml_choice(file, map, "side", SIDES, &side);
	if (!rc)
		rc = rulesyaml_flag(file, map, "several", &rule->several);
	if (!rc)
		rc = rulesyaml_number(file, map, "window", WINDOW_MOST,
				      &rule->window);
	if (!rc)
		rc = rulesyaml_list(file, map, "cues", &cues);
	if (!rc && !cues->n)
		rc = yaml_fail(file, map, "expected cues: with one at least");
	if (!rc)
		rc = add(rules, file, cues, USE_CUE);
	if (!rc)
		rc = rulesyaml_list(file, map, "not", &not );
	if (!rc)
		rc = add(rules, file, not, USE_CUE_NOT);
	if (rc)
		return rc;
	rule->effect = effect;
	rule->side = side;
	rules->n_relations++;
	return 0;
}

int relationfile_load(struct rules *rules, const char *path)
{
	static const char *const KEYS[] = {"version", "relations", NULL};
	CLEANUP(yaml_deinit) struct yaml_file file = {0};
	const struct yaml_node *list;
	int rc = yaml_load(path, &file);

	if (!rc)
		rc = yaml_known(&file, &file.root, KEYS);
	if (rc)
		return rc;
	list = yaml_get(&file.root, "relations");
	if (!list || list->kind != YAML_LIST)
		return yaml_fail(&file, list ? list : &file.root,
				 "expected relations: a list of maps");
	rules->relations = alloc_zero(list->n + 1, sizeof(*rules->relations));
	for (size_t i = 0; !rc && i < list->n; i++)
		rc = read_rule(rules, &file, &list->items[i]);
	return rc;
}
