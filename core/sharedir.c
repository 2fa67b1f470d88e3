#include "core/sharedir.h"
#include "core/alloc.h"
#include "core/fail.h"
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *existing(char *dir)
{
	if (!access(dir, R_OK | X_OK))
		return dir;
	free(dir);
	return NULL;
}

/* Below the prefix that this program is installed in, if it is there. */
static char *installed(const char *name)
{
	char program[PATH_MAX] = "";
	char *slash;

	if (readlink("/proc/self/exe", program, sizeof(program) - 1) < 0)
		return NULL;
	slash = strrchr(program, '/');
	if (slash)
		*slash = 0;
	return existing(alloc_format("%s/../share/jobq/%s", program, name));
}

char *sharedir_find(const struct sharedir *what)
{
	const char *told = getenv(what->variable);
	char *dir;

	if (told && *told)
		return alloc_copy(told);
	dir = installed(what->name);
	if (!dir)
		dir = existing(alloc_format(JOBQ_TREE "/%s", what->in_tree));
	if (!dir)
		fail(-ENOENT, "%s: none found: set %s to their directory",
		     what->name, what->variable);
	return dir;
}
