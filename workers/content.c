#include "workers/content.h"
#include "core/alloc.h"

Jobq__Content *content_new(void)
{
	Jobq__Content *content = alloc_get(sizeof(*content));

	jobq__content__init(content);
	return content;
}

static void drop(char *text)
{
	if (text != protobuf_c_empty_string)
		free(text);
}

void content_set(char **field, char *taken)
{
	if (!taken || !*taken) {
		free(taken);
		return;
	}
	drop(*field);
	*field = taken;
}

void content_add_location(Jobq__Content *content, char *taken)
{
	bool there = !taken || !*taken;

	for (size_t i = 0; i < content->n_locations && !there; i++)
		there = !strcmp(content->locations[i], taken);
	if (there) {
		free(taken);
		return;
	}
	content->locations =
		alloc_resize(content->locations, content->n_locations + 1,
			     sizeof(*content->locations));
	content->locations[content->n_locations++] = taken;
}

void content_add_block(Jobq__Content *content, const char *name,
		       const char *kind, char *taken)
{
	Jobq__Block *block;

	if (!taken || !taken[strspn(taken, " \t\r\n")]) {
		free(taken);
		return;
	}
	block = alloc_get(sizeof(*block));
	jobq__block__init(block);
	block->name = alloc_copy(name);
	block->kind = alloc_copy(kind);
	block->text = taken;
	content->blocks = alloc_resize(content->blocks, content->n_blocks + 1,
				       sizeof(*content->blocks));
	content->blocks[content->n_blocks++] = block;
}

static void move_text(char **to, char **from)
{
	if (!**from)
		return;
	drop(*to);
	*to = *from;
	*from = (char *)protobuf_c_empty_string;
}

static void move_blocks(Jobq__Content *to, Jobq__Content *from)
{
	Jobq__Block **blocks = to->blocks;
	size_t n = to->n_blocks;

	if (!from->n_blocks)
		return;
	to->blocks = from->blocks;
	to->n_blocks = from->n_blocks;
	from->blocks = blocks; /* freed with it */
	from->n_blocks = n;
}

static void move_locations(Jobq__Content *to, Jobq__Content *from)
{
	char **locations = to->locations;
	size_t n = to->n_locations;

	if (!from->n_locations)
		return;
	to->locations = from->locations;
	to->n_locations = from->n_locations;
	from->locations = locations;
	from->n_locations = n;
}

void content_merge(Jobq__Content *content, Jobq__Content *over)
{
	move_text(&content->title, &over->title);
	move_text(&content->team, &over->team);
	move_text(&content->department, &over->department);
	move_text(&content->category, &over->category);
	move_text(&content->employment_type, &over->employment_type);
	move_text(&content->recruit_type, &over->recruit_type);
	move_text(&content->salary, &over->salary);
	move_text(&content->url, &over->url);
	move_text(&content->external_id, &over->external_id);
	move_blocks(content, over);
	move_locations(content, over);
	if (over->posted_ms)
		content->posted_ms = over->posted_ms;
	if (over->updated_ms)
		content->updated_ms = over->updated_ms;
}

void content_set_archive(Jobq__Content *content, const Jobq__Archive *archive)
{
	Jobq__Archive *copy = alloc_get(sizeof(*copy));

	jobq__archive__init(copy);
	if (archive->file && *archive->file)
		copy->file = alloc_copy(archive->file);
	if (archive->digest && *archive->digest)
		copy->digest = alloc_copy(archive->digest);
	copy->offset = archive->offset;
	if (content->archive)
		jobq__archive__free_unpacked(content->archive, NULL);
	content->archive = copy;
}
