"""Six boards on ten recorded days: every pair's difference is exactly the world's truth."""
import itertools
import unittest

import harness

DAYS = ["2025-09-10", "2025-09-12", "2025-09-20", "2025-10-01", "2025-10-02", "2025-10-20", "2025-11-05", "2025-11-20",
        "2025-12-10", "2025-12-30"]


class TenDays(harness.Case):
    def test_each_pair_of_days_gives_exactly_what_was_added_gone_and_changed(self):
        world = self.start_world(DAYS[0])
        panel = self.write("panel.yaml", harness.panel_text(world, harness.WESTERN))
        for day in DAYS:
            world.set_day(day)
            self.crawl(panel, "--gateway", world.gateway, "--at", day + "T12:00:00Z")
        for first, second in itertools.combinations(DAYS, 2):
            diff = self.document("diff", first, second, code=(0, 1))
            self.assertTrue(all(c["compared"] for c in diff["coverage"]), diff["coverage"])
            for board in harness.WESTERN:
                source = harness.source_of(board)
                found = tuple(sorted(p["external_id"] for p in diff[part] if p["source"] == source)
                              for part in ("added", "closed", "changed"))
                with self.subTest(board=board, first=first, second=second):
                    self.assertEqual(found, tuple(world.truth(board, first, second)))


if __name__ == "__main__":
    unittest.main()
