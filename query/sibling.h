#pragma once
/*
 * Sibling: the other programs of jobq, which lie beside this one.
 */
#include "core/cleanup.h"
#include <sys/types.h>

/* The path of `program` in this binary's folder; NULL, logged, where there is
 * none. Caller frees. */
char *sibling_path(const char *program);
/* Becomes `program`; returns only on a fault. argv[0] is set here. */
MUST_CHECK int sibling_become(const char *program, char **argv);
/* Starts `program`, which dies with this process. */
MUST_CHECK int sibling_start(const char *program, char **argv, pid_t *out);
/* SIGTERM, and waits for the end. 0, or a fault where it did not exit with 0.
 */
MUST_CHECK int sibling_stop(const char *program, pid_t pid);
