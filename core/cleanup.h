#pragma once
/*
 * Cleanup: what a local owns is freed when it leaves its scope.
 *
 *	CLEANUP(seen_freep) struct seen *seen = NULL;
 *	...
 *	return TAKE(seen);	// hands it on: the local is NULL from then on
 */
#include <stdlib.h>

#define CLEANUP(free_pointer_to) __attribute__((cleanup(free_pointer_to)))
#define MUST_CHECK		 __attribute__((warn_unused_result))

#define TAKE(pointer)                                  \
	({                                             \
		__typeof__(pointer) take_ = (pointer); \
		(pointer) = NULL;                      \
		take_;                                 \
	})

/* Defines x_freep() for a local of pointer type `type`, from x_free(). */
#define DEFINE_CLEANUP(type, x_free)                \
	static inline void x_free##p(type *pointer) \
	{                                           \
		if (*pointer)                       \
			x_free(*pointer);           \
	}                                           \
	struct cleanup_semicolon_

/* For what malloc gave. */
static inline void freep(void *pointer)
{
	free(*(void **)pointer);
}
