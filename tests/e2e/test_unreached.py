"""A company that is known and not reached, then reached, then gone from the panel."""
import json

import gateway
import harness

HEAD = "panel: reach\ncontact: tests@example.org\ndefaults: {every: 6h, delay: 0s}\ncompanies:\n"
NEAR = "  - {id: near, sources: [{recipe: greenhouse, board: near}]}\n"
FAR = "  - {id: far, name: {en: Far}, unreached: no recipe reads it}\n"
REACHED = "  - {id: far, name: {en: Far}, sources: [{recipe: greenhouse, board: far}]}\n"


class Unreached(harness.Case):
    def setUp(self):
        super().setUp()
        self.boards = gateway.Gateway()
        self.addCleanup(self.boards.close)
        for board in ("near", "far"):
            job = {"id": 1, "title": "Baker", "absolute_url": "https://%s.example/1" % board, "location": {"name": "Berlin"},
                   "content": "Bakes bread.", "departments": []}
            self.boards.answers["boards-api.greenhouse.io/v1/boards/%s/jobs" % board] = (
                "application/json", json.dumps({"jobs": [job], "meta": {"total": 1}}).encode())

    def crawl_at(self, companies, day):
        self.crawl(self.write("panel.yaml", HEAD + companies), "--gateway", self.boards.url, "--at", "2026-05-%02dT08:00:00Z" % day)

    def reach(self, day):
        """(source, comparable, why not reached) of each row of coverage."""
        return [(r["source"], r["comparable"], r["unreached"]) for r in self.ndjson("coverage", "--at", "2026-05-%02d" % day)]

    def test_it_is_named_until_it_is_reached(self):
        self.crawl_at(NEAR + FAR, 1)  # ends, exit code 0: nothing is expected of it
        self.assertEqual(self.reach(1), [("near/greenhouse", True, None), (None, False, "no recipe reads it")])
        self.assertEqual([s["source"] for s in self.document("status")["sources"]], ["near/greenhouse"])
        self.assertEqual({r["source"] for r in self.rounds()}, {"near/greenhouse"})
        self.crawl_at(NEAR + REACHED, 2)
        self.assertEqual(self.reach(2), [("far/greenhouse", True, None), ("near/greenhouse", True, None)])

    def test_it_is_not_named_when_it_left_the_panel(self):
        self.crawl_at(NEAR + FAR, 1)
        self.crawl_at(NEAR, 2)
        self.assertEqual(self.reach(2), [("near/greenhouse", True, None)])

    def test_what_was_reached_stays_known(self):
        self.crawl_at(NEAR + REACHED, 1)
        self.crawl_at(NEAR + FAR, 2)
        self.assertEqual(self.reach(2)[-1], (None, False, "no recipe reads it"))
        diff = self.document("diff", "2026-05-01", "2026-05-02", code=1)
        self.assertEqual(diff["closed"], [])
        self.assertEqual({p["source"] for p in self.ndjson("export")}, {"far/greenhouse", "near/greenhouse"})
