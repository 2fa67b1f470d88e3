#include "indexer/sectionwords.h"

enum {
	CHAR = 3,	     /* bytes of a Han character */
	LINE_MAX_ZH = 60,    /* bytes of a header that a lead or 以下 makes */
	CONTAIN_MAX_ZH = 48, /* bytes of a header that holds a known one */
};

struct word {
	const char *text;
	size_t len;
	enum part part;
	unsigned flags;
};

#define ANY	HEADER_ANYWHERE
#define W(text) text, sizeof(text) - 1

/* Names of sections. */
static const struct word words[] = {
	{W("岗位职责"), PART_DUTY, ANY},
	{W("工作职责"), PART_DUTY, ANY},
	{W("职位职责"), PART_DUTY, ANY},
	{W("职责描述"), PART_DUTY, ANY},
	{W("工作内容"), PART_DUTY, ANY},
	{W("岗位内容"), PART_DUTY, ANY},
	{W("主要职责"), PART_DUTY, ANY},
	{W("核心职责"), PART_DUTY, ANY},
	{W("主要工作"), PART_DUTY, ANY},
	{W("工作描述"), PART_DUTY, ANY},
	{W("工作任务"), PART_DUTY, ANY},
	{W("岗位任务"), PART_DUTY, ANY},
	{W("职责范围"), PART_DUTY, ANY},
	{W("工作范围"), PART_DUTY, ANY},
	{W("研究内容"), PART_DUTY, ANY},
	{W("课题内容"), PART_DUTY, ANY},
	{W("你将负责"), PART_DUTY, ANY},
	{W("你会负责"), PART_DUTY, ANY},
	{W("你将参与"), PART_DUTY, ANY},
	{W("您将负责"), PART_DUTY, ANY},
	{W("你的职责"), PART_DUTY, ANY},
	{W("你的工作"), PART_DUTY, 0},
	{W("职责概述"), PART_DUTY, ANY},
	{W("职责概要"), PART_DUTY, ANY},
	{W("职责内容"), PART_DUTY, ANY},
	{W("职责说明"), PART_DUTY, ANY},
	{W("岗位使命"), PART_DUTY, ANY},
	{W("工作概述"), PART_DUTY, ANY},
	{W("工作职能"), PART_DUTY, ANY},
	{W("工作重点"), PART_DUTY, ANY},
	{W("工作方向"), PART_DUTY, ANY},
	{W("主要任务"), PART_DUTY, ANY},
	{W("实习内容"), PART_DUTY, ANY},
	{W("实习职责"), PART_DUTY, ANY},
	{W("实习任务"), PART_DUTY, ANY},
	{W("研究课题"), PART_DUTY, ANY},
	{W("项目内容"), PART_DUTY, ANY},
	{W("具体职责"), PART_DUTY, ANY},
	{W("具体工作"), PART_DUTY, ANY},
	{W("日常工作"), PART_DUTY, ANY},
	{W("你的任务"), PART_DUTY, ANY},
	{W("你的使命"), PART_DUTY, ANY},
	{W("您的职责"), PART_DUTY, ANY},
	{W("你要做的事"), PART_DUTY, ANY},
	{W("职责"), PART_DUTY, 0},
	{W("工作"), PART_DUTY, 0},
	{W("要做的事"), PART_DUTY, 0},
	{W("你要做的"), PART_DUTY, 0},
	{W("你的日常"), PART_DUTY, 0},
	{W("日常"), PART_DUTY, 0},
	{W("干什么"), PART_DUTY, 0},
	{W("做什么事"), PART_DUTY, 0},
	{W("做啥"), PART_DUTY, 0},
	{W("干啥"), PART_DUTY, 0},
	{W("研究方向一"), PART_DUTY, ANY},
	{W("研究方向二"), PART_DUTY, ANY},
	{W("研究方向三"), PART_DUTY, ANY},
	{W("课题一"), PART_DUTY, ANY},
	{W("课题二"), PART_DUTY, ANY},
	{W("课题三"), PART_DUTY, ANY},
	{W("做什么"), PART_DUTY, 0},
	{W("任务"), PART_DUTY, 0},
	{W("职位描述"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("岗位描述"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("职位介绍"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("岗位介绍"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("岗位简介"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("岗位说明"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("职位说明"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("岗位概述"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("职位概述"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("职位详情"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("岗位详情"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("课题介绍"), PART_DUTY, ANY | HEADER_WHOLE},
	{W("描述"), PART_DUTY, HEADER_WHOLE},
	{W("任职要求"), PART_REQUIREMENT, ANY},
	{W("任职资格"), PART_REQUIREMENT, ANY},
	{W("任职条件"), PART_REQUIREMENT, ANY},
	{W("任职需求"), PART_REQUIREMENT, ANY},
	{W("职位要求"), PART_REQUIREMENT, ANY},
	{W("岗位要求"), PART_REQUIREMENT, ANY},
	{W("工作要求"), PART_REQUIREMENT, ANY},
	{W("应聘要求"), PART_REQUIREMENT, ANY},
	{W("应聘条件"), PART_REQUIREMENT, ANY},
	{W("招聘要求"), PART_REQUIREMENT, ANY},
	{W("招聘条件"), PART_REQUIREMENT, ANY},
	{W("申请条件"), PART_REQUIREMENT, ANY},
	{W("申请资格"), PART_REQUIREMENT, ANY},
	{W("报名条件"), PART_REQUIREMENT, ANY},
	{W("报名要求"), PART_REQUIREMENT, ANY},
	{W("应聘资格"), PART_REQUIREMENT, ANY},
	{W("任职标准"), PART_REQUIREMENT, ANY},
	{W("任职门槛"), PART_REQUIREMENT, ANY},
	{W("任职能力"), PART_REQUIREMENT, ANY},
	{W("职位条件"), PART_REQUIREMENT, ANY},
	{W("岗位条件"), PART_REQUIREMENT, ANY},
	{W("招聘标准"), PART_REQUIREMENT, ANY},
	{W("招募要求"), PART_REQUIREMENT, ANY},
	{W("实习要求"), PART_REQUIREMENT, ANY},
	{W("入职要求"), PART_REQUIREMENT, ANY},
	{W("资历要求"), PART_REQUIREMENT, ANY},
	{W("资质要求"), PART_REQUIREMENT, ANY},
	{W("胜任力要求"), PART_REQUIREMENT, ANY},
	{W("最低要求"), PART_REQUIREMENT, ANY},
	{W("硬性门槛"), PART_REQUIREMENT, ANY},
	{W("必须具备"), PART_REQUIREMENT, ANY},
	{W("准入条件"), PART_REQUIREMENT, ANY},
	{W("候选人画像"), PART_REQUIREMENT, ANY},
	{W("人才画像"), PART_REQUIREMENT, ANY},
	{W("理想的你"), PART_REQUIREMENT, ANY},
	{W("期望的你"), PART_REQUIREMENT, ANY},
	{W("期待的你"), PART_REQUIREMENT, ANY},
	{W("我们期望你"), PART_REQUIREMENT, ANY},
	{W("申请要求"), PART_REQUIREMENT, ANY},
	{W("录用条件"), PART_REQUIREMENT, ANY},
	{W("岗位资格"), PART_REQUIREMENT, ANY},
	{W("资格要求"), PART_REQUIREMENT, ANY},
	{W("候选人要求"), PART_REQUIREMENT, ANY},
	{W("人才要求"), PART_REQUIREMENT, ANY},
	{W("必备条件"), PART_REQUIREMENT, ANY},
	{W("必要条件"), PART_REQUIREMENT, ANY},
	{W("必备技能"), PART_REQUIREMENT, ANY},
	{W("必备要求"), PART_REQUIREMENT, ANY},
	{W("必备项"), PART_REQUIREMENT, ANY},
	{W("必须项"), PART_REQUIREMENT, ANY},
	{W("硬性要求"), PART_REQUIREMENT, ANY},
	{W("硬性条件"), PART_REQUIREMENT, ANY},
	{W("基本要求"), PART_REQUIREMENT, ANY},
	{W("基础要求"), PART_REQUIREMENT, ANY},
	{W("基本条件"), PART_REQUIREMENT, ANY},
	{W("我们希望你"), PART_REQUIREMENT, ANY},
	{W("我们期待你"), PART_REQUIREMENT, ANY},
	{W("期待你"), PART_REQUIREMENT, 0},
	{W("希望你"), PART_REQUIREMENT, 0},
	{W("关于你"), PART_REQUIREMENT, 0},
	{W("要求"), PART_REQUIREMENT, 0},
	{W("要求什么"), PART_REQUIREMENT, 0},
	{W("你是谁"), PART_REQUIREMENT, 0},
	{W("你的条件"), PART_REQUIREMENT, 0},
	{W("资格条件"), PART_REQUIREMENT, ANY},
	{W("招募对象"), PART_REQUIREMENT, ANY},
	{W("招聘对象"), PART_REQUIREMENT, ANY},
	{W("申请对象"), PART_REQUIREMENT, ANY},
	{W("要什么"), PART_REQUIREMENT, 0},
	{W("要啥"), PART_REQUIREMENT, 0},
	{W("期望"), PART_REQUIREMENT, 0},
	{W("期望你"), PART_REQUIREMENT, 0},
	{W("门槛"), PART_REQUIREMENT, 0},
	{W("条件"), PART_REQUIREMENT, 0},
	{W("资格"), PART_REQUIREMENT, 0},
	{W("你需要具备"), PART_REQUIREMENT, 0},
	{W("你需具备"), PART_REQUIREMENT, 0},
	{W("我们看重"), PART_REQUIREMENT, 0},
	{W("必备"), PART_REQUIREMENT, 0},
	{W("能力要求"), PART_REQUIREMENT, HEADER_WEAK},
	{W("技能要求"), PART_REQUIREMENT, HEADER_WEAK},
	{W("经验要求"), PART_REQUIREMENT, HEADER_WEAK},
	{W("学历要求"), PART_REQUIREMENT, HEADER_WEAK},
	{W("专业要求"), PART_REQUIREMENT, HEADER_WEAK},
	{W("素质要求"), PART_REQUIREMENT, HEADER_WEAK},
	{W("其他要求"), PART_REQUIREMENT, HEADER_WEAK},
	{W("所需技能"), PART_REQUIREMENT, HEADER_WEAK},
	{W("教育背景"), PART_REQUIREMENT, HEADER_WEAK},
	{W("学历"), PART_REQUIREMENT, HEADER_WEAK},
	{W("工作经验"), PART_REQUIREMENT, HEADER_WEAK},
	{W("加分项"), PART_BONUS, ANY},
	{W("加分点"), PART_BONUS, ANY},
	{W("加分条件"), PART_BONUS, ANY},
	{W("加分技能"), PART_BONUS, ANY},
	{W("额外加分"), PART_BONUS, ANY},
	{W("其他加分"), PART_BONUS, ANY},
	{W("优先条件"), PART_BONUS, ANY},
	{W("优先资格"), PART_BONUS, ANY},
	{W("优先要求"), PART_BONUS, ANY},
	{W("优先项"), PART_BONUS, ANY},
	{W("优选条件"), PART_BONUS, ANY},
	{W("附加项"), PART_BONUS, ANY},
	{W("附加条件"), PART_BONUS, ANY},
	{W("附加分"), PART_BONUS, ANY},
	{W("锦上添花"), PART_BONUS, ANY},
	{W("额外优势"), PART_BONUS, ANY},
	{W("非必需项"), PART_BONUS, ANY},
	{W("非必须项"), PART_BONUS, ANY},
	{W("加分能力"), PART_BONUS, ANY},
	{W("加分经历"), PART_BONUS, ANY},
	{W("优先考虑"), PART_BONUS, ANY},
	{W("加分"), PART_BONUS, 0},
	{W("附加"), PART_BONUS, 0},
	{W("小惊喜"), PART_BONUS, 0},
	{W("惊喜"), PART_BONUS, 0},
	{W("有更好"), PART_BONUS, 0},
	{W("会更好"), PART_BONUS, 0},
	{W("额外看重"), PART_BONUS, 0},
	{W("可加分"), PART_BONUS, 0},
	{W("非必备"), PART_BONUS, 0},
	{W("不强求"), PART_BONUS, 0},
	{W("不强求但很欢迎"), PART_BONUS, 0},
	{W("不强制"), PART_BONUS, 0},
	{W("优选"), PART_BONUS, 0},
	{W("非必需"), PART_BONUS, 0},
	{W("非必须"), PART_BONUS, 0},
	{W("可选项"), PART_BONUS, 0},
	{W("最好有"), PART_BONUS, 0},
	{W("优先"), PART_BONUS, 0},
	{W("团队介绍"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("公司介绍"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("部门介绍"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("业务介绍"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("项目介绍"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("产品介绍"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("公司简介"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("企业简介"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("企业介绍"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("单位简介"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("单位介绍"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("平台介绍"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("实验室介绍"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("关于实验室"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("团队概况"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("团队情况"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("部门职能"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("团队简介"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("部门简介"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("业务背景"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("项目背景"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("团队背景"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("关于我们"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("关于团队"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("关于公司"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("我们是谁"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("团队愿景"), PART_ABOUT, ANY | HEADER_INTRO},
	{W("愿景"), PART_ABOUT, HEADER_INTRO},
	{W("岗位亮点"), PART_ABOUT, ANY},
	{W("职位亮点"), PART_ABOUT, ANY},
	{W("团队亮点"), PART_ABOUT, ANY},
	{W("职位诱惑"), PART_ABOUT, ANY},
	{W("岗位诱惑"), PART_ABOUT, ANY},
	{W("岗位吸引力"), PART_ABOUT, ANY},
	{W("为什么是我们"), PART_ABOUT, ANY},
	{W("为什么加入"), PART_ABOUT, ANY},
	{W("为什么选择"), PART_ABOUT, ANY},
	{W("福利待遇"), PART_ABOUT, ANY},
	{W("薪资福利"), PART_ABOUT, ANY},
	{W("薪酬福利"), PART_ABOUT, ANY},
	{W("薪资待遇"), PART_ABOUT, ANY},
	{W("员工福利"), PART_ABOUT, ANY},
	{W("公司福利"), PART_ABOUT, ANY},
	{W("岗位福利"), PART_ABOUT, ANY},
	{W("福利保障"), PART_ABOUT, ANY},
	{W("薪酬待遇"), PART_ABOUT, ANY},
	{W("薪酬结构"), PART_ABOUT, ANY},
	{W("薪资结构"), PART_ABOUT, ANY},
	{W("你的收获"), PART_ABOUT, ANY},
	{W("你将收获"), PART_ABOUT, ANY},
	{W("福利"), PART_ABOUT, 0},
	{W("待遇"), PART_ABOUT, 0},
	{W("我们给"), PART_ABOUT, 0},
	{W("给什么"), PART_ABOUT, 0},
	{W("给你什么"), PART_ABOUT, 0},
	{W("给啥"), PART_ABOUT, 0},
	{W("有啥"), PART_ABOUT, 0},
	{W("你能得到什么"), PART_ABOUT, 0},
	{W("一句话介绍"), PART_ABOUT, 0},
	{W("薪酬"), PART_ABOUT, 0},
	{W("薪资"), PART_ABOUT, 0},
	{W("公司优势"), PART_ABOUT, 0},
	{W("其他说明"), PART_ABOUT, 0},
	{W("温馨提示"), PART_ABOUT, 0},
	{W("备注"), PART_ABOUT, 0},
	{W("我们提供"), PART_ABOUT, 0},
	{W("我们能提供"), PART_ABOUT, 0},
	{W("你将获得"), PART_ABOUT, ANY},
	{W("你能获得"), PART_ABOUT, ANY},
	{W("你能得到"), PART_ABOUT, ANY},
	{W("你会得到"), PART_ABOUT, ANY},
	{W("加入我们"), PART_ABOUT, 0},
	{W("企业文化"), PART_ABOUT, ANY},
	{W("面试流程"), PART_ABOUT, ANY},
	{W("招聘流程"), PART_ABOUT, ANY},
	{W("投递方式"), PART_OTHER, ANY},
	{W("应聘方式"), PART_OTHER, ANY},
	{W("联系方式"), PART_OTHER, ANY},
	{W("工作地点"), PART_OTHER, ANY},
	{W("工作地址"), PART_OTHER, ANY},
	{W("办公地点"), PART_OTHER, ANY},
	{W("上班地址"), PART_OTHER, ANY},
	{W("工作时间"), PART_OTHER, ANY},
	{W("招聘人数"), PART_OTHER, ANY},
	{W("相关职位"), PART_OTHER, HEADER_FOREIGN},
	{W("相似职位"), PART_OTHER, HEADER_FOREIGN},
	{W("推荐职位"), PART_OTHER, HEADER_FOREIGN},
	{W("热门职位"), PART_OTHER, HEADER_FOREIGN},
	{W("其他职位"), PART_OTHER, HEADER_FOREIGN},
};

/* How a header that is a sentence begins; the longer stands first. */
static const struct word leads[] = {
	{W("我们希望你参与"), PART_DUTY, 0},
	{W("在这里你将"), PART_DUTY, 0},
	{W("在这里你会"), PART_DUTY, 0},
	{W("在这里,你将"), PART_DUTY, 0},
	{W("在这里,你会"), PART_DUTY, 0},
	{W("你将获得"), PART_ABOUT, 0},
	{W("你将收获"), PART_ABOUT, 0},
	{W("你将"), PART_DUTY, 0},
	{W("您将"), PART_DUTY, 0},
	{W("你要做"), PART_DUTY, 0},
	{W("你需要做"), PART_DUTY, 0},
	{W("你会做"), PART_DUTY, 0},
	{W("在该岗位"), PART_DUTY, 0},
	{W("你需要"), PART_REQUIREMENT, 0},
	{W("您需要"), PART_REQUIREMENT, 0},
	{W("需要你"), PART_REQUIREMENT, 0},
	{W("我们希望"), PART_REQUIREMENT, 0},
	{W("我们期待"), PART_REQUIREMENT, 0},
	{W("我们需要"), PART_REQUIREMENT, 0},
	{W("我们在寻找"), PART_REQUIREMENT, 0},
	{W("我们在找"), PART_REQUIREMENT, 0},
	{W("希望你"), PART_REQUIREMENT, 0},
	{W("如果你还"), PART_BONUS, 0},
	{W("如果您还"), PART_BONUS, 0},
	{W("有这些"), PART_BONUS, 0},
	{W("具备这些"), PART_BONUS, 0},
	{W("你最好是"), PART_REQUIREMENT, 0},
	{W("若你还"), PART_BONUS, 0},
	{W("若还"), PART_BONUS, 0},
	{W("如果还"), PART_BONUS, 0},
	{W("最好还"), PART_BONUS, 0},
	{W("我们更希望"), PART_BONUS, 0},
	{W("为什么"), PART_ABOUT, 0},
	{W("我们为你提供"), PART_ABOUT, 0},
	{W("我们能为你"), PART_ABOUT, 0},
};

static const char *const duty_leads[] = {
	"负责", "参与", "设计",	    "开发", "搭建", "推动",	"主导",
	"构建", "探索", "制定",	    "协助", "跟进", "建设",	"研究",
	"优化", "带领", "支持",	    "分析", "维护", "完成",	"组织",
	"管理", "与",	"深入业务", "牵头", "承担", "承接",	"编写",
	"撰写", "输出", "对接",	    "把",   "跟",   "建立",	"梳理",
	"保障", "支撑", "打造",	    "评估", "配合", "执行",	"统筹",
	"推进", "实现", "调研",	    "追踪", "围绕", "面向",	"定期",
	"运营", "持续", "解决",	    "确保", "沉淀", "落地",	"协同",
	"引入", "排查", "研发",	    "主持", "策划", "全面负责", "独立负责",
};
static const char *const requirement_leads[] = {
	"熟悉", "精通",	  "掌握",     "了解", "具备",	"具有",	  "有",
	"本科", "硕士",	  "博士",     "大专", "统招",	"全日制", "良好",
	"优秀", "热爱",	  "扎实",     "较强", "计算机", "熟练",	  "拥有",
	"至少", "学历",	  "对",	      "能够", "善于",	"理工科", "研究生",
	"年龄", "性格",	  "沟通能力", "明白", "懂",	"做过",	  "用过",
	"擅长", "责任心", "英语",     "会",   "看得懂", "能看懂", "有过",
	"至少", "曾",	  "思维",     "逻辑", "理解",	"抗压",
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

static void take(const struct word *word, struct header_kind *out)
{
	*out = (struct header_kind){word->part, word->flags};
}

static bool exact(struct slice text, struct header_kind *out)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text.len == words[i].len &&
		    !memcmp(text.data, words[i].text, text.len)) {
			take(&words[i], out);
			return true;
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

/* A name of a section within a short header (大模型方向岗位要求): bonus before
 * all others, else the last named. */
static bool contains(struct slice text, struct header_kind *out)
{
	const char *last = NULL;
	struct pairs pairs;

	pairs_init(&pairs, text);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const char *at = NULL;

		if (words[i].flags & ANY &&
		    pairs_may_hold(&pairs, words[i].text))
			at = slice_find(text, words[i].text);
		if (!at || (last && at < last))
			continue;
		if (last && out->part == PART_BONUS)
			break;
		take(&words[i], out);
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
	for (size_t i = 0; i < sizeof(leads) / sizeof(*leads); i++)
		if (slice_starts(text, leads[i].text)) {
			take(&leads[i], out);
			return true;
		}
	return text.len <= CONTAIN_MAX_ZH && contains(text, out);
}

size_t sectionwords_zh_suffix(struct slice text, struct header_kind *out)
{
	size_t longest = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t len = words[i].len;

		if (words[i].text[len - 1] != text.data[text.len - 1] ||
		    !(words[i].flags & ANY) || len <= longest ||
		    !slice_ends(text, words[i].text))
			continue;
		longest = len;
		take(&words[i], out);
	}
	return longest;
}

static bool begins(struct slice line, const char *const *with, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_starts(line, with[i]))
			return true;
	return false;
}

bool sectionwords_tells_job(struct slice line)
{
	static const char *const leads[] = {
		"负责",		"主要负责",   "该岗位将负责", "该岗位负责",
		"本岗位将负责", "本岗位负责", "该职位负责",   "你将负责",
		"你会负责",	"您将负责",   "岗位主要负责", "此岗位负责",
		"you will ",	"you'll "};

	return begins(line, leads, sizeof(leads) / sizeof(*leads));
}

enum part sectionwords_zh_vote(struct slice line)
{
	if (begins(line, duty_leads, sizeof(duty_leads) / sizeof(*duty_leads)))
		return PART_DUTY;
	if (begins(line, requirement_leads,
		   sizeof(requirement_leads) / sizeof(*requirement_leads)) ||
	    slice_find(line, "优先") || slice_find(line, "年以上") ||
	    slice_find(line, "学历") || slice_find(line, "经验"))
		return PART_REQUIREMENT;
	return PART_OTHER;
}
