#include "query/finding.h"
#include "core/alloc.h"
#include "indexer/outline.h"

const char *const finding_keys[] = {
	"concepts", "stage",  "production_claim",
	"years",    "campus", "cities",
	"family",   "areas",  "pay",
	"rules",    NULL,
};

/* Which sections' texts come out byte for byte: those that are valid UTF-8. In
 * the others a bad byte becomes three (value.h), and spans move with it. */
struct texts {
	const Jobq__Analysis *analysis;
	bool *whole; /* a section each */
};

static bool is_whole(const char *text)
{
	CLEANUP(bytes_deinit) struct bytes clean = {0};
	struct slice original = slice_text(text);

	value_clean(&clean, original);
	return slice_equal(slice_bytes(&clean), original);
}

static void texts_init(struct texts *t, const Jobq__Analysis *a)
{
	*t = (struct texts){.analysis = a};
	t->whole = alloc_zero(a->n_sections + 1, sizeof(*t->whole));
	for (size_t i = 0; i < a->n_sections; i++)
		t->whole[i] = is_whole(a->sections[i]->text);
}

static void texts_deinit(struct texts *t)
{
	free(t->whole);
}

/* Byte `at` of the section's text, as a byte of the text that is printed. */
static int64_t printed_at(const struct texts *t, uint32_t section, uint32_t at)
{
	CLEANUP(bytes_deinit) struct bytes clean = {0};
	const char *text;

	if (section >= t->analysis->n_sections || t->whole[section])
		return at;
	text = t->analysis->sections[section]->text;
	value_clean(&clean, slice_of(text, strnlen(text, at)));
	return (int64_t)clean.len;
}

static json_t *span_json(const struct texts *t, const Jobq__Mention *m)
{
	json_t *span = json_array();

	json_array_append_new(
		span, value_number(printed_at(t, m->in_section, m->start)));
	json_array_append_new(
		span, value_number(printed_at(t, m->in_section, m->end)));
	return span;
}

static json_t *mention_json(const struct texts *t, const Jobq__Mention *m)
{
	json_t *json = json_object();

	value_set(json, "id", value_text(m->concept));
	value_set(json, "families", value_texts(m->families, m->n_families));
	value_set(json, "section", value_text(m->section));
	value_set(json, "stage", value_text(m->stage));
	value_set(json, "relation", value_text(m->relation));
	value_set(json, "quote", value_whole(m->quote));
	value_set(json, "span", span_json(t, m));
	value_set(json, "in_section",
		  m->in_section == OUTLINE_TITLE ? json_null()
						 : value_number(m->in_section));
	return json;
}

static json_t *concepts_json(const Jobq__Analysis *a)
{
	CLEANUP(texts_deinit) struct texts texts;
	json_t *list = json_array();

	texts_init(&texts, a);
	for (size_t i = 0; i < a->n_mentions; i++) {
		if (!a->mentions[i]->negated)
			json_array_append_new(
				list, mention_json(&texts, a->mentions[i]));
	}
	return list;
}

static json_t *cues_json(const Jobq__Analysis *a, bool explained)
{
	json_t *list = json_array();

	for (size_t i = 0; i < a->n_cues; i++) {
		const Jobq__Cue *cue = a->cues[i];
		json_t *json = json_object();

		value_set(json, "quote", value_whole(cue->quote));
		value_set(json, "section", value_text(cue->section));
		if (explained) {
			value_set(json, "stage", value_text(cue->stage));
			value_set(json, "weight", value_number(cue->weight));
		}
		json_array_append_new(list, json);
	}
	return list;
}

static json_t *stage_json(const Jobq__Analysis *a, bool explained)
{
	json_t *json = json_object();

	value_set(json, "value", value_text(a->stage));
	value_set(json, "confidence", value_real(a->stage_confidence));
	if (explained) {
		value_set(json, "second", value_text(a->stage_second));
		value_set(json, "transition", json_boolean(a->transition));
	}
	value_set(json, "cues", cues_json(a, explained));
	return json;
}

static json_t *years_json(const Jobq__Analysis *a)
{
	const Jobq__Years *years = a->years;
	json_t *json = json_object();

	value_set(json, "min",
		  years && years->known ? value_real(years->min) : json_null());
	value_set(json, "kind",
		  value_text(years && *years->kind ? years->kind : "none"));
	value_set(json, "quote", value_text(years ? years->quote : NULL));
	return json;
}

static json_t *cities_json(const Jobq__Analysis *a)
{
	json_t *list = json_array();

	for (size_t i = 0; i < a->n_cities; i++) {
		json_t *json = json_object();

		value_set(json, "city", value_text(a->cities[i]->city));
		value_set(json, "country", value_text(a->cities[i]->country));
		value_set(json, "weight", value_real(a->cities[i]->weight));
		json_array_append_new(list, json);
	}
	return list;
}

static json_t *figure(double number)
{
	return number > 0 ? value_real(number) : json_null();
}

static json_t *pay_json(const Jobq__Pay *pay)
{
	json_t *json;

	if (!pay)
		return json_null();
	json = json_object();
	value_set(json, "quote", value_text(pay->quote));
	value_set(json, "currency", value_text(pay->currency));
	value_set(json, "period", value_text(pay->period));
	value_set(json, "low", figure(pay->low));
	value_set(json, "high", figure(pay->high));
	value_set(json, "months", figure(pay->months));
	value_set(json, "year_low", figure(pay->year_low));
	value_set(json, "year_high", figure(pay->year_high));
	value_set(json, "doubtful", json_boolean(pay->doubtful));
	return json;
}

static void set_nothing(json_t *json)
{
	static const char *const lists[] = {"concepts", "cities", "areas",
					    NULL};

	for (size_t i = 0; finding_keys[i]; i++) {
		bool list = false;

		for (size_t k = 0; lists[k]; k++)
			list |= !strcmp(lists[k], finding_keys[i]);
		value_set(json, finding_keys[i],
			  list ? json_array() : json_null());
	}
}

void finding_set(json_t *json, const Jobq__Analysis *a)
{
	if (!a) {
		set_nothing(json);
		return;
	}
	value_set(json, "concepts", concepts_json(a));
	value_set(json, "stage", stage_json(a, false));
	value_set(json, "production_claim", json_boolean(a->production_claim));
	value_set(json, "years", years_json(a));
	value_set(json, "campus", json_boolean(a->campus));
	value_set(json, "cities", cities_json(a));
	value_set(json, "family", value_text(a->family));
	value_set(json, "areas", value_texts(a->areas, a->n_areas));
	value_set(json, "pay", pay_json(a->pay));
	value_set(json, "rules", value_text(a->rules));
}

json_t *finding_sections(const Jobq__Analysis *a)
{
	json_t *list = json_array();

	for (size_t i = 0; i < a->n_sections; i++) {
		json_t *section = json_object();

		value_set(section, "kind", value_text(a->sections[i]->kind));
		value_set(section, "text", value_whole(a->sections[i]->text));
		json_array_append_new(list, section);
	}
	return list;
}

/* ---- explained ---- */

static json_t *mentions_explained(const Jobq__Analysis *a)
{
	CLEANUP(texts_deinit) struct texts texts;
	json_t *list = json_array();

	texts_init(&texts, a);
	for (size_t i = 0; i < a->n_mentions; i++) {
		const Jobq__Mention *m = a->mentions[i];
		json_t *json = mention_json(&texts, m);

		value_set(json, "any_of", json_boolean(m->any_of));
		value_set(json, "self_vendor", json_boolean(m->self_vendor));
		value_set(json, "negated", json_boolean(m->negated));
		value_set(json, "rule", value_text(m->rule));
		value_set(json, "sentence", value_whole(m->sentence));
		json_array_append_new(list, json);
	}
	return list;
}

static json_t *years_explained(const Jobq__Analysis *a)
{
	json_t *json = years_json(a);

	value_set(json, "min_alt",
		  a->years && a->years->known ? value_real(a->years->min_alt)
					      : json_null());
	return json;
}

json_t *finding_explained(const Jobq__Analysis *a)
{
	json_t *json = json_object();

	value_set(json, "concepts", mentions_explained(a));
	value_set(json, "stage", stage_json(a, true));
	value_set(json, "production_claim", json_boolean(a->production_claim));
	value_set(json, "years", years_explained(a));
	value_set(json, "campus", json_boolean(a->campus));
	value_set(json, "intern", json_boolean(a->intern));
	value_set(json, "campus_quote", value_text(a->campus_quote));
	value_set(json, "education", value_text(a->education));
	value_set(json, "employment", value_text(a->employment));
	value_set(json, "cities", cities_json(a));
	value_set(json, "family", value_text(a->family));
	value_set(json, "areas", value_texts(a->areas, a->n_areas));
	value_set(json, "pay", pay_json(a->pay));
	value_set(json, "sections", finding_sections(a));
	value_set(json, "rules", value_text(a->rules));
	return json;
}
