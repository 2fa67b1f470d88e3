#include "indexer/derived.h"
#include "core/alloc.h"

void derived_add(struct derived *d, struct slice key, struct slice value)
{
	if (d->n == d->cap) {
		d->cap = d->cap ? 2 * d->cap : 64;
		d->rows = alloc_resize(d->rows, d->cap, sizeof(*d->rows));
	}
	d->rows[d->n++] = (struct derived_row){d->arena.len, (uint32_t)key.len,
					       (uint32_t)value.len};
	bytes_add(&d->arena, key.data, key.len);
	bytes_add(&d->arena, value.data, value.len);
}

void derived_deinit(struct derived *d)
{
	bytes_deinit(&d->arena);
	free(d->rows);
	*d = (struct derived){0};
}

static struct slice key_at(const struct derived *d, size_t i)
{
	return slice_of(d->arena.data + d->rows[i].at, d->rows[i].key_len);
}

static struct slice value_at(const struct derived *d, size_t i)
{
	const struct derived_row *row = &d->rows[i];

	return slice_of(d->arena.data + row->at + row->key_len, row->value_len);
}

static int compare_slices(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = memcmp(a.data, b.data, n);

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_rows(const void *left, const void *right, void *arena)
{
	const struct derived_row *a = left, *b = right;
	const char *base = arena;

	return compare_slices(slice_of(base + a->at, a->key_len),
			      slice_of(base + b->at, b->key_len));
}

/* Copied, because writing moves what a cursor shows. */
static int load_stored(const struct derived_diff *diff, struct derived *out)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {
		.txn = diff->txn, .db = diff->db, .prefix = diff->prefix};
	int r;

	while (!(r = store_next(&c)))
		derived_add(out, c.key, c.value);
	return r == STORE_E_ABSENT ? 0 : r;
}

static struct slice without_head(struct slice value, size_t head)
{
	head = head < value.len ? head : value.len;
	return slice_of(value.data + head, value.len - head);
}

static int compare_pair(const struct derived_diff *diff,
			const struct derived *a, size_t i,
			const struct derived *b, size_t k)
{
	struct derived_change change = {key_at(b, k), value_at(a, i),
					value_at(b, k)};

	if (slice_equal(without_head(change.old, diff->head), change.now))
		return 0;
	return diff->each(diff->arg, &change);
}

static int compare_sorted(const struct derived_diff *diff,
			  const struct derived *old, const struct derived *now)
{
	size_t i = 0, k = 0;
	int r = 0;

	while (!r && (i < old->n || k < now->n)) {
		struct derived_change change = {{0}, {0}, {0}};
		int order = i == old->n	  ? 1
			    : k == now->n ? -1
					  : compare_slices(key_at(old, i),
							   key_at(now, k));

		if (order < 0) {
			change.key = key_at(old, i);
			change.old = value_at(old, i++);
			r = diff->each(diff->arg, &change);
		} else if (order > 0) {
			change.key = key_at(now, k);
			change.now = value_at(now, k++);
			r = diff->each(diff->arg, &change);
		} else {
			r = compare_pair(diff, old, i++, now, k++);
		}
	}
	return r;
}

int derived_compare(const struct derived_diff *diff, struct derived *rows)
{
	CLEANUP(derived_deinit) struct derived stored = {0};
	int r = load_stored(diff, &stored);

	if (r)
		return r;
	if (rows->n)
		qsort_r(rows->rows, rows->n, sizeof(*rows->rows), compare_rows,
			rows->arena.data);
	return compare_sorted(diff, &stored, rows);
}
