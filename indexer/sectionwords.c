#include "indexer/sectionlists.h"

static bool is_han(char c)
{
	return (unsigned char)c >= 0xe3;
}

static bool parts_languages(char c)
{
	return c == ' ' || c == '/' || c == '|' || c == '-' || c == '(' ||
	       c == ')';
}

static struct slice without_parting(struct slice text)
{
	while (text.len && parts_languages(text.data[text.len - 1]))
		text.len--;
	while (text.len && parts_languages(*text.data))
		text = slice_of(text.data + 1, text.len - 1);
	return text;
}

/* A header in both languages, English first: Responsibilities 职责. */
static bool judge_both(struct slice text, enum header_shape shape,
		       struct header_kind *out)
{
	struct header_kind zh = {0}, en = {0};
	struct slice head, tail;
	size_t cut = 0;

	while (cut < text.len && !is_han(text.data[cut]))
		cut++;
	head = without_parting(slice_of(text.data, cut));
	tail = without_parting(slice_of(text.data + cut, text.len - cut));
	if (!head.len || !tail.len || !sectionwords_en(head, shape, &en) ||
	    !sectionwords_zh(tail, shape, &zh) || en.part != zh.part)
		return false;
	*out = zh;
	return true;
}

bool sectionwords_judge(struct slice text, enum header_shape shape,
			struct header_kind *out)
{
	return sectionwords_zh(text, shape, out) ||
	       sectionwords_en(text, shape, out) ||
	       judge_both(text, shape, out);
}

size_t sectionwords_suffix(struct slice text, struct header_kind *out)
{
	if (!text.len)
		return 0;
	if ((unsigned char)text.data[text.len - 1] >= 0x80)
		return sectionwords_zh_suffix(text, out);
	return sectionwords_en_suffix(text, out);
}

enum part sectionwords_vote(struct slice line)
{
	if (!line.len)
		return PART_OTHER;
	if ((unsigned char)line.data[0] >= 0xe0)
		return sectionwords_zh_vote(line);
	return sectionwords_en_vote(line);
}

bool sectionwords_tells_job(struct slice line)
{
	return wordset_begins(&job_leads_zh, line) ||
	       wordset_begins(&job_leads_en, line);
}
