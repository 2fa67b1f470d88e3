#pragma once
/*
 * Panel: the companies that are watched and their sources, from a YAML file
 * (docs/panel.md has the form). Errors name file, line and what was expected.
 */
#include "core/yamltree.h"

struct panel_param {
	char *name, *value; /* board, site, host, path, url, ... */
};
struct panel_source {
	char *id; /* "company/recipe" unless given; unique */
	char *recipe;
	int line;
	struct panel_param *params;
	size_t n_params;
	int64_t every_ms, delay_ms, deadline_ms; /* default 6h, 1s, 10m */
	uint32_t hops, pages; /* html: default 6 hops, 20,000 pages */
};
struct panel_company {
	char *id, *name_en, *name_zh, *country; /* but id may be NULL */
	char *unreached; /* why no source reaches it; NULL: there are sources */
	struct panel_source *sources;
	size_t n_sources;
};
struct panel {
	char *file, *id, *contact; /* contact may be NULL */
	struct panel_company *companies;
	size_t n_companies;
};

/* -EINVAL, logged, on a panel that is wrong; `recipes` is the directory where
 * a source's recipe must exist as NAME.yaml (NULL: not checked). */
MUST_CHECK int panel_load(struct panel **out, const char *path,
			  const char *recipes);
MUST_CHECK int panel_parse(struct panel **out, const char *name,
			   struct slice text, const char *recipes);
void panel_free(struct panel *panel);
DEFINE_CLEANUP(struct panel *, panel_free);

/* The value of a source's parameter, or NULL. */
const char *panel_param(const struct panel_source *source, const char *name);
/* Where the recipes lie: $JOBQ_RECIPES, beside the program (../workers/recipes
 * of the tree it was built from), or the installed share/jobq/recipes. Caller
 * frees; NULL (logged) where there are none. */
char *panel_recipes_dir(void);
