#include "workers/dial.h"
#include <zmq.h>

void dial_init(struct dial *dial, void *context,
	       const struct wire_endpoint *endpoint)
{
	*dial = (struct dial){
		.context = context,
		.endpoint = *endpoint,
		.backoff_ms = DIAL_MIN_MS,
	};
}

void dial_deinit(struct dial *dial)
{
	wire_close(dial->socket);
	dial->socket = NULL;
}

int dial_drive(struct dial *dial, int64_t now_ms)
{
	if (dial->socket || now_ms < dial->due_ms)
		return 0;
	return wire_dial(dial->context, &dial->endpoint, &dial->socket);
}

void dial_drop(struct dial *dial, int64_t now_ms)
{
	wire_close(dial->socket);
	dial->socket = NULL;
	dial->due_ms = now_ms + dial->backoff_ms;
	dial->backoff_ms *= 2;
	if (dial->backoff_ms > DIAL_MAX_MS)
		dial->backoff_ms = DIAL_MAX_MS;
}

void dial_heard(struct dial *dial)
{
	dial->backoff_ms = DIAL_MIN_MS;
}

int dial_fd(const struct dial *dial)
{
	int fd = -1;
	size_t size = sizeof(fd);

	if (!dial->socket || zmq_getsockopt(dial->socket, ZMQ_FD, &fd, &size))
		return -1;
	return fd;
}

bool dial_waiting(const struct dial *dial)
{
	int events = 0;
	size_t size = sizeof(events);

	if (!dial->socket ||
	    zmq_getsockopt(dial->socket, ZMQ_EVENTS, &events, &size))
		return false;
	return events & ZMQ_POLLIN;
}
