#include "query/term.h"
#include "query/character.h"
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

enum { TERM_COLUMNS = 100, TERM_COLUMNS_MIN = 40 };

struct term term_of(FILE *to)
{
	struct term term = {.to = to, .columns = TERM_COLUMNS};
	const char *no_color = getenv("NO_COLOR");
	struct winsize size;

	term.tty = isatty(fileno(to));
	term.colour = term.tty && !(no_color && *no_color);
	if (term.tty && !ioctl(fileno(to), TIOCGWINSZ, &size) && size.ws_col)
		term.columns = size.ws_col < TERM_COLUMNS_MIN ? TERM_COLUMNS_MIN
							      : size.ws_col;
	return term;
}

const char *term_begin(const struct term *term, enum term_style style)
{
	static const char *const codes[] = {
		"", "\033[1m", "\033[2m", "\033[32m", "\033[31m", "\033[33m",
	};

	return term->colour ? codes[style] : "";
}

const char *term_end(const struct term *term, enum term_style style)
{
	return term->colour && style != STYLE_PLAIN ? "\033[0m" : "";
}

static bool prints(utf8proc_int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_CC: /* C0, C1: escape sequences begin here */
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return false;
	case UTF8PROC_CATEGORY_CF: /* bidi controls; the joiners are needed */
		return c == 0x200c || c == 0x200d;
	default:
		return true;
	}
}

static bool is_space(utf8proc_int32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 ||
	       utf8proc_category(c) == UTF8PROC_CATEGORY_ZS ||
	       utf8proc_category(c) == UTF8PROC_CATEGORY_ZL ||
	       utf8proc_category(c) == UTF8PROC_CATEGORY_ZP;
}

static void add_char(struct bytes *out, utf8proc_int32_t c)
{
	utf8proc_uint8_t encoded[4];
	utf8proc_ssize_t n = utf8proc_encode_char(c, encoded);

	bytes_add(out, encoded, (size_t)n);
}

void term_clean_line(struct bytes *out, struct slice text)
{
	size_t begin = out->len;
	bool blank = false;

	for (size_t at = 0; at < text.len;) {
		utf8proc_int32_t c;

		at += character_at(text, at, &c);
		if (is_space(c)) {
			blank = true;
			continue;
		}
		if (!prints(c))
			continue;
		if (blank && out->len > begin)
			bytes_add_char(out, ' ');
		blank = false;
		add_char(out, c);
	}
}

void term_clean(struct bytes *out, struct slice text)
{
	for (size_t at = 0; at < text.len;) {
		utf8proc_int32_t c;

		at += character_at(text, at, &c);
		if (c == '\n' || c == '\t' || prints(c))
			add_char(out, c);
	}
}

size_t term_width(struct slice text)
{
	size_t columns = 0;

	for (size_t at = 0; at < text.len;) {
		utf8proc_int32_t c;

		at += character_at(text, at, &c);
		columns += (size_t)utf8proc_charwidth(c);
	}
	return columns;
}

size_t term_fit(struct slice text, size_t columns)
{
	size_t used = 0, at = 0;

	while (at < text.len) {
		utf8proc_int32_t c;
		size_t n = character_at(text, at, &c);

		used += (size_t)utf8proc_charwidth(c);
		if (used > columns)
			break;
		at += n;
	}
	return at;
}
