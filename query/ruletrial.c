#include "query/ruletrial.h"
#include "core/alloc.h"

static void change_deinit(struct ruletrial_change *change)
{
	for (size_t i = 0; i < change->n_kept; i++) {
		struct ruletrial_quote *q = &change->kept[i];

		free(q->posting);
		free(q->company);
		free(q->title);
		free(q->section);
		free(q->quote);
		free(q->sentence);
	}
	free(change->kept);
}

void ruletrial_reset(struct ruletrial *trial)
{
	for (size_t i = 0; i < trial->n_concepts; i++) {
		struct ruletrial_concept *c = &trial->concepts[i];

		free(c->id);
		change_deinit(&c->sides[TRIAL_GAINED]);
		change_deinit(&c->sides[TRIAL_LOST]);
	}
	free(trial->concepts);
	trial->concepts = NULL;
	trial->n_concepts = 0;
	trial->n_postings = 0;
}

void ruletrial_deinit(struct ruletrial *trial)
{
	ruletrial_reset(trial);
}

/* The place of `id`, kept in order; made where it is missing. */
static struct ruletrial_concept *concept_at(struct ruletrial *trial,
					    const char *id)
{
	struct ruletrial_concept *c;
	size_t i = 0;

	while (i < trial->n_concepts && strcmp(trial->concepts[i].id, id) < 0)
		i++;
	if (i < trial->n_concepts && !strcmp(trial->concepts[i].id, id))
		return &trial->concepts[i];
	trial->concepts = alloc_resize(trial->concepts, trial->n_concepts + 1,
				       sizeof(*trial->concepts));
	c = &trial->concepts[i];
	memmove(c + 1, c, (trial->n_concepts - i) * sizeof(*c));
	trial->n_concepts++;
	*c = (struct ruletrial_concept){.id = alloc_copy(id)};
	return c;
}

/* One posting's mentions by one set of rules, by concept and place. */
struct found {
	struct mentions mentions;
	const struct mention **by_id;
	size_t at;
};

static int by_place(const struct mention *x, const struct mention *y)
{
	int order = strcmp(concept_id(x->concept), concept_id(y->concept));

	if (order)
		return order;
	if (x->in_section != y->in_section)
		return x->in_section < y->in_section ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return (int)x->negated - (int)y->negated;
}

static int by_id(const void *a, const void *b)
{
	return by_place(*(const struct mention *const *)a,
			*(const struct mention *const *)b);
}

static void find(struct found *f, const struct rules *rules,
		 const struct outline *outline, const Jobq__SpanDoc *doc)
{
	*f = (struct found){0};
	rules_find(rules, outline, doc->company, &f->mentions);
	f->by_id = alloc_zero(f->mentions.n + 1, sizeof(*f->by_id));
	for (size_t i = 0; i < f->mentions.n; i++)
		f->by_id[i] = &f->mentions.items[i];
	qsort(f->by_id, f->mentions.n, sizeof(*f->by_id), by_id);
}

static void found_deinit(struct found *f)
{
	mentions_deinit(&f->mentions);
	free(f->by_id);
}

static const struct mention *next(const struct found *f)
{
	return f->at < f->mentions.n ? f->by_id[f->at] : NULL;
}

/* The posting that is read. */
struct reading {
	struct ruletrial *trial;
	const Jobq__SpanDoc *doc;
	const struct outline *outline;
};

static void keep(const struct reading *r, enum ruletrial_side side,
		 const struct mention *m)
{
	struct ruletrial_concept *c =
		concept_at(r->trial, concept_id(m->concept));
	struct ruletrial_change *change = &c->sides[side];
	const struct outline_section *section =
		outline_section(r->outline, m->in_section);
	const struct clause *clause = &section->clauses[m->clause];
	const char *text = section->text.data;

	change->n_quotes++;
	if (change->n_kept >= r->trial->keep)
		return;
	change->kept = alloc_resize(change->kept, change->n_kept + 1,
				    sizeof(*change->kept));
	change->kept[change->n_kept++] = (struct ruletrial_quote){
		.posting = alloc_copy(r->doc->posting),
		.company = alloc_copy(r->doc->company),
		.title = alloc_copy(r->doc->content->title),
		.section = alloc_copy(part_name(m->part)),
		.quote = alloc_copy_n(text + m->start, m->end - m->start),
		.sentence = alloc_copy_n(text + clause->start,
					 clause->end - clause->start),
	};
}

/* Whether the mention is of `id` and asks for it; moves on. */
static bool take(struct found *f)
{
	return !f->by_id[f->at++]->negated;
}

/* The next mention if it is of `id`. */
static const struct mention *next_of(const struct found *f, const char *id)
{
	const struct mention *m = next(f);

	return m && !strcmp(concept_id(m->concept), id) ? m : NULL;
}

static int order_of(const struct mention *a, const struct mention *b)
{
	return !a ? 1 : !b ? -1 : by_place(a, b);
}

/* Compares all mentions of the concept that comes first. */
static void compare_concept(const struct reading *r, struct found *now,
			    struct found *changed)
{
	const struct mention *a = next(now);
	const struct mention *b = next(changed);
	int order = order_of(a, b);
	const char *id = concept_id((order <= 0 ? a : b)->concept);
	bool had = false, has = false;

	while ((a = next_of(now, id)) || next_of(changed, id)) {
		b = next_of(changed, id);
		order = order_of(a, b);
		if (order < 0)
			keep(r, TRIAL_LOST, a);
		if (order > 0)
			keep(r, TRIAL_GAINED, b);
		if (order <= 0)
			had |= take(now);
		if (order >= 0)
			has |= take(changed);
	}
	if (had != has)
		concept_at(r->trial, id)
			->sides[has ? TRIAL_GAINED : TRIAL_LOST]
			.postings++;
}

void ruletrial_add(struct ruletrial *trial, const Jobq__SpanDoc *doc)
{
	struct outline outline = {0};
	struct reading r = {trial, doc, &outline};
	struct found now, changed;

	if (!doc->content)
		return;
	trial->n_postings++;
	outline_init(&outline, doc->content);
	find(&now, trial->now, &outline, doc);
	find(&changed, trial->changed, &outline, doc);
	while (next(&now) || next(&changed))
		compare_concept(&r, &now, &changed);
	found_deinit(&now);
	found_deinit(&changed);
	outline_deinit(&outline);
}

static json_t *change_json(const struct ruletrial_change *change)
{
	json_t *json = json_object();
	json_t *list = json_array();

	value_set(json, "postings", value_number((int64_t)change->postings));
	value_set(json, "quotes", value_number((int64_t)change->n_quotes));
	for (size_t i = 0; i < change->n_kept; i++) {
		const struct ruletrial_quote *q = &change->kept[i];
		json_t *item = json_object();

		value_set(item, "id", value_text(q->posting));
		value_set(item, "company", value_text(q->company));
		value_set(item, "title", value_text(q->title));
		value_set(item, "section", value_text(q->section));
		value_set(item, "quote", value_text(q->quote));
		value_set(item, "sentence", value_text(q->sentence));
		json_array_append_new(list, item);
	}
	value_set(json, "examples", list);
	return json;
}

json_t *ruletrial_json(const struct ruletrial *trial)
{
	json_t *json = json_object();
	json_t *list = json_array();
	char hex[DIGEST_HEX];

	value_set(json, "now",
		  value_text(digest_hex(rules_digest(trial->now), hex)));
	value_set(json, "changed",
		  value_text(digest_hex(rules_digest(trial->changed), hex)));
	value_set(json, "postings", value_number((int64_t)trial->n_postings));
	for (size_t i = 0; i < trial->n_concepts; i++) {
		const struct ruletrial_concept *c = &trial->concepts[i];
		json_t *item = json_object();

		value_set(item, "concept", value_text(c->id));
		value_set(item, "gained", change_json(&c->sides[TRIAL_GAINED]));
		value_set(item, "lost", change_json(&c->sides[TRIAL_LOST]));
		json_array_append_new(list, item);
	}
	value_set(json, "concepts", list);
	return json;
}
