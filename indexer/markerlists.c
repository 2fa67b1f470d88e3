#include "indexer/markerlists.h"

static const char *const candidate[] = {
	"者",	"经验", "经历", "背景", "学历", "硕士", "博士", "本科", "专业",
	"毕业", "能力", "论文", "竞赛", "获奖", "证书", "认证", "作品", "项目",
	"贡献", "链接", "方向", "人才", "知识", "技能", "基础", "985",	"211",
};
const struct wordset marker_candidate = TABLE_OF(candidate);

static const char *const owning[] = {
	"有",	"具备", "具有", "熟悉", "了解", "掌握", "精通",
	"参与", "会",	"懂",	"能",	"对",	"发表", "善于",
	"擅长", "拥有", "曾",	"熟练", "是",	"若",	"如",
};
const struct wordset marker_owning = TABLE_OF(owning);

static const char *const ends_zh[] = {
	"优先",	    "优先考虑", "优先录用", "优先录取",	    "优先哦",
	"更佳",	    "为佳",	"尤佳",	    "更好",	    "加分",
	"加分项",   "更优",	"为加分项", "会加分",	    "可加分",
	"加分点",   "优先面试", "优先安排", "优先安排面试", "优先看",
	"先录",	    "择优",	"择优录用", "更匹配",	    "有优势",
	"更有优势", "更具优势", "为优势",   "着重考虑",	    "重点考虑",
	"尤为欢迎", "更受欢迎", "额外加成", "免笔试",	    "最好",
};
const struct wordset marker_ends_zh = TABLE_OF(ends_zh);

static const char *const pointing[] = {
	"会",	      "将",	    "则",	  "可",	    "请",
	"是",	      "会是",	    "将是",	  "也是",   "都是",
	"会有",	      "将会",	    "我们会",	  "我们将", "是很大的",
	"会是很大的", "将是很大的", "会是我们的",
};
const struct wordset marker_pointing = TABLE_OF(pointing);

static const char *const begins_zh[] = {
	"最好有",   "最好具备", "最好熟悉", "最好是", "最好能",
	"优先考虑", "加分项:",	"加分:",    "加分项",
};
const struct wordset marker_begins_zh = TABLE_OF(begins_zh);

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
const struct wordset marker_within_en = TABLE_OF(within_en);

static const char *const ends_en[] = {
	"preferred", "a plus",	   "a bonus",	   "desirable",	 "desired",
	"optional",  "preferable", "advantageous", "a big plus", "pluses",
};
const struct wordset marker_ends_en = TABLE_OF(ends_en);

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
const struct wordset marker_begins_en = TABLE_OF(begins_en);

static const char *const after_en[] = {"ideally", "preferably"};
const struct wordset marker_after_en = TABLE_OF(after_en);

static const char *const signs[] = {
	"优",	 "佳",	   "加分",   "更好",	 "最好",    "prefer", "plus",
	"bonus", "benefi", "ideal",  "not ",	 "nice to", "nice-",  "good to",
	"great", "desir",  "option", "advantag", "asset",   "extra",  "help",
	"先录",	 "更匹配", "考虑",   "欢迎",	 "加成",    "免笔试",
};
const struct wordset marker_signs = TABLE_OF(signs);
