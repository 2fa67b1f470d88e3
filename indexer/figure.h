#pragma once
/*
 * Figure: a number of years as a posting states it ("3年以上", "5-8 years",
 * "at least two years"), with what stands around it. Years that are dates,
 * durations, ages or a firm's history are left out. Pure; forms and traps are
 * in docs/analysis.md, section "Years and campus".
 */
#include "indexer/reading.h"

enum figure_flag {
	FIGURE_CHINESE = 1,
	FIGURE_DEGREE = 2,  /* its clause names a degree */
	FIGURE_MANAGE = 4,  /* years of leading people */
	FIGURE_ACCEPTED = 8 /* speaks of experience asked for */
};
struct figure {
	struct finding at; /* "至少3年以上" */
	double min;	   /* the lower bound */
	unsigned flags;
	struct around around;
};
struct figures { /* {0} to begin with */
	struct figure *items;
	size_t n, cap;
};
/* Adds the section's figures, in the order of the text. */
void figures_find(const struct outline_section *section, struct figures *out);
void figures_deinit(struct figures *figures);
