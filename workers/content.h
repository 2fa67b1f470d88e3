#pragma once
/*
 * Content: a posting's content while it is put together. Strings given are
 * taken over; NULL and "" are not said. Free by jobq__content__free_unpacked().
 */
#include "core/bytes.h"
#include "core/records.pb-c.h"

Jobq__Content *content_new(void);
static inline void content_freep(Jobq__Content **content)
{
	if (*content)
		jobq__content__free_unpacked(*content, NULL);
}
/* Sets one of the content's strings (`field` points to it). */
void content_set(char **field, char *taken);
void content_add_location(Jobq__Content *content, char *taken);
/* Adds nothing where `taken` has no text. */
void content_add_block(Jobq__Content *content, const char *name,
		       const char *kind, char *taken);
/* What `over` says replaces what `content` says; its blocks, if it has any,
 * replace all of them. `over` is emptied of what was moved. */
void content_merge(Jobq__Content *content, Jobq__Content *over);
void content_set_archive(Jobq__Content *content, const Jobq__Archive *archive);
