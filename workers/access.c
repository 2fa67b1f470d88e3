#include "workers/access.h"
#include "core/alloc.h"
#include "core/pack.h"
#include <string.h>
#include <uthash.h>

struct shelved {
	char *name;
	struct recipe *recipe; /* NULL: it could not be loaded */
	UT_hash_handle hh;
};

struct kept {
	char *key;
	struct access access;
	UT_hash_handle hh;
};

struct accesses {
	char *recipes_dir;
	struct shelved *recipes;
	struct kept *kept;
};

struct accesses *accesses_new(const char *recipes_dir)
{
	struct accesses *all = alloc_zero(1, sizeof(*all));

	all->recipes_dir = alloc_copy(recipes_dir);
	return all;
}

static void free_spec(Jobq__SourceSpec *spec)
{
	if (spec)
		jobq__source_spec__free_unpacked(spec, NULL);
}

void accesses_free(struct accesses *all)
{
	struct shelved *shelved, *next_shelved;
	struct kept *kept, *next_kept;

	if (!all)
		return;
	HASH_ITER(hh, all->kept, kept, next_kept)
	{
		HASH_DEL(all->kept, kept);
		free_spec(kept->access.spec);
		session_free(kept->access.session);
		free(kept->key);
		free(kept);
	}
	HASH_ITER(hh, all->recipes, shelved, next_shelved)
	{
		HASH_DEL(all->recipes, shelved);
		recipe_free(shelved->recipe);
		free(shelved->name);
		free(shelved);
	}
	free(all->recipes_dir);
	free(all);
}

const struct recipe *accesses_recipe(struct accesses *all, const char *name)
{
	struct shelved *shelved = NULL;

	HASH_FIND_STR(all->recipes, name, shelved);
	if (shelved)
		return shelved->recipe;
	shelved = alloc_zero(1, sizeof(*shelved));
	if (recipe_load(&shelved->recipe, all->recipes_dir, name))
		shelved->recipe = NULL; /* logged; its tasks fail by name */
	shelved->name = alloc_copy(name);
	HASH_ADD_KEYPTR(hh, all->recipes, shelved->name, strlen(name), shelved);
	return shelved->recipe;
}

static bool same_spec(const Jobq__SourceSpec *a, const Jobq__SourceSpec *b)
{
	struct bytes packed_a = {0}, packed_b = {0};
	bool same;

	pack_add_plain(&packed_a, &a->base);
	pack_add_plain(&packed_b, &b->base);
	same = slice_equal(slice_bytes(&packed_a), slice_bytes(&packed_b));
	bytes_deinit(&packed_a);
	bytes_deinit(&packed_b);
	return same;
}

static void begin(struct access *access, const struct recipe *recipe,
		  const Jobq__SourceSpec *spec)
{
	session_free(access->session);
	free_spec(access->spec);
	access->spec = (void *)pack_clone(&spec->base);
	access->recipe = recipe;
	access->session = session_new(access->spec);
	access_reset(access);
}

struct access *accesses_get(struct accesses *all, const Jobq__SourceSpec *spec,
			    const char *host)
{
	const struct recipe *recipe = accesses_recipe(all, spec->recipe);
	CLEANUP(freep) char *key = alloc_format("%s\n%s", spec->id, host);
	struct kept *kept = NULL;

	if (!recipe)
		return NULL;
	HASH_FIND_STR(all->kept, key, kept);
	if (kept && same_spec(kept->access.spec, spec))
		return &kept->access;
	if (!kept) {
		kept = alloc_zero(1, sizeof(*kept));
		kept->key = TAKE(key);
		HASH_ADD_KEYPTR(hh, all->kept, kept->key, strlen(kept->key),
				kept);
	}
	begin(&kept->access, recipe, spec);
	return &kept->access;
}

bool access_ready(const struct access *access)
{
	return access->steps_done >= recipe_session_steps(access->recipe);
}

void access_reset(struct access *access)
{
	session_reset(access->session);
	access->steps_done = 0;
	access->served = 0;
	access->generation++;
}
