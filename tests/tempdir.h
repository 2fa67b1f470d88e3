#pragma once
/*
 * Tempdir: an empty directory for one test, as cmocka's setup and teardown:
 *	cmocka_unit_test_setup_teardown(test, tempdir_setup, tempdir_teardown)
 * *state is its absolute path.
 */
#include "core/alloc.h"
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline int tempdir_setup(void **state)
{
	const char *base = getenv("TMPDIR");

	*state = alloc_format("%s/jobq-test-XXXXXX", base ? base : "/tmp");
	return mkdtemp(*state) ? 0 : -1;
}

static inline int tempdir_remove(const char *path, const struct stat *st,
				 int flag, struct FTW *walk)
{
	(void)st;
	(void)flag;
	(void)walk;
	return remove(path);
}

static inline int tempdir_teardown(void **state)
{
	int r = nftw(*state, tempdir_remove, 16, FTW_DEPTH | FTW_PHYS);

	free(*state);
	return r;
}
