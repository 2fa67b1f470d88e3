"""Reading rows, and what a posting of the export says as one text."""
import hashlib
import json


def lines_of(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def text_of(posting):
    """All that a posting's sections say, as the site gave it."""
    return "".join(s["text"] for s in posting["sections"])


def digest_of(title, text):
    return hashlib.sha256((title + "\n" + text).encode()).hexdigest()[:16]
