#include "indexer/outline.h"
#include "core/alloc.h"
#include "indexer/clause.h"
#include "indexer/item.h"
#include "indexer/sectioncut.h"

const char *part_name(enum part part)
{
	static const char *const names[] = {"title", "duty",  "requirement",
					    "bonus", "about", "other"};

	return names[part];
}

static void section_init(struct outline_section *out, enum part part,
			 struct slice text, uint32_t head_bytes)
{
	*out = (struct outline_section){
		.part = part,
		.text = {alloc_copy_n(text.data ? text.data : "", text.len),
			 text.len}};
	normal_init(&out->normal, out->text);
	items_cut(out, head_bytes);
	clauses_cut(out);
}

static void section_deinit(struct outline_section *section)
{
	free((void *)section->text.data);
	normal_deinit(&section->normal);
	free(section->items);
	free(section->clauses);
}

/* A title is one item and one clause, whatever stands in it. */
static void title_init(struct outline_section *out, struct slice title)
{
	*out = (struct outline_section){
		.part = PART_TITLE,
		.text = {alloc_copy_n(title.data ? title.data : "", title.len),
			 title.len}};
	normal_init(&out->normal, out->text);
	if (!title.len)
		return;
	out->n_items = out->n_clauses = 1;
	out->items = alloc_zero(1, sizeof(*out->items));
	out->clauses = alloc_zero(1, sizeof(*out->clauses));
	out->items[0] =
		(struct item){.end = (uint32_t)title.len, .n_clauses = 1};
	out->clauses[0] =
		(struct clause){0, (uint32_t)title.len, PART_TITLE, 0};
}

static void add_block(struct outline *out, const Jobq__Block *block,
		      struct normal *scratch, struct section_cuts *cuts)
{
	size_t len = block->text ? strlen(block->text) : 0;

	if (!len)
		return;
	section_cuts_find(block, scratch, cuts);
	out->sections = alloc_resize(out->sections, out->n_sections + cuts->n,
				     sizeof(*out->sections));
	for (size_t i = 0; i < cuts->n; i++) {
		const struct section_cut *cut = &cuts->items[i];
		size_t end = i + 1 < cuts->n ? cuts->items[i + 1].start : len;

		if (end == cut->start)
			continue;
		section_init(
			&out->sections[out->n_sections++], cut->part,
			slice_of(block->text + cut->start, end - cut->start),
			cut->head_bytes);
	}
}

void outline_init(struct outline *out, const Jobq__Content *content)
{
	struct normal scratch = {0};
	struct section_cuts cuts = {0};

	*out = (struct outline){.n_sections = 0};
	title_init(&out->title, slice_text(content->title));
	for (size_t i = 0; i < content->n_blocks; i++)
		add_block(out, content->blocks[i], &scratch, &cuts);
	section_cuts_deinit(&cuts);
	normal_deinit(&scratch);
}

void outline_deinit(struct outline *outline)
{
	section_deinit(&outline->title);
	for (size_t i = 0; i < outline->n_sections; i++)
		section_deinit(&outline->sections[i]);
	free(outline->sections);
	*outline = (struct outline){.n_sections = 0};
}

const struct clause *outline_clause(const struct outline_section *section,
				    uint32_t at)
{
	size_t low = 0, high = section->n_clauses;

	if (!high)
		return NULL;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (section->clauses[middle].start <= at)
			low = middle;
		else
			high = middle;
	}
	return &section->clauses[low];
}

const struct outline_section *outline_section(const struct outline *outline,
					      uint32_t i)
{
	return i == OUTLINE_TITLE ? &outline->title : &outline->sections[i];
}
