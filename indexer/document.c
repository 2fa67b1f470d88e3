#include "indexer/document.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/pack.h"
#include "indexer/features.h"
#include "indexer/language.h"
#include "indexer/schema.h"
#include <errno.h>
#include <stdio.h>
#include <time.h>

/* What a span or an event is about. */
struct subject {
	const char *source, *key; /* in the corpus */
	char posting[POSTING_HEX];
	Jobq__Source *about;	  /* of the source */
	Jobq__Content *content;	  /* NULL: nothing was ever said */
	Jobq__Analysis *analysis; /* of spans; NULL: there is no text */
};

static void subject_deinit(struct subject *s)
{
	pack_freep(&s->about);
	pack_freep(&s->content);
	pack_freep(&s->analysis);
}

/* ---- ids ---- */

static void id_of(char id[DOCUMENT_ID], char kind, const void *data, size_t len)
{
	struct digest d = digest_of(data, len);
	char hex[DIGEST_HEX];

	snprintf(id, DOCUMENT_ID, TERM_ID "%c%s", kind, digest_hex(&d, hex));
}

void document_span_id(char id[DOCUMENT_ID], const struct corpus_key *span)
{
	id_of(id, 's', span->bytes + SOURCE_KEY, SPAN_KEY - SOURCE_KEY);
}

void document_round_id(char id[DOCUMENT_ID], const struct corpus_key *round)
{
	id_of(id, 'r', round->bytes, ROUND_KEY);
}

/* ---- terms ---- */

static void add_bool(struct document_maker *m, const char *prefix,
		     const char *text)
{
	if (*text)
		textdoc_term(m->doc, prefix, slice_text(text));
}

/* The words of `text` under `prefix`, from `position`; returns the next one
 * that a phrase from here cannot reach. */
static uint32_t add_words(struct document_maker *m, const char *prefix,
			  const char *text, uint32_t position)
{
	char stem[16];
	struct token token;

	snprintf(stem, sizeof(stem), TERM_STEM "%s", prefix);
	tokens_begin(m->tokens, slice_text(text), position);
	while (tokens_next(m->tokens, &token)) {
		struct slice term = slice_of(token.text, token.len);

		if (token.kind == TOKEN_STEM)
			textdoc_term(m->doc, stem, term);
		else
			textdoc_posting(m->doc, prefix, term, token.position);
	}
	return tokens_position(m->tokens) + TOKEN_GAP;
}

static void add_text(struct document_maker *m, const Jobq__Content *content)
{
	uint32_t at = add_words(m, "", content->title, 1);

	for (size_t i = 0; i < content->n_blocks; i++)
		at = add_words(m, "", content->blocks[i]->text, at);
}

static void add_fields(struct document_maker *m, const Jobq__Content *content)
{
	uint32_t at = 1;

	add_words(m, TERM_TITLE, content->title, 1);
	at = add_words(m, TERM_TEAM, content->team, 1);
	add_words(m, TERM_TEAM, content->department, at);
	at = add_words(m, TERM_JOBTYPE, content->employment_type, 1);
	add_words(m, TERM_JOBTYPE, content->recruit_type, at);
	at = 1;
	for (size_t i = 0; i < content->n_locations; i++)
		at = add_words(m, TERM_CITY, content->locations[i], at);
}

static void add_subject(struct document_maker *m, const struct subject *s)
{
	uint32_t at = add_words(m, TERM_NAME, s->about->company, 1);

	at = add_words(m, TERM_NAME, s->about->name_en, at);
	add_words(m, TERM_NAME, s->about->name_zh, at);
	add_bool(m, TERM_POSTING, s->posting);
	add_bool(m, TERM_COMPANY, s->about->company);
	add_bool(m, TERM_SOURCE, s->source);
	add_bool(m, TERM_LANGUAGE, language_of(s->content));
	if (s->content)
		add_fields(m, s->content);
}

/* ---- reading the corpus ---- */

static int read_subject(struct store_txn *txn, const struct posting_id *id,
			struct subject *out)
{
	struct corpus_key source;
	int r = corpus_posting(txn, id, &out->source, &out->key);

	posting_hex(id, out->posting);
	if (r)
		return fold(r, "corpus: a posting without its record");
	source = corpus_source_key(out->source);
	return corpus_source(txn, &source, out->source, &out->about);
}

static int read_version(struct store_txn *txn, const struct posting_id *id,
			const struct digest *version, Jobq__Content **out)
{
	int r;

	if (digest_none(version))
		return 0;
	r = corpus_content(txn, id, version, out);
	return r == CORPUS_E_ABSENT ? 0 : r;
}

/* A span's place among its posting's, the posting's beginning, and the last
 * version that was known by then. */
struct place {
	uint32_t ordinal;
	int64_t first_ms;
	struct digest version;
};

static int find_place(struct store_txn *txn, const struct fold_span *span,
		      struct place *out)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {
		.txn = txn,
		.db = DB_SPANS,
		.prefix =
			slice_of(span->key.bytes, SOURCE_KEY + POSTING_BYTES)};
	int r;

	while (!(r = store_next(&c))) {
		struct fold_span other;

		r = fold_read_span(c.key, c.value, &other);
		if (r)
			return r;
		if (!out->ordinal++)
			out->first_ms = other.span.from_ms;
		if (!digest_none(&other.span.version))
			out->version = other.span.version;
		if (slice_equal(c.key, corpus_key_slice(&span->key)))
			return 0;
	}
	return fold(r, "corpus: a span that is not there");
}

static int read_analysis(struct document_maker *m,
			 const struct posting_id *posting,
			 const struct digest *version, struct subject *s)
{
	const struct analyses_ask ask = {.txn = m->txn,
					 .posting = posting,
					 .version = version,
					 .content = s->content,
					 .source = s->about};

	return m->analyses ? analyses_get(m->analyses, &ask, &s->analysis) : 0;
}

/* What a span shows: its version; where it has none, what the posting said
 * before; else what its listing says. */
static int read_span_content(struct document_maker *m,
			     const struct fold_span *span,
			     const struct place *place, struct subject *s)
{
	const struct digest *version = digest_none(&span->span.version)
					       ? &place->version
					       : &span->span.version;
	int r = read_version(m->txn, &span->posting, version, &s->content);

	if (!r && s->content)
		return read_analysis(m, &span->posting, version, s);
	if (r)
		return r;
	r = corpus_hint(m->txn, &span->posting, &s->content);
	return r == CORPUS_E_ABSENT ? 0 : r;
}

/* ---- spans ---- */

static void set_span_record(Jobq__Span *out, const struct timeline_span *span)
{
	out->from_ms = span->from_ms;
	out->until_ms = span->until_ms;
	out->ending = (Jobq__Ending)span->ending;
	out->last_seen_ms = span->last_seen_ms;
	out->missing_since_ms = span->missing_since_ms;
	out->from_seq = span->from_seq;
	if (digest_none(&span->version))
		return;
	out->version.data = (uint8_t *)span->version.bytes;
	out->version.len = DIGEST_BYTES;
}

static void set_data(struct document_maker *m, const ProtobufCMessage *record)
{
	CLEANUP(bytes_deinit) struct bytes packed = {0};

	pack_add(&packed, record);
	textdoc_data(m->doc, slice_bytes(&packed));
}

static void set_span_data(struct document_maker *m,
			  const struct fold_span *span,
			  const struct place *place, const struct subject *s)
{
	Jobq__SpanDoc doc = JOBQ__SPAN_DOC__INIT;
	Jobq__Span record = JOBQ__SPAN__INIT;
	char version[DIGEST_HEX] = "";

	set_span_record(&record, &span->span);
	if (!digest_none(&span->span.version))
		digest_hex(&span->span.version, version);
	doc.posting = (char *)s->posting;
	doc.source = (char *)s->source;
	doc.key = (char *)s->key;
	doc.company = s->about->company;
	doc.name_en = s->about->name_en;
	doc.name_zh = s->about->name_zh;
	doc.content = s->content;
	doc.version = version;
	doc.span = &record;
	doc.first_seen_ms = place->first_ms;
	doc.language = (char *)language_of(s->content);
	doc.ordinal = place->ordinal;
	doc.analysis = s->analysis;
	set_data(m, &doc.base);
}

static void set_span_values(struct document_maker *m,
			    const struct fold_span *span,
			    const struct place *place, const struct subject *s)
{
	const char *board = *s->about->board ? s->about->board : s->source;
	const struct slice identity[] = {slice_text(s->about->company),
					 slice_text(board), slice_text(s->key)};
	struct digest same = digest_of_parts(identity, 3);

	textdoc_value(m->doc, VALUE_FROM, (uint64_t)span->span.from_ms);
	textdoc_value(m->doc, VALUE_UNTIL,
		      span->span.until_ms ? (uint64_t)span->span.until_ms
					  : UINT64_MAX);
	textdoc_value(m->doc, VALUE_FIRST, (uint64_t)place->first_ms);
	textdoc_value_bytes(m->doc, VALUE_BOARD,
			    slice_of(same.bytes, DIGEST_BYTES));
	if (s->content && s->content->posted_ms > 0)
		textdoc_value(m->doc, VALUE_POSTED,
			      (uint64_t)s->content->posted_ms);
	if (s->analysis)
		features_add_values(m->doc, s->analysis);
}

int document_span(struct document_maker *m, const struct fold_span *span,
		  enum document_part part)
{
	CLEANUP(subject_deinit) struct subject s = {0};
	struct place place = {0};
	int r = read_subject(m->txn, &span->posting, &s);

	if (!r)
		r = find_place(m->txn, span, &place);
	if (!r)
		r = read_span_content(m, span, &place, &s);
	if (r)
		return r;
	textdoc_reset(m->doc);
	document_span_id(m->id, &span->key);
	set_span_values(m, span, &place, &s);
	set_span_data(m, span, &place, &s);
	if (part == DOCUMENT_VALUES)
		return 0;
	add_bool(m, TERM_TYPE, "span");
	add_subject(m, &s);
	if (s.content)
		add_text(m, s.content);
	if (s.analysis)
		features_add_terms(m->doc, s.analysis);
	return 0;
}

/* ---- lines of the log ---- */

static const char *kind_name(enum _Jobq__EventKind kind)
{
	static const char *const names[] = {
		[JOBQ__EVENT_KIND__EVENT_ADDED] = "added",
		[JOBQ__EVENT_KIND__EVENT_CHANGED] = "changed",
		[JOBQ__EVENT_KIND__EVENT_CLOSED] = "closed",
		[JOBQ__EVENT_KIND__EVENT_REOPENED] = "reopened",
		[JOBQ__EVENT_KIND__EVENT_REPOSTED] = "reposted",
	};

	return (size_t)kind < sizeof(names) / sizeof(*names) ? names[kind] : "";
}

static void set_bytes(ProtobufCBinaryData *out, const struct digest *d)
{
	if (digest_none(d))
		return;
	out->data = (uint8_t *)d->bytes;
	out->len = DIGEST_BYTES;
}

enum { FIELDS_MAX = 16 };

/* Which of the version's parts differ; static names. */
static int read_fields(struct document_maker *m,
		       const struct timeline_event *event,
		       const Jobq__Content *after,
		       const char *fields[FIELDS_MAX], size_t *n)
{
	CLEANUP(pack_freep) Jobq__Content *before = NULL;
	int r;

	if (event->kind != JOBQ__EVENT_KIND__EVENT_CHANGED)
		return 0;
	r = read_version(m->txn, &event->posting, &event->before, &before);
	if (!r && before && after)
		*n = digest_fields(before, after, fields, FIELDS_MAX);
	return r;
}

static int read_other_key(struct document_maker *m,
			  const struct timeline_event *event, const char **out)
{
	const char *source;
	int r;

	if (event->kind != JOBQ__EVENT_KIND__EVENT_REPOSTED)
		return 0;
	r = corpus_posting(m->txn, &event->other, &source, out);
	return fold(r, "corpus: a posting without its record");
}

static int set_event_record(struct document_maker *m,
			    const struct timeline_event *event,
			    const struct subject *s, Jobq__Event *out)
{
	const char *other = "";
	int r = read_other_key(m, event, &other);

	if (r)
		return r;
	out->kind = (Jobq__EventKind)event->kind;
	out->source = (char *)s->source;
	out->key = (char *)s->key;
	out->at_ms = event->at_ms;
	out->at_seq = event->at_seq;
	out->other_key = (char *)other;
	out->ending = (Jobq__Ending)event->ending;
	out->last_seen_ms = event->last_seen_ms;
	if (event->kind == JOBQ__EVENT_KIND__EVENT_CLOSED) {
		set_bytes(&out->version, &event->before);
		return 0;
	}
	set_bytes(&out->version, &event->after);
	set_bytes(&out->version_before, &event->before);
	return 0;
}

static int set_line_data(struct document_maker *m, uint64_t seq,
			 const struct fold_line *line, const struct subject *s)
{
	Jobq__EventDoc doc = JOBQ__EVENT_DOC__INIT;
	Jobq__Event event = JOBQ__EVENT__INIT;
	struct digest key = digest_of(line->key.bytes, line->key.len);
	const char *fields[FIELDS_MAX];
	char hex[DIGEST_HEX];
	int r = set_event_record(m, &line->event, s, &event);

	if (!r)
		r = read_fields(m, &line->event, s->content, fields,
				&event.n_fields);
	if (r)
		return r;
	event.fields = (char **)fields;
	doc.seq = seq;
	doc.event_key = (char *)digest_hex(&key, hex);
	doc.asserted = line->asserted;
	doc.event = &event;
	doc.posting = (char *)s->posting;
	doc.company = s->about->company;
	if (s->content) {
		doc.title = s->content->title;
		doc.external_id = s->content->external_id;
		doc.url = s->content->url;
	}
	set_data(m, &doc.base);
	return 0;
}

static void add_dates(struct document_maker *m, int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	char day[40] = "", month[40] = "";
	struct tm tm;

	if (!gmtime_r(&seconds, &tm))
		return; /* a year beyond what a day can say */
	strftime(day, sizeof(day), "%Y%m%d", &tm);
	strftime(month, sizeof(month), "%Y%m", &tm);
	add_bool(m, TERM_DAY, day);
	add_bool(m, TERM_MONTH, month);
}

int document_line(struct document_maker *m, uint64_t seq,
		  const struct fold_line *line)
{
	CLEANUP(subject_deinit) struct subject s = {0};
	const struct timeline_event *event = &line->event;
	int r = read_subject(m->txn, &event->posting, &s);

	if (!r)
		r = read_version(m->txn, &event->posting,
				 event->kind == JOBQ__EVENT_KIND__EVENT_CLOSED
					 ? &event->before
					 : &event->after,
				 &s.content);
	if (!r && !s.content)
		r = corpus_hint(m->txn, &event->posting, &s.content);
	if (r < 0)
		return r;
	textdoc_reset(m->doc);
	snprintf(m->id, sizeof(m->id), TERM_ID "e%016llx",
		 (unsigned long long)seq);
	textdoc_value(m->doc, VALUE_SEQ, seq);
	textdoc_value(m->doc, VALUE_AT, (uint64_t)event->at_ms);
	textdoc_value(m->doc, VALUE_ROUND_SEQ, event->at_seq);
	add_bool(m, TERM_TYPE, "event");
	add_bool(m, TERM_KIND, kind_name(event->kind));
	add_dates(m, event->at_ms);
	add_subject(m, &s);
	return set_line_data(m, seq, line, &s);
}

/* ---- rounds ---- */

int document_round(struct document_maker *m, const struct corpus_key *key,
		   struct slice verdict)
{
	CLEANUP(pack_freep)
	Jobq__RoundDoc *doc = PACK_READ(jobq__round_doc, verdict);
	CLEANUP(pack_freep) Jobq__Source *source = NULL;
	int r;

	if (!doc || !doc->round || !doc->round->id)
		return fail(-EIO, "corpus: a verdict is damaged");
	r = corpus_source(m->txn, key, doc->round->id->source, &source);
	if (r)
		return r;
	textdoc_reset(m->doc);
	document_round_id(m->id, key);
	doc->company = alloc_copy(source->company);
	textdoc_value(m->doc, VALUE_AT, (uint64_t)doc->round->id->time_ms);
	textdoc_value(m->doc, VALUE_ROUND_SEQ, doc->round->id->seq);
	add_bool(m, TERM_TYPE, "round");
	add_bool(m, TERM_SOURCE, doc->round->id->source);
	add_bool(m, TERM_COMPANY, source->company);
	set_data(m, &doc->base);
	return 0;
}
