#include "indexer/lexicon.h"
#include "core/alloc.h"
#include <uthash.h>

/* While words are added: a word and the list of its uses. */
struct entry {
	char *text; /* matchtext */
	struct use *uses;
	uint32_t n, cap;
	uint32_t word;
	UT_hash_handle hh;
};
struct lexicon {
	struct entry *entries; /* by text */
	struct entry **by_word;
	struct word *words;
	size_t n_words, cap_words;
	char **written; /* owned */
	size_t n_written, cap_written;
	struct automaton *automaton;
};

struct lexicon *lexicon_new(void)
{
	struct lexicon *l = alloc_zero(1, sizeof(*l));

	l->automaton = automaton_new();
	return l;
}

void lexicon_free(struct lexicon *l)
{
	struct entry *entry, *next;

	if (!l)
		return;
	HASH_ITER(hh, l->entries, entry, next)
	{
		HASH_DEL(l->entries, entry);
		free(entry->text);
		free(entry->uses);
		free(entry);
	}
	for (size_t i = 0; i < l->n_written; i++)
		free(l->written[i]);
	free(l->written);
	free(l->by_word);
	free(l->words);
	automaton_free(l->automaton);
	free(l);
}

static struct entry *entry_of(struct lexicon *l, char *text)
{
	struct entry *entry = NULL;

	HASH_FIND_STR(l->entries, text, entry);
	if (entry) {
		free(text);
		return entry;
	}
	entry = alloc_zero(1, sizeof(*entry));
	entry->text = text;
	entry->word = (uint32_t)l->n_words;
	HASH_ADD_KEYPTR(hh, l->entries, entry->text, strlen(entry->text),
			entry);
	if (l->n_words == l->cap_words) {
		l->cap_words = l->cap_words ? 2 * l->cap_words : 256;
		l->by_word = alloc_resize(l->by_word, l->cap_words,
					  sizeof(*l->by_word));
	}
	l->by_word[l->n_words++] = entry;
	automaton_add(l->automaton, slice_text(text), (int)entry->word);
	return entry;
}

static bool entry_use(struct entry *entry, struct use use)
{
	for (uint32_t i = 0; i < entry->n; i++)
		if (entry->uses[i].kind == use.kind &&
		    entry->uses[i].of == use.of)
			return false;
	if (entry->n == entry->cap) {
		entry->cap = entry->cap ? 2 * entry->cap : 2;
		entry->uses = alloc_resize(entry->uses, entry->cap,
					   sizeof(*entry->uses));
	}
	entry->uses[entry->n++] = use;
	return true;
}

static const char *keep_written(struct lexicon *l, const char *written)
{
	if (l->n_written == l->cap_written) {
		l->cap_written = l->cap_written ? 2 * l->cap_written : 256;
		l->written = alloc_resize(l->written, l->cap_written,
					  sizeof(*l->written));
	}
	l->written[l->n_written] = alloc_copy(written);
	return l->written[l->n_written++];
}

static bool takes_plural(const char *text)
{
	size_t len = strlen(text);

	return len >= 3 && text[len - 1] >= 'a' && text[len - 1] <= 'z' &&
	       text[len - 1] != 's';
}

bool lexicon_add(struct lexicon *l, const char *written, enum use_kind kind,
		 uint32_t of, unsigned flags)
{
	char *text = matchtext_of(written);
	struct use use = {kind, of, keep_written(l, written)};
	bool added;

	if ((flags & LEXICON_PLURAL) && takes_plural(text))
		entry_use(entry_of(l, alloc_format("%ss", text)), use);
	added = entry_use(entry_of(l, text), use);
	return added;
}

static int by_kind(const void *a, const void *b)
{
	const struct use *x = a;
	const struct use *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->of > y->of) - (x->of < y->of);
}

void lexicon_build(struct lexicon *l)
{
	l->words = alloc_zero(l->n_words ? l->n_words : 1, sizeof(*l->words));
	for (size_t i = 0; i < l->n_words; i++) {
		struct entry *entry = l->by_word[i];
		struct word *word = &l->words[i];

		qsort(entry->uses, entry->n, sizeof(*entry->uses), by_kind);
		word->uses = entry->uses;
		word->n_uses = entry->n;
		while (word->n_forms < entry->n &&
		       entry->uses[word->n_forms].kind == USE_FORM)
			word->n_forms++;
	}
	automaton_build(l->automaton);
}

size_t lexicon_words(const struct lexicon *l)
{
	return l->n_words;
}

const struct word *lexicon_word(const struct lexicon *l, uint32_t word)
{
	return &l->words[word];
}

struct scanning {
	struct scan *scan;
	const struct normal *normal;
};

/* The place for a hit that ends at `end`: hits come by start, and are kept by
 * end, the longest first. */
static struct hit *make_room(struct scan *scan, uint32_t end)
{
	size_t at = scan->n;

	if (scan->n == scan->cap) {
		scan->cap = scan->cap ? 2 * scan->cap : 128;
		scan->hits = alloc_resize(scan->hits, scan->cap,
					  sizeof(*scan->hits));
	}
	for (; at && scan->hits[at - 1].end > end; at--)
		scan->hits[at] = scan->hits[at - 1];
	scan->n++;
	return &scan->hits[at];
}

static void keep_hit(void *context, const struct automaton_hit *found)
{
	struct scanning *s = context;
	struct scan *scan = s->scan;
	struct slice text = slice_of(scan->text.text, scan->text.len);

	if (!automaton_apart(text, found->start, found->end))
		return;
	*make_room(scan, found->end) = (struct hit){
		.word = (uint32_t)found->id,
		.start = found->start,
		.end = found->end,
		.origin = matchtext_start(&scan->text, s->normal, found->start),
		.origin_end = matchtext_end(&scan->text, s->normal, found->end),
	};
}

void lexicon_scan(const struct lexicon *l, const struct normal *normal,
		  struct scan *out)
{
	struct scanning s = {out, normal};

	out->n = 0;
	matchtext_set(&out->text, normal);
	automaton_scan(l->automaton, slice_of(out->text.text, out->text.len),
		       keep_hit, &s);
}

void scan_deinit(struct scan *scan)
{
	matchtext_deinit(&scan->text);
	free(scan->hits);
	*scan = (struct scan){0};
}
