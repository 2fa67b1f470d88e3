#include "tests/fuzz/fuzz.h"
#include "workers/charset.h"
#include "workers/content.h"
#include "workers/htmltext.h"
#include "workers/jobposting.h"
#include "workers/xpath.h"

/* A page's links, text, postings and XPath, out of any bytes. */
static void read_postings(const struct htmlpage *page)
{
	json_auto_t *postings = NULL;
	CLEANUP(freep) char *why = NULL;

	if (jobposting_find(page, &postings, &why)) {
		if (!why)
			abort();
		return;
	}
	for (size_t i = 0; i < json_array_size(postings); i++) {
		CLEANUP(content_freep) Jobq__Content *c = content_new();

		jobposting_fill(json_array_get(postings, i), c);
		for (size_t j = 0; j < c->n_blocks; j++)
			if (!c->blocks[j]->text[0])
				abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct charset_hint hint = {{NULL, 0}, true};
	CLEANUP(freep) char *title = NULL;
	struct bytes room = {0}, text = {0};
	struct slice html = charset_decode(slice_of(data, size), &hint, &room);
	struct htmlpage page;

	if (!htmlpage_init(&page, html)) {
		htmltext_add(&text, htmltree_document(page.tree));
		if (!charset_is_utf8(slice_bytes(&text)))
			abort();
		read_postings(&page);
		htmlpage_deinit(&page);
	}
	if (xpath_text(html, "//*[@id]/@*|//title", &title))
		title = NULL;
	bytes_reset(&text);
	if (htmltext_from_escaped(html, &text) &&
	    html.len <= HTMLTREE_MAX_BYTES / 64)
		abort();
	bytes_deinit(&text);
	bytes_deinit(&room);
	return 0;
}
