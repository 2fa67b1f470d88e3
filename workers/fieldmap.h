#pragma once
/*
 * Fieldmap: which parts of a site's JSON object are which fields of a content.
 * A field is a pointer ("/title"), a template ("https://{host}/{key}"), a list
 * (a single-valued field takes the first that is there, locations take all), or
 * a map: {from: FIELD, as: text|html|escaped-html, when: {pointer, equals}} or
 * {join: [FIELD, ...], with: ", "}. By value.
 */
#include "core/records.pb-c.h"
#include "workers/condition.h"

enum fieldname {
	FIELD_KEY,
	FIELD_EXTERNAL_ID,
	FIELD_TITLE,
	FIELD_URL,
	FIELD_TEAM,
	FIELD_DEPARTMENT,
	FIELD_CATEGORY,
	FIELD_EMPLOYMENT_TYPE,
	FIELD_RECRUIT_TYPE,
	FIELD_SALARY,
	FIELD_POSTED,
	FIELD_UPDATED,
	FIELD_LOCATIONS,
	FIELDS
};

struct field; /* opaque: defined in fieldmap.c */
struct fieldblock {
	const char *name, *kind; /* borrowed from the recipe's file */
	struct field *field;
};
struct fieldmap {
	struct field *fields[FIELDS]; /* NULL: the recipe has none */
	struct fieldblock *blocks;
	size_t n_blocks;
};

/* Reads the recipe's maps `fields` and `blocks`. */
MUST_CHECK int fieldmap_read(const struct formreader *reader,
			     const struct yaml_node *root,
			     struct fieldmap *out);
void fieldmap_deinit(struct fieldmap *map);

/* The posting's key in `item`, or NULL. Caller frees. */
char *fieldmap_key(const struct fieldmap *map, json_t *item,
		   const struct vars *vars);
/* Fills `content` from `item`. NULL where it holds the posting's text too (be
 * it an empty one); else why not, in words that are static. */
const char *fieldmap_fill(const struct fieldmap *map, json_t *item,
			  const struct vars *vars, Jobq__Content *content);
