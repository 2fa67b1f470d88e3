#include "query/command.h"

enum {
	WORDS_READ = WORD_DATA | WORD_FORMAT | WORD_TZ,
	WORDS_RANGE = WORD_SINCE | WORD_UNTIL,
	WORDS_CHOICE = WORD_COMPANY | WORD_SOURCE,
};

static const struct command_option crawl_options[] = {
	{"once", NULL,
	 "finish open rounds, run one round of every other source, and end"},
	{"workers", "N", "how many workers fetch (default: 2)"},
	{"gateway", "URL", "send every request to this HTTP server"},
	{"replay", "FILE", "take the answers from this archive; repeatable"},
	{"insecure", NULL, "let tcp:// endpoints do without keys"},
	{0},
};

static const struct command_option check_options[] = {
	{"gateway", "URL", "send every request to this HTTP server"},
	{"replay", "FILE", "take the answers from this archive; repeatable"},
	{"recipes", "DIR", "the recipes (default: those of this jobq)"},
	{0},
};

static const struct command_option search_options[] = {
	{"by", "FACETS",
	 "count by any of company, concept, stage, section, area, family, "
	 "country, language, city, joined by commas"},
	{"examples", "N", "with --by: ids named a row (default: 3)"},
	{0},
};

static const struct command_option trend_options[] = {
	{"by", "FACETS", "count by these, as search does (default: company)"},
	{"step", "STEP", "so far apart, back from --until (default: 1d)"},
	{0},
};

static const struct command_option show_options[] = {
	{"history", NULL, "every span, its ending, and what changed"},
	{"raw", NULL, "the archived answer it was read from"},
	{"explain", NULL,
	 "what was read out of it, each with its quote and rule"},
	{0},
};

static const struct command_option log_options[] = {
	{"after", "SEQ", "only what was logged behind this number"},
	{"kind", "KIND", "added, changed, closed, reopened or reposted"},
	{0},
};

static const struct command_option report_options[] = {
	{"by", "WHAT", "columns by company (default) or country"},
	{"compare", "A[,B]",
	 "two groups of countries side by side: CN (and all others), CN,US:GB"},
	{"country", "A[:B]", "only sources of these countries: CN, US:GB"},
	{"output", "FILE", "write there, not to standard output"},
	{0},
};

static const struct command_option help_options[] = {
	{"man", NULL, "as a man page"},
	{"completion", "SHELL", "the completion of a shell: bash"},
	{0},
};

/* One entry a command: a text is told here and nowhere else. */
const struct command commands[] = {
	{
		.name = "crawl",
		.usage = "PANEL [options]",
		.summary = "Crawl the sources of a panel",
		.details =
			"Starts a coordinator, workers and an indexer on the "
			"data directory, keeps them\nrunning, and shows the "
			"progress on standard error. Without --once it goes "
			"on until\nit is stopped; what a crash left open is "
			"finished first.\n\n"
			"With --at the rounds are of that moment; --replay "
			"takes the answers from\narchives, without any "
			"network.\n\n"
			"With --once, exit code 1 says that some rounds are "
			"not complete; they are named\nwith the reason.",
		.run = command_crawl,
		.words = WORD_DATA | WORD_AT | WORD_TZ,
		.own = crawl_options,
		.example = "jobq crawl deploy/panels/ai-labs.yaml --once",
	},
	{
		.name = "status",
		.usage = "[options]",
		.summary = "Show what runs, and each source's last round",
		.details = "Asks the coordinator and the indexer of the data "
			   "directory, if they run.",
		.run = command_status,
		.words = WORDS_READ,
		.example = "jobq status",
	},
	{
		.name = "search",
		.usage = "QUERY [options]",
		.summary = "Find postings by what they say",
		.details =
			"Finds the postings open at T (now) that match the "
			"query; the best first, or\nthe newest where the "
			"query has no words. Words must all occur; Chinese "
			"needs no\nblanks; \"a phrase\"; a OR b; NOT a; and "
			"title: company: team: city: type: lang:\nsource: in "
			"front of a word or phrase.\n\n"
			"What was read out of the text is asked for by "
			"concept: (ascend, hw.ascend or a\nname), stage: "
			"(research, optimisation, production, unclear), "
			"section: (title, duty,\nrequirement, bonus, about, "
			"other), area: family: years: (3, 3..5, none)\n"
			"campus: (yes, no) country: (CN) pay: (yes, "
			"CNY>=500000). concept:, stage: and\nsection: side by "
			"side must hold for one mention.\n\n"
			"--by counts instead: postings for each value, or each "
			"combination of values,\nwith examples; --limit keeps "
			"the largest.\n\n"
			"--since shows only what was first seen at or after "
			"that moment. Sources without\na complete round at "
			"that time are named beside the count.",
		.run = command_search,
		.words = WORDS_READ | WORD_AT | WORD_SINCE | WORDS_CHOICE |
			 WORD_LIMIT,
		.own = search_options,
		.example = "jobq search 'concept:ascend stage:production' "
			   "--by company,section",
	},
	{
		.name = "trend",
		.usage = "QUERY --since T [options]",
		.summary = "Count over time what search --by counts at a "
			   "moment",
		.details =
			"For each value, or each combination of values, of "
			"--by the postings that match\nand were open at every "
			"moment from --since to --until (now), one --step "
			"apart.\n\n"
			"At each moment only sources with a complete round at "
			"most max(2 x interval, 48 h)\nbefore are counted: a "
			"company without one is n/a then, never 0. csv has a "
			"line a\nvalue and moment. Exit code 1: no posting "
			"at any moment.",
		.run = command_trend,
		.words = WORDS_READ | WORDS_RANGE | WORD_COMPANY,
		.own = trend_options,
		.example = "jobq trend concept:ascend --since 2026-06-01 "
			   "--step 7d --by company,stage,section",
	},
	{
		.name = "show",
		.usage = "ID [--explain|--history|--raw] [options]",
		.summary =
			"Show a posting, why it counts, its history or bytes",
		.details = "ID is the posting's id, a beginning of it that no "
			   "other has, or\nSOURCE:EXTERNAL_ID. With --at as it "
			   "was then.",
		.run = command_show,
		.words = WORDS_READ | WORD_AT,
		.own = show_options,
		.example = "jobq show anthropic/greenhouse:4461450008 "
			   "--history",
	},
	{
		.name = "diff",
		.usage = "T1 T2 [QUERY] [options]",
		.summary = "Compare the postings of two moments",
		.details =
			"What is open at T2 and was not at T1 (added), the "
			"reverse (closed), and what\nsays something else "
			"(changed); nothing that lies between. With a query, "
			"the\npostings that match it at T1 or at T2.\n\n"
			"Compared are the sources with a complete round at "
			"most max(2 x interval, 48 h)\nbefore each of the "
			"two; the others are named and in no list. Exit code "
			"1: no\ndifference.",
		.run = command_diff,
		.words = WORDS_READ | WORD_COMPANY,
		.example = "jobq diff 2025-10-01 2025-11-01 昇腾",
	},
	{
		.name = "log",
		.usage = "[options]",
		.summary = "Print the log of events, oldest first",
		.details =
			"Every event, and every one withdrawn since because "
			"later evidence showed that it\nwas none. --since and "
			"--until are by the event's time; --after goes on "
			"behind the\nnumber that was read last.",
		.run = command_log,
		.words = WORDS_READ | WORDS_RANGE | WORDS_CHOICE | WORD_LIMIT,
		.own = log_options,
		.example = "jobq log --after 1200 --format ndjson",
	},
	{
		.name = "report",
		.usage = "[NAME] [options]",
		.summary = "Count what the open postings of a moment say",
		.details =
			"coverage (always first), chips, areas, market, "
			"places, years, campus, compute,\ndemand, pay; without "
			"NAME all of them. Every figure has the postings it "
			"was counted\nfrom, with the words; a zero says over "
			"how many postings it is and what was\nsearched for. "
			"docs/report.md has each figure's rule.\n\n"
			"--format html makes one page with charts that opens "
			"without a network. Only\nsources with comparable "
			"rounds are counted; the others are named. Exit code "
			"1: no\nposting to count.",
		.run = command_report,
		.words = WORDS_READ | WORD_AT | WORD_COMPANY | WORD_HTML,
		.own = report_options,
		.example = "jobq report --at 2026-06-23 --format html "
			   "--output labs.html",
	},
	{
		.name = "coverage",
		.usage = "[options]",
		.summary = "Show which sources are comparable at a moment",
		.details =
			"For each source the newest complete round at T, its "
			"age, the newest round of any\nstate, and the "
			"postings open. Exit code 1: a watched source has no "
			"complete round\nat most max(2 x interval, 48 h) "
			"before T.",
		.run = command_coverage,
		.words = WORDS_READ | WORD_AT | WORD_COMPANY,
		.example = "jobq coverage --at 2025-11-01",
	},
	{
		.name = "rounds",
		.usage = "[SOURCE | accept SOURCE AT] [options]",
		.summary = "List the rounds, or accept a suspect one",
		.details =
			"One line a closed round, oldest first, with the "
			"reason where it is not complete.\n--limit keeps the "
			"newest.\n\n"
			"accept says that a suspect round tells the truth: "
			"what it misses is closed. AT is\nthe round's time, "
			"or a beginning of it.",
		.run = command_rounds,
		.words = WORDS_READ | WORD_AT | WORD_SINCE | WORDS_CHOICE |
			 WORD_LIMIT,
		.example = "jobq rounds accept xiaomi/feishu "
			   "2025-11-01T06:00:00Z",
	},
	{
		.name = "check",
		.usage = "PANEL|URL [options]",
		.summary = "Try the sources of a panel, or one URL",
		.details = "Does each source answer in the form its recipe "
			   "expects? Shows the first postings\nas they would "
			   "be stored, and warnings. Nothing is stored.",
		.run = command_check,
		.own = check_options,
		.example = "jobq check https://boards.greenhouse.io/anthropic",
	},
	{
		.name = "rules",
		.usage = "check FILE|DIR | try FILE|DIR [QUERY] [options]",
		.summary = "Check changed rules, or try them on the postings",
		.details =
			"FILE is another concepts.yaml or relations.yaml in "
			"the place of this jobq's; DIR\nholds all rule files. "
			"docs/rules.md tells their form.\n\n"
			"check says whether they are right, and else where "
			"not. try reads the open postings\nthat match QUERY "
			"by the rules as they are and as they would be, and "
			"shows which\npostings and quotes each concept would "
			"gain and lose. Nothing is stored. --limit\nis of "
			"quotes a concept and side.",
		.run = command_rules,
		.words = WORDS_READ | WORD_AT | WORDS_CHOICE | WORD_LIMIT,
		.example = "jobq rules try concepts.yaml title:engineer",
	},
	{
		.name = "export",
		.usage = "[options]",
		.summary = "Print every posting for other programs",
		.details =
			"Every posting ever seen, in its newest version, open "
			"or closed; with --at those\nopen then, as they were "
			"then. No limit. A table is not offered: ndjson is\n"
			"printed.",
		.run = command_export,
		.words = WORDS_READ | WORD_AT | WORDS_CHOICE | WORD_LIMIT,
		.example = "jobq export --format ndjson > postings.ndjson",
	},
	{
		.name = "backup",
		.usage = "DIR [options]",
		.summary = "Copy the data consistently, also while a crawl "
			   "runs",
		.details = "DIR must not exist yet; it can be used as a data "
			   "directory.",
		.run = command_backup,
		.words = WORD_DATA,
		.example = "jobq backup /srv/backups/jobq",
	},
	{
		.name = "help",
		.usage = "[COMMAND] [--man | --completion bash]",
		.summary = "Explain a command",
		.details = "Without a command: all of them in a line each.",
		.run = command_help,
		.own = help_options,
		.example = "jobq help search",
	},
	{
		.name = "version",
		.usage = "",
		.summary = "Print the version",
		.details = "The version of this program.",
		.run = command_version,
		.example = "jobq version",
	},
	{.name = NULL},
};
