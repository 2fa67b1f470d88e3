#include "workers/htmltext.h"
#include "core/alloc.h"
#include "workers/charset.h"

struct writer {
	struct bytes *out;
	size_t begin; /* of this text in out */
	unsigned pre; /* depth */
	bool blank;   /* white space is due before the next word */
};

enum role { ROLE_INLINE, ROLE_BLOCK, ROLE_CELL, ROLE_BREAK, ROLE_NO_TEXT };

static const uint8_t roles[GUMBO_TAG_LAST + 1] = {
	[GUMBO_TAG_SCRIPT] = ROLE_NO_TEXT,
	[GUMBO_TAG_STYLE] = ROLE_NO_TEXT,
	[GUMBO_TAG_TEMPLATE] = ROLE_NO_TEXT,
	[GUMBO_TAG_HEAD] = ROLE_NO_TEXT,
	[GUMBO_TAG_NOSCRIPT] = ROLE_NO_TEXT,
	[GUMBO_TAG_IFRAME] = ROLE_NO_TEXT,
	[GUMBO_TAG_BR] = ROLE_BREAK,
	[GUMBO_TAG_HR] = ROLE_BREAK,
	[GUMBO_TAG_TD] = ROLE_CELL,
	[GUMBO_TAG_TH] = ROLE_CELL,
	[GUMBO_TAG_ADDRESS] = ROLE_BLOCK,
	[GUMBO_TAG_ARTICLE] = ROLE_BLOCK,
	[GUMBO_TAG_ASIDE] = ROLE_BLOCK,
	[GUMBO_TAG_BLOCKQUOTE] = ROLE_BLOCK,
	[GUMBO_TAG_BODY] = ROLE_BLOCK,
	[GUMBO_TAG_CAPTION] = ROLE_BLOCK,
	[GUMBO_TAG_CENTER] = ROLE_BLOCK,
	[GUMBO_TAG_DD] = ROLE_BLOCK,
	[GUMBO_TAG_DETAILS] = ROLE_BLOCK,
	[GUMBO_TAG_DIR] = ROLE_BLOCK,
	[GUMBO_TAG_DIV] = ROLE_BLOCK,
	[GUMBO_TAG_DL] = ROLE_BLOCK,
	[GUMBO_TAG_DT] = ROLE_BLOCK,
	[GUMBO_TAG_FIELDSET] = ROLE_BLOCK,
	[GUMBO_TAG_FIGCAPTION] = ROLE_BLOCK,
	[GUMBO_TAG_FIGURE] = ROLE_BLOCK,
	[GUMBO_TAG_FOOTER] = ROLE_BLOCK,
	[GUMBO_TAG_FORM] = ROLE_BLOCK,
	[GUMBO_TAG_H1] = ROLE_BLOCK,
	[GUMBO_TAG_H2] = ROLE_BLOCK,
	[GUMBO_TAG_H3] = ROLE_BLOCK,
	[GUMBO_TAG_H4] = ROLE_BLOCK,
	[GUMBO_TAG_H5] = ROLE_BLOCK,
	[GUMBO_TAG_H6] = ROLE_BLOCK,
	[GUMBO_TAG_HEADER] = ROLE_BLOCK,
	[GUMBO_TAG_HGROUP] = ROLE_BLOCK,
	[GUMBO_TAG_LEGEND] = ROLE_BLOCK,
	[GUMBO_TAG_LI] = ROLE_BLOCK,
	[GUMBO_TAG_MAIN] = ROLE_BLOCK,
	[GUMBO_TAG_MENU] = ROLE_BLOCK,
	[GUMBO_TAG_NAV] = ROLE_BLOCK,
	[GUMBO_TAG_OL] = ROLE_BLOCK,
	[GUMBO_TAG_OPTION] = ROLE_BLOCK,
	[GUMBO_TAG_P] = ROLE_BLOCK,
	[GUMBO_TAG_PRE] = ROLE_BLOCK,
	[GUMBO_TAG_SECTION] = ROLE_BLOCK,
	[GUMBO_TAG_SUMMARY] = ROLE_BLOCK,
	[GUMBO_TAG_TABLE] = ROLE_BLOCK,
	[GUMBO_TAG_TBODY] = ROLE_BLOCK,
	[GUMBO_TAG_TFOOT] = ROLE_BLOCK,
	[GUMBO_TAG_THEAD] = ROLE_BLOCK,
	[GUMBO_TAG_TR] = ROLE_BLOCK,
	[GUMBO_TAG_UL] = ROLE_BLOCK,
};

static size_t written(const struct writer *w)
{
	return w->out->len - w->begin;
}

static bool at_line_start(const struct writer *w)
{
	return !written(w) || w->out->data[w->out->len - 1] == '\n';
}

static void end_line(struct writer *w)
{
	w->blank = false;
	if (!at_line_start(w))
		bytes_add_char(w->out, '\n');
}

/* <br>: ends the line, or makes one empty line where it is ended already. */
static void break_line(struct writer *w)
{
	size_t n = written(w);

	w->blank = false;
	if (!n || (n > 1 && !memcmp(w->out->data + w->out->len - 2, "\n\n", 2)))
		return;
	bytes_add_char(w->out, '\n');
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static void add_words(struct writer *w, const char *text)
{
	while (*text) {
		size_t n = 0;

		if (is_space(*text)) {
			w->blank = true;
			text++;
			continue;
		}
		while (text[n] && !is_space(text[n]))
			n++;
		if (w->blank && !at_line_start(w))
			bytes_add_char(w->out, ' ');
		w->blank = false;
		bytes_add(w->out, text, n);
		text += n;
	}
}

static void add_node(struct writer *w, struct htmlwalk *walk,
		     const GumboNode *node)
{
	const char *text = htmltree_text(node);
	GumboTag tag = htmltree_tag(node);

	if (text && !walk->leaving && w->pre)
		bytes_add_text(w->out, text);
	else if (text && !walk->leaving)
		add_words(w, text);
	if (text)
		return;
	switch ((enum role)roles[tag]) {
	case ROLE_NO_TEXT:
		walk->skip = true;
		break;
	case ROLE_BREAK:
		if (!walk->leaving)
			break_line(w);
		break;
	case ROLE_CELL:
		w->blank = true;
		break;
	case ROLE_BLOCK:
		end_line(w);
		if (tag == GUMBO_TAG_PRE)
			w->pre += walk->leaving ? -1u : 1u;
		break;
	case ROLE_INLINE:
		break;
	}
}

void htmltext_add(struct bytes *out, const GumboNode *top)
{
	struct writer w = {.out = out, .begin = out->len};
	struct htmlwalk walk = {0};
	const GumboNode *node;

	htmlwalk_begin(&walk, top);
	while ((node = htmlwalk_next(&walk)))
		add_node(&w, &walk, node);
	htmlwalk_deinit(&walk);
	while (written(&w) && out->data[out->len - 1] == '\n')
		out->data[--out->len] = 0;
	/* gumbo makes broken UTF-8 of character references that are too
	 * large ("&#x1aaaaaaaaaaaaaaaaaaaa;"). */
	charset_mend(out, w.begin);
}

int htmltext_from(struct slice html, struct bytes *out)
{
	CLEANUP(htmltree_freep) struct htmltree *tree = NULL;
	int r = htmltree_parse(&tree, html);

	if (!r)
		htmltext_add(out, htmltree_document(tree));
	return r;
}

static void add_utf8(struct bytes *out, unsigned long c)
{
	if (c >= 0x10000) {
		bytes_add_char(out, (char)(0xf0 | c >> 18));
		bytes_add_char(out, (char)(0x80 | (c >> 12 & 63)));
		bytes_add_char(out, (char)(0x80 | (c >> 6 & 63)));
	} else if (c >= 0x800) {
		bytes_add_char(out, (char)(0xe0 | c >> 12));
		bytes_add_char(out, (char)(0x80 | (c >> 6 & 63)));
	} else if (c >= 0x80) {
		bytes_add_char(out, (char)(0xc0 | c >> 6));
	} else {
		bytes_add_char(out, (char)c);
		return;
	}
	bytes_add_char(out, (char)(0x80 | (c & 63)));
}

/* Bytes of the numeric reference that `text` begins with; 0: it is none. */
static size_t add_numeric(struct bytes *out, struct slice text)
{
	char digits[10] = "";
	bool hex = text.len > 2 && (text.data[2] | 32) == 'x';
	size_t begin = hex ? 3 : 2, n = 0;
	unsigned long c;
	char *end;

	while (n + 1 < sizeof(digits) && begin + n < text.len &&
	       text.data[begin + n] != ';') {
		digits[n] = text.data[begin + n];
		n++;
	}
	if (!n || begin + n >= text.len || text.data[begin + n] != ';' ||
	    !strchr("0123456789abcdefABCDEF", digits[0]))
		return 0;
	c = strtoul(digits, &end, hex ? 16 : 10);
	if (*end || !c || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	add_utf8(out, c);
	return begin + n + 1;
}

static size_t add_reference(struct bytes *out, struct slice text)
{
	static const struct {
		const char *name;
		char meant;
	} known[] = {{"&amp;", '&'},
		     {"&lt;", '<'},
		     {"&gt;", '>'},
		     {"&quot;", '"'},
		     {"&apos;", '\''}};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t n = strlen(known[i].name);

		if (text.len >= n && !memcmp(text.data, known[i].name, n)) {
			bytes_add_char(out, known[i].meant);
			return n;
		}
	}
	return text.len > 3 && text.data[1] == '#' ? add_numeric(out, text) : 0;
}

/* One level of escaping undone. References that HTML's markup does not need
 * ("&nbsp;") stay: the parser of the HTML below reads them as well. */
static void unescape(struct slice text, struct bytes *out)
{
	size_t i = 0;

	while (i < text.len) {
		const char *amp = memchr(text.data + i, '&', text.len - i);
		size_t at = amp ? (size_t)(amp - text.data) : text.len;
		size_t n;

		bytes_add(out, text.data + i, at - i);
		if (!amp)
			return;
		n = add_reference(out, slice_of(amp, text.len - at));
		if (!n)
			bytes_add_char(out, '&');
		i = at + (n ? n : 1);
	}
}

int htmltext_from_escaped(struct slice html, struct bytes *out)
{
	struct bytes plain = {0};
	int r;

	if (html.len && memchr(html.data, '<', html.len))
		return htmltext_from(html, out);
	unescape(html, &plain);
	r = htmltext_from(slice_bytes(&plain), out);
	bytes_deinit(&plain);
	return r;
}

int htmltext_from_either(struct slice html, struct bytes *out)
{
	if (html.len && memmem(html.data, html.len, "&lt;", 4))
		return htmltext_from_escaped(html, out);
	return htmltext_from(html, out);
}
