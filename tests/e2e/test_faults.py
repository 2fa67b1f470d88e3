"""Under every fault of the world: nothing closes that the truth lists, the rounds say why, a clean crawl mends it all."""
import concurrent.futures
import os
import shutil
import unittest

import harness

BEFORE, AFTER = "2025-11-01", "2025-11-02"  # between them real postings come, go and change
FAULTS = ["status:503@3", "status:429:2", "reset@5", "short", "empty", "truncate", "garbage", "stall:60@50", "loop", "bomb", "status:500"]
BOARDS = ["greenhouse-anthropic", "ashby-openai", "feishu-bytedance", "moka-meituan"]
HOSTS = {"greenhouse-anthropic": "boards-api.greenhouse.io", "ashby-openai": "api.ashbyhq.com", "feishu-bytedance": "jobs.bytedance.com",
         "moka-meituan": "app.mokahr.com", "html-mihoyo": "careers.mihoyo.example"}


def day_of(board, day):
    return day if board in harness.WESTERN else harness.CHINA_DAY


class Faults(harness.Case):
    """One clean crawl is copied for every fault; each fault has a world of its own, so that they can run side by side."""

    def base_crawl(self, boards):
        """A clean first crawl; the Chinese boards have one day alone, so the world's day is set for each half."""
        world = self.start_world(BEFORE)
        for part, day in self.halves(boards, BEFORE):
            world.set_day(day)
            panel = self.write("panel-%s.yaml" % day, harness.panel_text(world, part))
            self.crawl(panel, "--gateway", world.gateway, "--at", "2026-08-01T12:00:00Z")

    @staticmethod
    def halves(boards, day):
        western = [b for b in boards if b in harness.WESTERN]
        chinese = [b for b in boards if b not in harness.WESTERN]
        return [half for half in ((western, day), (chinese, harness.CHINA_DAY)) if half[0]]

    def one_fault(self, fault, boards):
        data = os.path.join(self.home, "fault-" + fault.replace(":", "-").replace("@", "-"))
        shutil.copytree(self.data, data, ignore=shutil.ignore_patterns("run", "lock"))
        world = harness.World(AFTER)
        problems = []
        try:
            for part, day in self.halves(boards, AFTER):
                world.set_day(day)
                panel = self.write("panel-%s-%s.yaml" % (day, os.path.basename(data)), harness.panel_text(world, part))
                for board in part:
                    world.fault(HOSTS[board] + "=" + fault)
                self.crawl(panel, "--gateway", world.gateway, "--at", "2026-08-02T12:00:00Z", data=data, code=(0, 1))
                problems += self.look_at_faulted(world, fault, part, data)
                world.clear_faults()
                self.crawl(panel, "--gateway", world.gateway, "--at", "2026-08-02T18:00:00Z", data=data)
                problems += self.look_at_mended(world, fault, part, data)
        finally:
            world.close()
        return problems

    def open_ids(self, data):
        found = {}
        for posting in self.ndjson("export", data=data):
            if posting["closed"] is None:
                found.setdefault(posting["source"], set()).add(posting["external_id"])
        return found

    def look_at_faulted(self, world, fault, boards, data):
        problems, shown = [], self.open_ids(data)
        states = {r["source"]: r for r in self.rounds(data=data) if r["at"] == "2026-08-02T12:00:00Z"}
        for board in boards:
            source = harness.source_of(board)
            truth = set(world.records(board, day_of(board, AFTER)))
            known = set(world.records(board, day_of(board, BEFORE)))
            if (truth & known) - shown.get(source, set()):
                problems.append((fault, board, "closed though the truth lists it", sorted((truth & known) - shown.get(source, set()))[:3]))
            verdict = states.get(source)
            if not verdict:
                problems.append((fault, board, "no round"))
            elif verdict["state"] != "complete" and len(verdict["reason"] or "") < 10:
                problems.append((fault, board, "a round without a reason in words", verdict))
            elif verdict["state"] == "complete" and shown.get(source, set()) != truth:
                problems.append((fault, board, "complete, but not the truth", verdict))
        return problems

    def look_at_mended(self, world, fault, boards, data):
        problems, shown = [], self.open_ids(data)
        states = {r["source"]: r for r in self.rounds(data=data) if r["at"] == "2026-08-02T18:00:00Z"}
        for board in boards:
            source = harness.source_of(board)
            truth = set(world.records(board, day_of(board, AFTER)))
            if states[source]["state"] != "complete":
                problems.append((fault, board, "the clean round is not complete", states[source]))
            if shown.get(source, set()) != truth:
                problems.append((fault, board, "not the truth after a clean crawl", len(truth ^ shown.get(source, set()))))
        return problems

    def run_faults(self, boards, faults):
        self.base_crawl(boards)
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            results = list(pool.map(lambda fault: self.one_fault(fault, boards), faults))
        self.assertEqual([p for problems in results for p in problems], [])


class Boards(Faults):
    def test_no_fault_closes_what_the_truth_lists(self):
        self.run_faults(BOARDS, FAULTS)


class Site(Faults):
    def test_nor_on_a_site_of_pages(self):
        self.run_faults(["html-mihoyo"], ["status:503@4", "reset@9", "short", "empty", "truncate", "garbage"])


if __name__ == "__main__":
    unittest.main()
