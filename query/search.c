#include "core/alloc.h"
#include "core/times.h"
#include "indexer/schema.h"
#include "query/asked.h"
#include "query/clause.h"
#include "query/docs.h"
#include "query/facet.h"
#include "query/filter.h"
#include "query/marked.h"
#include "query/output.h"
#include "query/posting.h"
#include "query/question.h"
#include "query/snapshot.h"
#include "query/snippet.h"
#include "query/term.h"
#include "query/unreached.h"
#include "query/zone.h"

enum { SEARCH_LIMIT = 20, SEARCH_EXAMPLES = 3 };

struct search {
	const struct options *options;
	struct question *question;
	int64_t at_ms;
	struct docs hits;      /* Jobq__SpanDoc */
	struct facets *facets; /* NULL: the hits themselves are asked for */
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

static int count_facets(struct search *s, struct textindex *index)
{
	CLEANUP(textquery_freep) struct textquery *query = make_query(s);

	return facets_count(s->facets, index, query);
}

static int find(void *arg, struct textindex *index)
{
	struct search *s = arg;
	struct sources_ask ask = {.company = s->options->company,
				  .source = s->options->source};
	int r = s->facets ? count_facets(s, index) : find_hits(s, index);

	if (!r && !s->facets)
		r = find_rounds(s, index);
	standings_deinit(&s->standings);
	if (!r)
		r = sources_load(&s->sources, index, &ask);
	if (!r)
		r = standings_load(&s->standings, index, &s->sources, s->at_ms);
	if (!r)
		r = unreached_settle(&s->sources, index, &s->standings);
	return r;
}

static void print_title(const struct search *s, const Jobq__SpanDoc *doc,
			const struct term *term)
{
	struct snippet title;

	snippet_of_title(&title, s->question, posting_title(doc));
	if (*title.text)
		marked_print(term, &title, STYLE_GREEN);
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

/* What the concept was found in; false where none was asked for. */
static bool print_mention(const struct search *s, const Jobq__SpanDoc *doc,
			  const struct term *term)
{
	const Jobq__Mention *m =
		asked_find(question_clauses(s->question), doc->analysis);
	CLEANUP(freep) char *label = NULL;

	if (!m)
		return false;
	label = alloc_format("%s, %s", m->section,
			     !strcmp(m->stage, "none") ? "no stage" : m->stage);
	marked_print_mention(term, label, m);
	return true;
}

static void print_hit(const struct search *s, const Jobq__SpanDoc *doc,
		      const struct term *term)
{
	struct snippet snippet;
	unsigned columns = (unsigned)term->columns * 2 - 8;

	fputc('\n', term->to);
	print_title(s, doc, term);
	print_facts(doc, term);
	if (print_mention(s, doc, term))
		return;
	snippet_of_content(&snippet, s->question, doc->content,
			   columns < SNIPPET_COLUMNS ? columns
						     : SNIPPET_COLUMNS);
	if (*snippet.text) {
		fputs(snippet.more_before ? "  …" : "  ", term->to);
		marked_print(term, &snippet, STYLE_PLAIN);
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
	standings_missing_print(&s->standings, &term);
	for (size_t i = 0; i < s->hits.n; i++)
		print_hit(s, hit(s, i), &term);
}

/* csv has no place for what the count is not over: stderr has. */
static int print_facets(const struct search *s)
{
	struct term term = term_of(stdout), aside = term_of(stderr);
	size_t limit = s->options->limit;
	char at[TIMES_TEXT];

	if (limit == OPTIONS_NO_LIMIT || !limit)
		limit = SIZE_MAX;
	if (s->options->format == FORMAT_CSV) {
		standings_missing_print(&s->standings, &aside);
		unreached_print(&s->sources, &aside);
		return facets_print_csv(s->facets, limit);
	}
	if (s->options->format != FORMAT_TABLE) {
		json_t *json = facets_json(s->facets, limit);

		value_set(json, "at", value_time(s->at_ms));
		value_set(json, "not_comparable",
			  standings_missing_json(&s->standings));
		value_set(json, "unreached", unreached_json(&s->sources));
		return output_document(s->options->format, json);
	}
	fprintf(term.to, "%s%zu posting%s open at %s%s\n",
		term_begin(&term, STYLE_BOLD), facets_postings(s->facets),
		facets_postings(s->facets) == 1 ? "" : "s",
		zone_format(s->at_ms, at), term_end(&term, STYLE_BOLD));
	standings_missing_print(&s->standings, &term);
	unreached_print(&s->sources, &term);
	facets_print(s->facets, &term, limit);
	return 0;
}

static int print(const struct search *s)
{
	struct output output = {stdout, s->options->format, posting_columns, 0};

	if (s->facets)
		return print_facets(s);
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
	facets_free(s->facets);
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

/* COMMAND_USAGE, told, where --by names no facet. */
static int read_facets(struct search *s)
{
	const char *by = options_own(s->options, "by");
	const char *examples = options_own(s->options, "examples");
	CLEANUP(freep) char *why = NULL;
	size_t n = SEARCH_EXAMPLES;

	if (examples && !by)
		return command_usage("search", "--examples goes with --by");
	if (!by)
		return 0;
	if (examples) {
		char *end = NULL;

		n = strtoul(examples, &end, 10);
		if (*end || *examples < '0' || *examples > '9')
			return command_usage("search",
					     "--examples: expected a number, "
					     "found \"%s\"",
					     examples);
	}
	s->facets = facets_new(by, n, &why);
	return s->facets ? 0 : command_usage("search", "--by: %s", why);
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
	if (!r)
		r = read_facets(&s);
	if (r)
		return r;
	s.at_ms = o.at_ms == OPTIONS_UNSET ? times_now_ms() : o.at_ms;
	r = snapshot_open(&snapshot, &o);
	if (!r)
		r = snapshot_run(snapshot, find, &s);
	if (!r)
		r = print(&s);
	return command_exit(r	       ? r
			    : s.facets ? !facets_postings(s.facets)
				       : !s.hits.n);
}
