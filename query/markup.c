#include "query/markup.h"
#include "query/value.h"

void markup_text(struct bytes *out, const char *text)
{
	struct bytes clean = {0};

	value_clean(&clean, slice_text(text));
	for (size_t i = 0; i < clean.len; i++) {
		char c = clean.data[i];

		if (c == '&')
			bytes_add_text(out, "&amp;");
		else if (c == '<')
			bytes_add_text(out, "&lt;");
		else if (c == '>')
			bytes_add_text(out, "&gt;");
		else if (c == '"')
			bytes_add_text(out, "&quot;");
		else if (c == '\'')
			bytes_add_text(out, "&#39;");
		else
			bytes_add_char(out, c);
	}
	bytes_deinit(&clean);
}

void markup_link(struct bytes *out, const char *url, const char *label)
{
	if (strncmp(url, "https://", 8) != 0 &&
	    strncmp(url, "http://", 7) != 0) {
		markup_text(out, label);
		return;
	}
	bytes_add_text(out, "<a rel=\"noopener noreferrer\" href=\"");
	markup_text(out, url);
	bytes_add_text(out, "\">");
	markup_text(out, label);
	bytes_add_text(out, "</a>");
}
