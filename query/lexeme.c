#include "query/lexeme.h"

enum sign {
	SIGN_NONE,
	SIGN_BLANK,
	SIGN_OPEN,
	SIGN_CLOSE,
	SIGN_QUOTE,
	SIGN_COLON,
	SIGN_MINUS,
	SIGN_COMMA,
};

static const struct {
	const char *text;
	enum sign sign;
} signs[] = {
	{" ", SIGN_BLANK},  {"\t", SIGN_BLANK}, {"\n", SIGN_BLANK},
	{"\r", SIGN_BLANK}, {"　", SIGN_BLANK}, {"\xc2\xa0", SIGN_BLANK},
	{"(", SIGN_OPEN},   {"（", SIGN_OPEN},	{")", SIGN_CLOSE},
	{"）", SIGN_CLOSE}, {"\"", SIGN_QUOTE}, {"“", SIGN_QUOTE},
	{"”", SIGN_QUOTE},  {"＂", SIGN_QUOTE}, {":", SIGN_COLON},
	{"：", SIGN_COLON}, {"-", SIGN_MINUS},	{"－", SIGN_MINUS},
	{",", SIGN_COMMA},  {"，", SIGN_COMMA}, {"、", SIGN_COMMA},
};

/* What stands at `at`; its length in *len (1 for a byte of no sign). */
static enum sign look(const struct lexer *l, size_t at, size_t *len)
{
	*len = 1;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t n = strlen(signs[i].text);

		if (l->len - at >= n &&
		    !memcmp(l->text + at, signs[i].text, n)) {
			*len = n;
			return signs[i].sign;
		}
	}
	return SIGN_NONE;
}

static void skip(struct lexer *l, size_t len)
{
	for (size_t end = l->at + len; l->at < end; l->at++)
		if (((unsigned char)l->text[l->at] & 0xc0) != 0x80)
			l->column++;
}

static void skip_between(struct lexer *l, enum lexeme_place place)
{
	while (l->at < l->len) {
		size_t len = 0;
		enum sign sign = look(l, l->at, &len);

		if (sign != SIGN_BLANK &&
		    (sign != SIGN_COMMA || place != PLACE_LIST))
			return;
		skip(l, len);
	}
}

static bool ends_word(enum sign sign, enum lexeme_place place)
{
	return sign == SIGN_BLANK || sign == SIGN_OPEN || sign == SIGN_CLOSE ||
	       sign == SIGN_QUOTE ||
	       (sign == SIGN_COMMA && place == PLACE_LIST);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The length of a field's name at `at`, with *colon that of the colon behind
 * it; 0: none. "http://" is none. */
static size_t field_name(const struct lexer *l, size_t *colon)
{
	size_t end = l->at;

	while (end < l->len && is_letter(l->text[end]))
		end++;
	if (end == l->at || end == l->len || look(l, end, colon) != SIGN_COLON)
		return 0;
	if (l->len - end >= 3 && !memcmp(l->text + end, "://", 3))
		return 0;
	return end - l->at;
}

static void take(struct lexer *l, struct lexeme *out, enum lexeme_kind kind,
		 size_t len)
{
	out->kind = kind;
	out->text = slice_of(l->text + l->at, len);
	skip(l, len);
}

static void take_phrase(struct lexer *l, struct lexeme *out, size_t quote)
{
	size_t end = 0, len = 0;

	skip(l, quote);
	for (end = l->at; end < l->len; end += len)
		if (look(l, end, &len) == SIGN_QUOTE)
			break;
	take(l, out, end < l->len ? LEXEME_PHRASE : LEXEME_UNCLOSED,
	     end - l->at);
	if (out->kind == LEXEME_PHRASE)
		skip(l, len);
}

static void take_word(struct lexer *l, struct lexeme *out,
		      enum lexeme_place place)
{
	static const struct {
		const char *text;
		enum lexeme_kind kind;
	} operators[] = {
		{"AND", LEXEME_AND}, {"OR", LEXEME_OR}, {"NOT", LEXEME_NOT}};
	size_t end = l->at, len = 0;

	while (end < l->len && !ends_word(look(l, end, &len), place))
		end += len;
	take(l, out, LEXEME_WORD, end - l->at);
	for (size_t i = 0; i < 3 && place != PLACE_VALUE; i++)
		if (slice_equal(out->text, slice_text(operators[i].text)))
			out->kind = operators[i].kind;
}

void lexer_init(struct lexer *lexer, const char *text)
{
	*lexer = (struct lexer){.text = text, .len = strlen(text), .column = 1};
}

static bool take_field(struct lexer *l, struct lexeme *out)
{
	size_t colon = 0, name = field_name(l, &colon);

	if (!name)
		return false;
	take(l, out, LEXEME_FIELD, name);
	skip(l, colon);
	return true;
}

/* A minus before a blank or the end is a sign like any other. */
static bool take_minus(struct lexer *l, struct lexeme *out, size_t len)
{
	size_t next = 0;

	if (l->at + len == l->len || look(l, l->at + len, &next) == SIGN_BLANK)
		return false;
	take(l, out, LEXEME_NOT, len);
	return true;
}

void lexer_next(struct lexer *l, enum lexeme_place place, struct lexeme *out)
{
	size_t len = 0;

	skip_between(l, place);
	*out = (struct lexeme){.kind = LEXEME_END, .column = l->column};
	if (l->at == l->len)
		return;
	switch (look(l, l->at, &len)) {
	case SIGN_OPEN:
		take(l, out, LEXEME_OPEN, len);
		return;
	case SIGN_CLOSE:
		take(l, out, LEXEME_CLOSE, len);
		return;
	case SIGN_QUOTE:
		take_phrase(l, out, len);
		return;
	case SIGN_MINUS:
		if (place != PLACE_VALUE && take_minus(l, out, len))
			return;
		break;
	default:
		if (place == PLACE_QUESTION && take_field(l, out))
			return;
	}
	take_word(l, out, place);
}
