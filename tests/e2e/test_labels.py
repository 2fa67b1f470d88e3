"""Sixty labelled postings through the whole pipeline: concepts, stage and years against what people read.

The rows lie beside the world (../shared/domain); skipped with a line where they are missing. The bounds are below what
the rules reach on these rows, which were open while the rules were written: this guards against losing it, it does not
prove more. What is not labelled is not counted as wrong.
"""
import json
import os
import unittest

import harness
from gateway import Gateway

ROWS = os.path.join(harness.WORLD, "..", "domain", "labelled-60.ndjson")
SECTIONS = {"title", "duty", "requirement", "bonus", "about", "other"}
PANEL = """panel: labels
contact: tests@example.org
defaults: {every: 6h, delay: 0s}
companies:
  - id: labelled
    sources: [{recipe: greenhouse, board: labelled}]
"""


def job(row):
    paragraphs = "".join("<p>%s</p>" % line.replace("&", "&amp;").replace("<", "&lt;") for line in row["text"].split("\n"))
    return {"id": row["id"], "title": row["title"], "absolute_url": row["source"], "location": {"name": ""}, "content": paragraphs.replace("&", "&amp;").replace("<", "&lt;")}


class Labels(harness.Case):
    @classmethod
    def setUpClass(cls):
        if not os.path.exists(ROWS):
            raise unittest.SkipTest("no labelled postings at ../shared/domain")
        with open(ROWS, encoding="utf-8") as f:
            cls.rows = {row["id"]: row for row in map(json.loads, f)}
        cls.shared = harness.Case("setUp")
        cls.shared.setUp()
        cls.addClassCleanup(cls.shared.doCleanups)
        gateway = Gateway()
        cls.addClassCleanup(gateway.close)
        board = {"jobs": [job(row) for row in cls.rows.values()], "meta": {"total": len(cls.rows)}}
        gateway.answers["boards-api.greenhouse.io/v1/boards/labelled/jobs"] = ("application/json", json.dumps(board).encode())
        cls.shared.crawl(cls.shared.write("panel.yaml", PANEL), "--gateway", gateway.url, "--at", "2026-01-01T00:00:00Z")
        cls.postings = {p["external_id"]: p for p in cls.shared.export().values()}

    def test_the_concepts_that_people_read_are_found(self):
        wanted, found = set(), set()
        for i, row in self.rows.items():
            wanted |= {(i, c["id"]) for c in row["labels"]["concepts"]}
            found |= {(i, c["id"]) for c in self.postings[i]["concepts"]}
        self.assertGreaterEqual(len(wanted & found) / len(wanted), 0.95)

    def test_none_is_found_where_people_said_that_it_is_none(self):
        wrong = [(i, c["id"]) for i, row in self.rows.items() for c in self.postings[i]["concepts"] if c["id"] in row["labels"]["negative_for"]]
        self.assertEqual(wrong, [])

    def test_the_stage_is_one_that_people_accept(self):
        right = [i for i, row in self.rows.items() if self.postings[i]["stage"]["value"] in row["labels"]["stage_accept"] + [row["labels"]["stage"]]]
        self.assertGreaterEqual(len(right), 54)

    def test_the_years_are_those_that_people_accept(self):
        wrong = []
        for i, row in self.rows.items():
            labels = row["labels"]
            if self.postings[i]["years"]["min"] not in (labels["min_years_accept"] or [labels["min_years"]]):
                wrong.append((i, self.postings[i]["years"], labels["min_years"]))
        self.assertLessEqual(len(wrong), 4, wrong)

    def test_each_quote_is_the_sections_text_at_its_span(self):
        for posting in self.postings.values():
            for c in posting["concepts"]:
                self.assertIn(c["section"], SECTIONS)
                text = (posting["title"] if c["section"] == "title" else posting["sections"][c["in_section"]]["text"]).encode()
                self.assertEqual(text[c["span"][0]:c["span"][1]].decode(), c["quote"])

    def test_a_question_for_a_concept_finds_it_with_its_sentence(self):
        self.assertTrue(self.shared.ndjson("search", "concept:ascend", "--limit", "100"))
        self.assertTrue(self.shared.ndjson("search", "concept:sw.cuda section:requirement", "--limit", "100"))
        self.shared.run_jobq("search", "concept:asccend", code=2)
        self.assertIn("ascend", self.shared.stderr)


if __name__ == "__main__":
    unittest.main()
