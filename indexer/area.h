#pragma once
/*
 * Area: the product areas that a posting works on (figures' 5.3): coding,
 * roleplay, robotics, ai4science, automotive, multimodal, voice, hardware.
 * Words: indexer/rules/areas.yaml; how they decide: docs/analysis.md, section
 * "Areas".
 */
#include "indexer/reading.h"

struct areas; /* immutable once loaded */
/* Adds the words that reading_find() looks for in whole sections to `book`. */
MUST_CHECK int areas_load(struct areas **out, const char *dir,
			  struct wordbook *book);
void areas_free(struct areas *areas);
DEFINE_CLEANUP(struct areas *, areas_free);

size_t areas_n(const struct areas *areas);
/* Borrowed of `areas`. */
const char *areas_name(const struct areas *areas, size_t area);
/* Bit i: the posting works on area i. */
uint32_t areas_read(const struct areas *areas, const struct reading *reading);
