#include "indexer/marker.h"
#include "indexer/pairs.h"

enum { FEW_WORDS_AFTER = 8 };

/* What shows that 优先 speaks of a candidate: 昇腾优先 does not. */
static const char *const candidate[] = {
	"者",	"经验", "经历", "背景", "学历", "硕士", "博士", "本科", "专业",
	"毕业", "能力", "论文", "竞赛", "获奖", "证书", "认证", "作品", "项目",
	"贡献", "链接", "方向", "人才", "知识", "技能", "基础", "985",	"211",
};
static const char *const owning[] = {
	"有",	"具备", "具有", "熟悉", "了解", "掌握", "精通",
	"参与", "会",	"懂",	"能",	"对",	"发表", "善于",
	"擅长", "拥有", "曾",	"熟练", "是",	"若",	"如",
};

/* Ends of a piece that mark it; with what is cut off before they are sought.
 */
static const char *const ends_zh[] = {
	"优先",	    "优先考虑", "优先录用", "优先录取",	    "优先哦",
	"更佳",	    "为佳",	"尤佳",	    "更好",	    "加分",
	"加分项",   "更优",	"为加分项", "会加分",	    "可加分",
	"加分点",   "优先面试", "优先安排", "优先安排面试", "优先看",
	"先录",	    "择优",	"择优录用", "更匹配",	    "有优势",
	"更有优势", "更具优势", "为优势",   "着重考虑",	    "重点考虑",
	"尤为欢迎", "更受欢迎", "额外加成", "免笔试",	    "最好",
};
/* What stands between a marker and what it speaks of: 会是很大的加分点. */
static const char *const pointing[] = {
	"会是", "将是",	  "也是", "是很", "是我们",
	"则",	"我们会", "可",	  "请",	  "会",
};
static const char *const begins_zh[] = {
	"最好有",   "最好具备", "最好熟悉", "最好是", "最好能",
	"优先考虑", "加分项:",	"加分:",    "加分项",
};

/* Marks its piece wherever it stands. */
static const char *const within_en[] = {
	"is preferred",	      "are preferred",	   "preferred but",
	"strongly preferred", "highly preferred",  "is a plus",
	"are a plus",	      "be a plus",	   "a big plus",
	"a huge plus",	      "a strong plus",	   "a definite plus",
	"a major plus",	      "is a bonus",	   "are a bonus",
	"be a bonus",	      "nice to have",	   "nice-to-have",
	"good to have",	      "is desirable",	   "are desirable",
	"is desired",	      "are desired",	   "would be great",
	"would be ideal",     "would be helpful",  "is helpful",
	"are helpful",	      "is advantageous",   "an advantage",
	"a strong asset",     "is an asset",	   "are an asset",
	"be an asset",	      "is beneficial",	   "be beneficial",
	"but not required",   "not required but",  "preferred with",
	"but not essential",  "but not necessary",
};
/* Marks its piece at its end. */
static const char *const ends_en[] = {
	"preferred", "a plus",	   "a bonus",	   "desirable",	 "desired",
	"optional",  "preferable", "advantageous", "a big plus", "pluses",
};
/* Marks what follows, at the piece's beginning. */
static const char *const begins_en[] = {
	"preferred:",
	"preferred)",
	"preferred experience",
	"preferred skill",
	"preferred qualif",
	"preferred background",
	"preferred but",
	"preferred knowledge",
	"bonus:",
	"bonus)",
	"bonus if",
	"bonus points",
	"nice to have",
	"nice-to-have",
	"plus:",
	"desired:",
	"desirable:",
	"optional:",
	"optional)",
	"optional but",
	"extra credit",
	"it's a plus",
	"it would be great",
};
/* Marks what follows, in mid-piece. */
static const char *const after_en[] = {"ideally", "preferably"};

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

bool marker_possible(struct slice sentence)
{
	/* what every marker has one of */
	static const char *const signs[] = {
		"优",	 "佳",	    "加分",   "更好",  "最好",	 "prefer",
		"plus",	 "bonus",   "benefi", "ideal", "not ",	 "nice to",
		"nice-", "good to", "great",  "desir", "option", "advantag",
		"asset", "extra",   "help",   "先录",  "更匹配", "考虑",
		"欢迎",	 "加成",    "免笔试",
	};
	struct pairs pairs;

	pairs_init(&pairs, sentence);
	for (size_t i = 0; i < COUNT(signs); i++)
		if (pairs_may_hold(&pairs, signs[i]) &&
		    slice_find(sentence, signs[i]))
			return true;
	return false;
}

size_t marker_words(struct slice text)
{
	size_t latin = 0, han = 0;
	bool inside = false;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		han += c >= 0xe3 && c <= 0xe9;
		latin += letter && !inside;
		inside = letter || (inside && (c == '-' || c == '+' ||
					       c == '\'' || c == '.'));
	}
	return latin + (han + 1) / 2;
}

static bool closes(char c)
{
	return c == ' ' || c == '.' || c == ';' || c == ',' || c == ')' ||
	       c == '!' || c == '*' || c == '_' || c == '\n' || c == ':';
}

/* Without what may stand after a marker: 者优先）。 */
static struct slice stripped(struct slice piece)
{
	bool cut = true;

	while (piece.len && cut) {
		cut = closes(piece.data[piece.len - 1]);
		piece.len -= cut;
		if (slice_ends(piece, "。") || slice_ends(piece, "、")) {
			piece.len -= 3;
			cut = true;
		}
	}
	return piece;
}

static bool speaks_of_candidate(struct slice text)
{
	struct pairs pairs;

	if (slice_ends(text, "的")) /* 熟练使用CUDA的优先: those who do */
		return true;
	pairs_init(&pairs, text);
	for (size_t i = 0; i < COUNT(candidate); i++)
		if (pairs_may_hold(&pairs, candidate[i]) &&
		    slice_find(text, candidate[i]))
			return true;
	for (size_t i = 0; i < COUNT(owning); i++)
		if (slice_starts(text, owning[i]))
			return true;
	return false;
}

static bool points_back(struct slice rest)
{
	for (size_t i = 0; i < COUNT(candidate); i++)
		if (slice_find(rest, candidate[i]))
			return false;
	for (size_t i = 0; i < COUNT(pointing); i++)
		if (slice_starts(rest, pointing[i]))
			return true;
	return false;
}

static struct slice without_lead(struct slice piece)
{
	while (piece.len && (*piece.data == ' ' || *piece.data == '(' ||
			     *piece.data == '*' || *piece.data == '[' ||
			     *piece.data == '-' || *piece.data == '_'))
		piece = slice_of(piece.data + 1, piece.len - 1);
	return piece;
}

static struct marker find_zh(struct slice piece, enum part part)
{
	struct slice text = stripped(piece), lead = without_lead(piece);
	struct marker none = {.scope = MARKER_NONE};

	for (size_t i = 0; i < COUNT(begins_zh); i++)
		if (slice_starts(lead, begins_zh[i]) && part != PART_DUTY &&
		    lead.len > strlen(begins_zh[i]) + 3)
			return (struct marker){MARKER_AFTER,
					       (size_t)(lead.data - piece.data),
					       0};
	for (size_t i = 0; i < COUNT(ends_zh); i++) {
		struct slice rest = text;

		if (!slice_ends(text, ends_zh[i]))
			continue;
		rest.len -= strlen(ends_zh[i]);
		rest = without_lead(rest);
		if (rest.len && !speaks_of_candidate(rest) &&
		    !points_back(rest))
			continue;
		if (part == PART_DUTY &&
		    !slice_starts(slice_text(ends_zh[i]), "优先") &&
		    !slice_starts(slice_text(ends_zh[i]), "加分"))
			continue;
		return (struct marker){MARKER_BEFORE, 0,
				       points_back(rest) ? 0
							 : marker_words(rest)};
	}
	return none;
}

static struct marker before(struct slice piece, const char *at)
{
	struct slice rest = slice_of(piece.data, (size_t)(at - piece.data));

	return (struct marker){MARKER_BEFORE, 0, marker_words(rest)};
}

static bool starts_word(struct slice text, const char *at)
{
	return at == text.data ||
	       !((at[-1] >= 'a' && at[-1] <= 'z') || at[-1] == '-');
}

static struct marker find_en(struct slice piece)
{
	struct slice text = stripped(piece), lead = without_lead(piece);
	const char *at = NULL;
	struct pairs pairs;

	for (size_t i = 0; i < COUNT(begins_en); i++)
		if (slice_starts(lead, begins_en[i]) &&
		    lead.len > strlen(begins_en[i]) + 1)
			return (struct marker){MARKER_AFTER,
					       (size_t)(lead.data - piece.data),
					       0};
	pairs_init(&pairs, text);
	for (size_t i = 0; i < COUNT(within_en); i++)
		if (pairs_may_hold(&pairs, within_en[i]) &&
		    (at = slice_find(text, within_en[i])) != NULL)
			return before(text, at);
	for (size_t i = 0; i < COUNT(ends_en); i++) {
		at = text.data + text.len - strlen(ends_en[i]);
		if (slice_ends(text, ends_en[i]) && starts_word(text, at))
			return before(text, at);
	}
	for (size_t i = 0; i < COUNT(after_en); i++)
		if ((at = slice_find(text, after_en[i])) != NULL)
			return (struct marker){MARKER_AFTER,
					       (size_t)(at - piece.data), 0};
	return (struct marker){.scope = MARKER_NONE};
}

static struct marker find(struct slice piece, enum part part)
{
	struct marker found = find_zh(piece, part);

	return found.scope == MARKER_NONE ? find_en(piece) : found;
}

/* The bracket that the piece ends with, without its closing sign; empty: it
 * ends with none. */
static struct slice last_bracket(struct slice piece)
{
	size_t end = piece.len, open;

	while (end &&
	       (piece.data[end - 1] == ' ' || piece.data[end - 1] == '.'))
		end--;
	if (!end || piece.data[end - 1] != ')')
		return slice_of(piece.data, 0);
	for (open = end - 1; open && piece.data[open] != '(';)
		open--;
	return slice_of(piece.data + open, end - 1 - open);
}

struct marker marker_find(struct slice piece, enum part part)
{
	struct slice bracket = last_bracket(piece);
	struct marker inner = {.scope = MARKER_NONE};

	if (!marker_possible(piece))
		return inner;
	if (bracket.len > 1 && bracket.data > piece.data)
		inner = find(slice_of(bracket.data + 1, bracket.len - 1), part);
	/* a bracket with the marker alone speaks of what stands before it */
	if (inner.scope == MARKER_AFTER ||
	    (inner.scope == MARKER_BEFORE && inner.words))
		return (struct marker){MARKER_INSIDE,
				       (size_t)(bracket.data - piece.data), 0};
	return find(piece, part);
}
