#include "query/output.h"
#include "core/fail.h"
#include <errno.h>
#include <string.h>

/* Unicode's line ends (NEL, LS, PS), which JSON leaves as they are but many a
 * reader of lines takes for ends of one. They only stand within strings. */
static const struct {
	const char *raw, *escaped;
} line_ends[] = {
	{"\xc2\x85", "\\u0085"},
	{"\xe2\x80\xa8", "\\u2028"},
	{"\xe2\x80\xa9", "\\u2029"},
};

static void print_json(FILE *to, const json_t *object, size_t flags)
{
	CLEANUP(freep) char *text = json_dumps(object, flags | JSON_ENCODE_ANY);
	const char *at = text, *special;

	while ((special = strpbrk(at, "\xc2\xe2"))) {
		size_t i = 0, n = sizeof(line_ends) / sizeof(*line_ends);

		fwrite(at, 1, (size_t)(special - at), to);
		while (i < n && strncmp(special, line_ends[i].raw,
					strlen(line_ends[i].raw)) != 0)
			i++;
		if (i < n)
			fputs(line_ends[i].escaped, to);
		else
			fputc(*special, to);
		at = special + (i < n ? strlen(line_ends[i].raw) : 1);
	}
	fputs(at, to);
}

static void csv_add(struct bytes *line, const char *text)
{
	if (!strpbrk(text, ",\"\r\n")) {
		bytes_add_text(line, text);
		return;
	}
	bytes_add_char(line, '"');
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			bytes_add_char(line, '"');
		bytes_add_char(line, *c);
	}
	bytes_add_char(line, '"');
}

/* A list's items are joined by "; ", an object goes in as JSON. */
static void csv_text(struct bytes *out, const json_t *value)
{
	size_t i;
	json_t *item;
	char *dump;

	if (json_is_string(value)) {
		bytes_add_text(out, json_string_value(value));
		return;
	}
	if (json_is_array(value) && json_is_string(json_array_get(value, 0))) {
		json_array_foreach(value, i, item)
		{
			bytes_add_text(out, i ? "; " : "");
			csv_text(out, item);
		}
		return;
	}
	if (!value || json_is_null(value) ||
	    (json_is_array(value) && !json_array_size(value)))
		return;
	dump = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	bytes_add_text(out, dump);
	free(dump);
}

static void csv_print(FILE *to, struct bytes *line)
{
	bytes_add_text(line, "\r\n");
	fwrite(line->data, 1, line->len, to);
	bytes_deinit(line);
}

static void csv_head(const struct output *o)
{
	struct bytes line = {0};

	for (size_t i = 0; o->columns[i]; i++) {
		bytes_add_text(&line, i ? "," : "");
		csv_add(&line, o->columns[i]);
	}
	csv_print(o->to, &line);
}

static void csv_row(const struct output *o, const json_t *object)
{
	struct bytes line = {0}, text = {0};

	for (size_t i = 0; o->columns[i]; i++) {
		bytes_reset(&text);
		csv_text(&text, json_object_get(object, o->columns[i]));
		bytes_add_text(&line, i ? "," : "");
		csv_add(&line, text.len ? text.data : "");
	}
	csv_print(o->to, &line);
	bytes_deinit(&text);
}

void output_begin(struct output *o)
{
	o->n = 0;
	if (o->format == FORMAT_JSON)
		fputs("[", o->to);
	if (o->format == FORMAT_CSV)
		csv_head(o);
}

void output_add(struct output *o, json_t *object)
{
	if (o->format == FORMAT_CSV) {
		csv_row(o, object);
	} else {
		if (o->format == FORMAT_JSON)
			fputs(o->n ? ",\n" : "\n", o->to);
		print_json(o->to, object, JSON_COMPACT);
		if (o->format == FORMAT_NDJSON)
			fputc('\n', o->to);
	}
	o->n++;
	json_decref(object);
}

static int written(FILE *to)
{
	if (!fflush(to) && !ferror(to))
		return 0;
	return fail(errno ? -errno : -EIO, "output: cannot write: %s",
		    strerror(errno));
}

int output_end(struct output *o)
{
	if (o->format == FORMAT_JSON)
		fputs(o->n ? "\n]\n" : "]\n", o->to);
	return written(o->to);
}

void output_write(FILE *to, enum options_format format, json_t *document)
{
	print_json(to, document,
		   format == FORMAT_NDJSON ? JSON_COMPACT : JSON_INDENT(2));
	fputc('\n', to);
	json_decref(document);
}

int output_document(enum options_format format, json_t *document)
{
	output_write(stdout, format, document);
	return written(stdout);
}
