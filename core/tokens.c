#include "core/tokens.h"
#include "core/alloc.h"
#include <libstemmer.h>
#include <utf8proc.h>

struct tokens {
	struct sb_stemmer *stemmer;
	struct normal normal;
	size_t at;	   /* in normal.text */
	uint32_t position; /* of the next token */
	struct token word; /* whose stem is given next, where `stem_due` */
	bool stem_due;
};

enum charclass {
	CLASS_OTHER,
	CLASS_LETTER,
	CLASS_DIGIT,
	CLASS_MARK,
	CLASS_HAN
};

/* Scripts written without blanks: Han with its extensions, kana, Hangul
 * (Unicode 15 Scripts.txt; what NFKC maps away is not listed). */
static const struct {
	int32_t first, last;
} han_ranges[] = {
	{0x1100, 0x11ff},   {0x2e80, 0x2fd5},	{0x3005, 0x3007},
	{0x3021, 0x3029},   {0x3038, 0x303b},	{0x3041, 0x3096},
	{0x309d, 0x309f},   {0x30a1, 0x30fa},	{0x30fc, 0x30ff},
	{0x31f0, 0x31ff},   {0x3400, 0x4dbf},	{0x4e00, 0x9fff},
	{0xa960, 0xa97c},   {0xac00, 0xd7fb},	{0xf900, 0xfad9},
	{0x16fe2, 0x16fe3}, {0x16ff0, 0x16ff1}, {0x1aff0, 0x1b16f},
	{0x20000, 0x3fffd},
};

static bool is_han(int32_t c)
{
	size_t n = sizeof(han_ranges) / sizeof(*han_ranges);

	if (c >= 0x4e00 && c <= 0x9fff)
		return true;
	for (size_t i = 0; i < n && c >= han_ranges[i].first; i++)
		if (c <= han_ranges[i].last)
			return true;
	return false;
}

static enum charclass class_of(int32_t c)
{
	if (c < 0x80) {
		if (c >= '0' && c <= '9')
			return CLASS_DIGIT;
		return (c >= 'a' && c <= 'z') ? CLASS_LETTER : CLASS_OTHER;
	}
	if (is_han(c))
		return CLASS_HAN;
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return CLASS_LETTER;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return CLASS_DIGIT;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return CLASS_MARK;
	default:
		return CLASS_OTHER;
	}
}

/* The class of the character at `at`, its length in *len. Normal text is valid
 * UTF-8, so nothing is checked; at the end it is CLASS_OTHER, of one byte. */
static enum charclass look(const struct tokens *t, size_t at, size_t *len)
{
	const uint8_t *p = (const uint8_t *)t->normal.text + at;

	if (*p < 0x80) {
		*len = 1;
		return class_of(*p);
	}
	if (*p < 0xe0) {
		*len = 2;
		return class_of((*p & 0x1f) << 6 | (p[1] & 0x3f));
	}
	if (*p < 0xf0) {
		*len = 3;
		return class_of((*p & 0xf) << 12 | (p[1] & 0x3f) << 6 |
				(p[2] & 0x3f));
	}
	*len = 4;
	return class_of((*p & 0x7) << 18 | (p[1] & 0x3f) << 12 |
			(p[2] & 0x3f) << 6 | (p[3] & 0x3f));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_alnum(char c)
{
	return is_digit(c) || is_letter(c);
}

/* Words that begin with a sign: ".net", also the end of "asp.net". */
static bool at_dot_net(const struct tokens *t, size_t at)
{
	size_t len = 0;
	enum charclass next = CLASS_OTHER;

	if (strncmp(t->normal.text + at, ".net", 4) != 0)
		return false;
	next = look(t, at + 4, &len);
	return next == CLASS_OTHER || next == CLASS_HAN;
}

/* "r&d", "at&t": short on one side at least; `part` is where the part before
 * the sign at `at` begins. */
static bool joins_and(const char *text, size_t part, size_t at)
{
	size_t after = at + 1;

	while (after < at + 4 && is_alnum(text[after]))
		after++;
	return after > at + 1 && is_alnum(text[at - 1]) &&
	       (at - part <= 2 || after - at - 1 <= 2);
}

/* How many bytes of signs at `at` belong to the word that began at `start`,
 * whose last part began at `part`; *ends: the word is over after them. */
static size_t signs(const struct tokens *t, size_t start, size_t part,
		    size_t at, bool *ends)
{
	const char *text = t->normal.text;

	*ends = false;
	switch (text[at]) {
	case '.': /* 3.5 */
		return is_digit(text[at - 1]) && is_digit(text[at + 1]);
	case '&':
		return joins_and(text, part, at);
	case '+': /* c++, c++17 */
		*ends = is_letter(text[at - 1]) && text[at + 1] == '+';
		return *ends ? 2 : 0;
	case '#': /* c#, f# */
		*ends = at == start + 1 && is_letter(text[start]);
		return *ends;
	default:
		return 0;
	}
}

/* The end of the word that begins at `start`. */
static size_t word_end(const struct tokens *t, size_t start)
{
	size_t at = start, part = start, len = 0;
	bool ends = false;

	if (t->normal.text[at] == '.')
		return at + 4;
	while (!ends) {
		enum charclass class = look(t, at, &len);

		if (class == CLASS_HAN)
			break;
		if (class != CLASS_OTHER) {
			at += len;
			continue;
		}
		len = at < t->normal.len ? signs(t, start, part, at, &ends) : 0;
		if (!len)
			break;
		at += len;
		part = at;
	}
	return at;
}

/* `end` is taken back to a character's start at most TOKEN_MAX_BYTES away. */
static size_t cut(const struct tokens *t, size_t start, size_t end)
{
	if (end - start <= TOKEN_MAX_BYTES)
		return end;
	end = start + TOKEN_MAX_BYTES;
	while (((uint8_t)t->normal.text[end] & 0xc0) == 0x80)
		end--;
	return end;
}

/* Where the original characters of normal.text[..end) end: more than one
 * normal character may come of one. */
static uint32_t original_end(const struct tokens *t, size_t end)
{
	uint32_t last = t->normal.origin[end - 1];

	while (t->normal.origin[end] == last && end < t->normal.len)
		end++;
	return t->normal.origin[end];
}

static void give(struct tokens *t, struct token *out, enum token_kind kind,
		 size_t start, size_t end)
{
	*out = (struct token){
		.kind = kind,
		.text = t->normal.text + start,
		.len = end - start,
		.position = t->position++,
		.start = t->normal.origin[start],
		.end = original_end(t, end),
	};
}

static void give_word(struct tokens *t, struct token *out)
{
	size_t start = t->at, end = word_end(t, start);
	size_t shown = cut(t, start, end);

	give(t, out, TOKEN_WORD, start, shown);
	t->at = end;
	t->stem_due = true;
	for (size_t i = start; i < shown; i++)
		if ((uint8_t)t->normal.text[i] >= 0x80)
			t->stem_due = false;
	if (t->stem_due)
		t->word = *out;
}

static void give_stem(struct tokens *t, struct token *out)
{
	const sb_symbol *stem = sb_stemmer_stem(
		t->stemmer, (const sb_symbol *)t->word.text, (int)t->word.len);

	*out = t->word;
	out->kind = TOKEN_STEM;
	t->stem_due = false;
	if (!stem) /* its only fault is no memory: the word is its own stem */
		return;
	out->text = (const char *)stem;
	out->len = (size_t)sb_stemmer_length(t->stemmer);
}

static void give_han(struct tokens *t, struct token *out, size_t len)
{
	size_t start = t->at, next = 0;

	t->at += len;
	if (look(t, t->at, &next) == CLASS_HAN)
		give(t, out, TOKEN_BIGRAM, start, t->at + next);
	else
		give(t, out, TOKEN_HAN, start, t->at);
}

struct tokens *tokens_new(void)
{
	struct tokens *t = alloc_zero(1, sizeof(*t));

	t->stemmer = sb_stemmer_new("english", NULL);
	if (!t->stemmer) /* the library always has it: no memory */
		abort();
	tokens_begin(t, slice_of("", 0), 0);
	return t;
}

void tokens_free(struct tokens *t)
{
	if (!t)
		return;
	sb_stemmer_delete(t->stemmer);
	normal_deinit(&t->normal);
	free(t);
}

void tokens_begin(struct tokens *t, struct slice text, uint32_t position)
{
	normal_set(&t->normal, text);
	t->at = 0;
	t->position = position;
	t->stem_due = false;
}

bool tokens_next(struct tokens *t, struct token *out)
{
	if (t->stem_due) {
		give_stem(t, out);
		return true;
	}
	while (t->at < t->normal.len) {
		size_t len = 0;

		switch (look(t, t->at, &len)) {
		case CLASS_HAN:
			give_han(t, out, len);
			return true;
		case CLASS_LETTER:
		case CLASS_DIGIT:
			give_word(t, out);
			return true;
		default:
			if (at_dot_net(t, t->at)) {
				give_word(t, out);
				return true;
			}
			t->at += len;
		}
	}
	return false;
}

uint32_t tokens_position(const struct tokens *t)
{
	return t->position;
}
