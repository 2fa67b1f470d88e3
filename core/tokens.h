#pragma once
/*
 * Tokens: the words of a text as the index and the query know them, the same
 * code for both. Over normalised text (core/normal.h):
 *   - a run of Latin or other alphabetic letters and digits is a word; its
 *     stem (Snowball English, ASCII words only) is given besides. "c++", "c#",
 *     ".net", "r&d", "3.5" keep their signs; "gpu-based" is two words, "a100"
 *     is one, "c++17" is c++ and 17.
 *   - a run of Han characters (here and below also kana and Hangul: no blanks
 *     between words, or few) is cut in overlapping bigrams, one position each
 *     character; the last character of a run, which begins no bigram, is given
 *     alone: 大模型 is 大模, 模型, 型. So every position has exactly one token
 *     that is not a stem, and each Han character is the first of one: terms
 *     that begin with a character are all places where it stands. A phrase
 *     that ends in a run leaves out that run's last, single character, unless
 *     it is the whole run: the text may go on there.
 *   - a change of script is a boundary: "昇腾Ascend" is 昇腾 + 腾 + ascend.
 * Positions grow by one each word or character, and by 1 + TOKEN_GAP between
 * two blocks that a phrase must not cross.
 */
#include "core/normal.h"

enum { TOKEN_MAX_BYTES = 64 }; /* longer words are cut there */
enum { TOKEN_GAP = 100 };

enum token_kind {
	TOKEN_WORD,   /* as written, normalised */
	TOKEN_STEM,   /* stem of the word at the same position, always given for
		       * an ASCII word; its text has no prefix */
	TOKEN_BIGRAM, /* two Han characters */
	TOKEN_HAN,    /* one Han character, the last of its run */
};
struct token {
	enum token_kind kind;
	const char *text; /* valid until the next call of tokens_next() */
	size_t len;
	uint32_t position;
	uint32_t start, end; /* bytes of the original text */
};

struct tokens; /* opaque: the iteration's state; holds a stemmer, reusable */
struct tokens *tokens_new(void);
void tokens_free(struct tokens *t);
DEFINE_CLEANUP(struct tokens *, tokens_free);
/* Begins with `text` (borrowed until the next begin), first position
 * `position`. */
void tokens_begin(struct tokens *t, struct slice text, uint32_t position);
/* The next token, or false. */
bool tokens_next(struct tokens *t, struct token *out);
/* The position after the last token given. */
uint32_t tokens_position(const struct tokens *t);
