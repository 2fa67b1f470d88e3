#include "core/alloc.h"
#include "tests/fuzz/fuzz.h"
#include "workers/recipe.h"

/* Any answer to any bundled recipe's first request, or to its detail: what
 * comes is whole, or refused in words. The first byte picks. */
static const char *const names[] = {"greenhouse", "ashby",   "feishu",
				    "moka",	  "tencent", "html"};
enum { NAMES = sizeof(names) / sizeof(names[0]) };

static struct recipe *recipe_at(size_t at)
{
	static struct recipe *loaded[NAMES];

	if (!loaded[at] && recipe_load(&loaded[at], RECIPES, names[at]))
		abort();
	return loaded[at];
}

static Jobq__SourceSpec *spec_of(const char *name)
{
	static const char *const params[][2] = {
		{"board", "a/b"},
		{"host", "h.example"},
		{"url", "https://h.example/a/"}};
	Jobq__SourceSpec *spec = alloc_get(sizeof(*spec));

	jobq__source_spec__init(spec);
	spec->id = alloc_copy("fuzz/fuzz");
	spec->recipe = alloc_copy(name);
	spec->params = alloc_zero(3, sizeof(*spec->params));
	for (; spec->n_params < 3; spec->n_params++) {
		Jobq__Var *var = alloc_get(sizeof(*var));

		jobq__var__init(var);
		var->name = alloc_copy(params[spec->n_params][0]);
		var->value = alloc_copy(params[spec->n_params][1]);
		spec->params[spec->n_params] = var;
	}
	return spec;
}

static void check(const struct extract *out, int r)
{
	if (r && (!out->why || out->n_observations || out->found.n))
		abort();
	for (size_t i = 0; i < out->n_observations; i++)
		if (!out->observations[i]->key[0] ||
		    !out->observations[i]->content->title[0])
			abort();
	for (size_t i = 0; i < out->found.n; i++)
		if (!out->found.items[i]->url[0])
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t at = size ? data[0] % NAMES : 0;
	Jobq__SourceSpec *spec = spec_of(names[at]);
	struct fetch_answer answer = {.status = 200};
	struct tasks seeds;

	jobq__archive__init(&answer.archive);
	bytes_add_text(&answer.headers, "Content-Type: text/html\r\n");
	bytes_add(&answer.body, data + (size > 0), size - (size > 0));
	if (recipe_seeds(recipe_at(at), spec, &seeds))
		abort();
	for (int detail = 0; detail < 2; detail++) {
		Jobq__Task *task = seeds.items[seeds.n - 1];
		struct extract out;

		if (detail) {
			free(task->step);
			task->step = alloc_copy(at == 5 ? "page" : "detail");
			task->key = alloc_copy("1");
		}
		int r = recipe_extract(recipe_at(at), spec, NULL, task, &answer,
				       &out);

		check(&out, r);
		extract_deinit(&out);
	}
	tasks_deinit(&seeds);
	bytes_deinit(&answer.headers);
	bytes_deinit(&answer.body);
	jobq__source_spec__free_unpacked(spec, NULL);
	return 0;
}
