#include "query/explain.h"
#include "core/alloc.h"
#include "query/finding.h"
#include "query/marked.h"
#include "query/posting.h"

json_t *explain_json(const Jobq__SpanDoc *doc)
{
	json_t *json, *all;

	if (!doc->analysis)
		return json_null();
	json = posting_head(doc);
	value_set(json, "version", value_text(doc->version));
	all = finding_explained(doc->analysis);
	json_object_update(json, all);
	json_decref(all);
	return json;
}

/* "NAME  VALUE  “QUOTE”"; nothing where there is no value. */
static void print_fact(const struct term *term, const char *name,
		       const char *value, const char *quote)
{
	struct bytes clean = {0};

	if (!value || !*value)
		return;
	term_clean_line(&clean, slice_text(value));
	if (quote && *quote) {
		bytes_add_text(&clean, "  “");
		term_clean_line(&clean, slice_text(quote));
		bytes_add_text(&clean, "”");
	}
	fprintf(term->to, "%s%-11s%s %s\n", term_begin(term, STYLE_DIM), name,
		term_end(term, STYLE_DIM), clean.data ? clean.data : "");
	bytes_deinit(&clean);
}

static void print_stage(const Jobq__Analysis *a, const struct term *term)
{
	CLEANUP(freep)
	char *stage = alloc_format(
		"%s, confidence %.2f%s%s%s%s", a->stage, a->stage_confidence,
		*a->stage_second ? ", second " : "", a->stage_second,
		a->transition ? ", a transition" : "",
		a->production_claim ? ", claims production" : "");

	print_fact(term, "stage", stage, NULL);
	for (size_t i = 0; i < a->n_cues; i++) {
		const Jobq__Cue *cue = a->cues[i];
		CLEANUP(freep)
		char *text = alloc_format("%s %u, %s", cue->stage, cue->weight,
					  cue->section);

		print_fact(term, "  cue", text, cue->quote);
	}
}

static void print_years(const Jobq__Analysis *a, const struct term *term)
{
	const Jobq__Years *y = a->years;
	CLEANUP(freep) char *text = NULL;

	if (!y || !y->known) {
		print_fact(term, "years", "none said", NULL);
		return;
	}
	text = alloc_format("%g, %s", y->min, y->kind);
	print_fact(term, "years", text, y->quote);
}

static void print_places(const Jobq__SpanDoc *doc, const struct term *term)
{
	const Jobq__Analysis *a = doc->analysis;
	const Jobq__Content *c = doc->content;
	struct bytes cities = {0}, written = {0};

	for (size_t i = 0; i < a->n_cities; i++)
		bytes_add_format(&cities, "%s%s %s %.2g", i ? ", " : "",
				 a->cities[i]->city, a->cities[i]->country,
				 a->cities[i]->weight);
	for (size_t i = 0; c && i < c->n_locations; i++)
		bytes_add_format(&written, "%s%s", i ? "; " : "",
				 c->locations[i]);
	print_fact(term, "cities", cities.data, written.data);
	bytes_deinit(&cities);
	bytes_deinit(&written);
}

static void print_pay(const Jobq__Pay *pay, const struct term *term)
{
	CLEANUP(freep) char *text = NULL;

	if (!pay)
		return;
	text = alloc_format("%s %.0f..%.0f a %s; %.0f..%.0f a year%s",
			    pay->currency, pay->low, pay->high, pay->period,
			    pay->year_low, pay->year_high,
			    pay->doubtful ? ", doubtful" : "");
	print_fact(term, "pay", text, pay->quote);
}

static void print_facts(const Jobq__SpanDoc *doc, const struct term *term)
{
	const Jobq__Analysis *a = doc->analysis;
	struct bytes areas = {0};

	for (size_t i = 0; i < a->n_areas; i++)
		bytes_add_format(&areas, "%s%s", i ? ", " : "", a->areas[i]);
	print_fact(term, "rules", a->rules, NULL);
	print_stage(a, term);
	print_years(a, term);
	print_fact(term, "campus", a->campus ? "yes" : "no", a->campus_quote);
	print_fact(term, "intern", a->intern ? "yes" : "", NULL);
	print_fact(term, "education", a->education, NULL);
	print_fact(term, "employment", a->employment, NULL);
	print_places(doc, term);
	print_pay(a->pay, term);
	print_fact(term, "family", a->family, NULL);
	print_fact(term, "areas", areas.data, NULL);
	bytes_deinit(&areas);
}

/* "ID (families)  section, stage, relation, flags; form "x"" and beneath it
 * the sentence. */
static void print_mention(const Jobq__Mention *m, const struct term *term)
{
	struct bytes line = {0}, clean = {0};

	bytes_add_text(&line, m->concept);
	for (size_t i = 0; i < m->n_families; i++)
		bytes_add_format(&line, "%s%s", i ? " " : " < ",
				 m->families[i]);
	bytes_add_format(
		&line, "  %s, stage %s, %s%s%s%s; form \"%s\"", m->section,
		m->stage, m->relation, m->any_of ? ", any of" : "",
		m->self_vendor ? ", its own product" : "",
		m->negated ? ", negated: does not count" : "", m->rule);
	term_clean_line(&clean, slice_bytes(&line));
	fprintf(term->to, "\n%s\n", clean.data);
	marked_print_mention(term, "says", m);
	bytes_deinit(&line);
	bytes_deinit(&clean);
}

int explain_print(const Jobq__SpanDoc *doc, const struct term *term)
{
	struct bytes title = {0};

	if (!doc->analysis)
		return EXPLAIN_E_NONE;
	term_clean_line(&title, slice_text(posting_title(doc)));
	fprintf(term->to, "%s%s%s\n", term_begin(term, STYLE_BOLD),
		title.len ? title.data : "(no title)",
		term_end(term, STYLE_BOLD));
	bytes_deinit(&title);
	print_fact(term, "posting", doc->posting, NULL);
	print_fact(term, "url", posting_url(doc), NULL);
	print_facts(doc, term);
	for (size_t i = 0; i < doc->analysis->n_mentions; i++)
		print_mention(doc->analysis->mentions[i], term);
	return 0;
}
