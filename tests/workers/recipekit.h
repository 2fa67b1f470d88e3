#pragma once
/*
 * Recipekit: sources, tasks and answers for the tests of the recipe engine.
 * Runs in the source tree (ctest's working directory), reads its recipes.
 */
#include "core/alloc.h"
#include "workers/recipe.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define RECIPES "workers/recipes"

struct kit {
	struct recipe *recipe;
	Jobq__SourceSpec *spec;
	struct session *session;
	struct tasks seeds;
};

static inline Jobq__SourceSpec *kit_spec(const char *recipe,
					 const char *const *params)
{
	Jobq__SourceSpec *spec = alloc_get(sizeof(*spec));

	jobq__source_spec__init(spec);
	spec->id = alloc_format("test/%s", recipe);
	spec->recipe = alloc_copy(recipe);
	for (; params && params[0]; params += 2) {
		Jobq__Var *var = alloc_get(sizeof(*var));

		jobq__var__init(var);
		var->name = alloc_copy(params[0]);
		var->value = alloc_copy(params[1]);
		spec->params = alloc_resize(spec->params, spec->n_params + 1,
					    sizeof(*spec->params));
		spec->params[spec->n_params++] = var;
	}
	return spec;
}

static inline void kit_begin(struct kit *kit, const char *recipe,
			     const char *const *params)
{
	*kit = (struct kit){.spec = kit_spec(recipe, params)};
	if (!kit->recipe)
		assert_int_equal(recipe_load(&kit->recipe, RECIPES, recipe), 0);
	kit->session = session_new(kit->spec);
	assert_int_equal(recipe_seeds(kit->recipe, kit->spec, &kit->seeds), 0);
}

static inline void kit_end(struct kit *kit)
{
	tasks_deinit(&kit->seeds);
	session_free(kit->session);
	recipe_free(kit->recipe);
	jobq__source_spec__free_unpacked(kit->spec, NULL);
}

static inline struct fetch_answer kit_answer_of(int status, const char *type,
						struct slice body)
{
	struct fetch_answer answer = {.status = status};

	jobq__archive__init(&answer.archive);
	if (type)
		bytes_add_format(&answer.headers, "Content-Type: %s\r\n", type);
	bytes_add(&answer.body, body.data, body.len);
	return answer;
}

static inline struct fetch_answer kit_json(const char *body)
{
	return kit_answer_of(200, "application/json", slice_text(body));
}

static inline struct fetch_answer kit_html(const char *body)
{
	return kit_answer_of(200, "text/html; charset=utf-8", slice_text(body));
}

static inline void kit_answer_deinit(struct fetch_answer *answer)
{
	bytes_deinit(&answer->headers);
	bytes_deinit(&answer->body);
}

/* What the recipe makes of `answer`, which it frees. */
static inline int kit_extract(struct kit *kit, const Jobq__Task *task,
			      struct fetch_answer answer, struct extract *out)
{
	int r = recipe_extract(kit->recipe, kit->spec, kit->session, task,
			       &answer, out);

	kit_answer_deinit(&answer);
	return r;
}

/* The answer is refused with these words. */
static inline void kit_refuses(struct kit *kit, const Jobq__Task *task,
			       struct fetch_answer answer, const char *words)
{
	struct extract out;

	assert_int_equal(kit_extract(kit, task, answer, &out), RECIPE_E_ANSWER);
	assert_string_equal(out.why, words);
	assert_int_equal(out.n_observations, 0);
	assert_int_equal(out.found.n, 0);
	extract_deinit(&out);
}

/* Gives `answer` to the session's first step; expects `expected_why`, or NULL:
 * that it is taken. */
static inline void kit_take_session(struct kit *kit, struct fetch_answer answer,
				    const char *expected_why)
{
	struct recipe_request request;
	CLEANUP(freep) char *why = NULL;
	int r;

	assert_int_equal(
		recipe_session_request(kit->recipe, kit->session, 0, &request),
		0);
	session_cookies(kit->session, request.url, &answer);
	recipe_request_deinit(&request);
	r = recipe_session_take(kit->recipe, kit->session, 0, &answer, &why);
	kit_answer_deinit(&answer);
	assert_int_equal(r, expected_why ? RECIPE_E_ANSWER : 0);
	if (expected_why)
		assert_string_equal(why, expected_why);
}

/* The content of the only observation. */
static inline const Jobq__Content *kit_only(const struct extract *out)
{
	assert_int_equal(out->n_observations, 1);
	return out->observations[0]->content;
}
