#pragma once
/*
 * Listing: what a board's JSON answers say: a page of the listing, and the
 * detail of one posting. Only recipe.c includes it.
 */
#include "workers/recipeform.h"

/* A fetched answer and what it answers. */
struct reading {
	const struct recipe *recipe;
	const struct vars *vars; /* the task's over the session's and params */
	const Jobq__Task *task;
	const struct fetch_answer *answer;
};

/* The vars of the first page. */
void listing_begin(const struct listingform *form, struct vars *vars);
/* RECIPE_E_ANSWER: out->why. What was added to `out` before that is the
 * caller's to drop. */
MUST_CHECK int listing_extract(const struct reading *reading,
			       struct extract *out);
MUST_CHECK int listing_extract_detail(const struct reading *reading,
				      struct extract *out);

/* Adds an observation of the task's round; takes `content`. */
Jobq__Observation *extract_add(struct extract *out,
			       const struct reading *reading, const char *key,
			       Jobq__Content *content);
