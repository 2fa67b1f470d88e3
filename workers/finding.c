#include "workers/finding.h"
#include "core/alloc.h"
#include "core/pack.h"
#include "workers/check.h"
#include <stdarg.h>
#include <string.h>

enum { COLUMN_BYTES = 200 }; /* of one printed line of a text */

void finding_init(struct finding *out, const Jobq__SourceSpec *spec,
		  int64_t deadline_ms)
{
	*out = (struct finding){
		.spec = spec,
		.deadline_ms = deadline_ms,
		.claimed = -1,
		.delay_ms = spec->delay_ms,
	};
}

static void free_texts(char **texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(texts[i]);
	free(texts);
}

void finding_deinit(struct finding *finding)
{
	for (size_t i = 0; i < finding->n_shown; i++)
		jobq__content__free_unpacked(finding->shown[i], NULL);
	free(finding->shown);
	free_texts(finding->problems, finding->n_problems);
	free_texts(finding->warnings, finding->n_warnings);
	*finding = (struct finding){0};
}

static void add_text(char ***texts, size_t *n, const char *format, va_list args)
{
	char *text = NULL;

	if (vasprintf(&text, format, args) < 0)
		text = alloc_copy(format);
	*texts = alloc_resize(*texts, *n + 1, sizeof(**texts));
	(*texts)[(*n)++] = text;
}

void finding_problem(struct finding *finding, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_text(&finding->problems, &finding->n_problems, format, args);
	va_end(args);
}

void finding_warning(struct finding *finding, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_text(&finding->warnings, &finding->n_warnings, format, args);
	va_end(args);
}

static void show(struct finding *finding, const Jobq__Content *content)
{
	if (finding->n_shown >= CHECK_POSTINGS)
		return;
	finding->shown = alloc_resize(finding->shown, finding->n_shown + 1,
				      sizeof(*finding->shown));
	finding->shown[finding->n_shown++] = (void *)pack_clone(&content->base);
}

static void take_ending(struct finding *finding, const struct report *report)
{
	const Jobq__Task *task = report->task;
	const char *why = report->outcome->reason;
	bool spare = !task->seed && task->kind != JOBQ__TASK_KIND__TASK_DETAIL;

	/* A site need not have a sitemap. */
	if (report->outcome->result == JOBQ__RESULT__RESULT_GONE &&
	    !strcmp(task->step, "sitemap"))
		spare = true;
	if (spare)
		finding_warning(finding, "%s %s: %s", task->step, task->url,
				why);
	else
		finding_problem(finding, "%s %s: %s", task->step, task->url,
				why);
}

static void take_found(struct finding *finding, const Jobq__Outcome *outcome)
{
	for (size_t i = 0; i < outcome->n_found; i++)
		if (outcome->found[i]->kind == JOBQ__TASK_KIND__TASK_DETAIL)
			finding->details++;
		else
			finding->pages_found++;
}

void finding_take(struct finding *finding, const struct report *report)
{
	const Jobq__Outcome *outcome = report->outcome;

	finding->walks |= report->task->kind == JOBQ__TASK_KIND__TASK_PAGE;
	if (outcome->result != JOBQ__RESULT__RESULT_DONE) {
		take_ending(finding, report);
		return;
	}
	if (report->task->kind == JOBQ__TASK_KIND__TASK_LISTING) {
		finding->listings++;
		finding->items += outcome->items;
	}
	if (outcome->claimed >= 0)
		finding->claimed = outcome->claimed;
	if (outcome->contents_missing)
		finding_warning(finding,
				"some postings of %s come without "
				"their text",
				report->task->url);
	take_found(finding, outcome);
	for (size_t i = 0; i < report->n_observations; i++) {
		const Jobq__Observation *seen = report->observations[i];

		if (!seen->content || !seen->complete)
			continue;
		finding->complete++;
		show(finding, seen->content);
	}
}

/* ---- printing ---- */

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

/* At most COLUMN_BYTES of `text`, whole characters, without controls (C1 ones
 * in UTF-8 too). */
static void print_line(FILE *out, const char *indent, struct slice text)
{
	size_t n = text.len < COLUMN_BYTES ? text.len : COLUMN_BYTES;

	while (n < text.len && n &&
	       ((unsigned char)text.data[n] & 0xc0) == 0x80)
		n--;
	fputs(indent, out);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c == 0xc2 && i + 1 < n &&
		    (unsigned char)text.data[i + 1] < 0xa0)
			i++;
		else if (!is_control(c))
			fputc(c, out);
	}
	fputs(n < text.len ? "...\n" : "\n", out);
}

static void print_text(FILE *out, const char *indent, const char *text)
{
	print_line(out, indent, slice_text(text));
}

static unsigned print_block(FILE *out, const char *text, unsigned room)
{
	unsigned printed = 0;

	while (printed < room && *text) {
		size_t len = strcspn(text, "\n");

		if (strspn(text, " \t\r") < len) {
			print_line(out, "       | ", slice_of(text, len));
			printed++;
		}
		text += len + (text[len] == '\n');
	}
	return printed;
}

static void print_locations(FILE *out, const Jobq__Content *content)
{
	CLEANUP(bytes_deinit) struct bytes line = {0};

	for (size_t i = 0; i < content->n_locations; i++) {
		bytes_add_text(&line, i ? "; " : "");
		bytes_add_text(&line, content->locations[i]);
	}
	if (line.len)
		print_line(out, "     at: ", slice_bytes(&line));
}

static void print_field(FILE *out, const char *name, const char *value)
{
	CLEANUP(freep) char *indent = alloc_format("     %s: ", name);

	if (*value)
		print_text(out, indent, value);
}

static void print_posting(FILE *out, size_t ordinal,
			  const Jobq__Content *content)
{
	CLEANUP(freep) char *indent = alloc_format("  %zu. ", ordinal);
	unsigned room = CHECK_LINES;

	print_text(out, indent, *content->title ? content->title : "(none)");
	print_text(out, "     ", content->url);
	print_locations(out, content);
	print_field(out, "team", content->team);
	print_field(out, "department", content->department);
	print_field(out, "type", content->employment_type);
	print_field(out, "recruited", content->recruit_type);
	for (size_t i = 0; i < content->n_blocks && room; i++)
		room -= print_block(out, content->blocks[i]->text, room);
}

static void judge_fields(struct finding *finding)
{
	for (size_t i = 0; i < finding->n_shown; i++) {
		const Jobq__Content *content = finding->shown[i];
		CLEANUP(bytes_deinit) struct bytes missing = {0};

		if (!*content->title)
			bytes_add_text(&missing, " title");
		if (!content->n_blocks)
			bytes_add_text(&missing, " text");
		if (!*content->url)
			bytes_add_text(&missing, " url");
		if (!content->n_locations)
			bytes_add_text(&missing, " locations");
		if (missing.len)
			finding_warning(finding, "posting %zu has no%s", i + 1,
					missing.data);
	}
}

static void judge_length(struct finding *finding)
{
	uint64_t per_page =
		finding->listings ? finding->items / finding->listings : 0;
	uint64_t requests = 0;
	int64_t takes_ms;

	if (finding->claimed > 0 && per_page)
		requests =
			((uint64_t)finding->claimed + per_page - 1) / per_page;
	if (finding->details && finding->claimed > 0)
		requests += (uint64_t)finding->claimed;
	takes_ms = (int64_t)requests * finding->delay_ms;
	if (takes_ms > finding->deadline_ms)
		finding_warning(finding,
				"a round takes about %lld s at this delay, its "
				"deadline is %lld s",
				(long long)(takes_ms / 1000),
				(long long)(finding->deadline_ms / 1000));
}

static void judge(struct finding *finding)
{
	if (finding->n_problems)
		return;
	judge_fields(finding);
	judge_length(finding);
	if (finding->claimed < 0 && !finding->walks)
		finding_warning(finding, "the site gives no total");
	if (finding->details)
		finding_warning(finding, "the text needs one request more for "
					 "each posting");
	if (!finding->complete)
		finding_warning(finding, "no posting was seen");
}

static void print_texts(FILE *out, const char *indent, char **texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		print_text(out, indent, texts[i]);
}

void finding_print(struct finding *finding, FILE *out)
{
	judge(finding);
	print_text(out, "", finding->spec->id);
	fprintf(out, "  %s; %llu listed by %u page%s read, ",
		finding->n_problems ? "not as expected" : "as expected",
		(unsigned long long)finding->items, finding->listings,
		finding->listings == 1 ? "" : "s");
	if (finding->claimed >= 0)
		fprintf(out, "%lld in all by the site's count",
			(long long)finding->claimed);
	else
		fprintf(out, "no count by the site");
	fprintf(out, "; %llu further pages and %llu details found\n",
		(unsigned long long)finding->pages_found,
		(unsigned long long)finding->details);
	for (size_t i = 0; i < finding->n_shown; i++)
		print_posting(out, i + 1, finding->shown[i]);
	print_texts(out, "  problem: ", finding->problems, finding->n_problems);
	print_texts(out, "  warning: ", finding->warnings, finding->n_warnings);
	fflush(out);
}
