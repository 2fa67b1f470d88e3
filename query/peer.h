#pragma once
/*
 * Peer: a running program of ours that is asked something (docs/protocol.md).
 * One question at a time.
 */
#include "core/wire.h"

struct peer {
	void *context, *socket;
};

/* Nobody listens there, or nobody answered in time. */
enum { PEER_E_SILENT = 1 };

/* Dials `address` (ipc://, relative to the data directory). PEER_E_SILENT where
 * there is no socket. */
int peer_open(struct peer *peer, const char *address)
	__attribute__((warn_unused_result));
void peer_deinit(struct peer *peer);

/* Asks by `type` and waits for `want`: caller frees *out. PEER_E_SILENT. */
struct peer_question {
	enum wire_type type, want;
	const void *message;
	int timeout_ms;
};
int peer_ask(struct peer *peer, const struct peer_question *question,
	     ProtobufCMessage **out) __attribute__((warn_unused_result));
/* Opens, asks for the status, closes. PEER_E_SILENT. */
int peer_status(const char *address, int timeout_ms, Jobq__Status **out)
	__attribute__((warn_unused_result));
