#pragma once
/*
 * Fakepeer: the other end of a worker's socket, a ROUTER in the same thread;
 * included once by a test program, after cmocka.h and fakedir.h. It waits for
 * messages with a deadline, never for a time.
 */
#include "core/times.h"
#include "core/wire.h"
#include <poll.h>
#include <stdio.h>

enum { PEER_DEADLINE_MS = 20000 };

#define PEER_ADDRESS "ipc://peer.ipc"

struct peer {
	void *context, *socket;
	struct wire_message got; /* the last one */
};

static void peer_bind(struct peer *peer)
{
	const struct wire_endpoint at = {PEER_ADDRESS, false};

	assert_int_equal(wire_bind(peer->context, &at, &peer->socket), 0);
}

static struct peer peer_new(void)
{
	struct peer peer = {.context = wire_context_new()};

	peer_bind(&peer);
	return peer;
}

static void peer_close(struct peer *peer)
{
	wire_message_deinit(&peer->got);
	wire_close(peer->socket);
	peer->socket = NULL;
}

/* The next message; it must be of `type`. */
static const void *peer_get(struct peer *peer, enum wire_type type)
{
	int64_t until_ms = times_mono_ms() + PEER_DEADLINE_MS;
	int r = WIRE_E_EMPTY;

	wire_message_deinit(&peer->got);
	while (r == WIRE_E_EMPTY && times_mono_ms() < until_ms) {
		r = wire_receive(peer->socket, &peer->got);
		if (r == WIRE_E_EMPTY)
			poll(NULL, 0, 1);
	}
	assert_int_equal(r, 0);
	assert_int_equal(peer->got.type, type);
	return peer->got.body;
}

/* Nothing is there; what was sent before has come. */
__attribute__((unused)) static void peer_has_nothing(struct peer *peer)
{
	struct wire_message message = {0};

	assert_int_equal(wire_receive(peer->socket, &message), WIRE_E_EMPTY);
}

/* To whom the last message came from. */
static void peer_say(struct peer *peer, enum wire_type type,
		     const void *message)
{
	assert_int_equal(
		wire_send(peer->socket, &peer->got.peer, type, message), 0);
}
