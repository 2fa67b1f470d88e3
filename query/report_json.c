#include "query/output.h"
#include "query/posting.h"
#include "query/report.h"

static json_t *proofs_json(const struct cell *cell)
{
	json_t *list = json_array();

	for (size_t i = 0; i < cell->n_proofs; i++) {
		const struct proof *proof = &cell->proofs[i];
		json_t *json = json_object();

		value_set(json, "posting", value_text(proof->doc->posting));
		value_set(json, "quote", value_text(proof->quote));
		value_set(json, "section", value_text(proof->where));
		json_array_append_new(list, json);
	}
	return list;
}

static json_t *cell_json(const struct sheet *sheet, const struct sheet_row *row,
			 size_t column)
{
	const struct cell *cell = row->cells[column];
	json_t *json = json_object();

	value_set(json, "column", value_text(sheet->columns[column].head));
	value_set(json, "text", value_whole(cell->text));
	value_set(json, "value",
		  cell->kind == CELL_FIGURE ? value_real(cell->value)
					    : json_null());
	value_set(json, "of",
		  cell->of ? value_number((int64_t)cell->of) : json_null());
	value_set(json, "note", value_text(cell->note));
	value_set(json, "postings",
		  proofs_json(row->cells[cell_evidence(row, column)]));
	return json;
}

static json_t *row_json(const struct sheet *sheet, const struct sheet_row *row)
{
	json_t *json = json_object(), *cells = json_array();

	for (size_t c = 0; c < row->n_cells; c++)
		json_array_append_new(cells, cell_json(sheet, row, c));
	value_set(json, "label", value_whole(row->label));
	value_set(json, "searched", value_text(row->searched));
	value_set(json, "cells", cells);
	return json;
}

static json_t *sheet_json(const struct report *report,
			  const struct sheet *sheet)
{
	json_t *json = json_object(), *rows = json_array();

	for (size_t r = 0; r < sheet->n_rows; r++)
		json_array_append_new(rows, row_json(sheet, &sheet->rows[r]));
	value_set(json, "report", value_text(report->name));
	value_set(json, "name", value_text(sheet->name));
	value_set(json, "title", value_text(sheet->title));
	value_set(json, "rule", value_text(sheet->rule));
	value_set(json, "label", value_text(sheet->label_head));
	value_set(json, "rows", rows);
	value_set(json, "notes", value_texts(sheet->notes, sheet->n_notes));
	return json;
}

/* Every posting that is counted, by id: what a proof points at. */
static json_t *postings_json(const struct reportdata *data)
{
	json_t *json = json_object();

	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__SpanDoc *doc = data->docs[i].doc;
		json_t *head = posting_head(doc);

		value_set(head, "first_seen", value_time(doc->first_seen_ms));
		value_set(head, "version", value_text(doc->version));
		value_set(head, "archive",
			  posting_archive(doc->content ? doc->content->archive
						       : NULL));
		value_set(json, doc->posting, head);
	}
	return json;
}

static json_t *head_json(const struct reportdata *data)
{
	static const char *const by[] = {"company", "country", "compare"};
	json_t *json = json_object();

	value_set(json, "at", value_time(data->ask.at_ms));
	value_set(json, "by", value_text(by[data->ask.by]));
	value_set(json, "compare", value_text(data->ask.compare));
	value_set(json, "wording", value_text(report_wording));
	value_set(json, "open", value_number((int64_t)data->n_docs));
	value_set(json, "read", value_number((int64_t)data->n_read));
	return json;
}

void report_print_json(const struct report_set *set, FILE *to, bool lines)
{
	enum options_format format = lines ? FORMAT_NDJSON : FORMAT_JSON;
	json_t *json = head_json(set->data), *sheets = json_array();

	for (size_t i = 0; i < set->n; i++) {
		const struct report *report = &set->reports[i];

		for (size_t s = 0; s < report->n_sheets; s++)
			json_array_append_new(
				sheets, sheet_json(report, report->sheets[s]));
	}
	if (lines) {
		size_t i;
		json_t *sheet;

		value_set(json, "postings", postings_json(set->data));
		output_write(to, format, json);
		json_array_foreach(sheets, i, sheet)
			output_write(to, format, json_incref(sheet));
		json_decref(sheets);
		return;
	}
	value_set(json, "sheets", sheets);
	value_set(json, "postings", postings_json(set->data));
	output_write(to, format, json);
}
