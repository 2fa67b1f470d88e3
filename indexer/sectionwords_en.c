#include "indexer/sectionwords.h"

enum {
	HEADER_MAX = 120,  /* bytes of a header */
	WORDS_MAX = 9,	   /* of a header made of header words alone */
	PHRASE_WORDS = 14, /* of a header that holds a phrase */
	PLAIN_WORDS = 9,   /* the same on a line without colon or bold */
};

/* What a word in a header says. Higher wins. */
enum say {
	SAY_NOTHING, /* the, your, key: may stand in any header */
	SAY_DUTY,
	SAY_ABOUT,
	SAY_REQUIREMENT,
	SAY_BONUS,
	SAY_OTHER, /* location, type: a field, whatever else it says */
	SAY_MONEY, /* benefits, pay: "bonus" is money beside them */
	SAY_UNKNOWN,
};

/* Space on both sides of each word. */
static const char *const vocabulary[] = {
	[SAY_NOTHING] = " a about additional an and are core for general have"
			" haves in key main major of or other our points"
			" primary process professional specific technical the"
			" this to top your ",
	[SAY_DUTY] = " accountabilities activities day description duties"
		     " functions job opportunity overview position"
		     " projects purpose responsibilities responsibility"
		     " role roles scope summary tasks work ",
	[SAY_ABOUT] = " company culture department diversity eeo equal"
		      " institute remarks"
		      " group inclusion interview mission organization team"
		      " us values vision ",
	[SAY_REQUIREMENT] =
		" background basic candidate competencies criteria"
		" education essential experience expertise ideal"
		" knowledge minimum must must-have must-haves"
		" prerequisites profile qualification qualifications"
		" required requirement requirements skill skills you ",
	[SAY_BONUS] = " bonus bonuses desirable desired nice-to-have"
		      " nice-to-haves optional plus pluses preferred "
		      "advantages merits assets extras helpful ",
	[SAY_OTHER] = " address conditions contact date id information"
		      " level location locations schedule title travel type ",
	[SAY_MONEY] = " benefits compensation equity offer pay perks range"
		      " rewards salary ",
};

struct phrase {
	/* "^" first: only as the beginning; "=": so on a line that is not
	 * marked as a header ("Rust is nice to have") */
	const char *text;
	enum part part;
	unsigned flags;
};
/* Headers that are sentences; the first that fits decides. */
static const struct phrase phrases[] = {
	{"similar jobs", PART_OTHER, HEADER_FOREIGN},
	{"related jobs", PART_OTHER, HEADER_FOREIGN},
	{"other jobs", PART_OTHER, HEADER_FOREIGN},
	{"=nice to have", PART_BONUS, 0},
	{"=nice-to-have", PART_BONUS, 0},
	{"nice if you", PART_BONUS, 0},
	{"great if you", PART_BONUS, 0},
	{"plus if you", PART_BONUS, 0},
	{"by no means expected", PART_BONUS, 0},
	{"by no means required", PART_BONUS, 0},
	{"helpful but", PART_BONUS, 0},
	{"not necessary but", PART_BONUS, 0},
	{"ideal extras", PART_BONUS, 0},
	{"^extras", PART_BONUS, 0},
	{"^extra points", PART_BONUS, 0},
	{"^added bonus", PART_BONUS, 0},
	{"you might also", PART_BONUS, 0},
	{"you may also", PART_BONUS, 0},
	{"^also nice", PART_BONUS, 0},
	{"what would help", PART_BONUS, 0},
	{"=good to have", PART_BONUS, 0},
	{"=great to have", PART_BONUS, 0},
	{"bonus point", PART_BONUS, 0},
	{"brownie points", PART_BONUS, 0},
	{"extra credit", PART_BONUS, 0},
	{"stand out", PART_BONUS, 0},
	{"set you apart", PART_BONUS, 0},
	{"sets you apart", PART_BONUS, 0},
	{"love it if", PART_BONUS, 0},
	{"=would be great", PART_BONUS, 0},
	{"=would be a plus", PART_BONUS, 0},
	{"=is a plus", PART_BONUS, 0},
	{"=are a plus", PART_BONUS, 0},
	{"=it's a plus", PART_BONUS, 0},
	{"=big plus", PART_BONUS, 0},
	{"=even better", PART_BONUS, 0},
	{"may also have", PART_BONUS, 0},
	{"candidates may also", PART_BONUS, 0},
	{"candidates might also", PART_BONUS, 0},
	{"what would be lovely", PART_BONUS, 0},
	{"what would be nice", PART_BONUS, 0},
	{"would impress us", PART_BONUS, 0},
	{"you'd impress us", PART_BONUS, 0},
	{"you'll impress us", PART_BONUS, 0},
	{"you'll shine", PART_BONUS, 0},
	{"^we'd love", PART_BONUS, 0},
	{"^we would love", PART_BONUS, 0},
	{"^not essential", PART_BONUS, 0},
	{"^not required", PART_BONUS, 0},
	{"^it helps if", PART_BONUS, 0},
	{"^it would help", PART_BONUS, 0},
	{"might also have", PART_BONUS, 0},
	{"=not required but", PART_BONUS, 0},
	{"=but not required", PART_BONUS, 0},
	{"^preferred", PART_BONUS, 0},
	{"^ideally", PART_BONUS, 0},
	{"^bonus if", PART_BONUS, 0},
	{"^bonus:", PART_BONUS, 0},
	{"why you'll love", PART_ABOUT, 0},
	{"why you will love", PART_ABOUT, 0},
	{"^why ", PART_ABOUT, 0},
	{"what we offer", PART_ABOUT, 0},
	{"what you'll get", PART_ABOUT, 0},
	{"what you will get", PART_ABOUT, 0},
	{"what you get", PART_ABOUT, 0},
	{"what's in it for you", PART_ABOUT, 0},
	{"we offer", PART_ABOUT, 0},
	{"^life at ", PART_ABOUT, 0},
	{"who we are", PART_ABOUT, HEADER_INTRO},
	{"what we do", PART_ABOUT, HEADER_INTRO},
	{"meet the team", PART_ABOUT, HEADER_INTRO},
	{"^join us", PART_ABOUT, HEADER_INTRO},
	{"how to apply", PART_ABOUT, 0},
	{"equal opportunity", PART_ABOUT, 0},
	{"good to know", PART_ABOUT, 0},
	{"^logistics", PART_ABOUT, 0},
	{"^the fine print", PART_ABOUT, 0},
	{"what we are", PART_ABOUT, HEADER_INTRO},
	{"^life here", PART_ABOUT, 0},
	{"^who is asking", PART_ABOUT, HEADER_INTRO},
	{"our culture", PART_ABOUT, 0},
	{"working here", PART_ABOUT, 0},
	{"what's on offer", PART_ABOUT, 0},
	{"what we can offer", PART_ABOUT, 0},
	{"what you can expect", PART_ABOUT, 0},
	{"about the ideal", PART_REQUIREMENT, 0},
	{"ideal candidate", PART_REQUIREMENT, 0},
	{"who you are", PART_REQUIREMENT, 0},
	{"who you'll be", PART_REQUIREMENT, 0},
	{"about you", PART_REQUIREMENT, 0},
	{"looking for", PART_REQUIREMENT, 0},
	{"what we look for", PART_REQUIREMENT, 0},
	{"look for in you", PART_REQUIREMENT, 0},
	{"what we need", PART_REQUIREMENT, 0},
	{"what we ask", PART_REQUIREMENT, 0},
	{"^we ask for", PART_REQUIREMENT, 0},
	{"^you need", PART_REQUIREMENT, 0},
	{"who we look for", PART_REQUIREMENT, 0},
	{"what we expect", PART_REQUIREMENT, 0},
	{"we expect from you", PART_REQUIREMENT, 0},
	{"you will need", PART_REQUIREMENT, 0},
	{"you'll need", PART_REQUIREMENT, 0},
	{"^eligibility", PART_REQUIREMENT, 0},
	{"who should apply", PART_REQUIREMENT, 0},
	{"who can apply", PART_REQUIREMENT, 0},
	{"who we want", PART_REQUIREMENT, 0},
	{"we'd like you to have", PART_REQUIREMENT, 0},
	{"we hope you have", PART_REQUIREMENT, 0},
	{"what we'd like", PART_REQUIREMENT, 0},
	{"what we want", PART_REQUIREMENT, 0},
	{"need to see", PART_REQUIREMENT, 0},
	{"what you'll need", PART_REQUIREMENT, 0},
	{"what you will need", PART_REQUIREMENT, 0},
	{"what you need", PART_REQUIREMENT, 0},
	{"what you'll bring", PART_REQUIREMENT, 0},
	{"what you will bring", PART_REQUIREMENT, 0},
	{"what you bring", PART_REQUIREMENT, 0},
	{"you'll bring", PART_REQUIREMENT, 0},
	{"you bring", PART_REQUIREMENT, 0},
	{"what you have", PART_REQUIREMENT, 0},
	{"what it takes", PART_REQUIREMENT, 0},
	{"you'll have", PART_REQUIREMENT, 0},
	{"you should have", PART_REQUIREMENT, 0},
	{"you must have", PART_REQUIREMENT, 0},
	{"must have", PART_REQUIREMENT, 0},
	{"good fit", PART_REQUIREMENT, 0},
	{"great fit", PART_REQUIREMENT, 0},
	{"right fit", PART_REQUIREMENT, 0},
	{"might thrive", PART_REQUIREMENT, 0},
	{"may thrive", PART_REQUIREMENT, 0},
	{"background looks like", PART_REQUIREMENT, 0},
	{"following skills", PART_REQUIREMENT, 0},
	{"apply if", PART_REQUIREMENT, 0},
	{"for you if", PART_REQUIREMENT, 0},
	{"hear from you", PART_REQUIREMENT, 0},
	{"to be successful", PART_REQUIREMENT, 0},
	{"to succeed", PART_REQUIREMENT, 0},
	{"^you have", PART_REQUIREMENT, 0},
	{"^you are", PART_REQUIREMENT, 0},
	{"what you'll do", PART_DUTY, 0},
	{"what you will do", PART_DUTY, 0},
	{"what you do", PART_DUTY, 0},
	{"what you'll be doing", PART_DUTY, 0},
	{"you will be doing", PART_DUTY, 0},
	{"will you be doing", PART_DUTY, 0},
	{"will you do", PART_DUTY, 0},
	{"what you'll work on", PART_DUTY, 0},
	{"what you will work on", PART_DUTY, 0},
	{"what you'll own", PART_DUTY, 0},
	{"what you'll build", PART_DUTY, 0},
	{"what you'll be responsible", PART_DUTY, 0},
	{"you will be responsible", PART_DUTY, 0},
	{"you'll be responsible", PART_DUTY, 0},
	{"you might work on", PART_DUTY, 0},
	{"you may work on", PART_DUTY, 0},
	{"in this role", PART_DUTY, 0},
	{"in this position", PART_DUTY, 0},
	{"as part of this role", PART_DUTY, 0},
	{"how you'll make", PART_DUTY, 0},
	{"make an impact", PART_DUTY, 0},
	{"your impact", PART_DUTY, 0},
	{"your mission", PART_DUTY, 0},
	{"representative projects", PART_DUTY, 0},
	{"possible projects", PART_DUTY, 0},
	{"what the job covers", PART_DUTY, 0},
	{"what the role covers", PART_DUTY, 0},
	{"sample projects", PART_DUTY, 0},
	{"example projects", PART_DUTY, 0},
	{"what you will own", PART_DUTY, 0},
	{"what you will build", PART_DUTY, 0},
	{"what you'll explore", PART_DUTY, 0},
	{"what you will explore", PART_DUTY, 0},
	{"what you'll tackle", PART_DUTY, 0},
	{"what you will tackle", PART_DUTY, 0},
	{"what the job is", PART_DUTY, 0},
	{"what the work is", PART_DUTY, 0},
	{"the work you'll do", PART_DUTY, 0},
	{"how you will contribute", PART_DUTY, 0},
	{"how you'll contribute", PART_DUTY, 0},
	{"you will spend your", PART_DUTY, 0},
	{"you'll spend your", PART_DUTY, 0},
	{"responsibilities include", PART_DUTY, 0},
	{"day to day", PART_DUTY, 0},
	{"day-to-day", PART_DUTY, 0},
	{"a typical day", PART_DUTY, 0},
	{"^the role", PART_DUTY, HEADER_WHOLE},
};

/* Headers that head all that follows, as whole. */
static const char *const whole[] = {
	"about this job",
	"about the job",
	"about the opportunity",
	"about the role",
	"about this role",
	"about the position",
	"about this position",
	"description",
	"job description",
	"job overview",
	"job summary",
	"overview",
	"position description",
	"position overview",
	"position summary",
	"role description",
	"role overview",
	"role summary",
	"summary",
	"the opportunity",
	"the position",
	"the role",
	"your role",
	"the job",
	"opportunity overview",
};

/* Headers that may stand in mid-line, in title case. */
static const struct phrase suffixes[] = {
	{"additional requirements", PART_REQUIREMENT, 0},
	{"basic qualifications", PART_REQUIREMENT, 0},
	{"minimum qualifications", PART_REQUIREMENT, 0},
	{"minimum requirements", PART_REQUIREMENT, 0},
	{"required qualifications", PART_REQUIREMENT, 0},
	{"required skills", PART_REQUIREMENT, 0},
	{"job requirements", PART_REQUIREMENT, 0},
	{"qualifications", PART_REQUIREMENT, 0},
	{"requirements", PART_REQUIREMENT, 0},
	{"must have", PART_REQUIREMENT, 0},
	{"must haves", PART_REQUIREMENT, 0},
	{"who you are", PART_REQUIREMENT, 0},
	{"what you'll bring", PART_REQUIREMENT, 0},
	{"other bonus requirements", PART_BONUS, 0},
	{"preferred qualifications", PART_BONUS, 0},
	{"preferred skills", PART_BONUS, 0},
	{"preferred experience", PART_BONUS, 0},
	{"preferred", PART_BONUS, 0},
	{"nice to have", PART_BONUS, 0},
	{"nice to haves", PART_BONUS, 0},
	{"bonus points", PART_BONUS, 0},
	{"job responsibilities", PART_DUTY, 0},
	{"key responsibilities", PART_DUTY, 0},
	{"responsibilities", PART_DUTY, 0},
	{"what you'll do", PART_DUTY, 0},
	{"what you will do", PART_DUTY, 0},
	{"job description", PART_DUTY, HEADER_WHOLE},
	{"about the role", PART_DUTY, HEADER_WHOLE},
	{"about us", PART_ABOUT, HEADER_INTRO},
	{"about the team", PART_ABOUT, HEADER_INTRO},
	{"what we offer", PART_ABOUT, 0},
	{"benefits", PART_ABOUT, 0},
};

static const char *const duty_verbs[] = {
	"analyze",  "architect",   "bring",	 "build",    "collaborate",
	"conduct",  "contribute",  "coordinate", "create",   "define",
	"deliver",  "deploy",	   "design",	 "develop",  "drive",
	"ensure",   "evaluate",	   "explore",	 "fix",	     "implement",
	"improve",  "investigate", "lead",	 "maintain", "manage",
	"mentor",   "monitor",	   "operate",	 "optimize", "optimise",
	"own",	    "partner",	   "perform",	 "port",     "profile",
	"research", "responsible", "run",	 "scale",    "ship",
	"support",  "take",	   "train",	 "tune",     "work",
	"write",    "keep",	   "set",	 "hold",     "bring",
	"move",	    "look",	   "plan",	 "rewrite",  "invent",
	"publish",  "triage",	   "answer",	 "carry",    "decide",
	"qualify",  "hunt",	   "prototype",
};
static const char *const requirement_nouns[] = {
	"ability",
	"able",
	"bachelor",
	"bachelor's",
	"bs",
	"deep",
	"degree",
	"demonstrated",
	"excellent",
	"experience",
	"experienced",
	"expertise",
	"familiar",
	"familiarity",
	"fluency",
	"fluent",
	"hands-on",
	"knowledge",
	"master's",
	"master",
	"ms",
	"passion",
	"phd",
	"proficiency",
	"proficient",
	"proven",
	"solid",
	"strong",
	"understanding",
};

struct folded {
	char text[HEADER_MAX + 4];
	size_t len, n_words;
};

static bool is_quote(const char *at, size_t left)
{
	return left >= 3 && (!memcmp(at, "\xe2\x80\x99", 3) ||
			     !memcmp(at, "\xe2\x80\x98", 3));
}

/* Single spaces, straight apostrophes, no other marks: "what you'll do". */
static bool fold_header(struct slice text, struct folded *out)
{
	*out = (struct folded){.len = 0};
	if (text.len > HEADER_MAX)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			    c == '\'' || c == '-' || c == ':';

		if (is_quote(text.data + i, text.len - i)) {
			c = '\'';
			kept = true;
			i += 2;
		} else if ((unsigned char)c >= 0x80) {
			return false;
		} else if (slice_starts(slice_of(text.data + i, text.len - i),
					"(s)")) {
			c = 's';
			kept = true;
			i += 2;
		}
		if (kept)
			out->text[out->len++] = c;
		else if (out->len && out->text[out->len - 1] != ' ')
			out->text[out->len++] = ' ';
	}
	while (out->len && out->text[out->len - 1] == ' ')
		out->len--;
	out->text[out->len] = 0;
	for (size_t i = 0; i < out->len; i++)
		out->n_words += i == 0 || out->text[i - 1] == ' ';
	return out->len > 0;
}

static enum say word_says(struct slice word)
{
	char key[HEADER_MAX + 4] = " ";

	memcpy(key + 1, word.data, word.len);
	key[word.len + 1] = ' ';
	for (enum say say = SAY_NOTHING; say < SAY_UNKNOWN; say++)
		if (strstr(vocabulary[say], key))
			return say;
	return SAY_UNKNOWN;
}

/* The next word from *at on; false at the end. */
static bool next_word(const struct folded *f, size_t *at, struct slice *out)
{
	size_t end = 0;

	while (*at < f->len && f->text[*at] == ' ')
		(*at)++;
	for (end = *at; end < f->len && f->text[end] != ' ';)
		end++;
	*out = slice_of(f->text + *at, end - *at);
	*at = end;
	return out->len > 0;
}

/* All its words are words of headers: what they say together. */
static enum say all_words(const struct folded *f)
{
	enum say best = SAY_NOTHING;
	struct slice word = {0};

	for (size_t at = 0; next_word(f, &at, &word);) {
		enum say say = word_says(word);

		if (say == SAY_UNKNOWN)
			return SAY_UNKNOWN;
		if (say > best)
			best = say;
	}
	return best;
}

static bool is_whole(const struct folded *f)
{
	for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++)
		if (!strcmp(f->text, whole[i]))
			return true;
	return false;
}

static bool by_words(const struct folded *f, enum header_shape shape,
		     struct header_kind *out)
{
	static const enum part parts[] = {
		[SAY_DUTY] = PART_DUTY,	  [SAY_ABOUT] = PART_ABOUT,
		[SAY_BONUS] = PART_BONUS, [SAY_REQUIREMENT] = PART_REQUIREMENT,
		[SAY_OTHER] = PART_OTHER, [SAY_MONEY] = PART_ABOUT,
	};
	enum say say = f->n_words <= WORDS_MAX ? all_words(f) : SAY_UNKNOWN;

	if (say == SAY_UNKNOWN || say == SAY_NOTHING)
		return false;
	*out = (struct header_kind){parts[say], 0};
	if (say == SAY_REQUIREMENT &&
	    !slice_find(slice_text(f->text), "equire"))
		out->flags = slice_find(slice_text(f->text), "qualif") ||
					     shape == SHAPE_MARKED
				     ? 0
				     : HEADER_WEAK;
	if (say == SAY_ABOUT)
		out->flags = HEADER_INTRO;
	if (is_whole(f))
		out->flags = HEADER_WHOLE;
	return true;
}

/* Within a list of things to have, a topic of one word is no new section. */
static bool is_topic(const struct folded *f)
{
	static const char *const topics[] = {
		"education", "experience", "skills",	 "technical skills",
		"expertise", "knowledge",  "background",
	};

	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++)
		if (!strcmp(f->text, topics[i]))
			return true;
	return false;
}

static bool by_phrase(const struct folded *f, enum header_shape shape,
		      struct header_kind *out)
{
	struct slice text = slice_of(f->text, f->len);
	struct pairs pairs;

	pairs_init(&pairs, text);
	for (size_t i = 0; i < sizeof(phrases) / sizeof(*phrases); i++) {
		const char *phrase = phrases[i].text;
		bool lead = *phrase == '^' ||
			    (*phrase == '=' && shape == SHAPE_PLAIN);
		const char *at = NULL;

		phrase += *phrase == '^' || *phrase == '=';
		if (pairs_may_hold(&pairs, phrase))
			at = slice_find(text, phrase);
		if (!at || (lead && at != text.data))
			continue;
		*out = (struct header_kind){phrases[i].part, phrases[i].flags};
		return true;
	}
	return false;
}

/* "About Moonbeam", "About the team and role": whoever it is about. */
static bool about_somebody(const struct folded *f, struct header_kind *out)
{
	enum { NAME_WORDS = 5 };

	if (strncmp(f->text, "about ", 6) != 0 || f->n_words > NAME_WORDS)
		return false;
	*out = (struct header_kind){PART_ABOUT, HEADER_INTRO};
	return true;
}

bool sectionwords_en(struct slice text, enum header_shape shape,
		     struct header_kind *out)
{
	struct folded f;

	if (!fold_header(text, &f) || f.n_words > PHRASE_WORDS ||
	    slice_find(text, ". ") || slice_find(text, ";"))
		return false;
	if (by_words(&f, shape, out)) {
		if (is_topic(&f))
			out->flags |= HEADER_WEAK;
		return shape != SHAPE_ITEM || out->part != PART_OTHER;
	}
	if (shape == SHAPE_ITEM ||
	    (shape == SHAPE_PLAIN && f.n_words > PLAIN_WORDS))
		return false;
	return by_phrase(&f, shape, out) || about_somebody(&f, out);
}

size_t sectionwords_en_suffix(struct slice text, struct header_kind *out)
{
	struct folded f;
	struct slice tail = text;
	size_t longest = 0;

	if (tail.len > 32)
		tail = slice_of(text.data + text.len - 32, 32);
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		size_t len = strlen(suffixes[i].text);

		if (len <= longest || !slice_ends(tail, suffixes[i].text))
			continue;
		longest = len;
		*out = (struct header_kind){suffixes[i].part,
					    suffixes[i].flags};
	}
	if (longest)
		return longest;
	/* a curly apostrophe is two bytes longer */
	if (!slice_find(tail, "\xe2\x80\x99") || !fold_header(tail, &f))
		return 0;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		if (!strchr(suffixes[i].text, '\'') ||
		    !slice_ends(slice_of(f.text, f.len), suffixes[i].text))
			continue;
		*out = (struct header_kind){suffixes[i].part,
					    suffixes[i].flags};
		return strlen(suffixes[i].text) + 2;
	}
	return 0;
}

static bool among(struct slice word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_equal(word, slice_text(list[i])))
			return true;
	return false;
}

/* The word at `at`, and past it and the blank behind it. */
static struct slice word_of(struct slice line, size_t *at)
{
	size_t start = *at, end = start;

	while (end < line.len && line.data[end] != ' ' && line.data[end] != ',')
		end++;
	*at = end < line.len ? end + 1 : end;
	return slice_of(line.data + start, end - start);
}

/* "you will …", "you have …". */
static enum part vote_of_you(struct slice verb)
{
	static const char *const asked[] = {
		"have",	      "are",   "know",	"need", "bring", "can",
		"understand", "speak", "enjoy", "like", "must",	 "should"};

	if (among(verb, asked, sizeof(asked) / sizeof(*asked)))
		return PART_REQUIREMENT;
	return slice_equal(verb, slice_text("will")) ||
			       among(verb, duty_verbs,
				     sizeof(duty_verbs) / sizeof(*duty_verbs))
		       ? PART_DUTY
		       : PART_OTHER;
}

enum part sectionwords_en_vote(struct slice line)
{
	size_t end = 0;
	struct slice word = word_of(line, &end);

	if (slice_equal(word, slice_text("you")))
		return vote_of_you(word_of(line, &end));
	if (slice_equal(word, slice_text("you'll")))
		return PART_DUTY;
	if (slice_equal(word, slice_text("you've")))
		return PART_REQUIREMENT;
	if (word.len && line.data[0] >= '0' && line.data[0] <= '9')
		return slice_find(slice_of(line.data,
					   line.len > 40 ? 40 : line.len),
				  "year")
			       ? PART_REQUIREMENT
			       : PART_OTHER;
	if (among(word, duty_verbs, sizeof(duty_verbs) / sizeof(*duty_verbs)))
		return PART_DUTY;
	if (among(word, requirement_nouns,
		  sizeof(requirement_nouns) / sizeof(*requirement_nouns)))
		return PART_REQUIREMENT;
	return PART_OTHER;
}
