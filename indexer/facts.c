#include "indexer/facts.h"
#include "core/alloc.h"
#include "indexer/area.h"
#include "indexer/education.h"
#include "indexer/employment.h"
#include "indexer/family.h"
#include "indexer/pay.h"
#include "indexer/place.h"
#include "indexer/years.h"

struct facts {
	struct campuswords *campus;
	struct educationwords *education;
	struct employmentwords *employment;
	struct placewords *places;
	struct paywords *pay;
	struct families *families;
	struct areas *areas;
	struct wordbook
		*book; /* of all their words that are sought everywhere */
};

int facts_load(struct facts **out, const char *dir)
{
	CLEANUP(facts_freep) struct facts *f = alloc_zero(1, sizeof(*f));
	int r;

	f->book = wordbook_new();
	r = campus_load(&f->campus, dir, f->book);
	if (!r)
		r = education_load(&f->education, dir, f->book);
	if (!r)
		r = employment_load(&f->employment, dir, f->book);
	if (!r)
		r = places_load(&f->places, dir, f->book);
	if (!r)
		r = pay_load(&f->pay, dir, f->book);
	if (!r)
		r = families_load(&f->families, dir);
	if (!r)
		r = areas_load(&f->areas, dir, f->book);
	if (r)
		return r;
	wordbook_build(f->book);
	*out = TAKE(f);
	return 0;
}

void facts_free(struct facts *facts)
{
	if (!facts)
		return;
	campus_free(facts->campus);
	education_free(facts->education);
	employment_free(facts->employment);
	places_free(facts->places);
	pay_free(facts->pay);
	families_free(facts->families);
	areas_free(facts->areas);
	wordbook_free(facts->book);
	free(facts);
}

static void set_years(const struct reading *reading,
		      const struct campus *campus, Jobq__Analysis *out)
{
	Jobq__Years *to = alloc_get(sizeof(*to));
	struct years years;

	jobq__years__init(to);
	years_read(reading, campus, &years);
	to->known = years.known;
	to->min = years.min;
	to->min_alt = years.min_alt;
	to->kind = alloc_copy(years_kind_name(years.kind));
	to->quote = finding_quote(&years.at);
	out->years = to;
}

static void set_campus(const struct facts *facts, const struct reading *reading,
		       Jobq__Analysis *out)
{
	CLEANUP(campus_deinit) struct campus campus = {0};

	campus_read(facts->campus, reading, &campus);
	out->campus = campus.campus;
	out->intern = campus.intern;
	out->campus_quote = campus_quote(&campus);
	out->employment = alloc_copy(
		employment_read(facts->employment, reading, &campus));
	set_years(reading, &campus, out);
}

static void set_places(const struct facts *facts, const struct reading *reading,
		       Jobq__Analysis *out)
{
	struct places places;

	places_read(facts->places, reading, &places);
	out->cities = alloc_zero(places.n + 1, sizeof(Jobq__City *));
	for (size_t i = 0; i < places.n; i++) {
		Jobq__City *city = alloc_get(sizeof(*city));

		jobq__city__init(city);
		city->city = alloc_copy(places.items[i].city);
		city->country = alloc_copy(places.items[i].country);
		city->weight = 1.0 / (double)places.n;
		out->cities[out->n_cities++] = city;
	}
}

/* The country that all places share, or "". */
static const char *only_country(const Jobq__Analysis *out)
{
	for (size_t i = 1; i < out->n_cities; i++)
		if (strcmp(out->cities[i]->country, out->cities[0]->country) !=
		    0)
			return "";
	return out->n_cities ? out->cities[0]->country : "";
}

static void set_pay(const struct facts *facts, const struct reading *reading,
		    Jobq__Analysis *out)
{
	CLEANUP(pay_deinit) struct pay pay = {0};
	Jobq__Pay *to;

	if (!pay_read(facts->pay, reading, &pay))
		return;
	pay_in_country(&pay, only_country(out));
	to = alloc_get(sizeof(*to));
	jobq__pay__init(to);
	to->quote = TAKE(pay.quote);
	to->currency = alloc_copy(pay.currency);
	to->period = alloc_copy(pay_period_name(pay.period));
	to->low = pay.low;
	to->high = pay.high;
	to->months = pay.months;
	to->year_low = pay.year_low;
	to->year_high = pay.year_high;
	to->doubtful = pay.doubtful;
	out->pay = to;
}

static void set_areas(const struct facts *facts, const struct reading *reading,
		      Jobq__Analysis *out)
{
	uint32_t areas = areas_read(facts->areas, reading);

	out->areas = alloc_zero(areas_n(facts->areas) + 1, sizeof(*out->areas));
	for (size_t i = 0; i < areas_n(facts->areas); i++)
		if (areas & (UINT32_C(1) << i))
			out->areas[out->n_areas++] =
				alloc_copy(areas_name(facts->areas, i));
}

void facts_read(const struct facts *facts, const Jobq__Content *content,
		const struct outline *outline, const struct mentions *mentions,
		Jobq__Analysis *out)
{
	CLEANUP(reading_deinit) struct reading reading = {0};

	(void)mentions; /* no fact rests on a concept so far */
	reading_init(&reading, content, outline, facts->book);
	set_campus(facts, &reading, out);
	set_places(facts, &reading, out);
	set_pay(facts, &reading, out);
	set_areas(facts, &reading, out);
	out->education = alloc_copy(education_read(facts->education, &reading));
	out->family = alloc_copy(family_read(facts->families, &reading));
}
