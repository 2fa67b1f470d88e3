#pragma once
/*
 * Pages: the recipe that walks a site: links and sitemaps within scope, and
 * schema.org JobPosting on the pages. Only recipe.c includes it.
 */
#include "workers/listing.h"

void pages_seeds(const struct pagesform *form, const struct vars *vars,
		 struct tasks *out);
/* Tasks for sitemaps that robots.txt names. */
void pages_sitemaps(const struct pagesform *form, const struct vars *vars,
		    struct tasks *out, const char *const *urls, size_t n);
/* RECIPE_E_ANSWER: out->why. */
MUST_CHECK int pages_extract(const struct reading *reading,
			     struct extract *out);
MUST_CHECK int pages_extract_sitemap(const struct reading *reading,
				     struct extract *out);
