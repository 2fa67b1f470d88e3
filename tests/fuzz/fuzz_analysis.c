#include "core/alloc.h"
#include "indexer/analysis.h"
#include "tests/fuzz/fuzz.h"

/*
 * Any bytes are a posting: its title up to the first NUL, then its blocks, each
 * up to the next; a block's first byte tells its kind. The sections are the
 * blocks' bytes in order, and a mention's quote is what its span holds.
 */
enum { BLOCKS_MAX = 8 };

static const struct analyser *analyser_of_tree(void)
{
	static struct analyser *analyser;

	if (!analyser && analyser_new(&analyser, RULES))
		abort();
	return analyser;
}

/* The bytes up to a NUL, which is skipped; caller frees. */
static char *next_text(struct slice *left)
{
	const char *end = left->len ? memchr(left->data, 0, left->len) : NULL;
	size_t len = end ? (size_t)(end - left->data) : left->len;
	char *text = alloc_copy_n(left->len ? left->data : "", len);

	*left = slice_of(left->data + len, left->len - len);
	if (end)
		*left = slice_of(left->data + 1, left->len - 1);
	return text;
}

static void block_read(Jobq__Block *out, struct slice *left)
{
	static const char *const kinds[] = {"other", "duty", "requirement",
					    "bonus", "about"};
	size_t kind = (uint8_t)*left->data % 5;

	jobq__block__init(out);
	*left = slice_of(left->data + 1, left->len - 1);
	out->kind = (char *)kinds[kind];
	out->text = next_text(left);
}

/* Takes the sections' texts off the blocks'. */
static void expect_sections(const Jobq__Content *content,
			    const Jobq__Analysis *a)
{
	size_t section = 0;

	for (size_t i = 0; i < content->n_blocks; i++) {
		const char *at = content->blocks[i]->text;

		while (*at) {
			const char *text = section < a->n_sections
						   ? a->sections[section]->text
						   : "";

			if (!*text || !slice_starts(slice_text(at), text))
				abort();
			at += strlen(text);
			section++;
		}
	}
	if (section != a->n_sections)
		abort();
}

static void expect_quotes(const Jobq__Content *content, const Jobq__Analysis *a)
{
	for (size_t i = 0; i < a->n_mentions; i++) {
		const Jobq__Mention *m = a->mentions[i];
		struct slice in =
			slice_text(m->in_section < a->n_sections
					   ? a->sections[m->in_section]->text
					   : content->title);

		if (m->start >= m->end || m->end > in.len ||
		    !slice_equal(
			    slice_of(in.data + m->start, m->end - m->start),
			    slice_text(m->quote)))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice left = slice_of(data, size);
	Jobq__Content content = JOBQ__CONTENT__INIT;
	Jobq__Block blocks[BLOCKS_MAX], *all[BLOCKS_MAX];
	Jobq__Analysis *a = NULL;

	content.title = next_text(&left);
	content.blocks = all;
	while (left.len && content.n_blocks < BLOCKS_MAX) {
		all[content.n_blocks] = &blocks[content.n_blocks];
		block_read(&blocks[content.n_blocks++], &left);
	}
	a = analyser_read(analyser_of_tree(), &content, NULL);
	expect_sections(&content, a);
	expect_quotes(&content, a);
	jobq__analysis__free_unpacked(a, NULL);
	for (size_t i = 0; i < content.n_blocks; i++)
		free(blocks[i].text);
	free(content.title);
	return 0;
}
