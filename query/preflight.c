#include "query/preflight.h"
#include "core/datadir.h"
#include "core/fail.h"
#include "core/store.h"
#include "indexer/corpus.h"
#include <dirent.h>
#include <errno.h>

static int look_at(const char *name, uint32_t format)
{
	static const char *const none[] = {NULL};
	CLEANUP(store_freep) struct store *store = NULL;
	const struct store_options o = {.path = name,
					.names = none,
					.format = format,
					.mode = STORE_READ};

	int r = store_exists(name) ? store_open(&store, &o) : 0;

	return r == STORE_E_ABSENT ? 0 : r; /* it will be made */
}

static int look_at_spools(void)
{
	DIR *dir = opendir(".");
	struct dirent *entry = NULL;
	int r = 0;

	if (!dir)
		return fail(-errno, "preflight: open the data directory: %s",
			    strerror(errno));
	while (!r && (entry = readdir(dir)))
		if (!strncmp(entry->d_name, "spool-", 6))
			r = look_at(entry->d_name, DATADIR_SPOOL_FORMAT);
	closedir(dir);
	return r;
}

int preflight_stores(void)
{
	int r = look_at("frontier", DATADIR_FRONTIER_FORMAT);

	if (!r)
		r = look_at(CORPUS_PATH, DATADIR_CORPUS_FORMAT);
	return r ? r : look_at_spools();
}
