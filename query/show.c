#include "core/fail.h"
#include "query/explain.h"
#include "query/history.h"
#include "query/output.h"
#include "query/posting.h"
#include "query/raw.h"
#include "query/resolve.h"
#include "query/snapshot.h"
#include "query/zone.h"

struct show {
	const char *id;
	int64_t at_ms;
	struct resolved resolved;
	struct spanlist spans;
	struct roundshelf *shelf;
	const Jobq__SpanDoc *doc; /* of spans: what is shown */
	const struct roundlist *rounds;
};

static int find(void *arg, struct textindex *index)
{
	struct show *show = arg;
	int r = resolve_posting(index, show->id, &show->resolved);

	if (!r)
		r = spanlist_load(&show->spans, index, show->resolved.posting);
	if (r)
		return r;
	show->doc = spanlist_newest(&show->spans, show->at_ms);
	if (!show->doc)
		return RESOLVE_E_NONE;
	roundshelf_free(show->shelf);
	show->shelf = roundshelf_new();
	return roundshelf_get(show->shelf, index, show->doc->source,
			      &show->rounds);
}

static void show_deinit(struct show *show)
{
	spanlist_deinit(&show->spans);
	roundshelf_free(show->shelf);
}

/* "NAME  VALUE" unless the value is empty. */
static void print_field(const struct term *term, const char *name,
			const char *value)
{
	struct bytes clean = {0};

	term_clean_line(&clean, slice_text(value));
	if (clean.len)
		fprintf(term->to, "%s%-11s%s %s\n", term_begin(term, STYLE_DIM),
			name, term_end(term, STYLE_DIM), clean.data);
	bytes_deinit(&clean);
}

static void print_times(const struct show *show, const struct term *term)
{
	const Jobq__Span *span = show->doc->span;
	int64_t seen = posting_last_seen(show->doc, show->rounds, show->at_ms);
	char text[TIMES_TEXT];

	print_field(term, "first seen",
		    zone_format(show->doc->first_seen_ms, text));
	print_field(term, "last seen", zone_format(seen, text));
	if (!span_closed_at(span, show->at_ms))
		return;
	print_field(term, "closed by", zone_format(span->until_ms, text));
	print_field(term, "evidence", span_ending_name(span->ending));
}

static void print_places(const Jobq__Content *c, const struct term *term)
{
	struct bytes places = {0};

	for (size_t i = 0; i < c->n_locations; i++)
		bytes_add_format(&places, "%s%s", i ? "; " : "",
				 c->locations[i]);
	print_field(term, "locations", places.len ? places.data : "");
	bytes_deinit(&places);
}

static void print_content(const Jobq__Content *c, const struct term *term)
{
	char text[TIMES_TEXT];

	print_field(term, "team", *c->team ? c->team : c->department);
	print_places(c, term);
	print_field(term, "employment", c->employment_type);
	print_field(term, "recruiting", c->recruit_type);
	print_field(term, "salary", c->salary);
	print_field(term, "posted", zone_format(c->posted_ms, text));
}

static void print_text(const Jobq__Content *c, const struct term *term)
{
	struct bytes clean = {0};

	for (size_t i = 0; i < c->n_blocks; i++) {
		bytes_add_char(&clean, '\n');
		term_clean(&clean, slice_text(c->blocks[i]->text));
		bytes_add_char(&clean, '\n');
	}
	fprintf(term->to, "%s", clean.len ? clean.data : "");
	bytes_deinit(&clean);
}

static void print_card(const struct show *show, const struct term *term)
{
	const Jobq__SpanDoc *doc = show->doc;
	struct bytes title = {0};

	term_clean_line(&title, slice_text(posting_title(doc)));
	fprintf(term->to, "%s%s%s\n", term_begin(term, STYLE_BOLD),
		title.len ? title.data : "(no title)",
		term_end(term, STYLE_BOLD));
	bytes_deinit(&title);
	print_field(term, "posting", doc->posting);
	print_field(term, "company",
		    *doc->name_en ? doc->name_en : doc->company);
	print_field(term, "source", doc->source);
	print_field(term, "site's id", posting_external_id(doc));
	print_field(term, "url", posting_url(doc));
	print_times(show, term);
	if (doc->content)
		print_content(doc->content, term);
	if (!*doc->version)
		fputs("\n(its text has not been had yet)\n", term->to);
	else if (doc->content)
		print_text(doc->content, term);
}

static int print_explained(const struct show *show, const struct options *o,
			   const struct term *term)
{
	int r;

	if (o->format != FORMAT_TABLE) {
		r = output_document(o->format, explain_json(show->doc));
		return r || show->doc->analysis ? r : EXPLAIN_E_NONE;
	}
	r = explain_print(show->doc, term);
	if (r == EXPLAIN_E_NONE)
		fprintf(stderr,
			"jobq show: the text of %s has not been had, so that "
			"nothing was read out of it\n",
			show->doc->posting);
	return r;
}

static int print(const struct show *show, const struct options *o)
{
	struct term term = term_of(stdout);
	bool history = options_own(o, "history");
	int r;

	if (options_own(o, "raw")) {
		r = raw_print(show->doc, &term);
		if (r == RAW_E_NONE)
			fprintf(stderr, "jobq show: %s has no archived bytes\n",
				show->doc->posting);
		return r;
	}
	if (options_own(o, "explain"))
		return print_explained(show, o, &term);
	if (o->format != FORMAT_TABLE)
		return output_document(o->format,
				       history ? history_json(&show->spans)
					       : posting_json(show->doc,
							      show->rounds,
							      show->at_ms));
	if (history)
		history_print(&show->spans, &term);
	else
		print_card(show, &term);
	return 0;
}

/* Tells what was not found; returns the exit code. */
static int tell(const struct show *show, const struct options *o, int r)
{
	if (r > 0 && o->format != FORMAT_TABLE)
		puts("null"); /* a document all the same */
	if (r == RESOLVE_E_NONE)
		fprintf(stderr,
			"jobq show: no posting \"%s\" seen by then; ID is a "
			"posting's id, a beginning of it, or "
			"SOURCE:EXTERNAL_ID\n",
			show->id);
	if (r == RESOLVE_E_MANY) {
		fprintf(stderr, "jobq show: \"%s\" begins the ids of several:",
			show->id);
		for (size_t i = 0; i < show->resolved.n_several; i++)
			fprintf(stderr, " %s", show->resolved.several[i]);
		fputc('\n', stderr);
	}
	return command_exit(r);
}

int command_show(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	CLEANUP(show_deinit) struct show show = {0};
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 1, 1, "one ID");
	if (!r)
		r = options_formats(&o, 1 << FORMAT_TABLE | 1 << FORMAT_JSON |
						1 << FORMAT_NDJSON);
	if (r)
		return r;
	if (!!options_own(&o, "history") + !!options_own(&o, "raw") +
		    !!options_own(&o, "explain") >
	    1)
		return command_usage("show",
				     "--history, --raw and --explain are "
				     "different answers: name one");
	show.id = o.words[0];
	show.at_ms = o.at_ms == OPTIONS_UNSET ? POSTING_NEWEST : o.at_ms;
	r = snapshot_open(&snapshot, &o);
	if (!r)
		r = snapshot_run(snapshot, find, &show);
	return r ? tell(&show, &o, r) : command_exit(print(&show, &o));
}
