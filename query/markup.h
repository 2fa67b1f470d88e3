#pragma once
/*
 * Markup: pieces of an HTML page. All that comes from a site goes through
 * markup_text() or markup_link(): it cannot become markup, script or a URL of
 * another kind than http and https.
 */
#include "core/bytes.h"

void markup_text(struct bytes *out, const char *text);
/* "<a href=...>label</a>"; the label alone where the URL is of another kind. */
void markup_link(struct bytes *out, const char *url, const char *label);
