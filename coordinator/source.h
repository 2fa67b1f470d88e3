#pragma once
/*
 * Source: a board of the panel as the coordinator works with it: what the
 * worker must know of it, what the indexer must, the first tasks of its rounds,
 * its limits. Made once at the start; the order is the panel's.
 */
#include "core/panel.h"
#include "core/wire.pb-c.h"
#include <uthash.h>

struct round;

struct source {
	Jobq__SourceSpec *spec;
	Jobq__Source *record;
	Jobq__Task **seeds;
	size_t n_seeds;
	bool authoritative;
	int64_t every_ms, deadline_ms;
	uint32_t hops, pages;
	/* how far it has come; the frontier keeps it */
	struct round *round; /* the open one, or NULL */
	bool known;	     /* it had a round before */
	int64_t opened_ms;   /* logical time of the last one */
	bool once_done;	     /* --once: its round is closed */
	UT_hash_handle hh;   /* by spec->id */
};

struct sources {
	struct source *table;
	/* the panel's companies that no source reaches: told to the indexer,
	 * never planned */
	Jobq__Source **unreached;
	size_t n_unreached;
};

/* What a recipe says of a source of the panel. */
struct source_recipe {
	const char *contact;
	char *board;	    /* taken */
	Jobq__Task **seeds; /* taken, with the array */
	size_t n_seeds;
	bool authoritative;
};

/* All sources of the panel, by the recipes in `dir`. -EINVAL, logged, where a
 * source lacks a param, or has one that its recipe does not know. */
MUST_CHECK int sources_load(struct sources *out, const struct panel *panel,
			    const char *dir);
struct source *sources_add(struct sources *sources,
			   const struct panel_company *company,
			   const struct panel_source *from,
			   struct source_recipe recipe);
void sources_deinit(struct sources *sources);
struct source *sources_find(const struct sources *sources, const char *id);
/* The message to the indexer. Caller frees. */
Jobq__Sources *sources_message(const struct sources *sources);
