/*
 * The order and repetition of a timeline's input do not matter: random cases,
 * each folded as it came and again shuffled, split and doubled. And a slow
 * oracle, written from the rules and not from the code, for the cases in which
 * it can say at once whether a posting is open. $JOBQ_SEED repeats a run.
 */
#include "board.h"
#include "core/alloc.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
/* after what it needs */
#include <cmocka.h>

enum { CASES = 10000, ROUNDS = 12, NAMES = 6, DAYS = 9 };

static uint64_t random_state;

static uint64_t random_below(uint64_t n)
{
	/* xorshift64*: enough for shuffling */
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (random_state * UINT64_C(2685821657736338717) >> 33) % n;
}

static int seed(void **state)
{
	(void)state;
	random_state = 1 + (uint64_t)seed_take();
	return 0;
}

static void random_seen(struct bytes *out)
{
	static const char *const versions[] = {"", ":1", ":2", ":3"};
	static const char *const marks[] = {"", "", "", "", "?", "!"};

	for (int i = 0; i < NAMES; i++) {
		int times = (int)random_below(8);

		/* mostly once, sometimes not, sometimes twice */
		for (times = times < 2 ? 0 : 1 + (times == 7); times; times--)
			bytes_add_format(out, "%s%c%s%s", out->len ? " " : "",
					 'a' + i, versions[random_below(4)],
					 marks[random_below(6)]);
	}
}

static struct timeline_round *random_round(struct board *b)
{
	static const char *const whys[] = {"page 2: 503", "page 3: reset"};
	struct bytes shows = {0};
	struct timeline_round *r;

	if (random_below(8))
		random_seen(&shows);
	r = board_round(b, 1 + (int)random_below(DAYS),
			shows.len ? shows.data : "");
	bytes_deinit(&shows);
	r->seq = 1 + random_below(2 * ROUNDS);
	r->closed = random_below(8) > 0;
	r->listing_ok = random_below(4) > 0;
	r->listing_why = r->listing_ok ? NULL : whys[random_below(2)];
	r->authoritative = random_below(2);
	r->accepted = !random_below(4);
	r->claimed = random_below(4) ? -1 : (int64_t)random_below(NAMES);
	return r;
}

static void random_board(struct board *b)
{
	board_version(b, "1", "same", "x/1");
	board_version(b, "2", "same", "x/1");
	board_version(b, "3", "other", "x/2");
	if (random_below(2))
		board_version(b, "3", "other", "x/1");
	for (uint64_t n = 1 + random_below(ROUNDS); n; n--)
		random_round(b);
}

/* Appends `from` with its seen entries shuffled; `part` of 2 says which of
 * them (2: all). */
static struct timeline_round *
copy_round(struct board *b, const struct timeline_round *from, uint64_t part)
{
	struct timeline_round *r = &b->rounds[b->n_rounds++];
	struct timeline_seen *seen = b->seen + b->n_seen;

	*r = *from;
	r->seen = seen;
	r->n_seen = 0;
	for (size_t i = 0; i < from->n_seen; i++) {
		size_t at = random_below(r->n_seen + 1);

		if (part < 2 && i % 2 != part)
			continue;
		seen[r->n_seen] = seen[at];
		seen[at] = from->seen[i];
		r->n_seen++;
	}
	b->n_seen += r->n_seen;
	return r;
}

static void shuffle(struct board *b)
{
	for (size_t i = b->n_rounds; i > 1; i--) {
		size_t k = random_below(i);
		struct timeline_round t = b->rounds[i - 1];

		b->rounds[i - 1] = b->rounds[k];
		b->rounds[k] = t;
	}
	for (size_t i = b->n_versions; i > 1; i--) {
		size_t k = random_below(i);
		struct timeline_version t = b->versions[i - 1];

		b->versions[i - 1] = b->versions[k];
		b->versions[k] = t;
	}
}

/* The same facts otherwise told: rounds in two halves, one of which may be a
 * still open round's; doubled; acceptances as records of their own. */
static void retell(struct board *out, const struct board *in)
{
	memcpy(out->versions, in->versions, sizeof(in->versions));
	out->n_versions = in->n_versions;
	if (out->n_versions)
		out->versions[out->n_versions++] = in->versions[0];
	for (size_t i = 0; i < in->n_rounds; i++) {
		const struct timeline_round *r = &in->rounds[i];

		if (random_below(2)) {
			copy_round(out, r, 2);
		} else {
			struct timeline_round *half = copy_round(out, r, 0);

			copy_round(out, r, 1)->accepted = false;
			if (!random_below(3))
				copy_round(out, half, 2);
		}
		if (!random_below(4))
			copy_round(out, r, 2)->closed = false;
	}
	shuffle(out);
}

static void tell_round(struct bytes *out, const struct timeline_verdict *v)
{
	bytes_add_format(out, "round %d/%llu %s '%s' %zu +%zu ~%zu -%zu:",
			 board_days(v->time_ms), (unsigned long long)v->seq,
			 timeline_state_name(v->state), v->reason, v->seen,
			 v->added, v->changed, v->closed);
	for (size_t i = 0; i < v->n_unseen; i++)
		bytes_add_text(out, (const char *)v->unseen[i].bytes);
	bytes_add_text(out, "\n");
}

/* All that a timeline says, as text. */
static char *tell(const struct board *b)
{
	struct bytes out = {0};
	CLEANUP(freep) char *events = board_events(b);

	for (size_t i = 0; i < b->result.n_rounds; i++)
		tell_round(&out, &b->result.rounds[i]);
	for (int i = 0; i < NAMES; i++) {
		char name[] = {(char)('a' + i), 0};
		CLEANUP(freep) char *spans = board_spans(b, name);

		bytes_add_format(&out, "%s %s\n", name, spans);
	}
	bytes_add_text(&out, events);
	for (size_t i = 0; i < b->result.n_events; i++) {
		const struct timeline_event *e = &b->result.events[i];

		bytes_add_format(&out, " %llu:%s>%s/%d",
				 (unsigned long long)e->at_seq,
				 (const char *)e->before.bytes,
				 (const char *)e->after.bytes,
				 board_days(e->last_seen_ms));
	}
	return bytes_take(&out);
}

static void order_and_repetition_do_not_matter(void **state)
{
	(void)state;
	for (int i = 0; i < CASES; i++) {
		struct board *a = alloc_zero(1, sizeof(*a));
		struct board *b = alloc_zero(1, sizeof(*b));

		random_board(a);
		retell(b, a);
		board_fold(a);
		board_fold(b);
		CLEANUP(freep) char *first = tell(a);
		CLEANUP(freep) char *second = tell(b);

		assert_string_equal(first, second);
		board_free(a);
		board_free(b);
	}
}

static void check_spans(const struct timeline_posting *p)
{
	assert_true(p->n_spans > 0);
	for (size_t i = 0; i < p->n_spans; i++) {
		const struct timeline_span *s = &p->spans[i];
		bool last = i + 1 == p->n_spans;

		assert_true(last || s->until_ms);
		assert_true(!s->until_ms || s->until_ms >= s->from_ms);
		assert_true(!s->until_ms ==
			    (s->ending == JOBQ__ENDING__ENDING_OPEN));
		assert_true(!s->missing_since_ms || !s->until_ms);
		if (last)
			continue;
		assert_true(s->from_ms < s[1].from_ms);
		assert_true(s->until_ms <= s[1].from_ms);
		if (s->ending != JOBQ__ENDING__ENDING_CHANGED)
			continue;
		assert_int_equal(s->until_ms, s[1].from_ms);
		assert_false(digest_equal(&s->version, &s[1].version));
	}
}

static void spans_are_in_order_and_do_not_overlap(void **state)
{
	(void)state;
	for (int i = 0; i < CASES; i++) {
		struct board *b = alloc_zero(1, sizeof(*b));

		random_board(b);
		board_fold(b);
		for (size_t k = 0; k < b->result.n_postings; k++)
			check_spans(&b->result.postings[k]);
		board_free(b);
	}
}

/* ---- the oracle: one complete round a day, of listed postings ---- */

struct days {
	bool listed[NAMES][DAYS + 2]; /* from day 1 */
	bool authoritative;
};

static void random_days(struct board *b, struct days *d)
{
	d->authoritative = random_below(2);
	for (int day = 1; day <= DAYS; day++) {
		struct bytes shows = {0};
		struct timeline_round *r;

		bytes_add_text(&shows, "z"); /* never an empty board */
		for (int i = 0; i < NAMES; i++) {
			d->listed[i][day] = random_below(3) > 0;
			if (d->listed[i][day])
				bytes_add_format(&shows, " %c", 'a' + i);
		}
		r = board_round(b, day, shows.data);
		bytes_deinit(&shows);
		r->authoritative = d->authoritative;
		r->accepted = d->authoritative; /* so none is suspect */
	}
}

/* Open on `day`: listed then, or missing alone: the day after lists it again
 * or is not there. (Three new ones missing at once may be suspect: then a
 * round that is no evidence is what an unconfirmed one is.) */
static bool oracle(const struct days *d, int name, int day)
{
	const bool *listed = d->listed[name];
	int first = day;

	if (listed[day] || d->authoritative)
		return listed[day];
	while (first > 0 && !listed[first])
		first--;
	if (!first)
		return false; /* never listed before */
	first++;
	return first == DAYS || listed[first + 1];
}

static bool is_open(const struct board *b, int name, int day)
{
	char text[] = {(char)('a' + name), 0};
	const struct timeline_posting *p = board_find(b, text);
	int64_t at = day * TIMES_DAY_MS;

	for (size_t i = 0; p && i < p->n_spans; i++) {
		if (p->spans[i].from_ms <= at &&
		    (!p->spans[i].until_ms || at < p->spans[i].until_ms))
			return true;
	}
	return false;
}

static bool any_suspect(const struct board *b)
{
	for (size_t i = 0; i < b->result.n_rounds; i++) {
		if (b->result.rounds[i].state == STATE_SUSPECT)
			return true;
	}
	return false;
}

static void what_is_open_is_what_the_oracle_says(void **state)
{
	int compared = 0;

	(void)state;
	for (int i = 0; i < CASES; i++) {
		struct board *b = alloc_zero(1, sizeof(*b));
		struct days d = {0};

		random_days(b, &d);
		board_fold(b);
		for (int day = 1; day <= DAYS && !any_suspect(b); day++) {
			for (int k = 0; k < NAMES; k++)
				assert_int_equal(is_open(b, k, day),
						 oracle(&d, k, day));
			compared++;
		}
		board_free(b);
	}
	assert_true(compared > CASES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_and_repetition_do_not_matter),
		cmocka_unit_test(spans_are_in_order_and_do_not_overlap),
		cmocka_unit_test(what_is_open_is_what_the_oracle_says),
	};

	return cmocka_run_group_tests(tests, seed, NULL);
}
