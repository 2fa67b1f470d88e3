#include "indexer/figure.h"
#include "core/alloc.h"
#include "indexer/listmark.h"
#include "indexer/numeral.h"

enum {
	FIGURES_MAX = 64, /* of a section, and ... */
	UNITS_MAX = 512,  /* ... units looked at: beyond are no postings */
	YEARS_MAX = 25,
	GLUED_FROM = 15, /* above it a list number may be stuck to it */
	RUN_ON = 300,	 /* bytes in which the number before it must stand */
	NEAR = 90,	 /* bytes in which experience is spoken of */
};

#define LIST(...)                 \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}

static const char *const dashes[] = {"-", "~",	"–",  "—",  "−", "‐",
				     "‑", "至", "到", "、", "/", NULL};
static const char *const ranges[] = {"to", "through", "or", NULL};
static const char *const at_least[] = {"至少",
				       "不少于",
				       "不低于",
				       "最少",
				       "满",
				       "超过",
				       "至少有",
				       "大于",
				       "at least",
				       "minimum of",
				       "a minimum of",
				       "minimum",
				       "min.",
				       "min",
				       "no less than",
				       "more than",
				       "not less than",
				       "over",
				       "at least a",
				       ">",
				       ">=",
				       "≥",
				       NULL};
static const char *const or_more[] = {
	"及以上",  "或以上",   "(含)以上",  "(含)及以上",
	"以上",	   "之上",     "+",	    "左右",
	"or more", "or above", "and above", "or greater",
	"minimum", "-plus",    "plus",	    NULL};
/* Right before the figure: a span of time, not experience. */
static const char *const spans[] = {"近",
				    "最近",
				    "过去",
				    "未来",
				    "前",
				    "第",
				    "每",
				    "历时",
				    "成立",
				    "创立",
				    "不超过",
				    "少于",
				    "不足",
				    "这",
				    "连续",
				    "为期",
				    "长达",
				    "有着",
				    "超",
				    "用",
				    "深耕",
				    "the last",
				    "the past",
				    "past",
				    "last",
				    "next",
				    "within",
				    "every",
				    "first",
				    "previous",
				    "coming",
				    "less than",
				    "up to",
				    "recent",
				    "the next",
				    "for over",
				    "for more than",
				    "under",
				    "fewer than",
				    "各",
				    "头",
				    "合同",
				    "后",
				    NULL};
/* Right behind 年: it is a date, a rhythm, a length, unless it goes on as the
 * second word. */
static const struct {
	const char *word;
	const char *unless[7];
} not_years[] = {
	{"内", {"内容", "内核", "内部", "内控", "内审", NULL}},
	{"底", {"底层", NULL}},
	{"初", {NULL}},
	{"度", {NULL}},
	{"终", {"终端", NULL}},
	{"龄", {NULL}},
	{"代", {"代码", "代理", NULL}},
	{"后", {"后端", "后台", "后期", "后训练", "后市场", NULL}},
	{"前", {"前端", "前沿", "前台", "前后端", NULL}},
	{"来", {NULL}},
	{"毕业", {NULL}},
	{"制", {"制造", "制作", "制片", "制药", "制冷", NULL}},
	{"级", {NULL}},
	{"月", {NULL}},
	{"间", {NULL}},
	{"期", {NULL}},
	{"一度", {NULL}},
	{"历史", {NULL}},
	{"薪", {"薪酬", NULL}},
	{"实习", {NULL}},
	{"的历史", {NULL}},
	{"规划", {NULL}},
	{"质保", {NULL}},
	{"发展", {NULL}},
	{"合同", {NULL}},
	{"免费", {NULL}},
};
static const char *const not_years_en[] = {
	"ago",	      "old",	 "of age",   "from now",   "contract",
	"degree",     "degrees", "program",  "visa",	   "term",
	"warranty",   "history", "or older", "of history", "in business",
	"and older",  "later",	 "in a row", "college",	   "university",
	"accredited", "plan",	 "vesting",  "olds",	   NULL};

struct scanner {
	const struct outline_section *section;
	struct slice text;
	struct figures *out;
};

static bool holds_any(struct slice text, size_t start, size_t end,
		      const char *const *words)
{
	for (; *words; words++)
		if (text_holds(text, start, end, *words))
			return true;
	return false;
}

static size_t low_of(size_t at, size_t least)
{
	return at > least + NEAR ? at - NEAR : least;
}

static size_t high_of(size_t at, size_t most)
{
	return most > at + NEAR ? at + NEAR : most;
}

/* Whether a list mark may stand at `at`: a line or a sentence begins. */
static bool begins_item(struct slice text, size_t at)
{
	at = text_skip_back(text, at);
	return !at || text.data[at - 1] == '\n' || text.data[at - 1] == '(' ||
	       text_before(text, at, "。") || text_before(text, at, ";") ||
	       text_before(text, at, "：") || text_before(text, at, ":");
}

static bool is_digit(struct slice text, size_t at)
{
	return at < text.len && text.data[at] >= '0' && text.data[at] <= '9';
}

/* "1大专以上学历21年以上经验": in a text run together item 2 begins right
 * behind a word, after an item 1. */
static bool runs_on(struct slice text, size_t start)
{
	size_t low = start > RUN_ON ? start - RUN_ON : 0;
	char before = (char)(text.data[start] - 1);

	if (!start || !(text.data[start - 1] & 0x80) || before < '1' ||
	    text_any_before(text, start, at_least))
		return false;
	for (size_t at = start; at-- > low;)
		if (text.data[at] == before && !is_digit(text, at + 1) &&
		    !(at && is_digit(text, at - 1)))
			return true;
	return false;
}

/* Leaves the first `skip` of its digits to the list. */
static void drop(struct slice text, struct numeral *n, size_t skip)
{
	n->start += skip;
	n->value = 0;
	for (size_t i = n->start; i < n->end; i++)
		n->value = n->value * 10 + (text.data[i] - '0');
}

/* "23年以上" is item 2 and 3年, "1.10年" item 1 and 10年: at the start of an
 * item its number may stick to the figure. */
static void unglue(struct slice text, struct numeral *n)
{
	size_t digits = n->end - n->start;
	bool large = n->digits && digits == 2 && n->value > GLUED_FROM;
	size_t skip = 0;

	if (digits < 2 || !(begins_item(text, n->start) ||
			    (large && runs_on(text, n->start))))
		return;
	if (!n->digits && text.data[n->start + 1] == '.')
		skip = 2;
	else if (large)
		skip = 1;
	if (skip && text.data[n->start + skip] != '0')
		drop(text, n, skip);
}

/* ①3年 is 13年 in normal text. */
static void uncircle(const struct scanner *s, struct numeral *n)
{
	struct marked_text text = {&s->section->normal, s->section->text};
	unsigned number;
	size_t end;

	if (n->digits && listmark_sign(&text, n->start, &end, &number) &&
	    end < n->end)
		drop(s->text, n, end - n->start);
}

/* The lower bound, where the figure is a range's upper one. */
static void widen(const struct scanner *s, struct numeral *n)
{
	struct slice text = s->text;
	size_t at = text_skip_back(text, n->start);
	size_t len = text_any_before(text, at, dashes), between;
	struct numeral low;

	if (!len)
		len = text_word_before(text, at, ranges);
	between = len ? 0 : text_word_before(text, at, LIST("and"));
	len += between;
	if (!len)
		return;
	at = text_skip_back(text, at - len);
	at -= text_any_before(text, at, LIST("年", "+", "years", "yrs"));
	at = text_skip_back(text, at);
	at -= text_any_before(text, at, LIST("+"));
	if (!numeral_before(text, at, &low) || low.value > n->value)
		return;
	if (between && !text_word_before(text, text_skip_back(text, low.start),
					 LIST("between")))
		return;
	if (text_before(text, at + 3, "、") && begins_item(text, low.start))
		return; /* "2、3年以上" */
	uncircle(s, &low);
	unglue(text, &low);
	n->start = low.start;
	n->value = low.value;
}

/* The figure before the unit at `unit`. `strong`: "3+", "至少3". */
static bool read_number(const struct scanner *s, size_t unit,
			struct numeral *out, bool *strong)
{
	struct slice text = s->text;
	size_t at = text_skip_back(text, unit);
	size_t len;

	at -= text_any_before(text, at, LIST("'", "’"));
	at -= text_any_before(text, at, LIST("full ", "个"));
	at = text_skip_back(text, at);
	len = text_any_before(text, at, or_more);
	*strong = len;
	at = text_skip_back(text, at - len);
	if (!numeral_before(text, at, out))
		return false;
	uncircle(s, out);
	unglue(text, out);
	if (out->digits && out->end - out->start > 2 && out->value < 1)
		return false;
	widen(s, out);
	at = text_skip_back(text, out->start);
	len = text_any_before(text, at, at_least);
	if (len && (text.data[at - 1] & 0x80 || text.data[at - 1] < 'a' ||
		    text_word_before(text, at, at_least))) {
		*strong = true;
		out->start = at - len;
	}
	return out->value <= YEARS_MAX;
}

static bool spans_time(struct slice text, const struct numeral *n, size_t end,
		       bool chinese)
{
	size_t before = text_skip_back(text, n->start);
	size_t after = text_skip(text, end);

	if (text_any_before(text, before, spans) &&
	    !text_any_before(text, before, LIST("工作前", "目前", "最低连续")))
		return true;
	if (text_any_before(text, n->start, LIST("/", "$", "¥")))
		return true;
	if (!chinese)
		return text_any_at(text, after, not_years_en);
	for (size_t i = 0; i < sizeof(not_years) / sizeof(*not_years); i++)
		if (text_at(text, after, not_years[i].word))
			return !text_any_at(text, after, not_years[i].unless);
	return false;
}

/* ---- what the figure speaks of ---- */

static bool speaks_of_experience(struct slice text, const struct figure *f)
{
	size_t start = low_of(f->at.start, f->around.item_start);
	size_t end = high_of(f->at.end, f->around.item_end);

	if (f->flags & FIGURE_CHINESE)
		return holds_any(text, f->at.end, end,
				 LIST("经验", "经历", "从业", "工作", "背景",
				      "资历", "experience")) ||
		       holds_any(text, start, f->at.start,
				 LIST("经验", "年限", "从业", "工作"));
	return holds_any(text, f->at.end, end,
			 LIST("experience", "exp", "working", "industry",
			      "professional", "background", "hands-on",
			      "track record", "building", "leading",
			      "relevant")) ||
	       holds_any(text, start, f->at.start, LIST("experience"));
}

/* "4-6 yrs in data engineering", where things are asked for. */
static bool asks_for_years(struct slice text, const struct figure *f)
{
	static const char *const fields[] = {"in",    "as", "with",
					     "doing", "of", NULL};
	static const char *const studies[] = {"of study",     "of college",
					      "of school",    "of university",
					      "of education", NULL};
	size_t after = text_skip(text, f->at.end);

	return !(f->flags & FIGURE_CHINESE) &&
	       f->around.part == PART_REQUIREMENT &&
	       text_word_at(text, after, fields) &&
	       !text_any_at(text, after, studies);
}

/* A firm tells how old it is. */
static bool speaks_of_firm(struct slice text, const struct figure *f)
{
	size_t start = low_of(f->at.start, f->around.item_start);

	return f->around.part != PART_REQUIREMENT &&
	       f->around.part != PART_TITLE &&
	       holds_any(text, start, f->at.start,
			 LIST("公司", "集团", "成立", "我们", "团队拥有",
			      "our team", "our company", "we have", "we've",
			      "founded", "company with", "team with", "our "));
}

/* Nothing but the figure: "3-5年" in a line of facts. */
static bool stands_alone(struct slice text, const struct figure *f)
{
	size_t before = text_skip_back(text, f->at.start);
	size_t after = text_skip(text, f->at.end);

	return (!before || strchr("\n|,/;(:*", text.data[before - 1]) ||
		text_before(text, before, "·")) &&
	       (after >= text.len || strchr("\n|,/;)*", text.data[after]) ||
		text_at(text, after, "·"));
}

static bool manages(struct slice text, const struct figure *f)
{
	size_t end = high_of(f->at.end, f->around.clause_end);
	size_t team = f->at.end;

	for (; team < end; team++)
		if (text_any_at(text, team,
				LIST("团队管理", "管理团队", "带团队", "带人",
				     "人员管理", "带队", "管理经验", "leading",
				     "people management", "team management",
				     "managing", "as a manager", "as a lead",
				     "management experience", "leadership",
				     "team lead", "in management", "mentoring",
				     "supervis", "recruiting")))
			break;
	if (team >= end)
		return false;
	/* 项目管理, product management: the field, not the people */
	return !(text_at(text, team, "管理经验") &&
		 text_any_before(text, team,
				 LIST("项目", "产品", "数据", "质量", "风险",
				      "供应链", "客户", "运营", "资源"))) &&
	       !(text_at(text, team, "management experience") &&
		 text_any_before(text, team,
				 LIST("product ", "project ", "program ",
				      "risk ", "data ", "account ")));
}

static bool names_degree(struct slice text, const struct figure *f)
{
	size_t start = low_of(f->at.start, f->around.clause_start);
	size_t end = high_of(f->at.end, f->around.clause_end);

	if (holds_any(text, start, end,
		      LIST("本科", "硕士", "博士", "学士", "大专", "研究生",
			   "bachelor", "master", "phd", "ph.d", "degree")))
		return true;
	for (size_t i = start; i < end; i++)
		if (text_word_at(text, i,
				 LIST("bs", "ms", "b.s.", "m.s.", "msc", "bsc",
				      "mscs", "bscs", "msee", "bsee")) &&
		    (!i || text.data[i - 1] < 'a' || text.data[i - 1] > 'z'))
			return true;
	return false;
}

static void judge(struct slice text, struct figure *f, bool strong)
{
	bool experience =
		speaks_of_experience(text, f) || asks_for_years(text, f);
	enum part part = f->around.part;

	if (part == PART_ABOUT || speaks_of_firm(text, f))
		return;
	if (experience || part == PART_TITLE || stands_alone(text, f) ||
	    (strong && part != PART_DUTY))
		f->flags |= FIGURE_ACCEPTED;
	if (manages(text, f))
		f->flags |= FIGURE_MANAGE;
	if (names_degree(text, f))
		f->flags |= FIGURE_DEGREE;
}

static void add(struct figures *out, const struct figure *f)
{
	if (out->n == out->cap) {
		out->cap = out->cap ? 2 * out->cap : 8;
		out->items =
			alloc_resize(out->items, out->cap, sizeof(*out->items));
	}
	out->items[out->n++] = *f;
}

/* A unit stands from `unit` to `end`. */
static void take_unit(struct scanner *s, size_t unit, size_t end, bool chinese)
{
	struct figure f = {.flags = chinese ? FIGURE_CHINESE : 0};
	struct numeral n;
	bool strong = false;
	size_t after, len;

	if (!read_number(s, unit, &n, &strong) ||
	    spans_time(s->text, &n, end, chinese))
		return;
	after = text_skip(s->text, end);
	len = text_any_at(s->text, after, or_more);
	if (len) {
		strong = true;
		end = after + len;
	}
	f.min = n.value;
	f.at = (struct finding){s->section, (uint32_t)n.start, (uint32_t)end};
	f.around = around_of(s->section, (uint32_t)n.start);
	judge(s->text, &f, strong);
	if (f.flags & FIGURE_ACCEPTED)
		add(s->out, &f);
}

static const char *const units[] = {"years", "year", "yrs", "yr", NULL};

void figures_find(const struct outline_section *section, struct figures *out)
{
	struct scanner s = {section, reading_text(section), out};
	size_t before = out->n;
	size_t n_units = 0;

	for (size_t i = 0; i < s.text.len; i++) {
		size_t len = 0;
		bool chinese = s.text.data[i] == "年"[0];

		if (chinese)
			len = text_at(s.text, i, "年") ? strlen("年") : 0;
		else if (s.text.data[i] == 'y')
			len = text_word_at(s.text, i, units);
		if (!len)
			continue;
		if (++n_units > UNITS_MAX || out->n - before >= FIGURES_MAX)
			return;
		take_unit(&s, i, i + len, chinese);
	}
}

void figures_deinit(struct figures *figures)
{
	free(figures->items);
	*figures = (struct figures){0};
}
