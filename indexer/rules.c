#include "indexer/rules.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/sharedir.h"
#include "core/yamltree.h"
#include "indexer/matcher.h"
#include "indexer/relation.h"
#include "indexer/ruleset.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>

/* To be raised with every change of the code that changes an analysis. */
#define ENGINE "analysis 5"

#define CONCEPTS  "concepts.yaml"
#define RELATIONS "relations.yaml"

static int fault(const char *path)
{
	int r = errno ? -errno : -EIO;

	return fail(r, "rules: %s: %s", path, strerror(-r));
}

static int read_file(const char *path, struct bytes *out)
{
	FILE *file = fopen(path, "re");
	char buffer[65536];
	size_t n;

	if (!file)
		return fault(path);
	while ((n = fread(buffer, 1, sizeof(buffer), file)))
		bytes_add(out, buffer, n);
	n = (size_t)ferror(file);
	fclose(file);
	return n ? fault(path) : 0;
}

static int is_rule_file(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 5 && *entry->d_name != '.' &&
	       !strcmp(entry->d_name + len - 5, ".yaml");
}

static int add_file(struct bytes *all, const char *name, const char *path)
{
	CLEANUP(bytes_deinit) struct bytes bytes = {0};
	int r = read_file(path, &bytes);

	bytes_add(all, name, strlen(name) + 1);
	bytes_add_u64(all, bytes.len);
	bytes_add(all, bytes.data, bytes.len);
	return r;
}

/* Which file stands in another's place. */
struct stand_in {
	const char *name; /* "concepts.yaml"; NULL: none does */
	const char *path;
};

static char *path_of(const char *dir, const char *name,
		     const struct stand_in *other)
{
	if (other->name && !strcmp(other->name, name))
		return alloc_copy(other->path);
	return alloc_format("%s/%s", dir, name);
}

/* Of name and bytes of each rule file, by name, and of the engine. */
static int digest_dir(const char *dir, const struct stand_in *other,
		      struct digest *out)
{
	CLEANUP(bytes_deinit) struct bytes all = {0};
	struct dirent **entries = NULL;
	int n = scandir(dir, &entries, is_rule_file, alphasort);
	int r = 0;

	if (n < 0)
		return fault(dir);
	bytes_add_text(&all, ENGINE);
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		CLEANUP(freep) char *path = path_of(dir, name, other);

		if (!r)
			r = add_file(&all, name, path);
		free(entries[i]);
	}
	free(entries);
	if (!r)
		*out = digest_of(all.data, all.len);
	return r;
}

static int load(struct rules **out, const char *dir,
		const struct stand_in *other)
{
	CLEANUP(rules_freep)
	struct rules *rules = alloc_zero(1, sizeof(*rules));
	CLEANUP(freep) char *concepts = path_of(dir, CONCEPTS, other);
	CLEANUP(freep) char *relations = path_of(dir, RELATIONS, other);
	int r = digest_dir(dir, other, &rules->digest);

	rules->lexicon = lexicon_new();
	if (!r)
		r = conceptfile_load(rules, concepts);
	if (!r)
		r = relationfile_load(rules, relations);
	if (r)
		return r;
	lexicon_build(rules->lexicon);
	*out = TAKE(rules);
	return 0;
}

int rules_load(struct rules **out, const char *dir)
{
	return load(out, dir, &(struct stand_in){0});
}

int rules_load_with(struct rules **out, const char *dir, const char *file)
{
	CLEANUP(yaml_deinit) struct yaml_file tree = {0};
	struct stand_in other = {.name = CONCEPTS, .path = file};
	int r = yaml_load(file, &tree);

	if (r)
		return r;
	if (tree.root.kind == YAML_MAP && yaml_get(&tree.root, "relations"))
		other.name = RELATIONS;
	return load(out, dir, &other);
}

void rules_free(struct rules *rules)
{
	if (!rules)
		return;
	for (size_t i = 0; i < rules->n_concepts; i++) {
		struct concept *concept = &rules->concepts[i];

		free(concept->id);
		free(concept->zh);
		free(concept->en);
		free(concept->group);
		free(concept->note);
		free(concept->implies);
		free(concept->above);
		free(concept->families);
	}
	free(rules->concepts);
	free(rules->by_place);
	free(rules->groups);
	free(rules->relations);
	lexicon_free(rules->lexicon);
	free(rules);
}

const struct digest *rules_digest(const struct rules *rules)
{
	return &rules->digest;
}

char *rules_dir(void)
{
	return sharedir_find(&(struct sharedir){.variable = "JOBQ_RULES",
						.name = "rules",
						.in_tree = "indexer/rules"});
}

const char *concept_id(const struct concept *concept)
{
	return concept->id;
}

const char *concept_group(const struct concept *concept)
{
	return concept->group;
}

const char *concept_zh(const struct concept *concept)
{
	return concept->zh;
}

const char *concept_en(const struct concept *concept)
{
	return concept->en;
}

size_t concept_families(const struct concept *concept, const char *const **out)
{
	*out = concept->families;
	return concept->n_families;
}

bool concept_is(const struct concept *concept, const struct concept *other)
{
	if (concept == other)
		return true;
	for (size_t i = 0; i < concept->n_families; i++)
		if (concept->above[i] == other->place)
			return true;
	return false;
}

const struct concept *rules_concept(const struct rules *rules, const char *id)
{
	for (size_t i = 0; i < rules->n_concepts; i++)
		if (!strcmp(rules->concepts[i].id, id))
			return &rules->concepts[i];
	return NULL;
}

size_t rules_concepts(const struct rules *rules,
		      const struct concept *const **out)
{
	*out = rules->by_place;
	return rules->n_concepts;
}

const char *relation_name(enum relation relation)
{
	static const char *const names[] = {
		[RELATION_ASKED] = "asked",
		[RELATION_COMPARATOR] = "comparator",
		[RELATION_REPLACES] = "replaces",
		[RELATION_DONE] = "done",
		[RELATION_SELF] = "self",
	};

	return names[relation];
}
