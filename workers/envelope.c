#include "workers/envelope.h"
#include "workers/jsondoc.h"
#include "workers/moka.h"
#include "workers/template.h"

int envelope_read(const struct formreader *reader, const struct yaml_node *map,
		  struct envelope *out)
{
	static const char *const keys[] = {"kind", "iv", NULL};
	const char *kind = yaml_text(map, "kind");
	int r;

	if (!map)
		return 0;
	r = yaml_known(reader->file, map, keys);
	if (r)
		return r;
	if (!kind || strcmp(kind, "moka-aes") != 0)
		return yaml_fail(reader->file, map,
				 "expected kind: moka-aes, found \"%s\"",
				 kind ? kind : "");
	out->kind = ENVELOPE_MOKA;
	return formreader_template(reader, yaml_get(map, "iv"), &out->iv);
}

static int open_moka(const struct envelope *envelope, const struct vars *vars,
		     json_t **doc, char **why)
{
	const struct template_use use = {.vars = vars};
	CLEANUP(freep) char *iv = template_text(envelope->iv, &use);
	struct bytes plain = {0};
	json_t *opened = NULL;
	int r;

	if (!json_object_get(*doc, "necromancer"))
		return 0;
	r = moka_open(*doc, iv, &plain, why);
	if (!r)
		r = jsondoc_parse(slice_bytes(&plain), &opened, why);
	bytes_deinit(&plain);
	if (r)
		return r < 0 ? r : ENVELOPE_E_SEAL;
	json_decref(*doc);
	*doc = opened;
	return 0;
}

int envelope_open(const struct envelope *envelope, const struct vars *vars,
		  json_t **doc, char **why)
{
	switch (envelope->kind) {
	case ENVELOPE_MOKA:
		return open_moka(envelope, vars, doc, why);
	case ENVELOPE_NONE:
		break;
	}
	return 0;
}
