#include "workers/recording.h"
#include "core/alloc.h"
#include "core/digest.h"
#include "core/log.h"
#include "core/times.h"
#include "core/urlkey.h"
#include <strings.h>
#include <uthash.h>

enum kind { KIND_REQUEST, KIND_RESPONSE, KIND_REVISIT, KIND_FAILURE };

struct entry {
	enum kind kind;
	char *method, *url;	 /* url: canonical; a request's method its own,
				  * the others' by joining */
	struct digest body;	 /* the request's */
	struct digest id, other; /* of WARC-Record-ID, WARC-Concurrent-To */
	struct digest place;	 /* of target and date */
	struct digest refers, refers_place; /* revisit */
	int64_t date_ms;
	size_t file;
	uint64_t offset;
};

/* A name of an entry, to find it by. */
struct link {
	struct digest name;
	size_t entry;
	UT_hash_handle hh;
};

/* The answers to one request, in the files' order. */
struct shelf {
	struct digest key;
	size_t *entries;
	size_t n, cap;
	UT_hash_handle hh;
};

/* All shelves under one set of volatile parts. */
struct shelves {
	char **parts; /* NULL-terminated */
	struct shelf *by_key;
	struct shelves *next;
};

struct recording {
	char **files;
	size_t n_files;
	struct entry *entries;
	size_t n, cap, n_answers;
	struct link *requests; /* by their own id, and by whom they name */
	struct link *payloads; /* responses by id, and by target and date */
	struct shelves *shelves;
};

/* ---- reading ---- */

static struct digest digest_of_field(struct slice header, const char *name)
{
	struct slice value = warc_field(header, name);

	return value.len ? digest_of(value.data, value.len)
			 : (struct digest){{0}};
}

static struct digest digest_of_place(struct slice header, const char *url,
				     const char *date)
{
	struct slice parts[] = {warc_field(header, url),
				warc_field(header, date)};

	return parts[0].len ? digest_of_parts(parts, 2) : (struct digest){{0}};
}

static bool value_is(struct slice value, const char *text)
{
	return value.len == strlen(text) &&
	       !strncasecmp(value.data, text, value.len);
}

/* False: not a record that an exchange is made of. */
static bool kind_of(const struct warc_record *record, enum kind *out)
{
	struct slice type = warc_field(record->header, "WARC-Type");
	struct slice media = warc_field(record->header, "Content-Type");
	bool http = media.len >= 16 &&
		    !strncasecmp(media.data, "application/http", 16);

	if (value_is(type, "request") && http)
		*out = KIND_REQUEST;
	else if (value_is(type, "response") && http)
		*out = KIND_RESPONSE;
	else if (value_is(type, "revisit"))
		*out = KIND_REVISIT;
	else if (value_is(type, "metadata") &&
		 warc_field(record->block, "fetch-failure").len)
		*out = KIND_FAILURE;
	else
		return false;
	return true;
}

static char *canonical(struct slice url)
{
	CLEANUP(freep) char *text = NULL;
	char *out;

	/* WARC 1.0 had the address in angle brackets. */
	if (url.len >= 2 && url.data[0] == '<')
		url = slice_of(url.data + 1, url.len - 2);
	text = alloc_copy_n(url.data, url.len);
	out = url_canonical(text);
	return out ? out : TAKE(text);
}

static void read_request(struct entry *e, const struct warc_record *record)
{
	struct slice head, body;
	const char *blank;

	if (warc_http(record->block, &head, &body))
		return;
	blank = memchr(head.data, ' ', head.len);
	e->method = alloc_copy_n(head.data, (size_t)(blank - head.data));
	e->body = digest_of(body.data, body.len);
}

static void take_record(struct recording *rec, const struct warc_record *record)
{
	struct slice header = record->header;
	struct slice date = warc_field(header, "WARC-Date");
	CLEANUP(freep) char *date_text = alloc_copy_n(date.data, date.len);
	struct entry e = {.file = rec->n_files - 1, .offset = record->offset};

	if (!kind_of(record, &e.kind) || times_parse(date_text, &e.date_ms))
		return;
	e.url = canonical(warc_field(header, "WARC-Target-URI"));
	e.id = digest_of_field(header, "WARC-Record-ID");
	e.other = digest_of_field(header, "WARC-Concurrent-To");
	e.place = digest_of_place(header, "WARC-Target-URI", "WARC-Date");
	e.refers = digest_of_field(header, "WARC-Refers-To");
	e.refers_place = digest_of_place(header, "WARC-Refers-To-Target-URI",
					 "WARC-Refers-To-Date");
	if (e.kind == KIND_REQUEST)
		read_request(&e, record);
	else
		rec->n_answers++;
	if (rec->n == rec->cap) {
		rec->cap = rec->cap ? rec->cap * 2 : 256;
		rec->entries = alloc_resize(rec->entries, rec->cap,
					    sizeof(*rec->entries));
	}
	rec->entries[rec->n++] = e;
}

static int read_file(struct recording *rec, const char *file)
{
	struct warc_record record = {0};
	uint64_t offset = 0;
	int r;

	rec->files =
		alloc_resize(rec->files, rec->n_files + 1, sizeof(*rec->files));
	rec->files[rec->n_files++] = alloc_copy(file);
	while (!(r = warc_read(file, offset, &record))) {
		take_record(rec, &record);
		offset = record.next;
	}
	warc_record_deinit(&record);
	return r < 0 ? r : 0;
}

/* ---- joining ---- */

static void link_add(struct link **table, const struct digest *name,
		     size_t entry)
{
	struct link *link;

	if (digest_none(name))
		return;
	HASH_FIND(hh, *table, name, sizeof(*name), link);
	if (link)
		return;
	link = alloc_zero(1, sizeof(*link));
	link->name = *name;
	link->entry = entry;
	HASH_ADD(hh, *table, name, sizeof(link->name), link);
}

static const struct entry *link_find(const struct recording *rec,
				     struct link *table,
				     const struct digest *name)
{
	struct link *link = NULL;

	if (!digest_none(name))
		HASH_FIND(hh, table, name, sizeof(*name), link);
	return link ? &rec->entries[link->entry] : NULL;
}

static void links_free(struct link **table)
{
	struct link *link = *table, *next;

	HASH_CLEAR(hh, *table); /* the items stay chained */
	for (; link; link = next) {
		next = link->hh.next;
		free(link);
	}
}

static void make_links(struct recording *rec)
{
	for (size_t i = 0; i < rec->n; i++) {
		const struct entry *e = &rec->entries[i];

		if (e->kind == KIND_REQUEST) {
			link_add(&rec->requests, &e->id, i);
			link_add(&rec->requests, &e->other, i);
		} else if (e->kind == KIND_RESPONSE) {
			link_add(&rec->payloads, &e->id, i);
			link_add(&rec->payloads, &e->place, i);
		}
	}
}

/* The request beside entry `i`, where neither names another. */
static const struct entry *neighbour(const struct recording *rec, size_t i)
{
	const struct entry *e = &rec->entries[i];

	for (int step = -1; step <= 1; step += 2) {
		size_t at = i + (size_t)step; /* wraps at the first */
		const struct entry *n = at < rec->n ? &rec->entries[at] : NULL;

		if (n && n->kind == KIND_REQUEST && n->file == e->file &&
		    digest_none(&n->other) && !strcmp(n->url, e->url))
			return n;
	}
	return NULL;
}

static void join(struct recording *rec)
{
	struct digest nothing = digest_of("", 0);

	for (size_t i = 0; i < rec->n; i++) {
		struct entry *e = &rec->entries[i];
		const struct entry *request;

		if (e->kind == KIND_REQUEST)
			continue;
		request = link_find(rec, rec->requests, &e->other);
		if (!request)
			request = link_find(rec, rec->requests, &e->id);
		if (!request && digest_none(&e->other))
			request = neighbour(rec, i);
		e->method = alloc_copy(
			request && request->method ? request->method : "GET");
		e->body = request && request->method ? request->body : nothing;
	}
}

/* ---- shelves ---- */

static bool is_volatile(struct slice parameter, const char *const *parts)
{
	const char *equal = parameter.len
				    ? memchr(parameter.data, '=', parameter.len)
				    : NULL;

	if (equal)
		parameter.len = (size_t)(equal - parameter.data);
	for (; parts && *parts; parts++)
		if (slice_equal(parameter, slice_text(*parts)))
			return true;
	return false;
}

/* The URL without its volatile query parameters. */
static char *stable_url(const char *url, const char *const *parts)
{
	const char *query = strchr(url, '?');
	struct bytes out = {0};
	char mark = '?';

	bytes_add(&out, url, query ? (size_t)(query - url) : strlen(url));
	while (query) {
		size_t n = strcspn(++query, "&");

		if (!is_volatile(slice_of(query, n), parts)) {
			bytes_add_char(&out, mark);
			bytes_add(&out, query, n);
			mark = '&';
		}
		query = query[n] ? query + n : NULL;
	}
	return bytes_take(&out);
}

static struct digest key_of(const char *method, const char *url,
			    const struct digest *body, const char *const *parts)
{
	CLEANUP(freep) char *stable = stable_url(url, parts);
	struct slice said[] = {slice_text(method), slice_text(stable),
			       slice_of(body->bytes, sizeof(body->bytes))};

	return digest_of_parts(said, 3);
}

static void shelf_add(struct shelves *s, const struct digest *key, size_t entry)
{
	struct shelf *shelf;

	HASH_FIND(hh, s->by_key, key, sizeof(*key), shelf);
	if (!shelf) {
		shelf = alloc_zero(1, sizeof(*shelf));
		shelf->key = *key;
		HASH_ADD(hh, s->by_key, key, sizeof(shelf->key), shelf);
	}
	if (shelf->n == shelf->cap) {
		shelf->cap = shelf->cap ? shelf->cap * 2 : 2;
		shelf->entries = alloc_resize(shelf->entries, shelf->cap,
					      sizeof(*shelf->entries));
	}
	shelf->entries[shelf->n++] = entry;
}

static bool same_parts(char **have, const char *const *want)
{
	while (*have && want && *want && !strcmp(*have, *want)) {
		have++;
		want++;
	}
	return !*have && (!want || !*want);
}

static struct shelves *shelves_for(struct recording *rec,
				   const char *const *parts)
{
	struct shelves *s;
	size_t n = 0;

	for (s = rec->shelves; s; s = s->next)
		if (same_parts(s->parts, parts))
			return s;
	while (parts && parts[n])
		n++;
	s = alloc_zero(1, sizeof(*s));
	s->parts = alloc_zero(n + 1, sizeof(*s->parts));
	for (size_t i = 0; i < n; i++)
		s->parts[i] = alloc_copy(parts[i]);
	s->next = rec->shelves;
	rec->shelves = s;
	for (size_t i = 0; i < rec->n; i++) {
		const struct entry *e = &rec->entries[i];
		struct digest key;

		if (e->kind == KIND_REQUEST)
			continue;
		key = key_of(e->method, e->url, &e->body, parts);
		shelf_add(s, &key, i);
	}
	return s;
}

static void shelves_free(struct shelves *s)
{
	struct shelf *shelf = s->by_key, *next;

	HASH_CLEAR(hh, s->by_key);
	for (; shelf; shelf = next) {
		next = shelf->hh.next;
		free(shelf->entries);
		free(shelf);
	}
	for (char **p = s->parts; *p; p++)
		free(*p);
	free(s->parts);
	free(s);
}

/* ---- calls ---- */

int recording_open(struct recording **out, const char *const *files)
{
	CLEANUP(recording_freep)
	struct recording *rec = alloc_zero(1, sizeof(*rec));

	for (; *files; files++) {
		int r = read_file(rec, *files);

		if (r)
			return r;
	}
	make_links(rec);
	join(rec);
	log_line(LOG_INFO, "replay", "read files=%zu answers=%zu", rec->n_files,
		 rec->n_answers);
	*out = TAKE(rec);
	return 0;
}

void recording_free(struct recording *recording)
{
	struct shelves *s, *next;

	if (!recording)
		return;
	for (s = recording->shelves; s; s = next) {
		next = s->next;
		shelves_free(s);
	}
	links_free(&recording->requests);
	links_free(&recording->payloads);
	for (size_t i = 0; i < recording->n; i++) {
		free(recording->entries[i].method);
		free(recording->entries[i].url);
	}
	for (size_t i = 0; i < recording->n_files; i++)
		free(recording->files[i]);
	free(recording->entries);
	free(recording->files);
	free(recording);
}

size_t recording_count(const struct recording *recording)
{
	return recording->n_answers;
}

void recorded_deinit(struct recorded *recorded)
{
	warc_record_deinit(&recorded->record);
	warc_record_deinit(&recorded->referred);
	*recorded = (struct recorded){0};
}

static const struct entry *newest(const struct recording *rec,
				  const struct shelf *shelf, int64_t at_ms)
{
	const struct entry *best = NULL;

	for (size_t i = 0; shelf && i < shelf->n; i++) {
		const struct entry *e = &rec->entries[shelf->entries[i]];

		if (e->date_ms <= at_ms &&
		    e->date_ms >= at_ms - RECORDING_AGE_MS &&
		    (!best || e->date_ms >= best->date_ms))
			best = e;
	}
	return best;
}

static int read_entry(const struct recording *rec, const struct entry *e,
		      struct warc_record *out)
{
	int r = warc_read(rec->files[e->file], e->offset, out);

	return r > 0 ? RECORDING_E_NONE : r; /* it changed under us */
}

static int read_found(const struct recording *rec, const struct entry *e,
		      struct recorded *out)
{
	const struct entry *payload;
	int r = read_entry(rec, e, &out->record);

	out->file = rec->files[e->file];
	out->offset = e->offset;
	if (r)
		return r;
	if (e->kind == KIND_FAILURE)
		out->failure =
			warc_field(out->record.block, "fetch-failure").data;
	if (e->kind != KIND_REVISIT)
		return 0;
	payload = link_find(rec, rec->payloads, &e->refers);
	if (!payload)
		payload = link_find(rec, rec->payloads, &e->refers_place);
	return payload ? read_entry(rec, payload, &out->referred)
		       : RECORDING_E_NONE;
}

int recording_find(struct recording *recording,
		   const struct recording_question *question,
		   struct recorded *out)
{
	struct shelves *s = shelves_for(recording, question->volatile_parts);
	CLEANUP(freep) char *url = canonical(slice_text(question->url));
	struct digest body = digest_of(question->body.data, question->body.len);
	struct digest key =
		key_of(question->method, url, &body, question->volatile_parts);
	const struct entry *e;
	struct shelf *shelf;
	int r;

	HASH_FIND(hh, s->by_key, &key, sizeof(key), shelf);
	e = newest(recording, shelf, question->at_ms);
	if (!e)
		return RECORDING_E_NONE;
	*out = (struct recorded){0};
	r = read_found(recording, e, out);
	if (r)
		recorded_deinit(out);
	return r;
}
