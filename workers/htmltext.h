#pragma once
/*
 * Htmltext: HTML as plain text: whole, in order, nothing added. Block elements
 * and <br> end lines, white space collapses as a browser would (not in <pre>),
 * at most one empty line in a row; script, style and template are no text.
 * List items get no bullets, so that a quote is what the site wrote. Pure.
 */
#include "workers/htmltree.h"

/* Appends the text below `top`. */
void htmltext_add(struct bytes *out, const GumboNode *top);
/* Appends the text of `html`. HTMLTREE_E_LIMIT: beyond a limit of htmltree. */
MUST_CHECK int htmltext_from(struct slice html, struct bytes *out);
/* The same for HTML that was escaped once more ("&lt;p&gt;"), as Greenhouse's
 * `content` is; HTML that was not is taken as it is. */
MUST_CHECK int htmltext_from_escaped(struct slice html, struct bytes *out);
/* The same where only the text itself tells whether it was escaped. */
MUST_CHECK int htmltext_from_either(struct slice html, struct bytes *out);
