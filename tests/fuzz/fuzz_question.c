#include "core/alloc.h"
#include "query/question.h"
#include "query/snippet.h"
#include "tests/fuzz/fuzz.h"

/* A question that parses compiles, and marks a text. */
static void use(const struct question *q, char *text)
{
	CLEANUP(textquery_freep) struct textquery *query = question_compile(q);
	Jobq__Block block = JOBQ__BLOCK__INIT, *blocks = &block;
	Jobq__Content content = JOBQ__CONTENT__INIT;
	struct snippet s;

	block.text = text;
	content.blocks = &blocks;
	content.n_blocks = 1;
	snippet_of_content(&s, q, &content, SNIPPET_COLUMNS);
	snippet_deinit(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(freep) char *text = alloc_copy_n(data, size);
	CLEANUP(freep) char *why = NULL;
	CLEANUP(question_freep) struct question *q = NULL;
	int r = question_parse(&q, text, &why);

	if ((r && (!why || q)) || (!r && !q))
		abort();
	if (!r)
		use(q, text);
	return 0;
}
