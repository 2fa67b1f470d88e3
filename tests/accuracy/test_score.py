"""The counting itself, on postings made up here."""
import unittest

import concepts
import score
import seal


def label(**values):
    given = dict(key="a", concepts=[], unsure=set(), stage="unclear", stage_accept=["unclear"], claim=False, years_accept=[None], campus=False, lines=None)
    return score.Label(**{**given, **values})


def posting(**values):
    given = dict(concepts=[], sections=[{"kind": "duty", "text": "昇腾算子\n"}, {"kind": "requirement", "text": "CUDA"}], stage={"value": "unclear"},
                 production_claim=False, years={"min": None}, campus=False)
    return {**given, **values}


def mention(concept, section, in_section, span):
    return {"id": concept, "section": section, "in_section": in_section, "span": span}


def scored(one, other):
    result = score.Score()
    result.add(one, other)
    return result


class Counting(unittest.TestCase):
    def test_a_concept_is_right_missed_or_invented(self):
        found = scored(label(concepts=[("hw.ascend", "duty", (0, 6)), ("sw.cuda", "requirement", (13, 17))]),
                       posting(concepts=[mention("sw.cuda", "requirement", 1, [0, 4]), mention("hw.amd", "duty", 0, [0, 6])]))
        self.assertEqual((found.concepts["domestic vendors"].precision, found.concepts["domestic vendors"].recall), (1.0, 0.0))
        chips = found.concepts["chips and CUDA family"]
        self.assertEqual((chips.precision, chips.recall, chips.invented), (0.5, 1.0, [("a", "hw.amd")]))

    def test_what_a_reader_was_unsure_of_is_not_invented(self):
        found = scored(label(unsure={"hw.amd"}), posting(concepts=[mention("hw.amd", "duty", 0, [0, 6])]))
        self.assertEqual(found.concepts["chips and CUDA family"].invented, [])

    def test_the_section_is_that_of_the_mention_at_the_place(self):
        two = [mention("sw.cuda", "duty", 0, [0, 6]), mention("sw.cuda", "bonus", 1, [0, 4])]
        self.assertEqual(scored(label(concepts=[("sw.cuda", "requirement", (13, 17))]), posting(concepts=two)).section_accuracy(), 0.0)
        self.assertEqual(scored(label(concepts=[("sw.cuda", "bonus", (13, 17))]), posting(concepts=two)).section_accuracy(), 1.0)

    def test_a_title_is_no_place_in_the_text(self):
        found = scored(label(concepts=[("sw.cuda", "duty", (0, 4))]), posting(concepts=[mention("sw.cuda", "title", None, [0, 4])]))
        self.assertEqual((found.placed, found.elsewhere), (0, 1))

    def test_a_line_may_have_several_right_kinds(self):
        lines = [(["bonus", "requirement"], 13, 17), (["about"], 0, 12)]
        self.assertEqual(scored(label(lines=lines), posting()).line_accuracy(), 0.5)

    def test_a_stage_is_right_or_accepted(self):
        found = scored(label(stage="production", stage_accept=["production", "unclear"]), posting())
        self.assertEqual((found.stage_accuracy(), found.stages_accepted), (0.0, 1))

    def test_years_are_right_wrong_or_invented(self):
        self.assertEqual(scored(label(years_accept=[3]), posting()).years_accuracy(), 0.0)
        invented = scored(label(), posting(years={"min": 3}))
        self.assertEqual((invented.years_accuracy(), invented.years_invented_share()), (0.0, 1.0))

    def test_a_table_has_the_counts(self):
        found = label(concepts=[("hw.ascend", "duty", (0, 6)), ("sw.cuda", "requirement", (13, 17))], claim=True, lines=[(["duty"], 0, 12)])
        table = scored(found, posting(concepts=[mention("sw.cuda", "bonus", 1, [0, 4])])).table("one").splitlines()
        self.assertIn("domestic vendors                     P 1.000  R 0.000   right    0  invented   0  missed   1", table)
        self.assertIn("production claims                    P 1.000  R 0.000   right    0  invented   0  missed   1", table)
        self.assertIn("section of a mention (1 at their places, 0 elsewhere alone): 0.000 right; labelled (down) against read (across)", table)
        self.assertIn("section of a line: 1.000 right; labelled (down) against read (across)", table)
        self.assertIn("stage (1 of 1 accepted): 1.000 right; labelled (down) against read (across)", table)
        self.assertEqual(table[-1], "years exact 1.000, invented 0.000 of 1")


class Groups(unittest.TestCase):
    def test_a_concept_is_domestic_by_what_it_implies(self):
        for concept, group in (("sw.ascendc", concepts.DOMESTIC), ("hw.other_domestic", concepts.DOMESTIC), ("hw.domestic", concepts.GENERIC),
                               ("hw.kunpeng", concepts.CHIPS), ("sw.cuda", concepts.CHIPS), ("wt.kernels", "work types"), ("seg.energy", None)):
            self.assertEqual(concepts.group_of(concept), group, concept)

    def test_the_rules_are_read_whole(self):
        self.assertGreaterEqual(len(concepts.IMPLIED), 81)
        self.assertEqual(concepts.implications("  - id: a.b\n    implies: [c.d, e.f]\n  - id: c.d\n"), {"a.b": ["c.d", "e.f"], "c.d": []})


class Sealing(unittest.TestCase):
    TEXT = "1、负责CUDA优化\n2、熟悉CUDA，有昇腾经验者优先"

    def sealed(self, concepts, lines):
        given = {"key": "s 1", "concepts": concepts, "lines": lines, "stage": "unclear", "stage_accept": ["unclear"], "production_claim": False,
                 "years": {"accept": [None]}, "campus": False}
        return seal.seal(given, {"source": "s", "external_id": "1", "title": "CUDA", "sections": [{"kind": "other", "text": self.TEXT}]})

    def test_a_quote_becomes_the_bytes_of_its_place_in_its_section(self):
        row = self.sealed([{"id": "sw.cuda", "section": "requirement", "quote": "CUDA"}], [["duty", 0, 10], ["requirement", 11, len(self.TEXT)]])
        (concept,) = row["concepts"]
        self.assertEqual(self.TEXT.encode()[concept[2]:concept[3]].decode(), "CUDA")
        self.assertGreater(concept[2], 20)

    def test_a_quote_that_is_nowhere_is_an_error(self):
        with self.assertRaises(SystemExit):
            self.sealed([{"id": "sw.cuda", "section": "duty", "quote": "ROCm"}], [["duty", 0, 10]])

    def test_a_bonus_by_its_own_marker_may_stand_below_requirements(self):
        row = self.sealed([], [["bonus", 11, len(self.TEXT)], ["bonus", 0, 10]])
        self.assertEqual([line[0] for line in row["lines"]], [["bonus", "requirement"], ["bonus"]])

    def test_no_text_is_kept(self):
        row = self.sealed([{"id": "sw.cuda", "section": "duty", "quote": "CUDA"}], [["duty", 0, 10]])
        self.assertNotIn("CUDA", str(row))


if __name__ == "__main__":
    unittest.main()
