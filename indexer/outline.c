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

/* The section that `cut` begins and `end` ends, of a block in normal form. */
static void section_init(struct outline_section *out, const char *block,
			 const struct normal *normal,
			 const struct section_cut *cut, uint32_t end)
{
	size_t len = end - cut->start;

	*out = (struct outline_section){
		.part = cut->part,
		.text = {alloc_copy_n(block + cut->start, len), len}};
	normal_cut(&out->normal, normal, cut->start, end);
	items_cut(out, cut->head_bytes);
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
		      struct normal *normal, struct section_cuts *cuts)
{
	size_t len = block->text ? strlen(block->text) : 0;

	if (!len)
		return;
	section_cuts_find(block, normal, cuts);
	out->sections = alloc_resize(out->sections, out->n_sections + cuts->n,
				     sizeof(*out->sections));
	for (size_t i = 0; i < cuts->n; i++) {
		const struct section_cut *cut = &cuts->items[i];
		uint32_t end = i + 1 < cuts->n ? cuts->items[i + 1].start
					       : (uint32_t)len;

		if (end > cut->start)
			section_init(&out->sections[out->n_sections++],
				     block->text, normal, cut, end);
	}
}

void outline_init(struct outline *out, const Jobq__Content *content)
{
	struct normal normal = {0};
	struct section_cuts cuts = {0};

	*out = (struct outline){.n_sections = 0};
	title_init(&out->title, slice_text(content->title));
	for (size_t i = 0; i < content->n_blocks; i++)
		add_block(out, content->blocks[i], &normal, &cuts);
	section_cuts_deinit(&cuts);
	normal_deinit(&normal);
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
