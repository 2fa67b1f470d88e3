#include "workers/template.h"
#include "core/alloc.h"
#include "core/urlkey.h"
#include "workers/jsondoc.h"
#include "workers/pointer.h"

enum { HOLE_MAX_BYTES = 120 };

/* The next piece of a template: literal text, or a hole. */
struct piece {
	struct slice literal;
	char name[HOLE_MAX_BYTES]; /* empty: literal */
	const char *filter;	   /* in name's memory, or NULL */
};

static bool read_hole(const char **text, struct piece *out)
{
	const char *end = strchr(*text, '}');
	size_t n = end ? (size_t)(end - *text - 1) : 0;

	if (!n || n >= HOLE_MAX_BYTES)
		return false;
	memcpy(out->name, *text + 1, n);
	out->name[n] = 0;
	out->filter = NULL;
	if (out->name[0] != '/' && strchr(out->name, ':')) {
		char *colon = strchr(out->name, ':');

		*colon = 0;
		out->filter = colon + 1;
	}
	*text = end + 1;
	return out->name[0] != 0;
}

/* 1: a piece, 0: the end, < 0: a brace that is none of ours. */
static int next_piece(const char **text, struct piece *out)
{
	const char *at = *text;
	size_t n = strcspn(at, "{}");

	out->name[0] = 0;
	if (!*at)
		return 0;
	if (!n && at[0] == at[1]) {
		out->literal = slice_of(at, 1);
		*text = at + 2;
		return 1;
	}
	if (!n && *at == '{')
		return read_hole(text, out) ? 1 : -1;
	if (!n)
		return -1;
	out->literal = slice_of(at, n);
	*text = at + n;
	return 1;
}

static char *value_at(const char *text, json_t *item)
{
	struct pointer pointer;
	char *value;

	if (pointer_init(&pointer, text))
		return NULL;
	value = item ? jsondoc_text(pointer_get(&pointer, item)) : NULL;
	pointer_deinit(&pointer);
	return value;
}

static void add_value(struct bytes *out, const char *value,
		      const struct piece *piece, bool url)
{
	CLEANUP(freep) char *changed = NULL;

	if (piece->filter && !strcmp(piece->filter, "host"))
		changed = url_host(value);
	else if (url && !piece->filter)
		changed = url_escape(value);
	bytes_add_text(out, changed ? changed : value);
}

int template_expand(const char *text, const struct template_use *use,
		    struct bytes *out)
{
	struct piece piece;
	int r;

	while ((r = next_piece(&text, &piece)) > 0) {
		CLEANUP(freep) char *owned = NULL;
		const char *value;

		if (!piece.name[0]) {
			bytes_add(out, piece.literal.data, piece.literal.len);
			continue;
		}
		if (piece.name[0] == '/') {
			owned = value_at(piece.name, use->item);
			if (!owned || !*owned)
				return TEMPLATE_E_ABSENT;
		}
		value = owned ? owned : vars_get(use->vars, piece.name);
		if (value)
			add_value(out, value, &piece, use->url);
	}
	return r < 0 ? TEMPLATE_E_FORM : 0;
}

char *template_text(const char *text, const struct template_use *use)
{
	struct bytes out = {0};

	if (!template_expand(text, use, &out))
		return bytes_take(&out);
	bytes_deinit(&out);
	return NULL;
}

static bool is_filter(const char *filter)
{
	return !filter || !strcmp(filter, "raw") || !strcmp(filter, "host") ||
	       !strcmp(filter, "number");
}

static char *check_hole(const struct piece *piece, template_known *known,
			void *arg)
{
	struct pointer pointer;

	if (!is_filter(piece->filter))
		return alloc_format("expected {%s}, {%s:raw}, {%s:host} or "
				    "{%s:number}, found the filter \"%s\"",
				    piece->name, piece->name, piece->name,
				    piece->name, piece->filter);
	if (piece->name[0] != '/')
		return known(arg, piece->name)
			       ? NULL
			       : alloc_format("expected a known name, found "
					      "{%s}",
					      piece->name);
	if (pointer_init(&pointer, piece->name))
		return alloc_format("expected a JSON pointer, found {%s}",
				    piece->name);
	pointer_deinit(&pointer);
	return NULL;
}

int template_check(const char *text, template_known *known, void *arg,
		   char **why)
{
	const char *whole = text;
	struct piece piece;
	int r;

	while ((r = next_piece(&text, &piece)) > 0) {
		if (piece.name[0])
			*why = check_hole(&piece, known, arg);
		if (piece.name[0] && *why)
			return TEMPLATE_E_FORM;
	}
	if (!r)
		return 0;
	*why = alloc_format("expected braces as {name}, {{ or }}, found \"%s\"",
			    whole);
	return TEMPLATE_E_FORM;
}

bool template_is_number(const char *text)
{
	struct piece piece;

	return next_piece(&text, &piece) > 0 && piece.name[0] && piece.filter &&
	       !strcmp(piece.filter, "number") && !*text;
}
