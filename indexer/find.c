#include "core/alloc.h"
#include "indexer/matcher.h"
#include "indexer/relation.h"
#include "indexer/ruleset.h"

/* One posting being searched. */
struct finding {
	const struct rules *rules;
	const struct outline *outline;
	struct scan *scans; /* the title's, then each section's */
	bool *document;	    /* by group */
	bool *own;	    /* by concept: the company's product */
	struct matcher matcher;
	struct relations relations;
	struct mentions *out;
	size_t cap;
};

/* What a text says about the posting as a whole. */
static void note_document(struct finding *f, const struct scan *scan)
{
	for (size_t i = 0; i < scan->n; i++) {
		const struct word *word =
			lexicon_word(f->rules->lexicon, scan->hits[i].word);

		for (uint32_t k = word->n_forms; k < word->n_uses; k++)
			if (word->uses[k].kind == USE_DOCUMENT)
				f->document[word->uses[k].of] = true;
	}
}

static void note_company(struct finding *f, const char *company)
{
	struct normal normal = {0};
	struct scan scan = {0};

	normal_init(&normal, slice_text(company));
	lexicon_scan(f->rules->lexicon, &normal, &scan);
	note_document(f, &scan);
	for (size_t i = 0; i < scan.n; i++) {
		const struct word *word =
			lexicon_word(f->rules->lexicon, scan.hits[i].word);

		for (uint32_t k = word->n_forms; k < word->n_uses; k++)
			if (word->uses[k].kind == USE_OWN)
				f->own[word->uses[k].of] = true;
	}
	scan_deinit(&scan);
	normal_deinit(&normal);
}

/* The company's own is what it is said to own, and all that implies it. */
static bool is_own(const struct finding *f, const struct concept *concept)
{
	if (f->own[concept->place])
		return true;
	for (size_t i = 0; i < concept->n_families; i++)
		if (f->own[concept->above[i]])
			return true;
	return false;
}

static struct mention *mention_new(struct finding *f)
{
	if (f->out->n == f->cap) {
		f->cap = f->cap ? 2 * f->cap : 32;
		f->out->items = alloc_resize(f->out->items, f->cap,
					     sizeof(*f->out->items));
	}
	return &f->out->items[f->out->n++];
}

static void add_mention(struct finding *f, const struct match *match,
			uint32_t place)
{
	const struct outline_section *section =
		outline_section(f->outline, place);
	const struct clause *clause =
		outline_clause(section, match->hit->origin);
	const struct concept *concept = &f->rules->concepts[match->concept];

	*mention_new(f) = (struct mention){
		.concept = concept,
		.in_section = place,
		.start = match->hit->origin,
		.end = match->hit->origin_end,
		.clause = (uint32_t)(clause - section->clauses),
		.part = clause->part,
		.self_vendor = is_own(f, concept),
		.rule = match->written,
	};
}

static void judge(struct finding *f, size_t first, size_t i,
		  const struct outline_section *section)
{
	struct mention *mention = &f->out->items[i];
	size_t from = i, to = i + 1;

	while (from > first && to - from < 2 &&
	       mention[-1].clause == mention->clause)
		from--, mention--;
	mention = &f->out->items[i];
	while (to < f->out->n && to - from < 2 &&
	       f->out->items[to].clause == mention->clause)
		to++;
	relations_judge(&f->relations, f->matcher.matches[i - first].hit,
			to - from, section, mention);
	if (i > first && mention[-1].negated &&
	    mention[-1].clause == mention->clause)
		mention->negated |=
			relations_listed(section, &mention[-1], mention);
	if (mention->self_vendor && mention->relation == RELATION_ASKED)
		mention->relation = RELATION_SELF;
}

static void find_in(struct finding *f, uint32_t place, const struct scan *scan)
{
	const struct outline_section *section =
		outline_section(f->outline, place);
	size_t first = f->out->n;

	if (!section->n_clauses || !section->n_items)
		return;
	matcher_run(&f->matcher, section, scan);
	for (size_t i = 0; i < f->matcher.n_matches; i++)
		add_mention(f, &f->matcher.matches[i], place);
	if (f->out->n == first)
		return;
	relations_begin(&f->relations, section, scan);
	for (size_t i = first; i < f->out->n; i++)
		judge(f, first, i, section);
}

void rules_find(const struct rules *rules, const struct outline *outline,
		const char *company, struct mentions *out)
{
	size_t n = outline->n_sections + 1;
	struct finding f = {.rules = rules, .outline = outline, .out = out};

	*out = (struct mentions){0};
	f.scans = alloc_zero(n, sizeof(*f.scans));
	f.document = alloc_zero(rules->n_groups + 1, sizeof(*f.document));
	f.own = alloc_zero(rules->n_concepts, sizeof(*f.own));
	matcher_init(&f.matcher, rules, f.document);
	relations_init(&f.relations, rules);
	if (company)
		note_company(&f, company);
	for (size_t i = 0; i < n; i++) {
		uint32_t place = i ? (uint32_t)i - 1 : OUTLINE_TITLE;

		lexicon_scan(rules->lexicon,
			     &outline_section(outline, place)->normal,
			     &f.scans[i]);
		note_document(&f, &f.scans[i]);
	}
	for (size_t i = 0; i < n; i++)
		find_in(&f, i ? (uint32_t)i - 1 : OUTLINE_TITLE, &f.scans[i]);
	for (size_t i = 0; i < n; i++)
		scan_deinit(&f.scans[i]);
	free(f.scans);
	free(f.document);
	free(f.own);
	matcher_deinit(&f.matcher);
	relations_deinit(&f.relations);
}

void mentions_deinit(struct mentions *mentions)
{
	free(mentions->items);
	*mentions = (struct mentions){0};
}
