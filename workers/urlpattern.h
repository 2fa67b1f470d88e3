#pragma once
/*
 * Urlpattern: "jobs.example.com/{board}": text in which {name} takes one or
 * more characters other than "/", and "*" alone takes anything. Pure.
 */
#include "workers/vars.h"

/* Does `text` have the form of `pattern`? What {name}s took goes to `out`
 * (untouched where it does not match). */
bool urlpattern_matches(const char *pattern, const char *text,
			struct vars *out);
/* As urlpattern_matches() for a URL: scheme, query and fragment do not count,
 * and the URL's path may go on below the pattern's. Returns how many characters
 * of the pattern matched literally, + 1; 0: it does not match. */
size_t urlpattern_match_url(const char *pattern, const char *url,
			    struct vars *out);
/* The names that `pattern` takes. */
void urlpattern_names(const char *pattern, struct vars *out);
