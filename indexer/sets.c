#include "indexer/sets.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "indexer/gather.h"
#include <errno.h>
#include <zstd.h>

/* Plain form: all postings, then all presences, then all versions. */
enum { ENTRY_BYTES = POSTING_BYTES + 1 + DIGEST_BYTES };
enum { SETS_MAX_BYTES = 256 << 20, LEVEL = 3 };

void seen_list_add(struct seen_list *list, const struct timeline_seen *seen)
{
	if (list->n == list->cap) {
		list->cap = list->cap ? 2 * list->cap : 64;
		list->items = alloc_resize(list->items, list->cap,
					   sizeof(*list->items));
	}
	list->items[list->n++] = *seen;
}

void seen_list_reduce(struct seen_list *list)
{
	list->n = gather_seen(list->items, list->n);
}

void seen_list_deinit(struct seen_list *list)
{
	free(list->items);
	*list = (struct seen_list){0};
}

static void encode(struct bytes *out, const struct seen_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		bytes_add(out, list->items[i].posting.bytes, POSTING_BYTES);
	for (size_t i = 0; i < list->n; i++)
		bytes_add_char(out, (char)list->items[i].presence);
	for (size_t i = 0; i < list->n; i++)
		bytes_add(out, list->items[i].version.bytes, DIGEST_BYTES);
}

static int decode_columns(struct slice plain, struct seen_list *out)
{
	size_t n = plain.len / ENTRY_BYTES;
	const char *presences = plain.data + n * POSTING_BYTES;
	const char *versions = presences + n;

	if (plain.len % ENTRY_BYTES)
		return fail(-EIO, "corpus: a set of %zu bytes", plain.len);
	for (size_t i = 0; i < n; i++) {
		struct timeline_seen seen = {
			.presence = (enum _Jobq__Presence)(
				(unsigned char)presences[i])};

		if (seen.presence > JOBQ__PRESENCE__PRESENCE_GONE)
			return fail(-EIO, "corpus: a set is damaged");
		memcpy(seen.posting.bytes, plain.data + i * POSTING_BYTES,
		       POSTING_BYTES);
		memcpy(seen.version.bytes, versions + i * DIGEST_BYTES,
		       DIGEST_BYTES);
		seen_list_add(out, &seen);
	}
	return 0;
}

int sets_decode(struct slice packed, struct seen_list *out)
{
	CLEANUP(freep) char *plain = NULL;
	unsigned long long size =
		ZSTD_getFrameContentSize(packed.data, packed.len);
	size_t n;

	/* also refuses the two error values, which are huge */
	if (!packed.len || size > SETS_MAX_BYTES)
		return fail(-EIO, "corpus: a set is damaged");
	plain = alloc_get(size + 1);
	n = ZSTD_decompress(plain, size, packed.data, packed.len);
	if (ZSTD_isError(n) || n != size)
		return fail(-EIO, "corpus: a set is damaged");
	return decode_columns(slice_of(plain, n), out);
}

int sets_put(struct store_txn *txn, const struct seen_list *list,
	     struct digest *out)
{
	CLEANUP(bytes_deinit) struct bytes plain = {0}, packed = {0};
	struct digest digest = {{0}};
	struct slice there;
	int r;

	if (!list->n) {
		*out = digest;
		return 0;
	}
	encode(&plain, list);
	digest = digest_of(plain.data, plain.len);
	*out = digest;
	r = store_get(txn, DB_SETS, slice_of(digest.bytes, DIGEST_BYTES),
		      &there);
	if (r != STORE_E_ABSENT)
		return r;
	bytes_reserve(&packed, ZSTD_compressBound(plain.len));
	packed.len = ZSTD_compress(packed.data, packed.cap, plain.data,
				   plain.len, LEVEL);
	if (ZSTD_isError(packed.len))
		return fail(-EIO, "corpus: compressing a set: %s",
			    ZSTD_getErrorName(packed.len));
	return store_put(txn, DB_SETS, slice_of(digest.bytes, DIGEST_BYTES),
			 slice_bytes(&packed));
}

int sets_get(struct store_txn *txn, const struct digest *set,
	     struct seen_list *out)
{
	struct slice packed;
	int r;

	if (digest_none(set))
		return 0;
	r = store_get(txn, DB_SETS, slice_of(set->bytes, DIGEST_BYTES),
		      &packed);
	if (r == STORE_E_ABSENT)
		return fail(-EIO, "corpus: a round's set is not there");
	return r ? r : sets_decode(packed, out);
}
