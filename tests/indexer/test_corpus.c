#include "core/alloc.h"
#include "core/pack.h"
#include "corner.h"
#include "indexer/fold.h"
#include "indexer/sets.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

static const struct sighting a1 = {.day = 1, .key = "a", .title = "Role A"};

static void the_same_observation_twice_changes_nothing(void **state)
{
	struct corner *c = *state;
	CLEANUP(freep) char *once = NULL;
	CLEANUP(freep) char *twice = NULL;
	uint64_t seq;

	assert_int_equal(corner_see(c, NULL, &a1), 0);
	corner_fold(c, NULL);
	once = corner_tell(c, NULL);
	seq = corner_seq(c);
	assert_int_equal(corner_see(c, NULL, &a1), 0);
	corner_fold(c, NULL);
	twice = corner_tell(c, NULL);
	assert_string_equal(once, twice);
	assert_int_equal(corner_seq(c), seq);
	assert_int_equal(c->counts.observations, 1);
}

static void the_same_round_twice_changes_nothing(void **state)
{
	struct corner *c = *state;
	uint64_t seq;

	corner_see(c, NULL, &a1);
	assert_int_equal(corner_close_round(c, NULL, 1, 0), 0);
	corner_fold(c, NULL);
	seq = corner_seq(c);
	assert_int_equal(corner_close_round(c, NULL, 1, 0), 0);
	assert_int_equal(corner_count(c, DB_DIRTY), 0);
	corner_fold(c, NULL);
	assert_int_equal(corner_seq(c), seq);
}

static void of_two_accounts_of_a_round_the_lesser_stays(void **state)
{
	struct corner *c = *state;

	for (int i = 0; i < 2; i++) {
		CLEANUP(freep) char *told = NULL;

		/* day 1: the good account first; day 2: the bad one first */
		corner_close_round(c, NULL, i + 1, i ? ROUND_FAILED : 0);
		corner_close_round(c, NULL, i + 1, i ? 0 : ROUND_FAILED);
		corner_fold(c, NULL);
		told = corner_tell(c, NULL);
		assert_non_null(
			strstr(told, i ? "round 2 failed" : "round 1 failed"));
	}
}

static void what_a_closed_round_saw_is_a_set(void **state)
{
	struct corner *c = *state;
	const struct sighting a2 = {.day = 2, .key = "a", .title = "Role A"};

	corner_see(c, NULL, &a1);
	corner_close_round(c, NULL, 1, 0);
	corner_fold(c, NULL);
	assert_int_equal(corner_count(c, DB_SEEN), 0);
	assert_int_equal(corner_count(c, DB_SETS), 1);
	corner_see(c, NULL, &a2);
	corner_close_round(c, NULL, 2, 0);
	corner_fold(c, NULL);
	assert_int_equal(corner_count(c, DB_SETS), 1); /* shared */
}

static void equal_contents_are_stored_once_the_earliest_round_s(void **state)
{
	struct corner *c = *state;
	const struct sighting late = {
		.day = 3, .key = "a", .title = "Role A", .file = "3"};
	const struct sighting early = {
		.day = 2, .key = "a", .title = "Role A", .file = "2"};
	CLEANUP(freep) char *told = NULL;

	corner_see(c, NULL, &late);
	corner_see(c, NULL, &early);
	corner_see(c, NULL, &late);
	corner_fold(c, NULL);
	assert_int_equal(corner_count(c, DB_CONTENTS), 1);
	told = corner_tell(c, NULL);
	assert_non_null(strstr(told, "'Role A' of 2"));
}

static void one_version_of_two_extractors_is_kept_under_both(void **state)
{
	struct corner *c = *state;
	const struct sighting other = {
		.day = 2, .key = "a", .title = "Role A", .extractor = "x/2"};

	corner_see(c, NULL, &a1);
	corner_see(c, NULL, &other);
	corner_fold(c, NULL);
	assert_int_equal(corner_count(c, DB_CONTENTS), 2);
	assert_int_equal(corner_count(c, DB_VERSIONS), 2);
	assert_int_equal(corner_count(c, DB_SPANS), 1);
}

static void a_hint_is_kept_until_content_comes(void **state)
{
	struct corner *c = *state;
	const struct sighting hint = {
		.day = 1, .key = "a", .title = "Role A", .partial = true};
	const struct sighting again = {
		.day = 2, .key = "a", .title = "Role A", .partial = true};
	uint64_t seq;

	corner_see(c, NULL, &hint);
	assert_int_equal(corner_count(c, DB_HINTS), 1);
	assert_int_equal(corner_count(c, DB_CONTENTS), 0);
	seq = corner_seq(c);
	corner_see(c, NULL, &again); /* says the same: no news */
	assert_int_equal(corner_seq(c), seq);
	corner_fold(c, NULL);
	assert_int_equal(corner_count(c, DB_SPANS), 1);
}

static void bad_observations_are_refused(void **state)
{
	struct corner *c = *state;
	CLEANUP(freep) char *key = alloc_zero(INTAKE_MAX_KEY + 2, 1);
	struct sighting s = a1;

	s.key = "";
	assert_int_equal(corner_see(c, NULL, &s), INTAKE_E_REFUSED);
	memset(key, 'k', INTAKE_MAX_KEY + 1);
	s.key = key;
	assert_int_equal(corner_see(c, NULL, &s), INTAKE_E_REFUSED);
	s = a1;
	s.day = 0;
	assert_int_equal(corner_see(c, NULL, &s), INTAKE_E_REFUSED);
	s = a1;
	s.presence = (enum _Jobq__Presence)3;
	assert_int_equal(corner_see(c, NULL, &s), INTAKE_E_REFUSED);
	assert_int_equal(c->counts.refused, 4);
	assert_int_equal(corner_count(c, DB_POSTINGS), 0);
}

static void a_text_that_is_too_large_is_refused(void **state)
{
	struct corner *c = *state;
	CLEANUP(freep) char *text = alloc_zero(INTAKE_MAX_TEXT + 1, 1);
	struct sighting s = a1;

	memset(text, 't', INTAKE_MAX_TEXT);
	s.text = text;
	assert_int_equal(corner_see(c, NULL, &s), INTAKE_E_REFUSED);
}

static void records_without_a_round_or_source_are_refused(void **state)
{
	struct corner *c = *state;
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	Jobq__Observation o = JOBQ__OBSERVATION__INIT;
	Jobq__Round round = JOBQ__ROUND__INIT;
	Jobq__Acceptance acceptance = JOBQ__ACCEPTANCE__INIT;
	Jobq__RoundId id = JOBQ__ROUND_ID__INIT;

	assert_int_equal(store_begin(c->corpus, STORE_WRITE, &txn), 0);
	o.key = (char *)"a";
	assert_int_equal(intake_observation(txn, &o, &c->counts),
			 INTAKE_E_REFUSED);
	assert_int_equal(intake_round(txn, &round, &c->counts),
			 INTAKE_E_REFUSED);
	assert_int_equal(intake_acceptance(txn, &acceptance, &c->counts),
			 INTAKE_E_REFUSED);
	id.time_ms = 1;
	o.round = &id;
	assert_int_equal(intake_observation(txn, &o, &c->counts),
			 INTAKE_E_REFUSED);
}

static void a_key_as_long_as_allowed_is_kept(void **state)
{
	struct corner *c = *state;
	CLEANUP(freep) char *key = alloc_zero(INTAKE_MAX_KEY + 1, 1);
	struct sighting s = a1;
	CLEANUP(freep) char *told = NULL;

	memset(key, 'k', INTAKE_MAX_KEY);
	s.key = key;
	assert_int_equal(corner_see(c, NULL, &s), 0);
	corner_fold(c, NULL);
	told = corner_tell(c, NULL);
	assert_non_null(strstr(told, key));
}

static void only_a_suspect_round_is_accepted(void **state)
{
	struct corner *c = *state;
	const struct sighting b2 = {.day = 2, .key = "b", .title = "Role B"};

	assert_int_equal(corner_accept(c, NULL, 1), INTAKE_E_UNKNOWN);
	corner_see(c, NULL, &a1);
	corner_close_round(c, NULL, 1, 0);
	corner_see(c, NULL, &b2);
	corner_close_round(c, NULL, 2, 0);
	corner_close_round(c, NULL, 3, 0); /* empty: suspect */
	corner_fold(c, NULL);
	assert_int_equal(corner_accept(c, NULL, 2), INTAKE_E_UNKNOWN);
	assert_int_equal(corner_accept(c, NULL, 3), 0);
	corner_fold(c, NULL);
	assert_int_equal(corner_accept(c, NULL, 3), 0); /* sent again */
	assert_int_equal(corner_count(c, DB_DIRTY), 0);
	assert_int_equal(corner_count(c, DB_ACCEPTANCES), 1);
}

static void a_source_that_left_the_panel_is_unwatched(void **state)
{
	struct corner *c = *state;
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	CLEANUP(pack_freep) Jobq__Source *source = NULL;
	struct corpus_key key = corpus_source_key(CORNER_SOURCE);
	uint64_t seq;

	corner_sources(c, "lab", "Lab");
	seq = corner_seq(c);
	corner_sources(c, "lab", "Lab");
	assert_int_equal(corner_seq(c), seq);
	assert_int_equal(store_begin(c->corpus, STORE_WRITE, &txn), 0);
	assert_int_equal(intake_sources(txn, NULL, 0), 0);
	assert_int_equal(corpus_source(txn, &key, NULL, &source), 0);
	assert_false(source->watched);
	assert_string_equal(source->company, "lab");
}

static void changes_are_forgotten_up_to_what_the_index_has(void **state)
{
	struct corner *c = *state;
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	uint64_t trimmed;
	size_t n;

	corner_see(c, NULL, &a1);
	corner_fold(c, NULL);
	assert_true(corner_seq(c) >= 2);
	assert_int_equal(store_begin(c->corpus, STORE_WRITE, &txn), 0);
	assert_int_equal(corpus_trim(txn, 1, 100), 0);
	assert_int_equal(corpus_trimmed(txn, &trimmed), 0);
	assert_int_equal(trimmed, 1);
	assert_int_equal(store_count(txn, DB_CHANGES, &n), 0);
	store_abort(TAKE(txn));
	assert_int_equal(corner_count(c, DB_CHANGES), n + 1);
}

static void a_set_reads_back_as_it_was(void **state)
{
	struct corner *c = *state;
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	CLEANUP(seen_list_deinit) struct seen_list list = {0}, back = {0};
	struct timeline_seen seen = {.posting = {"b"}};
	struct digest set;

	seen_list_add(&list, &seen);
	seen.posting.bytes[0] = 'a';
	seen.presence = JOBQ__PRESENCE__PRESENCE_GONE;
	seen_list_add(&list, &seen);
	seen_list_reduce(&list);
	assert_int_equal(store_begin(c->corpus, STORE_WRITE, &txn), 0);
	assert_int_equal(sets_put(txn, &list, &set), 0);
	assert_int_equal(sets_get(txn, &set, &back), 0);
	assert_int_equal(back.n, 2);
	assert_memory_equal(back.items[0].posting.bytes, "a", 1);
	assert_int_equal(back.items[0].presence, JOBQ__PRESENCE__PRESENCE_GONE);
}

static void a_damaged_set_is_a_fault(void **state)
{
	CLEANUP(seen_list_deinit) struct seen_list list = {0};

	(void)state;
	assert_true(sets_decode(slice_text("no frame"), &list) < 0);
	assert_true(sets_decode(slice_text(""), &list) < 0);
}

#define FACT(f) \
	cmocka_unit_test_setup_teardown(f, corner_set_up, corner_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(the_same_observation_twice_changes_nothing),
		FACT(the_same_round_twice_changes_nothing),
		FACT(of_two_accounts_of_a_round_the_lesser_stays),
		FACT(what_a_closed_round_saw_is_a_set),
		FACT(equal_contents_are_stored_once_the_earliest_round_s),
		FACT(one_version_of_two_extractors_is_kept_under_both),
		FACT(a_hint_is_kept_until_content_comes),
		FACT(bad_observations_are_refused),
		FACT(a_text_that_is_too_large_is_refused),
		FACT(records_without_a_round_or_source_are_refused),
		FACT(a_key_as_long_as_allowed_is_kept),
		FACT(only_a_suspect_round_is_accepted),
		FACT(a_source_that_left_the_panel_is_unwatched),
		FACT(changes_are_forgotten_up_to_what_the_index_has),
		FACT(a_set_reads_back_as_it_was),
		FACT(a_damaged_set_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
