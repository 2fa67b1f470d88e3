#pragma once
/*
 * Family: the kind of role a posting is for: engineering, research, hardware,
 * data, product, b2b_sales, marketing, operations, design, support, people,
 * finance, legal; "other" where nothing tells. Words:
 * indexer/rules/families.yaml; how they decide: docs/analysis.md, section
 * "Role family".
 */
#include "indexer/reading.h"

struct families; /* immutable once loaded */
MUST_CHECK int families_load(struct families **out, const char *dir);
void families_free(struct families *families);
DEFINE_CLEANUP(struct families *, families_free);

/* The family's name; borrowed of `families`. */
const char *family_read(const struct families *families,
			const struct reading *reading);
/* Whether a role of this family is technical staff (figures' 4.3). */
bool family_technical(const struct families *families, const char *family);
