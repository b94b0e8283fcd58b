"""Measure the suggestions anew and write the numbers that ship: ``python -m tests.evidence.measuring``.

To be run when a rule changes; the tests say so when the numbers are no longer those of the rules. The rules
are not to be fitted to the held-out page: what it shows is worth something only as long as nobody does.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from countermove.evidence import read_document
from countermove.evidence.suggesting import measured, suggest
from tests.article import PDF, REPOSITORY, WEB

KEYS = REPOSITORY / "tests" / "evidence" / "keys"
SHIPPED = REPOSITORY / "src" / "countermove" / "evidence" / "suggesting" / "measured.json"
HIT = "same kind, and at least half of the words of the longer of the two spans in common"
PAGES: dict[str, tuple[Path, Path, str, str]] = {
    "held-out": (KEYS / "heldout.html", KEYS / "heldout.json", "", "a page the rules were not made with"),
    "article": (WEB, KEYS / "article.json", "2020-10", "the article the rules were made with, as a web page"),
    "article-pdf": (PDF, KEYS / "article.json", "2020-10", "the same article, as a PDF's text"),
}


def measured_anew(name: str) -> dict[str, Any]:
    page, key, published, what = PAGES[name]
    document = read_document(page)
    found = measured.measure(document, suggest(document, published), measured.read_key(key))
    return {"what": what, "kinds": {kind: asdict(each) for kind, each in found.items()}}


def write() -> None:
    data = {"hit": HIT, "documents": {name: measured_anew(name) for name in PAGES}}
    SHIPPED.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
