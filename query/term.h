#pragma once
/*
 * Term: what a person's terminal is given. Text from sites goes through
 * term_clean(): no control character, escape sequence or change of writing
 * direction reaches the terminal.
 */
#include "core/bytes.h"
#include <stdio.h>

enum term_style {
	STYLE_PLAIN,
	STYLE_BOLD,
	STYLE_DIM,
	STYLE_GREEN,
	STYLE_RED,
	STYLE_YELLOW,
};

struct term {
	FILE *to;
	size_t columns; /* of the terminal; 100 where `to` is none */
	bool colour;	/* a terminal, and NO_COLOR is not set (no-color.org) */
	bool tty;
};

struct term term_of(FILE *to);
/* Before and after text in a style; "" without colour. */
const char *term_begin(const struct term *term, enum term_style style);
const char *term_end(const struct term *term, enum term_style style);

/* Appends `text` for one line: white space runs become a blank, characters
 * that do not print are dropped, bad bytes become U+FFFD. */
void term_clean_line(struct bytes *out, struct slice text);
/* The same, but line ends and tabs stay. */
void term_clean(struct bytes *out, struct slice text);
/* Columns that clean text takes: CJK two, combining marks none. */
size_t term_width(struct slice text);
/* Bytes of the longest beginning of `text` that fits `columns`. */
size_t term_fit(struct slice text, size_t columns);
