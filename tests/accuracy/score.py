"""What a set of labelled postings says of the analysis: precision, recall, confusion, by group and in all.

A posting's labels are a `Label`; what jobq read out of it is a posting object of its export (docs/search-analysis.md).
Pure but for the rules that `concepts` reads.
"""
from collections import Counter, namedtuple

from concepts import GROUPS, group_of

STAGES = ("research", "optimisation", "production", "unclear")
SECTIONS = ("title", "duty", "requirement", "bonus", "about", "other")

# `concepts`: (id, section, span or None); a span is of bytes, in the title or in the sections' texts joined.
# `lines`: (kinds that are right, first byte, end). None in the place of a value: it was not labelled.
Label = namedtuple("Label", "key concepts unsure stage stage_accept claim years_accept campus lines")


class Found:
    """How a set of what was wanted and a set of what was found agree."""

    def __init__(self):
        self.right, self.missed, self.invented = [], [], []

    def add(self, wanted, found):
        self.right += sorted(wanted & found)
        self.missed += sorted(wanted - found)
        self.invented += sorted(found - wanted)

    @property
    def wanted(self):
        return len(self.right) + len(self.missed)

    @property
    def precision(self):
        found = len(self.right) + len(self.invented)
        return len(self.right) / found if found else 1.0

    @property
    def recall(self):
        return len(self.right) / self.wanted if self.wanted else 1.0

    def line(self, name):
        return "%-36s P %.3f  R %.3f   right %4d  invented %3d  missed %3d" % (
            name, self.precision, self.recall, len(self.right), len(self.invented), len(self.missed))


class Score:
    """The agreement of labels and postings: add() each pair, then read the counts or print table()."""

    def __init__(self):
        self.n = 0
        self.concepts = {group: Found() for group in GROUPS}
        self.claims = Found()
        self.sections, self.lines, self.stages = Counter(), Counter(), Counter()
        self.placed, self.elsewhere = 0, 0
        self.stages_accepted = 0
        self.years, self.years_invented, self.campus = Counter(), [], Counter()
        self.wrong = []  # (key, what, wanted, found)

    def add(self, label, posting):
        self.n += 1
        self.add_concepts(label, posting)
        self.add_sections(label, posting)
        self.add_lines(label, posting)
        self.add_stage(label, posting)
        self.add_facts(label, posting)

    def add_concepts(self, label, posting):
        wanted = {c[0] for c in label.concepts}
        found = {c["id"] for c in posting["concepts"]} - label.unsure
        for group, agreement in self.concepts.items():
            agreement.add({(label.key, c) for c in wanted if group_of(c) == group}, {(label.key, c) for c in found if group_of(c) == group})

    def add_sections(self, label, posting):
        """Each labelled mention that was found at its place, or somewhere where no place is labelled: in which section?"""
        for concept, section, span in label.concepts:
            found = [c for c in posting["concepts"] if c["id"] == concept]
            here = [c["section"] for c in found if span is None or overlap(span, span_of(c, posting), section, c["section"])]
            self.placed += bool(here)
            self.elsewhere += bool(found) and not here
            if here:
                seen = section if section in here else here[0]
                self.sections[section, seen] += 1
                if seen != section:
                    self.wrong.append((label.key, "section of " + concept, section, seen))

    def add_lines(self, label, posting):
        for kinds, start, end in label.lines or ():
            seen = kind_at(posting, (start + end) // 2)
            self.lines[kinds[0], kinds[0] if seen in kinds else seen] += 1
            if seen not in kinds:
                self.wrong.append((label.key, "line at %d" % start, kinds[0], seen))

    def add_stage(self, label, posting):
        seen = posting["stage"]["value"]
        self.stages[label.stage, seen] += 1
        self.stages_accepted += seen in label.stage_accept
        if seen != label.stage:
            self.wrong.append((label.key, "stage", "/".join(label.stage_accept), seen))
        if label.claim is not None:
            self.claims.add({label.key} if label.claim else set(), {label.key} if posting["production_claim"] else set())

    def add_facts(self, label, posting):
        seen = posting["years"]["min"]
        if label.years_accept is not None:
            self.years[seen in label.years_accept] += 1
            if seen is not None and set(label.years_accept) == {None}:
                self.years_invented.append(label.key)
            if seen not in label.years_accept:
                self.wrong.append((label.key, "years", label.years_accept, seen))
        if label.campus is not None:
            self.campus[label.campus, posting["campus"]] += 1
            if label.campus != posting["campus"]:
                self.wrong.append((label.key, "campus", label.campus, posting["campus"]))

    # ---- what the counts say ----

    def section_accuracy(self):
        return diagonal(self.sections)

    def line_accuracy(self):
        return diagonal(self.lines)

    def stage_accuracy(self):
        return diagonal(self.stages)

    def years_accuracy(self):
        return share(self.years[True], sum(self.years.values()))

    def years_invented_share(self):
        return share(len(self.years_invented), sum(self.years.values()))

    def campus_accuracy(self):
        return diagonal(self.campus)

    def table(self, name):
        lines = ["", "== %s: %d postings" % (name, self.n)]
        lines += [agreement.line(group) for group, agreement in self.concepts.items()]
        if self.claims.right or self.claims.missed or self.claims.invented:
            lines.append(self.claims.line("production claims"))
        lines += confusion("section of a mention (%d at their places, %d elsewhere alone)" % (self.placed, self.elsewhere), SECTIONS, self.sections)
        if self.lines:
            lines += confusion("section of a line", SECTIONS[1:], self.lines)
        lines += confusion("stage (%d of %d accepted)" % (self.stages_accepted, self.n), STAGES, self.stages)
        if self.campus:
            lines += confusion("campus", (False, True), self.campus)
        lines.append("years exact %.3f, invented %.3f of %d" % (self.years_accuracy(), self.years_invented_share(), sum(self.years.values())))
        return "\n".join(lines)


def span_of(mention, posting):
    """A mention's bytes in the sections' texts joined, or in the title."""
    if mention["section"] == "title" or mention["in_section"] is None:
        return tuple(mention["span"])
    base = sum(len(s["text"].encode()) for s in posting["sections"][:mention["in_section"]])
    return base + mention["span"][0], base + mention["span"][1]


def overlap(a, b, section_a, section_b):
    return (section_a == "title") == (section_b == "title") and a[0] < b[1] and b[0] < a[1]


def kind_at(posting, at):
    """The kind of the section that holds a byte of the sections' texts joined."""
    for section in posting["sections"]:
        at -= len(section["text"].encode())
        if at < 0:
            return section["kind"]
    return None


def share(part, whole):
    return part / whole if whole else 1.0


def diagonal(counts):
    return share(sum(n for (a, b), n in counts.items() if a == b), sum(counts.values()))


def confusion(name, values, counts):
    """A table: what was labelled down, what was read across."""
    values = [v for v in values if any(v in pair for pair in counts)]
    lines = ["%s: %.3f right; labelled (down) against read (across)" % (name, diagonal(counts)),
             "  %-14s" % "" + "".join("%13s" % v for v in values)]
    return lines + ["  %-14s" % a + "".join("%13d" % counts[a, b] for b in values) for a in values]
