"""Which group a concept is counted in, from the rules themselves."""
import os
import re

RULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "indexer", "rules", "concepts.yaml")

CHIPS, DOMESTIC, GENERIC = "chips and CUDA family", "domestic vendors", "heterogeneous and generic domestic"
KINDS = {"hw": CHIPS, "sw": CHIPS, "fw": "frameworks", "wt": "work types", "pa": "product areas", "gtm": "go-to-market"}
GROUPS = (CHIPS, DOMESTIC, GENERIC, "frameworks", "work types", "product areas", "go-to-market")


def implications(text):
    """{id: what it implies directly}, of the text of concepts.yaml."""
    found, current = {}, None
    for line in text.splitlines():
        if named := re.match(r"  - id: (\S+)", line):
            current = named[1]
            found[current] = []
        elif implied := re.match(r"    implies: \[(.*)\]", line):
            found[current] = [i.strip() for i in implied[1].split(",")]
    return found


def implies(found, concept, other):
    return any(i == other or implies(found, i, other) for i in found.get(concept, ()))


with open(RULES, encoding="utf-8") as rules:
    IMPLIED = implications(rules.read())


def group_of(concept):
    """The group that a concept's counts go to; None: it is not labelled (customers' segments)."""
    if concept in ("hw.domestic", "hw.heterogeneous"):
        return GENERIC
    if implies(IMPLIED, concept, "hw.domestic"):
        return DOMESTIC
    return KINDS.get(concept.split(".")[0])
