#include "corner.h"
#include "core/alloc.h"
#include "core/pack.h"
#include "core/times.h"
#include "indexer/fold.h"
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
/* after what it needs */
#include <cmocka.h>

static const char *const kinds[] = {"added", "changed", "closed", "reopened",
				    "reposted"};

void corner_open(struct corner *c)
{
	char template[] = "/tmp/jobq-test-XXXXXX";

	*c = (struct corner){0};
	assert_non_null(mkdtemp(template));
	c->dir = alloc_copy(template);
	c->corpus_path = alloc_format("%s/corpus", c->dir);
	c->index_path = alloc_format("%s/index", c->dir);
	assert_int_equal(corpus_open(&c->corpus, c->corpus_path, STORE_WRITE),
			 0);
}

void corner_reopen(struct corner *c)
{
	store_free(c->corpus);
	c->corpus = NULL;
	assert_int_equal(corpus_open(&c->corpus, c->corpus_path, STORE_WRITE),
			 0);
}

static int remove_entry(const char *path, const struct stat *st, int type,
			struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void corner_close(struct corner *c)
{
	store_free(c->corpus);
	nftw(c->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(c->dir);
	free(c->corpus_path);
	free(c->index_path);
}

/* Runs `body` in `txn` or in a transaction of its own. */
struct own {
	struct store_txn *txn;
	bool mine;
};

static struct own own_begin(struct corner *c, struct store_txn *txn)
{
	struct own own = {txn, !txn};

	if (!txn)
		assert_int_equal(store_begin(c->corpus, STORE_WRITE, &own.txn),
				 0);
	return own;
}

static void own_end(struct own *own)
{
	if (own->mine)
		assert_int_equal(store_commit(own->txn), 0);
}

static void set_content(const struct sighting *s, Jobq__Content *content,
			Jobq__Block *block, Jobq__Archive *archive)
{
	content->title = (char *)s->title;
	content->extractor = (char *)(s->extractor ? s->extractor : "x/1");
	block->name = (char *)"description";
	block->kind = (char *)"duty";
	block->text = (char *)(s->text ? s->text : s->title);
	archive->file = (char *)(s->file ? s->file : "archive/a.warc.gz");
	content->archive = archive;
	content->n_blocks = 1;
}

static Jobq__RoundId round_id(int day, uint64_t seq)
{
	Jobq__RoundId id = JOBQ__ROUND_ID__INIT;

	id.source = (char *)CORNER_SOURCE;
	id.time_ms = day * TIMES_DAY_MS;
	id.seq = seq ? seq : (uint64_t)day;
	return id;
}

int corner_see(struct corner *c, struct store_txn *txn,
	       const struct sighting *s)
{
	struct own own = own_begin(c, txn);
	Jobq__RoundId id = round_id(s->day, s->seq);
	Jobq__Observation o = JOBQ__OBSERVATION__INIT;
	Jobq__Content content = JOBQ__CONTENT__INIT;
	Jobq__Block block = JOBQ__BLOCK__INIT, *blocks[] = {&block};
	Jobq__Archive archive = JOBQ__ARCHIVE__INIT;
	int r;

	content.blocks = blocks;
	o.round = &id;
	o.key = (char *)s->key;
	o.presence = (Jobq__Presence)s->presence;
	if (s->title) {
		set_content(s, &content, &block, &archive);
		o.content = &content;
		o.complete = !s->partial;
	}
	r = intake_observation(own.txn, &o, &c->counts);
	own_end(&own);
	return r;
}

int corner_close_round(struct corner *c, struct store_txn *txn, int day,
		       int flags)
{
	struct own own = own_begin(c, txn);
	Jobq__RoundId id = round_id(day, 0);
	Jobq__Round round = JOBQ__ROUND__INIT;
	int r;

	round.id = &id;
	round.listing_ok = !(flags & ROUND_FAILED);
	round.listing_why = (char *)(flags & ROUND_FAILED ? "page 1: 503" : "");
	round.contents_ok = true;
	round.authoritative = !(flags & ROUND_LINKS);
	round.claimed = -1;
	r = intake_round(own.txn, &round, &c->counts);
	own_end(&own);
	return r;
}

int corner_accept(struct corner *c, struct store_txn *txn, int day)
{
	struct own own = own_begin(c, txn);
	Jobq__RoundId id = round_id(day, 0);
	Jobq__Acceptance acceptance = JOBQ__ACCEPTANCE__INIT;
	int r;

	acceptance.round = &id;
	acceptance.said_ms = 1;
	r = intake_acceptance(own.txn, &acceptance, &c->counts);
	own_end(&own);
	return r;
}

void corner_sources(struct corner *c, const char *company, const char *name)
{
	struct own own = own_begin(c, NULL);
	Jobq__Source source = JOBQ__SOURCE__INIT, *sources[] = {&source};

	source.id = (char *)CORNER_SOURCE;
	source.company = (char *)company;
	source.name_en = (char *)name;
	source.watched = true;
	assert_int_equal(intake_sources(own.txn, sources, 1), 0);
	own_end(&own);
}

void corner_fold(struct corner *c, struct store_txn *txn)
{
	struct own own = own_begin(c, txn);

	assert_int_equal(fold_dirty(own.txn, false), 0);
	own_end(&own);
}

/* ---- telling ---- */

static int day_of(int64_t ms)
{
	return (int)(ms / TIMES_DAY_MS);
}

static const char *key_of(struct store_txn *txn, const struct posting_id *id)
{
	const char *source, *key;

	assert_int_equal(corpus_posting(txn, id, &source, &key), 0);
	return key;
}

static void tell_version(struct bytes *out, struct store_txn *txn,
			 const struct posting_id *id,
			 const struct digest *version)
{
	CLEANUP(pack_freep) Jobq__Content *content = NULL;

	if (digest_none(version)) {
		bytes_add_text(out, " -");
		return;
	}
	assert_int_equal(corpus_content(txn, id, version, &content), 0);
	bytes_add_format(out, " '%s' of %s", content->title,
			 content->archive ? content->archive->file : "");
}

static void tell_spans(struct bytes *out, struct store_txn *txn)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn, .db = DB_SPANS};

	while (!store_next(&c)) {
		struct fold_span s;

		assert_int_equal(fold_read_span(c.key, c.value, &s), 0);
		bytes_add_format(
			out, "span %s %d/%d..%d end %d seen %d miss %d",
			key_of(txn, &s.posting), day_of(s.span.from_ms),
			(int)s.span.from_seq, day_of(s.span.until_ms),
			(int)s.span.ending, day_of(s.span.last_seen_ms),
			day_of(s.span.missing_since_ms));
		tell_version(out, txn, &s.posting, &s.span.version);
		bytes_add_char(out, '\n');
	}
}

static void tell_events(struct bytes *out, struct store_txn *txn)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn, .db = DB_EVENTS};

	while (!store_next(&c)) {
		/* without the log's sequence, which tells of the order */
		bytes_add_format(out, "event %s",
				 kinds[c.key.data[EVENT_KEY - 1] % 5]);
		for (size_t i = 0; i < c.key.len; i++)
			bytes_add_format(out, "%02x", (uint8_t)c.key.data[i]);
		for (size_t i = 8; i < c.value.len; i++)
			bytes_add_format(out, "%02x", (uint8_t)c.value.data[i]);
		bytes_add_char(out, '\n');
	}
}

static void tell_verdicts(struct bytes *out, struct store_txn *txn)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn, .db = DB_VERDICTS};

	while (!store_next(&c)) {
		CLEANUP(pack_freep)
		Jobq__RoundDoc *doc = PACK_READ(jobq__round_doc, c.value);

		assert_non_null(doc);
		bytes_add_format(out, "round %d %s '%s' %d +%d ~%d -%d !%d\n",
				 day_of(doc->round->id->time_ms), doc->state,
				 doc->reason, (int)doc->seen, (int)doc->added,
				 (int)doc->changed, (int)doc->closed,
				 (int)doc->unseen.len);
	}
}

char *corner_tell(struct corner *c, struct store_txn *txn)
{
	struct bytes out = {0};
	struct own own = own_begin(c, txn);

	tell_spans(&out, own.txn);
	tell_events(&out, own.txn);
	tell_verdicts(&out, own.txn);
	own_end(&own);
	return bytes_take(&out);
}

char *corner_log(struct corner *c)
{
	struct bytes out = {0};
	struct own own = own_begin(c, NULL);
	struct store_cursor cursor = {.txn = own.txn, .db = DB_LOG};

	while (!store_next(&cursor)) {
		struct fold_line line;

		assert_int_equal(fold_read_line(cursor.value, &line), 0);
		bytes_add_format(&out, "%s%c%s %s", out.len ? ", " : "",
				 line.asserted ? '+' : '-',
				 kinds[line.event.kind],
				 key_of(own.txn, &line.event.posting));
	}
	store_cursor_deinit(&cursor);
	own_end(&own);
	return bytes_take(&out);
}

uint64_t corner_seq(struct corner *c)
{
	struct own own = own_begin(c, NULL);
	uint64_t seq;

	assert_int_equal(corpus_seq(own.txn, &seq), 0);
	own_end(&own);
	return seq;
}

size_t corner_count(struct corner *c, int db)
{
	struct own own = own_begin(c, NULL);
	size_t n;

	assert_int_equal(store_count(own.txn, db, &n), 0);
	own_end(&own);
	return n;
}

int corner_set_up(void **state)
{
	struct corner *c = alloc_zero(1, sizeof(*c));

	corner_open(c);
	*state = c;
	return 0;
}

int corner_tear_down(void **state)
{
	corner_close(*state);
	free(*state);
	return 0;
}
