#pragma once
/*
 * Report: the analyses that `jobq report` makes, by name, each a list of
 * sheets. docs/report.md gives every figure's exact rule.
 */
#include "query/reportdata.h"
#include "query/sheet.h"
#include <stdio.h>

struct report {
	const char *name, *title; /* borrowed */
	struct sheet **sheets;
	size_t n_sheets;
};
/* The sheet becomes the report's. Returns it. */
struct sheet *report_add(struct report *report, struct sheet *sheet);
void report_deinit(struct report *report);

/* What stands in every report (docs/report.md, "What a posting shows"). */
extern const char report_wording[];

typedef void report_make(struct report *report, const struct reportdata *data);
struct report_kind {
	const char *name, *title;
	report_make *make;
};
/* The first is coverage, which every output begins with. Ends by one without a
 * name. */
extern const struct report_kind report_kinds[];

report_make report_coverage, report_chips, report_areas, report_market,
	report_places, report_years, report_campus, report_compute,
	report_demand, report_pay;

/* What is printed: the reports of one moment. */
struct report_set {
	const struct reportdata *data;
	struct report *reports;
	size_t n;
};
/* A row for every sheet's row, for a person. */
void report_print(const struct report_set *set, FILE *to);
/* One line a cell. */
void report_print_csv(const struct report_set *set, FILE *to);
/* One document; ndjson has one line a sheet. */
void report_print_json(const struct report_set *set, FILE *to, bool lines);
/* A page that needs no network. */
void report_print_html(const struct report_set *set, FILE *to);
