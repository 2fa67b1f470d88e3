#include "query/mentioned.h"
#include <string.h>

bool mention_counts(const Jobq__Mention *m)
{
	return !m->negated && !m->self_vendor &&
	       strcmp(m->section, "about") != 0 &&
	       strcmp(m->relation, "comparator") != 0 &&
	       strcmp(m->relation, "replaces") != 0 &&
	       strcmp(m->relation, "self") != 0 &&
	       strcmp(m->relation, "done") != 0;
}

bool mention_is(const Jobq__Mention *m, const char *concept)
{
	if (!strcmp(m->concept, concept))
		return true;
	for (size_t i = 0; i < m->n_families; i++)
		if (!strcmp(m->families[i], concept))
			return true;
	return false;
}

static int rank(const Jobq__Mention *m)
{
	static const char *const order[] = {"title", "duty", "requirement",
					    "bonus"};

	for (int i = 0; i < 4; i++)
		if (!strcmp(m->section, order[i]))
			return i;
	return 4;
}

static bool is_itself(const Jobq__Mention *m, const char *concept)
{
	return !strcmp(m->concept, concept);
}

static const Jobq__Mention *
best(const Jobq__Analysis *analysis, const char *concept,
     bool (*is)(const Jobq__Mention *m, const char *concept))
{
	const Jobq__Mention *found = NULL;

	for (size_t i = 0; analysis && i < analysis->n_mentions; i++) {
		const Jobq__Mention *m = analysis->mentions[i];

		if (mention_counts(m) && is(m, concept) &&
		    (!found || rank(m) < rank(found)))
			found = m;
	}
	return found;
}

const Jobq__Mention *mention_best(const Jobq__Analysis *analysis,
				  const char *concept)
{
	return best(analysis, concept, mention_is);
}

const Jobq__Mention *mention_best_own(const Jobq__Analysis *analysis,
				      const char *concept)
{
	return best(analysis, concept, is_itself);
}

const char *mention_text(const Jobq__Mention *m)
{
	return *m->sentence ? m->sentence : m->quote;
}
