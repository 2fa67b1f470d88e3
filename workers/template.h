#pragma once
/*
 * Template: text with placeholders, as recipes have it:
 *
 *	{name}         the var's value; in a URL percent-encoded
 *	{name:raw}     not encoded
 *	{name:host}    the host of the URL that the var holds
 *	{name:number}  the whole of a JSON scalar: a number, not a string
 *	{/a/b}         a JSON pointer into the posting (fields only)
 *	{{ and }}      braces
 *
 * Templates are kept as text and read each time; template_check() sees to it at
 * load that they can be. Pure.
 */
#include "workers/vars.h"
#include <jansson.h>

enum { TEMPLATE_E_FORM = 1, TEMPLATE_E_ABSENT = 2 };

struct template_use {
	const struct vars *vars;
	json_t *item; /* for pointers, or NULL */
	bool url;     /* encode */
};

/* Expands `text` onto `out`. TEMPLATE_E_ABSENT: a pointer points to nothing; a
 * var that is not there yet (a session's, asked by the coordinator) is empty.
 */
MUST_CHECK int template_expand(const char *text, const struct template_use *use,
			       struct bytes *out);
/* As template_expand(), as text of its own; NULL where a pointer is absent. */
char *template_text(const char *text, const struct template_use *use);

/* Calls `known` for each var's name. TEMPLATE_E_FORM: *why (caller frees) says
 * what is wrong: a brace, a filter, a pointer, a name that is not known. */
typedef bool template_known(void *arg, const char *name);
MUST_CHECK int template_check(const char *text, template_known *known,
			      void *arg, char **why);
/* Is the whole text one {name:number}? Then a JSON body has it unquoted. */
bool template_is_number(const char *text);
