#pragma once
/*
 * Sketch: an analysis that a test writes in a few words. Plain data: what is
 * set must outlive it.
 */
#include "core/records.pb-c.h"

enum { SKETCH_MAX = 8 };

struct sketch {
	Jobq__Analysis analysis;
	Jobq__Section sections[SKETCH_MAX], *section_list[SKETCH_MAX];
	Jobq__Mention mentions[SKETCH_MAX], *mention_list[SKETCH_MAX];
	char *families[SKETCH_MAX][1];
	Jobq__Cue cue, *cue_list[1];
	Jobq__City cities[SKETCH_MAX], *city_list[SKETCH_MAX];
	Jobq__Years years;
	Jobq__Pay pay;
	char *areas[SKETCH_MAX];
};
/* No mention; stage "unclear"; no years. */
void sketch_init(struct sketch *r);

/* Of a section that is added with the sentence as its text (for "title" none
 * is); `family` may be NULL. Returns it, to be altered. */
struct sketch_mention {
	const char *concept, *family, *section, *stage, *quote, *sentence;
};
Jobq__Mention *sketch_mention(struct sketch *r, const struct sketch_mention *m);
void sketch_stage(struct sketch *r, const char *stage, const char *cue);
void sketch_city(struct sketch *r, const char *city, const char *country);
void sketch_years(struct sketch *r, double years);
void sketch_pay(struct sketch *r, const char *currency, double year_low);
