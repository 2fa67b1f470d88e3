#include "query/peer.h"
#include <errno.h>
#include <unistd.h>

#define PEER_SCHEME "ipc://"

int peer_open(struct peer *peer, const char *address)
{
	struct wire_endpoint endpoint = {.address = address};
	int r;

	*peer = (struct peer){0};
	if (!strncmp(address, PEER_SCHEME, strlen(PEER_SCHEME)) &&
	    access(address + strlen(PEER_SCHEME), F_OK))
		return PEER_E_SILENT;
	peer->context = wire_context_new();
	r = wire_dial(peer->context, &endpoint, &peer->socket);
	if (r)
		peer_deinit(peer);
	return r;
}

void peer_deinit(struct peer *peer)
{
	wire_close(peer->socket);
	if (peer->context)
		wire_context_free(peer->context);
	*peer = (struct peer){0};
}

int peer_ask(struct peer *peer, const struct peer_question *question,
	     ProtobufCMessage **out)
{
	int r = wire_ask(peer->socket, question->type, question->message,
			 question->want, question->timeout_ms, out);

	return r == -ETIMEDOUT ? PEER_E_SILENT : r;
}

int peer_status(const char *address, int timeout_ms, Jobq__Status **out)
{
	CLEANUP(peer_deinit) struct peer peer = {0};
	Jobq__StatusAsk ask = JOBQ__STATUS_ASK__INIT;
	struct peer_question question = {WIRE_STATUS_ASK, WIRE_STATUS, &ask,
					 timeout_ms};
	ProtobufCMessage *answer;
	int r = peer_open(&peer, address);

	if (!r)
		r = peer_ask(&peer, &question, &answer);
	if (!r)
		*out = (Jobq__Status *)answer;
	return r;
}
