#include "query/supervise.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/times.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { POLL_MS = 10, TAIL_BYTES = 4096 };

struct child {
	char *name, *log;
	char **argv;
	int stage;
	pid_t pid; /* 0: does not run */
	bool retired;
	unsigned quick;	 /* quick lives in a row */
	unsigned faults; /* those of them that did not end by SIGKILL */
	int64_t started_ms, due_ms; /* monotonic */
	off_t log_from;		    /* where this life's lines begin */
};

struct supervise {
	struct child *children;
	size_t n;
};

/* ---- one child ---- */

/* The log that a child appends to; one that has grown too large is set aside.
 * Its present size in *from. */
static int open_log(const char *path, off_t *from)
{
	struct stat st;
	int fd = -1;

	if (!stat(path, &st) && st.st_size > SUPERVISE_LOG_MAX) {
		CLEANUP(freep) char *aside = alloc_format("%s.1", path);

		if (rename(path, aside))
			return fail(-errno, "supervise: rename %s: %s", path,
				    strerror(errno));
	}
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(-errno, "supervise: open %s: %s", path,
			    strerror(errno));
	*from = fstat(fd, &st) ? 0 : st.st_size;
	return fd;
}

/* After fork(): only calls that are safe there. Gives errno to `report`. */
static void become(char *const *argv, pid_t parent, int log, int report)
{
	int null = open("/dev/null", O_RDONLY);
	sigset_t none;
	ssize_t n = 0;
	int error = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) /* it died before the line above */
		_exit(127);
	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (null >= 0)
		dup2(null, STDIN_FILENO);
	if (log >= 0) {
		dup2(log, STDOUT_FILENO);
		dup2(log, STDERR_FILENO);
	}
	execv(argv[0], argv);
	error = errno;
	n = write(report, &error, sizeof(error));
	_exit(n > 0 ? 127 : 126);
}

/* What execv() said, once it has said it: 0 where it went well. */
static int await_exec(int report, pid_t pid, const char *path)
{
	int error = 0;
	ssize_t n = 0;

	do
		n = read(report, &error, sizeof(error));
	while (n < 0 && errno == EINTR);
	if (n != (ssize_t)sizeof(error))
		return 0;
	waitpid(pid, NULL, 0);
	return fail(-error, "supervise: start %s: %s", path, strerror(error));
}

static int spawn(char *const *argv, int log, pid_t *out)
{
	pid_t parent = getpid(), pid = 0;
	int report[2], r = 0;

	if (pipe2(report, O_CLOEXEC))
		return fail(-errno, "supervise: pipe: %s", strerror(errno));
	pid = fork();
	if (!pid)
		become(argv, parent, log, report[1]);
	r = pid < 0 ? fail(-errno, "supervise: fork: %s", strerror(errno)) : 0;
	close(report[1]);
	if (!r)
		r = await_exec(report[0], pid, argv[0]);
	close(report[0]);
	if (!r)
		*out = pid;
	return r;
}

static int start(struct child *c)
{
	int log = -1, r = 0;

	if (c->log) {
		log = open_log(c->log, &c->log_from);
		if (log < 0)
			return log;
	}
	c->started_ms = times_mono_ms();
	r = spawn(c->argv, log, &c->pid);
	if (log >= 0)
		close(log);
	return r;
}

/* True, with the status, where the child was running and has ended. */
static bool has_ended(struct child *c, int *status)
{
	pid_t pid = 0;

	if (!c->pid)
		return false;
	do
		pid = waitpid(c->pid, status, WNOHANG);
	while (pid < 0 && errno == EINTR);
	if (pid != c->pid)
		return false;
	c->pid = 0;
	return true;
}

/* ---- all of them ---- */

struct supervise *supervise_new(void)
{
	return alloc_zero(1, sizeof(struct supervise));
}

static void kill_child(struct child *c)
{
	if (!c->pid)
		return;
	kill(c->pid, SIGKILL);
	while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
		;
	c->pid = 0;
}

void supervise_free(struct supervise *s)
{
	for (size_t i = 0; s && i < s->n; i++) {
		struct child *c = &s->children[i];

		kill_child(c);
		for (char **arg = c->argv; *arg; arg++)
			free(*arg);
		free(c->argv);
		free(c->name);
		free(c->log);
	}
	if (s)
		free(s->children);
	free(s);
}

size_t supervise_add(struct supervise *s, const struct supervise_program *p)
{
	struct child *c = NULL;
	size_t n = 0;

	s->children = alloc_resize(s->children, s->n + 1, sizeof(*s->children));
	c = &s->children[s->n];
	*c = (struct child){.stage = p->stage};
	c->name = alloc_copy(p->name);
	c->log = alloc_copy(p->log);
	while (p->argv[n])
		n++;
	c->argv = alloc_zero(n + 1, sizeof(*c->argv));
	for (size_t i = 0; i < n; i++)
		c->argv[i] = alloc_copy(p->argv[i]);
	return s->n++;
}

static bool is_due(const struct child *c, int64_t now)
{
	return !c->pid && !c->retired && c->due_ms <= now;
}

int supervise_start(struct supervise *s)
{
	int64_t now = times_mono_ms();
	int r = 0;

	for (size_t i = 0; !r && i < s->n; i++)
		if (is_due(&s->children[i], now))
			r = start(&s->children[i]);
	return r;
}

int64_t supervise_wait_ms(const struct supervise *s)
{
	int64_t now = times_mono_ms(), wait = -1;

	for (size_t i = 0; i < s->n; i++) {
		const struct child *c = &s->children[i];
		int64_t left = c->due_ms > now ? c->due_ms - now : 0;

		if (!c->pid && !c->retired && (wait < 0 || left < wait))
			wait = left;
	}
	return wait;
}

int64_t supervise_backoff_ms(unsigned quick)
{
	int64_t ms = SUPERVISE_BACKOFF_MIN_MS;

	for (unsigned i = 1; i < quick && ms < SUPERVISE_BACKOFF_MAX_MS; i++)
		ms *= 2;
	return ms < SUPERVISE_BACKOFF_MAX_MS ? ms : SUPERVISE_BACKOFF_MAX_MS;
}

static void note_death(struct child *c, int status)
{
	int64_t now = times_mono_ms();
	bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;

	if (now - c->started_ms >= SUPERVISE_QUICK_MS)
		c->quick = c->faults = 0;
	else
		c->quick++;
	if (c->quick && !killed)
		c->faults++;
	c->due_ms = now + supervise_backoff_ms(c->quick);
}

bool supervise_reap(struct supervise *s, struct supervise_death *out)
{
	for (size_t i = 0; i < s->n; i++) {
		struct child *c = &s->children[i];
		int status = 0;

		if (!has_ended(c, &status))
			continue;
		note_death(c, status);
		*out = (struct supervise_death){
			.child = i,
			.name = c->name,
			.status = status,
			.given_up = c->faults >= SUPERVISE_QUICK_MAX,
			.restart_ms = supervise_backoff_ms(c->quick)};
		return true;
	}
	return false;
}

void supervise_postpone(struct supervise *s, size_t child, int64_t ms)
{
	s->children[child].due_ms = times_mono_ms() + ms;
}

void supervise_retire(struct supervise *s, size_t child)
{
	s->children[child].retired = true;
}

pid_t supervise_pid(const struct supervise *s, size_t child)
{
	return s->children[child].pid;
}

/* ---- the end ---- */

static bool stage_runs(struct supervise *s, int stage)
{
	bool runs = false;

	for (size_t i = 0; i < s->n; i++) {
		struct child *c = &s->children[i];
		int status = 0;

		if (c->stage == stage && !has_ended(c, &status) && c->pid)
			runs = true;
	}
	return runs;
}

static void stop_stage(struct supervise *s, int stage)
{
	int64_t until = times_mono_ms() + SUPERVISE_GRACE_MS;

	for (size_t i = 0; i < s->n; i++)
		if (s->children[i].stage == stage && s->children[i].pid)
			kill(s->children[i].pid, SIGTERM);
	while (stage_runs(s, stage) && times_mono_ms() < until)
		usleep(POLL_MS * 1000);
	for (size_t i = 0; i < s->n; i++)
		if (s->children[i].stage == stage)
			kill_child(&s->children[i]);
}

void supervise_stop(struct supervise *s)
{
	int highest = 0;

	for (size_t i = 0; i < s->n; i++) {
		s->children[i].retired = true;
		if (s->children[i].stage > highest)
			highest = s->children[i].stage;
	}
	for (int stage = highest; stage >= 0; stage--)
		stop_stage(s, stage);
}

int supervise_run(const struct supervise_program *p, int *status)
{
	off_t from = 0;
	pid_t pid = 0;
	int log = p->log ? open_log(p->log, &from) : -1;
	int r = p->log && log < 0 ? log : spawn(p->argv, log, &pid);

	if (log >= 0)
		close(log);
	while (!r && waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			r = fail(-errno, "supervise: wait: %s",
				 strerror(errno));
	return r;
}

/* ---- words ---- */

void supervise_describe(int status, struct bytes *out)
{
	if (WIFSIGNALED(status))
		bytes_add_format(out, "was killed by signal %d (%s)",
				 WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		bytes_add_format(out, "ended with exit code %d",
				 WEXITSTATUS(status));
}

/* Where the last `lines` lines of `text` begin. */
static size_t tail_begin(struct slice text, size_t lines)
{
	size_t at = text.len;

	while (at && lines) {
		at--;
		if (at && text.data[at - 1] == '\n')
			lines--;
	}
	return at;
}

void supervise_tail(const struct supervise *s, size_t child, size_t lines,
		    struct bytes *out)
{
	const struct child *c = &s->children[child];
	char text[TAIL_BYTES];
	int fd = c->log ? open(c->log, O_RDONLY | O_CLOEXEC) : -1;
	off_t end = fd < 0 ? 0 : lseek(fd, 0, SEEK_END);
	off_t from = c->log_from;
	ssize_t n = 0;

	if (end - from > TAIL_BYTES)
		from = end - TAIL_BYTES;
	if (fd >= 0)
		n = pread(fd, text, sizeof(text), from);
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return;
	for (size_t at = tail_begin(slice_of(text, (size_t)n), lines);
	     at < (size_t)n;) {
		size_t left = (size_t)n - at;
		const char *end_of_line = memchr(text + at, '\n', left);
		size_t len =
			end_of_line ? (size_t)(end_of_line - text) - at : left;

		bytes_add_text(out, "  ");
		bytes_add(out, text + at, len);
		bytes_add_char(out, '\n');
		at += len + 1;
	}
}
