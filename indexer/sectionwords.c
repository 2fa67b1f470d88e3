#include "indexer/sectionwords.h"

const char *slice_find(struct slice text, const char *what)
{
	return text.len ? memmem(text.data, text.len, what, strlen(what))
			: NULL;
}

bool sectionwords_judge(struct slice text, enum header_shape shape,
			struct header_kind *out)
{
	return sectionwords_zh(text, shape, out) ||
	       sectionwords_en(text, shape, out);
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
