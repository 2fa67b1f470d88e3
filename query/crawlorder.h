#pragma once
/*
 * Crawlorder: what `jobq crawl` is asked to do, read from its command line and
 * checked before anything starts: the panel, the contact, the files to replay.
 * All paths are absolute.
 */
#include "core/panel.h"
#include "core/times.h"
#include "query/options.h"

enum { CRAWLORDER_WORKERS = 2, CRAWLORDER_WORKERS_MAX = 64 };

struct crawlorder {
	struct panel *panel;
	char *panel_path, *recipes, *data;
	bool once, insecure;
	uint64_t run; /* this crawl's number: a coordinator that is started
		       * again goes on with it */
	unsigned workers;
	const char *gateway; /* NULL: none; borrowed from argv */
	char **replay;	     /* files; none where n_replay is 0 */
	size_t n_replay;
	char at[TIMES_TEXT]; /* "": the clock */
};

/* 0, COMMAND_USAGE or COMMAND_FAULT, told. A panel that is wrong is usage. */
MUST_CHECK int crawlorder_read(struct crawlorder *out, int argc, char **argv);
void crawlorder_deinit(struct crawlorder *order);
/* How many sources the panel has. */
size_t crawlorder_sources(const struct crawlorder *order);
