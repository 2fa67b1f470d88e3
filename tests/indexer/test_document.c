#include "core/alloc.h"
#include "core/pack.h"
#include "core/times.h"
#include "corner.h"
#include "indexer/document.h"
#include "indexer/language.h"
#include "indexer/schema.h"
#include "indexer/writer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

struct desk { /* a corner and an index of all that is in it */
	struct corner corner;
	struct textindex *index;
};

static int open_desk(void **state)
{
	struct desk *d = alloc_zero(1, sizeof(*d));

	corner_open(&d->corner);
	corner_sources(&d->corner, "lab", "Deep Lab");
	*state = d;
	return 0;
}

static int close_desk(void **state)
{
	struct desk *d = *state;

	textindex_free(d->index);
	corner_close(&d->corner);
	free(d);
	return 0;
}

static void index_all(struct desk *d)
{
	CLEANUP(writer_deinit) struct writer writer;
	CLEANUP(store_abortp) struct store_txn *txn = NULL;

	corner_fold(&d->corner, NULL);
	assert_int_equal(textindex_open_writer(&d->index, d->corner.index_path),
			 0);
	writer_init(&writer, d->index, NULL);
	assert_int_equal(store_begin(d->corner.corpus, STORE_READ, &txn), 0);
	assert_int_equal(writer_all(&writer, txn, NULL, NULL), 0);
	assert_int_equal(textindex_commit(d->index), 0);
}

static int keep_data(void *arg, const struct textindex_hit *hit)
{
	struct bytes *out = arg;

	bytes_reset(out);
	bytes_add(out, hit->data.data, hit->data.len);
	return 0;
}

/* How many documents match, consuming the query; the last one's data. */
static size_t hits(struct desk *d, struct textquery *query, struct bytes *data)
{
	CLEANUP(textquery_freep) struct textquery *owned = query;
	struct textindex_search search = {.query = owned};
	CLEANUP(bytes_deinit) struct bytes unused = {0};
	size_t total = 0;

	assert_int_equal(textindex_run(d->index, &search, keep_data,
				       data ? data : &unused, &total),
			 0);
	return total;
}

static size_t spans_with(struct desk *d, const char *prefix, const char *term)
{
	return hits(d,
		    textquery_and(textquery_term(TERM_TYPE, slice_text("span")),
				  textquery_term(prefix, slice_text(term))),
		    NULL);
}

static void see(struct desk *d, int day, const char *key, const char *title,
		const char *text)
{
	const struct sighting s = {
		.day = day, .key = key, .title = title, .text = text};

	assert_int_equal(corner_see(&d->corner, NULL, &s), 0);
}

static void a_span_is_found_by_title_text_and_stem(void **state)
{
	struct desk *d = *state;

	see(d, 1, "a", "Kernel Engineers", "异构计算 on Ascend");
	index_all(d);
	assert_int_equal(spans_with(d, "", "kernel"), 1);
	assert_int_equal(spans_with(d, "", "ascend"), 1);
	assert_int_equal(spans_with(d, "", "异构"), 1);
	assert_int_equal(spans_with(d, TERM_STEM, "engin"), 1);
	assert_int_equal(spans_with(d, TERM_TITLE, "kernel"), 1);
	assert_int_equal(spans_with(d, TERM_TITLE, "ascend"), 0);
	assert_int_equal(spans_with(d, TERM_STEM TERM_TITLE, "engin"), 1);
}

static void a_phrase_does_not_cross_title_and_text(void **state)
{
	struct desk *d = *state;
	const struct slice inside[] = {slice_text("kernel"),
				       slice_text("engineer")};
	const struct slice across[] = {slice_text("engineer"),
				       slice_text("writes")};

	see(d, 1, "a", "Kernel Engineer", "writes kernels");
	index_all(d);
	assert_int_equal(hits(d, textquery_phrase("", inside, 2), NULL), 1);
	assert_int_equal(hits(d, textquery_phrase("", across, 2), NULL), 0);
}

static void a_span_is_found_by_company_and_source(void **state)
{
	struct desk *d = *state;

	see(d, 1, "a", "Role", NULL);
	index_all(d);
	assert_int_equal(spans_with(d, TERM_COMPANY, "lab"), 1);
	assert_int_equal(spans_with(d, TERM_SOURCE, CORNER_SOURCE), 1);
	assert_int_equal(spans_with(d, TERM_NAME, "deep"), 1);
	assert_int_equal(spans_with(d, TERM_LANGUAGE, "en"), 1);
}

static Jobq__SpanDoc *span_doc(struct desk *d, int64_t open_at)
{
	CLEANUP(bytes_deinit) struct bytes data = {0};
	struct textquery *query = textquery_and(
		textquery_term(TERM_TYPE, slice_text("span")),
		textquery_and(textquery_range(VALUE_FROM, 0, (uint64_t)open_at),
			      textquery_range(VALUE_UNTIL,
					      (uint64_t)open_at + 1,
					      UINT64_MAX)));
	Jobq__SpanDoc *doc;

	assert_int_equal(hits(d, query, &data), 1);
	doc = PACK_READ(jobq__span_doc, slice_bytes(&data));
	assert_non_null(doc);
	return doc;
}

static void a_span_s_values_say_when_it_was_open(void **state)
{
	struct desk *d = *state;
	CLEANUP(pack_freep) Jobq__SpanDoc *before = NULL;
	CLEANUP(pack_freep) Jobq__SpanDoc *after = NULL;

	see(d, 1, "a", "Old", NULL);
	corner_close_round(&d->corner, NULL, 1, 0);
	see(d, 3, "a", "New", NULL);
	corner_close_round(&d->corner, NULL, 3, 0);
	index_all(d);
	before = span_doc(d, 2 * TIMES_DAY_MS);
	after = span_doc(d, 3 * TIMES_DAY_MS);
	assert_string_equal(before->content->title, "Old");
	assert_string_equal(after->content->title, "New");
	assert_int_equal(after->ordinal, 2);
	assert_int_equal(after->first_seen_ms, TIMES_DAY_MS);
	assert_int_equal(before->span->ending, JOBQ__ENDING__ENDING_CHANGED);
	assert_int_equal(strlen(after->version), 32);
	assert_string_equal(after->key, "a");
	assert_string_equal(after->company, "lab");
	assert_string_equal(after->content->archive->file, "archive/a.warc.gz");
}

static void a_posting_only_listed_has_no_content(void **state)
{
	struct desk *d = *state;
	const struct sighting listed = {.day = 1, .key = "a"};
	CLEANUP(pack_freep) Jobq__SpanDoc *doc = NULL;

	corner_see(&d->corner, NULL, &listed);
	index_all(d);
	doc = span_doc(d, TIMES_DAY_MS);
	assert_null(doc->content);
	assert_string_equal(doc->version, "");
	assert_string_equal(doc->language, "");
}

static void a_hint_is_shown_without_a_version(void **state)
{
	struct desk *d = *state;
	const struct sighting hint = {
		.day = 1, .key = "a", .title = "Role", .partial = true};
	CLEANUP(pack_freep) Jobq__SpanDoc *doc = NULL;

	corner_see(&d->corner, NULL, &hint);
	index_all(d);
	doc = span_doc(d, TIMES_DAY_MS);
	assert_string_equal(doc->content->title, "Role");
	assert_string_equal(doc->version, "");
}

static void reopened_without_content_shows_what_it_said(void **state)
{
	struct desk *d = *state;
	const struct sighting listed = {.day = 3, .key = "a"};
	CLEANUP(pack_freep) Jobq__SpanDoc *doc = NULL;

	see(d, 1, "a", "Role", NULL);
	see(d, 2, "b", "Other", NULL);
	corner_close_round(&d->corner, NULL, 2, 0); /* a closes */
	corner_see(&d->corner, NULL, &listed);
	corner_close_round(&d->corner, NULL, 3, 0); /* b closes */
	index_all(d);
	doc = span_doc(d, 3 * TIMES_DAY_MS);
	assert_string_equal(doc->content->title, "Role");
	assert_string_equal(doc->version, "");
	assert_int_equal(doc->ordinal, 2);
}

static Jobq__EventDoc *event_doc(struct desk *d, const char *kind)
{
	CLEANUP(bytes_deinit) struct bytes data = {0};
	Jobq__EventDoc *doc;

	assert_int_equal(
		hits(d, textquery_term(TERM_KIND, slice_text(kind)), &data), 1);
	doc = PACK_READ(jobq__event_doc, slice_bytes(&data));
	assert_non_null(doc);
	return doc;
}

static void a_change_names_its_fields(void **state)
{
	struct desk *d = *state;
	CLEANUP(pack_freep) Jobq__EventDoc *doc = NULL;

	see(d, 1, "a", "Old", "text");
	see(d, 2, "a", "New", "text");
	index_all(d);
	doc = event_doc(d, "changed");
	assert_int_equal(doc->event->n_fields, 1);
	assert_string_equal(doc->event->fields[0], "title");
	assert_string_equal(doc->title, "New");
	assert_int_equal(doc->event->version.len, DIGEST_BYTES);
	assert_int_equal(doc->event->version_before.len, DIGEST_BYTES);
	assert_true(doc->asserted);
	assert_int_equal(doc->seq, 2);
}

static void a_closure_tells_what_it_was(void **state)
{
	struct desk *d = *state;
	CLEANUP(pack_freep) Jobq__EventDoc *doc = NULL;

	see(d, 1, "a", "Role", NULL);
	see(d, 1, "b", "Other", NULL);
	see(d, 2, "b", "Other", NULL);
	corner_close_round(&d->corner, NULL, 2, 0);
	index_all(d);
	doc = event_doc(d, "closed");
	assert_string_equal(doc->title, "Role");
	assert_int_equal(doc->event->ending, JOBQ__ENDING__ENDING_LISTING);
	assert_int_equal(doc->event->last_seen_ms, TIMES_DAY_MS);
	assert_int_equal(
		hits(d, textquery_term(TERM_DAY, slice_text("19700103")), NULL),
		1);
	assert_int_equal(
		hits(d, textquery_term(TERM_MONTH, slice_text("197001")), NULL),
		3);
}

static void a_repost_names_the_earlier_key(void **state)
{
	struct desk *d = *state;
	CLEANUP(pack_freep) Jobq__EventDoc *doc = NULL;

	see(d, 1, "a", "Role", "same");
	see(d, 1, "z", "Other", NULL);
	corner_close_round(&d->corner, NULL, 1, 0);
	see(d, 2, "b", "Role", "same");
	see(d, 2, "z", "Other", NULL);
	corner_close_round(&d->corner, NULL, 2, 0);
	index_all(d);
	doc = event_doc(d, "reposted");
	assert_string_equal(doc->event->key, "b");
	assert_string_equal(doc->event->other_key, "a");
}

static void a_round_has_its_verdict(void **state)
{
	struct desk *d = *state;
	CLEANUP(bytes_deinit) struct bytes data = {0};
	CLEANUP(pack_freep) Jobq__RoundDoc *doc = NULL;

	see(d, 1, "a", "Role", NULL);
	corner_close_round(&d->corner, NULL, 1, 0);
	index_all(d);
	assert_int_equal(
		hits(d, textquery_term(TERM_TYPE, slice_text("round")), &data),
		1);
	doc = PACK_READ(jobq__round_doc, slice_bytes(&data));
	assert_non_null(doc);
	assert_string_equal(doc->state, "complete");
	assert_string_equal(doc->company, "lab");
	assert_int_equal(doc->seen, 1);
	assert_int_equal(doc->added, 1);
}

static void a_source_is_in_the_metadata(void **state)
{
	struct desk *d = *state;
	CLEANUP(bytes_deinit) struct bytes packed = {0};
	CLEANUP(pack_freep) Jobq__Source *source = NULL;

	index_all(d);
	assert_int_equal(textindex_metadata(d->index, META_SOURCE CORNER_SOURCE,
					    &packed),
			 0);
	source = PACK_READ(jobq__source, slice_bytes(&packed));
	assert_non_null(source);
	assert_string_equal(source->name_en, "Deep Lab");
	assert_true(source->watched);
}

static const char *language(const char *title, const char *text)
{
	Jobq__Content content = JOBQ__CONTENT__INIT;
	Jobq__Block block = JOBQ__BLOCK__INIT, *blocks[] = {&block};

	content.title = (char *)title;
	block.text = (char *)text;
	content.blocks = blocks;
	content.n_blocks = 1;
	return language_of(&content);
}

static void a_language_is_known_by_its_share_of_han(void **state)
{
	(void)state;
	assert_string_equal(language("", ""), "");
	assert_string_equal(language("12345", "!?"), "");
	assert_string_equal(language("Engineer", "écrit"), "en");
	assert_string_equal(language("算法工程师", "负责 CUDA"), "zh");
	assert_string_equal(language("Engineer in a team 算法", "writes"),
			    "mixed");
	assert_string_equal(language("\xff\xfe", "\xe4\xb8"), "");
	assert_string_equal(language_of(NULL), "");
}

#define FACT(f) cmocka_unit_test_setup_teardown(f, open_desk, close_desk)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(a_span_is_found_by_title_text_and_stem),
		FACT(a_phrase_does_not_cross_title_and_text),
		FACT(a_span_is_found_by_company_and_source),
		FACT(a_span_s_values_say_when_it_was_open),
		FACT(a_posting_only_listed_has_no_content),
		FACT(a_hint_is_shown_without_a_version),
		FACT(reopened_without_content_shows_what_it_said),
		FACT(a_change_names_its_fields),
		FACT(a_closure_tells_what_it_was),
		FACT(a_repost_names_the_earlier_key),
		FACT(a_round_has_its_verdict),
		FACT(a_source_is_in_the_metadata),
		FACT(a_language_is_known_by_its_share_of_han),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
