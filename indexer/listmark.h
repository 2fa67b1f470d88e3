#pragma once
/*
 * Listmark: the mark before a list item: "1、", "2.", "(3)", "①", "一、", "•",
 * and the bare number that some sites leave of an <ol> ("1木工"). Positions
 * are bytes of normal text. Pure.
 */
#include "core/normal.h"

enum listmark_style {
	LISTMARK_NONE,
	LISTMARK_BULLET, /* • - * : no number */
	LISTMARK_DOT,	 /* 1. */
	LISTMARK_COMMA,	 /* 1、 or 1, */
	LISTMARK_CLOSED, /* 1) or (1) */
	LISTMARK_CIRCLE, /* ① */
	LISTMARK_HAN,	 /* 一、 */
	LISTMARK_BARE,	 /* 1 and a word */
};
struct listmark {
	size_t start, end; /* end: where the item's text begins */
	enum listmark_style style;
	unsigned number;
};

/* The text that marks are looked for in. */
struct marked_text {
	const struct normal *normal;
	struct slice original; /* what ① was, normal form does not tell */
};

/* The mark at byte `at`, within [at, end). No bare number: for that see
 * listmark_bare(). */
bool listmark_at(const struct marked_text *text, size_t at, size_t end,
		 struct listmark *out);
/* The number `number` alone at `at`, before a word that it does not count. */
bool listmark_bare(const struct marked_text *text, size_t at, size_t end,
		   unsigned number, struct listmark *out);
/* The number in one character, ①, ⒈ or ㉑, whose normal form begins at `at` and
 * ends at *end: digits that are one with those behind them unless the original
 * is asked. */
bool listmark_sign(const struct marked_text *text, size_t at, size_t *end,
		   unsigned *number);
/* Past spaces and the decoration of headers (#, **, emoji). */
size_t listmark_skip(const struct normal *n, size_t at, size_t end);
