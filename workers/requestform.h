#pragma once
/*
 * Requestform: a request as a recipe writes it:
 *
 *	{method: POST, url: "https://{host}/x", headers: {a: "{b}"},
 *	 json: {offset: "{offset:number}"} | form: {page: "{page}"}}
 *
 * The method is GET, or POST where there is a body. By value.
 */
#include "workers/fetch.h"
#include "workers/formreader.h"

struct requestform {
	const char *method, *url; /* borrowed from the recipe's file */
	const struct yaml_node *headers, *json, *form;
	bool by_session; /* url or body need what the session brought */
};

/* `picks`: the names that the session brings. */
MUST_CHECK int requestform_read(const struct formreader *reader,
				const struct yaml_node *map,
				const struct vars *picks,
				struct requestform *out);
/* Caller frees. */
char *requestform_url(const struct requestform *form, const struct vars *vars);
void requestform_body(const struct requestform *form, const struct vars *vars,
		      struct bytes *out);
/* The headers, with Accept and Content-Type where the form has none; a value
 * that the session brought is secret. Strings and array are the caller's. */
struct fetch_header *requestform_headers(const struct requestform *form,
					 const struct vars *vars,
					 const struct vars *picks, size_t *n);
