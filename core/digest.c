#include "core/digest.h"
#include "core/alloc.h"
#include <xxhash.h>

static struct digest canonical(XXH128_hash_t hash)
{
	struct digest out;
	XXH128_canonical_t raw;

	XXH128_canonicalFromHash(&raw, hash);
	memcpy(out.bytes, raw.digest, DIGEST_BYTES);
	return out;
}

struct digest digest_of(const void *data, size_t len)
{
	return canonical(XXH3_128bits(len ? data : "", len));
}

/* A part as it is hashed: its length in front, so that parts cannot shift. */
static void add_part(struct bytes *buffer, struct slice part)
{
	bytes_add_u64(buffer, part.len);
	bytes_add(buffer, part.data, part.len);
}

static struct digest finish(struct bytes *buffer)
{
	struct digest out = digest_of(buffer->data, buffer->len);

	bytes_deinit(buffer);
	return out;
}

struct digest digest_of_parts(const struct slice *parts, size_t n)
{
	struct bytes buffer = {0};

	for (size_t i = 0; i < n; i++)
		add_part(&buffer, parts[i]);
	return finish(&buffer);
}

static const char *to_hex(const uint8_t *bytes, size_t n, char *hex)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	hex[2 * n] = '\0';
	return hex;
}

const char *digest_hex(const struct digest *d, char hex[DIGEST_HEX])
{
	return to_hex(d->bytes, DIGEST_BYTES, hex);
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
	return !memcmp(a->bytes, b->bytes, DIGEST_BYTES);
}

bool digest_none(const struct digest *d)
{
	static const struct digest none;

	return digest_equal(d, &none);
}

struct posting_id posting_id_of(const char *source, const char *key)
{
	struct slice parts[] = {slice_text(source), slice_text(key)};
	struct digest whole = digest_of_parts(parts, 2);
	struct posting_id out;

	memcpy(out.bytes, whole.bytes, POSTING_BYTES);
	return out;
}

const char *posting_hex(const struct posting_id *id, char hex[POSTING_HEX])
{
	return to_hex(id->bytes, POSTING_BYTES, hex);
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int posting_parse(const char *hex, struct posting_id *out)
{
	struct posting_id id;

	if (!hex || strlen(hex) != POSTING_HEX - 1)
		return 1;
	for (size_t i = 0; i < POSTING_BYTES; i++) {
		int high = nibble(hex[2 * i]), low = nibble(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return 1;
		id.bytes[i] = (uint8_t)(high << 4 | low);
	}
	*out = id;
	return 0;
}

/* Length of the white space at `text` (ASCII, NBSP, ideographic), or 0. */
static size_t space_at(const char *text, size_t left)
{
	unsigned char c = (unsigned char)*text;

	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return 1;
	if (left >= 2 && !memcmp(text, "\xc2\xa0", 2))
		return 2;
	if (left >= 3 && !memcmp(text, "\xe3\x80\x80", 3))
		return 3;
	return 0;
}

/* `text` as it is compared: runs of white space are one blank, none at the
 * ends. */
static void squeeze(const char *text, struct bytes *out)
{
	size_t len = text ? strlen(text) : 0;
	size_t begin = out->len;
	bool blank = false;

	for (size_t i = 0; i < len;) {
		size_t space = space_at(text + i, len - i);

		if (space) {
			blank = true;
			i += space;
			continue;
		}
		if (blank && out->len > begin)
			bytes_add_char(out, ' ');
		blank = false;
		bytes_add_char(out, text[i++]);
	}
}

static void add_squeezed(struct bytes *out, const char *text)
{
	struct bytes plain = {0};

	squeeze(text, &plain);
	add_part(out, slice_bytes(&plain));
	bytes_deinit(&plain);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Locations: sorted, each once. */
static void add_locations(struct bytes *out, const Jobq__Content *content)
{
	size_t n = content->n_locations;
	char **names = alloc_zero(n, sizeof(*names));

	for (size_t i = 0; i < n; i++) {
		struct bytes plain = {0};

		squeeze(content->locations[i], &plain);
		names[i] = bytes_take(&plain);
	}
	qsort(names, n, sizeof(*names), by_text);
	for (size_t i = 0; i < n; i++)
		if (!i || strcmp(names[i - 1], names[i]) != 0)
			add_part(out, slice_text(names[i]));
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

static void add_blocks(struct bytes *out, const Jobq__Content *content)
{
	for (size_t i = 0; i < content->n_blocks; i++)
		add_squeezed(out, content->blocks[i]->text);
}

/* The said parts, in the order in which they are hashed. */
static const char *const fields[] = {
	"title",      "text",	  "locations",	     "team",
	"department", "category", "employment_type", "recruit_type",
	"salary"};
enum { N_FIELDS = sizeof(fields) / sizeof(*fields) };

static struct digest field_digest(const Jobq__Content *content, size_t field)
{
	const char *const plain[N_FIELDS] = {content->title,
					     NULL,
					     NULL,
					     content->team,
					     content->department,
					     content->category,
					     content->employment_type,
					     content->recruit_type,
					     content->salary};
	struct bytes buffer = {0};

	if (field == 1)
		add_blocks(&buffer, content);
	else if (field == 2)
		add_locations(&buffer, content);
	else
		add_squeezed(&buffer, plain[field]);
	return finish(&buffer);
}

struct digest digest_of_content(const Jobq__Content *content)
{
	struct digest parts[N_FIELDS];

	for (size_t i = 0; i < N_FIELDS; i++)
		parts[i] = field_digest(content, i);
	return digest_of(parts, sizeof(parts));
}

size_t digest_fields(const Jobq__Content *a, const Jobq__Content *b,
		     const char **out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < N_FIELDS && n < max; i++) {
		struct digest da = field_digest(a, i), db = field_digest(b, i);

		if (!digest_equal(&da, &db))
			out[n++] = fields[i];
	}
	return n;
}

struct digest digest_of_text(const Jobq__Content *content)
{
	return field_digest(content, 1);
}
