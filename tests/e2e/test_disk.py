"""A disk that fills up, and files of a data directory that went, were damaged, or are a newer program's."""
import glob
import gzip
import os
import random
import re
import shutil
import signal
import subprocess
import time
import unittest

import background
import harness
import test_kill
from background import AT, LATER

SMALL = ["greenhouse-scaleai", "greenhouse-runwayml"]
WHOLE = ["greenhouse-anthropic", "feishu-bytedance"]


class FullDisk(background.Background):
    def mount(self, size):
        place = os.path.join(self.home, "disk")
        os.mkdir(place)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", place], stderr=subprocess.DEVNULL).returncode:
            raise unittest.SkipTest("a disk that fills up needs the right to mount a tmpfs")
        self.addCleanup(subprocess.run, ["umount", "-l", place])
        return place

    def check(self, size):
        place = self.mount(size)
        self.make(WHOLE)
        self.crawl(self.panel, "--gateway", self.world.gateway, "--at", AT)
        data = os.path.join(place, "data")
        crawl = self.start("--once", "--at", AT, data=data)
        self.wait_for_text("free some")
        harness.wait_for(lambda: os.statvfs(place).f_bavail == 0, 30, "the disk to be full")
        time.sleep(2)
        used = [(pid, background.processor_seconds(pid)) for p in ("jobq-worker", "jobq-indexer") for pid in test_kill.children(crawl.pid, p)]
        time.sleep(2)
        busy = [pid for pid, before in used if os.path.exists("/proc/%d" % pid) and background.processor_seconds(pid) - before > 1]
        self.assertEqual(busy, [], "busy while it waits for room")
        self.assertIsNone(crawl.poll(), self.text())
        self.assertLess(len(self.text().splitlines()), 150)
        subprocess.run(["mount", "-o", "remount,size=400m", place], check=True)
        self.finish(crawl)
        self.assertEqual(background.compared(self, data), background.compared(self, self.data))
        for path in glob.glob(data + "/archive/*.warc.gz"):
            with gzip.open(path) as f:
                self.assertTrue(f.read().startswith(b"WARC/1.1\r\n"), path)

    def test_what_found_no_room_is_done_when_there_is_some(self):
        self.check("6m")

    def test_also_when_it_was_full_from_the_start(self):
        self.check("64k")


class Files(background.Background):
    """One crawl, copied for each misfortune."""

    def setUp(self):
        super().setUp()
        self.make(SMALL)
        self.crawl(self.panel, "--gateway", self.world.gateway, "--at", AT)
        self.wanted = background.compared(self, self.data)

    def again(self):
        self.crawl(self.panel, "--gateway", self.world.gateway, "--at", LATER)
        self.assertEqual(background.compared(self, self.data), self.wanted)

    def refused(self, words):
        self.run_jobq("crawl", self.panel, "--once", "--gateway", self.world.gateway, code=3)
        self.assertIn(words, self.stderr)
        self.assertEqual(len(self.stderr.splitlines()), 1, "told once, and at once")

    def store(self, name):
        return os.path.join(self.data, name, "data.mdb")

    def test_an_index_that_was_deleted_is_made_anew(self):
        shutil.rmtree(os.path.join(self.data, "index"))
        self.run_jobq("search", "engineer", code=3)
        self.assertIn("jobq-indexer --rebuild", self.stderr)
        self.again()

    def test_an_index_that_was_cut_short_is_made_anew(self):
        for path in glob.glob(os.path.join(self.data, "index", "*")):
            os.truncate(path, os.path.getsize(path) // 2)
        self.run_jobq("search", "engineer", code=3)
        self.assertIn("jobq-indexer --rebuild", self.stderr)
        self.again()

    def test_without_its_frontier_a_crawl_begins_new_rounds(self):
        shutil.rmtree(os.path.join(self.data, "frontier"))
        self.crawl(self.panel, "--gateway", self.world.gateway, "--at", AT)  # rounds of the same time, too
        self.assertEqual(len(self.rounds()), 4)
        self.again()

    def test_a_newer_format_is_refused_untouched(self):
        for name in ("frontier", "corpus", "spool-1"):
            path = self.store(name)
            with open(path, "rb") as f:
                good = f.read()
            newer = re.sub(rb"(?<=format\0{7})[\1-\x20]", b"\x63", good)
            self.assertNotEqual(newer, good)
            with open(path, "wb") as f:
                f.write(newer)
            self.refused("error %s: written by a newer version (format 99" % name)
            with open(path, "rb") as f:
                self.assertEqual(f.read(), newer)
            with open(path, "wb") as f:
                f.write(good)
        self.again()

    def test_a_damaged_store_is_named_with_what_to_do(self):
        for name in ("frontier", "corpus", "spool-1"):
            with open(self.store(name), "r+b") as f:
                f.write(bytes(range(256)) * 32)
            self.refused("error %s: open: damaged" % name)
            self.assertIn("restore it from a backup", self.stderr)
            os.remove(self.store(name))
        self.crawl(self.panel, "--gateway", self.world.gateway, "--at", LATER)

    def test_two_crawls_of_one_directory_take_turns(self):
        first = self.start()
        background.pids_of(first, "jobq-worker", 2)
        second = self.start("--once", "--at", LATER)
        self.wait_for_text("process %d crawls into %s: waiting" % (first.pid, self.data))
        first.send_signal(signal.SIGTERM)
        self.finish(second)

    def test_a_supervisor_killed_while_it_starts_leaves_nothing_behind(self):
        chance = random.Random(1)
        for _ in range(8):
            crawl = self.start("--once", "--at", LATER)
            time.sleep(chance.uniform(0.005, 0.2))
            crawl.kill()
            crawl.wait()
        self.again()

    def test_a_directory_that_cannot_be_written_is_told(self):
        os.remove(os.path.join(self.data, "lock"))
        if os.geteuid() == 0:  # for whom permissions are nothing
            if subprocess.run(["mount", "--bind", "-o", "ro", self.data, self.data], stderr=subprocess.DEVNULL).returncode:
                raise unittest.SkipTest("a read-only directory needs another user than root, or the right to mount")
            self.addCleanup(subprocess.run, ["umount", "-l", self.data])
        else:
            os.chmod(self.data, 0o500)
            self.addCleanup(os.chmod, self.data, 0o700)
        self.refused("error datadir: open lock: ")
        self.assertEqual(background.compared(self, self.data), self.wanted)


if __name__ == "__main__":
    unittest.main()
