#include "indexer/cuefile.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/yamltree.h"
#include <errno.h>

enum { TITLE_WEIGHT = 2, WEIGHT_MAX = 3 };

/* A form that was read, so that none of a kind is there twice. */
struct known_form {
	enum form_kind kind;
	int line;
	struct slice text; /* owned */
};
struct reader {
	const struct yaml_file *file;
	struct cuefile *out;
	struct known_form *known; /* as many as forms of out */
	size_t cap;
};

static const char *const word_lists[FORM_KINDS] = {
	[FORM_NEVER] = "never",
	[FORM_SCALE] = "scale",
	[FORM_ANCHOR] = "anchor",
	[FORM_KEEP] = "keep",
	[FORM_WIDE] = "wide",
	[FORM_SKILL] = "skill",
	[FORM_STOCK_LEAD] = "stock_lead",
	[FORM_STOCK_TAIL] = "stock_tail",
	[FORM_TRANSITION] = "transition",
	[FORM_DONE] = "done",
	[FORM_WISH] = "wish",
	[FORM_SUBJECT] = "subject",
};

static void known_free(const struct reader *r)
{
	for (size_t i = 0; r->known && i < r->out->n_forms; i++)
		free((char *)r->known[i].text.data);
	free(r->known);
}

/* -EINVAL where a form of the kind was there before. A thousand forms are
 * compared in a millisecond, once. */
static int check_new(const struct reader *r, const struct yaml_node *node,
		     enum form_kind kind, struct slice text)
{
	for (size_t i = 0; i < r->out->n_forms; i++) {
		const struct known_form *known = &r->known[i];

		if (known->kind == kind && slice_equal(known->text, text))
			return yaml_fail(r->file, node,
					 "expected a new form, found \"%s\" "
					 "of line %d",
					 node->text, known->line);
	}
	return 0;
}

static void push(struct reader *r, const struct form *form, int line,
		 struct slice text)
{
	struct cuefile *out = r->out;

	if (out->n_forms == r->cap) {
		r->cap = r->cap * 2 + 256;
		out->forms =
			alloc_resize(out->forms, r->cap, sizeof(*out->forms));
		r->known = alloc_resize(r->known, r->cap, sizeof(*r->known));
	}
	automaton_add(out->automaton, text, (int)out->n_forms);
	r->known[out->n_forms] = (struct known_form){
		form->kind, line,
		slice_of(alloc_copy_n(text.data, text.len), text.len)};
	out->forms[out->n_forms++] = *form;
}

/* Adds one form, as normal text. */
static int add_form(struct reader *r, const struct yaml_node *node,
		    struct form form)
{
	struct normal normal = {0};
	struct slice text = {0};
	int rc = 0;

	if (node->kind != YAML_SCALAR || !*node->text)
		return yaml_fail(r->file, node, "expected a form");
	normal_init(&normal, slice_text(node->text));
	text = slice_of(normal.text, normal.len);
	form.stem = text.len > 1 && text.data[text.len - 1] == '*';
	text.len -= form.stem;
	rc = check_new(r, node, form.kind, text);
	if (!rc)
		push(r, &form, node->line, text);
	normal_deinit(&normal);
	return rc;
}

static int add_forms(struct reader *r, const struct yaml_node *parent,
		     const char *key, struct form form)
{
	const struct yaml_node *list = yaml_get(parent, key);

	if (!list || list->kind != YAML_LIST || !list->n)
		return yaml_fail(r->file, list ? list : parent,
				 "expected \"%s\": a list of forms", key);
	for (size_t i = 0; i < list->n; i++) {
		int rc = add_form(r, &list->items[i], form);

		if (rc)
			return rc;
	}
	return 0;
}

static int read_stage(const struct reader *r, const struct yaml_node *map,
		      enum stage *out)
{
	const char *text = yaml_text(map, "stage");

	for (int s = STAGE_RESEARCH; s <= STAGE_PRODUCTION; s++) {
		if (text && !strcmp(text, stage_name((enum stage)s))) {
			*out = (enum stage)s;
			return 0;
		}
	}
	return yaml_fail(
		r->file, map,
		"expected stage: research, optimisation or production");
}

static int read_flag(const struct reader *r, const struct yaml_node *map,
		     const char *key, struct form *form)
{
	static const struct {
		const char *key, *value;
		enum cue_flag flag;
	} flags[] = {
		{"live", "yes", CUE_LIVE},     {"task", "yes", CUE_TASK},
		{"hope", "yes", CUE_HOPE},     {"needs", "scale", CUE_SCALE},
		{"deploy", "yes", CUE_DEPLOY}, {"kept", "yes", CUE_KEPT},
	};
	const char *value = yaml_text(map, key);

	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		if (strcmp(flags[i].key, key) != 0)
			continue;
		if (!value || strcmp(value, flags[i].value) != 0)
			return yaml_fail(r->file, yaml_get(map, key),
					 "expected %s: %s", key,
					 flags[i].value);
		form->flags |= flags[i].flag;
	}
	return 0;
}

static int read_cue(struct reader *r, const struct yaml_node *map)
{
	static const char *const keys[] = {"stage", "weight", "forms", "live",
					   "task",  "hope",   "needs", "deploy",
					   "kept",  NULL};
	struct form form = {.kind = FORM_CUE};
	const char *weight = NULL;
	int rc = yaml_known(r->file, map, keys);

	if (!rc)
		rc = read_stage(r, map, &form.stage);
	if (rc)
		return rc;
	weight = yaml_text(map, "weight");
	if (!weight || weight[0] < '1' || weight[0] > '0' + WEIGHT_MAX ||
	    weight[1])
		return yaml_fail(r->file, map, "expected weight: 1, 2 or 3");
	form.weight = (uint8_t)(weight[0] - '0');
	for (size_t i = 0; !rc && i < map->n; i++)
		rc = read_flag(r, map, map->keys[i].text, &form);
	return rc ? rc : add_forms(r, map, "forms", form);
}

static int read_title(struct reader *r, const struct yaml_node *map)
{
	static const char *const keys[] = {"stage", "forms", NULL};
	struct form form = {.kind = FORM_TITLE, .weight = TITLE_WEIGHT};
	int rc = yaml_known(r->file, map, keys);

	if (!rc)
		rc = read_stage(r, map, &form.stage);
	return rc ? rc : add_forms(r, map, "forms", form);
}

static int read_list(struct reader *r, const char *key,
		     int (*read)(struct reader *, const struct yaml_node *))
{
	const struct yaml_node *list = yaml_get(&r->file->root, key);

	if (!list || list->kind != YAML_LIST)
		return yaml_fail(r->file, list ? list : &r->file->root,
				 "expected \"%s\": a list", key);
	for (size_t i = 0; i < list->n; i++) {
		int rc = 0;

		if (list->items[i].kind != YAML_MAP)
			return yaml_fail(r->file, &list->items[i],
					 "expected a map");
		rc = read(r, &list->items[i]);
		if (rc)
			return rc;
	}
	return 0;
}

static int read_words(struct reader *r)
{
	const struct yaml_node *words = yaml_get(&r->file->root, "words");
	const char *keys[FORM_KINDS + 1] = {NULL};
	size_t n = 0;
	int rc = 0;

	for (size_t k = 0; k < FORM_KINDS; k++)
		if (word_lists[k])
			keys[n++] = word_lists[k];
	if (!words || words->kind != YAML_MAP)
		return yaml_fail(r->file, words ? words : &r->file->root,
				 "expected \"words\": a map of lists");
	rc = yaml_known(r->file, words, keys);
	for (size_t k = 0; !rc && k < FORM_KINDS; k++)
		if (word_lists[k])
			rc = add_forms(
				r, words, word_lists[k],
				(struct form){.kind = (enum form_kind)k});
	return rc;
}

static int read_ids(struct reader *r, const char *key, char ***out)
{
	const struct yaml_node *list = yaml_get(&r->file->root, key);

	if (!list || list->kind != YAML_LIST)
		return yaml_fail(r->file, list ? list : &r->file->root,
				 "expected \"%s\": a list of ids", key);
	*out = alloc_zero(list->n + 1, sizeof(**out));
	for (size_t i = 0; i < list->n; i++) {
		if (list->items[i].kind != YAML_SCALAR)
			return yaml_fail(r->file, &list->items[i],
					 "expected an id");
		(*out)[i] = alloc_copy(list->items[i].text);
	}
	return 0;
}

static int read_root(struct reader *r)
{
	static const char *const keys[] = {
		"version",	    "cues", "words", "titles", "claim",
		"subject_concepts", NULL};
	const struct yaml_node *root = &r->file->root;
	const char *version = NULL;
	int rc = 0;

	if (root->kind != YAML_MAP)
		return yaml_fail(r->file, root, "expected a map");
	rc = yaml_known(r->file, root, keys);
	if (rc)
		return rc;
	version = yaml_text(root, "version");
	if (!version || strcmp(version, "1") != 0)
		return yaml_fail(r->file, root, "expected version: 1");
	rc = read_list(r, "cues", read_cue);
	if (!rc)
		rc = read_words(r);
	if (!rc)
		rc = read_list(r, "titles", read_title);
	if (!rc)
		rc = read_ids(r, "claim", &r->out->claim);
	return rc ? rc : read_ids(r, "subject_concepts", &r->out->subject);
}

static int compile(struct cuefile *out, const struct yaml_file *file)
{
	struct cuefile made = {.automaton = automaton_new()};
	struct reader r = {.file = file, .out = &made};
	int rc = read_root(&r);

	known_free(&r);
	if (rc) {
		cuefile_deinit(&made);
		return rc;
	}
	automaton_build(made.automaton);
	*out = made;
	return 0;
}

int cuefile_load(struct cuefile *out, const char *path)
{
	struct yaml_file file = {0};
	int rc = yaml_load(path, &file);

	if (rc)
		return rc;
	rc = compile(out, &file);
	yaml_deinit(&file);
	return rc;
}

int cuefile_parse(struct cuefile *out, const char *name, struct slice text)
{
	struct yaml_file file = {0};
	int rc = yaml_parse(name, text, &file);

	if (rc)
		return rc;
	rc = compile(out, &file);
	yaml_deinit(&file);
	return rc;
}

static void ids_free(char **ids)
{
	for (size_t i = 0; ids && ids[i]; i++)
		free(ids[i]);
	free(ids);
}

void cuefile_deinit(struct cuefile *file)
{
	automaton_free(file->automaton);
	free(file->forms);
	ids_free(file->claim);
	ids_free(file->subject);
	*file = (struct cuefile){0};
}
