#pragma once
/*
 * Heading: where the sections of one block of text begin: lines that are
 * headers, headers before a colon at the beginning of a line, and headers in
 * mid-line where a site ran its text together. Positions are bytes of the
 * block's normal text. Pure.
 */
#include "indexer/listmark.h"
#include "indexer/sectionwords.h"

struct heading {
	size_t start; /* of its decoration and list mark */
	size_t end;   /* past its colon: what it heads begins */
	struct header_kind kind;
	struct listmark mark; /* before it; LISTMARK_NONE: none */
};
struct headings {
	struct heading *items;
	size_t n, cap;
};

void headings_find(const struct marked_text *text, struct headings *out);
void headings_deinit(struct headings *headings);
