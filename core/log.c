#include "core/log.h"
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 8192 }; /* longer lines are cut */

static const char *const names[] = {"error", "warn", "info", "debug"};
static atomic_int threshold = LOG_INFO;

void log_set_level(enum log_level level)
{
	atomic_store(&threshold, (int)level);
}

void log_from_environment(void)
{
	const char *name = getenv("JOBQ_LOG");

	for (int i = LOG_ERROR; name && i <= LOG_DEBUG; i++)
		if (!strcmp(name, names[i]))
			log_set_level((enum log_level)i);
}

/* C0, DEL, and C1 in its UTF-8 form (0xc2 0x80..0x9f), which terminals obey */
static bool is_control(const char *text)
{
	unsigned char c = (unsigned char)text[0];
	unsigned char next = c ? (unsigned char)text[1] : 0;

	return c < 0x20 || c == 0x7f ||
	       (c == 0xc2 && next >= 0x80 && next <= 0x9f);
}

static size_t add_shown(char *line, size_t n, const char *text)
{
	static const char hex[] = "0123456789abcdef";

	for (; *text && n + 6 < LINE_MAX_BYTES; text++) {
		unsigned char c = (unsigned char)*text;

		if (!is_control(text)) {
			line[n++] = *text;
			continue;
		}
		line[n++] = '\\';
		line[n++] = 'x';
		line[n++] = hex[c >> 4];
		line[n++] = hex[c & 15];
	}
	return n;
}

/* One write a line: lines of several threads and processes do not mix. */
static void emit(enum log_level level, const char *module, const char *text)
{
	char line[LINE_MAX_BYTES];
	size_t n = add_shown(line, 0, names[level]);

	line[n++] = ' ';
	if (module) {
		n = add_shown(line, n, module);
		line[n++] = ':';
		line[n++] = ' ';
	}
	n = add_shown(line, n, text);
	line[n++] = '\n';
	for (size_t done = 0; done < n;) {
		ssize_t w = write(STDERR_FILENO, line + done, n - done);

		if (w <= 0)
			return;
		done += (size_t)w;
	}
}

void log_line(enum log_level level, const char *module, const char *format, ...)
{
	char text[LINE_MAX_BYTES];
	va_list args;

	if ((int)level > atomic_load(&threshold))
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	emit(level, module, text);
}
