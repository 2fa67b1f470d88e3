#pragma once
/*
 * Markerlists: the words by which marker finds a bonus, as tables. All text is
 * normal (core/normal.h). Constant.
 */
#include "indexer/wordset.h"

/* What every marker of the six tables below has one of, so that most sentences
 * need not be looked at: who adds a marker adds its sign, and a test compares.
 */
extern const struct wordset marker_signs;

/* Ends of a piece that mark it; with what is cut off before they are sought. */
extern const struct wordset marker_ends_zh;
extern const struct wordset marker_begins_zh;
/* Mark their piece wherever they stand. */
extern const struct wordset marker_within_en;
/* Mark their piece at its end. */
extern const struct wordset marker_ends_en;
/* Mark what follows, at the piece's beginning. */
extern const struct wordset marker_begins_en;
/* Mark what follows, in mid-piece. */
extern const struct wordset marker_after_en;

/* What shows that 优先 speaks of a candidate: 昇腾优先 does not. */
extern const struct wordset marker_candidate; /* anywhere */
extern const struct wordset marker_owning;    /* first */
/* All that stands between a marker and the piece before it, of which it speaks:
 * 会是很大的加分点. Not 会游泳优先, which speaks for itself. */
extern const struct wordset marker_pointing;
