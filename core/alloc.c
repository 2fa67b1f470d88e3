#include "core/alloc.h"
#include "core/log.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *held(void *memory, size_t size)
{
	if (memory)
		return memory;
	log_line(LOG_ERROR, "alloc", "no memory for %zu bytes", size);
	abort();
}

void *alloc_get(size_t size)
{
	return held(malloc(size ? size : 1), size);
}

void *alloc_zero(size_t n, size_t size)
{
	return held(calloc(n ? n : 1, size ? size : 1), n * size);
}

void *alloc_resize(void *old, size_t n, size_t size)
{
	size_t total = 0;

	if (__builtin_mul_overflow(n, size, &total))
		return held(NULL, SIZE_MAX);
	return held(realloc(old, total ? total : 1), total);
}

char *alloc_copy(const char *text)
{
	return text ? alloc_copy_n(text, strlen(text)) : NULL;
}

char *alloc_copy_n(const void *data, size_t len)
{
	char *copy = alloc_get(len + 1);

	if (len)
		memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

char *alloc_format(const char *format, ...)
{
	va_list args;
	char *text = NULL;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	return held(text, 0);
}
