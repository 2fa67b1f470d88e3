#include "query/snapshot.h"
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/fail.h"
#include "indexer/schema.h"
#include <errno.h>

enum { SNAPSHOT_TRIES = 10 };

static int check_format(void *arg, struct textindex *index)
{
	struct bytes text = {0};
	int r = textindex_metadata(index, META_FORMAT, &text);
	long format = r || !text.len ? 0 : strtol(text.data, NULL, 10);

	(void)arg;
	bytes_deinit(&text);
	if (r || format == SCHEMA_FORMAT)
		return r;
	if (!format)
		return fail(-ENODATA, "index: nothing was indexed here yet; "
				      "run jobq crawl PANEL");
	return fail(-ENOTSUP,
		    "index: format %ld, this jobq reads %d; run "
		    "jobq-indexer --rebuild",
		    format, SCHEMA_FORMAT);
}

int snapshot_open(struct snapshot **out, const struct options *o)
{
	CLEANUP(freep) char *path = datadir_path(o->data);
	CLEANUP(snapshot_freep) struct snapshot *s = NULL;
	int r = datadir_enter_existing(path);

	if (r == DATADIR_E_ABSENT)
		return fail(-ENOENT,
			    "data: there is nothing at %s; run jobq crawl "
			    "PANEL, or name the place by --data DIR",
			    path);
	if (r)
		return fold(r, "data");
	s = alloc_zero(1, sizeof(*s));
	r = textindex_open_reader(&s->index, INDEX_PATH);
	if (r == TEXTINDEX_E_ABSENT)
		return fail(-ENOENT,
			    "index: there is none in %s yet: run jobq crawl "
			    "PANEL; where it was deleted, that or "
			    "jobq-indexer --rebuild makes it anew",
			    path);
	if (r < 0)
		return fail(r, "index: if this goes on it is damaged: run "
			       "jobq-indexer --rebuild, or jobq crawl");
	if (!r)
		r = snapshot_run(s, check_format, NULL);
	if (r)
		return fold(r, "index");
	*out = TAKE(s);
	return 0;
}

void snapshot_free(struct snapshot *s)
{
	if (!s)
		return;
	if (s->index)
		textindex_free(s->index);
	free(s);
}

int snapshot_run(struct snapshot *s, snapshot_body *body, void *arg)
{
	for (int i = 0; i < SNAPSHOT_TRIES; i++) {
		int r = body(arg, s->index);

		if (r != TEXTINDEX_E_MODIFIED)
			return r;
		r = textindex_reopen(s->index);
		if (r && r != TEXTINDEX_E_MODIFIED)
			return fold(r, "index: reopen");
	}
	return fail(-EAGAIN, "index: it changed %d times while it was read",
		    SNAPSHOT_TRIES);
}
