"""The goals that the analysis is held to, and the making of a score."""
import concepts
import score


def scored(pairs):
    """The score of (label, posting) pairs."""
    result = score.Score()
    for label, posting in pairs:
        result.add(label, posting)
    return result


class Goals:
    """The goals for text that no rule was written with.

    `self.score` is what was reached over all sets together: some things are so rare in real postings that one alone decides
    the share. `self.sets` has the score of each set: where a set has ENOUGH of what is counted, it must reach the goal alone.
    """

    ENOUGH = 20

    def scores(self, count):
        """The union's, and each set's that has enough; `count` tells how many a score counted."""
        self.assertGreater(count(self.score), 0)
        return [self.score] + [s for s in self.sets.values() if count(s) >= self.ENOUGH]

    def reach(self, group, precision, recall):
        for s in self.scores(lambda s: s.concepts[group].wanted):
            self.assertGreaterEqual(s.concepts[group].precision, precision, s.concepts[group].invented)
            self.assertGreaterEqual(s.concepts[group].recall, recall, s.concepts[group].missed)

    def test_chips_and_the_cuda_family(self):
        self.reach(concepts.CHIPS, 0.97, 0.95)

    def test_domestic_vendors(self):
        self.reach(concepts.DOMESTIC, 0.97, 0.93)

    def test_heterogeneous_and_generic_domestic(self):
        self.reach(concepts.GENERIC, 0.92, 0.90)

    def test_sections(self):
        for s in self.scores(lambda s: s.placed):
            self.assertGreaterEqual(s.section_accuracy(), 0.92)
        for s in self.scores(lambda s: sum(s.lines.values())):
            self.assertGreaterEqual(s.line_accuracy(), 0.92)

    def test_mentions_are_found_at_their_places(self):
        for s in self.scores(lambda s: s.placed):
            self.assertLessEqual(s.elsewhere / (s.placed + s.elsewhere), 0.10)

    def test_stage(self):
        for s in self.scores(lambda s: sum(s.stages.values())):
            self.assertGreaterEqual(s.stage_accuracy(), 0.72)

    def test_production_claims(self):
        for s in self.scores(lambda s: s.claims.wanted):
            self.assertGreaterEqual(s.claims.precision, 0.90, s.claims.invented)
            self.assertGreaterEqual(s.claims.recall, 0.70, s.claims.missed)

    def test_years(self):
        for s in self.scores(lambda s: sum(s.years.values())):
            self.assertGreaterEqual(s.years_accuracy(), 0.95)
            self.assertLessEqual(s.years_invented_share(), 0.02, s.years_invented)

    def test_campus(self):
        for s in self.scores(lambda s: sum(s.campus.values())):
            self.assertGreaterEqual(s.campus_accuracy(), 0.95)
