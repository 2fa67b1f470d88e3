#include "query/history.h"
#include "core/digest.h"
#include "query/posting.h"
#include "query/textdiff.h"
#include "query/zone.h"

enum { HISTORY_FIELDS = 9 };

/* Why a span ended, in words; NULL while it lasts. */
static const char *ending_words(Jobq__Ending ending)
{
	switch (ending) {
	case JOBQ__ENDING__ENDING_CHANGED:
		return "changed";
	case JOBQ__ENDING__ENDING_LISTING:
		return "closed: missing from a complete listing";
	case JOBQ__ENDING__ENDING_CONFIRMED:
		return "closed: missing from two complete rounds";
	case JOBQ__ENDING__ENDING_ACCEPTED:
		return "closed: missing from a suspect round that was accepted";
	case JOBQ__ENDING__ENDING_PAGE:
		return "closed: its page answered 404 or 410";
	default:
		return NULL;
	}
}

static const char *ending_name(const Jobq__Span *span)
{
	return span->ending == JOBQ__ENDING__ENDING_CHANGED
		       ? "changed"
		       : span_ending_name(span->ending);
}

/* The fields in which a span's version differs from the one before. */
static size_t changed_fields(const struct spanlist *spans, size_t i,
			     const char **fields)
{
	const Jobq__SpanDoc *b = spans->items[i];
	const Jobq__SpanDoc *a = i ? spans->items[i - 1] : NULL;

	if (!a || !a->content || !b->content || !*a->version || !*b->version)
		return 0;
	return digest_fields(a->content, b->content, fields, HISTORY_FIELDS);
}

static json_t *span_json(const struct spanlist *spans, size_t i)
{
	const Jobq__SpanDoc *doc = spans->items[i];
	const char *fields[HISTORY_FIELDS];
	size_t n = changed_fields(spans, i, fields);
	json_t *json = json_object(), *names = json_array();

	for (size_t f = 0; f < n; f++)
		json_array_append_new(names, value_whole(fields[f]));
	value_set(json, "from", value_time(doc->span->from_ms));
	value_set(json, "until", value_time(doc->span->until_ms));
	value_set(json, "ending", value_text(ending_name(doc->span)));
	value_set(json, "last_seen", value_time(doc->span->last_seen_ms));
	value_set(json, "missing_since",
		  value_time(doc->span->missing_since_ms));
	value_set(json, "version", value_text(doc->version));
	value_set(json, "title", value_text(posting_title(doc)));
	value_set(json, "fields", names);
	value_set(json, "archive",
		  posting_archive(doc->content ? doc->content->archive : NULL));
	return json;
}

json_t *history_json(const struct spanlist *spans)
{
	const Jobq__SpanDoc *last = spans->items[spans->n - 1];
	json_t *json = posting_head(last), *list = json_array();

	value_set(json, "first_seen", value_time(last->first_seen_ms));
	for (size_t i = 0; i < spans->n; i++)
		json_array_append_new(list, span_json(spans, i));
	value_set(json, "spans", list);
	return json;
}

/* A line of a text being put together, printed only if something changed in
 * it. */
struct diff_line {
	const struct term *term;
	struct bytes text;
	bool changed;
};

static void end_line(struct diff_line *line)
{
	if (line->changed)
		fprintf(line->term->to, "    %s\n",
			line->text.len ? line->text.data : "");
	bytes_reset(&line->text);
	line->changed = false;
}

static void add_marked(struct diff_line *line, enum textdiff_kind kind,
		       struct slice part)
{
	static const enum term_style styles[] = {STYLE_PLAIN, STYLE_RED,
						 STYLE_GREEN};
	static const char *const before[] = {"", "[-", "{+"};
	static const char *const after[] = {"", "-]", "+}"};

	if (!part.len)
		return;
	line->changed |= kind != TEXTDIFF_SAME;
	bytes_add_text(&line->text, term_begin(line->term, styles[kind]));
	bytes_add_text(&line->text, before[kind]);
	term_clean(&line->text, part);
	bytes_add_text(&line->text, after[kind]);
	bytes_add_text(&line->text, term_end(line->term, styles[kind]));
}

static void print_diff(const struct term *term, struct slice a, struct slice b)
{
	struct diff_line line = {.term = term};
	struct textdiff diff;

	textdiff_make(&diff, a, b);
	for (size_t i = 0; i < diff.n; i++) {
		struct slice rest = diff.pieces[i].text;

		while (rest.len) {
			const char *end = memchr(rest.data, '\n', rest.len);
			size_t n = end ? (size_t)(end - rest.data) : rest.len;

			add_marked(&line, diff.pieces[i].kind,
				   slice_of(rest.data, n));
			if (end)
				end_line(&line);
			rest.data += n + (end != NULL);
			rest.len -= n + (end != NULL);
		}
	}
	end_line(&line);
	textdiff_deinit(&diff);
	bytes_deinit(&line.text);
}

static void add_line(struct bytes *out, const char *name, const char *value)
{
	if (*value)
		bytes_add_format(out, "%s: %s\n", name, value);
}

/* All that a version says, as one text: what is compared. */
static void whole_text(struct bytes *out, const Jobq__Content *c)
{
	add_line(out, "title", c->title);
	add_line(out, "team", c->team);
	add_line(out, "department", c->department);
	add_line(out, "category", c->category);
	for (size_t i = 0; i < c->n_locations; i++)
		add_line(out, "location", c->locations[i]);
	add_line(out, "employment type", c->employment_type);
	add_line(out, "recruit type", c->recruit_type);
	add_line(out, "salary", c->salary);
	for (size_t i = 0; i < c->n_blocks; i++)
		bytes_add_format(out, "%s\n", c->blocks[i]->text);
}

static void print_change(const struct spanlist *spans, size_t i,
			 const struct term *term)
{
	const char *fields[HISTORY_FIELDS];
	size_t n = changed_fields(spans, i, fields);
	struct bytes a = {0}, b = {0};

	if (!n)
		return;
	fprintf(term->to, "  differs in:");
	for (size_t f = 0; f < n; f++)
		fprintf(term->to, "%s %s", f ? "," : "", fields[f]);
	fputc('\n', term->to);
	whole_text(&a, spans->items[i - 1]->content);
	whole_text(&b, spans->items[i]->content);
	print_diff(term, slice_bytes(&a), slice_bytes(&b));
	bytes_deinit(&a);
	bytes_deinit(&b);
}

static void print_ending(const Jobq__Span *span, const struct term *term)
{
	const char *words = ending_words(span->ending);
	char text[TIMES_TEXT];

	if (!words && span->missing_since_ms) {
		fprintf(term->to,
			"  open, but missing since %s from a round that alone "
			"proves nothing\n",
			zone_format(span->missing_since_ms, text));
		return;
	}
	if (!words || span->ending == JOBQ__ENDING__ENDING_CHANGED)
		return;
	fprintf(term->to, "  %s; last seen %s, ", words,
		zone_format(span->last_seen_ms, text));
	fprintf(term->to, "first known missing %s\n",
		zone_format(span->until_ms, text));
}

static void print_head(const Jobq__SpanDoc *doc, const struct term *term)
{
	struct bytes title = {0};

	term_clean_line(&title, slice_text(posting_title(doc)));
	fprintf(term->to, "%s%s%s\n%s  %s\n", term_begin(term, STYLE_BOLD),
		title.len ? title.data : "(no title)",
		term_end(term, STYLE_BOLD), doc->posting, doc->source);
	bytes_deinit(&title);
}

void history_print(const struct spanlist *spans, const struct term *term)
{
	char from[TIMES_TEXT], until[TIMES_TEXT];

	print_head(spans->items[spans->n - 1], term);
	for (size_t i = 0; i < spans->n; i++) {
		const Jobq__SpanDoc *doc = spans->items[i];

		zone_format(doc->span->from_ms, from);
		zone_format(doc->span->until_ms, until);
		fprintf(term->to, "\n%s%s … %s%s  version %.8s\n",
			term_begin(term, STYLE_BOLD), from,
			*until ? until : "open", term_end(term, STYLE_BOLD),
			*doc->version ? doc->version : "none");
		print_change(spans, i, term);
		print_ending(doc->span, term);
	}
}
