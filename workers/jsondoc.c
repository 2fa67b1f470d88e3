#include "workers/jsondoc.h"
#include "core/alloc.h"
#include "workers/excerpt.h"

enum { SHOWN_BYTES = 48 };

static struct slice past_blanks(struct slice text)
{
	size_t i = 0;

	while (i < text.len && strchr(" \t\r\n", text.data[i]) && text.data[i])
		i++;
	return slice_of(text.data + i, text.len - i);
}

static char *describe(struct slice text, const json_error_t *error)
{
	CLEANUP(freep) char *shown = excerpt_of(text, SHOWN_BYTES);

	enum json_error_code code = json_error_code(error);

	/* What does not even begin as JSON was not cut short. */
	if (code == json_error_premature_end_of_input &&
	    !strchr("[{\"", text.data[0]))
		code = json_error_invalid_syntax;
	switch (code) {
	case json_error_stack_overflow:
		return alloc_format("expected JSON, found JSON nested deeper "
				    "than %d levels (%s)",
				    JSON_PARSER_MAX_DEPTH, shown);
	case json_error_premature_end_of_input:
		return alloc_format("expected JSON, found one cut short after "
				    "%zu bytes (%s)",
				    text.len, shown);
	default:
		return alloc_format("expected JSON, found \"%s\" (line %d "
				    "column %d: %s)",
				    shown, error->line, error->column,
				    error->text);
	}
}

/* Past the string whose opening quote is at `at`. */
static size_t past_string(struct slice text, size_t at)
{
	for (at++; at < text.len && text.data[at] != '"'; at++)
		at += text.data[at] == '\\';
	return at + 1;
}

/* Whether it has more values than a tree may: each but the first of a list or
 * an object stands behind a comma. */
static bool has_too_many(struct slice text)
{
	size_t n = 0;

	for (size_t at = 0; at < text.len && n <= JSONDOC_MAX_VALUES;) {
		char c = text.data[at];

		n += c == ',' || c == '[' || c == '{';
		at = c == '"' ? past_string(text, at) : at + 1;
	}
	return n > JSONDOC_MAX_VALUES;
}

int jsondoc_parse(struct slice text, json_t **out, char **why)
{
	json_error_t error;
	json_t *doc;

	text = past_blanks(text);
	if (!text.len) {
		*why = alloc_copy("expected JSON, found an empty answer");
		return JSONDOC_E_FORM;
	}
	if (text.data[0] == '<') {
		CLEANUP(freep) char *shown = excerpt_of(text, SHOWN_BYTES);
		bool xml = text.len > 5 && !memcmp(text.data, "<?xml", 5);

		*why = alloc_format("expected JSON, found %s (%s)",
				    xml ? "XML" : "HTML", shown);
		return JSONDOC_E_FORM;
	}
	if (text.len > JSONDOC_MAX_BYTES) {
		*why = alloc_format("expected at most %d MB of JSON, found %zu",
				    JSONDOC_MAX_BYTES >> 20, text.len >> 20);
		return JSONDOC_E_FORM;
	}
	if (has_too_many(text)) {
		*why = alloc_format("expected at most %d values of JSON, found "
				    "more in %zu MB",
				    JSONDOC_MAX_VALUES, text.len >> 20);
		return JSONDOC_E_FORM;
	}
	doc = json_loadb(text.data, text.len, JSON_ALLOW_NUL | JSON_DECODE_ANY,
			 &error);
	if (!doc) {
		*why = describe(text, &error);
		return JSONDOC_E_FORM;
	}
	*out = doc;
	return 0;
}

static char *text_of_string(const json_t *value)
{
	const char *data = json_string_value(value);
	size_t len = json_string_length(value), at = 0;
	struct bytes out = {0};

	if (!memchr(data, 0, len))
		return alloc_copy_n(data, len);
	for (; at < len; at++)
		if (data[at])
			bytes_add_char(&out, data[at]);
		else
			bytes_add_text(&out, "\xef\xbf\xbd");
	return bytes_take(&out);
}

char *jsondoc_text(const json_t *value)
{
	if (!value)
		return NULL;
	switch (json_typeof(value)) {
	case JSON_STRING:
		return text_of_string(value);
	case JSON_INTEGER:
		return alloc_format("%lld",
				    (long long)json_integer_value(value));
	case JSON_REAL:
		return alloc_format("%.15g", json_real_value(value));
	case JSON_TRUE:
		return alloc_copy("true");
	case JSON_FALSE:
		return alloc_copy("false");
	default:
		return NULL;
	}
}
