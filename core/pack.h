#pragma once
/*
 * Pack: a protobuf record as it lies on disk: [format 1 byte][zstd or plain,
 * 1 byte][payload]. Small records stay plain. Unknown fields survive.
 */
#include "core/bytes.h"
#include <protobuf-c/protobuf-c.h>

enum { PACK_FORMAT = 1 };
enum {
	PACK_MAX_BYTES = 64 << 20
}; /* a record that unpacks to more is refused */

/* Appends the packed record to `out`. */
void pack_add(struct bytes *out, const ProtobufCMessage *message);
/* Appends the plain protobuf (the wire's form) to `out`. */
void pack_add_plain(struct bytes *out, const ProtobufCMessage *message);

/* The record in `packed`, or NULL (logged: foreign format, damage, too large).
 * Caller frees by protobuf_c_message_free_unpacked(x, NULL). */
ProtobufCMessage *pack_read(const ProtobufCMessageDescriptor *type,
			    struct slice packed);
/* A copy of `message`, of its own. */
ProtobufCMessage *pack_clone(const ProtobufCMessage *message);

/* CLEANUP(pack_freep) Jobq__Content *c: for any generated type. */
static inline void pack_freep(void *message)
{
	if (*(ProtobufCMessage **)message)
		protobuf_c_message_free_unpacked(*(ProtobufCMessage **)message,
						 NULL);
}
/* Typed shorthand: PACK_READ(jobq__content, packed) gives a Jobq__Content *. */
#define PACK_READ(lower, packed) \
	((void *)pack_read(&lower##__descriptor, packed))
