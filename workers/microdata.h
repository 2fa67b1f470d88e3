#pragma once
/*
 * Microdata: an item of HTML microdata (HTML standard, 5) as the JSON object
 * that the same data would be in JSON-LD, so that one reader serves both. Pure.
 */
#include "workers/htmltree.h"
#include <jansson.h>

/* The properties of the item whose element is `top`, nested items as objects,
 * repeated properties as lists. The text of elements is plain already: the
 * object says so by the member MICRODATA_PLAIN. Caller: json_decref(). */
#define MICRODATA_PLAIN "@plain"
json_t *microdata_item(const GumboNode *top);
