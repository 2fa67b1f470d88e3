#include "core/alloc.h"
#include "indexer/context.h"
#include "indexer/ruleset.h"
#include "indexer/rulesyaml.h"
#include <errno.h>

static const char *const GROUPS[] = {
	"foreign_chip", "domestic_chip", "selfdev_chip", "generic_chip",
	"framework",	"work",		 "area",	 "go_to_market",
	"other_chip",	"customer",	 NULL,
};

struct reading {
	struct rules *rules;
	const struct yaml_file *file;
	size_t cap_groups;
};

/* Adds the words of `list`; the same word twice is a mistake. */
static int add_words(struct reading *r, const struct yaml_node *list,
		     enum use_kind kind, uint32_t of, unsigned flags)
{
	for (size_t i = 0; i < list->n; i++)
		if (!lexicon_add(r->rules->lexicon, list->items[i].text, kind,
				 of, flags))
			return yaml_fail(r->file, &list->items[i],
					 "expected each word once, found "
					 "\"%s\" again",
					 list->items[i].text);
	return 0;
}

static uint32_t group_new(struct reading *r, struct formgroup group)
{
	struct rules *rules = r->rules;

	if (rules->n_groups == r->cap_groups) {
		r->cap_groups = r->cap_groups ? 2 * r->cap_groups : 128;
		rules->groups = alloc_resize(rules->groups, r->cap_groups,
					     sizeof(*rules->groups));
	}
	rules->groups[rules->n_groups] = group;
	return (uint32_t)rules->n_groups++;
}

/* The words under `key` of `map`, as uses of `of`. */
static int read_words(struct reading *r, const struct yaml_node *map,
		      const char *key, enum use_kind kind, uint32_t of)
{
	const struct yaml_node *list = NULL;
	int rc = rulesyaml_list(r->file, map, key, &list);
	unsigned flags =
		kind == USE_NEAR || kind == USE_DOCUMENT || kind == USE_UNLESS
			? LEXICON_PLURAL
			: 0;

	return rc ? rc : add_words(r, list, kind, of, flags);
}

/* What the concept as a whole must not stand beside holds for each group. */
static int read_unless(struct reading *r, const struct yaml_node *concept,
		       uint32_t group)
{
	if (!yaml_get(concept, "unless"))
		return 0;
	r->rules->groups[group].unless = true;
	return read_words(r, concept, "unless", USE_UNLESS, group);
}

static int read_strong(struct reading *r, const struct yaml_node *concept,
		       uint32_t place)
{
	const struct yaml_node *forms = NULL, *typos = NULL;
	uint32_t group;
	int rc = rulesyaml_list(r->file, concept, "forms", &forms);

	if (!rc)
		rc = rulesyaml_list(r->file, concept, "typos", &typos);
	if (rc || !(forms->n + typos->n))
		return rc;
	group = group_new(r, (struct formgroup){.concept = place});
	rc = add_words(r, forms, USE_FORM, group, LEXICON_PLURAL);
	if (!rc)
		rc = add_words(r, typos, USE_FORM, group, 0);
	return rc ? rc : read_unless(r, concept, group);
}

static int read_conditions(struct reading *r, const struct yaml_node *map,
			   uint32_t group)
{
	struct formgroup *g = &r->rules->groups[group];
	int rc = 0;

	g->guarded = yaml_get(map, "near") || yaml_get(map, "document");
	g->unless = yaml_get(map, "unless");
	rc = read_words(r, map, "near", USE_NEAR, group);
	if (!rc)
		rc = read_words(r, map, "document", USE_DOCUMENT, group);
	return rc ? rc : read_words(r, map, "unless", USE_UNLESS, group);
}

static int read_group(struct reading *r, const struct yaml_node *concept,
		      const struct yaml_node *map, uint32_t place)
{
	static const char *const KEYS[] = {"forms",  "near",   "document",
					   "unless", "case",   "plural",
					   "last",   "within", NULL};
	static const char *const CASES[] = {"any", "kept", NULL};
	const struct yaml_node *forms = NULL;
	bool plural = false, last = false;
	unsigned kept = 0;
	uint32_t group, within = 0;
	int rc = yaml_known(r->file, map, KEYS);

	if (!rc)
		rc = rulesyaml_list(r->file, map, "forms", &forms);
	if (!rc && !forms->n)
		rc = yaml_fail(r->file, map,
			       "expected forms: with one at "
			       "least");
	if (!rc)
		rc = rulesyaml_flag(r->file, map, "plural", &plural);
	if (!rc)
		rc = rulesyaml_flag(r->file, map, "last", &last);
	if (!rc)
		rc = rulesyaml_number(r->file, map, "within", CONTEXT_CHARS,
				      &within);
	if (!rc && yaml_get(map, "case"))
		rc = rulesyaml_choice(r->file, map, "case", CASES, &kept);
	if (rc)
		return rc;
	group = group_new(r, (struct formgroup){.concept = place,
						.kept = kept,
						.last = last,
						.within = within});
	rc = add_words(r, forms, USE_FORM, group, plural ? LEXICON_PLURAL : 0);
	if (!rc)
		rc = read_conditions(r, map, group);
	return rc ? rc : read_unless(r, concept, group);
}

static int read_groups(struct reading *r, const struct yaml_node *concept,
		       uint32_t place)
{
	const struct yaml_node *list = yaml_get(concept, "guarded");
	int rc = 0;

	if (list && list->kind != YAML_LIST)
		return yaml_fail(r->file, list,
				 "expected guarded: a list of maps");
	for (size_t i = 0; !rc && list && i < list->n; i++)
		rc = read_group(r, concept, &list->items[i], place);
	return rc;
}

static int read_implies(struct reading *r, const struct yaml_node *map,
			struct concept *concept)
{
	const struct yaml_node *list = NULL;
	int rc = rulesyaml_list(r->file, map, "implies", &list);

	if (rc)
		return rc;
	concept->implies = alloc_zero(list->n + 1, sizeof(uint32_t));
	for (size_t i = 0; i < list->n; i++) {
		const char *id = list->items[i].text;
		const struct concept *other = rules_concept(r->rules, id);

		if (!other || other == concept)
			return yaml_fail(r->file, &list->items[i],
					 "expected the id of another concept, "
					 "found \"%s\"",
					 id);
		concept->implies[concept->n_implies++] = other->place;
	}
	return 0;
}

/* An own name is a use of the concept that owns it; what implies the concept
 * has it too, which rules_find() follows. */
static int read_concept(struct reading *r, const struct yaml_node *map,
			struct concept *concept)
{
	static const char *const KEYS[] = {
		"id",	"zh",	  "en",	   "group",   "implies",
		"own",	"forms",  "typos", "guarded", "unless",
		"veto", "inside", "note",  NULL};
	unsigned group = 0;
	size_t groups = r->rules->n_groups;
	int rc = yaml_known(r->file, map, KEYS);

	if (!rc)
		rc = rulesyaml_choice(r->file, map, "group", GROUPS, &group);
	if (!rc)
		rc = rulesyaml_flag(r->file, map, "inside", &concept->inside);
	if (!rc)
		rc = read_implies(r, map, concept);
	if (!rc)
		rc = read_strong(r, map, concept->place);
	if (!rc)
		rc = read_groups(r, map, concept->place);
	if (!rc)
		rc = read_words(r, map, "veto", USE_VETO, concept->place);
	if (!rc)
		rc = read_words(r, map, "own", USE_OWN, concept->place);
	if (!rc && groups == r->rules->n_groups)
		rc = yaml_fail(r->file, map,
			       "expected forms: or guarded: in %s",
			       concept->id);
	if (rc)
		return rc;
	concept->group = alloc_copy(GROUPS[group]);
	concept->note = alloc_copy(yaml_text(map, "note"));
	return 0;
}

static bool is_id(const char *id)
{
	size_t dots = 0;

	for (const char *c = id; *c; c++) {
		dots += *c == '.';
		if (!(*c >= 'a' && *c <= 'z') && !(*c >= '0' && *c <= '9') &&
		    *c != '_' && *c != '.')
			return false;
	}
	return dots == 1 && *id != '.' && id[strlen(id) - 1] != '.';
}

/* Ids and names first: what implies may name what stands further down. */
static int read_name(struct reading *r, const struct yaml_node *map)
{
	struct rules *rules = r->rules;
	struct concept *concept = &rules->concepts[rules->n_concepts];
	const char *id = yaml_text(map, "id");
	const struct yaml_node *node = yaml_get(map, "id");

	if (!id || !is_id(id))
		return yaml_fail(r->file, node ? node : map,
				 "expected id: KIND.NAME of a-z, 0-9 and _, "
				 "found \"%s\"",
				 id ? id : "nothing");
	if (rules_concept(rules, id))
		return yaml_fail(r->file, node,
				 "expected each id once, found \"%s\" again",
				 id);
	if (!yaml_text(map, "zh") || !yaml_text(map, "en"))
		return yaml_fail(r->file, map, "expected zh: and en: in %s",
				 id);
	concept->place = (uint32_t)rules->n_concepts++;
	concept->id = alloc_copy(id);
	concept->zh = alloc_copy(yaml_text(map, "zh"));
	concept->en = alloc_copy(yaml_text(map, "en"));
	concept->kind = *id;
	if (!strncmp(id + 1, "w.", 2)) /* hw. sw. fw.: one kind */
		concept->kind = 'h';
	return 0;
}

static void mark_above(const struct rules *rules, uint32_t place, bool *seen)
{
	const struct concept *concept = &rules->concepts[place];

	for (size_t i = 0; i < concept->n_implies; i++) {
		uint32_t other = concept->implies[i];

		if (seen[other])
			continue;
		seen[other] = true;
		mark_above(rules, other, seen);
	}
}

static int close_implied(struct reading *r, const struct yaml_node *list)
{
	struct rules *rules = r->rules;
	CLEANUP(freep)
	bool *seen = alloc_zero(rules->n_concepts + 1, sizeof(*seen));

	for (size_t i = 0; i < rules->n_concepts; i++) {
		struct concept *concept = &rules->concepts[i];

		memset(seen, 0, rules->n_concepts);
		mark_above(rules, (uint32_t)i, seen);
		if (seen[i])
			return yaml_fail(r->file, &list->items[i],
					 "expected no circle, but %s implies "
					 "itself",
					 concept->id);
		concept->above = alloc_zero(rules->n_concepts, 4);
		concept->families =
			alloc_zero(rules->n_concepts, sizeof(char *));
		for (uint32_t k = 0; k < rules->n_concepts; k++) {
			if (!seen[k])
				continue;
			concept->above[concept->n_families] = k;
			concept->families[concept->n_families++] =
				rules->concepts[k].id;
		}
	}
	return 0;
}

static int read_list(struct reading *r, const struct yaml_node *list)
{
	struct rules *rules = r->rules;
	int rc = 0;

	rules->concepts = alloc_zero(list->n, sizeof(*rules->concepts));
	rules->by_place = alloc_zero(list->n, sizeof(*rules->by_place));
	for (size_t i = 0; i < list->n; i++)
		rules->by_place[i] = &rules->concepts[i];
	for (size_t i = 0; !rc && i < list->n; i++)
		rc = read_name(r, &list->items[i]);
	for (size_t i = 0; !rc && i < list->n; i++)
		rc = read_concept(r, &list->items[i], &rules->concepts[i]);
	return rc ? rc : close_implied(r, list);
}

int conceptfile_load(struct rules *rules, const char *path)
{
	static const char *const KEYS[] = {"version", "concepts", NULL};
	CLEANUP(yaml_deinit) struct yaml_file file = {0};
	struct reading r = {.rules = rules, .file = &file};
	const struct yaml_node *list;
	const char *version;
	int rc = yaml_load(path, &file);

	if (!rc)
		rc = yaml_known(&file, &file.root, KEYS);
	if (rc)
		return rc;
	version = yaml_text(&file.root, "version");
	if (!version || strcmp(version, "1") != 0)
		return yaml_fail(&file, &file.root,
				 "expected version: 1, found \"%s\"",
				 version ? version : "nothing");
	list = yaml_get(&file.root, "concepts");
	if (!list || list->kind != YAML_LIST || !list->n)
		return yaml_fail(&file, list ? list : &file.root,
				 "expected concepts: a list of maps");
	return read_list(&r, list);
}
