#pragma once
/*
 * Alloc: memory, or the end of the process. Every program here is safe to kill
 * at any moment (promise 1), and foreign input is bounded before it is held, so
 * an allocation that fails is answered by abort(), not by a path through every
 * caller that no test ever takes.
 */
#include <stdarg.h>
#include <stddef.h>

void *alloc_get(size_t size);			      /* never NULL */
void *alloc_zero(size_t n, size_t size);	      /* never NULL, all 0 */
void *alloc_resize(void *old, size_t n, size_t size); /* n * size is checked */
char *alloc_copy(const char *text);		      /* NULL gives NULL */
char *alloc_copy_n(const void *data, size_t len);     /* adds a NUL */
char *alloc_format(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
