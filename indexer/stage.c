#include "indexer/stage.h"
#include "core/alloc.h"
#include "indexer/claim.h"

/* Rules 2.2 to 2.4 of the lexicon's source, and what was fitted to labelled
 * postings: docs/analysis.md, section "Stage". */
static const double MENTION_MIN = 2;
static const double REST_OF_SENTENCE = 0.5;
static const double REQUIREMENT_FACTOR = 0.5;
static const double CLEAR_RATIO = 1.5;
static const double POSTING_MIN = 4; /* or one duty's cue of weight 3 */
static const double DECIDES_ALONE = 3;
static const double UNCLEAR_CONFIDENCE = 0.5;

enum { CUES_MAX = 16 };

struct stages {
	struct cuefile file;
};

/* One posting under judgement. */
struct judge {
	const struct cuefile *file;
	const struct outline *outline;
	const struct mentions *mentions;
	struct cuescan title;
	struct cuescan *scans; /* of the sections */
	bool has_duty;
	double total[STAGES], strongest[STAGES];
	bool *weak; /* by form: it weighs 1 and was counted */
	struct stage_result *out;
};

const char *stage_name(enum stage stage)
{
	static const char *const names[] = {"none", "research", "optimisation",
					    "production"};

	return names[stage];
}

const char *stage_posting_name(enum stage stage)
{
	return stage == STAGE_NONE ? "unclear" : stage_name(stage);
}

int stages_load(struct stages **out, const char *dir)
{
	CLEANUP(freep) char *path = alloc_format("%s/stages.yaml", dir);
	CLEANUP(stages_freep)
	struct stages *stages = alloc_zero(1, sizeof(*stages));
	int rc = cuefile_load(&stages->file, path);

	if (rc)
		return rc;
	*out = TAKE(stages);
	return 0;
}

void stages_free(struct stages *stages)
{
	if (!stages)
		return;
	cuefile_deinit(&stages->file);
	free(stages);
}

/* The place of the section's last item that is no header, or UINT32_MAX. */
static uint32_t last_item_of(const struct outline_section *section)
{
	for (size_t i = section->n_items; i > 0; i--)
		if (!section->items[i - 1].is_header)
			return (uint32_t)(i - 1);
	return UINT32_MAX;
}

static void scan(struct judge *j)
{
	const struct outline *outline = j->outline;
	size_t last_duty = SIZE_MAX;

	for (size_t i = 0; i < outline->n_sections; i++)
		if (outline->sections[i].part == PART_DUTY)
			last_duty = i;
	j->has_duty = last_duty != SIZE_MAX;
	cuescan_init(&j->title, j->file, &outline->title, UINT32_MAX);
	j->scans = alloc_zero(outline->n_sections + 1, sizeof(*j->scans));
	for (size_t i = 0; i < outline->n_sections; i++) {
		const struct outline_section *s = &outline->sections[i];
		bool last = i == last_duty ||
			    (!j->has_duty && s->part == PART_OTHER);

		cuescan_init(&j->scans[i], j->file, s,
			     last ? last_item_of(s) : UINT32_MAX);
	}
}

static const struct cuescan *scan_of(const struct judge *j, uint32_t i)
{
	return i == OUTLINE_TITLE ? &j->title : &j->scans[i];
}

/* The stage of the highest sum, or none on a tie. */
static enum stage highest(const double *of)
{
	enum stage best = STAGE_RESEARCH;
	int n_best = 0;

	for (int s = STAGE_RESEARCH; s <= STAGE_PRODUCTION; s++)
		if (of[s] > of[best])
			best = (enum stage)s;
	for (int s = STAGE_RESEARCH; s <= STAGE_PRODUCTION; s++)
		n_best += !(of[s] < of[best]);
	return n_best == 1 ? best : STAGE_NONE;
}

/* The mention's own clause counts wholly, the rest of its sentence half. */
static enum stage stage_of(const struct cuescan *scan,
			   const struct mention *mention)
{
	const struct clause *clause = &scan->section->clauses[mention->clause];
	const double *near = scan->clauses[mention->clause].of;
	const double *sentence =
		scan->sentences[scan->sentence[mention->clause]].of;
	const double *head = scan->heads[clause->item].of;
	double sums[STAGES] = {0};
	enum stage best = STAGE_NONE;

	if (mention->part == PART_ABOUT || mention->negated ||
	    mention->relation == RELATION_COMPARATOR)
		return STAGE_NONE;
	for (int s = STAGE_RESEARCH; s <= STAGE_PRODUCTION; s++)
		sums[s] = near[s] + (sentence[s] - near[s]) * REST_OF_SENTENCE +
			  head[s];
	best = highest(sums);
	if (sentence[best] + head[best] < MENTION_MIN)
		return STAGE_NONE;
	return best;
}

static void judge_mentions(struct judge *j)
{
	struct stage_result *out = j->out;

	out->of_mention =
		alloc_zero(j->mentions->n + 1, sizeof(*out->of_mention));
	for (size_t i = 0; i < j->mentions->n; i++) {
		const struct mention *mention = &j->mentions->items[i];
		const struct cuescan *s = scan_of(j, mention->in_section);

		out->of_mention[i] = stage_of(s, mention);
		if (claim_made(j->file, s, mention, out->of_mention[i]))
			out->production_claim = true;
	}
}

/* What a cue in such a clause is worth to the posting. */
static double factor(const struct judge *j, enum part part)
{
	switch (part) {
	case PART_TITLE:
	case PART_DUTY:
		return 1;
	case PART_REQUIREMENT:
		return REQUIREMENT_FACTOR;
	case PART_OTHER: /* a posting without headers is all duty */
		return j->has_duty ? 0 : 1;
	default:
		return 0;
	}
}

static double worth(const struct judge *j, const struct cuescan *scan,
		    const struct cuescan_cue *cue)
{
	double of = factor(j, scan->section->clauses[cue->clause].part);

	return cue->repeated ? 0 : of * cue->weight;
}

/* A title's nouns are one cue a stage, however many there are. */
static void add_title(struct judge *j)
{
	for (size_t i = 0; i < j->title.n_cues; i++) {
		const struct cuescan_cue *cue = &j->title.cues[i];

		if (j->total[cue->form->stage] < cue->weight)
			j->total[cue->form->stage] = cue->weight;
	}
}

/* Words that half of all postings use count once in a posting. */
static void drop_weak(struct judge *j, struct cuescan_cue *cue)
{
	bool *counted = &j->weak[cue->form - j->file->forms];

	cue->repeated = cue->repeated || *counted;
	*counted = cue->form->weight == 1;
}

static void add_up(struct judge *j, struct cuescan *scan)
{
	for (size_t i = 0; i < scan->n_cues; i++) {
		enum stage stage = scan->cues[i].form->stage;
		double of = worth(j, scan, &scan->cues[i]);

		if (!(of > 0))
			continue;
		drop_weak(j, &scan->cues[i]);
		of = worth(j, scan, &scan->cues[i]);
		j->total[stage] += of;
		if (j->strongest[stage] < of)
			j->strongest[stage] = of;
	}
}

static bool begins(const char *text, char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		if (!strncmp(text, *prefixes, strlen(*prefixes)))
			return true;
	return false;
}

/* Whether the posting speaks of compute or models at all: a concept, its blurb
 * and its nice-to-haves apart, or a word in a duty or the title. */
static bool on_subject(const struct judge *j)
{
	for (size_t i = 0; i < j->mentions->n; i++) {
		const struct mention *m = &j->mentions->items[i];

		if ((factor(j, m->part) > 0) && !m->negated &&
		    begins(concept_id(m->concept), j->file->subject))
			return true;
	}
	for (size_t i = 0; i <= j->outline->n_sections; i++) {
		const struct cuescan *s = i ? &j->scans[i - 1] : &j->title;

		for (size_t c = 0; c < s->section->n_clauses; c++)
			if ((s->clauses[c].kinds & (1u << FORM_SUBJECT)) &&
			    !(factor(j, s->section->clauses[c].part) < 1))
				return true;
	}
	return false;
}

static void collect_from(struct judge *j, uint32_t in_section, double of)
{
	const struct cuescan *s = scan_of(j, in_section);
	struct stage_result *out = j->out;

	for (size_t i = 0; i < s->n_cues && out->n_cues < CUES_MAX; i++) {
		const struct cuescan_cue *cue = &s->cues[i];
		enum part part = s->section->clauses[cue->clause].part;

		if (cue->form->stage != out->posting ||
		    !(worth(j, s, cue) > 0) ||
		    (factor(j, part) < 1) != (of < 1))
			continue;
		out->cues[out->n_cues++] = (struct cue){
			.stage = cue->form->stage,
			.in_section = in_section,
			.start = cue->start,
			.end = cue->end,
			.part = part,
			.weight = cue->form->weight,
		};
	}
}

/* The cues of the stage that won: duties and title first, then requirements. */
static void collect(struct judge *j)
{
	j->out->cues = alloc_zero(CUES_MAX, sizeof(*j->out->cues));
	for (uint32_t i = 0; i < j->outline->n_sections; i++)
		collect_from(j, i, 1);
	collect_from(j, OUTLINE_TITLE, 1);
	for (uint32_t i = 0; i < j->outline->n_sections; i++)
		collect_from(j, i, REQUIREMENT_FACTOR);
}

static bool is_enough(const struct judge *j, enum stage stage)
{
	return j->total[stage] >= POSTING_MIN ||
	       j->strongest[stage] >= DECIDES_ALONE;
}

static void decide(struct judge *j)
{
	double *total = j->total, first, second = 0, all = 0;
	struct stage_result *out = j->out;
	enum stage best = highest(total);

	if (best == STAGE_NONE || !is_enough(j, best) || !on_subject(j))
		return;
	first = total[best];
	out->posting = best;
	for (int s = STAGE_RESEARCH; s <= STAGE_PRODUCTION; s++) {
		all += total[s];
		if (s == (int)best || total[s] <= second)
			continue;
		second = total[s];
		out->second = (enum stage)s;
	}
	out->confidence = first / all * first / (first + MENTION_MIN);
	if (first >= CLEAR_RATIO * second)
		out->second = STAGE_NONE;
	else if (out->confidence > UNCLEAR_CONFIDENCE)
		out->confidence = UNCLEAR_CONFIDENCE;
	collect(j);
}

void stages_judge(const struct stages *stages, const struct outline *outline,
		  const struct mentions *mentions, struct stage_result *out)
{
	struct judge j = {.file = &stages->file,
			  .outline = outline,
			  .mentions = mentions,
			  .out = out};

	*out = (struct stage_result){.posting = STAGE_NONE};
	j.weak = alloc_zero(j.file->n_forms + 1, sizeof(*j.weak));
	scan(&j);
	judge_mentions(&j);
	add_title(&j);
	for (size_t i = 0; i < outline->n_sections; i++) {
		add_up(&j, &j.scans[i]);
		if (factor(&j, outline->sections[i].part) > 0)
			out->transition |= j.scans[i].transition;
	}
	decide(&j);
	for (size_t i = 0; i < outline->n_sections; i++)
		cuescan_deinit(&j.scans[i]);
	free(j.scans);
	free(j.weak);
	cuescan_deinit(&j.title);
}

void stage_result_deinit(struct stage_result *result)
{
	free(result->of_mention);
	free(result->cues);
	*result = (struct stage_result){0};
}
