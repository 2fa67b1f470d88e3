#pragma once
/*
 * Reported: the cells of a report's JSON document, as a test asks for them. A
 * cell that is not there ends the test.
 */
#include "query/value.h"

/* The report at the end of 2025-11-09; it must find something. */
json_t *report_of(const char *name);
/* "" where there is none. */
const char *text_of(const json_t *json, const char *key);
/* The object of the list whose `key` is `value`; NULL: there is none. */
json_t *with(const json_t *list, const char *key, const char *value);
json_t *row_of(const json_t *json, const char *sheet, const char *label);
json_t *cell_of(const json_t *json, const char *sheet, const char *label,
		const char *column);
void has(const json_t *json, const char *sheet, const char *label,
	 const char *column, double value);
void is_unknown(const json_t *json, const char *sheet, const char *label,
		const char *column);
/* How many postings the cell carries. */
size_t proofs(const json_t *json, const char *sheet, const char *label,
	      const char *column);
