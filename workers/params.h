#pragma once
/*
 * Params: what a panel says of a source (board, host, path ...), as a recipe
 * declares it:
 *
 *	params:
 *	  board: {required: true, form: "{org}/{portal}"}
 *	  site: {default: social, choices: [social, campus]}
 *
 * A form gives its parts names of their own. By value.
 */
#include "core/wire.pb-c.h"
#include "workers/formreader.h"

struct param {
	const char *name; /* this and the rest: borrowed from the file */
	const char *fallback, *form;
	const struct yaml_node *choices;
	bool required;
};
struct params {
	struct param *items;
	size_t n;
};

/* Reads the map `params` and adds its names, and those of forms, to the
 * reader's. */
MUST_CHECK int params_read(struct formreader *reader,
			   const struct yaml_node *map, struct params *out);
void params_deinit(struct params *params);

/* NULL, or what is wrong with the spec's params, in words; caller frees. */
char *params_check(const struct params *params, const Jobq__SourceSpec *spec);
/* The spec's params with defaults and the parts of forms. */
void params_vars(const struct params *params, const Jobq__SourceSpec *spec,
		 struct vars *out);
