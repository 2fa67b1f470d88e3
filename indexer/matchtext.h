#pragma once
/*
 * Matchtext: text as the rules compare it: normal text (core/normal.h) and on
 * top of it what people write in several ways made one: a blank beside a
 * character that is not ASCII is dropped ("国产 GPU"), blanks and line ends in
 * a row are one, every dash is '-' and every apostrophe "'", and pinyin in
 * brackets behind its character, which mirrors insert, is left out. Pure.
 */
#include "core/normal.h"

struct matchtext {
	char *text;
	size_t len, cap;
	uint32_t *at; /* the byte of the normal text this byte comes from */
};

/* In the memory of an `m` that was {0} or in use. */
void matchtext_set(struct matchtext *m, const struct normal *normal);
void matchtext_deinit(struct matchtext *m);

/* Where bytes start to end (not empty) lie in the normal text's original. */
uint32_t matchtext_start(const struct matchtext *m, const struct normal *normal,
			 uint32_t start);
uint32_t matchtext_end(const struct matchtext *m, const struct normal *normal,
		       uint32_t end);
/* Whether at most `most` characters lie between the bytes. */
bool matchtext_near(const struct matchtext *m, uint32_t from, uint32_t to,
		    uint32_t most);
/* A word of a rule file in this form; caller frees. */
char *matchtext_of(const char *word);
