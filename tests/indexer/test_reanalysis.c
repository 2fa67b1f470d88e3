/*
 * What becomes of the analyses and of the corpus when the rules change:
 * reanalysis.c with analyses.c and apply.c.
 */
#include "core/alloc.h"
#include "core/pack.h"
#include "corner.h"
#include "indexer/apply.h"
#include "indexer/reanalysis.h"
#include "indexer/schema.h"
#include "indexer/textindex.h"
#include "rulesdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

struct lab {
	struct corner corner;
	struct analyser *old, *now;
};

static struct analyser *analyser_of(struct lab *l, const char *name)
{
	CLEANUP(freep) char *to = alloc_format("%s/%s", l->corner.dir, name);
	CLEANUP(freep) char *dir = rulesdir_copy(to, name);
	struct analyser *analyser = NULL;

	assert_int_equal(analyser_new(&analyser, dir), 0);
	return analyser;
}

static int open_lab(void **state)
{
	struct lab *l = alloc_zero(1, sizeof(*l));

	corner_open(&l->corner);
	corner_sources(&l->corner, "lab", "Lab");
	l->old = analyser_of(l, "old");
	l->now = analyser_of(l, "now");
	*state = l;
	return 0;
}

static int close_lab(void **state)
{
	struct lab *l = *state;

	analyser_free(l->old);
	analyser_free(l->now);
	corner_close(&l->corner);
	free(l);
	return 0;
}

static void see(struct lab *l, int day, const char *key, const char *text)
{
	const struct sighting s = {
		.day = day, .key = key, .title = "工程师", .text = text};

	assert_int_equal(corner_see(&l->corner, NULL, &s), 0);
	corner_fold(&l->corner, NULL);
}

/* Brings the index up to date by these rules; how many analyses that made. */
static size_t apply_by(struct lab *l, const struct analyser *analyser)
{
	CLEANUP(analyses_freep)
	struct analyses *analyses = analyses_new(l->corner.corpus, analyser);
	const struct apply_options options = {.corpus = l->corner.corpus,
					      .path = l->corner.index_path,
					      .analyses = analyses};
	CLEANUP(apply_freep) struct apply *a = NULL;

	assert_int_equal(apply_open(&a, &options), 0);
	assert_int_equal(apply_flush(a), 0);
	return analyses_made(analyses);
}

static struct reanalysis begin(struct lab *l, const struct analyser *analyser)
{
	struct reanalysis walk = {0};
	struct store_txn *txn = NULL;

	assert_int_equal(store_begin(l->corner.corpus, STORE_WRITE, &txn), 0);
	assert_int_equal(
		reanalysis_begin(&walk, txn,
				 rules_digest(analyser_rules(analyser))),
		0);
	assert_int_equal(store_commit(txn), 0);
	return walk;
}

static int step(struct lab *l, struct reanalysis *walk, size_t max)
{
	struct store_txn *txn = NULL;
	int r;

	assert_int_equal(store_begin(l->corner.corpus, STORE_WRITE, &txn), 0);
	r = reanalysis_step(walk, txn, max);
	assert_int_equal(store_commit(txn), 0);
	return r;
}

static void walk_all(struct lab *l, const struct analyser *analyser)
{
	struct reanalysis walk = begin(l, analyser);

	for (int i = 0; i < 100 && walk.under_way; i++)
		assert_true(step(l, &walk, 2) >= 0);
	assert_false(walk.under_way);
}

static int keep_data(void *arg, const struct textindex_hit *hit)
{
	struct bytes *out = arg;

	bytes_reset(out);
	bytes_add(out, hit->data.data, hit->data.len);
	return 0;
}

/* How many spans a term finds; the last one's data. */
static size_t found(struct lab *l, const char *prefix, const char *term,
		    struct bytes *data)
{
	CLEANUP(textindex_freep) struct textindex *index = NULL;
	CLEANUP(textquery_freep)
	struct textquery *query = textquery_term(prefix, slice_text(term));
	struct textindex_search search = {.query = query};
	size_t total = 0;

	assert_int_equal(textindex_open_reader(&index, l->corner.index_path),
			 0);
	assert_int_equal(textindex_run(index, &search, keep_data, data, &total),
			 0);
	return total;
}

static void expect_rules(struct lab *l, const struct analyser *analyser)
{
	CLEANUP(bytes_deinit) struct bytes data = {0};
	CLEANUP(pack_freep) Jobq__SpanDoc *doc = NULL;
	char hex[DIGEST_HEX];

	assert_int_equal(found(l, TERM_TYPE, "span", &data), 1);
	doc = PACK_READ(jobq__span_doc, slice_bytes(&data));
	assert_non_null(doc);
	assert_non_null(doc->analysis);
	assert_string_equal(
		doc->analysis->rules,
		digest_hex(rules_digest(analyser_rules(analyser)), hex));
}

static void a_version_is_read_once(void **state)
{
	struct lab *l = *state;

	see(l, 1, "a", "负责昇腾集群");
	assert_int_equal(apply_by(l, l->old), 1);
	assert_int_equal(corner_count(&l->corner, DB_ANALYSES), 1);
	corner_close_round(&l->corner, NULL, 1, 0);
	corner_close_round(&l->corner, NULL, 2, ROUND_FAILED);
	corner_fold(&l->corner, NULL);
	assert_int_equal(apply_by(l, l->old), 0);
	see(l, 3, "a", "负责运维");
	assert_int_equal(apply_by(l, l->old), 1);
	assert_int_equal(corner_count(&l->corner, DB_ANALYSES), 2);
}

static void a_company_s_new_name_is_read_anew(void **state)
{
	struct lab *l = *state;

	see(l, 1, "a", "负责昇腾集群");
	apply_by(l, l->old);
	corner_sources(&l->corner, "lab", "Other");
	assert_int_equal(apply_by(l, l->old), 1);
	assert_int_equal(corner_count(&l->corner, DB_ANALYSES), 1);
}

static void a_concept_finds_its_span_by_family_section_and_stage(void **state)
{
	struct lab *l = *state;
	CLEANUP(bytes_deinit) struct bytes data = {0};

	see(l, 1, "a", "岗位职责：\n1、负责昇腾集群在生产环境的上线与值班；\n");
	apply_by(l, l->old);
	assert_int_equal(found(l, TERM_MENTION, "hw.ascend", &data), 1);
	assert_int_equal(found(l, TERM_MENTION, "hw.domestic", &data), 1);
	assert_int_equal(
		found(l, TERM_MENTION, "hw.ascend/duty/production", &data), 1);
	assert_int_equal(
		found(l, TERM_MENTION, "hw.ascend/bonus/production", &data), 0);
	assert_int_equal(found(l, TERM_STAGE, "production", &data), 1);
}

static void another_digest_reads_all_again(void **state)
{
	struct lab *l = *state;

	see(l, 1, "a", "负责昇腾集群");
	walk_all(l, l->old);
	apply_by(l, l->old);
	expect_rules(l, l->old);
	walk_all(l, l->now);
	assert_int_equal(apply_by(l, l->now), 1);
	expect_rules(l, l->now);
	assert_int_equal(corner_count(&l->corner, DB_ANALYSES), 1);
}

static void new_rules_are_no_event(void **state)
{
	struct lab *l = *state;
	CLEANUP(freep) char *before = NULL, *after = NULL;
	CLEANUP(freep) char *log_before = NULL, *log_after = NULL;

	for (int day = 1; day <= 3; day++)
		see(l, day, "a", day < 3 ? "负责昇腾预研" : "负责昇腾上线");
	walk_all(l, l->old);
	apply_by(l, l->old);
	before = corner_tell(&l->corner, NULL);
	log_before = corner_log(&l->corner);
	walk_all(l, l->now);
	apply_by(l, l->now);
	after = corner_tell(&l->corner, NULL);
	log_after = corner_log(&l->corner);
	assert_string_equal(before, after);
	assert_string_equal(log_before, log_after);
}

static void the_same_rules_walk_no_second_time(void **state)
{
	struct lab *l = *state;
	struct reanalysis walk;

	see(l, 1, "a", "负责昇腾集群");
	walk_all(l, l->old);
	walk = begin(l, l->old);
	assert_false(walk.under_way);
}

static void killed_on_the_way_it_goes_on_there(void **state)
{
	static const char *const keys[] = {"a", "b", "c", "d", "e"};
	struct lab *l = *state;
	struct reanalysis walk;
	uint64_t seq;

	for (size_t i = 0; i < 5; i++)
		see(l, 1, keys[i], "负责昇腾集群");
	apply_by(l, l->old);
	walk_all(l, l->old);
	walk = begin(l, l->now);
	assert_int_equal(walk.total, 5);
	seq = corner_seq(&l->corner);
	assert_int_equal(step(l, &walk, 2), 0);
	corner_reopen(&l->corner);
	walk = begin(l, l->now);
	assert_true(walk.under_way);
	assert_int_equal(walk.done, 2);
	assert_int_equal(step(l, &walk, 2), 0);
	assert_int_equal(step(l, &walk, 2), 0);
	assert_int_equal(step(l, &walk, 2), REANALYSIS_E_DONE);
	assert_int_equal(corner_seq(&l->corner) - seq, 5);
	assert_int_equal(apply_by(l, l->now), 5);
}

#define FACT(f) cmocka_unit_test_setup_teardown(f, open_lab, close_lab)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(a_version_is_read_once),
		FACT(a_company_s_new_name_is_read_anew),
		FACT(a_concept_finds_its_span_by_family_section_and_stage),
		FACT(another_digest_reads_all_again),
		FACT(new_rules_are_no_event),
		FACT(the_same_rules_walk_no_second_time),
		FACT(killed_on_the_way_it_goes_on_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
