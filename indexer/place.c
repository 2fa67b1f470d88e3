#include "indexer/place.h"
#include "indexer/placewords.h"

enum {
	UNKNOWN_MAX = 40,  /* bytes of a city that the list does not have */
	FIRST_WITHIN = 24, /* bytes behind a cue */
	NEXT_WITHIN = 30,  /* bytes behind the place before */
};

static void add(struct places *out, const struct place *place)
{
	for (size_t i = 0; i < out->n; i++)
		if (!strcmp(out->items[i].city, place->city) &&
		    !strcmp(out->items[i].country, place->country))
			return;
	if (out->n < PLACES_MAX)
		out->items[out->n++] = *place;
}

static void add_word(struct places *out, const struct placeword *word)
{
	struct place place = {0};

	if (word->city)
		memcpy(place.city, word->city, strlen(word->city) + 1);
	memcpy(place.country, word->country, 3);
	add(out, &place);
}

/* A country counts where no city of it does. */
static void drop_covered(struct places *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		bool covered = false;

		for (size_t k = 0; k < p->n && !*p->items[i].city; k++)
			covered |= *p->items[k].city &&
				   !strcmp(p->items[k].country,
					   p->items[i].country);
		if (!covered)
			p->items[n++] = p->items[i];
	}
	p->n = n;
}

/* ---- the locations field ---- */

struct segment {
	const struct placewords *words;
	const struct normal *normal;
	struct slice original;
	struct places *out;
	struct wordhits hits; /* of the whole field */
	size_t first, last;   /* the segment's hits */
	uint32_t start, end;  /* bytes of the normal text */
};

static const struct placeword *word_of(const struct segment *s, size_t hit)
{
	return &s->words->items[s->hits.items[hit].id];
}

static bool is_nowhere(const struct placewords *words, struct slice text)
{
	CLEANUP(wordhits_deinit) struct wordhits hits = {0};

	wordlist_find(words->nowhere, text, &hits);
	return hits.n;
}

static bool is_name(struct slice text)
{
	if (!text.len || text.len > UNKNOWN_MAX || text.data[0] < 'A' ||
	    text.data[0] > 'Z')
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (strchr("0123456789():;|/\n", text.data[i]))
			return false;
	return true;
}

/* "Suffolk, VA": what stands before the country, to the comma. */
static void add_unknown(struct segment *s, const struct placeword *country,
			uint32_t end)
{
	struct place place = {0};
	struct slice text = slice_of(s->normal->text, s->normal->len);
	uint32_t start = (uint32_t)text_skip(text, s->start);
	struct slice name;

	for (uint32_t i = start; i < end; i++)
		if (text.data[i] == ',' || text_at(text, i, " - "))
			end = i;
	end = (uint32_t)text_skip_back(text, end);
	if (start >= end ||
	    is_nowhere(s->words, slice_of(text.data + start, end - start)))
		return;
	name = slice_of(s->original.data + s->normal->origin[start],
			s->normal->origin[end] - s->normal->origin[start]);
	if (!is_name(name))
		return;
	memcpy(place.city, name.data, name.len);
	memcpy(place.country, country->country, 3);
	add(s->out, &place);
}

static void read_segment(struct segment *s)
{
	const struct placeword *country = NULL;
	uint32_t country_start = 0;
	bool city = false, full = false;

	for (size_t i = s->first; i < s->last; i++) {
		const struct placeword *word = word_of(s, i);

		if (word->city) {
			add_word(s->out, word);
			city = true;
		} else if (!country) {
			country = word;
			country_start = s->hits.items[i].start;
		}
		full |= !word->city && !(word->flags & PLACEWORD_COMMA);
	}
	if (city || !country)
		return;
	if (!full || country_start > s->start)
		add_unknown(s, country, country_start);
	for (size_t i = s->first; i < s->last; i++)
		if (!full || !(word_of(s, i)->flags & PLACEWORD_COMMA))
			add_word(s->out, word_of(s, i));
}

static void read_location(struct segment *s, const char *location)
{
	CLEANUP(normal_deinit) struct normal n = {0};
	struct slice text;
	size_t at = 0;

	s->original = slice_text(location);
	normal_set(&n, s->original);
	s->normal = &n;
	text = slice_of(n.text, n.len);
	wordlist_find(s->words->field, text, &s->hits);
	for (size_t start = 0; start < text.len; start = at + 1) {
		for (at = start; at < text.len; at++)
			if (strchr(";|/\n", text.data[at]))
				break;
		while (s->last < s->hits.n && s->hits.items[s->last].end <= at)
			s->last++;
		s->start = (uint32_t)start;
		s->end = (uint32_t)at;
		read_segment(s);
		s->first = s->last;
	}
	s->first = s->last = 0;
}

static void read_locations(const struct placewords *words,
			   const Jobq__Content *content, struct places *out)
{
	struct segment s = {.words = words, .out = out};

	for (size_t i = 0; i < content->n_locations; i++)
		read_location(&s, content->locations[i]);
	wordhits_deinit(&s.hits);
}

/* ---- title and text ---- */

/* 北京 of 北京大学. */
static bool is_other_name(const struct placewords *words, struct slice text,
			  const struct wordhit *hit)
{
	return text_any_at(text, hit->end, (const char *const *)words->behind);
}

static void read_title(const struct placewords *words,
		       const struct reading *reading, struct places *out)
{
	CLEANUP(wordhits_deinit) struct wordhits hits = {0};
	struct slice text =
		reading_text(reading_section(reading, READING_TITLE));

	wordlist_find(words->text, text, &hits);
	for (size_t i = 0; i < hits.n; i++)
		if (!is_other_name(words, text, &hits.items[i]))
			add_word(out, &words->items[hits.items[i].id]);
}

static size_t skip_cue(struct slice text, size_t at)
{
	static const char *const marks[] = {":", "】", "]",  "*",  " ", "\t",
					    "[", "【", "在", "为", "(", NULL};
	size_t len;

	while ((len = text_any_at(text, at, marks)))
		at += len;
	return at < text.len && text.data[at] == '\n' ? at + 1 : at;
}

/* The places in a row that begin behind a cue. */
static void read_row(const struct placewords *words, struct slice text,
		     size_t at, struct places *out)
{
	CLEANUP(wordhits_deinit) struct wordhits hits = {0};
	size_t last = at, within = FIRST_WITHIN;
	size_t end = at;

	while (end < text.len && end < at + 240 && text.data[end] != '\n')
		end++;
	end = text_character(text, end);
	if (end <= at)
		return;
	text = slice_of(text.data, end);
	wordlist_find(words->field, slice_of(text.data + at, end - at), &hits);
	for (size_t i = 0; i < hits.n; i++) {
		struct wordhit hit = hits.items[i];

		hit.start += (uint32_t)at;
		hit.end += (uint32_t)at;
		if (hit.start > last + within ||
		    text_holds(text, last, hit.start, "。"))
			return;
		if (words->items[hit.id].city &&
		    !is_other_name(words, text, &hit))
			add_word(out, &words->items[hit.id]);
		last = hit.end;
		within = NEXT_WITHIN;
	}
}

/* A firm tells where it has offices. */
static bool lists_offices(const struct outline_section *section,
			  const struct wordhit *cue, size_t at)
{
	static const char *const lists[] = {
		"包括", "遍布", "覆盖", "分布", "位于全球", "including", NULL};

	return text_any_at(reading_text(section), at, lists) ||
	       around_of(section, cue->start).part == PART_ABOUT;
}

static void read_text(const struct placewords *words,
		      const struct reading *reading, struct places *out)
{
	CLEANUP(wordhits_deinit) struct wordhits hits = {0};

	for (size_t i = READING_TITLE; i < reading_sections(reading); i++) {
		const struct outline_section *section =
			reading_section(reading, i);
		struct slice text = reading_text(section);

		reading_find(reading, i, words->cues, &hits);
		for (size_t k = 0; k < hits.n && out->n < PLACES_MAX; k++) {
			size_t at = skip_cue(text, hits.items[k].end);

			if (!lists_offices(section, &hits.items[k], at))
				read_row(words, text, at, out);
		}
	}
}

void places_read(const struct placewords *words, const struct reading *reading,
		 struct places *out)
{
	out->n = 0;
	read_locations(words, reading->content, out);
	if (!out->n)
		read_title(words, reading, out);
	if (!out->n)
		read_text(words, reading, out);
	drop_covered(out);
}
