#include "core/panel.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/sharedir.h"
#include "core/times.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>
#include <uthash.h>

enum {
	PANEL_MAX_ID = 128, /* below what an LMDB key takes */
	PANEL_MAX_VALUE = 2048,
	PANEL_MAX_HOPS = 1000,
	PANEL_MAX_PAGES = 10000000,
};
#define PANEL_MAX_DURATION (366 * TIMES_DAY_MS)

struct limits {
	int64_t every_ms, delay_ms, deadline_ms;
	uint32_t hops, pages;
};

/* An id that was given, and where: ids are unique over the whole panel. */
struct given {
	const char *id;
	int line;
	UT_hash_handle hh;
};

struct loader {
	const struct yaml_file *file;
	const char *recipes;
	struct limits defaults;
	struct given *companies, *sources;
};

static const char *const LIMIT_KEYS[] = {"every", "delay", "deadline",
					 "hops",  "pages", NULL};

/* "source 2 of bytedance": how an error names where it is. */
struct place {
	const struct loader *loader;
	const char *company;
	size_t source; /* from 1; 0: not in a source */
};

static int place_fail(const struct place *p, const struct yaml_node *node,
		      const char *expected, const char *found)
{
	if (!p->source)
		return yaml_fail(p->loader->file, node,
				 "expected %s, found \"%s\"", expected, found);
	return yaml_fail(p->loader->file, node,
			 "source %zu of %s: expected %s, found \"%s\"",
			 p->source, p->company, expected, found);
}

static const char *found_text(const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR ? node->text
	       : node->kind == YAML_LIST ? "[a list]"
					 : "{a map}";
}

static bool is_id(const char *text, const char *extra)
{
	size_t n = strlen(text);

	for (size_t i = 0; i < n; i++)
		if (!islower((unsigned char)text[i]) &&
		    !isdigit((unsigned char)text[i]) &&
		    !strchr("._-", text[i]) && !strchr(extra, text[i]))
			return false;
	return n && n <= PANEL_MAX_ID;
}

static bool is_plain_value(const char *text)
{
	for (const char *c = text; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return false;
	return *text && strlen(text) <= PANEL_MAX_VALUE;
}

static int read_duration(const struct place *p, const struct yaml_node *node,
			 int64_t least_ms, int64_t *out)
{
	const char *text = found_text(node);
	int64_t ms = 0;

	if (node->kind != YAML_SCALAR || times_parse_duration(text, &ms))
		return place_fail(p, node, "a duration such as 6h", text);
	if (ms < least_ms || ms > PANEL_MAX_DURATION)
		return place_fail(p, node,
				  least_ms ? "a duration from 1ms to 366d"
					   : "a duration from 0s to 366d",
				  text);
	*out = ms;
	return 0;
}

static int read_count(const struct place *p, const struct yaml_node *node,
		      uint32_t most, uint32_t *out)
{
	const char *text = found_text(node);
	char expected[64];
	char *end = NULL;
	unsigned long n;

	snprintf(expected, sizeof(expected), "a number up to %u", most);
	if (node->kind != YAML_SCALAR || !isdigit((unsigned char)*text))
		return place_fail(p, node, expected, text);
	errno = 0;
	n = strtoul(text, &end, 10);
	if (errno || *end || n > most)
		return place_fail(p, node, expected, text);
	*out = (uint32_t)n;
	return 0;
}

static int read_limit(const struct place *p, const char *key,
		      const struct yaml_node *node, struct limits *out)
{
	if (!strcmp(key, "every"))
		return read_duration(p, node, 1, &out->every_ms);
	if (!strcmp(key, "delay"))
		return read_duration(p, node, 0, &out->delay_ms);
	if (!strcmp(key, "deadline"))
		return read_duration(p, node, 1, &out->deadline_ms);
	if (!strcmp(key, "hops"))
		return read_count(p, node, PANEL_MAX_HOPS, &out->hops);
	return read_count(p, node, PANEL_MAX_PAGES, &out->pages);
}

static int read_limits(const struct place *p, const struct yaml_node *map,
		       struct limits *out)
{
	for (const char *const *key = LIMIT_KEYS; *key; key++) {
		const struct yaml_node *node = yaml_get(map, *key);
		int r = node ? read_limit(p, *key, node, out) : 0;

		if (r)
			return r;
	}
	return 0;
}

/* Remembers an id; the same once more is an error that names both lines. */
static int give(struct loader *l, struct given **table, const char *what,
		const struct given *g)
{
	struct yaml_node at = {.line = g->line};
	struct given *other = NULL;

	HASH_FIND_STR(*table, g->id, other);
	if (other)
		return yaml_fail(l->file, &at,
				 "expected each %s once, found \"%s\" again "
				 "(first in line %d)",
				 what, g->id, other->line);
	other = alloc_zero(1, sizeof(*other));
	*other = *g;
	HASH_ADD_KEYPTR(hh, *table, other->id, strlen(other->id), other);
	return 0;
}

static void forget(struct given **table)
{
	struct given *g, *next;

	HASH_ITER(hh, *table, g, next)
	{
		HASH_DEL(*table, g);
		free(g);
	}
}

static int by_name(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 5 && !strcmp(entry->d_name + n - 5, ".yaml");
}

/* "a recipe (ashby, feishu, ...)": those that there are. */
static char *recipe_names(const char *dir)
{
	struct dirent **entries = NULL;
	int n = scandir(dir, &entries, by_name, alphasort);
	struct bytes names = {0};

	bytes_add_text(&names, "a recipe");
	for (int i = 0; i < n; i++) {
		bytes_add_format(&names, "%s%.*s", i ? ", " : " (",
				 (int)strlen(entries[i]->d_name) - 5,
				 entries[i]->d_name);
		free(entries[i]);
	}
	if (n > 0)
		bytes_add_char(&names, ')');
	free(entries);
	return bytes_take(&names);
}

static int recipe_exists(const struct place *p, const struct yaml_node *node,
			 const char *recipe)
{
	const char *dir = p->loader->recipes;
	CLEANUP(freep) char *file = NULL;
	CLEANUP(freep) char *names = NULL;

	if (!dir)
		return 0;
	file = alloc_format("%s/%s.yaml", dir, recipe);
	if (!access(file, R_OK))
		return 0;
	names = recipe_names(dir);
	return place_fail(p, node, names, recipe);
}

static bool is_source_key(const char *key)
{
	if (!strcmp(key, "id") || !strcmp(key, "recipe"))
		return true;
	for (const char *const *k = LIMIT_KEYS; *k; k++)
		if (!strcmp(key, *k))
			return true;
	return false;
}

/* Every key that is not ours is a param; the recipe checks them. */
static int read_params(const struct place *p, const struct yaml_node *map,
		       struct panel_source *out)
{
	out->params = alloc_zero(map->n + 1, sizeof(*out->params));
	for (size_t i = 0; i < map->n; i++) {
		const struct yaml_node *value = &map->items[i];
		const char *key = map->keys[i].text;
		char expected[PANEL_MAX_ID + 32];

		if (is_source_key(key))
			continue;
		if (!is_id(key, "_"))
			return place_fail(p, &map->keys[i],
					  "a param's name of a-z 0-9 . _ -",
					  key);
		snprintf(expected, sizeof(expected), "a value for %s", key);
		if (value->kind != YAML_SCALAR || !is_plain_value(value->text))
			return place_fail(p, value, expected,
					  found_text(value));
		out->params[out->n_params++] =
			(struct panel_param){.name = alloc_copy(key),
					     .value = alloc_copy(value->text)};
	}
	return 0;
}

static int read_recipe(const struct place *p, const struct yaml_node *map,
		       struct panel_source *out)
{
	const struct yaml_node *recipe = yaml_get(map, "recipe");
	const char *text;

	if (!recipe)
		return place_fail(p, map, "the key recipe", "none");
	text = found_text(recipe);
	if (recipe->kind != YAML_SCALAR || !is_id(text, ""))
		return place_fail(p, recipe, "a recipe's name", text);
	out->recipe = alloc_copy(text);
	return recipe_exists(p, recipe, text);
}

static int read_source_id(struct loader *l, const struct place *p,
			  const struct yaml_node *map, struct panel_source *out)
{
	const struct yaml_node *id = yaml_get(map, "id");
	struct given g = {.line = id ? id->line : map->line};

	out->id = !id ? alloc_format("%s/%s", p->company, out->recipe)
		      : alloc_copy(found_text(id));
	if (!is_id(out->id, "/") || (id && id->kind != YAML_SCALAR))
		return place_fail(p, id ? id : map,
				  "an id of at most 128 of a-z 0-9 . _ - /",
				  out->id);
	g.id = out->id;
	return give(l, &l->sources, "source id", &g);
}

static int read_source(struct loader *l, const struct place *p,
		       const struct yaml_node *map, struct panel_source *out)
{
	struct limits limits = l->defaults;
	int r;

	if (map->kind != YAML_MAP)
		return place_fail(p, map, "a map with the key recipe",
				  found_text(map));
	out->line = map->line;
	r = read_recipe(p, map, out);
	if (!r)
		r = read_source_id(l, p, map, out);
	if (!r)
		r = read_limits(p, map, &limits);
	if (!r)
		r = read_params(p, map, out);
	out->every_ms = limits.every_ms;
	out->delay_ms = limits.delay_ms;
	out->deadline_ms = limits.deadline_ms;
	out->hops = limits.hops;
	out->pages = limits.pages;
	return r;
}

static int read_sources(struct loader *l, const struct yaml_node *map,
			struct panel_company *out)
{
	const struct yaml_node *list = yaml_get(map, "sources");
	struct place p = {.loader = l, .company = out->id};
	int r = 0;

	if (!list || list->kind != YAML_LIST || !list->n)
		return yaml_fail(l->file, list ? list : map,
				 "%s: expected a list of sources (or "
				 "unreached: WHY), found %s",
				 out->id, list ? found_text(list) : "none");
	out->sources = alloc_zero(list->n, sizeof(*out->sources));
	for (size_t i = 0; i < list->n && !r; i++) {
		p.source = i + 1;
		out->n_sources++;
		r = read_source(l, &p, &list->items[i], &out->sources[i]);
	}
	return r;
}

/* A text that a person reads; *out stays NULL where there is none. */
static int read_name(struct loader *l, const struct yaml_node *map,
		     const char *key, char **out)
{
	const struct yaml_node *node = yaml_get(map, key);

	if (!node)
		return 0;
	if (node->kind != YAML_SCALAR || !is_plain_value(node->text))
		return yaml_fail(l->file, node,
				 "expected a text for %s, found \"%s\"", key,
				 found_text(node));
	*out = alloc_copy(node->text);
	return 0;
}

static int read_names(struct loader *l, const struct yaml_node *map,
		      struct panel_company *out)
{
	static const char *const LANGUAGES[] = {"en", "zh", NULL};
	const struct yaml_node *name = yaml_get(map, "name");
	int r = name ? yaml_known(l->file, name, LANGUAGES) : 0;

	if (!r && name)
		r = read_name(l, name, "en", &out->name_en);
	if (!r && name)
		r = read_name(l, name, "zh", &out->name_zh);
	if (!r)
		r = read_name(l, map, "country", &out->country);
	if (!r && out->country &&
	    (strlen(out->country) != 2 ||
	     !isupper((unsigned char)out->country[0]) ||
	     !isupper((unsigned char)out->country[1])))
		r = yaml_fail(l->file, yaml_get(map, "country"),
			      "expected a country of two capital letters "
			      "(ISO 3166), found \"%s\"",
			      out->country);
	return r;
}

/* The sources, or in their place why there is none. */
static int read_reach(struct loader *l, const struct yaml_node *map,
		      struct panel_company *out)
{
	const struct yaml_node *why = yaml_get(map, "unreached");

	if (!why)
		return read_sources(l, map, out);
	if (yaml_get(map, "sources"))
		return yaml_fail(l->file, why,
				 "%s: expected either sources or unreached, "
				 "found both",
				 out->id);
	return read_name(l, map, "unreached", &out->unreached);
}

static int read_company(struct loader *l, const struct yaml_node *map,
			struct panel_company *out)
{
	static const char *const KEYS[] = {"id",      "name",	   "country",
					   "sources", "unreached", NULL};
	const struct yaml_node *id = yaml_get(map, "id");
	struct given g = {.line = id ? id->line : map->line};
	int r = yaml_known(l->file, map, KEYS);

	if (r)
		return r;
	if (!id || id->kind != YAML_SCALAR || !is_id(id->text, ""))
		return yaml_fail(l->file, id ? id : map,
				 "expected a company's id of a-z 0-9 . _ -, "
				 "found \"%s\"",
				 id ? found_text(id) : "none");
	out->id = alloc_copy(id->text);
	g.id = out->id;
	r = give(l, &l->companies, "company id", &g);
	if (!r)
		r = read_names(l, map, out);
	if (!r)
		r = read_reach(l, map, out);
	return r;
}

static int read_head(struct loader *l, struct panel *panel)
{
	static const char *const KEYS[] = {"panel", "contact", "defaults",
					   "companies", NULL};
	const struct yaml_node *root = &l->file->root;
	const struct yaml_node *id, *defaults;
	struct place p = {.loader = l};
	int r = yaml_known(l->file, root, KEYS);

	if (r)
		return r;
	id = yaml_get(root, "panel");
	if (!id || id->kind != YAML_SCALAR || !is_id(id->text, ""))
		return yaml_fail(l->file, id ? id : root,
				 "expected panel: NAME of a-z 0-9 . _ -, "
				 "found \"%s\"",
				 id ? found_text(id) : "none");
	panel->id = alloc_copy(id->text);
	r = read_name(l, root, "contact", &panel->contact);
	defaults = yaml_get(root, "defaults");
	if (!r && defaults)
		r = yaml_known(l->file, defaults, LIMIT_KEYS);
	if (!r && defaults)
		r = read_limits(&p, defaults, &l->defaults);
	return r;
}

static int read_panel(struct loader *l, struct panel *panel)
{
	const struct yaml_node *list = yaml_get(&l->file->root, "companies");
	size_t reached = 0;
	int r = read_head(l, panel);

	if (r)
		return r;
	if (!list || list->kind != YAML_LIST || !list->n)
		return yaml_fail(l->file, list ? list : &l->file->root,
				 "expected a list of companies, found %s",
				 list ? found_text(list) : "none");
	panel->companies = alloc_zero(list->n, sizeof(*panel->companies));
	for (size_t i = 0; i < list->n && !r; i++) {
		panel->n_companies++;
		r = read_company(l, &list->items[i], &panel->companies[i]);
		reached += panel->companies[i].n_sources;
	}
	if (!r && !reached)
		r = yaml_fail(l->file, list,
			      "expected a company with sources, found none");
	return r;
}

static int panel_read(struct panel **out, struct yaml_file *file,
		      const char *recipes)
{
	CLEANUP(panel_freep) struct panel *panel = NULL;
	struct loader l = {
		.file = file,
		.recipes = recipes,
		.defaults = {.every_ms = INT64_C(6) * 3600000,
			     .delay_ms = 1000,
			     .deadline_ms = 600000,
			     .hops = 6,
			     .pages = 20000},
	};
	int r;

	panel = alloc_zero(1, sizeof(*panel));
	panel->file = alloc_copy(file->name);
	r = read_panel(&l, panel);
	forget(&l.companies);
	forget(&l.sources);
	yaml_deinit(file);
	if (!r)
		*out = TAKE(panel);
	return r;
}

int panel_load(struct panel **out, const char *path, const char *recipes)
{
	struct yaml_file file = {0};
	int r = yaml_load(path, &file);

	return r ? r : panel_read(out, &file, recipes);
}

int panel_parse(struct panel **out, const char *name, struct slice text,
		const char *recipes)
{
	struct yaml_file file = {0};
	int r = yaml_parse(name, text, &file);

	return r ? r : panel_read(out, &file, recipes);
}

static void source_deinit(struct panel_source *source)
{
	for (size_t i = 0; i < source->n_params; i++) {
		free(source->params[i].name);
		free(source->params[i].value);
	}
	free(source->params);
	free(source->id);
	free(source->recipe);
}

static void company_deinit(struct panel_company *company)
{
	for (size_t i = 0; i < company->n_sources; i++)
		source_deinit(&company->sources[i]);
	free(company->sources);
	free(company->id);
	free(company->name_en);
	free(company->name_zh);
	free(company->country);
	free(company->unreached);
}

void panel_free(struct panel *panel)
{
	if (!panel)
		return;
	for (size_t i = 0; i < panel->n_companies; i++)
		company_deinit(&panel->companies[i]);
	free(panel->companies);
	free(panel->file);
	free(panel->id);
	free(panel->contact);
	free(panel);
}

const char *panel_param(const struct panel_source *source, const char *name)
{
	for (size_t i = 0; i < source->n_params; i++)
		if (!strcmp(source->params[i].name, name))
			return source->params[i].value;
	return NULL;
}

char *panel_recipes_dir(void)
{
	return sharedir_find(&(struct sharedir){.variable = "JOBQ_RECIPES",
						.name = "recipes",
						.in_tree = "workers/recipes"});
}
