#include "query/sibling.h"
#include "core/alloc.h"
#include "core/fail.h"
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

char *sibling_path(const char *program)
{
	CLEANUP(freep) char *path = NULL;
	char own[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);
	char *slash;

	if (n <= 0) {
		fail(-errno, "program: read /proc/self/exe: %s",
		     strerror(errno));
		return NULL;
	}
	own[n] = '\0';
	slash = strrchr(own, '/');
	path = alloc_format("%.*s/%s", (int)(slash - own), own, program);
	if (access(path, X_OK)) {
		fail(-errno,
		     "program: %s: %s; all of jobq's programs must lie "
		     "in one folder",
		     path, strerror(errno));
		return NULL;
	}
	return TAKE(path);
}

int sibling_become(const char *program, char **argv)
{
	CLEANUP(freep) char *path = sibling_path(program);

	if (!path)
		return -ENOENT;
	argv[0] = path;
	execv(path, argv);
	return fail(-errno, "program: start %s: %s", path, strerror(errno));
}

int sibling_start(const char *program, char **argv, pid_t *out)
{
	CLEANUP(freep) char *path = sibling_path(program);
	pid_t parent = getpid(), pid;

	if (!path)
		return -ENOENT;
	argv[0] = path;
	pid = fork();
	if (pid < 0)
		return fail(-errno, "program: fork: %s", strerror(errno));
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == parent) /* else it died before the call */
			execv(path, argv);
		_exit(127);
	}
	*out = pid;
	return 0;
}

int sibling_stop(const char *program, pid_t pid)
{
	int status;

	kill(pid, SIGTERM);
	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return fail(-errno, "program: wait for %s: %s", program,
				    strerror(errno));
	}
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	return fail(-EIO, "program: %s ended with status %d", program, status);
}
