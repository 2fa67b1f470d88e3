#pragma once
/*
 * Item: cuts a section in list items and lines, by line ends and by list marks
 * where a site ran a list together in one line. An item begins after its mark.
 */
#include "indexer/outline.h"

/* Fills the section's items (never none where it has text); the first
 * `head_bytes` of its text are its header. Needs text and normal. */
void items_cut(struct outline_section *section, uint32_t head_bytes);
