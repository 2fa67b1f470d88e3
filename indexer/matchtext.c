#include "indexer/matchtext.h"
#include "core/alloc.h"

enum { PINYIN_MAX = 16 }; /* bytes between the brackets */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_ascii(char c)
{
	return !((unsigned char)c & 0x80);
}

static size_t char_len(char c)
{
	unsigned char lead = (unsigned char)c;

	return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

static void put(struct matchtext *m, char c, size_t at)
{
	m->text[m->len] = c;
	m->at[m->len++] = (uint32_t)at;
}

/* Small letters, of which one at least has a tone's mark (U+00E0 to U+01DC:
 * two bytes from 0xc3 on), in brackets: their length, else 0. */
static size_t pinyin_len(const char *text, size_t len)
{
	bool tone = false;
	size_t i = 1;

	if (len < 3 || text[0] != '(')
		return 0;
	for (; i < len && i <= PINYIN_MAX && text[i] != ')'; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= 'a' && c <= 'z')
			continue;
		if (c < 0xc3 || c > 0xc7 || i + 1 == len)
			return 0;
		tone = true;
		i++;
	}
	return tone && i < len && text[i] == ')' ? i + 1 : 0;
}

/* A character that is written in several ways: what stands for it, or 0. */
static char one_for(const char *text, size_t len)
{
	if (len < 3 || text[0] != '\xe2')
		return 0;
	if (text[1] == '\x80' && text[2] >= '\x90' && text[2] <= '\x95')
		return '-';
	if (text[1] == '\x88' && text[2] == '\x92')
		return '-';
	if (text[1] == '\x80' && (text[2] == '\x98' || text[2] == '\x99'))
		return '\'';
	return 0;
}

/* The blanks from `i` on; returns where they end. */
static size_t put_blanks(struct matchtext *m, const struct normal *n, size_t i)
{
	size_t end = i;
	bool line = false;
	bool beside = m->len && !is_ascii(m->text[m->len - 1]);

	for (; end < n->len && is_blank(n->text[end]); end++)
		line |= n->text[end] == '\n';
	beside |= end < n->len && !is_ascii(n->text[end]);
	if (line)
		put(m, '\n', i);
	else if (!beside)
		put(m, ' ', i);
	return end;
}

static void reserve(struct matchtext *m, size_t len)
{
	if (m->cap > len)
		return;
	m->cap = len + len / 2 + 64;
	m->text = alloc_resize(m->text, m->cap, 1);
	m->at = alloc_resize(m->at, m->cap, sizeof(*m->at));
}

/* The bytes of an ASCII or Han character that is put as it is, else 0. */
static size_t plain_len(const char *text, size_t left)
{
	unsigned char lead = (unsigned char)*text;

	if (lead < 0x80)
		return lead > ' ' && lead != '(';
	return lead >= 0xe4 && lead <= 0xe9 && left >= 3 ? 3 : 0;
}

/* The character, or the blanks or pinyin, from `i` on; returns where they
 * end. */
static size_t put_other(struct matchtext *m, const struct normal *n, size_t i)
{
	const char *text = n->text + i;
	size_t left = n->len - i;
	size_t len = char_len(*text);
	char one = one_for(text, left);
	size_t pinyin = 0;

	if (is_blank(*text))
		return put_blanks(m, n, i);
	if (m->len && !is_ascii(m->text[m->len - 1]))
		pinyin = pinyin_len(text, left);
	if (pinyin)
		return i + pinyin;
	if (one)
		put(m, one, i + 2);
	for (size_t k = 0; !one && k < len && k < left; k++)
		put(m, text[k], i + k);
	return i + len;
}

void matchtext_set(struct matchtext *m, const struct normal *n)
{
	m->len = 0;
	reserve(m, n->len);
	for (size_t i = 0; i < n->len;) {
		size_t len = plain_len(n->text + i, n->len - i);

		for (size_t k = 0; k < len; k++)
			put(m, n->text[i + k], i + k);
		i = len ? i + len : put_other(m, n, i);
	}
	m->text[m->len] = 0;
}

void matchtext_deinit(struct matchtext *m)
{
	free(m->text);
	free(m->at);
	*m = (struct matchtext){0};
}

uint32_t matchtext_start(const struct matchtext *m, const struct normal *normal,
			 uint32_t start)
{
	return normal->origin[m->at[start]];
}

uint32_t matchtext_end(const struct matchtext *m, const struct normal *normal,
		       uint32_t end)
{
	return normal->origin[m->at[end - 1] + 1];
}

bool matchtext_near(const struct matchtext *m, uint32_t from, uint32_t to,
		    uint32_t most)
{
	uint32_t n = 0;

	for (; from < to && n <= most; from++)
		n += (m->text[from] & 0xc0) != 0x80;
	return n <= most;
}

char *matchtext_of(const char *word)
{
	struct normal normal = {0};
	struct matchtext m = {0};
	char *out;

	normal_init(&normal, slice_text(word));
	matchtext_set(&m, &normal);
	out = alloc_copy_n(m.text, m.len);
	matchtext_deinit(&m);
	normal_deinit(&normal);
	return out;
}
