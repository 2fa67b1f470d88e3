"""Texts as a board that jobq crawls, so that they are read as postings are: from the wire to the export."""
import json

import harness
from gateway import Gateway

PANEL = """panel: labels
contact: tests@example.org
defaults: {every: 6h, delay: 0s}
companies:
  - id: labelled
    sources: [{recipe: greenhouse, board: labelled}]
"""
PATH = "boards-api.greenhouse.io/v1/boards/labelled/jobs"


def job(row):
    escaped = row["text"].replace("&", "&amp;").replace("<", "&lt;")
    content = "".join("<p>%s</p>" % line for line in escaped.split("\n")).replace("&", "&amp;").replace("<", "&lt;")
    return {"id": row["id"], "title": row["title"], "absolute_url": "https://labelled.example/" + row["id"], "location": {"name": ""}, "content": content}


class Board(harness.Case):
    """`crawl_texts` makes `postings` (by id) of rows with an id, a title and a text, once for a class."""

    @classmethod
    def crawl_texts(cls, rows):
        cls.shared = harness.Case("setUp")
        cls.shared.setUp()
        cls.addClassCleanup(cls.shared.doCleanups)
        gateway = Gateway()
        cls.addClassCleanup(gateway.close)
        answer = {"jobs": [job(row) for row in rows], "meta": {"total": len(rows)}}
        gateway.answers[PATH] = ("application/json", json.dumps(answer).encode())
        cls.shared.crawl(cls.shared.write("panel.yaml", PANEL), "--gateway", gateway.url, "--at", "2026-01-01T00:00:00Z")
        cls.postings = {p["external_id"]: p for p in cls.shared.export().values()}
