#include "core/pack.h"
#include "core/wire.h"
#include "tests/tempdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <zmq.h>

enum { WAIT_MS = 10000 };

struct line {
	void *context, *router, *dealer;
};

static const struct wire_endpoint inproc = {.address = "inproc://line"};

static int setup(void **state)
{
	struct line *line = alloc_zero(1, sizeof(*line));

	*state = line;
	line->context = wire_context_new();
	return wire_bind(line->context, &inproc, &line->router) ||
	       wire_dial(line->context, &inproc, &line->dealer);
}

static int teardown(void **state)
{
	struct line *line = *state;

	wire_close(line->dealer);
	wire_close(line->router);
	wire_context_free(line->context);
	free(line);
	return 0;
}

static int receive(void *socket, struct wire_message *out)
{
	zmq_pollitem_t item = {.socket = socket, .events = ZMQ_POLLIN};

	assert_int_equal(zmq_poll(&item, 1, WAIT_MS), 1);
	return wire_receive(socket, out);
}

static void a_message_goes_there_and_back(void **state)
{
	struct line *line = *state;
	CLEANUP(wire_message_deinit) struct wire_message got = {0};
	CLEANUP(wire_message_deinit) struct wire_message back = {0};
	Jobq__Hello hello = JOBQ__HELLO__INIT;
	Jobq__Welcome welcome = JOBQ__WELCOME__INIT;
	char name[] = "worker-1";

	hello.worker = name;
	hello.incarnation = 9;
	assert_int_equal(wire_send(line->dealer, NULL, WIRE_HELLO, &hello), 0);
	assert_int_equal(receive(line->router, &got), 0);
	assert_int_equal(got.type, WIRE_HELLO);
	assert_string_equal(((Jobq__Hello *)got.body)->worker, name);
	assert_true(got.peer.len > 0);
	welcome.heartbeat_ms = 1000;
	assert_int_equal(
		wire_send(line->router, &got.peer, WIRE_WELCOME, &welcome), 0);
	assert_int_equal(receive(line->dealer, &back), 0);
	assert_int_equal(back.type, WIRE_WELCOME);
	assert_int_equal(back.peer.len, 0);
	assert_int_equal(((Jobq__Welcome *)back.body)->heartbeat_ms, 1000);
}

static void nothing_to_receive_is_an_outcome(void **state)
{
	struct line *line = *state;
	struct wire_message got = {0};

	assert_int_equal(wire_receive(line->router, &got), WIRE_E_EMPTY);
	assert_int_equal(wire_receive(line->dealer, &got), WIRE_E_EMPTY);
}

static void a_peer_that_is_not_there_is_an_outcome(void **state)
{
	struct line *line = *state;
	CLEANUP(bytes_deinit) struct bytes peer = {0};
	Jobq__Bye bye = JOBQ__BYE__INIT;

	bytes_add_text(&peer, "nobody");
	assert_int_equal(wire_send(line->router, &peer, WIRE_BYE, &bye),
			 WIRE_E_GONE);
}

static void an_unbound_endpoint_without_room_is_full(void **state)
{
	struct line *line = *state;
	Jobq__Bye bye = JOBQ__BYE__INIT;
	void *lonely = zmq_socket(line->context, ZMQ_DEALER);

	assert_non_null(lonely);
	assert_int_equal(wire_send(lonely, NULL, WIRE_BYE, &bye), WIRE_E_FULL);
	wire_close(lonely);
}

/* What a stranger sends as raw frames; the last is empty text. */
static void send_raw(void *socket, const struct slice *frames, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(zmq_send(socket, frames[i].data, frames[i].len,
					  i + 1 < n ? ZMQ_SNDMORE : 0),
				 frames[i].len);
}

static void foreign_frames_are_dropped(void **state)
{
	struct line *line = *state;
	CLEANUP(wire_message_deinit) struct wire_message got = {0};
	Jobq__Bye bye = JOBQ__BYE__INIT;
	struct slice head = slice_of("\x01\x09", 2), none = slice_of("", 0);
	struct slice cases[][4] = {
		{slice_of("\x02\x09", 2), none, none, none}, /* version */
		{slice_of("\x01\x00", 2), none, none, none}, /* type */
		{slice_of("\x01\xff", 2), none, none, none},
		{slice_of("\x01", 1), none, none, none},
		{head, slice_of("\xff", 1), none, none}, /* protobuf */
		{head, none, none, none},
		{head, none, none, none}};
	const size_t frames[] = {2, 2, 2, 2, 2, 1, 4};

	for (size_t i = 0; i < 7; i++) {
		send_raw(line->dealer, cases[i], frames[i]);
		assert_int_equal(receive(line->router, &got), WIRE_E_BAD);
	}
	assert_int_equal(wire_send(line->dealer, NULL, WIRE_BYE, &bye), 0);
	assert_int_equal(receive(line->router, &got), 0);
}

static void every_type_decodes_from_nothing(void **state)
{
	(void)state; /* every field of proto3 may be left out */
	for (int type = 1; type < WIRE_TYPES; type++) {
		CLEANUP(wire_message_deinit) struct wire_message got = {0};
		char head[2] = {WIRE_VERSION, (char)type};

		assert_int_equal(
			wire_decode(slice_of(head, 2), (struct slice){0}, &got),
			0);
		assert_int_equal(got.type, type);
	}
}

static void the_table_of_types_is_the_protocols(void **state)
{
	static const char *const names[WIRE_TYPES] = {
		NULL,		"Hello",     "Welcome",	    "Credit", "Lease",
		"Heartbeat",	"Outcomes",  "OutcomesAck", "Revoke", "Bye",
		"Observations", "Rounds",    "Sources",	    "Accept", "Flush",
		"Ack",		"StatusAsk", "Status"};

	(void)state;
	for (int type = 1; type < WIRE_TYPES; type++) {
		CLEANUP(wire_message_deinit) struct wire_message got = {0};
		char head[2] = {WIRE_VERSION, (char)type};

		assert_int_equal(
			wire_decode(slice_of(head, 2), (struct slice){0}, &got),
			0);
		assert_string_equal(got.body->descriptor->short_name,
				    names[type]);
	}
}

static void tcp_without_keys_is_refused(void **state)
{
	struct line *line = *state;
	struct wire_endpoint e = {.address = "tcp://127.0.0.1:*"};
	void *socket = NULL;

	assert_int_equal(wire_bind(line->context, &e, &socket), -EPERM);
	assert_int_equal(wire_dial(line->context, &e, &socket), -EPERM);
	assert_null(socket);
	e.insecure = true;
	assert_int_equal(wire_bind(line->context, &e, &socket), 0);
	wire_close(socket);
}

static void an_endpoint_of_another_kind_is_refused(void **state)
{
	struct line *line = *state;
	struct wire_endpoint e = {.address = "udp://x", .insecure = true};
	void *socket = NULL;

	assert_int_equal(wire_bind(line->context, &e, &socket), -EINVAL);
}

static void an_address_in_use_is_a_fault(void **state)
{
	struct line *line = *state;
	void *socket = NULL;

	assert_int_equal(wire_bind(line->context, &inproc, &socket),
			 -EADDRINUSE);
	assert_null(socket);
}

static void asking_gets_the_wanted_answer(void **state)
{
	struct line *line = *state;
	CLEANUP(wire_message_deinit) struct wire_message asked = {0};
	CLEANUP(pack_freep) ProtobufCMessage *answer = NULL;
	Jobq__StatusAsk ask = JOBQ__STATUS_ASK__INIT;
	Jobq__Status status = JOBQ__STATUS__INIT;
	Jobq__Bye bye = JOBQ__BYE__INIT;

	/* The answers lie ready before the question: no second thread. */
	assert_int_equal(wire_send(line->dealer, NULL, WIRE_STATUS_ASK, &ask),
			 0);
	assert_int_equal(receive(line->router, &asked), 0);
	status.postings = 42;
	assert_int_equal(wire_send(line->router, &asked.peer, WIRE_BYE, &bye),
			 0);
	assert_int_equal(
		wire_send(line->router, &asked.peer, WIRE_STATUS, &status), 0);
	assert_int_equal(wire_ask(line->dealer, WIRE_STATUS_ASK, &ask,
				  WIRE_STATUS, WAIT_MS, &answer),
			 0);
	assert_int_equal(((Jobq__Status *)answer)->postings, 42);
}

static void asking_in_vain_ends(void **state)
{
	struct line *line = *state;
	ProtobufCMessage *answer = NULL;
	Jobq__StatusAsk ask = JOBQ__STATUS_ASK__INIT;

	assert_int_equal(wire_ask(line->dealer, WIRE_STATUS_ASK, &ask,
				  WIRE_STATUS, 20, &answer),
			 -ETIMEDOUT);
	assert_null(answer);
}

static void a_peer_that_went_is_gone(void **state)
{
	struct line *line = *state;
	CLEANUP(wire_message_deinit) struct wire_message got = {0};
	Jobq__Bye bye = JOBQ__BYE__INIT;
	int r = 0;

	assert_int_equal(wire_send(line->dealer, NULL, WIRE_BYE, &bye), 0);
	assert_int_equal(receive(line->router, &got), 0);
	wire_close(TAKE(line->dealer));
	for (int i = 0; !r && i < 1000; i++) { /* until the news has come */
		r = wire_send(line->router, &got.peer, WIRE_BYE, &bye);
		zmq_poll(NULL, 0, 10);
	}
	assert_int_equal(r, WIRE_E_GONE);
}

#define ON_LINE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_LINE(a_message_goes_there_and_back),
		ON_LINE(nothing_to_receive_is_an_outcome),
		ON_LINE(a_peer_that_is_not_there_is_an_outcome),
		ON_LINE(an_unbound_endpoint_without_room_is_full),
		ON_LINE(foreign_frames_are_dropped),
		cmocka_unit_test(every_type_decodes_from_nothing),
		cmocka_unit_test(the_table_of_types_is_the_protocols),
		ON_LINE(tcp_without_keys_is_refused),
		ON_LINE(an_endpoint_of_another_kind_is_refused),
		ON_LINE(an_address_in_use_is_a_fault),
		ON_LINE(asking_gets_the_wanted_answer),
		ON_LINE(asking_in_vain_ends),
		ON_LINE(a_peer_that_went_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
