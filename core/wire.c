#include "core/wire.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/pack.h"
#include "core/times.h"
#include <errno.h>
#include <zmq.h>

enum {
	MESSAGE_MAX_BYTES = 64 << 20,
	HANDSHAKE_MS = 5000,
	REDIAL_MIN_MS = 100,
	REDIAL_MAX_MS = 2000,
	HEAD_BYTES = 2,
	PARTS_MAX = 3, /* peer, head, payload */
};

static const ProtobufCMessageDescriptor *const types[WIRE_TYPES] = {
	[WIRE_HELLO] = &jobq__hello__descriptor,
	[WIRE_WELCOME] = &jobq__welcome__descriptor,
	[WIRE_CREDIT] = &jobq__credit__descriptor,
	[WIRE_LEASE] = &jobq__lease__descriptor,
	[WIRE_HEARTBEAT] = &jobq__heartbeat__descriptor,
	[WIRE_OUTCOMES] = &jobq__outcomes__descriptor,
	[WIRE_OUTCOMES_ACK] = &jobq__outcomes_ack__descriptor,
	[WIRE_REVOKE] = &jobq__revoke__descriptor,
	[WIRE_BYE] = &jobq__bye__descriptor,
	[WIRE_OBSERVATIONS] = &jobq__observations__descriptor,
	[WIRE_ROUNDS] = &jobq__rounds__descriptor,
	[WIRE_SOURCES] = &jobq__sources__descriptor,
	[WIRE_ACCEPT] = &jobq__accept__descriptor,
	[WIRE_FLUSH] = &jobq__flush__descriptor,
	[WIRE_ACK] = &jobq__ack__descriptor,
	[WIRE_STATUS_ASK] = &jobq__status_ask__descriptor,
	[WIRE_STATUS] = &jobq__status__descriptor,
};

static int fault(const char *step)
{
	int error = zmq_errno();

	return fail(error > 0 && error < ZMQ_HAUSNUMERO ? -error : -EIO,
		    "wire: %s: %s", step, zmq_strerror(error));
}

void wire_message_deinit(struct wire_message *m)
{
	bytes_deinit(&m->peer);
	pack_freep(&m->body);
	*m = (struct wire_message){0};
}

/* ---- sockets ---- */

void *wire_context_new(void)
{
	void *context = zmq_ctx_new();

	if (!context) {
		fault("context");
		return NULL;
	}
	zmq_ctx_set(context, ZMQ_BLOCKY, 0); /* LINGER 0 unless said */
	return context;
}

void wire_context_free(void *context)
{
	while (context && zmq_ctx_term(context) && zmq_errno() == EINTR)
		;
}

static int set_options(void *socket, int type)
{
	const int64_t max_bytes = MESSAGE_MAX_BYTES;
	const struct {
		int name, value;
	} options[] = {{ZMQ_SNDHWM, 0},
		       {ZMQ_RCVHWM, 0},
		       {ZMQ_LINGER, 0},
		       {ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS},
		       {ZMQ_RECONNECT_IVL, REDIAL_MIN_MS},
		       {ZMQ_RECONNECT_IVL_MAX, REDIAL_MAX_MS},
		       {ZMQ_ROUTER_MANDATORY, 1}};
	size_t n = sizeof(options) / sizeof(*options);

	if (type != ZMQ_ROUTER)
		n--; /* the last is a ROUTER's alone */
	for (size_t i = 0; i < n; i++)
		if (zmq_setsockopt(socket, options[i].name, &options[i].value,
				   sizeof(int)))
			return fault("socket option");
	if (zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &max_bytes,
			   sizeof(max_bytes)))
		return fault("socket option");
	return 0;
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static int check_address(const struct wire_endpoint *e)
{
	if (begins(e->address, "ipc://") || begins(e->address, "inproc://"))
		return 0;
	if (!begins(e->address, "tcp://"))
		return fail(-EINVAL,
			    "wire: endpoint %s: expected ipc://PATH or "
			    "tcp://HOST:PORT",
			    e->address);
	if (e->insecure)
		return 0;
	return fail(-EPERM,
		    "wire: endpoint %s: TCP without CURVE keys lets anybody "
		    "in: use ipc://, or --insecure on a network that you trust",
		    e->address);
}

static int open_socket(void *context, const struct wire_endpoint *e, int type,
		       void **out)
{
	void *socket = NULL;
	int r = check_address(e);

	if (r)
		return r;
	socket = zmq_socket(context, type);
	if (!socket)
		return fault("socket");
	r = set_options(socket, type);
	if (!r && (type == ZMQ_ROUTER ? zmq_bind(socket, e->address)
				      : zmq_connect(socket, e->address)))
		r = fault(e->address);
	if (r) {
		wire_close(socket);
		return r;
	}
	*out = socket;
	return 0;
}

int wire_bind(void *context, const struct wire_endpoint *e, void **out_socket)
{
	return open_socket(context, e, ZMQ_ROUTER, out_socket);
}

int wire_dial(void *context, const struct wire_endpoint *e, void **out_socket)
{
	return open_socket(context, e, ZMQ_DEALER, out_socket);
}

void wire_close(void *socket)
{
	if (socket)
		zmq_close(socket);
}

/* ---- sending ---- */

static int send_part(void *socket, struct slice part, int more)
{
	int n = -1;

	do
		n = zmq_send(socket, part.data, part.len, ZMQ_DONTWAIT | more);
	while (n < 0 && zmq_errno() == EINTR);
	if (n >= 0)
		return 0;
	if (zmq_errno() == EHOSTUNREACH)
		return WIRE_E_GONE;
	if (zmq_errno() == EAGAIN)
		return WIRE_E_FULL;
	return fault("send");
}

/* Outcomes are legal for the first part alone: once it is taken, ZeroMQ takes
 * the message whole. */
int wire_send(void *socket, const struct bytes *peer, enum wire_type type,
	      const void *message)
{
	CLEANUP(bytes_deinit) struct bytes payload = {0};
	const char head[HEAD_BYTES] = {WIRE_VERSION, (char)type};
	int r = 0;

	pack_add_plain(&payload, message);
	if (payload.len > MESSAGE_MAX_BYTES)
		return fail(-EMSGSIZE, "wire: message of type %d: %zu bytes",
			    (int)type, payload.len);
	if (peer) {
		r = send_part(socket, slice_bytes(peer), ZMQ_SNDMORE);
		if (r)
			return r;
	}
	r = send_part(socket, slice_of(head, HEAD_BYTES), ZMQ_SNDMORE);
	if (r)
		return peer ? fold(r, "wire: head after peer") : r;
	r = send_part(socket, slice_bytes(&payload), 0);
	return fold(r, "wire: payload after head");
}

/* ---- receiving ---- */

static int bad(const char *why)
{
	log_line(LOG_WARN, "wire", "message dropped: %s", why);
	return WIRE_E_BAD;
}

int wire_decode(struct slice version_type, struct slice payload,
		struct wire_message *out)
{
	const uint8_t *head = (const uint8_t *)version_type.data;
	const uint8_t *data =
		(const uint8_t *)(payload.len ? payload.data : "");
	ProtobufCMessage *body = NULL;

	if (version_type.len != HEAD_BYTES)
		return bad("its head is not version and type");
	if (head[0] != WIRE_VERSION) {
		log_line(LOG_WARN, "wire",
			 "message dropped: protocol version %u, this program "
			 "speaks %d: update the older one",
			 head[0], WIRE_VERSION);
		return WIRE_E_BAD;
	}
	if (head[1] >= WIRE_TYPES || !types[head[1]])
		return bad("unknown type");
	if (payload.len > MESSAGE_MAX_BYTES)
		return bad("too large");
	body = protobuf_c_message_unpack(types[head[1]], NULL, payload.len,
					 data);
	if (!body)
		return bad("damaged protobuf");
	out->type = (enum wire_type)head[1];
	out->body = body;
	return 0;
}

struct parts {
	zmq_msg_t items[PARTS_MAX];
	int n;	   /* held in items */
	int total; /* that the message had */
};

static void parts_deinit(struct parts *p)
{
	for (int i = 0; i < p->n; i++)
		zmq_msg_close(&p->items[i]);
}

static int receive_part(void *socket, struct parts *p, int *more)
{
	zmq_msg_t part;
	int n = -1;

	zmq_msg_init(&part);
	do
		n = zmq_msg_recv(&part, socket, ZMQ_DONTWAIT);
	while (n < 0 && zmq_errno() == EINTR);
	if (n < 0) {
		int error = zmq_errno();

		zmq_msg_close(&part);
		errno = error;
		return error == EAGAIN ? WIRE_E_EMPTY : fault("receive");
	}
	*more = zmq_msg_more(&part);
	p->total++;
	if (p->n < PARTS_MAX) {
		zmq_msg_init(&p->items[p->n]);
		zmq_msg_move(&p->items[p->n++], &part);
	}
	zmq_msg_close(&part);
	return 0;
}

static struct slice part_slice(struct parts *p, int i)
{
	return slice_of(zmq_msg_data(&p->items[i]), zmq_msg_size(&p->items[i]));
}

static int receive_parts(void *socket, struct parts *p)
{
	int more = 1;
	int r = receive_part(socket, p, &more);

	while (!r && more)
		r = receive_part(socket, p, &more);
	return r;
}

int wire_receive(void *socket, struct wire_message *out)
{
	CLEANUP(parts_deinit) struct parts parts = {.n = 0};
	int type = 0, first = 0;
	size_t size = sizeof(type);
	struct wire_message message = {0};
	int r = 0;

	if (zmq_getsockopt(socket, ZMQ_TYPE, &type, &size))
		return fault("socket type");
	r = receive_parts(socket, &parts);
	if (r)
		return r;
	first = type == ZMQ_ROUTER ? 1 : 0;
	if (parts.total != first + 2)
		return bad("wrong number of frames");
	r = wire_decode(part_slice(&parts, first),
			part_slice(&parts, first + 1), &message);
	if (r)
		return r;
	if (first) {
		struct slice peer = part_slice(&parts, 0);

		bytes_add(&message.peer, peer.data, peer.len);
	}
	*out = message;
	return 0;
}

/* Waits until `socket` can be read or `until_ms` has come. */
static int wait_readable(void *socket, int64_t until_ms)
{
	zmq_pollitem_t item = {.socket = socket, .events = ZMQ_POLLIN};
	int64_t left = until_ms - times_mono_ms();

	if (left < 0)
		left = 0;
	if (zmq_poll(&item, 1, (long)left) < 0 && zmq_errno() != EINTR)
		return fault("poll");
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): six, each said once and plain */
int wire_ask(void *socket, enum wire_type type, const void *message,
	     enum wire_type want, int timeout_ms, ProtobufCMessage **out)
{
	int64_t until = times_mono_ms() + timeout_ms;
	int r = fold(wire_send(socket, NULL, type, message), "wire: ask");

	while (!r) {
		struct wire_message answer = {0};

		r = wire_receive(socket, &answer);
		if (!r && answer.type == want) {
			*out = TAKE(answer.body);
			wire_message_deinit(&answer);
			return 0;
		}
		wire_message_deinit(&answer);
		if (r < 0)
			return r;
		if (times_mono_ms() >= until)
			return -ETIMEDOUT;
		r = r == WIRE_E_EMPTY ? wait_readable(socket, until) : 0;
	}
	return r;
}
