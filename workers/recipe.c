#include "workers/recipe.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "workers/listing.h"
#include "workers/pages.h"
#include "workers/session.h"
#include "workers/tasks.h"
#include "workers/template.h"
#include "workers/urlpattern.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>

/* ---- loading ---- */

static int read_form(struct recipe *recipe, struct recipe **out)
{
	int r = recipeform_read(recipe);

	if (r)
		recipe_free(recipe);
	else
		*out = recipe;
	return r;
}

int recipe_parse(struct recipe **out, const char *file, struct slice yaml)
{
	CLEANUP(freep) struct recipe *recipe = alloc_zero(1, sizeof(*recipe));
	int r = yaml_parse(file, yaml, &recipe->file);

	return r ? r : read_form(TAKE(recipe), out);
}

static bool is_name(const char *name)
{
	size_t i = 0;

	for (; name[i]; i++)
		if (!islower((unsigned char)name[i]) &&
		    !isdigit((unsigned char)name[i]) && name[i] != '-')
			return false;
	return i > 0 && i < 64;
}

int recipe_load(struct recipe **out, const char *dir, const char *name)
{
	CLEANUP(freep) struct recipe *recipe = alloc_zero(1, sizeof(*recipe));
	CLEANUP(freep) char *path = alloc_format("%s/%s.yaml", dir, name);
	int r;

	if (!is_name(name))
		return fail(-EINVAL,
			    "recipe: expected a name of a-z, 0-9 and -, found "
			    "\"%s\"",
			    name);
	r = yaml_load(path, &recipe->file);
	if (!r)
		r = read_form(TAKE(recipe), &recipe);
	if (!r && strcmp(recipe->name, name) != 0)
		r = yaml_fail(&recipe->file, &recipe->file.root,
			      "expected recipe: %s, as the file is named, "
			      "found \"%s\"",
			      name, recipe->name);
	if (!r)
		*out = TAKE(recipe);
	else if (recipe)
		recipe_free(TAKE(recipe));
	return r;
}

void recipe_free(struct recipe *recipe)
{
	if (!recipe)
		return;
	recipeform_deinit(recipe);
	free(recipe);
}

const char *recipe_extractor(const struct recipe *recipe)
{
	return recipe->extractor;
}

bool recipe_authoritative(const struct recipe *recipe)
{
	return !recipe->pages.there && recipe->listing.authoritative;
}

/* ---- sources ---- */

int recipe_check_params(const struct recipe *recipe,
			const Jobq__SourceSpec *spec, char **why)
{
	char *words = params_check(&recipe->params, spec);

	if (!words)
		return 0;
	*why = words;
	return RECIPE_E_PARAM;
}

char *recipe_board(const struct recipe *recipe, const Jobq__SourceSpec *spec)
{
	struct vars vars = {0};
	char *board;

	params_vars(&recipe->params, spec, &vars);
	board = template_text(recipe->board,
			      &(struct template_use){.vars = &vars});
	vars_deinit(&vars);
	return board ? board : alloc_copy("");
}

int recipe_seeds(const struct recipe *recipe, const Jobq__SourceSpec *spec,
		 struct tasks *out)
{
	struct vars params = {0}, own = {.below = &params};
	const struct taskform form = {
		.kind = JOBQ__TASK_KIND__TASK_LISTING,
		.step = "listing",
		.request = &recipe->listing.request,
		.vars = &own,
	};
	struct tasks tasks = {0};

	params_vars(&recipe->params, spec, &params);
	if (recipe->pages.there) {
		pages_seeds(&recipe->pages, &params, &tasks);
	} else {
		listing_begin(&recipe->listing, &own);
		tasks_add(&tasks, &form);
	}
	for (size_t i = 0; i < tasks.n; i++)
		tasks.items[i]->seed = true;
	vars_deinit(&own);
	vars_deinit(&params);
	*out = tasks;
	return 0;
}

int recipe_sitemaps(const struct recipe *recipe, const Jobq__SourceSpec *spec,
		    const char *const *urls, size_t n, struct tasks *out)
{
	struct vars params = {0};

	*out = (struct tasks){0};
	if (!recipe->pages.there)
		return 0;
	params_vars(&recipe->params, spec, &params);
	pages_sitemaps(&recipe->pages, &params, out, urls, n);
	vars_deinit(&params);
	return 0;
}

/* ---- pasted URLs ---- */

static void add_param(Jobq__SourceSpec *spec, const char *name, char *taken)
{
	Jobq__Var *var = alloc_get(sizeof(*var));

	jobq__var__init(var);
	var->name = alloc_copy(name);
	var->value = taken;
	spec->params = alloc_resize(spec->params, spec->n_params + 1,
				    sizeof(*spec->params));
	spec->params[spec->n_params++] = var;
}

static Jobq__SourceSpec *spec_of(const struct recipe *recipe,
				 const struct matchform *match,
				 const struct vars *captures)
{
	const struct template_use use = {.vars = captures};
	const struct yaml_node *params = match->params;
	Jobq__SourceSpec *spec = alloc_get(sizeof(*spec));

	jobq__source_spec__init(spec);
	spec->id = alloc_format("pasted/%s", recipe->name);
	spec->recipe = alloc_copy(recipe->name);
	for (size_t i = 0; params && i < params->n; i++)
		add_param(spec, params->keys[i].text,
			  template_text(params->items[i].text, &use));
	for (size_t i = 0; !params && i < captures->n; i++)
		if (strcmp(captures->items[i].name, "pasted") != 0)
			add_param(spec, captures->items[i].name,
				  alloc_copy(captures->items[i].value));
	return spec;
}

/* The recipe's best match, if it is better than *best. */
static void try_recipe(const struct recipe *recipe, const char *url,
		       size_t *best, Jobq__SourceSpec **spec)
{
	/* fail() never gives 0. NOLINTNEXTLINE(*-core.NullDereference) */
	for (size_t i = 0; i < recipe->n_matches; i++) {
		const struct matchform *match = &recipe->matches[i];
		struct vars captures = {0};
		size_t score;

		vars_set(&captures, "pasted", url);
		score = urlpattern_match_url(match->pattern, url, &captures);
		if (score > *best) {
			if (*spec)
				jobq__source_spec__free_unpacked(*spec, NULL);
			*spec = spec_of(recipe, match, &captures);
			*best = score;
		}
		vars_deinit(&captures);
	}
}

static int try_file(const char *dir, const char *file, const char *url,
		    size_t *best, Jobq__SourceSpec **spec)
{
	CLEANUP(freep) char *name = alloc_copy(file);
	CLEANUP(recipe_freep) struct recipe *recipe = NULL;
	char *dot = strrchr(name, '.');
	int r;

	if (!dot || dot == name || strcmp(dot, ".yaml") != 0)
		return 0;
	*dot = 0;
	r = recipe_load(&recipe, dir, name);
	if (!r)
		try_recipe(recipe, url, best, spec);
	return r;
}

int recipe_match(const char *dir, const char *url, Jobq__SourceSpec **out)
{
	Jobq__SourceSpec *spec = NULL;
	struct dirent *entry;
	size_t best = 0;
	DIR *files = opendir(dir);
	int r = 0;

	if (!files)
		return fail(-errno, "recipes: %s: %s", dir, strerror(errno));
	while (!r && (entry = readdir(files)))
		r = try_file(dir, entry->d_name, url, &best, &spec);
	closedir(files);
	if (r && spec)
		jobq__source_spec__free_unpacked(spec, NULL);
	if (r)
		return r;
	if (!spec)
		return RECIPE_E_NO_MATCH;
	*out = spec;
	return 0;
}

/* ---- requests ---- */

void recipe_request_deinit(struct recipe_request *request)
{
	for (size_t i = 0; i < request->n_headers; i++) {
		free((char *)request->headers[i].name);
		free((char *)request->headers[i].value);
	}
	free(request->headers);
	free(request->method);
	free(request->url);
	free(request->cookie);
	bytes_deinit(&request->body);
	*request = (struct recipe_request){0};
}

static const struct requestform page_request = {.method = "GET", .url = ""};

static const struct requestform *request_of(const struct recipe *recipe,
					    const Jobq__Task *task)
{
	if (recipe->pages.there)
		return &page_request;
	return !strcmp(task->step, "detail") ? &recipe->detail.request
					     : &recipe->listing.request;
}

int recipe_request(const struct recipe *recipe, struct session *session,
		   const Jobq__Task *task, struct recipe_request *out)
{
	const struct requestform *form = request_of(recipe, task);
	struct vars vars = {0};
	bool again = form->by_session && !task->redirects;

	tasks_vars(task, session_vars(session, recipe), &vars);
	*out = (struct recipe_request){0};
	out->method = alloc_copy(*task->method ? task->method : form->method);
	out->url = again ? requestform_url(form, &vars) : alloc_copy(task->url);
	if (again)
		requestform_body(form, &vars, &out->body);
	else if (task->body.len)
		bytes_add(&out->body, task->body.data, task->body.len);
	out->cookie = session_cookie_header(session, out->url);
	out->headers = requestform_headers(form, &vars, &recipe->picks,
					   &out->n_headers);
	out->volatile_parts = recipe->volatile_parts;
	vars_deinit(&vars);
	return 0;
}

/* ---- answers ---- */

static int extract_by_step(const struct reading *reading, struct extract *out)
{
	const char *step = reading->task->step;

	if (reading->recipe->pages.there)
		return strcmp(step, "sitemap")
			       ? pages_extract(reading, out)
			       : pages_extract_sitemap(reading, out);
	if (!strcmp(step, "detail") && reading->recipe->detail.there)
		return listing_extract_detail(reading, out);
	return listing_extract(reading, out);
}

/* All that a call reads. NOLINTNEXTLINE(readability-function-size) */
int recipe_extract(const struct recipe *recipe, const Jobq__SourceSpec *spec,
		   struct session *session, const Jobq__Task *task,
		   const struct fetch_answer *answer, struct extract *out)
{
	struct vars params = {0}, vars = {0};
	const struct reading reading = {recipe, &vars, task, answer};
	struct extract found = {.claimed = -1};
	int r;

	if (session) {
		tasks_vars(task, session_vars(session, recipe), &vars);
	} else {
		params_vars(&recipe->params, spec, &params);
		tasks_vars(task, &params, &vars);
	}
	r = extract_by_step(&reading, &found);
	vars_deinit(&vars);
	vars_deinit(&params);
	*out = (struct extract){.claimed = -1};
	if (r) {
		out->why = TAKE(found.why);
		out->session_stale = found.session_stale;
		extract_deinit(&found);
		return r;
	}
	*out = found;
	return 0;
}

void extract_deinit(struct extract *extract)
{
	for (size_t i = 0; i < extract->n_observations; i++)
		if (extract->observations[i])
			jobq__observation__free_unpacked(
				extract->observations[i], NULL);
	free(extract->observations);
	tasks_deinit(&extract->found);
	free(extract->why);
	*extract = (struct extract){.claimed = -1};
}
