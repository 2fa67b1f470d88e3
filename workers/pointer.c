#include "workers/pointer.h"
#include "core/alloc.h"

/* RFC 6901 4: ~1 is "/", ~0 is "~". */
static char *unescape(const char *part, size_t len)
{
	struct bytes out = {0};

	for (size_t i = 0; i < len; i++) {
		if (part[i] != '~') {
			bytes_add_char(&out, part[i]);
			continue;
		}
		if (i + 1 >= len ||
		    (part[i + 1] != '0' && part[i + 1] != '1')) {
			bytes_deinit(&out);
			return NULL;
		}
		bytes_add_char(&out, part[++i] == '0' ? '~' : '/');
	}
	return bytes_take(&out);
}

int pointer_init(struct pointer *out, const char *text)
{
	struct pointer p = {.text = alloc_copy(text)};

	while (*text) {
		size_t len = *text == '/' ? strcspn(text + 1, "/") : 0;
		char *part = *text == '/' ? unescape(text + 1, len) : NULL;

		if (!part) {
			pointer_deinit(&p);
			return POINTER_E_FORM;
		}
		p.parts = alloc_resize(p.parts, p.n + 1, sizeof(*p.parts));
		p.parts[p.n++] = part;
		text += 1 + len;
	}
	*out = p;
	return 0;
}

void pointer_deinit(struct pointer *pointer)
{
	for (size_t i = 0; i < pointer->n; i++)
		free(pointer->parts[i]);
	free(pointer->parts);
	free(pointer->text);
	*pointer = (struct pointer){0};
}

/* RFC 6901 4: digits without leading zeros. */
static json_t *item_at(json_t *list, const char *part)
{
	char *end;
	unsigned long at;

	if (part[0] < '0' || part[0] > '9' || (part[0] == '0' && part[1]))
		return NULL;
	at = strtoul(part, &end, 10);
	return *end ? NULL : json_array_get(list, at);
}

struct walk {
	const struct pointer *pointer;
	pointer_fn *each;
	void *arg;
};

/* As deep as the recipe's pointer is long. */
static bool step(const struct walk *w, size_t part, json_t *value)
{
	while (value && part < w->pointer->n) {
		const char *name = w->pointer->parts[part++];

		if (json_is_object(value)) {
			value = json_object_get(value, name);
		} else if (json_is_array(value) && !strcmp(name, "*")) {
			for (size_t i = 0; i < json_array_size(value); i++)
				if (!step(w, part, json_array_get(value, i)))
					return false;
			return true;
		} else {
			value = json_is_array(value) ? item_at(value, name)
						     : NULL;
		}
	}
	return value ? w->each(w->arg, value) : true;
}

void pointer_each(const struct pointer *pointer, json_t *doc, pointer_fn *each,
		  void *arg)
{
	step(&(struct walk){pointer, each, arg}, 0, doc);
}

static bool take_first(void *arg, json_t *value)
{
	*(json_t **)arg = value;
	return false;
}

json_t *pointer_get(const struct pointer *pointer, json_t *doc)
{
	json_t *found = NULL;

	pointer_each(pointer, doc, take_first, &found);
	return found;
}
