#pragma once
/*
 * Wire: the frames that the programs exchange over ZeroMQ, and the sockets.
 * Frames: [version 1 byte][type 1 byte][protobuf]; a ROUTER's have the peer in
 * front. docs/protocol.md tells the conversations. One thread a socket.
 *
 * Limits: MAXMSGSIZE 64 MiB; sends never block; HWM is 0 because credit bounds
 * what is in flight.
 */
#include "core/bytes.h"
#include "core/wire.pb-c.h"

enum { WIRE_VERSION = 1 };

enum wire_type {
	WIRE_HELLO = 1,
	WIRE_WELCOME,
	WIRE_CREDIT,
	WIRE_LEASE,
	WIRE_HEARTBEAT,
	WIRE_OUTCOMES,
	WIRE_OUTCOMES_ACK,
	WIRE_REVOKE,
	WIRE_BYE,
	WIRE_OBSERVATIONS,
	WIRE_ROUNDS,
	WIRE_SOURCES,
	WIRE_ACCEPT,
	WIRE_FLUSH,
	WIRE_ACK,
	WIRE_STATUS_ASK,
	WIRE_STATUS,
	WIRE_TYPES /* their number + 1 */
};

enum {
	WIRE_E_EMPTY = 1, /* nothing to receive now */
	WIRE_E_BAD = 2,	  /* a message was there and was dropped, logged */
	WIRE_E_GONE = 3,  /* the peer is not there (ROUTER, MANDATORY) */
	WIRE_E_FULL = 4,  /* would block */
};

struct wire_message {
	struct bytes peer; /* ROUTER: whom it came from; else empty */
	enum wire_type type;
	ProtobufCMessage *body; /* of the type's descriptor; owned */
};
void wire_message_deinit(struct wire_message *m); /* then all zero again */

/* The context of this process's sockets; LINGER 0 unless said. */
void *wire_context_new(void);
void wire_context_free(void *context); /* zmq_ctx_term; close sockets first */

struct wire_endpoint {
	const char *address; /* ipc://... or tcp://... */
	bool insecure;	     /* tcp:// without CURVE is refused without it */
};
/* A bound ROUTER (MANDATORY, HANDSHAKE_IVL, MAXMSGSIZE). A tcp:// address
 * without `insecure` is refused: -EPERM, with what to do. */
MUST_CHECK int wire_bind(void *context, const struct wire_endpoint *e,
			 void **out_socket);
/* A DEALER that is connected (at once or later) to `e`. */
MUST_CHECK int wire_dial(void *context, const struct wire_endpoint *e,
			 void **out_socket);
void wire_close(void *socket); /* NULL is fine; linger 0 */

/* Sends without blocking. `peer` NULL on a DEALER. WIRE_E_GONE, WIRE_E_FULL. */
MUST_CHECK int wire_send(void *socket, const struct bytes *peer,
			 enum wire_type type, const void *message);
/* Receives one message without blocking; WIRE_E_EMPTY, WIRE_E_BAD. */
MUST_CHECK int wire_receive(void *socket, struct wire_message *out);
/* Decodes one frame set, for wire_receive() and the fuzzer: 0 or WIRE_E_BAD. */
MUST_CHECK int wire_decode(struct slice version_type, struct slice payload,
			   struct wire_message *out);
/* Asks and waits for an answer of `want`, at most `timeout_ms`: for jobq.
 * Gives the body (caller frees), or -ETIMEDOUT (not logged). */
MUST_CHECK int wire_ask(void *socket, enum wire_type type, const void *message,
			enum wire_type want, int timeout_ms,
			ProtobufCMessage **out);
