#include "tests/indexer/said.h"
#include <stdio.h>
#include <stdlib.h>

static struct {
	struct wordbook *words;
	bool built;
} book;

struct wordbook *said_book(void)
{
	if (!book.words)
		book.words = wordbook_new();
	return book.words;
}

void said_close(void)
{
	wordbook_free(book.words);
	book.words = NULL;
}

void said_begin(struct said *said, const char *title, const char *text)
{
	memset(said, 0, sizeof(*said));
	jobq__content__init(&said->content);
	jobq__block__init(&said->block);
	said->content.title = (char *)(title ? title : "");
	said->block.name = (char *)"text";
	said->block.text = (char *)(text ? text : "");
	said->blocks[0] = &said->block;
	said->content.blocks = said->blocks;
	said->content.n_blocks = 1;
}

void said_read(struct said *said)
{
	struct wordbook *words = said_book();

	if (!book.built)
		wordbook_build(words);
	book.built = true;
	outline_init(&said->outline, &said->content);
	reading_init(&said->reading, &said->content, &said->outline, words);
}

void said_end(struct said *said)
{
	reading_deinit(&said->reading);
	outline_deinit(&said->outline);
}

const char *said_random(unsigned *seed)
{
	static const char *const bits[] = {
		"3",	     "年",	 "以上",       "-",	  "5+",
		"years",     " ",	 "\n",	       "届",	  "2027",
		"应届",	     "均可",	 "K",	       "·",	  "18薪",
		"$",	     "万",	 "/天",	       "北京",	  ", CA",
		"，",	     "。",	 "十",	       "(",	  ")",
		"at least ", "本科",	 "bonus",      "salary ", "base",
		"、",	     "1.",	 "任职要求：", "优先",	  "１２",
		"\xff",	     "\xe5\xb9", "US",	       "1,000",	  "two"};
	static char text[2048];
	size_t n = 0, want = (size_t)rand_r(seed) % 1500;

	while (n < want) {
		const char *bit = bits[(size_t)rand_r(seed) %
				       (sizeof(bits) / sizeof(*bits))];

		if (rand_r(seed) % 12)
			n += (size_t)snprintf(text + n, 64, "%s", bit);
		else
			text[n++] = (char)(1 + rand_r(seed) % 255);
	}
	text[n] = 0;
	return text;
}
