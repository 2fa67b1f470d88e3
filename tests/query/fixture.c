#include "fixture.h"
#include "core/alloc.h"
#include "core/digest.h"
#include "core/pack.h"
#include "core/times.h"
#include "core/tokens.h"
#include "indexer/features.h"
#include "indexer/schema.h"
#include "query/command.h"
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { FIXTURE_ARGS = 24, FIXTURE_SOURCES = 16 };

static struct {
	char dir[64], home[4096];
	struct textindex *index;
	uint64_t seq;
	struct {
		char id[64], company[64], board[64];
	} sources[FIXTURE_SOURCES];
	size_t n_sources;
} fixture;

int64_t fixture_day(int day)
{
	int64_t ms = 0;

	assert_int_equal(times_parse("2025-11-01T12:00:00Z", &ms), 0);
	return day ? ms + (day - 1) * TIMES_DAY_MS : 0;
}

static void open_writer(void)
{
	char format[16];

	if (fixture.index)
		return;
	assert_int_equal(textindex_open_writer(&fixture.index, INDEX_PATH), 0);
	snprintf(format, sizeof(format), "%d", SCHEMA_FORMAT);
	assert_int_equal(textindex_set_metadata(fixture.index, META_FORMAT,
						slice_text(format)),
			 0);
}

void fixture_begin(void)
{
	memset(&fixture, 0, sizeof(fixture));
	assert_non_null(getcwd(fixture.home, sizeof(fixture.home)));
	strcpy(fixture.dir, "/tmp/jobq-query-XXXXXX");
	assert_non_null(mkdtemp(fixture.dir));
	assert_int_equal(chdir(fixture.dir), 0);
	open_writer();
}

static int delete_one(const char *path, const struct stat *st, int type,
		      struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

void fixture_end(void)
{
	textindex_free(TAKE(fixture.index));
	assert_int_equal(chdir(fixture.home), 0);
	nftw(fixture.dir, delete_one, 16, FTW_DEPTH | FTW_PHYS);
}

void fixture_source(const struct fixture_source *s)
{
	Jobq__Source source = JOBQ__SOURCE__INIT;
	CLEANUP(freep) char *key = alloc_format("%s%s", META_SOURCE, s->id);
	struct bytes packed = {0};
	size_t i = fixture.n_sources++;

	assert_true(i < FIXTURE_SOURCES);
	strcpy(fixture.sources[i].id, s->id);
	strcpy(fixture.sources[i].company, s->company);
	strcpy(fixture.sources[i].board, s->board ? s->board : s->id);
	source.id = (char *)s->id;
	source.company = (char *)s->company;
	source.board = (char *)(s->board ? s->board : "");
	source.interval_ms = (s->hours ? s->hours : 24) * 3600000LL;
	source.watched = !s->gone;
	source.country = (char *)(s->country ? s->country : "");
	source.name_en = (char *)(s->name ? s->name : "");
	source.unreached = (char *)(s->unreached ? s->unreached : "");
	pack_add(&packed, &source.base);
	open_writer();
	assert_int_equal(textindex_set_metadata(fixture.index, key,
						slice_bytes(&packed)),
			 0);
	bytes_deinit(&packed);
}

static size_t source_place(const char *id)
{
	for (size_t i = 0; i < fixture.n_sources; i++) {
		if (!strcmp(fixture.sources[i].id, id))
			return i;
	}
	fail_msg("no source %s", id);
	return 0;
}

static void add_tokens(struct textdoc *doc, const char *prefix,
		       const char *text, uint32_t *position)
{
	CLEANUP(tokens_freep) struct tokens *tokens = tokens_new();
	struct token token;

	tokens_begin(tokens, slice_text(text), *position);
	while (tokens_next(tokens, &token)) {
		struct slice term = {token.text, token.len};

		if (token.kind == TOKEN_STEM)
			textdoc_term(doc, TERM_STEM, term);
		else
			textdoc_posting(doc, prefix, term, token.position);
	}
	*position = tokens_position(tokens) + TOKEN_GAP;
}

static void put(struct textdoc *doc, const char *id,
		const ProtobufCMessage *record)
{
	struct bytes packed = {0};

	pack_add(&packed, record);
	textdoc_data(doc, slice_bytes(&packed));
	textdoc_term(doc, "", slice_text(id));
	open_writer();
	assert_int_equal(textindex_replace(fixture.index, id, doc), 0);
	bytes_deinit(&packed);
}

static void index_span(const Jobq__SpanDoc *d, const char *board)
{
	CLEANUP(textdoc_freep) struct textdoc *doc = textdoc_new();
	CLEANUP(freep)
	char *id = alloc_format(TERM_ID "s%s%016llx", d->posting,
				(unsigned long long)d->span->from_ms);
	struct digest same = digest_of_parts(
		(struct slice[]){slice_text(d->company), slice_text(board),
				 slice_text(d->key)},
		3);
	uint32_t position = 1;

	textdoc_term(doc, TERM_TYPE, slice_text("span"));
	textdoc_term(doc, TERM_POSTING, slice_text(d->posting));
	textdoc_term(doc, TERM_SOURCE, slice_text(d->source));
	textdoc_term(doc, TERM_COMPANY, slice_text(d->company));
	textdoc_value(doc, VALUE_FROM, (uint64_t)d->span->from_ms);
	textdoc_value(doc, VALUE_UNTIL,
		      d->span->until_ms ? (uint64_t)d->span->until_ms
					: UINT64_MAX);
	textdoc_value(doc, VALUE_FIRST, (uint64_t)d->first_seen_ms);
	textdoc_value_bytes(doc, VALUE_BOARD,
			    slice_of(same.bytes, sizeof(same.bytes)));
	if (d->content)
		add_tokens(doc, "", d->content->title, &position);
	for (size_t i = 0; d->content && i < d->content->n_blocks; i++)
		add_tokens(doc, "", d->content->blocks[i]->text, &position);
	if (d->analysis) {
		features_add_terms(doc, d->analysis);
		features_add_values(doc, d->analysis);
	}
	put(doc, id, &d->base);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* One block a text; what is not said is "". */
static void fill_content(Jobq__Content *c, Jobq__Block *block,
			 const struct fixture_span *s)
{
	block->name = (char *)"description";
	block->kind = (char *)"duty";
	block->text = (char *)or_empty(s->text);
	c->title = (char *)or_empty(s->title);
	c->external_id = (char *)or_empty(s->external_id);
	c->url = (char *)or_empty(s->url);
	c->extractor = (char *)(s->extractor ? s->extractor : "greenhouse/1.1");
	c->n_blocks = s->text ? 1 : 0;
}

static void fill_span(Jobq__Span *span, const struct fixture_span *s)
{
	span->from_ms = fixture_day(s->from);
	span->until_ms = fixture_day(s->until);
	span->ending = s->ending;
	if (s->until && !s->ending)
		span->ending = JOBQ__ENDING__ENDING_LISTING;
	if (s->until)
		span->last_seen_ms =
			fixture_day(s->last_seen ? s->last_seen : s->until - 1);
}

void fixture_span(const struct fixture_span *s)
{
	size_t place = source_place(s->source);
	struct posting_id id = posting_id_of(s->source, s->key);
	Jobq__SpanDoc doc = JOBQ__SPAN_DOC__INIT;
	Jobq__Content content = JOBQ__CONTENT__INIT;
	Jobq__Block block = JOBQ__BLOCK__INIT, *blocks[] = {&block};
	Jobq__Span span = JOBQ__SPAN__INIT;
	char hex[POSTING_HEX], version[DIGEST_HEX];
	struct digest digest;

	content.blocks = blocks;
	fill_content(&content, &block, s);
	fill_span(&span, s);
	digest = digest_of_content(&content);
	doc.posting = (char *)posting_hex(&id, hex);
	doc.source = (char *)s->source;
	doc.key = (char *)s->key;
	doc.company = fixture.sources[place].company;
	doc.content = s->bare ? NULL : &content;
	doc.version = s->bare || s->hint ? (char *)""
					 : (char *)digest_hex(&digest, version);
	doc.span = &span;
	doc.analysis = (Jobq__Analysis *)s->analysis;
	doc.first_seen_ms = fixture_day(s->first ? s->first : s->from);
	doc.language = s->bare ? (char *)"" : (char *)"en";
	index_span(&doc, fixture.sources[place].board);
}

static void index_event(const Jobq__EventDoc *d)
{
	static const char *const kinds[] = {"added", "changed", "closed",
					    "reopened", "reposted"};
	CLEANUP(textdoc_freep) struct textdoc *doc = textdoc_new();
	char name[32], day[TIMES_TEXT], digits[9];

	times_format_day(d->event->at_ms, day);
	snprintf(digits, sizeof(digits), "%.4s%.2s%.2s", day, day + 5, day + 8);
	textdoc_term(doc, TERM_TYPE, slice_text("event"));
	textdoc_term(doc, TERM_POSTING, slice_text(d->posting));
	textdoc_term(doc, TERM_SOURCE, slice_text(d->event->source));
	textdoc_term(doc, TERM_COMPANY, slice_text(d->company));
	textdoc_term(doc, TERM_KIND, slice_text(kinds[d->event->kind]));
	textdoc_term(doc, TERM_DAY, slice_text(digits));
	textdoc_term(doc, TERM_MONTH, slice_of(digits, 6));
	textdoc_value(doc, VALUE_SEQ, d->seq);
	textdoc_value(doc, VALUE_AT, (uint64_t)d->event->at_ms);
	snprintf(name, sizeof(name), TERM_ID "e%016llx",
		 (unsigned long long)d->seq);
	put(doc, name, &d->base);
}

void fixture_event(const struct fixture_event *e)
{
	struct posting_id id = posting_id_of(e->source, e->key);
	Jobq__EventDoc d = JOBQ__EVENT_DOC__INIT;
	Jobq__Event event = JOBQ__EVENT__INIT;
	char hex[POSTING_HEX], key[32];
	char *fields[] = {(char *)e->field};

	d.seq = ++fixture.seq;
	snprintf(key, sizeof(key), "event-%d", (int)d.seq);
	d.event_key = key;
	d.asserted = !e->withdrawn;
	d.event = &event;
	d.posting = (char *)posting_hex(&id, hex);
	d.company = fixture.sources[source_place(e->source)].company;
	d.title = (char *)e->key;
	event.kind = e->kind;
	event.source = (char *)e->source;
	event.key = (char *)e->key;
	event.at_ms = fixture_day(e->at);
	event.fields = fields;
	event.n_fields = e->field ? 1 : 0;
	index_event(&d);
}

static void add_unseen(struct bytes *unseen, const struct fixture_round *r)
{
	for (size_t i = 0; i < 4 && r->unseen[i]; i++) {
		struct posting_id id = posting_id_of(r->source, r->unseen[i]);

		bytes_add(unseen, id.bytes, sizeof(id.bytes));
	}
}

void fixture_round(const struct fixture_round *r)
{
	CLEANUP(textdoc_freep) struct textdoc *doc = textdoc_new();
	CLEANUP(freep)
	char *name =
		alloc_format(TERM_ID "r%s%d.%d", r->source, r->at, r->hour);
	size_t place = source_place(r->source);
	Jobq__RoundDoc d = JOBQ__ROUND_DOC__INIT;
	Jobq__Round round = JOBQ__ROUND__INIT;
	Jobq__RoundId id = JOBQ__ROUND_ID__INIT;
	const char *state = r->state ? r->state : "complete";
	bool whole = strcmp(state, "partial") && strcmp(state, "failed");
	struct bytes unseen = {0};

	add_unseen(&unseen, r);
	id.source = (char *)r->source;
	id.time_ms = fixture_day(r->at) + r->hour * 3600000LL;
	id.seq = ++fixture.seq;
	round.id = &id;
	round.listing_ok = round.contents_ok = whole;
	round.claimed = r->claimed ? r->claimed : -1;
	d.round = &round;
	d.state = (char *)state;
	d.reason = (char *)(whole ? "" : "HTTP 503 on page 2");
	d.seen = r->nobody ? 0 : r->seen ? r->seen : 1;
	d.unseen.data = (uint8_t *)unseen.data;
	d.unseen.len = unseen.len;
	d.company = fixture.sources[place].company;
	textdoc_term(doc, TERM_TYPE, slice_text("round"));
	textdoc_term(doc, TERM_SOURCE, slice_text(r->source));
	textdoc_term(doc, TERM_COMPANY, slice_text(d.company));
	textdoc_value(doc, VALUE_AT, (uint64_t)id.time_ms);
	textdoc_value(doc, VALUE_ROUND_SEQ, id.seq);
	put(doc, name, &d.base);
	bytes_deinit(&unseen);
}

void fixture_commit(void)
{
	assert_int_equal(textindex_commit(fixture.index), 0);
	textindex_free(TAKE(fixture.index));
}

struct textindex *fixture_reader(void)
{
	struct textindex *reader = NULL;

	if (fixture.index)
		fixture_commit();
	assert_int_equal(textindex_open_reader(&reader, INDEX_PATH), 0);
	return reader;
}

static char *read_whole(FILE *file)
{
	struct bytes text = {0};
	char part[4096];
	size_t n;

	rewind(file);
	while ((n = fread(part, 1, sizeof(part), file)))
		bytes_add(&text, part, n);
	return bytes_take(&text);
}

static int run(char **argv, int argc, char **out)
{
	FILE *file = tmpfile();
	int code, own = dup(STDOUT_FILENO);

	assert_non_null(file);
	if (fixture.index)
		fixture_commit();
	fflush(stdout);
	dup2(fileno(file), STDOUT_FILENO);
	code = command_find(argv[0])->run(argc, argv);
	fflush(stdout);
	dup2(own, STDOUT_FILENO);
	close(own);
	*out = read_whole(file);
	fclose(file);
	return code;
}

/* argv: what is listed, and --data behind it. */
static int collect(char **argv, va_list args)
{
	int n = 0;

	for (char *arg; (arg = va_arg(args, char *));) {
		assert_true(n + 3 < FIXTURE_ARGS);
		argv[n++] = arg;
	}
	argv[n++] = (char *)"--data";
	argv[n++] = fixture.dir;
	argv[n] = NULL;
	return n;
}

int fixture_run(char **out, ...)
{
	char *argv[FIXTURE_ARGS];
	va_list args;
	int n;

	va_start(args, out);
	n = collect(argv, args);
	va_end(args);
	return run(argv, n, out);
}

json_t *fixture_json(int *code, ...)
{
	CLEANUP(freep) char *text = NULL;
	char *argv[FIXTURE_ARGS];
	json_error_t error;
	json_t *json;
	va_list args;
	int n;

	va_start(args, code);
	n = collect(argv, args);
	va_end(args);
	argv[n++] = (char *)"--format";
	argv[n++] = (char *)"json";
	argv[n] = NULL;
	*code = run(argv, n, &text);
	json = json_loads(text, 0, &error);
	if (!json)
		fail_msg("no JSON: %s: %s", error.text, text);
	return json;
}
