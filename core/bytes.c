#include "core/bytes.h"
#include "core/alloc.h"
#include <stdarg.h>
#include <stdio.h>

const char *slice_find(struct slice s, const char *what)
{
	return s.len ? memmem(s.data, s.len, what, strlen(what)) : NULL;
}

struct slice slice_trim(struct slice s)
{
	while (s.len && (s.data[0] == ' ' || s.data[0] == '\t')) {
		s.data++;
		s.len--;
	}
	while (s.len && (s.data[s.len - 1] == ' ' || s.data[s.len - 1] == '\t'))
		s.len--;
	return s;
}

void bytes_reserve(struct bytes *b, size_t more)
{
	size_t need = b->len + more + 1;

	if (need <= b->cap)
		return;
	b->cap = need < 64 ? 64 : need + need / 2;
	b->data = alloc_resize(b->data, b->cap, 1);
}

void bytes_add(struct bytes *b, const void *data, size_t len)
{
	bytes_reserve(b, len);
	if (len)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void bytes_add_text(struct bytes *b, const char *text)
{
	if (text)
		bytes_add(b, text, strlen(text));
}

void bytes_add_char(struct bytes *b, char c)
{
	bytes_add(b, &c, 1);
}

void bytes_add_format(struct bytes *b, const char *format, ...)
{
	va_list args;
	int n = 0;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		return;
	bytes_reserve(b, (size_t)n);
	va_start(args, format);
	vsnprintf(b->data + b->len, (size_t)n + 1, format, args);
	va_end(args);
	b->len += (size_t)n;
}

void bytes_add_u64(struct bytes *b, uint64_t big_endian)
{
	unsigned char raw[8];

	for (int i = 0; i < 8; i++)
		raw[i] = (unsigned char)(big_endian >> (56 - 8 * i));
	bytes_add(b, raw, sizeof(raw));
}

void bytes_reset(struct bytes *b)
{
	b->len = 0;
	if (b->data)
		b->data[0] = '\0';
}

char *bytes_take(struct bytes *b)
{
	char *text = b->data ? b->data : alloc_copy("");

	*b = (struct bytes){0};
	return text;
}

void bytes_deinit(struct bytes *b)
{
	free(b->data);
	*b = (struct bytes){0};
}

uint64_t bytes_get_u64(const void *data)
{
	const unsigned char *raw = data;
	uint64_t value = 0;

	for (int i = 0; i < 8; i++)
		value = value << 8 | raw[i];
	return value;
}
