#include <algorithm>
#include <cstring>

#include "indexer/textdoc.hh"

extern "C" {
#include "core/digest.h"
}

namespace
{

constexpr size_t term_bytes_max = 245; /* Xapian's glass backend */
constexpr size_t term_bytes_kept = 200;

} // namespace

std::string textdoc_term_name(const char *prefix, struct slice term)
{
	std::string name(prefix);
	char hex[DIGEST_HEX];

	if (term.len)
		name.append(term.data, term.len);
	if (name.size() <= term_bytes_max && name.find('\0') == name.npos)
		return name;
	struct digest digest = digest_of(name.data(), name.size());

	name.resize(std::min(name.size(), term_bytes_kept));
	std::replace(name.begin(), name.end(), '\0', ' ');
	return name + digest_hex(&digest, hex);
}

std::string textdoc_value_text(uint64_t value)
{
	std::string text(8, '\0');

	for (size_t i = 0; i < 8; i++)
		text[i] = (char)(value >> (56 - 8 * i));
	return text;
}

std::string textdoc_text_of(struct slice s)
{
	return s.len ? std::string(s.data, s.len) : std::string();
}

void textdoc::add(const char *prefix, struct slice term, bool placed,
		  uint32_t position)
{
	textdoc_use u = {0, (uint32_t)names.size(), 0, position, placed};
	size_t prefix_len = strlen(prefix);

	if (prefix_len + term.len <= term_bytes_max &&
	    !memchr(term.data ? term.data : "", 0, term.len)) {
		names.append(prefix, prefix_len);
		names.append(term.data ? term.data : "", term.len);
	} else {
		names += textdoc_term_name(prefix, term);
	}
	u.len = (uint32_t)(names.size() - u.at);
	for (uint32_t i = 0; i < 8; i++)
		u.head = u.head << 8 |
			 (i < u.len ? (unsigned char)names[u.at + i] : 0);
	uses.push_back(u);
}

bool textdoc::same(const textdoc_use &a, const textdoc_use &b) const
{
	return a.head == b.head && a.len == b.len &&
	       !memcmp(&names[a.at], &names[b.at], a.len);
}

bool textdoc::less(const textdoc_use &a, const textdoc_use &b) const
{
	if (a.head != b.head)
		return a.head < b.head;
	int order = memcmp(&names[a.at], &names[b.at], std::min(a.len, b.len));

	if (order)
		return order < 0;
	return a.len != b.len ? a.len < b.len : a.position < b.position;
}

void textdoc::sort()
{
	std::sort(uses.begin(), uses.end(),
		  [this](const textdoc_use &a, const textdoc_use &b) {
			  return less(a, b);
		  });
}

struct textdoc *textdoc_new(void)
{
	return new textdoc();
}

void textdoc_reset(struct textdoc *doc)
{
	doc->names.clear();
	doc->uses.clear();
	doc->values.clear();
	doc->data.clear();
	doc->has_data = false;
}

void textdoc_free(struct textdoc *doc)
{
	delete doc;
}

void textdoc_term(struct textdoc *doc, const char *prefix, struct slice term)
{
	doc->add(prefix, term, false, 0);
}

void textdoc_posting(struct textdoc *doc, const char *prefix, struct slice term,
		     uint32_t position)
{
	doc->add(prefix, term, true, position);
}

void textdoc_value(struct textdoc *doc, unsigned slot, uint64_t value)
{
	doc->values.emplace_back(slot, textdoc_value_text(value));
}

void textdoc_value_bytes(struct textdoc *doc, unsigned slot, struct slice value)
{
	doc->values.emplace_back(slot, textdoc_text_of(value));
}

void textdoc_data(struct textdoc *doc, struct slice data)
{
	doc->data = textdoc_text_of(data);
	doc->has_data = true;
}
