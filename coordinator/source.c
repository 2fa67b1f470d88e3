#include "coordinator/source.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/pack.h"
#include "workers/recipe.h"
#include <errno.h>

static void source_free(struct sources *sources, struct source *s)
{
	HASH_DEL(sources->table, s);
	for (size_t i = 0; i < s->n_seeds; i++)
		jobq__task__free_unpacked(s->seeds[i], NULL);
	free(s->seeds);
	jobq__source__free_unpacked(s->record, NULL);
	jobq__source_spec__free_unpacked(s->spec, NULL);
	free(s);
}

void sources_deinit(struct sources *sources)
{
	struct source *s, *next;

	HASH_ITER(hh, sources->table, s, next)
	{
		source_free(sources, s);
	}
	for (size_t i = 0; i < sources->n_unreached; i++)
		jobq__source__free_unpacked(sources->unreached[i], NULL);
	free(sources->unreached);
	*sources = (struct sources){0};
}

struct source *sources_find(const struct sources *sources, const char *id)
{
	struct source *s = NULL;

	HASH_FIND_STR(sources->table, id, s);
	return s;
}

/* protobuf-c's strings are never NULL, and "" is what is absent. */
static char *text_or_empty(const char *text)
{
	return text ? alloc_copy(text) : alloc_copy("");
}

static Jobq__SourceSpec *spec_of(const struct panel_source *from,
				 const char *contact)
{
	Jobq__SourceSpec *spec = alloc_get(sizeof(*spec));

	jobq__source_spec__init(spec);
	spec->id = alloc_copy(from->id);
	spec->recipe = alloc_copy(from->recipe);
	spec->contact = text_or_empty(contact);
	spec->delay_ms = from->delay_ms > UINT32_MAX ? UINT32_MAX
						     : (uint32_t)from->delay_ms;
	spec->hops = from->hops;
	spec->n_params = from->n_params;
	spec->params = alloc_zero(from->n_params, sizeof(*spec->params));
	for (size_t i = 0; i < from->n_params; i++) {
		Jobq__Var *var = alloc_get(sizeof(*var));

		jobq__var__init(var);
		var->name = alloc_copy(from->params[i].name);
		var->value = alloc_copy(from->params[i].value);
		spec->params[i] = var;
	}
	return spec;
}

/* What is the same for all of a company's records. */
static Jobq__Source *record_new(const struct panel_company *company)
{
	Jobq__Source *record = alloc_get(sizeof(*record));

	jobq__source__init(record);
	record->company = alloc_copy(company->id);
	record->name_en = text_or_empty(company->name_en);
	record->name_zh = text_or_empty(company->name_zh);
	record->country = text_or_empty(company->country);
	record->watched = true;
	return record;
}

static Jobq__Source *record_of(const struct panel_company *company,
			       const struct panel_source *from, char *board)
{
	Jobq__Source *record = record_new(company);

	record->id = alloc_copy(from->id);
	record->recipe = alloc_copy(from->recipe);
	record->interval_ms = from->every_ms;
	record->board = board ? board : alloc_copy("");
	return record;
}

static void add_unreached(struct sources *sources,
			  const struct panel_company *company)
{
	Jobq__Source *record = record_new(company);

	record->id = alloc_format("unreached:%s", company->id);
	record->unreached = alloc_copy(company->unreached);
	sources->unreached =
		alloc_resize(sources->unreached, sources->n_unreached + 1,
			     sizeof(*sources->unreached));
	sources->unreached[sources->n_unreached++] = record;
}

struct source *sources_add(struct sources *sources,
			   const struct panel_company *company,
			   const struct panel_source *from,
			   struct source_recipe recipe)
{
	struct source *s = alloc_zero(1, sizeof(*s));

	s->spec = spec_of(from, recipe.contact);
	s->record = record_of(company, from, recipe.board);
	s->seeds = recipe.seeds;
	s->n_seeds = recipe.n_seeds;
	s->authoritative = recipe.authoritative;
	s->every_ms = from->every_ms;
	s->deadline_ms = from->deadline_ms;
	s->hops = from->hops;
	s->pages = from->pages;
	HASH_ADD_KEYPTR(hh, sources->table, s->spec->id, strlen(s->spec->id),
			s);
	return s;
}

/* ---- by the recipes ---- */

struct loaded {
	char *name;
	struct recipe *recipe;
	UT_hash_handle hh;
};

struct loading {
	const struct panel *panel;
	const char *dir;
	struct loaded *recipes;
};

static int recipe_of(struct loading *l, const char *name, struct recipe **out)
{
	struct loaded *loaded = NULL;
	struct recipe *recipe = NULL;
	int r;

	HASH_FIND_STR(l->recipes, name, loaded);
	if (loaded) {
		*out = loaded->recipe;
		return 0;
	}
	r = fold(recipe_load(&recipe, l->dir, name), "recipe");
	if (r)
		return r;
	loaded = alloc_zero(1, sizeof(*loaded));
	loaded->name = alloc_copy(name);
	loaded->recipe = recipe;
	HASH_ADD_KEYPTR(hh, l->recipes, loaded->name, strlen(name), loaded);
	*out = recipe;
	return 0;
}

static void forget(struct loading *l)
{
	struct loaded *loaded, *next;

	HASH_ITER(hh, l->recipes, loaded, next)
	{
		HASH_DEL(l->recipes, loaded);
		recipe_free(loaded->recipe);
		free(loaded->name);
		free(loaded);
	}
}

static int ask_recipe(struct loading *l, const struct panel_source *from,
		      struct source_recipe *out)
{
	Jobq__SourceSpec *spec = spec_of(from, l->panel->contact);
	CLEANUP(pack_freep) Jobq__SourceSpec *owned = spec;
	CLEANUP(freep) char *why = NULL;
	struct recipe *recipe = NULL;
	struct tasks seeds = {0};
	int r = recipe_of(l, from->recipe, &recipe);

	if (r)
		return r;
	r = recipe_check_params(recipe, spec, &why);
	if (r == RECIPE_E_PARAM)
		return fail(-EINVAL, "%s:%d: source %s: %s", l->panel->file,
			    from->line, from->id, why);
	if (!r)
		r = recipe_seeds(recipe, spec, &seeds);
	if (r)
		return fold(r, "recipe seeds");
	if (!seeds.n)
		return fail(-EINVAL,
			    "%s:%d: source %s: its recipe gives no first "
			    "request",
			    l->panel->file, from->line, from->id);
	*out = (struct source_recipe){
		.contact = l->panel->contact,
		.board = recipe_board(recipe, spec),
		.seeds = seeds.items,
		.n_seeds = seeds.n,
		.authoritative = recipe_authoritative(recipe),
	};
	return 0;
}

static int load_company(struct loading *l, const struct panel_company *company,
			struct sources *out)
{
	for (size_t i = 0; i < company->n_sources; i++) {
		struct source_recipe recipe;
		int r = ask_recipe(l, &company->sources[i], &recipe);

		if (r)
			return r;
		sources_add(out, company, &company->sources[i], recipe);
	}
	if (company->unreached)
		add_unreached(out, company);
	return 0;
}

int sources_load(struct sources *out, const struct panel *panel,
		 const char *dir)
{
	struct loading l = {.panel = panel, .dir = dir};
	struct sources sources = {0};
	int r = 0;

	for (size_t i = 0; i < panel->n_companies && !r; i++)
		r = load_company(&l, &panel->companies[i], &sources);
	forget(&l);
	if (r) {
		sources_deinit(&sources);
		return r;
	}
	*out = sources;
	return 0;
}

Jobq__Sources *sources_message(const struct sources *sources)
{
	Jobq__Sources *message = alloc_get(sizeof(*message));

	jobq__sources__init(message);
	message->sources = alloc_zero(HASH_COUNT(sources->table) +
					      sources->n_unreached + 1,
				      sizeof(*message->sources));
	for (struct source *s = sources->table; s; s = s->hh.next)
		message->sources[message->n_sources++] =
			(void *)pack_clone(&s->record->base);
	for (size_t i = 0; i < sources->n_unreached; i++)
		message->sources[message->n_sources++] =
			(void *)pack_clone(&sources->unreached[i]->base);
	return message;
}
