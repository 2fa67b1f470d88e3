#include "core/fail.h"
#include "core/log.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int fail(int r, const char *format, ...)
{
	va_list args;
	char *text = NULL;
	int n = 0;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	log_line(LOG_ERROR, NULL, "%s", n < 0 ? format : text);
	if (n >= 0)
		free(text);
	return r;
}

int fold(int r, const char *where)
{
	if (r <= 0)
		return r;
	return fail(-EPROTO, "%s: outcome %d cannot be here", where, r);
}
