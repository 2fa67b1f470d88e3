#include "query/value.h"
#include "core/alloc.h"
#include "core/times.h"
#include <utf8proc.h>

/* jansson gives NULL only where memory is out or the text is no UTF-8; the
 * second is excluded by value_clean(). */
static json_t *value_held(json_t *json)
{
	if (!json)
		abort();
	return json;
}

void value_clean(struct bytes *out, struct slice text)
{
	size_t at = 0;

	while (at < text.len) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate(
			(const utf8proc_uint8_t *)text.data + at,
			(utf8proc_ssize_t)(text.len - at), &c);

		if (n > 0 && c > 0)
			bytes_add(out, text.data + at, (size_t)n);
		else
			bytes_add_text(out, "\xef\xbf\xbd");
		at += n > 0 ? (size_t)n : 1;
	}
}

json_t *value_whole(const char *text)
{
	struct bytes clean = {0};
	json_t *json = json_string(text ? text : "");

	if (json)
		return json;
	value_clean(&clean, slice_text(text));
	json = json_stringn(clean.data, clean.len);
	bytes_deinit(&clean);
	return value_held(json);
}

json_t *value_text(const char *text)
{
	return text && *text ? value_whole(text) : json_null();
}

json_t *value_either(const char *first, const char *second)
{
	return value_text(first && *first ? first : second);
}

json_t *value_time(int64_t ms)
{
	char text[TIMES_TEXT];

	return ms ? value_whole(times_format(ms, text)) : json_null();
}

json_t *value_texts(char *const *texts, size_t n)
{
	json_t *list = value_held(json_array());

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, value_whole(texts[i]));
	return list;
}

json_t *value_number(int64_t number)
{
	return value_held(json_integer(number));
}

json_t *value_real(double number)
{
	const double exact = 9007199254740992.0; /* 2^53 */

	if (number > -exact && number < exact &&
	    number == (double)(int64_t)number)
		return value_number((int64_t)number);
	return value_held(json_real(number));
}

json_t *value_hex(const ProtobufCBinaryData *bytes)
{
	struct bytes hex = {0};
	json_t *json;

	for (size_t i = 0; i < bytes->len; i++)
		bytes_add_format(&hex, "%02x", bytes->data[i]);
	json = value_text(hex.data);
	bytes_deinit(&hex);
	return json;
}

void value_set(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value))
		abort();
}
