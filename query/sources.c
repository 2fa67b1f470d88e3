#include "query/sources.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/pack.h"
#include "indexer/schema.h"
#include "query/countries.h"
#include <errno.h>

#define SOURCES_WINDOW_MIN_MS ((int64_t)48 * 3600 * 1000)

struct key_list {
	char **items;
	size_t n;
};

static int add_key(void *arg, const char *key)
{
	struct key_list *keys = arg;

	keys->items =
		alloc_resize(keys->items, keys->n + 1, sizeof(*keys->items));
	keys->items[keys->n++] = alloc_copy(key);
	return 0;
}

static void key_list_deinit(struct key_list *keys)
{
	for (size_t i = 0; i < keys->n; i++)
		free(keys->items[i]);
	free(keys->items);
}

static void list_add(Jobq__Source ***list, size_t *n, Jobq__Source *source)
{
	*list = alloc_resize(*list, *n + 1, sizeof(Jobq__Source *));
	(*list)[(*n)++] = source;
}

static bool is_asked(const struct sources_ask *ask, const Jobq__Source *source)
{
	if (!ask)
		return true;
	return (!ask->company || !strcmp(source->company, ask->company)) &&
	       (!ask->source || !strcmp(source->id, ask->source)) &&
	       (!ask->countries ||
		countries_have(slice_text(ask->countries), source->country));
}

static int add_source(struct sources *sources, struct textindex *index,
		      const char *key, const struct sources_ask *ask)
{
	CLEANUP(bytes_deinit) struct bytes packed = {0};
	CLEANUP(pack_freep) Jobq__Source *source = NULL;
	int r = textindex_metadata(index, key, &packed);

	if (r)
		return r;
	source = PACK_READ(jobq__source, slice_bytes(&packed));
	if (!source)
		return fail(-EBADMSG, "index: the record %s is damaged", key);
	if (!is_asked(ask, source))
		return 0;
	if (!*source->unreached)
		list_add(&sources->items, &sources->n, TAKE(source));
	else if (source->watched) /* else reached now, or not in the panel */
		list_add(&sources->unreached, &sources->n_unreached,
			 TAKE(source));
	return 0;
}

static int by_company(const void *a, const void *b)
{
	const Jobq__Source *x = *(Jobq__Source *const *)a;
	const Jobq__Source *y = *(Jobq__Source *const *)b;
	int r = strcmp(x->company, y->company);

	return r ? r : strcmp(x->id, y->id);
}

int sources_load(struct sources *out, struct textindex *index,
		 const struct sources_ask *ask)
{
	CLEANUP(key_list_deinit) struct key_list keys = {0};
	int r;

	sources_deinit(out);
	r = textindex_metadata_keys(index, META_SOURCE, add_key, &keys);
	for (size_t i = 0; !r && i < keys.n; i++)
		r = add_source(out, index, keys.items[i], ask);
	if (!r && out->n)
		qsort(out->items, out->n, sizeof(Jobq__Source *), by_company);
	if (!r && out->n_unreached)
		qsort(out->unreached, out->n_unreached, sizeof(Jobq__Source *),
		      by_company);
	return r;
}

void sources_deinit(struct sources *sources)
{
	for (size_t i = 0; i < sources->n; i++)
		jobq__source__free_unpacked(sources->items[i], NULL);
	for (size_t i = 0; i < sources->n_unreached; i++)
		jobq__source__free_unpacked(sources->unreached[i], NULL);
	free(sources->items);
	free(sources->unreached);
	*sources = (struct sources){0};
}

const Jobq__Source *sources_find(const struct sources *sources, const char *id)
{
	for (size_t i = 0; i < sources->n; i++) {
		if (!strcmp(sources->items[i]->id, id))
			return sources->items[i];
	}
	return NULL;
}

const Jobq__Source *sources_unreached(const struct sources *sources,
				      const char *company)
{
	for (size_t i = 0; i < sources->n_unreached; i++) {
		if (!strcmp(sources->unreached[i]->company, company))
			return sources->unreached[i];
	}
	return NULL;
}

void sources_drop_unreached(struct sources *sources, size_t place)
{
	Jobq__Source **at = sources->unreached + place;

	jobq__source__free_unpacked(*at, NULL);
	sources->n_unreached--;
	memmove(at, at + 1,
		(sources->n_unreached - place) * sizeof(Jobq__Source *));
}

const char *sources_name(const Jobq__Source *source)
{
	if (*source->name_en)
		return source->name_en;
	return *source->name_zh ? source->name_zh : source->company;
}

int64_t sources_window_ms(const Jobq__Source *source)
{
	int64_t twice = 2 * source->interval_ms;

	return twice > SOURCES_WINDOW_MIN_MS ? twice : SOURCES_WINDOW_MIN_MS;
}
