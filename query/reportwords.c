#include "query/reportwords.h"
#include "core/alloc.h"
#include "core/yamltree.h"
#include <errno.h>

struct reportwords {
	struct rules *rules;
	struct yaml_file concepts, areas, families, places;
};

static int load(struct yaml_file *out, const char *dir, const char *name)
{
	CLEANUP(freep) char *path = alloc_format("%s/%s.yaml", dir, name);

	return yaml_load(path, out);
}

int reportwords_load(struct reportwords **out)
{
	CLEANUP(freep) char *dir = rules_dir();
	CLEANUP(reportwords_freep) struct reportwords *w = NULL;
	int r;

	if (!dir)
		return -ENOENT;
	w = alloc_zero(1, sizeof(*w));
	r = rules_load(&w->rules, dir);
	if (!r)
		r = load(&w->concepts, dir, "concepts");
	if (!r)
		r = load(&w->areas, dir, "areas");
	if (!r)
		r = load(&w->families, dir, "families");
	if (!r)
		r = load(&w->places, dir, "places");
	if (!r)
		*out = TAKE(w);
	return r;
}

void reportwords_free(struct reportwords *words)
{
	if (!words)
		return;
	rules_free(words->rules);
	yaml_deinit(&words->concepts);
	yaml_deinit(&words->areas);
	yaml_deinit(&words->families);
	yaml_deinit(&words->places);
	free(words);
}

const struct rules *reportwords_rules(const struct reportwords *words)
{
	return words->rules;
}

char *reportwords_name(const struct reportwords *words, const char *concept)
{
	const struct concept *c = rules_concept(words->rules, concept);
	const char *zh = c ? concept_zh(c) : "", *en = c ? concept_en(c) : "";

	if (!*en && !*zh)
		return alloc_copy(concept);
	if (!*zh || !strcmp(zh, en))
		return alloc_copy(en);
	return *en ? alloc_format("%s %s", en, zh) : alloc_copy(zh);
}

/* Every scalar of the list under `key`. */
static void add_list(struct bytes *out, const struct yaml_node *map,
		     const char *key)
{
	const struct yaml_node *list = yaml_get(map, key);

	if (!list || list->kind != YAML_LIST)
		return;
	for (size_t i = 0; i < list->n; i++) {
		if (list->items[i].kind != YAML_SCALAR)
			continue;
		bytes_add_text(out, out->len ? ", " : "");
		bytes_add_text(out, list->items[i].text);
	}
}

/* The entry of list `list` whose `key` is `id`, or NULL. */
static const struct yaml_node *entry_of(const struct yaml_file *file,
					const char *list, const char *key,
					const char *id)
{
	const struct yaml_node *all = yaml_get(&file->root, list);

	for (size_t i = 0; all && i < all->n; i++) {
		const char *own = yaml_text(&all->items[i], key);

		if (own && !strcmp(own, id))
			return &all->items[i];
	}
	return NULL;
}

static const char *id_of(const struct yaml_file *file, const char *list,
			 const char *key, size_t i)
{
	const struct yaml_node *all = yaml_get(&file->root, list);

	return all && i < all->n ? yaml_text(&all->items[i], key) : NULL;
}

static void add_forms(struct bytes *out, const struct yaml_node *concept)
{
	const struct yaml_node *guarded = yaml_get(concept, "guarded");

	add_list(out, concept, "forms");
	for (size_t i = 0; guarded && i < guarded->n; i++)
		add_list(out, &guarded->items[i], "forms");
}

static bool implies(const struct reportwords *words, const char *id,
		    const char *family)
{
	const struct concept *c = rules_concept(words->rules, id);
	const char *const *families = NULL;
	size_t n = c ? concept_families(c, &families) : 0;

	for (size_t i = 0; i < n; i++)
		if (!strcmp(families[i], family))
			return true;
	return false;
}

char *reportwords_concept(const struct reportwords *words, const char *concept)
{
	const struct yaml_node *all =
		yaml_get(&words->concepts.root, "concepts");
	struct bytes out = {0};

	for (size_t i = 0; all && i < all->n; i++) {
		const char *id = yaml_text(&all->items[i], "id");

		if (id && (!strcmp(id, concept) || implies(words, id, concept)))
			add_forms(&out, &all->items[i]);
	}
	return bytes_take(&out);
}

char *reportwords_area(const struct reportwords *words, const char *area)
{
	const struct yaml_node *entry =
		entry_of(&words->areas, "areas", "area", area);
	struct bytes out = {0};

	if (entry) {
		add_list(&out, entry, "strong");
		add_list(&out, entry, "weak");
	}
	return bytes_take(&out);
}

char *reportwords_family(const struct reportwords *words, const char *family)
{
	const struct yaml_node *entry =
		entry_of(&words->families, "families", "family", family);
	struct bytes out = {0};

	if (entry) {
		add_list(&out, entry, "role");
		add_list(&out, entry, "field");
	}
	return bytes_take(&out);
}

const char *reportwords_area_id(const struct reportwords *words, size_t i)
{
	return id_of(&words->areas, "areas", "area", i);
}

const char *reportwords_family_id(const struct reportwords *words, size_t i)
{
	return id_of(&words->families, "families", "family", i);
}

bool reportwords_technical(const struct reportwords *words, const char *family)
{
	const struct yaml_node *entry =
		entry_of(&words->families, "families", "family", family);
	const char *technical = entry ? yaml_text(entry, "technical") : NULL;

	return technical && !strcmp(technical, "true");
}

bool reportwords_place(const struct reportwords *words, const char *city,
		       double at[2])
{
	const struct yaml_node *entry =
		entry_of(&words->places, "cities", "city", city);
	const struct yaml_node *point = entry ? yaml_get(entry, "at") : NULL;

	if (!point || point->kind != YAML_LIST || point->n != 2)
		return false;
	for (size_t i = 0; i < 2; i++) {
		if (point->items[i].kind != YAML_SCALAR)
			return false;
		at[i] = strtod(point->items[i].text, NULL);
	}
	return true;
}
