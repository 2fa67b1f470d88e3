#!/usr/bin/env python3
"""seal.py EXPORT LABELS…: turns labels with quotes into rows of labels.ndjson, on standard output.

EXPORT is `jobq export --format ndjson` of the postings; each line of LABELS has the labels of one, with the words quoted, as
README.md tells. A quote that is not in the posting is an error: it names the posting and the quote.
"""
import json
import re
import sys
import zlib

from texts import digest_of, lines_of, text_of

INLINE = re.compile(r"优先|加分|更佳|为佳|尤佳|preferred|a plus|nice to have", re.I)


def place(text, quote, low=0, high=None):
    """The bytes of the quote's first place in text[low:high]."""
    at = text.find(quote, low, len(text) if high is None else high)
    if at < 0:
        return None
    return len(text[:at].encode()), len(text[:at + len(quote)].encode())


def mention(label, concept, title, text, lines):
    """A concept's mention: in its quote's first place that lies in a line of its section, else in its first."""
    quote, section = concept["quote"], concept["section"]
    where = None
    if section == "title":
        where = place(title, quote)
    for (kind, low, high) in lines if section != "title" else ():
        if kind == section and not where:
            where = place(text, quote, low, high)
    where = where or (section != "title" and place(text, quote)) or None
    if not where:
        sys.exit("seal: %s: no such words: %s" % (label["key"], quote))
    return [concept["id"], section, *where]


def right_kinds(kind, line):
    """A line that is a bonus by a marker of its own may stand below a header for requirements."""
    return ["bonus", "requirement"] if kind == "bonus" and INLINE.search(line) else [kind]


def seal(label, posting):
    title, text = posting["title"], text_of(posting)
    lines = [(kind, low, high) for kind, low, high in label["lines"]]
    return {
        "source": posting["source"], "id": posting["external_id"], "digest": digest_of(title, text),
        "held_out": zlib.crc32(posting["external_id"].encode()) % 3 == 0,  # a third, until it is looked at
        "concepts": sorted(mention(label, c, title, text, lines) for c in label["concepts"]),
        "stage": label["stage"], "stage_accept": label["stage_accept"], "claim": label["production_claim"],
        "years": label["years"]["accept"], "campus": label["campus"],
        "lines": [[right_kinds(kind, text[low:high]), len(text[:low].encode()), len(text[:high].encode())] for kind, low, high in lines],
    }


def main(export, *files):
    postings = {"%s %s" % (p["source"], p["external_id"]): p for p in lines_of(export)}
    labels = {label["key"]: label for path in files for label in lines_of(path)}
    for key in sorted(labels):
        print(json.dumps(seal(labels[key], postings[key]), ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main(*sys.argv[1:])
