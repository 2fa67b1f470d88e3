#pragma once
/*
 * Session: what a source's session requests brought; the calls are in
 * workers/recipe.h. Only the recipe engine's own files include this.
 */
#include "workers/recipeform.h"

struct cookies;

struct session {
	Jobq__SourceSpec *spec;
	struct vars params; /* as one recipe has them: of_recipe */
	const struct recipe *of_recipe;
	struct vars values; /* picked; over params */
	struct cookies *cookies;
};

/* The session's values over the source's params. */
const struct vars *session_vars(struct session *session,
				const struct recipe *recipe);
