#include "query/backup.h"
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/fail.h"
#include "core/store.h"
#include "query/crew.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void dir_close(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

static int fault(const char *what, const char *path)
{
	return fail(-errno, "backup: %s %s: %s", what, path, strerror(errno));
}

static int make_empty(const char *to)
{
	CLEANUP(dir_close) DIR *dir = NULL;
	struct dirent *entry = NULL;

	if (mkdir(to, 0700) && errno != EEXIST)
		return fault("make", to);
	dir = opendir(to);
	if (!dir)
		return fault("open", to);
	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			return BACKUP_E_FULL;
	return 0;
}

/* ---- stores ---- */

static void told(const char *name, int64_t bytes)
{
	printf("%-24s %10.1f MiB\n", name, (double)bytes / (1 << 20));
	fflush(stdout);
}

static int copy_store(const char *name, const char *to)
{
	static const char *const none[] = {NULL};
	CLEANUP(store_freep) struct store *store = NULL;
	CLEANUP(freep) char *target = alloc_format("%s/%s", to, name);
	CLEANUP(freep) char *source = alloc_format("%s/data.mdb", name);
	CLEANUP(freep) char *copied = alloc_format("%s/data.mdb", target);
	struct store_options o = {.path = name,
				  .names = none,
				  .format = UINT32_MAX, /* copied as it is */
				  .mode = STORE_READ};
	struct stat st;
	int r = 0;

	if (access(source, F_OK)) /* that program has not run here yet */
		return 0;
	r = store_open(&store, &o);
	if (r == STORE_E_ABSENT) /* it was killed before its first commit */
		return 0;
	if (!r)
		r = store_copy(store, target);
	if (r)
		return r;
	if (stat(copied, &st))
		return fault("look at", copied);
	told(name, st.st_size);
	return 0;
}

static int copy_spools(const char *to)
{
	CLEANUP(dir_close) DIR *dir = opendir(".");
	struct dirent *entry = NULL;
	int r = 0;

	if (!dir)
		return fault("open", ".");
	while (!r && (entry = readdir(dir)))
		if (!strncmp(entry->d_name, "spool-", 6))
			r = copy_store(entry->d_name, to);
	return r;
}

/* ---- the archive ---- */

static int copy_range(int in, int out, int64_t left, const char *name)
{
	while (left > 0) {
		ssize_t n =
			copy_file_range(in, NULL, out, NULL, (size_t)left, 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fault("copy", name);
		if (!n)
			return fail(-EIO, "backup: copy %s: it has shrunk",
				    name);
		left -= n;
	}
	return fsync(out) ? fault("write", name) : 0;
}

/* As long as the file is now: what is appended later belongs to no copied
 * record. */
static int copy_file(int from_dir, int to_dir, const char *name, int64_t *size)
{
	int in = openat(from_dir, name, O_RDONLY | O_CLOEXEC);
	int out = -1, r = 0;
	struct stat st;

	if (in < 0 || fstat(in, &st)) {
		r = fault("read", name);
	} else if (S_ISREG(st.st_mode)) {
		out = openat(to_dir, name,
			     O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		r = out < 0 ? fault("write", name)
			    : copy_range(in, out, st.st_size, name);
		*size += st.st_size;
	}
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return r;
}

static int copy_archive(const char *to)
{
	CLEANUP(freep) char *target = alloc_format("%s/archive", to);
	CLEANUP(dir_close) DIR *from = opendir("archive");
	CLEANUP(dir_close) DIR *into = NULL;
	struct dirent *entry = NULL;
	int64_t size = 0;
	int r = 0;

	if (!from)
		return errno == ENOENT ? 0 : fault("open", "archive");
	if (mkdir(target, 0700))
		return fault("make", target);
	into = opendir(target);
	if (!into)
		return fault("open", target);
	while (!r && (entry = readdir(from)))
		if (entry->d_name[0] != '.')
			r = copy_file(dirfd(from), dirfd(into), entry->d_name,
				      &size);
	if (!r && fsync(dirfd(into)))
		r = fault("write", target);
	if (!r)
		told("archive", size);
	return r;
}

/* ---- the index ---- */

static int rebuild(const char *to)
{
	CLEANUP(freep) char *program = crew_program("jobq-indexer");
	char *argv[] = {program, (char *)"--rebuild", (char *)"--data",
			(char *)to, NULL};
	struct supervise_program p = {.name = "jobq-indexer", .argv = argv};
	int status = 0, r = 0;

	if (!program)
		return -ENOENT;
	r = supervise_run(&p, &status);
	if (r)
		return r;
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		return fail(-EIO,
			    "backup: the copy is whole, but its index could "
			    "not be made: run jobq-indexer --rebuild --data %s",
			    to);
	printf("%-24s made from the corpus\n", "index");
	return 0;
}

int backup_copy(const char *to)
{
	CLEANUP(freep) char *corpus = alloc_format("%s/corpus", to);
	int r = make_empty(to);

	if (!r)
		r = copy_store("frontier", to);
	if (!r)
		r = copy_spools(to);
	if (!r)
		r = copy_store("corpus", to);
	if (!r)
		r = copy_archive(to);
	if (!r && !access(corpus, F_OK))
		r = rebuild(to);
	return r;
}

int command_backup(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(freep) char *data = NULL;
	CLEANUP(freep) char *to = NULL;
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 1, 1, "DIR");
	if (r)
		return r;
	data = datadir_path(o.data);
	to = datadir_path(o.words[0]);
	r = datadir_enter_existing(data);
	if (r == DATADIR_E_ABSENT)
		return command_exit(
			fail(-ENOENT, "backup: there is nothing at %s", data));
	if (!r)
		r = backup_copy(to);
	if (r == BACKUP_E_FULL)
		return command_usage("backup",
				     "%s is not empty: name a directory that "
				     "is empty or not there",
				     to);
	if (!r)
		printf("backup of %s in %s\n", data, to);
	return command_exit(r);
}
