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

    def beside(self, day):
        """The companies of `search --by`, those it calls unreached, its sources not comparable."""
        said = self.document("search", "", "--by", "company", "--at", "2026-05-%02d" % day)
        return ({r["company"]: r["count"] for r in said["rows"]}, [u["company"] for u in said["unreached"]],
                [m["source"] for m in said["not_comparable"]])

    def remarks(self, day):
        """Those of the report on what is in no figure."""
        sheets = self.document("report", "coverage", "--at", "2026-05-%02d" % day)["sheets"]
        return [n for n in next(s for s in sheets if s["name"] == "open")["notes"] if "in no figure" in n]

    def test_what_was_reached_stays_known(self):
        """It is counted, then named by its source that grows old; what is counted is never called unreached."""
        self.crawl_at(NEAR + REACHED, 3)
        self.crawl_at(NEAR + FAR, 4)
        self.crawl_at(NEAR + FAR, 9)
        self.assertEqual(self.reach(4), [("far/greenhouse", True, None), ("near/greenhouse", True, None)])
        self.assertEqual(self.beside(4), ({"far": 1, "near": 1}, [], []))
        self.assertEqual(self.remarks(4), [])
        self.assertEqual(self.reach(9), [("far/greenhouse", False, None), ("near/greenhouse", True, None)])
        self.assertEqual(self.beside(9), ({"far": 1, "near": 1}, [], ["far/greenhouse"]))
        self.assertEqual(self.remarks(9), ["Not comparable, in no figure: Far (far/greenhouse, too old)"])
        trend = self.document("trend", "", "--since", "2026-05-04", "--until", "2026-05-09", "--step", "5d")
        self.assertEqual({r["company"]: r["counts"] for r in trend["rows"]}, {"far": [1, None], "near": [1, 1]})
        self.assertEqual([[m["source"] for m in p["not_comparable"]] for p in trend["points"]], [[], ["far/greenhouse"]])
        self.assertEqual(trend["unreached"], [])
        diff = self.document("diff", "2026-05-03", "2026-05-04", code=1)
        self.assertEqual(diff["closed"], [])
        self.assertEqual({p["source"] for p in self.ndjson("export")}, {"far/greenhouse", "near/greenhouse"})

    def test_it_is_unreached_before_anything_of_it_is_known(self):
        self.crawl_at(NEAR, 1)
        self.crawl_at(NEAR + REACHED, 5)
        self.crawl_at(NEAR + FAR, 6)
        self.assertEqual(self.reach(1)[-1], (None, False, "no recipe reads it"))
        self.assertEqual(self.beside(1), ({"near": 1}, ["far"], []))
        self.assertEqual(self.remarks(1), ["Not reached, in no figure: Far (no recipe reads it)"])
