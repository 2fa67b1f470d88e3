#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <sys/stat.h>
#include <xapian.h>

#include "indexer/textdoc.hh"

extern "C" { /* our headers are C */
#include "core/fail.h"
#include "indexer/schema.h"
#include "indexer/textindex.h"
}

namespace
{

/* Measured on 16,000 postings of 3 KB, documents a CPU second: 494 by 200, 426
 * by 500. Xapian's default is 10,000; its trees outgrow the caches. */
constexpr const char *flush_threshold = "200";

template <typename Body> int guarded(const char *step, Body body) noexcept
{
	try {
		return body();
	} catch (const Xapian::DatabaseModifiedError &) {
		return TEXTINDEX_E_MODIFIED; /* reopen, retry */
	} catch (const Xapian::Error &e) {
		return fail(-EIO, "xapian: %s: %s", step, e.get_msg().c_str());
	} catch (const std::bad_alloc &) {
		return fail(-ENOMEM, "xapian: %s", step);
	} catch (...) {
		return fail(-ENOTRECOVERABLE, "xapian: %s", step);
	}
}

/* Values and data; the terms stay. */
void set_values(Xapian::Document &document, const struct textdoc *doc)
{
	for (const auto &value : doc->values)
		document.add_value(value.first, value.second);
	if (doc->has_data)
		document.set_data(doc->data);
}

/* Terms go in sorted: Xapian keeps them in a tree, and walks it less far. */
Xapian::Document document_of(struct textdoc *doc, const char *id)
{
	Xapian::Document document;
	std::string name;
	const textdoc_use *last = nullptr;

	doc->sort();
	for (const textdoc_use &u : doc->uses) {
		if (!last || !doc->same(*last, u))
			name.assign(doc->names, u.at, u.len);
		last = &u;
		if (u.placed)
			document.add_posting(name, u.position);
		else
			document.add_term(name);
	}
	document.add_boolean_term(textdoc_term_name("", slice_text(id)));
	set_values(document, doc);
	return document;
}

} // namespace

/* ---- queries: a tree of ours, made Xapian's when the index is known ---- */

struct textquery {
	enum op { ALL, WORDS, AND, OR, NOT, FILTER, RANGE };

	op kind;
	std::vector<std::string> words; /* several: a phrase */
	bool open = false; /* the last of the words is a term's beginning */
	std::vector<std::unique_ptr<textquery>> parts;
	unsigned slot = 0;
	std::string low, high;

	explicit textquery(op k) : kind(k)
	{
	}
	Xapian::Query build(const Xapian::Database &db) const;
	Xapian::Query build_words(const Xapian::Database &db) const;
	Xapian::Query build_parts(const Xapian::Database &db) const;
	bool absent(const Xapian::Database &db) const;
};

namespace
{

/* OP_PHRASE takes terms and an OR of terms, but no wildcard. */
Xapian::Query terms_from(const Xapian::Database &db, const std::string &start)
{
	std::vector<Xapian::Query> all;

	for (auto i = db.allterms_begin(start); i != db.allterms_end(start);
	     ++i)
		all.emplace_back(*i);
	return Xapian::Query(Xapian::Query::OP_OR, all.begin(), all.end());
}

struct textquery *pair_of(textquery::op kind, struct textquery *a,
			  struct textquery *b)
{
	auto both = std::make_unique<textquery>(kind);

	both->parts.emplace_back(a);
	both->parts.emplace_back(b);
	return both.release();
}

/* Long chains stay flat: building and freeing recurse. */
struct textquery *joined(textquery::op kind, struct textquery *a,
			 struct textquery *b)
{
	if (!a || !b)
		return a ? a : b;
	if (a->kind != kind)
		return pair_of(kind, a, b);
	a->parts.emplace_back(b);
	return a;
}

struct textquery *narrowed(textquery::op kind, struct textquery *a,
			   struct textquery *b)
{
	if (!a)
		a = textquery_all();
	return b ? pair_of(kind, a, b) : a;
}

struct textquery *of_words(const char *prefix, const struct slice *terms,
			   size_t n, bool open)
{
	auto query = std::make_unique<textquery>(textquery::WORDS);

	query->open = open;
	for (size_t i = 0; i < n; i++)
		query->words.push_back(textdoc_term_name(prefix, terms[i]));
	return query.release();
}

} // namespace

Xapian::Query textquery::build_words(const Xapian::Database &db) const
{
	using Xapian::Query;

	if (words.empty())
		return Query::MatchNothing;
	if (words.size() == 1)
		return open ? Query(Query::OP_WILDCARD, words[0], 0,
				    Query::WILDCARD_LIMIT_ERROR, Query::OP_OR)
			    : Query(words[0]);
	std::vector<Query> all(words.begin(), words.end());

	if (open)
		all.back() = terms_from(db, words.back());
	return Query(Query::OP_PHRASE, all.begin(), all.end(),
		     (Xapian::termcount)all.size());
}

bool textquery::absent(const Xapian::Database &db) const
{
	return kind == WORDS && words.size() == 1 && !open &&
	       !db.term_exists(words[0]);
}

Xapian::Query textquery::build_parts(const Xapian::Database &db) const
{
	using Xapian::Query;
	std::vector<Query> all;

	/* Xapian takes a second for 5,000 absent terms in an OR */
	for (const auto &part : parts)
		if (kind != OR || !part->absent(db))
			all.push_back(part->build(db));
	switch (kind) {
	case NOT:
		return Query(Query::OP_AND_NOT, all[0], all[1]);
	case FILTER:
		return Query(Query::OP_FILTER, all[0], all[1]);
	default:
		return Query(kind == AND ? Query::OP_AND : Query::OP_OR,
			     all.begin(), all.end());
	}
}

Xapian::Query textquery::build(const Xapian::Database &db) const
{
	using Xapian::Query;

	switch (kind) {
	case ALL:
		return Query::MatchAll;
	case WORDS:
		return build_words(db);
	case RANGE:
		return low > high
			       ? Query::MatchNothing
			       : Query(Query::OP_VALUE_RANGE, slot, low, high);
	default:
		return build_parts(db);
	}
}

struct textquery *textquery_all(void)
{
	return new textquery(textquery::ALL);
}

struct textquery *textquery_nothing(void)
{
	return new textquery(textquery::OR); /* of nothing */
}

struct textquery *textquery_term(const char *prefix, struct slice term)
{
	return of_words(prefix, &term, 1, false);
}

struct textquery *textquery_wildcard(const char *prefix, struct slice start)
{
	return of_words(prefix, &start, 1, true);
}

struct textquery *textquery_phrase(const char *prefix,
				   const struct slice *terms, size_t n)
{
	return of_words(prefix, terms, n, false);
}

struct textquery *textquery_phrase_wildcard(const char *prefix,
					    const struct slice *terms, size_t n)
{
	return of_words(prefix, terms, n, true);
}

struct textquery *textquery_and(struct textquery *a, struct textquery *b)
{
	return joined(textquery::AND, a, b);
}

struct textquery *textquery_or(struct textquery *a, struct textquery *b)
{
	return joined(textquery::OR, a, b);
}

struct textquery *textquery_not(struct textquery *a, struct textquery *b)
{
	return narrowed(textquery::NOT, a, b);
}

struct textquery *textquery_filter(struct textquery *a,
				   struct textquery *filter)
{
	return narrowed(textquery::FILTER, a, filter);
}

struct textquery *textquery_range(unsigned slot, uint64_t low, uint64_t high)
{
	auto query = std::make_unique<textquery>(textquery::RANGE);

	query->slot = slot;
	query->low = textdoc_value_text(low);
	query->high = textdoc_value_text(high);
	return query.release();
}

void textquery_free(struct textquery *query)
{
	delete query;
}

/* ---- the index ---- */

struct textindex {
	std::unique_ptr<Xapian::Database> db;
	Xapian::WritableDatabase *writer = nullptr; /* db, where it is one */
};

/* One transaction reaches from commit to commit. Without it Xapian publishes
 * what it has at each flush, documents before the cursor that belongs to them;
 * within it the flush only writes. */
int textindex_open_writer(struct textindex **out, const char *path)
{
	return guarded("open to write", [&] {
		auto index = std::make_unique<textindex>();

		setenv("XAPIAN_FLUSH_THRESHOLD", flush_threshold, 0);
		auto db = std::make_unique<Xapian::WritableDatabase>(
			path, Xapian::DB_CREATE_OR_OPEN);

		index->writer = db.get();
		index->db = std::move(db);
		index->writer->begin_transaction();
		*out = index.release();
		return 0;
	});
}

int textindex_open_reader(struct textindex **out, const char *path)
{
	std::string made = std::string(path) + "/iamglass";
	struct stat st;
	bool directory = !stat(path, &st) && S_ISDIR(st.st_mode);

	/* a file is a stub that joins shards */
	if (stat(directory ? made.c_str() : path, &st))
		return TEXTINDEX_E_ABSENT;
	return guarded("open to read", [&] {
		auto index = std::make_unique<textindex>();

		index->db = std::make_unique<Xapian::Database>(path);
		*out = index.release();
		return 0;
	});
}

void textindex_free(struct textindex *index)
{
	delete index;
}

int textindex_commit(struct textindex *index)
{
	return guarded("commit", [&] {
		index->writer->commit_transaction();
		index->writer->begin_transaction();
		return 0;
	});
}

int textindex_reopen(struct textindex *index)
{
	return guarded("reopen", [&] {
		index->db->reopen();
		return 0;
	});
}

int textindex_replace(struct textindex *index, const char *id,
		      struct textdoc *doc)
{
	return guarded("replace", [&] {
		index->writer->replace_document(
			textdoc_term_name("", slice_text(id)),
			document_of(doc, id));
		return 0;
	});
}

int textindex_update(struct textindex *index, const char *id,
		     struct textdoc *doc)
{
	return guarded("update", [&] {
		std::string term = textdoc_term_name("", slice_text(id));
		auto first = index->writer->postlist_begin(term);

		if (first == index->writer->postlist_end(term))
			return (int)TEXTINDEX_E_ABSENT;
		Xapian::docid docid = *first;
		Xapian::Document document = index->writer->get_document(docid);

		set_values(document, doc);
		index->writer->replace_document(docid, document);
		return 0;
	});
}

int textindex_delete(struct textindex *index, const char *term)
{
	return guarded("delete", [&] {
		index->writer->delete_document(
			textdoc_term_name("", slice_text(term)));
		return 0;
	});
}

int textindex_set_metadata(struct textindex *index, const char *key,
			   struct slice value)
{
	return guarded("set metadata", [&] {
		index->writer->set_metadata(key, textdoc_text_of(value));
		return 0;
	});
}

int textindex_metadata(struct textindex *index, const char *key,
		       struct bytes *out)
{
	return guarded("metadata", [&] {
		std::string value = index->db->get_metadata(key);

		bytes_add(out, value.data(), value.size());
		return 0;
	});
}

int textindex_metadata_keys(struct textindex *index, const char *prefix,
			    textindex_key *each, void *arg)
{
	return guarded("metadata keys", [&] {
		int r = 0;
		auto end = index->db->metadata_keys_end(prefix);

		for (auto i = index->db->metadata_keys_begin(prefix);
		     !r && i != end; ++i)
			r = each(arg, (*i).c_str());
		return r;
	});
}

int textindex_data(struct textindex *index, const char *id, struct bytes *out)
{
	return guarded("data", [&] {
		std::string term = textdoc_term_name("", slice_text(id));
		auto first = index->db->postlist_begin(term);

		if (first == index->db->postlist_end(term))
			return (int)TEXTINDEX_E_ABSENT;
		std::string data = index->db->get_document(*first).get_data();

		bytes_add(out, data.data(), data.size());
		return 0;
	});
}

int textindex_terms(struct textindex *index, const char *prefix, size_t max,
		    textindex_key *each, void *arg)
{
	return guarded("terms", [&] {
		int r = 0;
		auto end = index->db->allterms_end(prefix);

		for (auto i = index->db->allterms_begin(prefix);
		     !r && max > 0 && i != end; ++i, max--)
			r = each(arg, (*i).c_str());
		return r;
	});
}

/* ---- searching ---- */

namespace
{

struct found {
	std::string data;
	double weight;
};

void set_order(Xapian::Enquire &enquire, const struct textindex_search *search)
{
	if (search->collapse)
		enquire.set_collapse_key(VALUE_BOARD);
	if (search->order == ORDER_RELEVANCE)
		return;
	enquire.set_weighting_scheme(Xapian::BoolWeight());
	enquire.set_sort_by_value(search->slot,
				  search->order == ORDER_VALUE_DOWN);
}

/* Throws what Xapian throws. */
std::vector<found> search_all(const Xapian::Database &db,
			      const struct textindex_search *search,
			      size_t *total)
{
	Xapian::Enquire enquire(db);
	Xapian::doccount n = db.get_doccount();
	size_t limit = search->limit ? search->limit : n;
	std::vector<found> all;

	enquire.set_query(search->query ? search->query->build(db)
					: Xapian::Query::MatchAll);
	set_order(enquire, search);
	/* every match is looked at where the exact total is wanted */
	Xapian::MSet set = enquire.get_mset(
		(Xapian::doccount)std::min(search->offset, (size_t)n),
		(Xapian::doccount)std::min(limit, (size_t)n), total ? n : 0);

	for (auto i = set.begin(); i != set.end(); ++i)
		all.push_back({i.get_document().get_data(), i.get_weight()});
	if (total)
		*total = set.get_matches_estimated();
	return all;
}

} // namespace

int textindex_run(struct textindex *index,
		  const struct textindex_search *search, textindex_each *each,
		  void *arg, size_t *total)
{
	return guarded("search", [&] {
		int r = 0;
		size_t n = 0;

		for (const found &f :
		     search_all(*index->db, search, total ? &n : nullptr)) {
			struct textindex_hit hit = {
				slice_of(f.data.data(), f.data.size()),
				f.weight};

			r = each(arg, &hit);
			if (r)
				break;
		}
		if (total)
			*total = n;
		return r;
	});
}
