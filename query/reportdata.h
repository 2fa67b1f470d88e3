#pragma once
/*
 * Reportdata: the postings open at a moment, each once per company and board,
 * with their analysis, as a report counts them; in groups that are the columns
 * of its tables. Only sources with comparable rounds are in (promise 6): a
 * group without one is unknown, not zero.
 */
#include "query/reportwords.h"
#include "query/sheet.h"
#include "query/standing.h"

enum report_by {
	BY_COMPANY,
	BY_COUNTRY, /* of the source, as the panel says */
	BY_COMPARED /* two groups of countries */
};
struct report_ask {
	int64_t at_ms;
	const char *company; /* NULL: all */
	const char *country; /* of the source, "CN" or "US:GB"; NULL: all */
	enum report_by by;
	const char *compare; /* BY_COMPARED: "CN" (against all others) or
			      * "CN,US" */
};

struct report_group {
	char *name;
	char *title; /* what it is printed as */
	size_t n_sources, n_comparable;
	size_t n_open; /* postings of its comparable sources */
	size_t n_read; /* ... whose text was analysed */
};
struct report_doc {
	Jobq__SpanDoc *doc; /* its content without text */
	size_t group;
};
struct reportdata {
	struct report_ask ask;
	struct sources sources;
	struct standings standings;
	size_t *open;		     /* postings open, a source each */
	struct report_group *groups; /* by name */
	size_t n_groups;
	struct report_doc *docs; /* by group, title, posting */
	size_t n_docs, n_read;
	struct reportwords *words; /* borrowed */
};

/* `out` all zero but for ask and words, or from an earlier call. May return
 * TEXTINDEX_E_MODIFIED. */
MUST_CHECK int reportdata_load(struct reportdata *out, struct textindex *index);
void reportdata_deinit(struct reportdata *data);

/* Its analysis; NULL where its text was not read. */
const Jobq__Analysis *report_analysis(const struct report_doc *doc);
/* It is for technical staff (indexer/rules/families.yaml). */
bool report_technical(const struct reportdata *data,
		      const struct report_doc *doc);
