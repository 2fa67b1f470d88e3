#include "indexer/pairs.h"
#include "indexer/sectionlists.h"

enum {
	HEADER_MAX = 120,  /* bytes of a header */
	WORDS_MAX = 9,	   /* of a header made of header words alone */
	PHRASE_WORDS = 14, /* of a header that holds a phrase */
	PLAIN_WORDS = 9,   /* the same on a line without colon or bold */
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
		if (strstr(vocabulary_en[say], key))
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
	if (wordset_has(&wholes_en, slice_of(f->text, f->len)))
		out->flags = HEADER_WHOLE;
	return true;
}

/* Within a list of things to have, a topic of one word is no new section. */
static bool is_topic(const struct folded *f)
{
	static const char *const words[] = {
		"education", "experience", "skills",	 "technical skills",
		"expertise", "knowledge",  "background",
	};
	static const struct wordset topics = TABLE_OF(words);

	return wordset_has(&topics, slice_of(f->text, f->len));
}

static bool by_phrase(const struct folded *f, enum header_shape shape,
		      struct header_kind *out)
{
	struct slice text = slice_of(f->text, f->len);
	struct pairs pairs;

	pairs_init(&pairs, text);
	for (size_t i = 0; i < phrases_en.n; i++) {
		const char *phrase = phrases_en.items[i].text;
		bool lead = *phrase == '^' ||
			    (*phrase == '=' && shape == SHAPE_PLAIN);
		const char *at = NULL;

		phrase += *phrase == '^' || *phrase == '=';
		if (pairs_may_hold(&pairs, phrase))
			at = slice_find(text, phrase);
		if (!at || (lead && at != text.data))
			continue;
		*out = (struct header_kind){phrases_en.items[i].part,
					    phrases_en.items[i].flags};
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
	const struct header_name *suffixes = suffixes_en.items;
	struct folded f;
	struct slice tail = text;
	size_t longest = 0;

	if (tail.len > 32)
		tail = slice_of(text.data + text.len - 32, 32);
	for (size_t i = 0; i < suffixes_en.n; i++) {
		size_t len = suffixes[i].len;

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
	for (size_t i = 0; i < suffixes_en.n; i++) {
		if (!strchr(suffixes[i].text, '\'') ||
		    !slice_ends(slice_of(f.text, f.len), suffixes[i].text))
			continue;
		*out = (struct header_kind){suffixes[i].part,
					    suffixes[i].flags};
		return suffixes[i].len + 2;
	}
	return 0;
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
	static const char *const words[] = {
		"have",	      "are",   "know",	"need", "bring", "can",
		"understand", "speak", "enjoy", "like", "must",	 "should"};
	static const struct wordset asked = TABLE_OF(words);

	if (wordset_has(&asked, verb))
		return PART_REQUIREMENT;
	return slice_equal(verb, slice_text("will")) ||
			       wordset_has(&duty_verbs_en, verb)
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
	if (wordset_has(&duty_verbs_en, word))
		return PART_DUTY;
	if (wordset_has(&requirement_nouns_en, word))
		return PART_REQUIREMENT;
	return PART_OTHER;
}
