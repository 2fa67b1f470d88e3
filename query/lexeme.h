#pragma once
/*
 * Lexeme: a question's text cut into words, phrases, signs and field names;
 * knows full-width forms. Slices point into the text. Pure.
 */
#include "core/bytes.h"

enum lexeme_kind {
	LEXEME_END,
	LEXEME_WORD,
	LEXEME_PHRASE,	 /* text: between the quotes */
	LEXEME_UNCLOSED, /* a quote that has no second one */
	LEXEME_OPEN,	 /* ( */
	LEXEME_CLOSE,	 /* ) */
	LEXEME_AND,
	LEXEME_OR,
	LEXEME_NOT,   /* NOT, or - before a word */
	LEXEME_FIELD, /* text: the name before the colon, as written */
};

struct lexeme {
	enum lexeme_kind kind;
	struct slice text;
	unsigned column; /* in characters, from 1 */
};

enum lexeme_place {
	PLACE_QUESTION, /* anything */
	PLACE_VALUE,	/* behind a field: a colon is part of the word */
	PLACE_LIST,	/* in a field's list: a comma parts words, too */
};

struct lexer {
	const char *text;
	size_t len, at;
	unsigned column;
};

void lexer_init(struct lexer *lexer, const char *text);
void lexer_next(struct lexer *lexer, enum lexeme_place place,
		struct lexeme *out);
