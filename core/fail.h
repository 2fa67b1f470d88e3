#pragma once
/*
 * Fail: how a fault is told. 0 is success; < 0 is a fault as -errno, logged
 * once, where it arises, by fail(), and forwarded unchanged; > 0 is an outcome
 * that the callee's header names, handled by the caller or folded to a fault.
 * Thread-safe.
 */

/* Logs "error <message>" on stderr, with where "module: " the message begins
 * by custom, and returns `r` (< 0). */
int fail(int r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* An outcome that cannot be here becomes a fault: r > 0 gives -EPROTO, logged;
 * anything else passes. */
int fold(int r, const char *where);
