#pragma once
/*
 * Clause: cuts a section's items in clauses, and says which of them are a
 * bonus by an inline marker.
 */
#include "indexer/outline.h"

/* Fills the section's clauses and each item's place among them. Needs items. */
void clauses_cut(struct outline_section *section);
