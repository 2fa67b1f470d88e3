#pragma once
/*
 * Area: the product areas that a posting works on (figures' 5.3): coding,
 * roleplay, robotics, ai4science, automotive, multimodal, voice, hardware.
 * Words: indexer/rules/areas.yaml; how they decide: docs/analysis.md, section
 * "Areas".
 */
#include "indexer/reading.h"

struct areas; /* immutable once loaded */
MUST_CHECK int areas_load(struct areas **out, const char *dir);
/* Adds the words that are sought in whole sections. */
void areas_join(const struct areas *areas, struct wordbook *book);
void areas_free(struct areas *areas);
DEFINE_CLEANUP(struct areas *, areas_free);

size_t areas_n(const struct areas *areas);
/* Borrowed of `areas`. */
const char *areas_name(const struct areas *areas, size_t area);
/* Bit i: the posting works on area i. */
uint32_t areas_read(const struct areas *areas, const struct reading *reading);
