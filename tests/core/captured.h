#pragma once
/*
 * Captured: what went to stderr between begin and end, for tests of messages.
 */
#include <stdio.h>
#include <unistd.h>

struct captured {
	FILE *file;
	int stderr_fd;
	char text[4096];
};

static inline void captured_begin(struct captured *c)
{
	fflush(stderr);
	c->file = tmpfile();
	c->stderr_fd = dup(STDERR_FILENO);
	dup2(fileno(c->file), STDERR_FILENO);
}

static inline const char *captured_end(struct captured *c)
{
	size_t n;

	fflush(stderr);
	dup2(c->stderr_fd, STDERR_FILENO);
	close(c->stderr_fd);
	rewind(c->file);
	n = fread(c->text, 1, sizeof(c->text) - 1, c->file);
	c->text[n] = '\0';
	fclose(c->file);
	return c->text;
}
