#include "workers/sitemap.h"
#include "core/alloc.h"
#include "workers/excerpt.h"
#include <libdeflate.h>
#include <libxml/xmlreader.h>
#include <strings.h>

enum { SHOWN_BYTES = 48 };

static void reader_freep(xmlTextReader **reader)
{
	if (*reader)
		xmlFreeTextReader(*reader);
}

static void quiet(void *arg, xmlErrorPtr error)
{
	(void)arg;
	(void)error;
}

static int refuse(char **why, const char *words, struct slice body)
{
	CLEANUP(freep) char *shown = excerpt_of(body, SHOWN_BYTES);

	*why = alloc_format("sitemap: %s (%s)", words, shown);
	return SITEMAP_E_FORM;
}

static bool is_gzip(struct slice body)
{
	return body.len > 2 && !memcmp(body.data, "\x1f\x8b", 2);
}

/* RFC 1952: one member or several. */
static bool gunzip(struct slice packed, struct bytes *out)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result r = LIBDEFLATE_SUCCESS;
	size_t room = packed.len * 8 + 4096;

	while (d && packed.len && out->len < SITEMAP_MAX_BYTES) {
		size_t read = 0, written = 0;

		if (room > SITEMAP_MAX_BYTES)
			room = SITEMAP_MAX_BYTES;
		bytes_reserve(out, room);
		r = libdeflate_gzip_decompress_ex(d, packed.data, packed.len,
						  out->data + out->len, room,
						  &read, &written);
		if (r == LIBDEFLATE_INSUFFICIENT_SPACE &&
		    room < SITEMAP_MAX_BYTES) {
			room *= 4;
			continue;
		}
		if (r != LIBDEFLATE_SUCCESS)
			break;
		out->len += written;
		packed = slice_of(packed.data + read, packed.len - read);
	}
	libdeflate_free_decompressor(d);
	return d && r == LIBDEFLATE_SUCCESS && out->len < SITEMAP_MAX_BYTES;
}

static bool looks_like_html(struct slice text)
{
	size_t i = 0;

	while (i < text.len && strchr(" \t\r\n\xef\xbb\xbf", text.data[i]) &&
	       text.data[i])
		i++;
	text = slice_of(text.data + i, text.len - i);
	return (text.len > 14 &&
		!strncasecmp(text.data, "<!doctype html", 14)) ||
	       (text.len > 5 && !strncasecmp(text.data, "<html", 5));
}

static void add_url(struct sitemap *out, const char *text)
{
	size_t n;

	text += strspn(text, " \t\r\n");
	n = strlen(text);
	while (n && strchr(" \t\r\n", text[n - 1]))
		n--;
	if (!n || out->n == SITEMAP_MAX_URLS)
		return;
	if (!(out->n & (out->n - 1)))
		out->urls = alloc_resize(out->urls, out->n ? 2 * out->n : 1,
					 sizeof(*out->urls));
	out->urls[out->n++] = alloc_copy_n(text, n);
}

/* <urlset><url><loc>, <sitemapindex><sitemap><loc>: a <loc> deeper than that
 * (of an image or video) is none of ours. */
static bool take_node(struct sitemap *out, xmlTextReader *reader)
{
	int type = xmlTextReaderNodeType(reader);
	int depth = xmlTextReaderDepth(reader);
	const char *name = (const char *)xmlTextReaderConstLocalName(reader);
	xmlChar *text;

	if (type == XML_READER_TYPE_DOCUMENT_TYPE ||
	    type == XML_READER_TYPE_ENTITY_REFERENCE)
		return false;
	if (type != XML_READER_TYPE_ELEMENT)
		return true;
	if (!depth) {
		out->index = !strcmp(name, "sitemapindex");
		return out->index || !strcmp(name, "urlset");
	}
	if (depth != 2 || strcmp(name, "loc") != 0)
		return true;
	text = xmlTextReaderReadString(reader);
	if (text)
		add_url(out, (const char *)text);
	xmlFree(text);
	return true;
}

static int parse(struct sitemap *out, struct slice text, char **why)
{
	CLEANUP(reader_freep)
	xmlTextReader *reader = xmlReaderForMemory(
		text.data, (int)text.len, NULL, NULL,
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
			XML_PARSE_NOCDATA);
	int more;

	if (!reader)
		return refuse(why, "expected XML", text);
	xmlTextReaderSetStructuredErrorHandler(reader, quiet, NULL);
	while ((more = xmlTextReaderRead(reader)) == 1)
		if (!take_node(out, reader))
			return refuse(why,
				      "expected a urlset or sitemapindex, "
				      "without DOCTYPE and entities",
				      text);
	return more ? refuse(why, "expected well-formed XML", text) : 0;
}

int sitemap_init(struct sitemap *out, struct slice body, char **why)
{
	struct sitemap sitemap = {0};
	struct bytes plain = {0};
	int r = 0;

	if (is_gzip(body)) {
		if (!gunzip(body, &plain))
			r = refuse(why, "expected gzip of at most 64 MB", body);
		body = slice_bytes(&plain);
	}
	if (!r && looks_like_html(body))
		r = SITEMAP_E_ABSENT;
	if (!r && (!body.len || body.len > SITEMAP_MAX_BYTES))
		r = refuse(why, "expected XML of at most 64 MB", body);
	if (!r)
		r = parse(&sitemap, body, why);
	bytes_deinit(&plain);
	if (r)
		sitemap_deinit(&sitemap);
	else
		*out = sitemap;
	return r;
}

void sitemap_deinit(struct sitemap *sitemap)
{
	for (size_t i = 0; i < sitemap->n; i++)
		free(sitemap->urls[i]);
	free(sitemap->urls);
	*sitemap = (struct sitemap){0};
}
