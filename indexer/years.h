#pragma once
/*
 * Years: the least experience that a posting asks for. Of several figures one
 * is chosen by rules that docs/analysis.md, section "Years and campus", gives.
 */
#include "indexer/campus.h"

enum years_kind { YEARS_NONE, YEARS_EXPLICIT, YEARS_CAMPUS };
struct years {
	enum years_kind kind;
	bool known;	     /* a figure or a word for none is there */
	double min, min_alt; /* where known; alt: the ladder's lowest */
	struct finding at;   /* where known */
};
void years_read(const struct reading *reading, const struct campus *campus,
		struct years *out);
const char *years_kind_name(enum years_kind kind);
