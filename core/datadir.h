#pragma once
/*
 * Datadir: where a data directory lies, and who crawls into it. Programs work
 * from inside it (chdir), so that every path they keep is relative and socket
 * names stay short.
 *
 *	frontier/ corpus/ index/ spool-N/ archive/ alerts/ run/ lock
 */
#include "core/cleanup.h"
#include <stdint.h>

#define DATADIR_COORDINATOR "ipc://run/coordinator.ipc"
#define DATADIR_INDEXER	    "ipc://run/indexer.ipc"

/* `argument` (--data), else $JOBQ_DATA, else $XDG_DATA_HOME/jobq, else
 * ~/.local/share/jobq. Absolute. Caller frees. */
char *datadir_path(const char *argument);
/* Makes it (0700) with run/ inside and changes into it. */
MUST_CHECK int datadir_enter(const char *path);
/* As datadir_enter(), but a directory that is not there is an outcome. */
enum { DATADIR_E_ABSENT = 1, DATADIR_E_HELD = 2 };
MUST_CHECK int datadir_enter_existing(const char *path);

/* The formats of its stores; one of a newer format is refused. */
enum {
	DATADIR_FRONTIER_FORMAT = 1,
	DATADIR_CORPUS_FORMAT = 1,
	DATADIR_SPOOL_FORMAT = 1,
};

/* What is left on the working directory's disk; all where it does not say. */
enum { DATADIR_ROOM_BYTES = 64 << 20 }; /* less is hardly any */
uint64_t datadir_free_bytes(void);

/* Takes the file `name` as a lock of this process for its life (OFD/flock: a
 * dead process holds nothing); waits up to `wait_ms`. DATADIR_E_HELD: another
 * has it, its pid in *holder. The descriptor is close-on-exec. */
MUST_CHECK int datadir_lock(const char *name, int64_t wait_ms, int *out_fd,
			    int *holder);
