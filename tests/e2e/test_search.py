"""A hundred queries with their expected ids (queries.ndjson) over the world's postings.

The ids were found by plain substring and word comparison over the same postings, not by an index. A word between
quotes stands as it is; without quotes it stands for its stem.
"""
import json
import os
import unittest

import harness

BOARDS = [("feishu-bytedance", harness.CHINA_DAY), ("feishu-xiaomi", harness.CHINA_DAY), ("moka-meituan", harness.CHINA_DAY), ("tencent-tencent", harness.CHINA_DAY),
          ("greenhouse-anthropic", "2025-11-01"), ("greenhouse-deepmind", "2025-11-01")]


class Search(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.world = harness.World()
        cls.addClassCleanup(cls.world.close)
        cls.shared = harness.Case("setUp")
        cls.shared.setUp()
        cls.addClassCleanup(cls.shared.doCleanups)
        for day in (harness.CHINA_DAY, "2025-11-01"):
            cls.world.set_day(day)
            panel = cls.shared.write("panel-%s.yaml" % day, harness.panel_text(cls.world, [b for b, d in BOARDS if d == day]))
            cls.shared.crawl(panel, "--gateway", cls.world.gateway, "--at", day + "T12:00:00Z")

    def found(self, query, *args):
        return sorted(p["external_id"] for p in self.shared.ndjson("search", query, "--limit", "100000", *args, code=(0, 1)))

    def test_each_query_finds_exactly_what_was_written_down(self):
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "queries.ndjson"), encoding="utf-8") as f:
            queries = [json.loads(line) for line in f]
        self.assertGreaterEqual(len(queries), 100)
        for q in queries:
            with self.subTest(q["query"]):
                self.assertEqual(self.found(q["query"]), q["ids"])

    def test_nothing_is_open_before_it_was_first_seen(self):
        self.assertEqual(self.found("kernels", "--at", "2025-10-01"), [])

    def test_what_was_first_seen_since_then(self):
        self.assertEqual(self.found("company:anthropic kernels", "--since", "2026-01-01T00:00:00Z"), [])
        self.assertEqual(len(self.found("company:xiaomi", "--since", "2026-01-01T00:00:00Z")), 1422)

    def test_the_snippet_marks_the_match(self):
        text = self.shared.run_jobq("search", "异构计算 company:xiaomi", "--limit", "3")
        self.assertIn("[异构计算]", text)

    def test_a_query_that_is_wrong_is_told_where(self):
        self.shared.run_jobq("search", "(cuda OR", code=2)
        self.shared.run_jobq("search", "colour:red", code=2)
        self.assertIn("title:", self.shared.stderr)


if __name__ == "__main__":
    unittest.main()
