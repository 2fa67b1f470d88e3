#pragma once
/*
 * Recipeform: a recipe's file as it was read. Only the recipe engine's own
 * files (recipe.c, listing.c, pages.c, session.c) include it. Strings are
 * borrowed from `file`.
 */
#include "workers/answerform.h"
#include "workers/fieldmap.h"
#include "workers/params.h"
#include "workers/recipe.h"
#include "workers/requestform.h"

/* Grows when the same answer gives another content than before; together with
 * the recipe's own version it is the extractor's. */
enum { RECIPE_ENGINE_VERSION = 1 };

struct pick {
	const char *name;
	const char *cookie, *xpath; /* where to look; neither: the JSON */
	struct pointer pointer;	    /* into the JSON, or the XPath's text */
};
struct sessionstep {
	struct requestform request;
	struct answerform answer;
	struct pick *picks;
	size_t n_picks;
};

enum paging_kind { PAGING_NONE, PAGING_OFFSET, PAGING_PAGE };
struct paging {
	enum paging_kind kind;
	long size, first; /* first: number of the first page */
};

struct listingform {
	struct requestform request;
	struct answerform answer;
	struct pointer items, total;
	bool has_total;
	struct paging paging;
	struct condition keep;
	bool authoritative;
};
struct detailform {
	bool there;
	struct requestform request;
	struct answerform answer;
	struct pointer item;
	struct pointer unless; /* the listing's item has it: no detail needed */
	bool has_unless;
};
struct pagesform {
	bool there;
	const char *seed, *sitemap, *within; /* templates */
};
struct matchform {
	const char *pattern;
	const struct yaml_node *params; /* NULL: the captures are */
};

struct recipe {
	struct yaml_file file;
	char *extractor;
	const char *name, *board;
	struct vars picks; /* names of what the session brings */
	struct params params;
	struct matchform *matches;
	size_t n_matches;
	struct sessionstep *steps;
	size_t n_steps;
	struct envelope envelope;
	struct listingform listing;
	struct detailform detail;
	struct pagesform pages;
	struct fieldmap fields;
	const char **volatile_parts; /* NULL-terminated, or NULL */
};

/* Fills `out` (zeroed) from `out->file`. Logged; -EINVAL. */
MUST_CHECK int recipeform_read(struct recipe *out);
void recipeform_deinit(struct recipe *recipe);
