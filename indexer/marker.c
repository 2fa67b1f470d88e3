#include "indexer/marker.h"
#include "indexer/markerlists.h"
#include "indexer/pairs.h"

enum { FEW_WORDS_AFTER = 8 };

bool marker_possible(struct slice sentence)
{
	struct pairs pairs;

	pairs_init(&pairs, sentence);
	for (size_t i = 0; i < marker_signs.n; i++)
		if (pairs_may_hold(&pairs, marker_signs.items[i]) &&
		    slice_find(sentence, marker_signs.items[i]))
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
	for (size_t i = 0; i < marker_candidate.n; i++)
		if (pairs_may_hold(&pairs, marker_candidate.items[i]) &&
		    slice_find(text, marker_candidate.items[i]))
			return true;
	return wordset_begins(&marker_owning, text);
}

static bool points_back(struct slice rest)
{
	return wordset_has(&marker_pointing, rest);
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

	for (size_t i = 0; i < marker_begins_zh.n; i++)
		if (slice_starts(lead, marker_begins_zh.items[i]) &&
		    part != PART_DUTY &&
		    lead.len > strlen(marker_begins_zh.items[i]) + 3)
			return (struct marker){MARKER_AFTER,
					       (size_t)(lead.data - piece.data),
					       0};
	for (size_t i = 0; i < marker_ends_zh.n; i++) {
		struct slice rest = text;

		if (!slice_ends(text, marker_ends_zh.items[i]))
			continue;
		rest.len -= strlen(marker_ends_zh.items[i]);
		rest = without_lead(rest);
		if (rest.len && !speaks_of_candidate(rest) &&
		    !points_back(rest))
			continue;
		if (part == PART_DUTY &&
		    !slice_starts(slice_text(marker_ends_zh.items[i]),
				  "优先") &&
		    !slice_starts(slice_text(marker_ends_zh.items[i]), "加分"))
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

	for (size_t i = 0; i < marker_begins_en.n; i++)
		if (slice_starts(lead, marker_begins_en.items[i]) &&
		    lead.len > strlen(marker_begins_en.items[i]) + 1)
			return (struct marker){MARKER_AFTER,
					       (size_t)(lead.data - piece.data),
					       0};
	pairs_init(&pairs, text);
	for (size_t i = 0; i < marker_within_en.n; i++)
		if (pairs_may_hold(&pairs, marker_within_en.items[i]) &&
		    (at = slice_find(text, marker_within_en.items[i])) != NULL)
			return before(text, at);
	for (size_t i = 0; i < marker_ends_en.n; i++) {
		if (!slice_ends(text, marker_ends_en.items[i]))
			continue;
		at = text.data + text.len - strlen(marker_ends_en.items[i]);
		if (starts_word(text, at))
			return before(text, at);
	}
	for (size_t i = 0; i < marker_after_en.n; i++)
		if ((at = slice_find(text, marker_after_en.items[i])) != NULL)
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

	if (bracket.len > 1 && bracket.data > piece.data)
		inner = find(slice_of(bracket.data + 1, bracket.len - 1), part);
	/* a bracket with the marker alone speaks of what stands before it */
	if (inner.scope == MARKER_AFTER ||
	    (inner.scope == MARKER_BEFORE && inner.words))
		return (struct marker){MARKER_INSIDE,
				       (size_t)(bracket.data - piece.data), 0};
	return find(piece, part);
}
