#include "query/marks.h"
#include "core/alloc.h"

/* What stands at a position of the text: one token, and its stem. */
struct place {
	struct slice text;
	size_t stem, stem_len; /* in `stems` */
	size_t start, end;
};

struct places {
	struct place *all;
	size_t n, cap;
	struct bytes stems;
};

static void places_add(struct places *p, const struct token *token)
{
	if (token->kind == TOKEN_STEM && p->n) { /* of the last */
		p->all[p->n - 1].stem = p->stems.len;
		p->all[p->n - 1].stem_len = token->len;
		bytes_add(&p->stems, token->text, token->len);
		return;
	}
	if (p->n == p->cap) {
		p->cap = p->cap * 2 + 64;
		p->all = alloc_resize(p->all, p->cap, sizeof(*p->all));
	}
	p->all[p->n++] = (struct place){
		.text = slice_of(token->text, token->len),
		.start = token->start,
		.end = token->end,
	};
}

static bool begins_with(struct slice text, struct slice start)
{
	return text.len >= start.len &&
	       !memcmp(text.data, start.data, start.len);
}

static bool stands_at(const struct clause *c, const struct places *p, size_t at)
{
	const struct place *place = &p->all[at];

	if (c->stem)
		return place->stem_len &&
		       slice_equal(slice_text(c->stem),
				   slice_of(p->stems.data + place->stem,
					    place->stem_len));
	if (p->n - at < c->n_terms)
		return false;
	for (size_t i = 0; i < c->n_terms; i++) {
		bool last_open = c->open && i + 1 == c->n_terms;

		if (last_open ? !begins_with(place[i].text, c->terms[i])
			      : !slice_equal(place[i].text, c->terms[i]))
			return false;
	}
	return true;
}

/* Of an open end only the first character was asked for; a longer token there
 * is a bigram, and the next place begins at its second. */
static size_t match_end(const struct clause *c, const struct place *last,
			size_t n_terms)
{
	if (c->open && last->text.len > c->terms[n_terms - 1].len)
		return last[1].start;
	return last->end;
}

static void marks_add(struct marks *m, struct mark mark)
{
	if (m->n == m->cap) {
		m->cap = m->cap * 2 + 16;
		m->all = alloc_resize(m->all, m->cap, sizeof(*m->all));
	}
	m->all[m->n++] = mark;
}

static void find_word(struct marks *m, const struct clause *c,
		      const struct places *p, size_t word)
{
	for (size_t at = 0; at < p->n; at++) {
		if (!stands_at(c, p, at))
			continue;
		marks_add(m, (struct mark){
				     .start = p->all[at].start,
				     .end = match_end(
					     c, &p->all[at + c->n_terms - 1],
					     c->n_terms),
				     .word = word,
			     });
	}
}

struct search {
	struct marks *marks;
	const struct places *places;
	enum marks_in in;
	size_t word;
};

/* As deep as the parser allows. */
static void find_all(struct search *s, const struct clause *c)
{
	if (c->kind == CLAUSE_NOT)
		return;
	for (size_t i = 0; i < c->n_parts; i++)
		find_all(s, c->parts[i]);
	if (c->kind != CLAUSE_WORD)
		return;
	if (c->field == FIELD_TEXT ||
	    (c->field == FIELD_TITLE && s->in == MARKS_IN_TITLE))
		find_word(s->marks, c, s->places, s->word);
	s->word++;
}

static int by_start(const void *left, const void *right)
{
	const struct mark *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->end < b->end ? -1 : a->end > b->end;
}

void marks_find(struct marks *out, const struct clause *root, enum marks_in in,
		struct slice text)
{
	struct places places = {0};
	struct search search = {out, &places, in, 0};
	struct tokens *tokens = NULL;
	struct token token;

	*out = (struct marks){0};
	if (!root)
		return;
	tokens = tokens_new();
	tokens_begin(tokens, text, 0);
	while (tokens_next(tokens, &token))
		places_add(&places, &token);
	find_all(&search, root);
	if (out->n)
		qsort(out->all, out->n, sizeof(*out->all), by_start);
	tokens_free(tokens); /* the places' texts are its own */
	free(places.all);
	bytes_deinit(&places.stems);
}

void marks_unite(struct marks *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++) {
		if (n && m->all[i].start <= m->all[n - 1].end) {
			if (m->all[i].end > m->all[n - 1].end)
				m->all[n - 1].end = m->all[i].end;
			continue;
		}
		m->all[n++] = m->all[i];
	}
	m->n = n;
}

void marks_deinit(struct marks *m)
{
	free(m->all);
	*m = (struct marks){0};
}
