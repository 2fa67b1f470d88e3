"""The labelled postings, as `score.Label`s: those of labels.ndjson, of fictional.ndjson, and sixty that lie beside the world.

labels.ndjson holds labels without texts (they are their employers'): places in bytes, and a digest that tells whether the
posting still reads as it did. README.md has its form.
"""
import os

import seal
from score import Label
from texts import lines_of, text_of

HERE = os.path.dirname(os.path.abspath(__file__))


def label_of(row):
    """A row of labels.ndjson as a label."""
    return Label(key=(row["source"], row["id"]), concepts=[(c, section, (start, end)) for c, section, start, end in row["concepts"]],
                 unsure=set(), stage=row["stage"], stage_accept=row["stage_accept"], claim=row["claim"],
                 years_accept=row["years"], campus=row["campus"], lines=[(kinds, start, end) for kinds, start, end in row["lines"]])


def own():
    """(label, digest, whether it is held out) of every real posting that was labelled for jobq."""
    return [(label_of(row), row["digest"], row["held_out"]) for row in lines_of(os.path.join(HERE, "labels.ndjson"))]


def sixty_label(row):
    """A row of the sixty as a label; what is not labelled there is None."""
    labels = row["labels"]
    return Label(key=row["id"], concepts=[(c["id"], c["section"], None) for c in labels["concepts"]], unsure=set(labels["unsure_concepts"]),
                 stage=labels["stage"], stage_accept=labels["stage_accept"] + [labels["stage"]], claim=None,
                 years_accept=labels["min_years_accept"] or [labels["min_years"]], campus=None, lines=None)


def by_number(kinds, text):
    """[kind, first character, end] of each line of a text, of kinds by line number: {"1-3": "duty"}; empty lines have none."""
    numbered, at, lines = {}, 0, []
    for numbers, kind in kinds.items():
        first, _, last = numbers.partition("-")
        numbered.update({n: kind for n in range(int(first), int(last or first) + 1)})
    for line in text.split("\n"):
        if line.strip():
            lines.append([numbered[len(lines) + 1], at, at + len(line)])
        at += len(line) + 1
    return lines


def fictional():
    """The rows of fictional.ndjson: postings that were made up for jobq, with their labels in words."""
    return lines_of(os.path.join(HERE, "fictional.ndjson"))


def fictional_label(row, posting):
    """A made-up posting's label, with the places that its words have in the posting that jobq read."""
    labels = dict(row["labels"], key=row["id"], lines=by_number(row["labels"]["lines"], text_of(posting)))
    return label_of(seal.seal(labels, posting))._replace(key=row["id"])
