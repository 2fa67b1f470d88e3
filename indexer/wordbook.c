#include "indexer/wordbook.h"
#include "core/alloc.h"
#include "indexer/automaton.h"

/* A word of a list; its place is its id in the automaton. */
struct entry {
	uint32_t list;
	int id;
};
struct wordmark {
	uint32_t list;
	struct wordhit hit;
};
struct wordbook {
	struct automaton *automaton;
	const struct wordlist **lists;
	size_t n_lists;
	struct entry *entries;
	size_t n_entries;
};

struct wordbook *wordbook_new(void)
{
	struct wordbook *book = alloc_zero(1, sizeof(*book));

	book->automaton = automaton_new();
	return book;
}

void wordbook_free(struct wordbook *book)
{
	if (!book)
		return;
	automaton_free(book->automaton);
	free(book->lists);
	free(book->entries);
	free(book);
}

void wordbook_add(struct wordbook *book, const struct wordlist *list)
{
	const struct listed *words = NULL;
	size_t n = wordlist_words(list, &words);

	book->lists = alloc_resize(book->lists, book->n_lists + 1,
				   sizeof(*book->lists));
	book->entries = alloc_resize(book->entries, book->n_entries + n + 1,
				     sizeof(*book->entries));
	for (size_t i = 0; i < n; i++) {
		automaton_add(book->automaton, slice_text(words[i].text),
			      (int)book->n_entries);
		book->entries[book->n_entries++] =
			(struct entry){(uint32_t)book->n_lists, words[i].id};
	}
	book->lists[book->n_lists++] = list;
}

void wordbook_build(struct wordbook *book)
{
	automaton_build(book->automaton);
}

struct marking {
	struct slice text;
	struct wordmarks *marks;
};

static void mark(void *context, const struct automaton_hit *found)
{
	struct marking *m = context;
	struct wordmarks *marks = m->marks;
	const struct entry *entry = &marks->book->entries[found->id];

	if (!automaton_apart(m->text, found->start, found->end))
		return;
	if (marks->n == marks->cap) {
		marks->cap = marks->cap ? 2 * marks->cap : 64;
		marks->items = alloc_resize(marks->items, marks->cap,
					    sizeof(*marks->items));
	}
	marks->n_of[entry->list]++;
	marks->items[marks->n++] = (struct wordmark){
		entry->list, {entry->id, found->start, found->end}};
}

void wordbook_find(const struct wordbook *book, struct slice normal,
		   struct wordmarks *out)
{
	struct marking m = {normal, out};

	free(out->n_of);
	out->n_of = alloc_zero(book->n_lists + 1, sizeof(*out->n_of));
	out->book = book;
	out->n = 0;
	automaton_scan(book->automaton, normal, mark, &m);
}

void wordmarks_of(const struct wordmarks *marks, const struct wordlist *list,
		  struct wordhits *out)
{
	const struct wordbook *book = marks->book;
	uint32_t place = 0;

	out->n = 0;
	while (place < book->n_lists && book->lists[place] != list)
		place++;
	if (!marks->n_of[place])
		return;
	for (size_t i = 0; i < marks->n; i++)
		if (marks->items[i].list == place)
			wordhits_take(out, marks->items[i].hit);
	wordhits_settle(out);
}

void wordmarks_deinit(struct wordmarks *marks)
{
	free(marks->items);
	free(marks->n_of);
	*marks = (struct wordmarks){0};
}
