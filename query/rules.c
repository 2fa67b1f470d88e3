#include "core/alloc.h"
#include "core/fail.h"
#include "core/pack.h"
#include "core/times.h"
#include "indexer/analysis.h"
#include "indexer/schema.h"
#include "query/filter.h"
#include "query/marked.h"
#include "query/options.h"
#include "query/output.h"
#include "query/posting.h"
#include "query/question.h"
#include "query/ruletrial.h"
#include "query/snapshot.h"
#include <errno.h>
#include <sys/stat.h>

enum { EXAMPLES = 5 }; /* quotes shown a concept and side */

struct trying {
	const struct options *options;
	struct question *question;
	int64_t at_ms;
	struct ruletrial trial;
};

static int is_directory(const char *path, bool *out)
{
	struct stat st;

	if (stat(path, &st)) {
		int r = -errno;

		return fail(r, "rules: %s: %s", path, strerror(-r));
	}
	*out = S_ISDIR(st.st_mode);
	return 0;
}

/* The rules that `path` makes: a directory's, or these of this jobq with the
 * file in the place of its like. */
static int load_changed(struct rules **out, const char *path)
{
	CLEANUP(freep) char *dir = NULL;
	bool directory = false;
	int r = is_directory(path, &directory);

	if (r || directory)
		return r ? r : rules_load(out, path);
	dir = rules_dir();
	return dir ? rules_load_with(out, dir, path) : -ENOENT;
}

static int load_now(struct rules **out)
{
	CLEANUP(freep) char *dir = rules_dir();

	return dir ? rules_load(out, dir) : -ENOENT;
}

/* A directory is checked with all that an analysis reads of it. */
static int check(const char *path)
{
	CLEANUP(analyser_freep) struct analyser *analyser = NULL;
	CLEANUP(rules_freep) struct rules *rules = NULL;
	const struct concept *const *concepts;
	bool directory = false;
	char hex[DIGEST_HEX];
	int r = is_directory(path, &directory);

	if (!r && directory)
		r = analyser_new(&analyser, path);
	if (!r && !directory)
		r = load_changed(&rules, path);
	if (r)
		return COMMAND_NOTHING; /* what is wrong was told */
	printf("%s: right; %zu concepts, digest %s\n", path,
	       rules_concepts(directory ? analyser_rules(analyser) : rules,
			      &concepts),
	       digest_hex(rules_digest(directory ? analyser_rules(analyser)
						 : rules),
			  hex));
	return COMMAND_DONE;
}

static int add_hit(void *arg, const struct textindex_hit *hit)
{
	struct trying *t = arg;
	CLEANUP(pack_freep)
	Jobq__SpanDoc *doc = PACK_READ(jobq__span_doc, hit->data);

	if (!doc)
		return fail(-EBADMSG,
			    "index: a record is damaged; run jobq-indexer "
			    "--rebuild");
	ruletrial_add(&t->trial, doc);
	return 0;
}

static int find(void *arg, struct textindex *index)
{
	struct trying *t = arg;
	const struct options *o = t->options;
	struct textquery *filters =
		textquery_and(filter_type("span"), filter_open_at(t->at_ms));
	CLEANUP(textquery_freep) struct textquery *query = NULL;
	struct textindex_search search = {.order = ORDER_VALUE_DOWN,
					  .slot = VALUE_FIRST,
					  .collapse = true};

	filters = textquery_and(filters, filter_term(TERM_COMPANY, o->company));
	filters = textquery_and(filters, filter_term(TERM_SOURCE, o->source));
	query = textquery_filter(question_compile(t->question), filters);
	search.query = query;
	ruletrial_reset(&t->trial);
	return textindex_run(index, &search, add_hit, t, NULL);
}

static void print_change(const struct term *term, char sign,
			 const struct ruletrial_change *change)
{
	enum term_style style = sign == '+' ? STYLE_GREEN : STYLE_RED;

	if (change->n_quotes)
		fprintf(term->to, "  %s%c%zu quote%s, %c%zu posting%s%s",
			term_begin(term, style), sign, change->n_quotes,
			change->n_quotes == 1 ? "" : "s", sign,
			change->postings, change->postings == 1 ? "" : "s",
			term_end(term, style));
}

static void print_quotes(const struct term *term, char sign,
			 const struct ruletrial_change *change)
{
	for (size_t i = 0; i < change->n_kept; i++) {
		const struct ruletrial_quote *q = &change->kept[i];
		CLEANUP(bytes_deinit) struct bytes clean = {0};
		char id[POSTING_SHORT];
		Jobq__Mention mention = JOBQ__MENTION__INIT;

		term_clean_line(&clean, slice_text(q->title));
		fprintf(term->to, "  %c %s · %s · %s\n", sign,
			posting_short(q->posting, id), q->company,
			clean.len ? clean.data : "(no title)");
		mention.quote = q->quote;
		mention.sentence = q->sentence;
		marked_print_mention(term, q->section, &mention);
	}
	if (change->n_quotes > change->n_kept)
		fprintf(term->to, "  %c %zu more\n", sign,
			change->n_quotes - change->n_kept);
}

static void print_table(const struct ruletrial *trial)
{
	struct term term = term_of(stdout);

	fprintf(term.to, "%s%zu posting%s read, %zu concept%s change%s%s\n",
		term_begin(&term, STYLE_BOLD), trial->n_postings,
		trial->n_postings == 1 ? "" : "s", trial->n_concepts,
		trial->n_concepts == 1 ? "" : "s",
		trial->n_concepts == 1 ? "s" : "", term_end(&term, STYLE_BOLD));
	for (size_t i = 0; i < trial->n_concepts; i++) {
		const struct ruletrial_concept *c = &trial->concepts[i];
		const struct ruletrial_change *gained = &c->sides[TRIAL_GAINED];
		const struct ruletrial_change *lost = &c->sides[TRIAL_LOST];

		fprintf(term.to, "\n%s", c->id);
		print_change(&term, '+', gained);
		print_change(&term, '-', lost);
		fputc('\n', term.to);
		print_quotes(&term, '+', gained);
		print_quotes(&term, '-', lost);
	}
}

/* COMMAND_USAGE, told, where the words are no query. */
static int read_question(struct trying *t)
{
	CLEANUP(freep) char *text = options_text(t->options, 2);
	CLEANUP(freep) char *why = NULL;
	int r = question_parse(&t->question, text, &why);

	if (r == QUESTION_E_FORM)
		return command_usage("rules", "%s", why);
	return r ? COMMAND_FAULT : 0;
}

static size_t examples(const struct options *o)
{
	if (o->limit == OPTIONS_NO_LIMIT)
		return EXAMPLES;
	return o->limit ? o->limit : SIZE_MAX;
}

static int run_trial(struct trying *t)
{
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	const struct options *o = t->options;
	int r = snapshot_open(&snapshot, o);

	if (!r)
		r = snapshot_run(snapshot, find, t);
	if (r)
		return r;
	if (o->format == FORMAT_TABLE)
		print_table(&t->trial);
	else
		r = output_document(o->format, ruletrial_json(&t->trial));
	return r;
}

/* The files are read first: the snapshot's directory becomes the process'. */
static int try(const struct options *o)
{
	CLEANUP(rules_freep) struct rules *now = NULL;
	CLEANUP(rules_freep) struct rules *changed = NULL;
	struct trying t = {.options = o};
	int r = options_formats(o, 1 << FORMAT_TABLE | 1 << FORMAT_JSON |
					   1 << FORMAT_NDJSON);

	if (!r)
		r = read_question(&t);
	if (r)
		return r;
	t.at_ms = o->at_ms == OPTIONS_UNSET ? times_now_ms() : o->at_ms;
	r = load_changed(&changed, o->words[1]);
	if (!r)
		r = load_now(&now);
	t.trial = (struct ruletrial){
		.now = now, .changed = changed, .keep = examples(o)};
	if (!r)
		r = run_trial(&t);
	r = command_exit(r ? r : !t.trial.n_concepts);
	ruletrial_deinit(&t.trial);
	question_free(t.question);
	return r;
}

int command_rules(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 2, SIZE_MAX,
				   "check FILE|DIR, or try FILE|DIR [QUERY]");
	if (r)
		return r;
	if (!strcmp(o.words[0], "try"))
		return try(&o);
	if (strcmp(o.words[0], "check") != 0 || o.n_words > 2)
		return command_usage("rules", "expected check FILE|DIR, or try "
					      "FILE|DIR [QUERY]");
	return check(o.words[1]);
}
