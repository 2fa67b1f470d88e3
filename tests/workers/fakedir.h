#pragma once
/*
 * Fakedir: a directory of its own for a test that keeps files in the current
 * one; included once by a test program, after cmocka.h.
 */
#include "core/alloc.h"
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char fakedir_before[4096];

static int fakedir_enter(void **state)
{
	char *path = alloc_copy("/tmp/jobq-test-XXXXXX");

	if (!getcwd(fakedir_before, sizeof(fakedir_before)) || !mkdtemp(path) ||
	    chdir(path))
		return -1;
	*state = path;
	return 0;
}

static int fakedir_remove_one(const char *path, const struct stat *st, int kind,
			      struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

static int fakedir_leave(void **state)
{
	int r = chdir(fakedir_before);

	r |= nftw(*state, fakedir_remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(*state);
	return r;
}
