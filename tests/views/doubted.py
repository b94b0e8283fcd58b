"""A model of which each statement is borne out in another way, and the documents that lie beside it."""

from __future__ import annotations

from pathlib import Path

import countermove
from countermove.conflict import Conflict

LETTER = """\
From the ministry.

We shall let no water through while this is before a court. The harbour stays open
to everybody who pays the dues. A suit would cost the province more than it can win.
"""
REPORT = "The port authority said on Monday that the harbour is to be closed in winter.\n"

MODEL = """\
countermove: 1
title: Water and a harbour
sources:
  letter: {title: Letter of the ministry, author: the ministry, renditions: {text: {file: letter.txt}}}
  report: {title: Report on the port, renditions: {text: {file: report.txt}}}
  minutes: {title: Minutes that nobody here has}
claims:
  no_water:
    text: Upstream holds the water back while there is a suit.
    said_by: upstream
    reported: 2024-05
    reliability: high
    reason: official
    quotes: [{source: letter, quote: let no water through while this is before a court}]
  dues:
    text: The harbour is open to those who pay.
    quotes: [{source: letter, quote: The harbour stays open to nobody who pays the dues}]
  winter:
    text: The harbour closes in winter.
    stance: contradicts
    said_by: the port authority
    happened: 2024-11/2025-02
    quotes: [{source: report, quote: the harbour is to be closed in winter}]
  session:
    text: The council wants the water.
    quotes: [{source: minutes, sealed: {words: 7, sha256: %s}}]
decision_makers:
  upstream:
    name: Upstream
    options:
      water: {name: Let water through, because: [no_water]}
      open: Open the harbour
  downstream: {name: Downstream, options: {court: Go to court}}
status_quo: []
preferences:
  upstream:
    prioritize:
      - {statement: not water if court, because: [no_water]}
      - {statement: not court, because: [{assumption: A suit is a nuisance.}]}
      - {statement: open, because: [dues]}
      - {statement: open or water, because: [no_water, winter]}
      - water
      - not open
  downstream:
    prioritize:
      - {statement: water, because: [session]}
      - {statement: not court, because: [{assumption: A suit costs more than it brings.}]}
""" % ("0" * 64)


def written(folder: Path, model: str = MODEL) -> Path:
    """Write the model with its documents, and return its file."""
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    path = folder / "water.yaml"
    path.write_text(model, encoding="utf-8")
    return path


def doubted(folder: Path, model: str = MODEL) -> Conflict:
    return countermove.load(str(written(folder, model)))
