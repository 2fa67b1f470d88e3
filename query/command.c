#include "query/command.h"
#include "query/nearest.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { COMMAND_MAX = 64 };

const struct command *command_find(const char *name)
{
	for (const struct command *c = commands; c->name; c++) {
		if (!strcmp(c->name, name))
			return c;
	}
	return NULL;
}

const char *command_nearest(const char *name)
{
	const char *names[COMMAND_MAX];
	size_t n = 0;

	for (const struct command *c = commands; c->name && n < COMMAND_MAX;
	     c++)
		names[n++] = c->name;
	return nearest(name, names, n);
}

int command_usage(const char *name, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "jobq%s%s: ", *name ? " " : "", name);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\nsee: jobq help%s%s\n", *name ? " " : "", name);
	return COMMAND_USAGE;
}

int command_exit(int r)
{
	if (r < 0)
		return COMMAND_FAULT;
	return r ? COMMAND_NOTHING : COMMAND_DONE;
}
