#include "query/output.h"
#include "query/report.h"

static const char *const columns[] = {
	"report", "sheet", "row",      "column",   "text", "value",
	"of",	  "note",  "postings", "searched", NULL,
};

static json_t *postings_json(const struct cell *cell)
{
	json_t *list = json_array();

	for (size_t i = 0; i < cell->n_proofs; i++)
		json_array_append_new(list,
				      value_text(cell->proofs[i].doc->posting));
	return list;
}

static json_t *cell_json(const struct sheet *sheet, size_t r, size_t c)
{
	const struct sheet_row *row = &sheet->rows[r];
	const struct cell *cell = row->cells[c];
	bool zero = cell->kind == CELL_FIGURE && cell->value == 0;
	json_t *json = json_object();

	value_set(json, "sheet", value_text(sheet->name));
	value_set(json, "row", value_text(row->label));
	value_set(json, "column", value_text(sheet->columns[c].head));
	value_set(json, "text", value_text(cell->text));
	value_set(json, "value",
		  cell->kind == CELL_FIGURE ? value_real(cell->value)
					    : json_null());
	value_set(json, "of",
		  cell->of ? value_number((int64_t)cell->of) : json_null());
	value_set(json, "note", value_text(cell->note));
	value_set(json, "postings",
		  postings_json(row->cells[cell_evidence(row, c)]));
	value_set(json, "searched", value_text(zero ? row->searched : NULL));
	return json;
}

static void add_sheet(struct output *output, const char *report,
		      const struct sheet *sheet)
{
	for (size_t r = 0; r < sheet->n_rows; r++)
		for (size_t c = 0; c < sheet->rows[r].n_cells; c++) {
			json_t *json = cell_json(sheet, r, c);

			value_set(json, "report", value_text(report));
			output_add(output, json);
		}
	for (size_t n = 0; n < sheet->n_notes; n++) {
		json_t *json = json_object();

		value_set(json, "report", value_text(report));
		value_set(json, "sheet", value_text(sheet->name));
		value_set(json, "note", value_text(sheet->notes[n]));
		output_add(output, json);
	}
}

void report_print_csv(const struct report_set *set, FILE *to)
{
	struct output output = {to, FORMAT_CSV, columns, 0};
	json_t *wording = json_object();

	output_begin(&output);
	value_set(wording, "note", value_text(report_wording));
	output_add(&output, wording);
	for (size_t i = 0; i < set->n; i++)
		for (size_t s = 0; s < set->reports[i].n_sheets; s++)
			add_sheet(&output, set->reports[i].name,
				  set->reports[i].sheets[s]);
}
