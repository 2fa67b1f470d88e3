#include "core/datadir.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/times.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { LOCK_POLL_MS = 100 };

static char *absolute(const char *path)
{
	CLEANUP(freep) char *here = NULL;

	if (path[0] == '/')
		return alloc_copy(path);
	here = getcwd(NULL, 0);
	return alloc_format("%s/%s", here ? here : ".", path);
}

char *datadir_path(const char *argument)
{
	const char *own = getenv("JOBQ_DATA");
	const char *xdg = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");

	if (argument && *argument)
		return absolute(argument);
	if (own && *own)
		return absolute(own);
	if (xdg && xdg[0] == '/') /* XDG: a relative path is to be ignored */
		return alloc_format("%s/jobq", xdg);
	return alloc_format("%s/.local/share/jobq", home ? home : "");
}

/* mkdir -p */
static int make_path(const char *path)
{
	CLEANUP(freep) char *part = alloc_copy(path);

	for (char *slash = part + 1; *part && *slash; slash++) {
		if (*slash != '/')
			continue;
		*slash = '\0';
		if (mkdir(part, 0700) && errno != EEXIST)
			return fail(-errno, "datadir: make %s: %s", part,
				    strerror(errno));
		*slash = '/';
	}
	if (mkdir(path, 0700) && errno != EEXIST)
		return fail(-errno, "datadir: make %s: %s", path,
			    strerror(errno));
	return 0;
}

static int enter(const char *path)
{
	if (chdir(path))
		return fail(-errno, "datadir: enter %s: %s", path,
			    strerror(errno));
	if (mkdir("run", 0700) && errno != EEXIST)
		return fail(-errno, "datadir: make %s/run: %s", path,
			    strerror(errno));
	return 0;
}

int datadir_enter(const char *path)
{
	int r = make_path(path);

	return r ? r : enter(path);
}

int datadir_enter_existing(const char *path)
{
	struct stat st;

	if (stat(path, &st)) {
		if (errno == ENOENT || errno == ENOTDIR)
			return DATADIR_E_ABSENT;
		return fail(-errno, "datadir: look at %s: %s", path,
			    strerror(errno));
	}
	if (!S_ISDIR(st.st_mode))
		return DATADIR_E_ABSENT;
	return enter(path);
}

uint64_t datadir_free_bytes(void)
{
	struct statvfs fs;

	if (statvfs(".", &fs))
		return UINT64_MAX;
	return (uint64_t)fs.f_bavail * fs.f_frsize;
}

static int read_holder(int fd)
{
	char text[16] = {0};
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

	return n > 0 ? atoi(text) : 0;
}

static int write_holder(const char *name, int fd)
{
	char text[16];
	int n = snprintf(text, sizeof(text), "%d\n", (int)getpid());

	if (ftruncate(fd, 0) || pwrite(fd, text, (size_t)n, 0) != n)
		return fail(-errno, "datadir: write %s: %s", name,
			    strerror(errno));
	return 0;
}

/* Waits on the lock that a living process holds: polled, because a blocking
 * flock() has no time-out of its own. */
static int take_lock(const char *name, int fd, int64_t wait_ms)
{
	int64_t until = times_mono_ms() + wait_ms;

	while (flock(fd, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fail(-errno, "datadir: lock %s: %s", name,
				    strerror(errno));
		if (times_mono_ms() >= until)
			return DATADIR_E_HELD;
		usleep(LOCK_POLL_MS * 1000);
	}
	return 0;
}

int datadir_lock(const char *name, int64_t wait_ms, int *out_fd, int *holder)
{
	int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	int r = 0;

	if (fd < 0)
		return fail(-errno, "datadir: open %s: %s", name,
			    strerror(errno));
	r = take_lock(name, fd, wait_ms);
	if (r == DATADIR_E_HELD && holder)
		*holder = read_holder(fd);
	if (!r)
		r = write_holder(name, fd);
	if (r) {
		close(fd);
		return r;
	}
	*out_fd = fd;
	return 0;
}
