/*
 * The loop over its socket: what it acknowledges, and when. It runs in a thread
 * of its own and is asked as workers ask it.
 */
#include "core/alloc.h"
#include "core/pack.h"
#include "core/times.h"
#include "core/wire.h"
#include "corner.h"
#include "indexer/indexer.h"
#include "indexer/schema.h"
#include "indexer/textindex.h"
#include "rulesdir.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>
/* after what it needs */
#include <cmocka.h>

enum { PATIENCE_MS = 60000 };

struct bench {
	struct corner corner;
	struct indexer_options options;
	struct analyser *analyser; /* NULL: none */
	void *context, *socket;
	pthread_t thread;
	int result;
};

static void *run(void *arg)
{
	struct bench *b = arg;

	b->result = indexer_run(&b->options);
	return NULL;
}

static void start(struct bench *b)
{
	CLEANUP(freep)
	char *address = alloc_format("ipc://%s/indexer.ipc", b->corner.dir);
	const struct wire_endpoint endpoint = {.address = address};

	b->context = wire_context_new();
	b->options =
		(struct indexer_options){.corpus = b->corner.corpus,
					 .analyser = b->analyser,
					 .index = b->corner.index_path,
					 .stop_fd = eventfd(0, EFD_CLOEXEC)};
	assert_int_equal(wire_bind(b->context, &endpoint, &b->options.socket),
			 0);
	assert_int_equal(wire_dial(b->context, &endpoint, &b->socket), 0);
	assert_int_equal(pthread_create(&b->thread, NULL, run, b), 0);
}

static void stop(struct bench *b)
{
	uint64_t one = 1;

	assert_int_equal(write(b->options.stop_fd, &one, sizeof(one)), 8);
	pthread_join(b->thread, NULL);
	wire_close(b->socket);
	wire_close(b->options.socket);
	wire_context_free(b->context);
	close(b->options.stop_fd);
	assert_int_equal(b->result, 0);
}

static int open_bench(void **state)
{
	struct bench *b = alloc_zero(1, sizeof(*b));

	corner_open(&b->corner);
	start(b);
	*state = b;
	return 0;
}

static int close_bench(void **state)
{
	struct bench *b = *state;

	stop(b);
	analyser_free(b->analyser);
	corner_close(&b->corner);
	free(b);
	return 0;
}

/* Sends and waits for the Ack of `batch`; "" or its error. Caller frees. */
static char *ask(struct bench *b, enum wire_type type, const void *message,
		 uint64_t batch)
{
	CLEANUP(pack_freep) ProtobufCMessage *body = NULL;
	const Jobq__Ack *ack;

	assert_int_equal(wire_ask(b->socket, type, message, WIRE_ACK,
				  PATIENCE_MS, &body),
			 0);
	ack = (const void *)body;
	assert_int_equal(ack->batch, batch);
	return alloc_copy(ack->error);
}

static void expect_ack(struct bench *b, enum wire_type type,
		       const void *message, uint64_t batch)
{
	CLEANUP(freep) char *error = ask(b, type, message, batch);

	assert_string_equal(error, "");
}

static Jobq__RoundId round_id(int day)
{
	Jobq__RoundId id = JOBQ__ROUND_ID__INIT;

	id.source = (char *)CORNER_SOURCE;
	id.time_ms = day * TIMES_DAY_MS;
	id.seq = (uint64_t)day;
	return id;
}

static void send_posting(struct bench *b, int day, const char *key)
{
	Jobq__RoundId id = round_id(day);
	Jobq__Content content = JOBQ__CONTENT__INIT;
	Jobq__Observation o = JOBQ__OBSERVATION__INIT, *items[] = {&o};
	Jobq__Observations message = JOBQ__OBSERVATIONS__INIT;

	content.title = (char *)"Kernel role";
	o.round = &id;
	o.key = (char *)key;
	o.content = &content;
	o.complete = true;
	message.batch = 7;
	message.items = items;
	message.n_items = 1;
	expect_ack(b, WIRE_OBSERVATIONS, &message, 7);
}

static void send_round(struct bench *b, int day)
{
	Jobq__RoundId id = round_id(day);
	Jobq__Round round = JOBQ__ROUND__INIT, *rounds[] = {&round};
	Jobq__Rounds message = JOBQ__ROUNDS__INIT;

	round.id = &id;
	round.listing_ok = true;
	round.contents_ok = true;
	round.authoritative = true;
	round.claimed = -1;
	message.batch = 8;
	message.rounds = rounds;
	message.n_rounds = 1;
	expect_ack(b, WIRE_ROUNDS, &message, 8);
}

static void send_flush(struct bench *b)
{
	Jobq__Flush message = JOBQ__FLUSH__INIT;

	message.batch = 9;
	expect_ack(b, WIRE_FLUSH, &message, 9);
}

static char *send_accept(struct bench *b, int day)
{
	Jobq__RoundId id = round_id(day);
	Jobq__Acceptance acceptance = JOBQ__ACCEPTANCE__INIT;
	Jobq__Accept message = JOBQ__ACCEPT__INIT;

	acceptance.round = &id;
	message.batch = 10;
	message.acceptance = &acceptance;
	return ask(b, WIRE_ACCEPT, &message, 10);
}

static int ignore_hit(void *arg, const struct textindex_hit *hit)
{
	(void)arg;
	(void)hit;
	return 0;
}

static size_t found(struct bench *b, const char *prefix, const char *term)
{
	CLEANUP(textindex_freep) struct textindex *index = NULL;
	CLEANUP(textquery_freep)
	struct textquery *query = textquery_term(prefix, slice_text(term));
	struct textindex_search search = {.query = query};
	size_t total = 0;

	assert_int_equal(textindex_open_reader(&index, b->corner.index_path),
			 0);
	assert_int_equal(
		textindex_run(index, &search, ignore_hit, NULL, &total), 0);
	return total;
}

static Jobq__Status *ask_status(struct bench *b)
{
	Jobq__StatusAsk message = JOBQ__STATUS_ASK__INIT;
	ProtobufCMessage *body = NULL;

	assert_int_equal(wire_ask(b->socket, WIRE_STATUS_ASK, &message,
				  WIRE_STATUS, PATIENCE_MS, &body),
			 0);
	return (void *)body;
}

static void what_is_flushed_is_searchable(void **state)
{
	struct bench *b = *state;

	send_posting(b, 1, "a");
	send_round(b, 1);
	send_flush(b);
	assert_int_equal(found(b, "", "kernel"), 1);
	assert_int_equal(found(b, TERM_TYPE, "round"), 1);
}

static void an_open_round_is_flushed_too(void **state)
{
	struct bench *b = *state;

	send_posting(b, 1, "a");
	send_flush(b);
	assert_int_equal(found(b, "", "kernel"), 1);
	assert_int_equal(found(b, TERM_TYPE, "round"), 0);
}

static void a_flush_of_nothing_is_acknowledged(void **state)
{
	send_flush(*state);
}

static void what_is_refused_is_acknowledged_and_counted(void **state)
{
	struct bench *b = *state;
	CLEANUP(pack_freep) Jobq__Status *status = NULL;

	send_posting(b, 1, "");
	send_posting(b, 1, "a");
	status = ask_status(b);
	assert_int_equal(status->errors, 1);
	assert_int_equal(status->postings, 1);
}

static void an_acceptance_of_an_unknown_round_is_an_error(void **state)
{
	CLEANUP(freep) char *error = send_accept(*state, 1);

	assert_string_not_equal(error, "");
}

static void an_acceptance_closes_and_is_counted(void **state)
{
	struct bench *b = *state;
	CLEANUP(freep) char *error = NULL;
	CLEANUP(pack_freep) Jobq__Status *status = NULL;

	send_posting(b, 1, "a");
	send_round(b, 1);
	send_round(b, 2); /* empty: suspect */
	error = send_accept(b, 2);
	assert_string_equal(error, "");
	send_flush(b);
	assert_int_equal(found(b, TERM_KIND, "closed"), 1);
	status = ask_status(b);
	assert_int_equal(status->added, 1);
	assert_int_equal(status->closed, 1);
	assert_int_equal(status->changed, 0);
	assert_int_equal(status->corpus_seq, status->index_seq);
	assert_string_equal(status->program, "jobq-indexer");
}

static void stopped_and_started_it_goes_on(void **state)
{
	struct bench *b = *state;

	send_posting(b, 1, "a");
	stop(b);
	corner_reopen(&b->corner);
	start(b);
	send_posting(b, 1, "a");
	send_posting(b, 1, "b");
	send_round(b, 1);
	send_flush(b);
	assert_int_equal(found(b, "", "kernel"), 2);
}

static void start_by_rules(struct bench *b, const char *name)
{
	CLEANUP(freep) char *to = alloc_format("%s/%s", b->corner.dir, name);
	CLEANUP(freep) char *dir = rulesdir_copy(to, name);

	stop(b);
	corner_reopen(&b->corner);
	analyser_free(TAKE(b->analyser));
	assert_int_equal(analyser_new(&b->analyser, dir), 0);
	start(b);
}

static void wait_for_reanalysis(struct bench *b)
{
	const int64_t deadline = times_mono_ms() + PATIENCE_MS;

	for (;;) {
		CLEANUP(pack_freep) Jobq__Status *status = ask_status(b);

		if (!status->to_reanalyse)
			break;
		assert_true(times_mono_ms() < deadline);
	}
	send_flush(b);
}

static int keep_rules(void *arg, const struct textindex_hit *hit)
{
	CLEANUP(pack_freep)
	Jobq__SpanDoc *doc = PACK_READ(jobq__span_doc, hit->data);

	assert_non_null(doc);
	assert_non_null(doc->analysis);
	strcpy(arg, doc->analysis->rules);
	return 0;
}

static void expect_rules(struct bench *b)
{
	CLEANUP(textindex_freep) struct textindex *index = NULL;
	CLEANUP(textquery_freep)
	struct textquery *query = textquery_term(TERM_TYPE, slice_text("span"));
	struct textindex_search search = {.query = query};
	char hex[DIGEST_HEX], rules[64] = "";

	assert_int_equal(textindex_open_reader(&index, b->corner.index_path),
			 0);
	assert_int_equal(textindex_run(index, &search, keep_rules, rules, NULL),
			 0);
	assert_string_equal(
		rules,
		digest_hex(rules_digest(analyser_rules(b->analyser)), hex));
}

static void other_rules_are_read_by_in_the_background(void **state)
{
	struct bench *b = *state;
	size_t events;

	start_by_rules(b, "old");
	send_posting(b, 1, "a");
	send_round(b, 1);
	send_flush(b);
	expect_rules(b);
	events = found(b, TERM_TYPE, "event");
	start_by_rules(b, "now");
	wait_for_reanalysis(b);
	expect_rules(b);
	assert_int_equal(found(b, TERM_TYPE, "event"), events);
}

#define FACT(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(what_is_flushed_is_searchable),
		FACT(an_open_round_is_flushed_too),
		FACT(a_flush_of_nothing_is_acknowledged),
		FACT(what_is_refused_is_acknowledged_and_counted),
		FACT(an_acceptance_of_an_unknown_round_is_an_error),
		FACT(an_acceptance_closes_and_is_counted),
		FACT(stopped_and_started_it_goes_on),
		FACT(other_rules_are_read_by_in_the_background),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
