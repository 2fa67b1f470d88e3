#include "workers/jobposting.h"
#include "core/alloc.h"
#include "core/times.h"
#include "workers/content.h"
#include "workers/htmltext.h"
#include "workers/jsondoc.h"
#include "workers/microdata.h"

enum { GRAPH_MAX_DEPTH = 8 };

/* ---- finding ---- */

static bool names_it(json_t *type)
{
	const char *text = json_string_value(type);
	const char *slash = text ? strrchr(text, '/') : NULL;

	return text && !strcmp(slash ? slash + 1 : text, "JobPosting");
}

static bool is_posting(json_t *value)
{
	json_t *type = json_object_get(value, "@type");
	size_t i;
	json_t *one;

	if (names_it(type))
		return true;
	json_array_foreach(type, i, one) if (names_it(one)) return true;
	return false;
}

/* As deep as GRAPH_MAX_DEPTH. */
static void gather(json_t *value, int depth, json_t *out)
{
	static const char *const below[] = {"@graph", "itemListElement", "item",
					    "mainEntity"};
	size_t i;
	json_t *one;

	if (depth > GRAPH_MAX_DEPTH)
		return;
	if (is_posting(value)) {
		json_array_append(out, value);
		return;
	}
	json_array_foreach(value, i, one) gather(one, depth + 1, out);
	for (i = 0; json_is_object(value) && i < 4; i++)
		gather(json_object_get(value, below[i]), depth + 1, out);
}

/* Many sites put raw line breaks into JSON strings; a blank is as good there,
 * and between values. */
static void mend(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20)
			*text = ' ';
}

static int read_script(const char *script, json_t *out, char **why)
{
	CLEANUP(freep) char *first = NULL;
	json_t *doc = NULL;
	int r;

	if (!strstr(script, "JobPosting"))
		return 0;
	r = jsondoc_parse(slice_text(script), &doc, &first);
	if (r) {
		CLEANUP(freep) char *copy = alloc_copy(script);

		mend(copy);
		r = jsondoc_parse(slice_text(copy), &doc, why);
	}
	if (r) {
		CLEANUP(freep) char *words = *why;

		*why = alloc_format("JSON-LD: %s", words);
		return JOBPOSTING_E_FORM;
	}
	gather(doc, 0, out);
	json_decref(doc);
	return 0;
}

int jobposting_find(const struct htmlpage *page, json_t **out, char **why)
{
	json_auto_t *found = json_array();
	int r = 0;

	for (size_t i = 0; i < page->n_scripts && !r; i++)
		r = read_script(page->scripts[i], found, why);
	if (r)
		return r;
	for (size_t i = 0; i < page->n_items && !json_array_size(found); i++)
		json_array_append_new(found, microdata_item(page->items[i]));
	*out = TAKE(found);
	return 0;
}

/* ---- filling ---- */

/* The first of a list, or the value itself. */
static json_t *first_of(json_t *value)
{
	return json_is_array(value) ? json_array_get(value, 0) : value;
}

static json_t *member(json_t *object, const char *name)
{
	return first_of(json_object_get(object, name));
}

/* A member that is a text, or an object that has one under name or value. */
static char *text_of(json_t *object, const char *name)
{
	json_t *value = member(object, name);
	char *text;

	if (!json_is_object(value))
		return jsondoc_text(value);
	text = jsondoc_text(member(value, "name"));
	return text ? text : jsondoc_text(member(value, "value"));
}

/* All texts of a member that may be a list, joined. */
static char *texts_of(json_t *object, const char *name)
{
	json_t *value = json_object_get(object, name);
	struct bytes out = {0};
	size_t i;
	json_t *one;

	if (!json_is_array(value))
		return text_of(object, name);
	json_array_foreach(value, i, one)
	{
		CLEANUP(freep) char *text = jsondoc_text(one);

		bytes_add_text(&out, text && out.len ? ", " : "");
		bytes_add_text(&out, text);
	}
	return bytes_take(&out);
}

static void add_part(struct bytes *out, json_t *object, const char *name)
{
	CLEANUP(freep) char *text = text_of(object, name);

	if (!text || !*text)
		return;
	bytes_add_text(out, out->len ? ", " : "");
	bytes_add_text(out, text);
}

static void add_place(json_t *place, Jobq__Content *content)
{
	json_t *address = json_object_get(place, "address");
	struct bytes out = {0};

	if (json_is_string(place))
		content_add_location(content, jsondoc_text(place));
	address = address ? first_of(address) : place;
	if (json_is_string(address) && address != place) {
		content_add_location(content, jsondoc_text(address));
		return;
	}
	add_part(&out, address, "addressLocality");
	add_part(&out, address, "addressRegion");
	add_part(&out, address, "addressCountry");
	if (!out.len)
		add_part(&out, place, "name");
	content_add_location(content, bytes_take(&out));
}

static void fill_places(json_t *posting, Jobq__Content *content)
{
	json_t *places = json_object_get(posting, "jobLocation");
	CLEANUP(freep) char *kind = text_of(posting, "jobLocationType");
	size_t i;
	json_t *one;

	if (json_is_array(places)) {
		json_array_foreach(places, i, one) add_place(one, content);
	} else if (places) {
		add_place(places, content);
	}
	if (!content->n_locations && kind)
		content_add_location(content, TAKE(kind));
}

/* "EUR 70000-90000 YEAR": as written, in the order a person reads it. */
static void fill_salary(json_t *posting, Jobq__Content *content)
{
	json_t *salary = member(posting, "baseSalary");
	json_t *value = member(salary, "value");
	json_t *amount = json_is_object(value) ? value : salary;
	CLEANUP(freep) char *currency = text_of(salary, "currency");
	CLEANUP(freep) char *low = text_of(amount, "minValue");
	CLEANUP(freep) char *high = text_of(amount, "maxValue");
	CLEANUP(freep) char *unit = text_of(amount, "unitText");
	CLEANUP(freep) char *one = NULL;
	struct bytes out = {0};

	if (!json_is_object(salary)) {
		content_set(&content->salary, jsondoc_text(salary));
		return;
	}
	one = jsondoc_text(member(amount, "value"));
	if (!low && !high && !one)
		return;
	bytes_add_format(&out, "%s%s", currency ? currency : "",
			 currency ? " " : "");
	if (low || high)
		bytes_add_format(&out, "%s%s%s", low ? low : "",
				 low && high ? "-" : "", high ? high : "");
	else
		bytes_add_text(&out, one);
	bytes_add_format(&out, "%s%s", unit ? " " : "", unit ? unit : "");
	content_set(&content->salary, bytes_take(&out));
}

static void fill_time(json_t *posting, const char *name, int64_t *out_ms)
{
	CLEANUP(freep) char *text = text_of(posting, name);
	int64_t ms;

	if (text && !times_parse_claim(text, &ms))
		*out_ms = ms;
}

/* A PropertyValue's name is the employer's or the register's, not the id. */
static void fill_identifier(json_t *posting, Jobq__Content *content)
{
	json_t *identifier = member(posting, "identifier");

	content_set(&content->external_id,
		    jsondoc_text(json_is_object(identifier)
					 ? member(identifier, "value")
					 : identifier));
}

static bool add_text(json_t *posting, const char *name, const char *kind,
		     Jobq__Content *content)
{
	CLEANUP(freep) char *html = text_of(posting, name);
	struct bytes plain = {0};
	int r = 0;

	if (!html)
		return true;
	if (json_object_get(posting, MICRODATA_PLAIN))
		bytes_add_text(&plain, html);
	else
		r = htmltext_from_either(slice_text(html), &plain);
	content_add_block(content, name, kind, bytes_take(&plain));
	return !r;
}

/* schema.org has both, and many sites say everything again in the second. */
static bool fill_text(json_t *posting, Jobq__Content *content)
{
	static const char *const names[] = {"responsibilities",
					    "qualifications"};
	static const char *const kinds[] = {"duty", "requirement"};
	bool whole = add_text(posting, "description", "other", content);
	const char *all = content->n_blocks ? content->blocks[0]->text : "";

	for (int i = 0; i < 2; i++) {
		CLEANUP(content_freep) Jobq__Content *more = content_new();

		whole &= add_text(posting, names[i], kinds[i], more);
		if (more->n_blocks && !strstr(all, more->blocks[0]->text))
			content_add_block(content, names[i], kinds[i],
					  alloc_copy(more->blocks[0]->text));
	}
	return whole;
}

const char *jobposting_fill(json_t *posting, Jobq__Content *content)
{
	json_t *employer = member(posting, "hiringOrganization");

	content_set(&content->title, text_of(posting, "title"));
	if (!*content->title)
		content_set(&content->title, text_of(posting, "name"));
	fill_identifier(posting, content);
	content_set(&content->department, text_of(employer, "department"));
	content_set(&content->category,
		    texts_of(posting, "occupationalCategory"));
	content_set(&content->employment_type,
		    texts_of(posting, "employmentType"));
	fill_salary(posting, content);
	fill_time(posting, "datePosted", &content->posted_ms);
	fill_time(posting, "dateModified", &content->updated_ms);
	fill_places(posting, content);
	if (!fill_text(posting, content))
		return "a text is larger than the parser takes";
	return json_object_get(posting, "description")
		       ? NULL
		       : "its JobPosting has no description";
}
