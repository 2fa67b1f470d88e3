#include "query/judgement.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { START_MS = 1000 };

/* A round document of this crawl, complete, that tests spoil. */
struct sample {
	Jobq__Round round;
	Jobq__RoundDoc doc;
};

static void sample_init(struct sample *s, const char *state, bool contents_ok)
{
	jobq__round__init(&s->round);
	jobq__round_doc__init(&s->doc);
	s->doc.round = &s->round;
	s->doc.state = (char *)state;
	s->round.contents_ok = contents_ok;
	s->round.closed_ms = START_MS;
	s->round.errors = 2;
	s->doc.seen = 40;
	s->doc.added = 3;
	s->doc.changed = 1;
	s->doc.closed = 5;
}

static void complete_and_accepted_rounds_are_whole(void **state)
{
	CLEANUP(judgement_deinit) struct judgement j = {0};
	struct sample a, b;

	(void)state;
	sample_init(&a, "complete", true);
	sample_init(&b, "accepted", true);
	judgement_add(&j, "acme/ashby", &a.doc, START_MS);
	judgement_add(&j, "acme/html", &b.doc, START_MS);
	assert_int_equal(j.sources, 2);
	assert_int_equal(j.complete, 2);
	assert_int_equal(j.why.len, 0);
}

static void counts_are_summed(void **state)
{
	CLEANUP(judgement_deinit) struct judgement j = {0};
	struct sample a;

	(void)state;
	sample_init(&a, "complete", true);
	judgement_add(&j, "acme/ashby", &a.doc, START_MS);
	judgement_add(&j, "acme/html", &a.doc, START_MS);
	assert_int_equal(j.postings, 80);
	assert_int_equal(j.added, 6);
	assert_int_equal(j.changed, 2);
	assert_int_equal(j.closed, 10);
	assert_int_equal(j.errors, 4);
}

static void other_states_are_named_with_their_reason(void **state)
{
	static const char *const states[] = {"partial", "suspect", "failed"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		CLEANUP(judgement_deinit) struct judgement j = {0};
		CLEANUP(bytes_deinit) struct bytes want = {0};
		struct sample a;

		sample_init(&a, states[i], true);
		a.doc.reason = (char *)"page 3: status 503";
		judgement_add(&j, "acme/ashby", &a.doc, START_MS);
		bytes_add_format(&want, "acme/ashby: %s: page 3: status 503\n",
				 states[i]);
		assert_int_equal(j.complete, 0);
		assert_string_equal(j.why.data, want.data);
	}
}

static void missing_contents_are_not_whole(void **state)
{
	CLEANUP(judgement_deinit) struct judgement j = {0};
	struct sample a;

	(void)state;
	sample_init(&a, "complete", false);
	a.round.contents_why = (char *)"2 details failed";
	judgement_add(&j, "acme/moka", &a.doc, START_MS);
	assert_int_equal(j.complete, 0);
	assert_string_equal(j.why.data,
			    "acme/moka: complete: contents incomplete: "
			    "2 details failed\n");
}

static void rounds_of_another_crawl_do_not_count(void **state)
{
	CLEANUP(judgement_deinit) struct judgement j = {0};
	struct sample a;

	(void)state;
	sample_init(&a, "complete", true);
	a.round.closed_ms = START_MS - 1;
	judgement_add(&j, "acme/ashby", &a.doc, START_MS);
	judgement_add(&j, "acme/html", NULL, START_MS);
	assert_int_equal(j.sources, 2);
	assert_int_equal(j.complete, 0);
	assert_int_equal(j.postings, 0);
	assert_string_equal(j.why.data,
			    "acme/ashby: no round was closed in this crawl\n"
			    "acme/html: no round was closed in this crawl\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(complete_and_accepted_rounds_are_whole),
		cmocka_unit_test(counts_are_summed),
		cmocka_unit_test(other_states_are_named_with_their_reason),
		cmocka_unit_test(missing_contents_are_not_whole),
		cmocka_unit_test(rounds_of_another_crawl_do_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
