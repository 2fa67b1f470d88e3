#include "workers/listing.h"
#include "core/alloc.h"
#include "core/pack.h"
#include "workers/content.h"
#include "workers/excerpt.h"
#include "workers/jsondoc.h"
#include "workers/tasks.h"

enum {
	POSTINGS_MAX = 1000000, /* of a board: more is no answer of a site */
	PAGES_MAX = 20000,
};

/* One page of a listing, as it was read. */
struct page {
	const struct reading *reading;
	json_t *items;
	size_t n;
	long total; /* -1: the site gives none */
};

static int refuse(struct extract *out, char *why)
{
	out->why = why;
	return RECIPE_E_ANSWER;
}

static void set_number(struct vars *vars, const char *name, long value)
{
	CLEANUP(freep) char *text = alloc_format("%ld", value);

	vars_set(vars, name, text);
}

static long get_number(const struct vars *vars, const char *name)
{
	const char *text = vars_get(vars, name);

	return text ? strtol(text, NULL, 10) : 0;
}

void listing_begin(const struct listingform *form, struct vars *vars)
{
	const struct paging *paging = &form->paging;

	if (paging->kind == PAGING_NONE)
		return;
	set_number(vars, paging->kind == PAGING_OFFSET ? "offset" : "page",
		   paging->kind == PAGING_OFFSET ? 0 : paging->first);
	set_number(vars, "size", paging->size);
}

/* ---- observations ---- */

Jobq__Observation *extract_add(struct extract *out,
			       const struct reading *reading, const char *key,
			       Jobq__Content *content)
{
	Jobq__Observation *o = alloc_get(sizeof(*o));

	jobq__observation__init(o);
	if (reading->task->round)
		o->round = (Jobq__RoundId *)pack_clone(
			&reading->task->round->base);
	o->key = alloc_copy(key);
	o->presence = JOBQ__PRESENCE__PRESENCE_LISTED;
	o->content = content;
	content_set(&content->extractor,
		    alloc_copy(reading->recipe->extractor));
	content_set_archive(content, &reading->answer->archive);
	out->observations =
		alloc_resize(out->observations, out->n_observations + 1,
			     sizeof(*out->observations));
	out->observations[out->n_observations++] = o;
	return o;
}

static bool needs_detail(const struct recipe *recipe, json_t *item)
{
	json_t *value;

	if (!recipe->detail.there)
		return false;
	if (!recipe->detail.has_unless)
		return true;
	value = pointer_get(&recipe->detail.unless, item);
	return !value || json_is_null(value);
}

static void add_detail(struct extract *out, const struct vars *posting,
		       const Jobq__Observation *o, const struct recipe *recipe)
{
	struct vars none = {.below = posting};
	const struct taskform form = {
		.kind = JOBQ__TASK_KIND__TASK_DETAIL,
		.step = "detail",
		.request = &recipe->detail.request,
		.vars = &none,
	};
	Jobq__Task *task = tasks_add(&out->found, &form);

	task->key = alloc_copy(o->key);
	task->partial = (Jobq__Content *)pack_clone(&o->content->base);
}

static void say_incomplete(Jobq__Observation *o, const char *why)
{
	o->complete = why == NULL;
	if (why)
		o->reason = alloc_copy(why);
}

static int add_posting(const struct page *page, size_t at, struct extract *out)
{
	const struct recipe *recipe = page->reading->recipe;
	json_t *item = json_array_get(page->items, at);
	struct vars posting = {.below = page->reading->vars};
	CLEANUP(freep)
	char *key = fieldmap_key(&recipe->fields, item, &posting);
	CLEANUP(content_freep) Jobq__Content *content = content_new();
	Jobq__Observation *o;
	const char *why;

	if (!key)
		return refuse(out,
			      alloc_format("listing: item %zu has no id", at));
	vars_set(&posting, "key", key);
	why = fieldmap_fill(&recipe->fields, item, &posting, content);
	if (!*content->title) {
		vars_deinit(&posting);
		return refuse(out, alloc_format("listing: item %zu (id %s) has "
						"no title",
						at, key));
	}
	o = extract_add(out, page->reading, key, TAKE(content));
	if (needs_detail(recipe, item)) {
		say_incomplete(o, "its detail was not read yet");
		add_detail(out, &posting, o, recipe);
	} else {
		say_incomplete(o, why);
		out->contents_missing |= why != NULL;
	}
	vars_deinit(&posting);
	return 0;
}

static bool is_kept(const struct listingform *form, json_t *item)
{
	return !form->keep.equals ||
	       condition_test(&form->keep, item) != CONDITION_FAILS;
}

static int add_postings(const struct page *page, struct extract *out)
{
	const struct listingform *form = &page->reading->recipe->listing;
	int r = 0;

	for (size_t i = 0; i < page->n && !r; i++)
		if (is_kept(form, json_array_get(page->items, i)))
			r = add_posting(page, i, out);
	return r;
}

/* ---- paging ---- */

static void ask_page(const struct page *page, long at, struct extract *out)
{
	const struct listingform *form = &page->reading->recipe->listing;
	struct vars own = {.below = page->reading->vars};
	const struct taskform next = {
		.kind = JOBQ__TASK_KIND__TASK_LISTING,
		.step = "listing",
		.request = &form->request,
		.vars = &own,
	};

	set_number(&own, form->paging.kind == PAGING_OFFSET ? "offset" : "page",
		   at);
	set_number(&own, "size", form->paging.size);
	tasks_add(&out->found, &next);
	vars_deinit(&own);
}

/* A site may answer with fewer (or more) a page than it was asked for: the
 * first page tells how many it gives. */
static int ask_all(const struct page *page, struct extract *out)
{
	const struct paging *paging = &page->reading->recipe->listing.paging;
	long n = (long)page->n;

	if (page->total <= n)
		return 0;
	if (!n)
		return refuse(out, alloc_format("listing: expected postings, "
						"found none of the %ld that "
						"the site counts",
						page->total));
	if (page->total > POSTINGS_MAX || page->total / n >= PAGES_MAX)
		return refuse(out, alloc_format("listing: expected at most %d "
						"pages, found %ld postings, "
						"%ld a page",
						PAGES_MAX, page->total, n));
	for (long done = n; done < page->total; done += n)
		ask_page(page,
			 paging->kind == PAGING_OFFSET
				 ? done
				 : paging->first + done / n,
			 out);
	return 0;
}

/* Without a total: on until a page is short. */
static int ask_next(const struct page *page, struct extract *out)
{
	const struct paging *paging = &page->reading->recipe->listing.paging;
	long n = (long)page->n;
	long at;

	if (n < paging->size)
		return 0;
	at = paging->kind == PAGING_OFFSET
		     ? get_number(page->reading->vars, "offset") + n
		     : get_number(page->reading->vars, "page") + 1;
	if (at > (paging->kind == PAGING_OFFSET ? POSTINGS_MAX : PAGES_MAX))
		return refuse(out, alloc_format("listing: expected an end, "
						"found none at %ld",
						at));
	ask_page(page, at, out);
	return 0;
}

static int ask_more(const struct page *page, struct extract *out)
{
	const struct paging *paging = &page->reading->recipe->listing.paging;
	const struct vars *vars = page->reading->vars;

	if (paging->kind == PAGING_NONE)
		return 0;
	if (page->total < 0)
		return ask_next(page, out);
	if (paging->kind == PAGING_OFFSET
		    ? get_number(vars, "offset") != 0
		    : get_number(vars, "page") != paging->first)
		return 0; /* the first page has asked for all of them */
	return ask_all(page, out);
}

/* ---- answers ---- */

/* A number, or digits in a string (Baidu). < 0: none. */
static long count_of(json_t *value)
{
	CLEANUP(freep) char *text = jsondoc_text(value);
	char *end = NULL;
	long n = text && *text ? strtol(text, &end, 10) : -1;

	return end && !*end ? n : -1;
}

static int read_page(struct page *page, json_t *doc, struct extract *out)
{
	const struct listingform *form = &page->reading->recipe->listing;
	json_t *items = pointer_get(&form->items, doc);

	page->total = -1;
	if (form->has_total) {
		page->total = count_of(pointer_get(&form->total, doc));
		if (page->total < 0)
			return refuse(out,
				      alloc_format("listing: expected a number "
						   "at %s, found none",
						   form->total.text));
	}
	if (json_is_null(items) && page->total == 0)
		return 0;
	if (!json_is_array(items))
		return refuse(out, alloc_format("listing: expected a list at "
						"%s, found %s",
						form->items.text,
						items ? "something else"
						      : "nothing"));
	page->items = items;
	page->n = json_array_size(items);
	return 0;
}

/* Opens the answer as JSON; why and session_stale go to `out`. */
static int open_answer(const struct reading *reading,
		       const struct answerform *form, struct extract *out,
		       json_t **doc)
{
	struct answer read;
	int r = answer_init(&read, form, reading->answer);

	if (!r)
		r = answer_json(&read, form, &reading->recipe->envelope,
				reading->vars, doc);
	if (r == ANSWER_E_REFUSED) {
		out->session_stale = read.stale && reading->recipe->n_steps;
		r = refuse(out, TAKE(read.why));
	}
	answer_deinit(&read);
	return r;
}

int listing_extract(const struct reading *reading, struct extract *out)
{
	struct page page = {.reading = reading};
	json_auto_t *doc = NULL;
	int r = open_answer(reading, &reading->recipe->listing.answer, out,
			    &doc);

	if (!r)
		r = read_page(&page, doc, out);
	if (!r)
		r = add_postings(&page, out);
	if (!r)
		r = ask_more(&page, out);
	out->claimed = page.total;
	out->items = (uint32_t)page.n;
	return r;
}

/* The same posting as was asked for? */
static int check_key(const struct reading *reading, json_t *item,
		     struct extract *out)
{
	CLEANUP(freep)
	char *key = fieldmap_key(&reading->recipe->fields, item, reading->vars);
	CLEANUP(freep) char *shown = excerpt_of(slice_text(key), 60);

	if (!key || !strcmp(key, reading->task->key))
		return 0;
	return refuse(out, alloc_format("detail: expected the posting %s, "
					"found %s",
					reading->task->key, shown));
}

static Jobq__Content *partial_of(const Jobq__Task *task)
{
	return task->partial ? (Jobq__Content *)pack_clone(&task->partial->base)
			     : content_new();
}

static int fill_detail(const struct reading *reading, json_t *item,
		       struct extract *out)
{
	CLEANUP(content_freep) Jobq__Content *over = content_new();
	CLEANUP(content_freep) Jobq__Content *all = NULL;
	const char *why = fieldmap_fill(&reading->recipe->fields, item,
					reading->vars, over);

	if (why)
		return refuse(out, alloc_format("detail: %s", why));
	all = partial_of(reading->task);
	content_merge(all, over);
	if (!*all->title)
		return refuse(out, alloc_copy("detail: no title"));
	extract_add(out, reading, reading->task->key, TAKE(all))->complete =
		true;
	return 0;
}

int listing_extract_detail(const struct reading *reading, struct extract *out)
{
	const struct detailform *form = &reading->recipe->detail;
	json_auto_t *doc = NULL;
	json_t *item;
	int r = open_answer(reading, &form->answer, out, &doc);

	if (r)
		return r;
	item = pointer_get(&form->item, doc);
	if (!json_is_object(item))
		return refuse(out, alloc_format("detail: expected an object at "
						"%s, found %s",
						form->item.text,
						json_is_null(item) ? "null"
						: item ? "something else"
						       : "nothing"));
	r = check_key(reading, item, out);
	return r ? r : fill_detail(reading, item, out);
}
