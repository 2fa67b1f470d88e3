#include "workers/params.h"
#include "core/alloc.h"
#include "workers/excerpt.h"
#include "workers/template.h"
#include "workers/urlpattern.h"

enum { SHOWN_BYTES = 60 };

static int read_param(struct formreader *reader, const struct yaml_node *map,
		      struct param *out)
{
	static const char *const keys[] = {"required", "default", "form",
					   "choices", NULL};
	int r = yaml_known(reader->file, map, keys);

	if (r)
		return r;
	out->form = yaml_text(map, "form");
	out->choices = yaml_get(map, "choices");
	if (out->choices && out->choices->kind != YAML_LIST)
		return yaml_fail(reader->file, out->choices,
				 "expected choices: [...]");
	r = formreader_flag(reader, map, "required", &out->required);
	if (!r && yaml_get(map, "default"))
		r = formreader_template(reader, yaml_get(map, "default"),
					&out->fallback);
	if (!r && out->form)
		urlpattern_names(out->form, &reader->names);
	return r;
}

int params_read(struct formreader *reader, const struct yaml_node *map,
		struct params *out)
{
	struct params params = {0};
	int r = 0;

	if (!map)
		return 0;
	if (map->kind != YAML_MAP)
		return yaml_fail(reader->file, map,
				 "expected params: {name: {...}, ...}");
	params.items = alloc_zero(map->n + 1, sizeof(*params.items));
	for (size_t i = 0; i < map->n && !r; i++) {
		struct param *param = &params.items[params.n++];

		param->name = map->keys[i].text;
		r = read_param(reader, &map->items[i], param);
		vars_set(&reader->names, param->name, "");
	}
	if (r)
		params_deinit(&params);
	else
		*out = params;
	return r;
}

void params_deinit(struct params *params)
{
	free(params->items);
	*params = (struct params){0};
}

static const char *said(const Jobq__SourceSpec *spec, const char *name)
{
	for (size_t i = 0; i < spec->n_params; i++)
		if (!strcmp(spec->params[i]->name, name))
			return spec->params[i]->value;
	return NULL;
}

static bool is_choice(const struct param *param, const char *value)
{
	for (size_t i = 0; i < param->choices->n; i++)
		if (!strcmp(param->choices->items[i].text, value))
			return true;
	return false;
}

static char *check_value(const struct param *param, const char *value)
{
	CLEANUP(freep) char *shown = excerpt_of(slice_text(value), SHOWN_BYTES);
	struct vars parts = {0};
	struct bytes words = {0};
	bool fits =
		!param->form || urlpattern_matches(param->form, value, &parts);

	vars_deinit(&parts);
	if (!fits)
		return alloc_format("expected %s: %s, found \"%s\"",
				    param->name, param->form, shown);
	if (!param->choices || is_choice(param, value))
		return NULL;
	bytes_add_format(&words, "expected %s: one of", param->name);
	for (size_t i = 0; i < param->choices->n; i++)
		bytes_add_format(&words, "%s %s", i ? "," : "",
				 param->choices->items[i].text);
	bytes_add_format(&words, ", found \"%s\"", shown);
	return bytes_take(&words);
}

static bool is_known(const struct params *params, const char *name)
{
	for (size_t i = 0; i < params->n; i++)
		if (!strcmp(params->items[i].name, name))
			return true;
	return false;
}

static char *unknown(const struct params *params, const char *name)
{
	struct bytes words = {0};

	bytes_add_text(&words, "expected ");
	for (size_t i = 0; i < params->n; i++)
		bytes_add_format(&words, "%s%s", i ? ", " : "",
				 params->items[i].name);
	bytes_add_format(&words, ", found the unknown \"%s\"", name);
	return bytes_take(&words);
}

char *params_check(const struct params *params, const Jobq__SourceSpec *spec)
{
	for (size_t i = 0; i < spec->n_params; i++)
		if (!is_known(params, spec->params[i]->name))
			return unknown(params, spec->params[i]->name);
	for (size_t i = 0; i < params->n; i++) {
		const struct param *param = &params->items[i];
		const char *value = said(spec, param->name);
		char *why = value && *value ? check_value(param, value) : NULL;

		if (why)
			return why;
		if (param->required && (!value || !*value))
			return alloc_format("expected the key %s, found none",
					    param->name);
	}
	return NULL;
}

void params_vars(const struct params *params, const Jobq__SourceSpec *spec,
		 struct vars *out)
{
	const struct template_use use = {.vars = out};

	for (size_t i = 0; i < params->n; i++) {
		const struct param *param = &params->items[i];
		const char *value = said(spec, param->name);
		CLEANUP(freep)
		char *fallback = !value && param->fallback
					 ? template_text(param->fallback, &use)
					 : NULL;

		vars_set(out, param->name, value ? value : fallback);
		if (param->form && value)
			urlpattern_matches(param->form, value, out);
	}
}
