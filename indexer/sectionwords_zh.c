#include "indexer/pairs.h"
#include "indexer/sectionlists.h"

enum {
	CHAR = 3,	     /* bytes of a Han character */
	LINE_MAX_ZH = 60,    /* bytes of a header that a lead or 以下 makes */
	CONTAIN_MAX_ZH = 48, /* bytes of a header that holds a known one */
};

/* Without what stands in brackets at its end: 加分项(不强制). */
static struct slice without_bracket(struct slice text)
{
	const char *open = NULL;

	if (!slice_ends(text, ")"))
		return text;
	open = slice_find(text, "(");
	if (open && open > text.data)
		text.len = (size_t)(open - text.data);
	while (text.len && text.data[text.len - 1] == ' ')
		text.len--;
	return text;
}

/* Whether 一 to 十 stands at byte `at`. */
static bool numeral_at(struct slice text, size_t at)
{
	static const char *const words[] = {"一", "二", "三", "四", "五",
					    "六", "七", "八", "九", "十"};
	static const struct wordset numerals = TABLE_OF(words);

	return at < text.len &&
	       wordset_begins(&numerals,
			      slice_of(text.data + at, text.len - at));
}

/* Without the numeral at its end: 课题十一; empty where there is none. */
static struct slice before_numeral(struct slice text)
{
	size_t len = text.len;

	while (len > CHAR && numeral_at(text, len - CHAR))
		len -= CHAR;
	return slice_of(text.data, len < text.len ? len : 0);
}

static void take(const struct header_name *name, struct header_kind *out)
{
	*out = (struct header_kind){name->part, name->flags};
}

static bool exact(struct slice text, struct header_kind *out)
{
	const struct header_name *names = names_zh.items;
	struct slice counted = before_numeral(text);

	for (size_t i = 0; i < names_zh.n; i++) {
		bool numbered = names[i].flags & HEADER_NUMBERED;
		struct slice whole = numbered ? counted : text;

		if (whole.len == names[i].len &&
		    !memcmp(whole.data, names[i].text, whole.len)) {
			take(&names[i], out);
			return true;
		}
	}
	return false;
}

/* 以下条件者优先, 有下列经验更佳: a list of what is welcome follows. */
static bool heads_bonus_list(struct slice text)
{
	const char *below = slice_find(text, "以下");
	struct slice rest = {0};

	if (!below)
		below = slice_find(text, "下列");
	if (!below)
		return false;
	rest = slice_of(below, text.len - (size_t)(below - text.data));
	return slice_find(rest, "优先") || slice_find(rest, "加分") ||
	       slice_find(rest, "更佳") || slice_find(rest, "为佳") ||
	       slice_find(rest, "更好") || slice_find(rest, "更心动") ||
	       slice_find(rest, "更匹配") || slice_find(rest, "可抵") ||
	       slice_find(rest, "欢迎") || slice_find(rest, "优势");
}

/* Where the name stands in the text, with the numeral that it may need. */
static const char *find_name(struct slice text, const struct header_name *name)
{
	const char *at = slice_find(text, name->text);

	if (at && name->flags & HEADER_NUMBERED &&
	    !numeral_at(text, (size_t)(at - text.data) + name->len))
		return NULL;
	return at;
}

/* A name of a section within a short header (大模型方向岗位要求): bonus before
 * all others, else the last named. */
static bool contains(struct slice text, struct header_kind *out)
{
	const struct header_name *names = names_zh.items;
	const char *last = NULL;
	struct pairs pairs;

	pairs_init(&pairs, text);
	for (size_t i = 0; i < names_zh.n; i++) {
		const char *at = NULL;

		if (names[i].flags & HEADER_ANYWHERE &&
		    pairs_may_hold(&pairs, names[i].text))
			at = find_name(text, &names[i]);
		if (!at || (last && at < last))
			continue;
		if (last && out->part == PART_BONUS)
			break;
		take(&names[i], out);
		last = at;
	}
	return last != NULL;
}

static bool has_byte(struct slice text, char byte)
{
	return memchr(text.data, byte, text.len) != NULL;
}

static bool has_han(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] >= 0xe4)
			return true;
	return false;
}

bool sectionwords_zh(struct slice text, enum header_shape shape,
		     struct header_kind *out)
{
	bool comma;

	if (text.len < 2 * (size_t)CHAR || text.len > LINE_MAX_ZH ||
	    !has_han(text) || has_byte(text, ';') || slice_find(text, "。"))
		return false;
	comma = has_byte(text, ',');
	if (exact(text, out) || exact(without_bracket(text), out))
		return shape != SHAPE_ITEM || text.len > 2 * (size_t)CHAR;
	if (heads_bonus_list(text) && (shape == SHAPE_MARKED || !comma)) {
		*out = (struct header_kind){PART_BONUS, 0};
		return true;
	}
	if (shape == SHAPE_ITEM || comma)
		return false;
	for (size_t i = 0; i < leads_zh.n; i++)
		if (slice_starts(text, leads_zh.items[i].text)) {
			take(&leads_zh.items[i], out);
			return true;
		}
	return text.len <= CONTAIN_MAX_ZH && contains(text, out);
}

size_t sectionwords_zh_suffix(struct slice text, struct header_kind *out)
{
	const struct header_name *names = names_zh.items;
	struct slice counted = before_numeral(text);
	size_t longest = 0;

	for (size_t i = 0; i < names_zh.n; i++) {
		bool numbered = names[i].flags & HEADER_NUMBERED;
		struct slice head = numbered ? counted : text;
		size_t len = names[i].len, all = len + text.len - head.len;

		if (!(names[i].flags & HEADER_ANYWHERE) || all <= longest ||
		    head.len < len ||
		    names[i].text[len - 1] != head.data[head.len - 1] ||
		    !slice_ends(head, names[i].text))
			continue;
		longest = all;
		take(&names[i], out);
	}
	return longest;
}

enum part sectionwords_zh_vote(struct slice line)
{
	size_t task = wordset_longest(&duty_leads_zh, line);
	size_t asked = wordset_longest(&requirement_leads_zh, line);

	if (task > asked) /* 研究, but not 研究生 */
		return PART_DUTY;
	if (asked || slice_find(line, "优先") || slice_find(line, "年以上") ||
	    slice_find(line, "学历") || slice_find(line, "经验"))
		return PART_REQUIREMENT;
	return PART_OTHER;
}
