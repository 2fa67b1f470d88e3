#pragma once
/*
 * Supervise: programs that are kept running. Each is started, started again
 * with back-off when it dies, and stopped in order. Children die with this
 * process (PR_SET_PDEATHSIG), have a process group of their own, so that a
 * terminal's Ctrl-C is heard by the supervisor alone, and read nothing.
 *
 * One thread, the one that lives as long as the process: the kernel sends the
 * death signal when the thread that started the child ends. Only pids that were
 * started here are ever signalled or waited for.
 */
#include "core/bytes.h"
#include <sys/types.h>

enum {
	SUPERVISE_BACKOFF_MIN_MS = 100,
	SUPERVISE_BACKOFF_MAX_MS = 5000,
	SUPERVISE_QUICK_MS = 2000, /* a life shorter than this is a quick one */
	SUPERVISE_QUICK_MAX = 10,  /* as many in a row are given up */
	SUPERVISE_GRACE_MS = 5000, /* between SIGTERM and SIGKILL */
	SUPERVISE_LOG_MAX = 8 << 20, /* bytes; then it becomes LOG.1 */
};

struct supervise;

struct supervise_program {
	const char *name;
	char *const *argv; /* argv[0]: the program's path; NULL-terminated */
	const char *log;   /* file for its stderr and stdout; NULL: ours */
	int stage;	   /* the highest is stopped first */
};

/* How a child ended. */
struct supervise_death {
	size_t child;
	const char *name;   /* as long as the supervisor lives */
	int status;	    /* as waitpid() gives it */
	bool given_up;	    /* SUPERVISE_QUICK_MAX quick lives in a row that did
			     * not end by SIGKILL, which no program does to
			     * itself */
	int64_t restart_ms; /* from now, unless it is given up or retired */
};

struct supervise *supervise_new(void);
void supervise_free(struct supervise *s); /* kills what still runs */
DEFINE_CLEANUP(struct supervise *, supervise_free);

/* Adds a program, to be started by the next supervise_start(). Returns its
 * number: 0, 1, ... Everything is copied. */
size_t supervise_add(struct supervise *s, const struct supervise_program *p);
/* Starts what is due. A fault, logged, where a program cannot be executed. */
MUST_CHECK int supervise_start(struct supervise *s);
/* Milliseconds until something is due to be started; -1: nothing is. */
int64_t supervise_wait_ms(const struct supervise *s);
/* Takes note of one death, if there is one: false where there is none. */
bool supervise_reap(struct supervise *s, struct supervise_death *out);
/* A child that has ended is started again in `ms`, not earlier. */
void supervise_postpone(struct supervise *s, size_t child, int64_t ms);
/* The child is not started again; it goes on if it runs. */
void supervise_retire(struct supervise *s, size_t child);
/* Its pid, 0 while it does not run. */
pid_t supervise_pid(const struct supervise *s, size_t child);
/* Appends the last lines, at most `lines`, that the child's present or last
 * life wrote to its log; each is indented and ends in a line end. */
void supervise_tail(const struct supervise *s, size_t child, size_t lines,
		    struct bytes *out);
/* Stops everything, stage by stage, the highest first: SIGTERM, the grace,
 * SIGKILL. Nothing is started again. */
void supervise_stop(struct supervise *s);

/* Runs a program to its end; *status as waitpid() gives it. */
MUST_CHECK int supervise_run(const struct supervise_program *p, int *status);

/* The pause before the start after `quick` quick lives in a row. Pure. */
int64_t supervise_backoff_ms(unsigned quick);
/* "was killed by signal 9 (Killed)", "ended with exit code 3". */
void supervise_describe(int status, struct bytes *out);
