#include "query/docs.h"
#include "core/alloc.h"
#include "core/fail.h"
#include <errno.h>

struct docs_target {
	struct docs *docs;
	const ProtobufCMessageDescriptor *type;
};

static int docs_add(void *arg, const struct textindex_hit *hit)
{
	struct docs_target *target = arg;
	struct docs *docs = target->docs;
	ProtobufCMessage *m = pack_read(target->type, hit->data);

	if (!m)
		return fail(-EBADMSG,
			    "index: a record is damaged; run jobq-indexer "
			    "--rebuild");
	docs->items = alloc_resize(docs->items, docs->n + 1,
				   sizeof(ProtobufCMessage *));
	docs->items[docs->n++] = m;
	return 0;
}

int docs_find(struct docs *out, struct textindex *index,
	      const ProtobufCMessageDescriptor *type,
	      const struct textindex_search *search)
{
	struct docs_target target = {out, type};

	docs_deinit(out);
	return textindex_run(index, search, docs_add, &target, &out->total);
}

void docs_deinit(struct docs *docs)
{
	for (size_t i = 0; i < docs->n; i++)
		protobuf_c_message_free_unpacked(docs->items[i], NULL);
	free(docs->items);
	*docs = (struct docs){0};
}
