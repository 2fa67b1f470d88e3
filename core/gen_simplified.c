/*
 * Gen_simplified: at build time, makes core/simplified.h out of OpenCC's table
 * of characters (TSCharacters as text: "KEY\tVALUE VALUE...\n"). Only what maps
 * one character to one character is taken, the first value where several are
 * given, and followed to its end, so that mapping twice changes nothing. What
 * `kept` names stays.
 *
 *	gen_simplified TSCharacters.txt simplified.h
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { LIMIT = 0x30000, PAGE = 256, MAX_STEPS = 8 };

static uint32_t simple[LIMIT]; /* 0: stays as it is */

/* A standard simplified character of its own for names since the table of 2013
 * (Tongyong Guifan Hanzi Biao): were it taken for U+5347, "Ascend" (U+6607
 * U+817E) would be found in every "raise Tencent's ..." (U+5347 U+817E). */
static const uint32_t kept[] = {0x6607};

/* The one character that `text` is, or 0. */
static uint32_t single(const char *text)
{
	int32_t c = 0;
	size_t len = strlen(text);
	utf8proc_ssize_t n =
		utf8proc_iterate((const uint8_t *)text, (ssize_t)len, &c);

	return n > 0 && (size_t)n == len && c < LIMIT ? (uint32_t)c : 0;
}

static void read_line(char *line)
{
	char *rest = NULL;
	const char *key = strtok_r(line, "\t", &rest);
	const char *value = strtok_r(NULL, " \r\n", &rest);
	uint32_t from = key ? single(key) : 0;
	uint32_t to = value ? single(value) : 0;

	if (from && to && from != to)
		simple[from] = to;
}

static int read_table(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[256];

	if (!file) {
		perror(path);
		return -1;
	}
	while (fgets(line, sizeof(line), file))
		read_line(line);
	return fclose(file);
}

static void follow_chains(void)
{
	for (uint32_t c = 0; c < LIMIT; c++) {
		for (int n = 0; n < MAX_STEPS && simple[simple[c]]; n++)
			simple[c] = simple[simple[c]];
		if (simple[c] == c)
			simple[c] = 0;
	}
}

static bool page_used(size_t page)
{
	static const uint32_t none[PAGE];

	return memcmp(&simple[page * PAGE], none, sizeof(none)) != 0;
}

static void write_pages(FILE *out)
{
	unsigned n = 1;

	fprintf(out, "static const uint8_t simplified_page[%d] = {\n",
		LIMIT / PAGE);
	for (size_t page = 0; page < LIMIT / PAGE; page++)
		fprintf(out, "%u,%s", page_used(page) ? n++ : 0,
			page % 16 == 15 ? "\n" : "");
	fprintf(out, "};\nstatic const uint32_t simplified[%u][%d] = {\n{0},\n",
		n, PAGE);
	for (size_t page = 0; page < LIMIT / PAGE; page++) {
		if (!page_used(page))
			continue;
		fputs("{", out);
		for (size_t i = 0; i < PAGE; i++)
			fprintf(out, "%u,%s", simple[page * PAGE + i],
				i % 16 == 15 ? "\n" : "");
		fputs("},\n", out);
	}
	fputs("};\n", out);
}

int main(int argc, char **argv)
{
	FILE *out = NULL;
	size_t n = 0;

	if (argc != 3) {
		fprintf(stderr, "usage: gen_simplified TABLE.txt OUT.h\n");
		return 2;
	}
	if (read_table(argv[1]))
		return 3;
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		simple[kept[i]] = 0;
	follow_chains();
	for (size_t c = 0; c < LIMIT; c++)
		n += simple[c] != 0;
	if (n < 2000) { /* the table has about 4,000 */
		fprintf(stderr, "%s: only %zu characters\n", argv[1], n);
		return 3;
	}
	out = fopen(argv[2], "w");
	if (!out) {
		perror(argv[2]);
		return 3;
	}
	fprintf(out,
		"/* Made by core/gen_simplified.c: %zu characters. */\n"
		"#include <stdint.h>\n",
		n);
	write_pages(out);
	return fclose(out) ? 3 : 0;
}
