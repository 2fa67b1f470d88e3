#include "query/report.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/times.h"
#include "query/countries.h"
#include "query/nearest.h"
#include "query/snapshot.h"
#include <errno.h>
#include <unistd.h>

const char report_wording[] =
	"A posting shows what an employer means to do, early and in its own "
	"words. It does not prove that anything is deployed, nor how much of "
	"it.";

const struct report_kind report_kinds[] = {
	{"coverage", "Coverage", report_coverage},
	{"chips", "Chips", report_chips},
	{"areas", "Product areas", report_areas},
	{"market", "Going to market", report_market},
	{"places", "Places", report_places},
	{"years", "Experience", report_years},
	{"campus", "Campus", report_campus},
	{"compute", "Compute", report_compute},
	{"demand", "Demand", report_demand},
	{"pay", "Pay", report_pay},
	{0},
};
enum { KINDS = sizeof(report_kinds) / sizeof(*report_kinds) - 1 };

struct sheet *report_add(struct report *report, struct sheet *sheet)
{
	report->sheets = alloc_resize(report->sheets, report->n_sheets + 1,
				      sizeof(struct sheet *));
	report->sheets[report->n_sheets++] = sheet;
	return sheet;
}

void report_deinit(struct report *report)
{
	for (size_t i = 0; i < report->n_sheets; i++)
		sheet_free(report->sheets[i]);
	free(report->sheets);
}

/* The kind of that name; KINDS: all; -1, told: there is none. */
static int find_kind(const char *name)
{
	const char *names[KINDS], *meant;

	if (!name)
		return KINDS;
	for (int i = 0; i < KINDS; i++) {
		names[i] = report_kinds[i].name;
		if (!strcmp(name, names[i]))
			return i;
	}
	meant = nearest(name, names, KINDS);
	command_usage("report", "there is no report \"%s\"%s%s%s", name,
		      meant ? ", did you mean " : "", meant ? meant : "",
		      meant ? "?" : "");
	return -1;
}

/* "CN" and "CN,US:GB": one side (the other is all the rest), or two. */
static bool is_comparison(const char *text)
{
	size_t first = strcspn(text, ",");

	return countries_valid(slice_of(text, first)) &&
	       (!text[first] || countries_valid(slice_text(text + first + 1)));
}

static int check_countries(const struct report_ask *ask)
{
	if (ask->country && !countries_valid(slice_text(ask->country)))
		return command_usage("report",
				     "--country: expected two capital letters "
				     "(CN), or more with ':' between "
				     "(US:GB), found \"%s\"",
				     ask->country);
	if (ask->compare && !is_comparison(ask->compare))
		return command_usage("report",
				     "--compare: expected countries (CN or "
				     "US:GB) or two groups of them "
				     "(CN,US:GB), found \"%s\"",
				     ask->compare);
	return 0;
}

static int read_ask(struct report_ask *ask, const struct options *o)
{
	const char *by = options_own(o, "by");

	ask->at_ms = o->at_ms == OPTIONS_UNSET ? times_now_ms() : o->at_ms;
	ask->company = o->company;
	ask->country = options_own(o, "country");
	ask->compare = options_own(o, "compare");
	if (by && ask->compare)
		return command_usage("report",
				     "--by and --compare exclude each other");
	if (by && strcmp(by, "company") != 0 && strcmp(by, "country") != 0)
		return command_usage("report",
				     "--by: expected company or country, "
				     "found \"%s\"",
				     by);
	ask->by = ask->compare			 ? BY_COMPARED
		  : by && !strcmp(by, "country") ? BY_COUNTRY
						 : BY_COMPANY;
	return check_countries(ask);
}

static int find(void *arg, struct textindex *index)
{
	return reportdata_load(arg, index);
}

/* Coverage, then what was asked for. */
static void make(struct report_set *set, int kind)
{
	set->reports = alloc_zero(KINDS, sizeof(*set->reports));
	for (int i = 0; i < KINDS; i++) {
		struct report *report = &set->reports[set->n];

		if (i && kind != KINDS && kind != i)
			continue;
		report->name = report_kinds[i].name;
		report->title = report_kinds[i].title;
		report_kinds[i].make(report, set->data);
		set->n++;
	}
}

static void report_set_deinit(struct report_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		report_deinit(&set->reports[i]);
	free(set->reports);
}

static void print(const struct report_set *set, enum options_format format,
		  FILE *to)
{
	switch (format) {
	case FORMAT_TABLE:
		report_print(set, to);
		return;
	case FORMAT_CSV:
		report_print_csv(set, to);
		return;
	case FORMAT_HTML:
		report_print_html(set, to);
		return;
	default:
		report_print_json(set, to, format == FORMAT_NDJSON);
	}
}

/* The data directory becomes the working directory: a path is of before. */
static char *path_of(const char *file)
{
	CLEANUP(freep) char *here = NULL;

	if (!file)
		return NULL;
	here = *file == '/' ? NULL : getcwd(NULL, 0);
	return here ? alloc_format("%s/%s", here, file) : alloc_copy(file);
}

static int print_to(const struct report_set *set, enum options_format format,
		    const char *path)
{
	FILE *to = path ? fopen(path, "w") : stdout;
	int r = 0;

	if (!to)
		return fail(-errno, "report: cannot write %s: %s", path,
			    strerror(errno));
	print(set, format, to);
	if (fflush(to) || ferror(to))
		r = fail(-EIO, "report: cannot write %s",
			 path ? path : "the output");
	if (path && fclose(to) && !r)
		r = fail(-EIO, "report: cannot write %s", path);
	return r;
}

int command_report(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	CLEANUP(reportwords_freep) struct reportwords *words = NULL;
	CLEANUP(reportdata_deinit) struct reportdata data = {.n_docs = 0};
	CLEANUP(report_set_deinit) struct report_set set = {.data = &data};
	CLEANUP(freep) char *path = NULL;
	int kind, r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 0, 1, "at most one report");
	if (!r)
		r = read_ask(&data.ask, &o);
	kind = r ? -1 : find_kind(o.n_words ? o.words[0] : NULL);
	if (kind < 0)
		return r ? r : COMMAND_USAGE;
	path = path_of(options_own(&o, "output"));
	r = reportwords_load(&words);
	data.words = words;
	if (!r)
		r = snapshot_open(&snapshot, &o);
	if (!r)
		r = snapshot_run(snapshot, find, &data);
	if (r)
		return command_exit(r);
	make(&set, kind);
	r = print_to(&set, o.format, path);
	return command_exit(r ? r : !data.n_docs);
}
