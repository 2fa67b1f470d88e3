#include "query/quotelist.h"
#include "query/mentioned.h"

static void add_cities(struct bytes *out, const Jobq__Analysis *a)
{
	for (size_t i = 0; i < a->n_cities; i++)
		bytes_add_format(out, "%s%s", i ? ", " : "",
				 a->cities[i]->city);
}

static void add_quote(struct sheet *sheet, const struct reportdata *data,
		      const struct report_doc *doc, const Jobq__Mention *m)
{
	CLEANUP(bytes_deinit) struct bytes cities = {0};

	add_cities(&cities, report_analysis(doc));
	sheet_row(sheet, data->groups[doc->group].title);
	sheet_text(sheet, m->concept);
	sheet_text(sheet, doc->doc->content ? doc->doc->content->title : "");
	sheet_text(sheet, cities.len ? cities.data : "");
	cell_prove(sheet_text(sheet, mention_text(m)), doc->doc,
		   mention_text(m), m->section);
}

static struct sheet *begin(const struct quotelist *list)
{
	struct sheet *sheet = sheet_new(list->name, list->title, list->rule);

	sheet_label(sheet, "group");
	sheet_column(sheet, list->label);
	sheet_column(sheet, "posting");
	sheet_column(sheet, "cities");
	sheet_column(sheet, "sentence");
	return sheet;
}

void quotelist_add(struct report *report, const struct reportdata *data,
		   const struct quotelist *list)
{
	struct sheet *sheet = report_add(report, begin(list));

	for (size_t i = 0; i < data->n_docs; i++)
		for (size_t c = 0; c < list->n_concepts; c++) {
			const Jobq__Mention *m = mention_best_own(
				report_analysis(&data->docs[i]),
				list->concepts[c]);

			if (m)
				add_quote(sheet, data, &data->docs[i], m);
		}
	if (!sheet->n_rows)
		sheet_note(sheet, "None among %zu postings read.",
			   data->n_read);
}
