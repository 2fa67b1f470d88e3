#include "rulesdir.h"
#include "core/alloc.h"
#include "core/bytes.h"
#include "indexer/rules.h"
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
/* after what it needs */
#include <cmocka.h>

static void copy(const char *from, const char *to, const char *more)
{
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	char part[4096];
	size_t n;

	assert_non_null(in);
	assert_non_null(out);
	while ((n = fread(part, 1, sizeof(part), in)))
		assert_int_equal(fwrite(part, 1, n, out), n);
	fprintf(out, "# %s\n", more);
	fclose(in);
	assert_int_equal(fclose(out), 0);
}

char *rulesdir_copy(const char *to, const char *more)
{
	CLEANUP(freep) char *from = rules_dir();
	struct dirent *entry;
	DIR *dir;

	assert_non_null(from);
	dir = opendir(from);
	assert_non_null(dir);
	assert_int_equal(mkdir(to, 0700), 0);
	while ((entry = readdir(dir))) {
		CLEANUP(freep) char *source = NULL, *target = NULL;

		if (!strstr(entry->d_name, ".yaml"))
			continue;
		source = alloc_format("%s/%s", from, entry->d_name);
		target = alloc_format("%s/%s", to, entry->d_name);
		copy(source, target, more);
	}
	closedir(dir);
	return alloc_copy(to);
}
