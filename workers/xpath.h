#pragma once
/*
 * Xpath: XPath 1.0 (libxml2) over a page that gumbo read. The expressions are
 * a recipe's, the page is foreign. libxml2's tree is built here, so it costs
 * only the recipes that ask. Pure.
 */
#include "core/bytes.h"

enum { XPATH_E_NONE = 1, XPATH_E_LIMIT = 2 };

/* Is it an expression? For the loading of a recipe. */
bool xpath_valid(const char *expression);
/* The string value of what `expression` gives (of the first node in document
 * order). XPATH_E_NONE: no node; XPATH_E_LIMIT: the page, or the work, is too
 * large. `html` is UTF-8. Caller frees *out. */
MUST_CHECK int xpath_text(struct slice html, const char *expression,
			  char **out);
