#include "indexer/years.h"
#include "indexer/figure.h"

enum { QUOTE_TAIL = 120 };

const char *years_kind_name(enum years_kind kind)
{
	static const char *const names[] = {"none", "explicit", "campus"};

	return names[kind];
}

/* How well a figure of this place speaks for the whole posting. */
static int rank_of_part(enum part part)
{
	switch (part) {
	case PART_TITLE:
		return 4;
	case PART_REQUIREMENT:
		return 3;
	case PART_OTHER:
		return 2;
	case PART_DUTY:
		return 1;
	default:
		return 0; /* bonus, about: asks for nothing */
	}
}

static int rank_of(const struct figure *f)
{
	int part = rank_of_part(f->around.part);

	if (!part)
		return 0;
	return part + (f->flags & FIGURE_CHINESE ? 10 : 0) +
	       (f->flags & FIGURE_MANAGE ? 0 : 20);
}

/* The best rank; of equals the first in the text. */
static const struct figure *choose(const struct figures *figures)
{
	const struct figure *best = NULL;

	for (size_t i = 0; i < figures->n; i++) {
		const struct figure *f = &figures->items[i];

		if (rank_of(f) > (best ? rank_of(best) : 0))
			best = f;
	}
	return best;
}

/* The lowest step of the ladder of degrees that the figure is a step of. */
static double lowest_step(const struct figures *figures,
			  const struct figure *chosen)
{
	double lowest = chosen->min;

	if (!(chosen->flags & FIGURE_DEGREE))
		return lowest;
	for (size_t i = 0; i < figures->n; i++) {
		const struct figure *f = &figures->items[i];
		bool same_item =
			f->at.section == chosen->at.section &&
			f->around.item_start == chosen->around.item_start;

		if ((f->flags & FIGURE_DEGREE) && f->min < lowest &&
		    (same_item || rank_of(f) == rank_of(chosen)))
			lowest = f->min;
	}
	return lowest;
}

static void say_zero(struct years *out, const struct campus *campus)
{
	out->known = true;
	out->min = out->min_alt = 0;
	out->at = campus->novice_at;
}

static void say_figure(struct years *out, const struct figures *figures,
		       const struct figure *chosen)
{
	out->kind = YEARS_EXPLICIT;
	out->known = true;
	out->min = chosen->min;
	out->min_alt = lowest_step(figures, chosen);
	out->at = chosen->at;
	finding_extend(&out->at, chosen->around.clause_end, QUOTE_TAIL);
}

void years_read(const struct reading *reading, const struct campus *campus,
		struct years *out)
{
	CLEANUP(figures_deinit) struct figures figures = {0};
	const struct figure *chosen;

	*out = (struct years){0};
	for (size_t i = 0; i < reading_sections(reading); i++)
		figures_find(reading_section(reading, i), &figures);
	chosen = choose(&figures);
	if (campus->campus && (campus->by_header || !chosen)) {
		out->kind = YEARS_CAMPUS;
		if (campus->novice)
			say_zero(out, campus);
	} else if (campus->novice == NOVICE_ACCEPTED ||
		   (campus->novice && !chosen)) {
		out->kind = YEARS_EXPLICIT;
		say_zero(out, campus);
	} else if (chosen) {
		say_figure(out, &figures, chosen);
	}
}
