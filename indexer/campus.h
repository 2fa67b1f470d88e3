#pragma once
/*
 * Campus: whether a posting is for students or new graduates, whether it is an
 * internship or a post for a postdoc, and whether it lets in who has no
 * experience. Words: indexer/rules/campus.yaml; how they decide:
 * docs/analysis.md, section "Years and campus".
 */
#include "indexer/reading.h"

struct campuswords; /* immutable once loaded */
/* Adds the words that reading_find() looks for in whole sections to `book`. */
MUST_CHECK int campus_load(struct campuswords **out, const char *dir,
			   struct wordbook *book);
void campus_free(struct campuswords *words);
DEFINE_CLEANUP(struct campuswords *, campus_free);

enum novice {
	NOVICE_NONE,
	NOVICE_WAIVED,	 /* 经验不限: a figure in the text beats it */
	NOVICE_ASKED,	 /* for graduates: "面向2026届毕业生" */
	NOVICE_ACCEPTED, /* graduates too: it beats a figure */
};
struct campus {
	bool campus, intern, postdoc;
	bool by_header;	   /* campus: the title or a header field says so */
	struct finding at; /* where campus is said; in the URL: nothing */
	char *url_cue;	   /* where only the URL says so, else NULL */
	enum novice novice;
	struct finding novice_at;
};
void campus_read(const struct campuswords *words, const struct reading *reading,
		 struct campus *out);
void campus_deinit(struct campus *campus);
/* The words that say campus; caller frees. "" where it is none. */
char *campus_quote(const struct campus *campus);
