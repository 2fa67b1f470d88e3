"""How right the analysis is, on the sixty labelled postings that lie beside the world (../shared/domain).

They were open while the rules were written: this guards what was reached, it does not prove more. Skipped with a line where
they are missing.
"""
import os
import unittest

import harness
import labelled
import score
from board import Board
from goals import scored
from texts import lines_of

SIXTY = os.path.join(harness.WORLD, "..", "domain", "labelled-60.ndjson")


class Sixty(Board):
    @classmethod
    def setUpClass(cls):
        if not os.path.exists(SIXTY):
            raise unittest.SkipTest("no labelled postings at ../shared/domain")
        cls.rows = lines_of(SIXTY)
        cls.crawl_texts(cls.rows)
        cls.score = scored((labelled.sixty_label(row), cls.postings[row["id"]]) for row in cls.rows)
        print(cls.score.table("the sixty"), flush=True)

    def test_the_concepts_that_people_read_are_found(self):
        for group, agreement in self.score.concepts.items():
            with self.subTest(group):
                self.assertGreaterEqual(agreement.recall, 0.95, agreement.missed)

    def test_none_is_found_where_people_said_that_it_is_none(self):
        wrong = [(row["id"], c["id"]) for row in self.rows for c in self.postings[row["id"]]["concepts"] if c["id"] in row["labels"]["negative_for"]]
        self.assertEqual(wrong, [])

    def test_the_stage_is_one_that_people_accept(self):
        self.assertGreaterEqual(self.score.stage_accuracy(), 0.80)
        self.assertGreaterEqual(self.score.stages_accepted, 54)

    def test_sections_and_years(self):
        self.assertGreaterEqual(self.score.section_accuracy(), 0.92)
        self.assertGreaterEqual(self.score.years_accuracy(), 0.95)

    def test_each_quote_is_the_sections_text_at_its_span(self):
        for posting in self.postings.values():
            for c in posting["concepts"]:
                self.assertIn(c["section"], score.SECTIONS)
                text = (posting["title"] if c["section"] == "title" else posting["sections"][c["in_section"]]["text"]).encode()
                self.assertEqual(text[c["span"][0]:c["span"][1]].decode(), c["quote"])

    def test_a_question_for_a_concept_finds_it_with_its_sentence(self):
        self.assertTrue(self.shared.ndjson("search", "concept:ascend", "--limit", "100"))
        self.assertTrue(self.shared.ndjson("search", "concept:sw.cuda section:requirement", "--limit", "100"))
        self.shared.run_jobq("search", "concept:asccend", code=2)
        self.assertIn("ascend", self.shared.stderr)


if __name__ == "__main__":
    unittest.main()
