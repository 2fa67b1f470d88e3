#include "indexer/rebuild.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "indexer/schema.h"
#include "indexer/writer.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <unistd.h>

/* A commit now and then bounds what Xapian holds in memory. */
enum { COMMIT_EVERY = 5000 };

struct rebuild {
	struct textindex *index;
	struct writer *writer;
	struct analyses *analyses; /* NULL: none */
};

/* ---- directories ---- */

static int remove_entry(const char *path, const struct stat *st, int type,
			struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path) ? fail(-errno, "index: removing %s: %s", path,
				   strerror(errno))
			    : 0;
}

static int remove_tree(const char *path)
{
	int r;

	if (access(path, F_OK))
		return 0;
	r = nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	return r == -1 ? fail(-errno, "index: removing %s: %s", path,
			      strerror(errno))
		       : r;
}

static int sync_parent(const char *path)
{
	CLEANUP(freep) char *parent = alloc_copy(path);
	char *slash = strrchr(parent, '/');
	int fd, r = 0;

	if (slash)
		slash[slash == parent] = 0;
	fd = open(slash ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd))
		r = fail(-errno, "index: syncing the directory of %s: %s", path,
			 strerror(errno));
	if (fd >= 0)
		close(fd);
	return r;
}

/* Where there is an index the two change places in one step, so that there
 * never is none. */
static int swap_in(const char *fresh, const char *path)
{
	int r = access(path, F_OK) ? rename(fresh, path)
				   : renameat2(AT_FDCWD, fresh, AT_FDCWD, path,
					       RENAME_EXCHANGE);

	if (r)
		return fail(-errno, "index: renaming %s to %s: %s", fresh, path,
			    strerror(errno));
	r = sync_parent(path);
	return r ? r : remove_tree(fresh);
}

int rebuild_discard(const char *path)
{
	CLEANUP(freep) char *fresh = alloc_format("%s.new", path);

	return remove_tree(fresh);
}

/* ---- contents ---- */

static int commit_often(void *arg)
{
	struct rebuild *b = arg;
	int r = 0;

	if (b->writer->n_written < COMMIT_EVERY)
		return 0;
	b->writer->n_written = 0;
	if (b->analyses)
		r = analyses_keep(b->analyses);
	return r ? r : fold(textindex_commit(b->index), "index: commit");
}

static int set_number(struct textindex *index, const char *key, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	return textindex_set_metadata(index, key, slice_text(text));
}

/* The cursor comes last: an index without it is not whole. */
static int fill(struct textindex *index, struct store *corpus,
		struct analyses *analyses)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	CLEANUP(writer_deinit) struct writer writer;
	struct rebuild b = {index, &writer, analyses};
	uint64_t seq = 0;
	int r = store_begin(corpus, STORE_READ, &txn);

	writer_init(&writer, index, analyses);
	if (!r)
		r = corpus_seq(txn, &seq);
	if (!r)
		r = writer_all(&writer, txn, commit_often, &b);
	if (!r && analyses)
		r = analyses_keep(analyses);
	if (!r)
		r = set_number(index, META_FORMAT, SCHEMA_FORMAT);
	if (!r)
		r = set_number(index, META_CURSOR, seq);
	if (!r)
		r = textindex_commit(index);
	return fold(r, "index: rebuild");
}

int rebuild_index(struct store *corpus, struct analyses *analyses,
		  const char *path)
{
	CLEANUP(freep) char *fresh = alloc_format("%s.new", path);
	struct textindex *index = NULL;
	int r = rebuild_discard(path);

	if (!r)
		r = textindex_open_writer(&index, fresh);
	if (!r)
		r = fill(index, corpus, analyses);
	textindex_free(index);
	if (!r)
		r = swap_in(fresh, path);
	if (!r)
		log_line(LOG_INFO, "index", "rebuilt path=%s", path);
	return r;
}
