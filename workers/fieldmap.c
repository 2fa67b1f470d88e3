#include "workers/fieldmap.h"
#include "core/alloc.h"
#include "core/times.h"
#include "workers/content.h"
#include "workers/htmltext.h"
#include "workers/jsondoc.h"
#include "workers/template.h"

enum { FIELD_MAX_DEPTH = 6 };

enum kind { KIND_POINTER, KIND_TEMPLATE, KIND_LIST, KIND_JOIN };
enum as { AS_TEXT, AS_HTML, AS_ESCAPED_HTML };

struct field {
	enum kind kind;
	enum as as;
	struct pointer pointer;
	const char *template, *with;
	bool url; /* the template is a URL */
	struct field **items;
	size_t n;
	struct condition when;
};

static const char *const names[FIELDS + 1] = {
	"key",		"external_id", "title",	   "url",
	"team",		"department",  "category", "employment_type",
	"recruit_type", "salary",      "posted",   "updated",
	"locations",	NULL};

static void field_free(struct field *field)
{
	if (!field)
		return;
	for (size_t i = 0; i < field->n; i++)
		field_free(field->items[i]);
	free(field->items);
	pointer_deinit(&field->pointer);
	condition_deinit(&field->when);
	free(field);
}
DEFINE_CLEANUP(struct field *, field_free);

/* ---- reading ---- */

struct depth {
	const struct formreader *reader;
	int left;
	bool url;
};

static int read_field(const struct depth *depth, const struct yaml_node *node,
		      struct field **out);

static int read_items(const struct depth *depth, const struct yaml_node *list,
		      struct field *field)
{
	const struct depth below = {depth->reader, depth->left - 1, depth->url};
	int r = 0;

	field->items = alloc_zero(list->n + 1, sizeof(struct field *));
	for (size_t i = 0; i < list->n && !r; i++) {
		r = read_field(&below, &list->items[i], &field->items[i]);
		field->n += !r;
	}
	return r;
}

static int read_as(const struct formreader *reader, const struct yaml_node *map,
		   struct field *field)
{
	static const char *const known[] = {"text", "html", "escaped-html"};
	const char *as = yaml_text(map, "as");

	for (int i = 0; as && i < 3; i++) {
		if (strcmp(as, known[i]) != 0)
			continue;
		field->as = (enum as)i;
		return 0;
	}
	if (!yaml_get(map, "as"))
		return 0;
	return yaml_fail(reader->file, yaml_get(map, "as"),
			 "expected as: text, html or escaped-html, found "
			 "\"%s\"",
			 as ? as : "");
}

static int read_map(const struct depth *depth, const struct yaml_node *map,
		    struct field *field)
{
	static const char *const keys[] = {"from", "join", "with",
					   "as",   "when", NULL};
	const struct formreader *reader = depth->reader;
	const struct depth below = {reader, depth->left - 1, depth->url};
	const struct yaml_node *from = yaml_get(map, "from");
	const struct yaml_node *join = yaml_get(map, "join");
	const struct yaml_node *when = yaml_get(map, "when");
	int r = yaml_known(reader->file, map, keys);

	if (!r && (!from == !join || (join && join->kind != YAML_LIST)))
		r = yaml_fail(reader->file, map,
			      "expected from: FIELD or join: [FIELD, ...]");
	field->kind = join ? KIND_JOIN : KIND_LIST;
	field->with = yaml_text(map, "with") ? yaml_text(map, "with") : " ";
	if (!r)
		r = read_as(reader, map, field);
	if (!r && when)
		r = condition_read(reader, when, &field->when);
	if (!r && join)
		return read_items(depth, join, field);
	if (r)
		return r;
	field->items = alloc_zero(1, sizeof(struct field *));
	r = read_field(&below, from, &field->items[0]);
	field->n = !r;
	return r;
}

static int read_field(const struct depth *depth, const struct yaml_node *node,
		      struct field **out)
{
	CLEANUP(field_freep)
	struct field *field = alloc_zero(1, sizeof(*field));
	const struct formreader *reader = depth->reader;
	int r;

	field->url = depth->url;
	if (depth->left < 0)
		return yaml_fail(reader->file, node,
				 "expected a field of at most %d levels",
				 FIELD_MAX_DEPTH);
	if (node->kind == YAML_MAP) {
		r = read_map(depth, node, field);
	} else if (node->kind == YAML_LIST) {
		field->kind = KIND_LIST;
		r = read_items(depth, node, field);
	} else if (node->text[0] == '/') {
		r = formreader_pointer(reader, node, &field->pointer);
	} else {
		field->kind = KIND_TEMPLATE;
		r = formreader_template(reader, node, &field->template);
	}
	if (!r)
		*out = TAKE(field);
	return r;
}

static int read_block(const struct formreader *reader,
		      const struct yaml_node *map, struct fieldblock *out)
{
	static const char *const keys[] = {"name", "kind", "from", "as", NULL};
	static const char *const kinds[] = {"about", "duty",  "requirement",
					    "bonus", "other", NULL};
	const struct depth depth = {reader, FIELD_MAX_DEPTH, false};
	CLEANUP(field_freep)
	struct field *field = alloc_zero(1, sizeof(*field));
	const char *const *kind = kinds;
	int r = yaml_known(reader->file, map, keys);

	if (r)
		return r;
	out->name = yaml_text(map, "name");
	out->kind = yaml_text(map, "kind");
	while (*kind && (!out->kind || strcmp(out->kind, *kind) != 0))
		kind++;
	if (!out->name || !*kind || !yaml_get(map, "from"))
		return yaml_fail(reader->file, map,
				 "expected name, from, and kind: about, duty, "
				 "requirement, bonus or other");
	field->kind = KIND_LIST;
	field->items = alloc_zero(1, sizeof(struct field *));
	r = read_as(reader, map, field);
	if (!r)
		r = read_field(&depth, yaml_get(map, "from"), &field->items[0]);
	field->n = !r;
	if (!r)
		out->field = TAKE(field);
	return r;
}

static int read_blocks(const struct formreader *reader,
		       const struct yaml_node *root, struct fieldmap *out)
{
	const struct yaml_node *list;
	int r = formreader_list(reader, root, "blocks", &list);

	if (r)
		return r;
	out->blocks = alloc_zero(list->n + 1, sizeof(*out->blocks));
	for (size_t i = 0; i < list->n && !r; i++) {
		r = read_block(reader, &list->items[i], &out->blocks[i]);
		out->n_blocks += !r;
	}
	return r;
}

int fieldmap_read(const struct formreader *reader, const struct yaml_node *root,
		  struct fieldmap *out)
{
	const struct yaml_node *fields = yaml_get(root, "fields");
	struct fieldmap map = {0};
	int r = fields ? yaml_known(reader->file, fields, names)
		       : yaml_fail(reader->file, root, "expected fields: {}");

	if (!r && (!yaml_get(fields, "key") || !yaml_get(fields, "title")))
		r = yaml_fail(reader->file, fields,
			      "expected at least key and title");
	for (int i = 0; i < FIELDS && !r; i++) {
		const struct depth depth = {reader, FIELD_MAX_DEPTH,
					    i == FIELD_URL};
		const struct yaml_node *node = yaml_get(fields, names[i]);

		if (node)
			r = read_field(&depth, node, &map.fields[i]);
	}
	if (!r)
		r = read_blocks(reader, root, &map);
	if (r)
		fieldmap_deinit(&map);
	else
		*out = map;
	return r;
}

void fieldmap_deinit(struct fieldmap *map)
{
	for (int i = 0; i < FIELDS; i++)
		field_free(map->fields[i]);
	for (size_t i = 0; i < map->n_blocks; i++)
		field_free(map->blocks[i].field);
	free(map->blocks);
	*map = (struct fieldmap){0};
}

/* ---- filling ---- */

struct texts {
	char **items;
	size_t n;
};

static void texts_add(struct texts *texts, char *taken)
{
	if (!taken || !*taken) {
		free(taken);
		return;
	}
	texts->items =
		alloc_resize(texts->items, texts->n + 1, sizeof(*texts->items));
	texts->items[texts->n++] = taken;
}

static void texts_cut(struct texts *texts, size_t n)
{
	while (texts->n > n)
		free(texts->items[--texts->n]);
}

/* The first that has text: HTML may have been nothing but tags. */
static char *texts_take_first(struct texts *texts)
{
	char *first = NULL;

	for (size_t i = 0; i < texts->n && !first; i++)
		if (*texts->items[i])
			first = TAKE(texts->items[i]);
	texts_cut(texts, 0);
	free(texts->items);
	*texts = (struct texts){0};
	return first;
}

struct source {
	json_t *item;
	const struct vars *vars;
	bool too_large; /* out: a text is beyond what the parser takes */
};

static bool add_value(void *arg, json_t *value)
{
	texts_add(arg, jsondoc_text(value));
	return true;
}

static void join(struct texts *texts, size_t begin, const char *with)
{
	struct bytes all = {0};

	if (texts->n == begin)
		return;
	for (size_t i = begin; i < texts->n; i++) {
		bytes_add_text(&all, i > begin ? with : "");
		bytes_add_text(&all, texts->items[i]);
	}
	texts_cut(texts, begin);
	texts_add(texts, bytes_take(&all));
}

static void convert(struct source *source, enum as as, char **text)
{
	struct slice html = slice_text(*text);
	struct bytes plain = {0};
	int r = 0;

	if (as == AS_TEXT)
		return;
	if (as == AS_HTML)
		r = htmltext_from(html, &plain);
	else
		r = htmltext_from_escaped(html, &plain);
	source->too_large |= r != 0;
	free(*text);
	*text = bytes_take(&plain);
}

/* As deep as the recipe's field: FIELD_MAX_DEPTH. */
static void collect(struct source *source, const struct field *field,
		    struct texts *out)
{
	size_t begin = out->n;

	if (field->when.equals &&
	    condition_test(&field->when, source->item) != CONDITION_HOLDS)
		return;
	if (field->kind == KIND_POINTER) {
		pointer_each(&field->pointer, source->item, add_value, out);
	} else if (field->kind == KIND_TEMPLATE) {
		const struct template_use use = {.vars = source->vars,
						 .item = source->item,
						 .url = field->url};

		texts_add(out, template_text(field->template, &use));
	}
	for (size_t i = 0; i < field->n; i++)
		collect(source, field->items[i], out);
	if (field->kind == KIND_JOIN)
		join(out, begin, field->with);
	for (size_t i = begin; i < out->n; i++)
		convert(source, field->as, &out->items[i]);
}

static char *first_of(struct source *source, const struct field *field)
{
	struct texts texts = {0};

	if (field)
		collect(source, field, &texts);
	return texts_take_first(&texts);
}

/* Is any of the field's values there, be it null? */
static bool is_there(const struct field *field, json_t *item)
{
	if (field->kind == KIND_POINTER)
		return pointer_get(&field->pointer, item) != NULL;
	for (size_t i = 0; i < field->n; i++)
		if (is_there(field->items[i], item))
			return true;
	return field->kind == KIND_TEMPLATE;
}

char *fieldmap_key(const struct fieldmap *map, json_t *item,
		   const struct vars *vars)
{
	return first_of(&(struct source){.item = item, .vars = vars},
			map->fields[FIELD_KEY]);
}

static void fill_texts(const struct fieldmap *map, struct source *source,
		       Jobq__Content *c)
{
	char **const to[FIELDS] = {
		[FIELD_EXTERNAL_ID] = &c->external_id,
		[FIELD_TITLE] = &c->title,
		[FIELD_URL] = &c->url,
		[FIELD_TEAM] = &c->team,
		[FIELD_DEPARTMENT] = &c->department,
		[FIELD_CATEGORY] = &c->category,
		[FIELD_EMPLOYMENT_TYPE] = &c->employment_type,
		[FIELD_RECRUIT_TYPE] = &c->recruit_type,
		[FIELD_SALARY] = &c->salary,
	};

	for (int i = 0; i < FIELDS; i++)
		if (to[i])
			content_set(to[i], first_of(source, map->fields[i]));
}

static void fill_time(struct source *source, const struct field *field,
		      int64_t *out_ms)
{
	CLEANUP(freep) char *text = first_of(source, field);
	int64_t ms;

	if (text && !times_parse_claim(text, &ms))
		*out_ms = ms;
}

static void fill_locations(struct source *source, const struct field *field,
			   Jobq__Content *content)
{
	struct texts texts = {0};

	if (field)
		collect(source, field, &texts);
	for (size_t i = 0; i < texts.n; i++)
		content_add_location(content, texts.items[i]);
	free(texts.items);
}

const char *fieldmap_fill(const struct fieldmap *map, json_t *item,
			  const struct vars *vars, Jobq__Content *content)
{
	struct source source = {.item = item, .vars = vars};
	bool text = false;

	fill_texts(map, &source, content);
	fill_time(&source, map->fields[FIELD_POSTED], &content->posted_ms);
	fill_time(&source, map->fields[FIELD_UPDATED], &content->updated_ms);
	fill_locations(&source, map->fields[FIELD_LOCATIONS], content);
	for (size_t i = 0; i < map->n_blocks; i++) {
		const struct fieldblock *block = &map->blocks[i];

		text |= is_there(block->field, item);
		content_add_block(content, block->name, block->kind,
				  first_of(&source, block->field));
	}
	if (source.too_large)
		return "a text is larger than the parser takes";
	return text ? NULL : "the answer has no text for it";
}
