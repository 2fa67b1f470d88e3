#include "sketch.h"
#include "core/alloc.h"
#include "indexer/outline.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* after what it needs */
#include <cmocka.h>

void sketch_init(struct sketch *r)
{
	memset(r, 0, sizeof(*r));
	jobq__analysis__init(&r->analysis);
	jobq__years__init(&r->years);
	r->years.kind = (char *)"none";
	r->analysis.rules = (char *)"aabb";
	r->analysis.stage = (char *)"unclear";
	r->analysis.sections = r->section_list;
	r->analysis.mentions = r->mention_list;
	r->analysis.cues = r->cue_list;
	r->analysis.cities = r->city_list;
	r->analysis.areas = r->areas;
	r->analysis.years = &r->years;
}

static uint32_t add_section(struct sketch *r, const char *kind,
			    const char *text)
{
	size_t i = r->analysis.n_sections++;
	Jobq__Section *s = &r->sections[i];

	assert_true(i < SKETCH_MAX);
	jobq__section__init(s);
	s->kind = (char *)kind;
	s->text = (char *)text;
	r->section_list[i] = s;
	return (uint32_t)i;
}

Jobq__Mention *sketch_mention(struct sketch *r,
			      const struct sketch_mention *from)
{
	size_t i = r->analysis.n_mentions++;
	Jobq__Mention *m = &r->mentions[i];
	const char *at = strstr(from->sentence, from->quote);

	assert_true(i < SKETCH_MAX);
	assert_non_null(at);
	jobq__mention__init(m);
	m->concept = (char *)from->concept;
	m->families = r->families[i];
	r->families[i][0] = (char *)from->family;
	m->n_families = from->family ? 1 : 0;
	m->section = (char *)from->section;
	m->stage = (char *)from->stage;
	m->relation = (char *)"asked";
	m->quote = (char *)from->quote;
	m->rule = (char *)from->quote;
	m->sentence = (char *)from->sentence;
	m->start = (uint32_t)(at - from->sentence);
	m->end = m->start + (uint32_t)strlen(from->quote);
	m->in_section = OUTLINE_TITLE;
	if (strcmp(from->section, "title") != 0)
		m->in_section = add_section(r, from->section, from->sentence);
	r->mention_list[i] = m;
	return m;
}

void sketch_stage(struct sketch *r, const char *stage, const char *cue)
{
	r->analysis.stage = (char *)stage;
	r->analysis.stage_confidence = 0.75;
	jobq__cue__init(&r->cue);
	r->cue.quote = (char *)cue;
	r->cue.section = (char *)"duty";
	r->cue.stage = (char *)stage;
	r->cue.weight = 3;
	r->cue_list[0] = &r->cue;
	r->analysis.n_cues = 1;
}

void sketch_city(struct sketch *r, const char *city, const char *country)
{
	size_t i = r->analysis.n_cities++;

	assert_true(i < SKETCH_MAX);
	jobq__city__init(&r->cities[i]);
	r->cities[i].city = (char *)city;
	r->cities[i].country = (char *)country;
	r->city_list[i] = &r->cities[i];
	for (size_t k = 0; k <= i; k++)
		r->cities[k].weight = 1.0 / (double)(i + 1);
}

void sketch_years(struct sketch *r, double years)
{
	r->years.known = true;
	r->years.min = r->years.min_alt = years;
	r->years.kind = (char *)"explicit";
	r->years.quote = (char *)"so many years";
}

void sketch_pay(struct sketch *r, const char *currency, double year_low)
{
	jobq__pay__init(&r->pay);
	r->pay.quote = (char *)"so much";
	r->pay.currency = (char *)currency;
	r->pay.period = (char *)"year";
	r->pay.low = r->pay.year_low = year_low;
	r->pay.high = r->pay.year_high = 2 * year_low;
	r->analysis.pay = &r->pay;
}
