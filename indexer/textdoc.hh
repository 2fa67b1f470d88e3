#pragma once
/*
 * The C++ side of textdoc, for textindex.cc alone: what a document being made
 * holds, and how terms and numbers are spelt in the index.
 */
#include <string>
#include <utility>
#include <vector>

extern "C" { /* our headers are C */
#include "indexer/textdoc.h"
}

/* As Xapian takes it: neither too long nor with a NUL (it counts double). */
std::string textdoc_term_name(const char *prefix, struct slice term);
/* Sorts as the number does. */
std::string textdoc_value_text(uint64_t value);
std::string textdoc_text_of(struct slice s);

/* One use of a term. `head` is its first bytes, so that sorting rarely looks
 * at the text. */
struct textdoc_use {
	uint64_t head;
	uint32_t at, len, position;
	bool placed;
};

struct textdoc {
	std::string names; /* of the uses, one behind the other */
	std::vector<textdoc_use> uses;
	std::vector<std::pair<unsigned, std::string>> values;
	std::string data;
	bool has_data = false;

	void add(const char *prefix, struct slice term, bool placed,
		 uint32_t position);
	void sort(); /* the uses, by term, then position */
	bool same(const textdoc_use &a, const textdoc_use &b) const;

      private:
	bool less(const textdoc_use &a, const textdoc_use &b) const;
};
