/*
 * Records as they lie on disk: the first byte says which, the rest is the
 * packed record (core/pack.h), which may be any bytes. What is read is packed
 * again and must read back; a content also goes through its digests, an
 * observation through intake's checks by way of the same structs.
 */
#include "core/digest.h"
#include "core/pack.h"
#include "indexer/corpus.h"
#include "indexer/fold.h"
#include "indexer/language.h"
#include "indexer/sets.h"
#include "tests/fuzz/fuzz.h"
#include <stdlib.h>

static const ProtobufCMessageDescriptor *const types[] = {
	&jobq__content__descriptor,   &jobq__observation__descriptor,
	&jobq__round__descriptor,     &jobq__acceptance__descriptor,
	&jobq__source__descriptor,    &jobq__span__descriptor,
	&jobq__event__descriptor,     &jobq__span_doc__descriptor,
	&jobq__event_doc__descriptor, &jobq__round_doc__descriptor,
};
enum { TYPES = sizeof(types) / sizeof(*types) };

static void use_content(const Jobq__Content *content)
{
	const char *fields[16];
	struct digest d = digest_of_content(content);

	(void)d;
	(void)digest_of_text(content);
	(void)language_of(content);
	if (digest_fields(content, content, fields, 16))
		abort(); /* it does not differ from itself */
}

static void feed_record(const ProtobufCMessageDescriptor *type,
			struct slice packed)
{
	CLEANUP(pack_freep) ProtobufCMessage *record = pack_read(type, packed);
	CLEANUP(pack_freep) ProtobufCMessage *again = NULL;
	CLEANUP(bytes_deinit) struct bytes bytes = {0};

	if (!record)
		return;
	pack_add(&bytes, record);
	again = pack_read(type, slice_bytes(&bytes));
	if (!again)
		abort();
	if (type == &jobq__content__descriptor)
		use_content((const Jobq__Content *)(const void *)record);
}

/* The rows that are no protobuf. */
static void feed_rows(struct slice packed)
{
	CLEANUP(seen_list_deinit) struct seen_list list = {0};
	CLEANUP(corpus_round_deinit) struct corpus_round round = {0};
	size_t half = packed.len < SPAN_KEY ? packed.len : SPAN_KEY;
	struct fold_span span;
	struct fold_line line;

	(void)!sets_decode(packed, &list);
	(void)!corpus_round_read(packed, &round);
	(void)!fold_read_line(packed, &line);
	(void)!fold_read_span(slice_of(packed.data, half),
			      slice_of(packed.data + half, packed.len - half),
			      &span);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice packed;

	if (!size)
		return 0;
	packed = slice_of(data + 1, size - 1);
	if (data[0] % (TYPES + 1) == TYPES)
		feed_rows(packed);
	else
		feed_record(types[data[0] % (TYPES + 1)], packed);
	return 0;
}
