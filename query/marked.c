#include "query/marked.h"

static void print_part(const struct term *term, const char *text, size_t len)
{
	struct bytes clean = {0};

	term_clean(&clean, slice_of(text, len));
	if (clean.len)
		fwrite(clean.data, 1, clean.len, term->to);
	bytes_deinit(&clean);
}

void marked_print(const struct term *term, const struct snippet *snippet,
		  enum term_style around)
{
	size_t at = 0;

	fputs(term_begin(term, around), term->to);
	for (size_t i = 0; i < snippet->n_marks; i++) {
		const struct snippet_mark *mark = &snippet->marks[i];

		print_part(term, snippet->text + at, mark->start - at);
		fprintf(term->to, "%s%s", term_end(term, around),
			term->colour ? term_begin(term, STYLE_BOLD) : "[");
		print_part(term, snippet->text + mark->start,
			   mark->end - mark->start);
		fprintf(term->to, "%s%s",
			term->colour ? term_end(term, STYLE_BOLD) : "]",
			term_begin(term, around));
		at = mark->end;
	}
	print_part(term, snippet->text + at, strlen(snippet->text + at));
	fputs(term_end(term, around), term->to);
}

void marked_print_mention(const struct term *term, const char *label,
			  const Jobq__Mention *mention)
{
	struct snippet snippet;

	snippet_of_mention(&snippet, mention);
	fprintf(term->to, "  %s%s:%s ", term_begin(term, STYLE_DIM), label,
		term_end(term, STYLE_DIM));
	marked_print(term, &snippet, STYLE_PLAIN);
	fputc('\n', term->to);
	snippet_deinit(&snippet);
}
