#include "indexer/automaton.h"
#include "core/alloc.h"

enum {
	ROOT = 0,
	DENSE = 5, /* children from which a state has a row of its own */
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
	uint32_t len;
	uint32_t next; /* of the same bytes */
};
/* Built: the states in breadth-first order, so that the children of a state
 * are neighbours and a child is told by its byte in `bytes`. Small, because a
 * text visits many: what only a hit needs is in `endings`. */
struct state {
	uint32_t child; /* the first; of a state with a row, its row's place */
	uint32_t fail;	/* the longest proper suffix that is a state */
	uint8_t n_children; /* of a state without a row */
	uint8_t byte;	    /* the first child's */
	bool row;	    /* all that follows is in `rows` */
	bool hit;	    /* here or on the suffixes a form ends */
};
struct ending {
	uint32_t hit; /* the nearest state on the suffixes that ends a form */
	uint32_t out;
};
struct automaton {
	struct node *nodes;
	size_t n_nodes, cap_nodes;
	struct form *forms;
	size_t n_forms, cap_forms;
	struct state *states; /* as many as nodes; NULL until built */
	struct ending *endings;
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
	free(a->endings);
	free(a->bytes);
	free(a->rows);
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
	a->forms[a->n_forms] = (struct form){
		.id = id, .len = (uint32_t)form.len, .next = NONE};
	last = &a->nodes[at].out;
	while (*last != NONE)
		last = &a->forms[*last].next;
	*last = (uint32_t)a->n_forms++;
}

/* What building needs of a state and searching does not. */
struct plan {
	uint32_t node;
	uint32_t child, n_children;
};

/* Lays the children of state `at` from `n` on; returns the next. */
static uint32_t lay_children(struct automaton *a, struct plan *plans,
			     uint32_t at, uint32_t n)
{
	struct plan *plan = &plans[at];
	struct state *state = &a->states[at];

	plan->child = n;
	for (uint32_t c = a->nodes[plan->node].child; c != NONE;
	     c = a->nodes[c].sibling) {
		plans[n].node = c;
		a->bytes[n] = a->nodes[c].byte;
		a->endings[n].out = a->nodes[c].out;
		n++;
	}
	plan->n_children = n - plan->child;
	state->row = at == ROOT || plan->n_children >= DENSE;
	state->child = state->row ? (uint32_t)a->n_rows++ : plan->child;
	state->n_children = state->row ? 0 : (uint8_t)plan->n_children;
	if (plan->n_children)
		state->byte = a->bytes[plan->child];
	return n;
}

static inline uint32_t child_by(const struct automaton *a,
				const struct state *state, uint8_t byte)
{
	const uint8_t *bytes = a->bytes + state->child;

	if (!state->n_children)
		return NONE;
	if (state->byte == byte)
		return state->child;
	for (uint32_t c = 1; c < state->n_children; c++)
		if (bytes[c] == byte)
			return state->child + c;
	return NONE;
}

static inline uint32_t step(const struct automaton *a, uint32_t at,
			    uint8_t byte)
{
	const struct state *state = &a->states[at];

	for (; !state->row; state = &a->states[state->fail]) {
		uint32_t to = child_by(a, state, byte);

		if (to != NONE)
			return to;
	}
	return a->rows[(size_t)state->child * 256 + byte];
}

/* A row holds what follows every byte, failures done: its suffixes' are
 * shorter, so they were filled before it. */
static void fill_row(struct automaton *a, const struct plan *plan, uint32_t at)
{
	const struct state *state = &a->states[at];
	uint32_t *row = a->rows + (size_t)state->child * 256;

	for (unsigned byte = 0; byte < 256; byte++)
		row[byte] =
			at == ROOT ? ROOT : step(a, state->fail, (uint8_t)byte);
	for (uint32_t c = 0; c < plan->n_children; c++)
		row[a->bytes[plan->child + c]] = plan->child + c;
}

static void link_child(struct automaton *a, uint32_t at, uint32_t child)
{
	uint32_t fail = ROOT;
	uint32_t hit;

	if (at != ROOT)
		fail = step(a, a->states[at].fail, a->bytes[child]);
	hit = a->endings[child].out != NONE ? child : a->endings[fail].hit;
	a->states[child].fail = fail;
	a->states[child].hit = hit != ROOT;
	a->endings[child].hit = hit;
}

void automaton_build(struct automaton *a)
{
	CLEANUP(freep)
	struct plan *plans = alloc_zero(a->n_nodes, sizeof(*plans));
	uint32_t n = 1;

	a->states = alloc_zero(a->n_nodes, sizeof(*a->states));
	a->endings = alloc_zero(a->n_nodes, sizeof(*a->endings));
	a->bytes = alloc_zero(a->n_nodes, 1);
	a->endings[ROOT].out = NONE;
	for (uint32_t at = 0; at < a->n_nodes; at++)
		n = lay_children(a, plans, at, n);
	a->rows = alloc_get(a->n_rows * 256 * sizeof(*a->rows));
	for (uint32_t at = 0; at < a->n_nodes; at++) {
		const struct plan *plan = &plans[at];

		if (a->states[at].row)
			fill_row(a, plan, at);
		for (uint32_t c = 0; c < plan->n_children; c++)
			link_child(a, at, plan->child + c);
	}
	free(a->nodes);
	a->nodes = NULL;
}

/* The forms that end at state `at`, and at its suffixes. */
static void tell(const struct automaton *a, uint32_t at, uint32_t end,
		 automaton_hit_fn *call, void *context)
{
	for (at = a->endings[at].hit; at != ROOT;
	     at = a->endings[a->states[at].fail].hit) {
		for (uint32_t f = a->endings[at].out; f != NONE;
		     f = a->forms[f].next)
			call(context, &(struct automaton_hit){
					      a->forms[f].id,
					      end - a->forms[f].len, end});
	}
}

void automaton_scan(const struct automaton *a, struct slice text,
		    automaton_hit_fn *call, void *context)
{
	uint32_t at = ROOT;

	for (size_t i = 0; i < text.len; i++) {
		at = step(a, at, (uint8_t)text.data[i]);
		if (a->states[at].hit)
			tell(a, at, (uint32_t)i + 1, call, context);
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

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
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
