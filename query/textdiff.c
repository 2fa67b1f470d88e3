#include "query/textdiff.h"
#include "core/alloc.h"
#include "query/character.h"
#include <utf8proc.h>

struct words {
	struct slice *items;
	size_t n;
};

static bool in_word(utf8proc_int32_t c)
{
	utf8proc_category_t category = utf8proc_category(c);

	return utf8proc_charwidth(c) == 1 && category >= UTF8PROC_CATEGORY_LU &&
	       category <= UTF8PROC_CATEGORY_NO;
}

static size_t word_bytes(struct slice text)
{
	utf8proc_int32_t c;
	size_t n = character_at(text, 0, &c);

	if (!in_word(c))
		return n;
	while (n < text.len) {
		size_t more = character_at(text, n, &c);

		if (!in_word(c))
			break;
		n += more;
	}
	return n;
}

static void words_init(struct words *out, struct slice text)
{
	size_t cap = 64;

	out->n = 0;
	out->items = alloc_get(cap * sizeof(*out->items));
	for (size_t at = 0; at < text.len;) {
		struct slice rest = {text.data + at, text.len - at};
		size_t n = word_bytes(rest);

		if (out->n == cap) {
			cap *= 2;
			out->items = alloc_resize(out->items, cap,
						  sizeof(*out->items));
		}
		out->items[out->n++] = slice_of(rest.data, n);
		at += n;
	}
}

static void words_deinit(struct words *words)
{
	free(words->items);
}

/* Adds a piece, or makes the last one longer where it is of the same kind. */
static void add(struct textdiff *d, enum textdiff_kind kind, struct slice text)
{
	struct textdiff_piece *last = d->n ? &d->pieces[d->n - 1] : NULL;

	if (!text.len)
		return;
	if (last && last->kind == kind &&
	    last->text.data + last->text.len == text.data) {
		last->text.len += text.len;
		return;
	}
	d->pieces = alloc_resize(d->pieces, d->n + 1, sizeof(*d->pieces));
	d->pieces[d->n++] = (struct textdiff_piece){kind, text};
}

static void add_words(struct textdiff *d, enum textdiff_kind kind,
		      const struct slice *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(d, kind, words[i]);
}

/* The edit graph's furthest reaching ends: row d holds x for the diagonals
 * -d, -d + 2, ..., d. */
struct trace {
	int *rows; /* row d begins at d * (d + 1) / 2 */
	int d;	   /* of the last row */
};

static int *trace_at(const struct trace *t, int d, int k)
{
	return &t->rows[d * (d + 1) / 2 + (k + d) / 2];
}

/* Where the best way to diagonal k of row d begins, in row d - 1. */
static int trace_from(const struct trace *t, int d, int k)
{
	if (k == -d)
		return k + 1;
	if (k == d)
		return k - 1;
	return *trace_at(t, d - 1, k - 1) < *trace_at(t, d - 1, k + 1) ? k + 1
								       : k - 1;
}

static int start_x(const struct trace *t, int d, int k)
{
	int from = d ? trace_from(t, d, k) : 0;

	if (!d)
		return 0;
	return *trace_at(t, d - 1, from) + (from < k);
}

/* Goes row by row until the end is reached: true, or gives up at MAX. */
static bool trace_run(struct trace *t, const struct words *a,
		      const struct words *b)
{
	int n = (int)a->n, m = (int)b->n;

	for (int d = 0; d <= TEXTDIFF_MAX; d++) {
		size_t need = (size_t)(d + 1) * (size_t)(d + 2) / 2;

		t->rows = alloc_resize(t->rows, need, sizeof(*t->rows));
		t->d = d;
		for (int k = -d; k <= d; k += 2) {
			int x = start_x(t, d, k), y = x - k;

			while (x < n && y >= 0 && y < m &&
			       slice_equal(a->items[x], b->items[y])) {
				x++;
				y++;
			}
			*trace_at(t, d, k) = x;
			if (x >= n && y >= m)
				return true;
		}
	}
	return false;
}

/* One edit and the run of equal words behind it; filled from the end. */
struct step {
	enum textdiff_kind kind; /* of the edit; SAME: none */
	int x, y, run;		 /* of the run's beginning, its length */
};

static void trace_tell(const struct trace *t, const struct words *a,
		       const struct words *b, struct textdiff *out)
{
	CLEANUP(freep)
	struct step *steps = alloc_zero((size_t)t->d + 1, sizeof(*steps));
	int k = (int)a->n - (int)b->n;

	for (int d = t->d; d >= 0; d--) {
		int from = d ? trace_from(t, d, k) : 0;
		int x = start_x(t, d, k);

		steps[d].kind = !d	   ? TEXTDIFF_SAME
				: from < k ? TEXTDIFF_REMOVED
					   : TEXTDIFF_ADDED;
		steps[d].x = x;
		steps[d].y = x - k;
		steps[d].run = *trace_at(t, d, k) - x;
		k = from;
	}
	for (int d = 0; d <= t->d; d++) {
		const struct step *s = &steps[d];

		if (s->kind == TEXTDIFF_REMOVED)
			add(out, s->kind, a->items[s->x - 1]);
		else if (s->kind == TEXTDIFF_ADDED)
			add(out, s->kind, b->items[s->y - 1]);
		if (s->run)
			add_words(out, TEXTDIFF_SAME, a->items + s->x,
				  (size_t)s->run);
	}
}

static size_t common_start(const struct words *a, const struct words *b)
{
	size_t n = 0;

	while (n < a->n && n < b->n && slice_equal(a->items[n], b->items[n]))
		n++;
	return n;
}

static size_t common_end(const struct words *a, const struct words *b,
			 size_t start)
{
	size_t n = 0;

	while (n < a->n - start && n < b->n - start &&
	       slice_equal(a->items[a->n - 1 - n], b->items[b->n - 1 - n]))
		n++;
	return n;
}

/* `words` without `start` at its beginning and `end` at its end. */
static struct words inner(const struct words *words, size_t start, size_t end)
{
	return (struct words){words->items + start, words->n - start - end};
}

void textdiff_make(struct textdiff *out, struct slice a, struct slice b)
{
	CLEANUP(words_deinit) struct words x, y;
	struct words inner_x, inner_y;
	struct trace trace = {0};
	size_t start, end;

	*out = (struct textdiff){0};
	words_init(&x, a);
	words_init(&y, b);
	start = common_start(&x, &y);
	end = common_end(&x, &y, start);
	inner_x = inner(&x, start, end);
	inner_y = inner(&y, start, end);
	add_words(out, TEXTDIFF_SAME, x.items, start);
	if (trace_run(&trace, &inner_x, &inner_y)) {
		trace_tell(&trace, &inner_x, &inner_y, out);
	} else {
		add_words(out, TEXTDIFF_REMOVED, inner_x.items, inner_x.n);
		add_words(out, TEXTDIFF_ADDED, inner_y.items, inner_y.n);
	}
	add_words(out, TEXTDIFF_SAME, x.items + (x.n - end), end);
	free(trace.rows);
}

void textdiff_deinit(struct textdiff *diff)
{
	free(diff->pieces);
	*diff = (struct textdiff){0};
}
