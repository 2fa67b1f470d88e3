#pragma once
/* Outlined: a content of given blocks and its outline, for tests. */
#include "indexer/outline.h"

struct outlined {
	Jobq__Content content;
	Jobq__Block blocks[3];
	Jobq__Block *list[3];
	struct outline outline;
};

static inline void outlined_add(struct outlined *o, const char *kind,
				const char *text)
{
	size_t i = o->content.n_blocks++;

	jobq__block__init(&o->blocks[i]);
	o->blocks[i].kind = (char *)kind;
	o->blocks[i].text = (char *)text;
	o->list[i] = &o->blocks[i];
}

/* Of a title and one block. The texts are borrowed. */
static inline void outlined_open(struct outlined *o, const char *title,
				 const char *kind, const char *text)
{
	jobq__content__init(&o->content);
	o->content.title = (char *)title;
	o->content.blocks = o->list;
	o->content.n_blocks = 0;
	outlined_add(o, kind, text);
	outline_init(&o->outline, &o->content);
}

static inline void outlined_close(struct outlined *o)
{
	outline_deinit(&o->outline);
}
