#include "workers/recipeform.h"
#include "core/alloc.h"
#include "workers/template.h"
#include "workers/urlpattern.h"
#include "workers/xpath.h"

static const char *const root_keys[] = {
	"recipe",   "version", "match",	  "params",   "board",
	"volatile", "session", "listing", "envelope", "detail",
	"fields",   "blocks",  "pages",	  NULL};

static int read_head(struct formreader *reader, struct recipe *out)
{
	const struct yaml_node *root = &out->file.root;
	const struct formreader_range versions = {1, 1000000};
	long version = 0;
	int r = yaml_known(reader->file, root, root_keys);

	if (r)
		return r;
	out->name = yaml_text(root, "recipe");
	if (!out->name || !*out->name)
		return yaml_fail(reader->file, root,
				 "expected recipe: the recipe's name");
	r = formreader_number(reader, root, "version", versions, &version);
	if (!r && !version)
		r = yaml_fail(reader->file, root,
			      "expected version: 1 or more");
	out->extractor = alloc_format("%s/%ld.%d", out->name, version,
				      RECIPE_ENGINE_VERSION);
	return r;
}

static int read_match(struct formreader *reader, const struct yaml_node *map,
		      struct matchform *out)
{
	static const char *const keys[] = {"url", "params", NULL};
	struct formreader own = {.file = reader->file};
	const char *text;
	int r = yaml_known(reader->file, map, keys);

	if (r)
		return r;
	out->pattern = yaml_text(map, "url");
	out->params = yaml_get(map, "params");
	if (!out->pattern || (out->params && out->params->kind != YAML_MAP))
		return yaml_fail(reader->file, map,
				 "expected url: PATTERN and params: {...}");
	vars_set(&own.names, "pasted", "");
	urlpattern_names(out->pattern, &own.names);
	for (size_t i = 0; out->params && i < out->params->n && !r; i++)
		r = formreader_template(&own, &out->params->items[i], &text);
	vars_deinit(&own.names);
	return r;
}

static int read_matches(struct formreader *reader, struct recipe *out)
{
	const struct yaml_node *list;
	int r = formreader_list(reader, &out->file.root, "match", &list);

	if (r)
		return r;
	out->matches = alloc_zero(list->n + 1, sizeof(*out->matches));
	for (size_t i = 0; i < list->n && !r; i++)
		r = read_match(reader, &list->items[i],
			       &out->matches[out->n_matches++]);
	return r;
}

static int read_pick(const struct formreader *reader, const char *name,
		     const struct yaml_node *map, struct pick *out)
{
	static const char *const keys[] = {"pointer", "xpath", "cookie", NULL};
	int r = yaml_known(reader->file, map, keys);

	if (r)
		return r;
	out->name = name;
	out->cookie = yaml_text(map, "cookie");
	out->xpath = yaml_text(map, "xpath");
	if (yaml_get(map, "pointer"))
		r = formreader_pointer(reader, yaml_get(map, "pointer"),
				       &out->pointer);
	else if (!out->cookie && !out->xpath)
		r = yaml_fail(reader->file, map,
			      "expected pointer, xpath or cookie");
	if (!r && out->xpath && !xpath_valid(out->xpath))
		r = yaml_fail(reader->file, yaml_get(map, "xpath"),
			      "expected XPath 1.0, found \"%s\"", out->xpath);
	return r;
}

static int read_picks(const struct formreader *reader,
		      const struct yaml_node *map, struct sessionstep *out)
{
	int r = 0;

	if (!map)
		return 0;
	if (map->kind != YAML_MAP)
		return yaml_fail(reader->file, map,
				 "expected pick: {name: {pointer: ...}}");
	out->picks = alloc_zero(map->n + 1, sizeof(*out->picks));
	for (size_t i = 0; i < map->n && !r; i++)
		r = read_pick(reader, map->keys[i].text, &map->items[i],
			      &out->picks[out->n_picks++]);
	return r;
}

static int read_step(const struct formreader *reader, struct recipe *recipe,
		     const struct yaml_node *map, struct sessionstep *out)
{
	static const char *const keys[] = {"request", "success", "refuse",
					   "pick", NULL};
	int r = yaml_known(reader->file, map, keys);

	if (!r)
		r = requestform_read(reader, yaml_get(map, "request"),
				     &recipe->picks, &out->request);
	if (!r)
		r = answerform_read(reader, map, "session", &out->answer);
	if (!r)
		r = read_picks(reader, yaml_get(map, "pick"), out);
	return r;
}

/* The names first: a step's request may use what an earlier one brought, and
 * the listing's all of them. */
static void name_picks(struct formreader *reader, const struct yaml_node *list,
		       struct vars *picks)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct yaml_node *map =
			list->items[i].kind == YAML_MAP
				? yaml_get(&list->items[i], "pick")
				: NULL;

		for (size_t j = 0; map && map->kind == YAML_MAP && j < map->n;
		     j++) {
			vars_set(picks, map->keys[j].text, "");
			vars_set(&reader->names, map->keys[j].text, "");
		}
	}
}

static int read_session(struct formreader *reader, struct recipe *out)
{
	const struct yaml_node *list;
	int r = 0;

	if (!yaml_get(&out->file.root, "session"))
		return 0;
	r = formreader_list(reader, &out->file.root, "session", &list);
	if (r)
		return r;
	name_picks(reader, list, &out->picks);
	out->steps = alloc_zero(list->n + 1, sizeof(*out->steps));
	for (size_t i = 0; i < list->n && !r; i++)
		r = read_step(reader, out, &list->items[i],
			      &out->steps[out->n_steps++]);
	return r;
}

static int read_paging(struct formreader *reader, const struct yaml_node *map,
		       struct paging *out)
{
	static const char *const keys[] = {"kind", "size", "first", NULL};
	static const char *const names[] = {"offset", "page", "size"};
	const struct formreader_range sizes = {1, 1000}, firsts = {0, 1};
	const char *kind = yaml_text(map, "kind");
	int r;

	out->first = 1;
	if (!map || (kind && !strcmp(kind, "none")))
		return 0;
	r = yaml_known(reader->file, map, keys);
	if (r)
		return r;
	if (!kind || (strcmp(kind, "offset") != 0 && strcmp(kind, "page") != 0))
		return yaml_fail(reader->file, map,
				 "expected kind: none, offset or page");
	out->kind = kind[0] == 'o' ? PAGING_OFFSET : PAGING_PAGE;
	for (int i = 0; i < 3; i++)
		vars_set(&reader->names, names[i], "");
	r = formreader_number(reader, map, "size", sizes, &out->size);
	if (!r && !out->size)
		r = yaml_fail(reader->file, map, "expected size");
	if (!r)
		r = formreader_number(reader, map, "first", firsts,
				      &out->first);
	return r;
}

static int read_listing_answer(struct formreader *reader,
			       const struct yaml_node *map,
			       struct listingform *out)
{
	const struct yaml_node *total = yaml_get(map, "total");
	const struct yaml_node *keep = yaml_get(map, "keep");
	int r = formreader_pointer(reader, yaml_get(map, "items"), &out->items);

	if (!r)
		r = answerform_read(reader, map, "listing", &out->answer);
	if (!r && total)
		r = formreader_pointer(reader, total, &out->total);
	out->has_total = total != NULL;
	if (!r && keep)
		r = condition_read(reader, keep, &out->keep);
	if (!r)
		r = formreader_flag(reader, map, "authoritative",
				    &out->authoritative);
	return r;
}

static int read_listing(struct formreader *reader, struct recipe *recipe)
{
	static const char *const keys[] = {"request", "success",       "refuse",
					   "items",   "total",	       "paging",
					   "keep",    "authoritative", NULL};
	const struct yaml_node *map = yaml_get(&recipe->file.root, "listing");
	struct listingform *out = &recipe->listing;
	int r;

	if (!map)
		return yaml_fail(reader->file, &recipe->file.root,
				 "expected listing or pages");
	r = yaml_known(reader->file, map, keys);
	if (!r)
		r = read_paging(reader, yaml_get(map, "paging"), &out->paging);
	if (!r)
		r = requestform_read(reader, yaml_get(map, "request"),
				     &recipe->picks, &out->request);
	if (!r)
		r = read_listing_answer(reader, map, out);
	return r;
}

static int read_detail(struct formreader *reader, struct recipe *recipe)
{
	static const char *const keys[] = {"request", "success", "refuse",
					   "item",    "unless",	 NULL};
	const struct yaml_node *map = yaml_get(&recipe->file.root, "detail");
	struct detailform *out = &recipe->detail;
	int r = map ? yaml_known(reader->file, map, keys) : 0;

	if (!map || r)
		return r;
	r = requestform_read(reader, yaml_get(map, "request"), &recipe->picks,
			     &out->request);
	if (!r)
		r = answerform_read(reader, map, "detail", &out->answer);
	if (!r)
		r = formreader_pointer(reader, yaml_get(map, "item"),
				       &out->item);
	if (!r && yaml_get(map, "unless"))
		r = formreader_pointer(reader, yaml_get(map, "unless"),
				       &out->unless);
	out->has_unless = yaml_get(map, "unless") != NULL;
	out->there = !r;
	return r;
}

static int read_json_board(struct formreader *reader, struct recipe *out)
{
	int r = read_session(reader, out);

	if (!r)
		r = envelope_read(reader, yaml_get(&out->file.root, "envelope"),
				  &out->envelope);
	if (!r)
		r = read_listing(reader, out);
	if (!r)
		r = read_detail(reader, out);
	if (!r)
		r = fieldmap_read(reader, &out->file.root, &out->fields);
	return r;
}

static int read_pages(struct formreader *reader, struct recipe *recipe)
{
	static const char *const keys[] = {"seed", "sitemap", "within", NULL};
	const struct yaml_node *map = yaml_get(&recipe->file.root, "pages");
	struct pagesform *out = &recipe->pages;
	int r = yaml_known(reader->file, map, keys);

	if (!r)
		r = formreader_template(reader, yaml_get(map, "seed"),
					&out->seed);
	if (!r && yaml_get(map, "sitemap"))
		r = formreader_template(reader, yaml_get(map, "sitemap"),
					&out->sitemap);
	if (!r && yaml_get(map, "within"))
		r = formreader_template(reader, yaml_get(map, "within"),
					&out->within);
	out->there = !r;
	return r;
}

static int read_volatile(struct formreader *reader, struct recipe *out)
{
	const struct yaml_node *list;
	int r;

	if (!yaml_get(&out->file.root, "volatile"))
		return 0;
	r = formreader_list(reader, &out->file.root, "volatile", &list);
	if (r)
		return r;
	out->volatile_parts = alloc_zero(list->n + 1, sizeof(char *));
	for (size_t i = 0; i < list->n; i++) {
		if (list->items[i].kind != YAML_SCALAR)
			return yaml_fail(reader->file, &list->items[i],
					 "expected a query parameter's name");
		out->volatile_parts[i] = list->items[i].text;
	}
	return 0;
}

int recipeform_read(struct recipe *out)
{
	struct formreader reader = {.file = &out->file};
	const struct yaml_node *root = &out->file.root;
	int r = read_head(&reader, out);

	vars_set(&reader.names, "key", "");
	if (!r)
		r = read_matches(&reader, out);
	if (!r)
		r = params_read(&reader, yaml_get(root, "params"),
				&out->params);
	if (!r)
		r = formreader_template(&reader, yaml_get(root, "board"),
					&out->board);
	if (!r)
		r = read_volatile(&reader, out);
	if (!r)
		r = yaml_get(root, "pages") ? read_pages(&reader, out)
					    : read_json_board(&reader, out);
	vars_deinit(&reader.names);
	return r;
}

static void step_deinit(struct sessionstep *step)
{
	for (size_t i = 0; i < step->n_picks; i++)
		pointer_deinit(&step->picks[i].pointer);
	free(step->picks);
	answerform_deinit(&step->answer);
}

void recipeform_deinit(struct recipe *recipe)
{
	for (size_t i = 0; i < recipe->n_steps; i++)
		step_deinit(&recipe->steps[i]);
	free(recipe->steps);
	free(recipe->matches);
	free(recipe->volatile_parts);
	free(recipe->extractor);
	params_deinit(&recipe->params);
	vars_deinit(&recipe->picks);
	answerform_deinit(&recipe->listing.answer);
	pointer_deinit(&recipe->listing.items);
	pointer_deinit(&recipe->listing.total);
	condition_deinit(&recipe->listing.keep);
	answerform_deinit(&recipe->detail.answer);
	pointer_deinit(&recipe->detail.item);
	pointer_deinit(&recipe->detail.unless);
	fieldmap_deinit(&recipe->fields);
	yaml_deinit(&recipe->file);
}
