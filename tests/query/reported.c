#include "reported.h"
#include "fixture.h"
#include "query/command.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* after what it needs */
#include <cmocka.h>

json_t *report_of(const char *name)
{
	int code;
	json_t *json =
		fixture_json(&code, "report", name, "--at", "2025-11-09", NULL);

	assert_int_equal(code, COMMAND_DONE);
	return json;
}

const char *text_of(const json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text ? text : "";
}

json_t *with(const json_t *list, const char *key, const char *value)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!strcmp(text_of(json_array_get(list, i), key), value))
			return json_array_get(list, i);
	return NULL;
}

json_t *row_of(const json_t *json, const char *sheet, const char *label)
{
	json_t *rows = json_object_get(
		with(json_object_get(json, "sheets"), "name", sheet), "rows");

	assert_non_null(rows);
	return with(rows, "label", label);
}

json_t *cell_of(const json_t *json, const char *sheet, const char *label,
		const char *column)
{
	json_t *row = row_of(json, sheet, label);
	json_t *cell = with(json_object_get(row, "cells"), "column", column);

	if (!cell)
		fail_msg("no %s / %s / %s", sheet, label, column);
	return cell;
}

void has(const json_t *json, const char *sheet, const char *label,
	 const char *column, double value)
{
	json_t *cell = cell_of(json, sheet, label, column);
	double found = json_number_value(json_object_get(cell, "value"));

	if (!json_is_number(json_object_get(cell, "value")) ||
	    fabs(found - value) > 1e-9)
		fail_msg("%s / %s / %s: %f, expected %f", sheet, label, column,
			 found, value);
}

void is_unknown(const json_t *json, const char *sheet, const char *label,
		const char *column)
{
	assert_true(json_is_null(
		json_object_get(cell_of(json, sheet, label, column), "value")));
}

size_t proofs(const json_t *json, const char *sheet, const char *label,
	      const char *column)
{
	return json_array_size(json_object_get(
		cell_of(json, sheet, label, column), "postings"));
}
