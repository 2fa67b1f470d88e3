#include "core/alloc.h"
#include "tests/fuzz/fuzz.h"
#include "workers/recipe.h"

/* Any YAML is a recipe or a fault; a recipe makes its first requests. */
static Jobq__SourceSpec *spec_of(void)
{
	Jobq__SourceSpec *spec = alloc_get(sizeof(*spec));

	jobq__source_spec__init(spec);
	spec->id = alloc_copy("fuzz/fuzz");
	spec->recipe = alloc_copy("fuzz");
	return spec;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(recipe_freep) struct recipe *recipe = NULL;
	CLEANUP(session_freep) struct session *session = NULL;
	Jobq__SourceSpec *spec;
	struct tasks seeds;

	if (recipe_parse(&recipe, "fuzz.yaml", slice_of(data, size)))
		return 0;
	spec = spec_of();
	session = session_new(spec);
	free(recipe_board(recipe, spec));
	if (recipe_seeds(recipe, spec, &seeds))
		abort();
	for (size_t i = 0; i < seeds.n; i++) {
		struct recipe_request request;

		if (!recipe_request(recipe, session, seeds.items[i], &request))
			recipe_request_deinit(&request);
	}
	tasks_deinit(&seeds);
	jobq__source_spec__free_unpacked(spec, NULL);
	return 0;
}
