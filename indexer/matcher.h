#pragma once
/*
 * Matcher: which concepts the forms found in one section name: conditions,
 * vetoes, and of forms at the same place the one that is meant. Linear in the
 * section's hits; its memory is kept from section to section.
 */
#include "indexer/context.h"

struct match {
	const struct hit *hit;
	const char *written; /* the form, as the file has it */
	uint32_t concept, group;
	uint32_t distance; /* to the word that its group needs */
	bool dropped;
};
struct veto {
	uint32_t concept, start, end;
};
struct matcher {
	const struct rules *rules;
	const bool *document; /* by group: a word of its document: was seen */
	struct context context;
	struct match *matches; /* what is left: by start, the longest first */
	size_t n_matches, cap_matches;
	struct veto *vetoes; /* by end */
	size_t n_vetoes, cap_vetoes;
};
void matcher_init(struct matcher *m, const struct rules *rules,
		  const bool *document);
void matcher_deinit(struct matcher *m);
void matcher_run(struct matcher *m, const struct outline_section *section,
		 const struct scan *scan);
