#pragma once
/*
 * Outline: a posting's text cut in sections, list items and clauses: what a
 * mention, a cue or a figure is judged within. Pure; offsets are bytes of the
 * section's original text. The sections' texts in order are the whole text of
 * the content, byte for byte (a header belongs to the section that it opens).
 * Rules and traps: docs/analysis.md.
 */
#include "core/normal.h"
#include "core/records.pb-c.h"

enum part {
	PART_TITLE,
	PART_DUTY,
	PART_REQUIREMENT,
	PART_BONUS,
	PART_ABOUT,
	PART_OTHER,
};
const char *part_name(enum part part); /* "title", "duty", ... */

/* The smallest unit: between 。；;，, and list marks where they separate. An
 * inline marker (优先, preferred, a plus) makes its clause PART_BONUS. */
struct clause {
	uint32_t start, end;
	enum part part;
	uint32_t item; /* place in the section's items */
};
/* A list item or paragraph line. */
struct item {
	uint32_t start, end;
	uint32_t head_start, head_end; /* its own header ("性能优化与调优：");
					* equal: none */
	uint32_t first_clause, n_clauses;
	bool is_header; /* the line that names the section */
};
struct outline_section {
	enum part part;
	struct slice text;    /* owned by the outline */
	struct normal normal; /* of text */
	struct item *items;
	size_t n_items;
	struct clause *clauses;
	size_t n_clauses;
};
struct outline {
	struct outline_section title; /* PART_TITLE, one item */
	struct outline_section *sections;
	size_t n_sections;
};

void outline_init(struct outline *out, const Jobq__Content *content);
void outline_deinit(struct outline *outline);
/* The clause around byte `at` of the section's text; there is always one in a
 * section that has text. */
const struct clause *outline_clause(const struct outline_section *section,
				    uint32_t at);
/* Section `i`, or the title for OUTLINE_TITLE. */
#define OUTLINE_TITLE UINT32_MAX
const struct outline_section *outline_section(const struct outline *outline,
					      uint32_t i);
