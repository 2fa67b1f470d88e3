#pragma once
/*
 * Sharedir: where the data lies that came with the programs (recipes, rules):
 * where an environment variable says, else share/jobq beside the installed
 * program, else in the tree that it was built from. Thread-safe.
 */

struct sharedir {
	const char *variable; /* "JOBQ_RECIPES" */
	const char *name;     /* below share/jobq: "recipes" */
	const char *in_tree;  /* below the source tree: "workers/recipes" */
};
/* The directory; caller frees. What the variable says is not looked at. NULL,
 * logged with what to set, where there is none. */
char *sharedir_find(const struct sharedir *what);
