#include "workers/requestform.h"
#include "core/alloc.h"
#include "core/urlkey.h"
#include "workers/template.h"
#include <jansson.h>
#include <strings.h>

enum { BODY_MAX_DEPTH = 8 };

/* Sees whether a template uses one of the session's names. */
struct sight {
	const struct vars *picks;
	bool seen;
};

static bool look(void *arg, const char *name)
{
	struct sight *sight = arg;

	sight->seen |= vars_get(sight->picks, name) != NULL;
	return true;
}

static bool uses(const char *text, const struct vars *picks)
{
	struct sight sight = {.picks = picks};
	CLEANUP(freep) char *why = NULL;

	return !template_check(text, look, &sight, &why) && sight.seen;
}

/* Checks every scalar of a body, and whether the session is in it. */
static int check_body(const struct formreader *reader,
		      const struct yaml_node *node, const struct vars *picks,
		      struct requestform *out, int depth)
{
	const char *text;
	int r = 0;

	if (depth > BODY_MAX_DEPTH)
		return yaml_fail(reader->file, node,
				 "expected a body of at most %d levels",
				 BODY_MAX_DEPTH);
	if (node->kind == YAML_SCALAR) {
		r = formreader_template(reader, node, &text);
		out->by_session |= !r && uses(text, picks);
		return r;
	}
	for (size_t i = 0; i < node->n && !r; i++)
		r = check_body(reader, &node->items[i], picks, out, depth + 1);
	return r;
}

static int check_headers(const struct formreader *reader,
			 const struct yaml_node *headers)
{
	const char *text;
	int r = 0;

	if (headers && headers->kind != YAML_MAP)
		return yaml_fail(reader->file, headers,
				 "expected headers: {name: value, ...}");
	for (size_t i = 0; headers && i < headers->n && !r; i++)
		r = formreader_template(reader, &headers->items[i], &text);
	return r;
}

static int check_method(const struct formreader *reader,
			const struct yaml_node *map, struct requestform *out)
{
	const char *method = yaml_text(map, "method");
	const struct yaml_node *body = out->json ? out->json : out->form;

	if (out->json && out->form)
		return yaml_fail(reader->file, map,
				 "expected json or form, found both");
	if (method && strcmp(method, "GET") != 0 && strcmp(method, "POST") != 0)
		return yaml_fail(reader->file, yaml_get(map, "method"),
				 "expected method: GET or POST, found \"%s\"",
				 method);
	out->method = method ? method : body ? "POST" : "GET";
	if (body && !strcmp(out->method, "GET"))
		return yaml_fail(reader->file, body,
				 "expected no body with GET");
	return 0;
}

int requestform_read(const struct formreader *reader,
		     const struct yaml_node *map, const struct vars *picks,
		     struct requestform *out)
{
	static const char *const keys[] = {"url",  "method", "headers",
					   "json", "form",   NULL};
	struct requestform form = {.headers = yaml_get(map, "headers"),
				   .json = yaml_get(map, "json"),
				   .form = yaml_get(map, "form")};
	const struct yaml_node *body = form.json ? form.json : form.form;
	int r = map ? yaml_known(reader->file, map, keys)
		    : yaml_fail(reader->file, &reader->file->root,
				"expected a request: {url: ...}");

	if (!r)
		r = formreader_template(reader, yaml_get(map, "url"),
					&form.url);
	if (!r)
		r = check_headers(reader, form.headers);
	if (!r)
		r = check_method(reader, map, &form);
	if (!r && form.form && form.form->kind != YAML_MAP)
		r = yaml_fail(reader->file, form.form,
			      "expected form: {name: value, ...}");
	if (!r && body)
		r = check_body(reader, body, picks, &form, 0);
	if (r)
		return r;
	form.by_session |= uses(form.url, picks);
	*out = form;
	return 0;
}

char *requestform_url(const struct requestform *form, const struct vars *vars)
{
	return template_text(form->url,
			     &(struct template_use){.vars = vars, .url = true});
}

static bool is_json_literal(const struct yaml_node *node)
{
	json_t *value;

	if (node->quoted)
		return false;
	value = json_loads(node->text, JSON_DECODE_ANY, NULL);
	json_decref(value);
	return value != NULL;
}

static void add_json_text(struct bytes *out, const char *text)
{
	json_t *value = json_string(text);
	char *dumped = value ? json_dumps(value, JSON_ENCODE_ANY) : NULL;

	bytes_add_text(out, dumped ? dumped : "\"\"");
	free(dumped);
	json_decref(value);
}

static bool is_number(const char *text)
{
	size_t n = *text == '-';

	return text[n] && !text[n + strspn(text + n, "0123456789")] &&
	       (text[n] != '0' || !text[n + 1]);
}

static void add_json_scalar(struct bytes *out, const struct yaml_node *node,
			    const struct vars *vars)
{
	const struct template_use use = {.vars = vars};
	CLEANUP(freep) char *text = NULL;

	if (is_json_literal(node)) {
		bytes_add_text(out, node->text);
		return;
	}
	text = template_text(node->text, &use);
	if (template_is_number(node->text) && is_number(text))
		bytes_add_text(out, text);
	else
		add_json_text(out, text);
}

/* As deep as the recipe's body: BODY_MAX_DEPTH. */
static void add_json(struct bytes *out, const struct yaml_node *node,
		     const struct vars *vars)
{
	bool map = node->kind == YAML_MAP;

	if (node->kind == YAML_SCALAR) {
		add_json_scalar(out, node, vars);
		return;
	}
	bytes_add_char(out, map ? '{' : '[');
	for (size_t i = 0; i < node->n; i++) {
		if (i)
			bytes_add_char(out, ',');
		if (map) {
			add_json_text(out, node->keys[i].text);
			bytes_add_char(out, ':');
		}
		add_json(out, &node->items[i], vars);
	}
	bytes_add_char(out, map ? '}' : ']');
}

static void add_form(struct bytes *out, const struct yaml_node *map,
		     const struct vars *vars)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct template_use use = {.vars = vars};
		const char *text = map->items[i].text;
		CLEANUP(freep)
		char *value = template_text(text ? text : "", &use);
		CLEANUP(freep) char *name = url_escape(map->keys[i].text);
		CLEANUP(freep) char *escaped = url_escape(value);

		bytes_add_format(out, "%s%s=%s", i ? "&" : "", name, escaped);
	}
}

void requestform_body(const struct requestform *form, const struct vars *vars,
		      struct bytes *out)
{
	if (form->json)
		add_json(out, form->json, vars);
	else if (form->form)
		add_form(out, form->form, vars);
}

static bool has_header(const struct requestform *form, const char *name)
{
	for (size_t i = 0; form->headers && i < form->headers->n; i++)
		if (!strcasecmp(form->headers->keys[i].text, name))
			return true;
	return false;
}

static void add_header(struct fetch_header *headers, size_t *n,
		       const char *name, char *value)
{
	headers[(*n)++] =
		(struct fetch_header){.name = alloc_copy(name), .value = value};
}

struct fetch_header *requestform_headers(const struct requestform *form,
					 const struct vars *vars,
					 const struct vars *picks, size_t *n)
{
	const struct template_use use = {.vars = vars};
	size_t given = form->headers ? form->headers->n : 0;
	struct fetch_header *out = alloc_zero(given + 2, sizeof(*out));

	*n = 0;
	for (size_t i = 0; i < given; i++) {
		const char *text = form->headers->items[i].text;

		add_header(out, n, form->headers->keys[i].text,
			   template_text(text, &use));
		out[*n - 1].secret = picks && uses(text, picks);
	}
	if (!has_header(form, "Accept"))
		add_header(out, n, "Accept",
			   alloc_copy("application/json, text/html;q=0.9, "
				      "*/*;q=0.8"));
	if ((form->json || form->form) && !has_header(form, "Content-Type"))
		add_header(out, n, "Content-Type",
			   alloc_copy(form->json ? "application/json"
						 : "application/x-www-form-"
						   "urlencoded"));
	return out;
}
