#include "indexer/automaton.h"
#include "core/alloc.h"
#include <endian.h>

enum {
	ROOT = 0,
	DENSE = 5,	/* children from which a state has a row of its own */
	HEAD = 6,	/* bytes: two Han characters, or letters */
	SHORT_HEAD = 3, /* of a form that has no more */
	HEAD_BITS = 32, /* a form, at least */
};
#define NONE UINT32_MAX

/* While forms are added: a trie, children in lists sorted by byte. */
struct node {
	uint32_t child, sibling;
	uint32_t out; /* of this node's forms, in `forms` */
	uint8_t byte;
};
struct form {
	int id;
	uint32_t next; /* of the same bytes */
};
/* Built: the states in breadth-first order, so that the children of a state
 * are neighbours and a child is told by its byte in `bytes`. */
struct state {
	uint32_t child; /* the first; of a state with a row, its row's place */
	uint32_t out;
	uint8_t n_children; /* of a state without a row */
	uint8_t byte;	    /* the first child's */
	bool row;	    /* its children are in `rows` */
};
/* The heads of all forms, by their hash: where a text has none of them no form
 * begins, and that is nearly everywhere. */
struct heads {
	uint64_t *bits;
	unsigned n_log2;
	bool first[256]; /* bytes */
};
struct automaton {
	struct node *nodes;
	size_t n_nodes, cap_nodes;
	struct form *forms;
	size_t n_forms, cap_forms;
	struct heads heads;
	struct state *states; /* as many as nodes; NULL until built */
	uint8_t *bytes;
	uint32_t *rows; /* 256 states each */
	size_t n_rows;
};

static uint32_t node_new(struct automaton *a, uint8_t byte, uint32_t sibling)
{
	if (a->n_nodes == a->cap_nodes) {
		a->cap_nodes = a->cap_nodes ? 2 * a->cap_nodes : 256;
		a->nodes =
			alloc_resize(a->nodes, a->cap_nodes, sizeof(*a->nodes));
	}
	a->nodes[a->n_nodes] = (struct node){
		.child = NONE, .sibling = sibling, .out = NONE, .byte = byte};
	return (uint32_t)a->n_nodes++;
}

struct automaton *automaton_new(void)
{
	struct automaton *a = alloc_zero(1, sizeof(*a));

	node_new(a, 0, NONE);
	return a;
}

void automaton_free(struct automaton *a)
{
	if (!a)
		return;
	free(a->nodes);
	free(a->forms);
	free(a->states);
	free(a->bytes);
	free(a->rows);
	free(a->heads.bits);
	free(a);
}

/* The child of `at` by `byte`, made where there is none. */
static uint32_t node_child(struct automaton *a, uint32_t at, uint8_t byte)
{
	uint32_t before = NONE;
	uint32_t child = a->nodes[at].child;
	uint32_t made;

	while (child != NONE && a->nodes[child].byte < byte) {
		before = child;
		child = a->nodes[child].sibling;
	}
	if (child != NONE && a->nodes[child].byte == byte)
		return child;
	made = node_new(a, byte, child);
	if (before == NONE)
		a->nodes[at].child = made;
	else
		a->nodes[before].sibling = made;
	return made;
}

void automaton_add(struct automaton *a, struct slice form, int id)
{
	uint32_t at = ROOT;
	uint32_t *last;

	if (!form.len)
		return;
	for (size_t i = 0; i < form.len; i++)
		at = node_child(a, at, (uint8_t)form.data[i]);
	if (a->n_forms == a->cap_forms) {
		a->cap_forms = a->cap_forms ? 2 * a->cap_forms : 64;
		a->forms =
			alloc_resize(a->forms, a->cap_forms, sizeof(*a->forms));
	}
	a->forms[a->n_forms] = (struct form){.id = id, .next = NONE};
	last = &a->nodes[at].out;
	while (*last != NONE)
		last = &a->forms[*last].next;
	*last = (uint32_t)a->n_forms++;
}

/* ---- heads ---- */

/* The place of the first `len` of eight bytes, the first of them lowest. */
static inline uint64_t head_place(const struct heads *heads, uint64_t eight,
				  size_t len)
{
	uint64_t head = eight & ((UINT64_C(1) << 8 * len) - 1);

	/* Fibonacci hashing: 2 to the 64th by the golden ratio */
	return head * UINT64_C(0x9e3779b97f4a7c15) >> (64 - heads->n_log2);
}

static inline bool heads_have(const struct heads *heads, uint64_t eight,
			      size_t len)
{
	uint64_t place = head_place(heads, eight, len);

	return heads->bits[place / 64] >> place % 64 & 1;
}

static void heads_set(struct heads *heads, uint64_t eight, size_t len)
{
	uint64_t place = head_place(heads, eight, len);

	heads->bits[place / 64] |= UINT64_C(1) << place % 64;
}

/* Of a form that ends after `len` bytes: whatever follows them. */
static void heads_set_short(struct heads *heads, uint64_t eight, size_t len)
{
	if (len >= SHORT_HEAD) {
		heads_set(heads, eight, SHORT_HEAD);
		return;
	}
	for (uint64_t next = 0; next < 256; next++)
		heads_set_short(heads, eight | next << 8 * len, len + 1);
}

/* Of all forms that begin with the `len` bytes that lead to `node`. */
static void heads_add(struct automaton *a, uint32_t node, uint64_t eight,
		      size_t len)
{
	for (uint32_t c = a->nodes[node].child; c != NONE;
	     c = a->nodes[c].sibling) {
		uint64_t more = eight | (uint64_t)a->nodes[c].byte << 8 * len;

		a->heads.first[more & 0xff] = true;
		if (len + 1 == HEAD) {
			heads_set(&a->heads, more, len + 1);
			continue;
		}
		if (a->nodes[c].out != NONE)
			heads_set_short(&a->heads, more, len + 1);
		heads_add(a, c, more, len + 1);
	}
}

static void heads_build(struct automaton *a)
{
	struct heads *heads = &a->heads;

	heads->n_log2 = 6;
	while ((size_t)1 << heads->n_log2 < HEAD_BITS * a->n_forms)
		heads->n_log2++;
	heads->bits = alloc_zero(((size_t)1 << heads->n_log2) / 64,
				 sizeof(*heads->bits));
	heads_add(a, ROOT, 0, 0);
}

/* ---- building ---- */

static void lay_row(struct automaton *a, struct state *state, uint32_t first,
		    uint32_t end)
{
	uint32_t *row;

	a->rows = alloc_resize(a->rows, (a->n_rows + 1) * 256, sizeof(*row));
	row = a->rows + a->n_rows * 256;
	for (int byte = 0; byte < 256; byte++)
		row[byte] = NONE;
	for (uint32_t c = first; c < end; c++)
		row[a->bytes[c]] = c;
	state->row = true;
	state->child = (uint32_t)a->n_rows++;
}

/* Lays the children of state `at`, which was `node`, from `first` on; returns
 * where they end. */
static uint32_t lay_children(struct automaton *a, uint32_t *nodes, uint32_t at,
			     uint32_t first)
{
	struct state *state = &a->states[at];
	uint32_t end = first;

	for (uint32_t c = a->nodes[nodes[at]].child; c != NONE;
	     c = a->nodes[c].sibling) {
		nodes[end] = c;
		a->bytes[end] = a->nodes[c].byte;
		a->states[end++].out = a->nodes[c].out;
	}
	if (at == ROOT || end - first >= DENSE) {
		lay_row(a, state, first, end);
	} else if (end > first) {
		state->child = first;
		state->n_children = (uint8_t)(end - first);
		state->byte = a->bytes[first];
	}
	return end;
}

void automaton_build(struct automaton *a)
{
	CLEANUP(freep)
	uint32_t *nodes = alloc_zero(a->n_nodes, sizeof(*nodes));
	uint32_t n = 1;

	heads_build(a);
	a->states = alloc_zero(a->n_nodes, sizeof(*a->states));
	a->bytes = alloc_zero(a->n_nodes, 1);
	for (uint32_t at = 0; at < a->n_nodes; at++)
		n = lay_children(a, nodes, at, n);
	free(a->nodes);
	a->nodes = NULL;
}

/* ---- searching ---- */

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

/* Whether a form may begin here: seldom true where none does. */
static inline bool may_begin(const struct heads *heads, struct slice text,
			     size_t at)
{
	uint8_t first = (uint8_t)text.data[at];
	uint64_t eight;

	if (!heads->first[first])
		return false;
	if (text.len - at < sizeof(eight))
		return true;
	memcpy(&eight, text.data + at, sizeof(eight));
	eight = le64toh(eight);
	return heads_have(heads, eight, HEAD) ||
	       heads_have(heads, eight, SHORT_HEAD);
}

static inline uint32_t child_by(const struct automaton *a, uint32_t at,
				uint8_t byte)
{
	const struct state *state = &a->states[at];

	if (state->row)
		return a->rows[(size_t)state->child * 256 + byte];
	if (!state->n_children)
		return NONE;
	if (state->byte == byte)
		return state->child;
	for (uint32_t c = 1; c < state->n_children; c++)
		if (a->bytes[state->child + c] == byte)
			return state->child + c;
	return NONE;
}

/* Tells every form that begins at `start`. */
static void follow(const struct automaton *a, struct slice text, size_t start,
		   automaton_hit_fn *call, void *context)
{
	uint32_t at = ROOT;

	for (size_t i = start; i < text.len; i++) {
		at = child_by(a, at, (uint8_t)text.data[i]);
		if (at == NONE)
			return;
		for (uint32_t f = a->states[at].out; f != NONE;
		     f = a->forms[f].next)
			call(context, &(struct automaton_hit){a->forms[f].id,
							      (uint32_t)start,
							      (uint32_t)i + 1});
	}
}

void automaton_scan(const struct automaton *a, struct slice text,
		    automaton_hit_fn *call, void *context)
{
	for (size_t i = 0; i < text.len; i++) {
		if (may_begin(&a->heads, text, i))
			follow(a, text, i, call, context);
		if (!is_word(text.data[i]))
			continue;
		while (i + 1 < text.len && is_word(text.data[i + 1]))
			i++;
	}
}

static void keep(void *context, const struct automaton_hit *hit)
{
	struct automaton_hits *hits = context;

	if (hits->n == hits->cap) {
		hits->cap = hits->cap ? 2 * hits->cap : 64;
		hits->items = alloc_resize(hits->items, hits->cap,
					   sizeof(*hits->items));
	}
	hits->items[hits->n++] = *hit;
}

void automaton_find(const struct automaton *a, struct slice text,
		    struct automaton_hits *out)
{
	out->n = 0;
	automaton_scan(a, text, keep, out);
}

void automaton_hits_deinit(struct automaton_hits *hits)
{
	free(hits->items);
	*hits = (struct automaton_hits){0};
}

bool automaton_apart(struct slice text, uint32_t start, uint32_t end)
{
	if (start >= end || end > text.len)
		return false;
	if (start && is_word(text.data[start]) && is_word(text.data[start - 1]))
		return false;
	return end == text.len || !is_word(text.data[end - 1]) ||
	       !is_word(text.data[end]);
}
