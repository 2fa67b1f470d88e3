#pragma once
/*
 * Backup: a copy of a data directory, consistent while crawls write into it,
 * by the order of copying: what the frontier's copy holds as done is in the
 * later copy of the corpus; what was in a spool and is not in the spool's copy
 * any more likewise; and what the corpus' copy refers to was durable in the
 * archive before. The index is made anew from the corpus.
 */
#include "core/cleanup.h"
#include <stdint.h>

enum { BACKUP_E_FULL = 1 }; /* the target has something in it */

/* Copies the data directory that is the working directory to `to` (absolute;
 * made, or empty), telling each part on stdout. */
MUST_CHECK int backup_copy(const char *to);
