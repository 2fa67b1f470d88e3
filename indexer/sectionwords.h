#pragma once
/*
 * Sectionwords: what a posting's section headers are called, in both
 * languages. All text here is normal (core/normal.h). Pure; the words are
 * tables (sectionlists.h).
 */
#include "indexer/outline.h"

enum {
	HEADER_WEAK = 1, /* opens nothing within a bonus list ("skills:") */
	HEADER_WHOLE = 2, /* heads all that follows (职位描述, about the role)
			   * unless a header for the tasks comes */
	HEADER_INTRO = 4, /* a blurb, after which the tasks may go on (1、) */
	HEADER_FOREIGN = 8,   /* other postings from here on: 相关职位 */
	HEADER_ANYWHERE = 16, /* also found in mid-line */
	HEADER_NUMBERED = 32, /* only with a numeral behind it: 课题一 */
};
struct header_kind {
	enum part part;
	unsigned flags;
};

enum header_shape {
	SHAPE_PLAIN,  /* a line of its own */
	SHAPE_ITEM,   /* a list item of its own */
	SHAPE_MARKED, /* before a colon, in bold, in 【】, after # */
};

/* What a header of these words opens; false where it is none. `text` without
 * decoration and colon. */
bool sectionwords_judge(struct slice text, enum header_shape shape,
			struct header_kind *out);
/* The length of the longest header that may stand in mid-line and with which
 * `text` ends; 0: none. */
size_t sectionwords_suffix(struct slice text, struct header_kind *out);
/* What a line without any header speaks of, by how it begins: PART_DUTY
 * (负责, design), PART_REQUIREMENT (熟悉, experience), else PART_OTHER. */
enum part sectionwords_vote(struct slice line);

/* Whether a line of prose says what the job is: 该岗位将负责 …, you will … */
bool sectionwords_tells_job(struct slice line);

/* The two languages behind the calls above. */
bool sectionwords_zh(struct slice text, enum header_shape shape,
		     struct header_kind *out);
size_t sectionwords_zh_suffix(struct slice text, struct header_kind *out);
enum part sectionwords_zh_vote(struct slice line);
bool sectionwords_en(struct slice text, enum header_shape shape,
		     struct header_kind *out);
size_t sectionwords_en_suffix(struct slice text, struct header_kind *out);
enum part sectionwords_en_vote(struct slice line);
