#include "query/snippet.h"
#include "core/alloc.h"
#include "query/character.h"
#include "query/marks.h"
#include <utf8proc.h>

/* A text, and how many columns stand before each of its bytes. */
struct line {
	struct slice text;
	uint32_t *columns; /* len + 1 */
};

struct window {
	size_t start, end;
};

/* How good a window is: distinct words first, then matches. */
struct score {
	size_t words, matches;
	size_t first, last; /* marks */
};

static size_t before(struct slice text, size_t at)
{
	size_t low = at > 4 ? at - 4 : 0;

	for (at--; at > low && ((uint8_t)text.data[at] & 0xc0) == 0x80;)
		at--;
	return at;
}

static bool is_blank(int32_t c)
{
	return (c >= '\t' && c <= '\r') || c == ' ' || c == 0x85 ||
	       c == 0x2028 || c == 0x2029 ||
	       utf8proc_category(c) == UTF8PROC_CATEGORY_ZS;
}

static void line_init(struct line *line, struct slice text)
{
	uint32_t column = 0;
	bool blank = true;

	line->text = text;
	line->columns = alloc_get((text.len + 1) * sizeof(*line->columns));
	for (size_t at = 0, len = 0; at < text.len; at += len) {
		int32_t c = 0;
		bool was_blank = blank;

		len = character_at(text, at, &c);
		for (size_t i = 0; i < len; i++)
			line->columns[at + i] = column;
		blank = is_blank(c);
		if (blank)
			column += !was_blank;
		else
			column += (uint32_t)utf8proc_charwidth(c);
	}
	line->columns[text.len] = column;
}

static uint32_t width(const struct line *line, size_t start, size_t end)
{
	return line->columns[end] - line->columns[start];
}

/* ---- where to cut ---- */

static bool ends_sentence(int32_t c, int32_t next)
{
	switch (c) {
	case 0x3002: /* 。 */
	case 0xff01: /* ！ */
	case 0xff1f: /* ？ */
	case 0xff1b: /* ； */
	case '\n':
		return true;
	case '.':
	case '!':
	case '?':
	case ';':
		return is_blank(next);
	default:
		return false;
	}
}

enum cut { CUT_NEVER, CUT_CHARACTER, CUT_WORD, CUT_SENTENCE };

/* How well the text may be cut at `at`, a character's start. */
static enum cut cut_at(struct slice text, size_t at)
{
	int32_t last = 0, next = 0;
	size_t start = 0;

	if (at == 0 || at == text.len)
		return CUT_SENTENCE;
	start = before(text, at);
	character_at(text, start, &last);
	character_at(text, at, &next);
	if (ends_sentence(last, next))
		return CUT_SENTENCE;
	if (is_blank(last)) /* also the blank behind a sentence's end */
		return start && cut_at(text, start) == CUT_SENTENCE
			       ? CUT_SENTENCE
			       : CUT_WORD;
	if (is_blank(next))
		return CUT_WORD;
	if (!utf8proc_charwidth(next))
		return CUT_NEVER;
	return utf8proc_charwidth(last) == 2 || utf8proc_charwidth(next) == 2
		       ? CUT_WORD
		       : CUT_CHARACTER;
}

/* The best place to begin, at most `spare` columns before `at`: a sentence's
 * start, the nearest; else as far away as may be. */
static size_t start_before(const struct line *line, size_t at, uint32_t spare)
{
	size_t best = at;
	enum cut best_cut = CUT_NEVER;

	for (size_t i = at;; i = before(line->text, i)) {
		enum cut cut = cut_at(line->text, i);

		if (width(line, i, at) > spare)
			break;
		if (cut == CUT_SENTENCE)
			return i;
		if (cut >= best_cut) {
			best = i;
			best_cut = cut;
		}
		if (!i)
			break;
	}
	return best;
}

/* The best place to end, at most `spare` columns behind `at`: the last
 * sentence's end, else as far away as may be. */
static size_t end_behind(const struct line *line, size_t at, uint32_t spare)
{
	size_t best = at;
	enum cut best_cut = CUT_NEVER;
	int32_t c = 0;

	for (size_t i = at; width(line, at, i) <= spare;
	     i += character_at(line->text, i, &c)) {
		enum cut cut = cut_at(line->text, i);

		if (cut >= best_cut) {
			best = i;
			best_cut = cut;
		}
		if (i == line->text.len)
			return i;
	}
	return best;
}

/* Around bytes that must be in, as far as `columns` reach. */
static struct window window_around(const struct line *line,
				   struct window kernel, uint32_t columns)
{
	uint32_t used = width(line, kernel.start, kernel.end);
	size_t first = kernel.start;
	int32_t c = 0;

	if (line->columns[line->text.len] <= columns)
		return (struct window){0, line->text.len};
	if (used > columns) { /* one match that is longer than the window */
		first += character_at(line->text, first, &c);
		used = width(line, kernel.start, first);
		kernel.end = end_behind(line, first,
					columns > used ? columns - used : 0);
		return kernel;
	}
	kernel.start = start_before(line, first, (columns - used) / 2);
	used = width(line, kernel.start, kernel.end);
	kernel.end = end_behind(line, kernel.end, columns - used);
	return kernel;
}

/* ---- which matches ---- */

static bool word_before(const struct marks *m, size_t first, size_t at)
{
	for (size_t i = first; i < at; i++)
		if (m->all[i].word == m->all[at].word)
			return true;
	return false;
}

/* What a window that begins with mark `first` can hold. */
static struct score score_from(const struct line *line, const struct marks *m,
			       size_t first, uint32_t columns)
{
	struct score score = {.first = first, .last = first};

	for (size_t i = first; i < m->n; i++) {
		if (i > first &&
		    width(line, m->all[first].start, m->all[i].end) > columns)
			break;
		score.words += !word_before(m, first, i);
		score.matches++;
		score.last = i;
	}
	return score;
}

static bool better(const struct score *a, const struct score *b)
{
	return a->words != b->words ? a->words > b->words
				    : a->matches > b->matches;
}

static struct score best_score(const struct line *line, const struct marks *m,
			       uint32_t columns)
{
	struct score best = {0};

	for (size_t i = 0; i < m->n; i++) {
		struct score score = score_from(line, m, i, columns);

		if (better(&score, &best))
			best = score;
	}
	return best;
}

/* ---- making it ---- */

/* Copies the window's text on one line, and its marks with it. */
static void fill(struct snippet *out, const struct line *line,
		 struct window window, struct marks *marks)
{
	struct bytes text = {0};
	size_t next = 0, opened = SIZE_MAX;
	int32_t c = 0;

	marks_unite(marks);
	out->marks = alloc_zero(marks->n, sizeof(*out->marks));
	bytes_add(&text, "", 0);
	for (size_t at = window.start, len = 0; at < window.end; at += len) {
		bool inside = false;

		len = character_at(line->text, at, &c);
		while (next < marks->n && marks->all[next].end <= at)
			next++;
		inside = next < marks->n && marks->all[next].start <= at;
		if (inside && opened != next) {
			out->marks[out->n_marks++].start = text.len;
			opened = next;
		}
		if (!is_blank(c))
			bytes_add(&text, line->text.data + at, len);
		else if (text.len && text.data[text.len - 1] != ' ')
			bytes_add_char(&text, ' ');
		if (inside)
			out->marks[out->n_marks - 1].end = text.len;
	}
	out->text = bytes_take(&text);
}

/* The window without the white space at its ends. */
static struct window trimmed(struct slice text, struct window w)
{
	int32_t c = 0;

	while (w.start < w.end) {
		size_t len = character_at(text, w.start, &c);

		if (!is_blank(c))
			break;
		w.start += len;
	}
	while (w.start < w.end) {
		size_t last = before(text, w.end);

		character_at(text, last, &c);
		if (!is_blank(c))
			break;
		w.end = last;
	}
	return w;
}

static void make(struct snippet *out, const struct line *line,
		 struct window window, struct marks *marks)
{
	struct window all =
		trimmed(line->text, (struct window){0, line->text.len});

	window = trimmed(line->text, window);
	fill(out, line, window, marks);
	out->start = window.start;
	out->end = window.end;
	out->more_before = window.start > all.start;
	out->more_after = window.end < all.end;
}

static void make_around(struct snippet *out, const struct line *line,
			struct marks *marks, const struct score *score,
			uint32_t columns)
{
	struct window kernel = {0, 0};

	if (marks->n) {
		kernel.start = marks->all[score->first].start;
		kernel.end = kernel.start;
		for (size_t i = score->first; i <= score->last; i++)
			if (marks->all[i].end > kernel.end)
				kernel.end = marks->all[i].end;
	}
	make(out, line, window_around(line, kernel, columns), marks);
}

struct ask {
	const struct clause *root;
	uint32_t columns;
	struct score best; /* of the block in the snippet */
};

/* The block's window takes the place of the snippet where it is better. */
static void try_block(struct snippet *out, struct ask *ask,
		      const Jobq__Content *content, size_t block)
{
	struct slice text = slice_text(content->blocks[block]->text);
	struct marks marks = {0};
	struct score score = {0};
	struct line line;

	line_init(&line, text);
	marks_find(&marks, ask->root, MARKS_IN_TEXT, text);
	score = best_score(&line, &marks, ask->columns);
	if (better(&score, &ask->best) || !*out->text) {
		snippet_deinit(out);
		make_around(out, &line, &marks, &score, ask->columns);
		out->block = block;
		ask->best = score;
	}
	free(line.columns);
	marks_deinit(&marks);
}

void snippet_of_content(struct snippet *out, const struct question *q,
			const Jobq__Content *content, unsigned columns)
{
	struct ask ask = {.root = question_clauses(q), .columns = columns};

	*out = (struct snippet){.text = alloc_copy("")};
	for (size_t i = 0; content && i < content->n_blocks; i++)
		try_block(out, &ask, content, i);
}

void snippet_of_title(struct snippet *out, const struct question *q,
		      const char *title)
{
	struct marks marks = {0};
	struct line line;

	*out = (struct snippet){0};
	line_init(&line, slice_text(title));
	marks_find(&marks, question_clauses(q), MARKS_IN_TITLE, line.text);
	make(out, &line, (struct window){0, line.text.len}, &marks);
	free(line.columns);
	marks_deinit(&marks);
}

void snippet_of_mention(struct snippet *out, const Jobq__Mention *mention)
{
	const char *quote = strstr(mention->sentence, mention->quote);
	struct mark mark = {0};
	struct marks marks = {.all = &mark};
	struct line line;

	*out = (struct snippet){0};
	if (quote && *mention->quote) {
		mark.start = (size_t)(quote - mention->sentence);
		mark.end = mark.start + strlen(mention->quote);
		marks.n = 1;
	}
	line_init(&line, slice_text(mention->sentence));
	make(out, &line, (struct window){0, line.text.len}, &marks);
	free(line.columns);
}

void snippet_deinit(struct snippet *s)
{
	free(s->text);
	free(s->marks);
	*s = (struct snippet){0};
}
