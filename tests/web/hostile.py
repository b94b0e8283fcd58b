"""A model and a document by somebody who means harm: every text in them tries to run a script."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from countermove import cases

ATTACKS = (
    "<script>window.harmed = 1</script>",
    "\"><img src=x onerror='window.harmed = 1'>",
    "'--></style></script><svg onload='window.harmed = 1'>",
    "{{ 7 * 191 }}{% raw %}",
    "javascript:window.harmed=1",
)
DOCUMENT = f"<html><body><p>The dam is full. {''.join(ATTACKS[:3])} Nobody moves.</p></body></html>"


def attack(number: int, what: str) -> str:
    """Return a text that names what it stands for, attacks, and can stand in YAML."""
    return json.dumps(f"{what} {ATTACKS[number % len(ATTACKS)]}")


TEXTS = frozenset(
    {"assumption", "description", "name", "note", "notes", "publisher", "summary", "text", "title", "why"}
)


def harmful(data: Any, count: Iterator[int]) -> None:
    """Put an attack in place of every free text of a model."""
    if isinstance(data, list):
        for each in data:
            harmful(each, count)
    for key, value in data.items() if isinstance(data, dict) else ():
        if isinstance(value, str) and key in TEXTS:
            number = next(count)
            data[key] = f"{number} {ATTACKS[number % len(ATTACKS)]}"
        else:
            harmful(value, count)


def write_hostile_case(case: str, folder: Path) -> Path:
    """Write a case in which every free text is an attack; return where the model is."""
    source = cases.case_path(case)
    assert source is not None
    shutil.copytree(source.parent, folder / case)
    yaml, count = YAML(), itertools.count()
    yaml.width = 10_000
    for path in (folder / case).glob("*.yaml"):
        data = yaml.load(path)
        harmful(data, count)
        yaml.dump(data, path)
    return folder / case / "model.yaml"


def write_hostile(folder: Path) -> Path:
    """Write the model and its document; return where the model is."""
    (folder / "page.html").write_text(DOCUMENT, encoding="utf-8")
    model = folder / "hostile.yaml"
    model.write_text(
        f"""\
countermove: 1
title: {attack(0, "Title")}
summary: {attack(1, "Summary")}
notes: {attack(2, "Notes")}
sources:
  page:
    title: {attack(1, "Source")}
    publisher: {attack(2, "Publisher")}
    renditions: {{web: {{file: page.html}}}}
claims:
  full:
    text: {attack(0, "Claim")}
    quotes: [{{source: page, quote: "The dam is full"}}]
decision_makers:
  one:
    name: {attack(0, "First")}
    description: {attack(1, "Who the first is")}
    options:
      open: {{name: {attack(2, "Open")}, description: {attack(0, "What it is to open")}}}
      close: {attack(3, "Close")}
  two:
    name: {attack(1, "Second")}
    options:
      pay: {attack(0, "Pay")}
constraints:
  - not (open and close)
status_quo: []
preferences:
  one:
    prioritize:
      - {{statement: pay, because: [full]}}
      - not open
  two: {{ranking: [1, 2, 3, 4, 5, 6]}}
""",
        encoding="utf-8",
    )
    return model
