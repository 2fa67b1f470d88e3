#include "core/alloc.h"
#include "core/times.h"
#include "indexer/schema.h"
#include "query/clause.h"
#include "query/docs.h"
#include "query/filter.h"
#include "query/output.h"
#include "query/posting.h"
#include "query/question.h"
#include "query/snapshot.h"
#include "query/snippet.h"
#include "query/standing.h"
#include "query/term.h"
#include "query/zone.h"

enum { SEARCH_LIMIT = 20 };

struct search {
	const struct options *options;
	struct question *question;
	int64_t at_ms;
	struct docs hits; /* Jobq__SpanDoc */
	struct sources sources;
	struct standings standings;
	struct roundshelf *shelf;
	const struct roundlist **rounds; /* of each hit's source */
};

/* A word of the text or title makes a rank; a filter makes none. */
static bool has_words(const struct clause *clause)
{
	if (!clause || clause->kind == CLAUSE_NOT)
		return false;
	if (clause->kind == CLAUSE_WORD)
		return clause->field == FIELD_TEXT ||
		       clause->field == FIELD_TITLE;
	for (size_t i = 0; i < clause->n_parts; i++) {
		if (has_words(clause->parts[i]))
			return true;
	}
	return false;
}

static struct textquery *make_query(const struct search *s)
{
	const struct options *o = s->options;
	struct textquery *filters =
		textquery_and(filter_type("span"), filter_open_at(s->at_ms));

	filters = textquery_and(filters, filter_term(TERM_COMPANY, o->company));
	filters = textquery_and(filters, filter_term(TERM_SOURCE, o->source));
	filters = textquery_and(
		filters, filter_times(VALUE_FIRST, o->since_ms, OPTIONS_UNSET));
	return textquery_filter(question_compile(s->question), filters);
}

static int find_hits(struct search *s, struct textindex *index)
{
	CLEANUP(textquery_freep) struct textquery *query = make_query(s);
	size_t limit = s->options->limit;
	struct textindex_search search = {
		.query = query,
		.order = has_words(question_clauses(s->question))
				 ? ORDER_RELEVANCE
				 : ORDER_VALUE_DOWN,
		.slot = VALUE_FIRST,
		.collapse = true,
		.limit = limit == OPTIONS_NO_LIMIT ? SEARCH_LIMIT : limit,
	};

	return docs_find(&s->hits, index, &jobq__span_doc__descriptor, &search);
}

static const Jobq__SpanDoc *hit(const struct search *s, size_t i)
{
	return (const Jobq__SpanDoc *)s->hits.items[i];
}

static int find_rounds(struct search *s, struct textindex *index)
{
	int r = 0;

	roundshelf_free(s->shelf);
	s->shelf = roundshelf_new();
	free(s->rounds);
	s->rounds = alloc_zero(s->hits.n + 1, sizeof(struct roundlist *));
	for (size_t i = 0; !r && i < s->hits.n; i++)
		r = roundshelf_get(s->shelf, index, hit(s, i)->source,
				   &s->rounds[i]);
	return r;
}

static int find(void *arg, struct textindex *index)
{
	struct search *s = arg;
	int r = find_hits(s, index);

	if (!r)
		r = find_rounds(s, index);
	standings_deinit(&s->standings);
	if (!r)
		r = sources_load(&s->sources, index, s->options->company);
	if (!r)
		r = standings_load(&s->standings, index, &s->sources, s->at_ms);
	return r;
}

/* Promise 6: the sources that the count knows nothing newer of. */
static void print_uncovered(const struct search *s, const struct term *term)
{
	char text[TIMES_TEXT];

	for (size_t i = 0; i < s->standings.n; i++) {
		const struct standing *st = &s->standings.items[i];
		const Jobq__RoundDoc *last = st->complete;
		const char *only = s->options->source;

		if (st->comparable || !st->source->watched ||
		    (only && strcmp(only, st->source->id) != 0))
			continue;
		zone_format(last ? last->round->id->time_ms : 0, text);
		fprintf(term->to, "%snot up to date: %s (%s%s)%s\n",
			term_begin(term, STYLE_YELLOW), st->source->id,
			last ? "last complete round " : "no complete round",
			text, term_end(term, STYLE_YELLOW));
	}
}

static void print_part(const struct term *term, const char *text, size_t len)
{
	struct bytes clean = {0};

	term_clean(&clean, slice_of(text, len));
	if (clean.len)
		fwrite(clean.data, 1, clean.len, term->to);
	bytes_deinit(&clean);
}

/* Matches are bold where there is colour, else in brackets. */
static void print_marked(const struct term *term, const struct snippet *snippet,
			 enum term_style around)
{
	size_t at = 0;

	fputs(term_begin(term, around), term->to);
	for (size_t i = 0; i < snippet->n_marks; i++) {
		const struct snippet_mark *mark = &snippet->marks[i];

		print_part(term, snippet->text + at, mark->start - at);
		fprintf(term->to, "%s%s", term_end(term, around),
			term->colour ? term_begin(term, STYLE_BOLD) : "[");
		print_part(term, snippet->text + mark->start,
			   mark->end - mark->start);
		fprintf(term->to, "%s%s",
			term->colour ? term_end(term, STYLE_BOLD) : "]",
			term_begin(term, around));
		at = mark->end;
	}
	print_part(term, snippet->text + at, strlen(snippet->text + at));
	fputs(term_end(term, around), term->to);
}

static void print_title(const struct search *s, const Jobq__SpanDoc *doc,
			const struct term *term)
{
	struct snippet title;

	snippet_of_title(&title, s->question, posting_title(doc));
	if (*title.text)
		print_marked(term, &title, STYLE_GREEN);
	else
		fputs("(no title)", term->to);
	fputc('\n', term->to);
	snippet_deinit(&title);
}

/* "  COMPANY · CITY · TEAM · since DAY · ID" */
static void print_facts(const Jobq__SpanDoc *doc, const struct term *term)
{
	const Jobq__Content *c = doc->content;
	struct bytes line = {0}, clean = {0};
	char day[TIMES_TEXT], id[POSTING_SHORT];

	bytes_add_text(&line, *doc->name_en ? doc->name_en : doc->company);
	for (size_t i = 0; c && i < c->n_locations && i < 3; i++)
		bytes_add_format(&line, "%s%s", i ? ", " : " · ",
				 c->locations[i]);
	if (c && (*c->team || *c->department))
		bytes_add_format(&line, " · %s",
				 *c->team ? c->team : c->department);
	bytes_add_format(&line, " · since %s · %s",
			 zone_format_day(doc->first_seen_ms, day),
			 posting_short(doc->posting, id));
	term_clean_line(&clean, slice_bytes(&line));
	fprintf(term->to, "  %s%s%s\n", term_begin(term, STYLE_DIM), clean.data,
		term_end(term, STYLE_DIM));
	bytes_deinit(&line);
	bytes_deinit(&clean);
}

static void print_hit(const struct search *s, const Jobq__SpanDoc *doc,
		      const struct term *term)
{
	struct snippet snippet;
	unsigned columns = (unsigned)term->columns * 2 - 8;

	fputc('\n', term->to);
	print_title(s, doc, term);
	print_facts(doc, term);
	snippet_of_content(&snippet, s->question, doc->content,
			   columns < SNIPPET_COLUMNS ? columns
						     : SNIPPET_COLUMNS);
	if (*snippet.text) {
		fputs(snippet.more_before ? "  …" : "  ", term->to);
		print_marked(term, &snippet, STYLE_PLAIN);
		fputs(snippet.more_after ? "…\n" : "\n", term->to);
	}
	snippet_deinit(&snippet);
}

static void print_table(const struct search *s)
{
	struct term term = term_of(stdout);
	char at[TIMES_TEXT];

	fprintf(term.to, "%s%zu posting%s open at %s%s",
		term_begin(&term, STYLE_BOLD), s->hits.total,
		s->hits.total == 1 ? "" : "s", zone_format(s->at_ms, at),
		term_end(&term, STYLE_BOLD));
	if (s->hits.n < s->hits.total)
		fprintf(term.to, ", the first %zu:", s->hits.n);
	fputc('\n', term.to);
	print_uncovered(s, &term);
	for (size_t i = 0; i < s->hits.n; i++)
		print_hit(s, hit(s, i), &term);
}

static int print(const struct search *s)
{
	struct output output = {stdout, s->options->format, posting_columns, 0};

	if (s->options->format == FORMAT_TABLE) {
		print_table(s);
		return 0;
	}
	output_begin(&output);
	for (size_t i = 0; i < s->hits.n; i++)
		output_add(&output,
			   posting_json(hit(s, i), s->rounds[i], s->at_ms));
	return output_end(&output);
}

static void search_deinit(struct search *s)
{
	question_free(s->question);
	docs_deinit(&s->hits);
	standings_deinit(&s->standings);
	sources_deinit(&s->sources);
	roundshelf_free(s->shelf);
	free(s->rounds);
}

/* COMMAND_USAGE, told, where the words are no query. */
static int read_question(struct search *s)
{
	CLEANUP(freep) char *text = options_text(s->options, 0);
	CLEANUP(freep) char *why = NULL;
	int r = question_parse(&s->question, text, &why);

	if (r == QUESTION_E_FORM)
		return command_usage("search", "%s", why);
	return r ? COMMAND_FAULT : 0;
}

int command_search(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	CLEANUP(search_deinit) struct search s = {.options = &o};
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 1, SIZE_MAX, "a QUERY (\"\" for all)");
	if (!r)
		r = read_question(&s);
	if (r)
		return r;
	s.at_ms = o.at_ms == OPTIONS_UNSET ? times_now_ms() : o.at_ms;
	r = snapshot_open(&snapshot, &o);
	if (!r)
		r = snapshot_run(snapshot, find, &s);
	if (!r)
		r = print(&s);
	return command_exit(r ? r : !s.hits.n);
}
