#include "core/pack.h"
#include "core/log.h"
#include <zstd.h>

/*
 * Plain below SMALL bytes: zstd's header and tables cost more than they save.
 * LEVEL 3 is zstd's own default: the corpus is written once and read often.
 */
enum { FORM_PLAIN = 0, FORM_ZSTD = 1 };
enum { SMALL = 256, LEVEL = 3, HEAD = 2 };

void pack_add_plain(struct bytes *out, const ProtobufCMessage *message)
{
	size_t size = protobuf_c_message_get_packed_size(message);

	bytes_reserve(out, size);
	protobuf_c_message_pack(message, (uint8_t *)out->data + out->len);
	out->len += size;
	out->data[out->len] = '\0';
}

/* Appends `plain` compressed; false where that saves nothing. */
static bool add_compressed(struct bytes *out, struct slice plain)
{
	size_t bound = ZSTD_compressBound(plain.len);
	size_t n = 0;

	bytes_reserve(out, bound);
	n = ZSTD_compress(out->data + out->len, bound, plain.data, plain.len,
			  LEVEL);
	if (ZSTD_isError(n) || n >= plain.len)
		return false;
	out->len += n;
	out->data[out->len] = '\0';
	return true;
}

void pack_add(struct bytes *out, const ProtobufCMessage *message)
{
	CLEANUP(bytes_deinit) struct bytes plain = {0};
	size_t form = 0;

	pack_add_plain(&plain, message);
	bytes_add_char(out, PACK_FORMAT);
	form = out->len;
	bytes_add_char(out, FORM_PLAIN);
	if (plain.len >= SMALL && add_compressed(out, slice_bytes(&plain)))
		out->data[form] = FORM_ZSTD;
	else
		bytes_add(out, plain.data, plain.len);
}

static ProtobufCMessage *refuse(const ProtobufCMessageDescriptor *type,
				const char *why)
{
	log_line(LOG_ERROR, "pack", "record %s refused: %s", type->name, why);
	return NULL;
}

static ProtobufCMessage *unpack(const ProtobufCMessageDescriptor *type,
				struct slice plain)
{
	const uint8_t *data = (const uint8_t *)(plain.len ? plain.data : "");
	ProtobufCMessage *message =
		protobuf_c_message_unpack(type, NULL, plain.len, data);

	return message ? message : refuse(type, "damaged protobuf");
}

static ProtobufCMessage *read_zstd(const ProtobufCMessageDescriptor *type,
				   struct slice packed)
{
	CLEANUP(bytes_deinit) struct bytes plain = {0};
	unsigned long long size =
		ZSTD_getFrameContentSize(packed.data, packed.len);
	size_t n = 0;

	if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
		return refuse(type, "damaged zstd frame");
	if (size > PACK_MAX_BYTES)
		return refuse(type, "unpacks to more than 64 MiB");
	bytes_reserve(&plain, (size_t)size);
	n = ZSTD_decompress(plain.data, (size_t)size, packed.data, packed.len);
	if (ZSTD_isError(n))
		return refuse(type, ZSTD_getErrorName(n));
	return unpack(type, slice_of(plain.data, n));
}

ProtobufCMessage *pack_read(const ProtobufCMessageDescriptor *type,
			    struct slice packed)
{
	struct slice payload = {0};

	if (packed.len < HEAD)
		return refuse(type, "too short");
	if (packed.data[0] != PACK_FORMAT)
		return refuse(type, "of a format this program does not know");
	payload = slice_of(packed.data + HEAD, packed.len - HEAD);
	if (packed.data[1] == FORM_ZSTD)
		return read_zstd(type, payload);
	if (packed.data[1] != FORM_PLAIN)
		return refuse(type, "of an unknown compression");
	if (payload.len > PACK_MAX_BYTES)
		return refuse(type, "larger than 64 MiB");
	return unpack(type, payload);
}

ProtobufCMessage *pack_clone(const ProtobufCMessage *message)
{
	CLEANUP(bytes_deinit) struct bytes plain = {0};

	pack_add_plain(&plain, message);
	return unpack(message->descriptor, slice_bytes(&plain));
}
