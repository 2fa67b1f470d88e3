"""The goals that the analysis is held to, and the making of a score."""
import score


def scored(pairs):
    """The score of (label, posting) pairs."""
    result = score.Score()
    for label, posting in pairs:
        result.add(label, posting)
    return result


class Goals:
    """The goals for text that no rule was written with; `self.score` is what was reached."""

    def test_chips_and_the_cuda_family(self):
        self.reach("chips and CUDA family", 0.97, 0.95)

    def test_domestic_vendors(self):
        self.reach("domestic vendors", 0.97, 0.93)

    def test_heterogeneous_and_generic_domestic(self):
        self.reach("heterogeneous and generic domestic", 0.92, 0.90)

    def test_sections(self):
        self.assertGreaterEqual(self.score.section_accuracy(), 0.92)
        self.assertGreaterEqual(self.score.line_accuracy(), 0.92)

    def test_stage(self):
        self.assertGreaterEqual(self.score.stage_accuracy(), 0.72)

    def test_production_claims(self):
        self.assertGreaterEqual(self.score.claims.precision, 0.90, self.score.claims.invented)
        self.assertGreaterEqual(self.score.claims.recall, 0.70, self.score.claims.missed)

    def test_years(self):
        self.assertGreaterEqual(self.score.years_accuracy(), 0.95)
        self.assertLessEqual(self.score.years_invented_share(), 0.02, self.score.years_invented)

    def test_campus(self):
        self.assertGreaterEqual(self.score.campus_accuracy(), 0.95)

    def reach(self, group, precision, recall):
        agreement = self.score.concepts[group]
        self.assertGreater(agreement.wanted, 0)
        self.assertGreaterEqual(agreement.precision, precision, agreement.invented)
        self.assertGreaterEqual(agreement.recall, recall, agreement.missed)
