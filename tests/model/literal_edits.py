"""Texts to edit, and the slow twin of an edit: what it does to the data."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from countermove.cases import case_names, case_path
from countermove.model.editing import Delete, Edit, Insert, Move, Put, Rename

MODEL = """\
# A dispute about a dam.
countermove: 1
title: The dam   # what it is about

claims:
  no_water:            # the first claim
    text: >-
      Upstream holds the water
      back.
    quotes:
      - {source: letter, quote: "we will not let water through"}  # its words
      # and one more
      - source: letter
        quote: 'it''s ours'

decision_makers:
  upstream: {options: {water: Let water through,
                       gate: }}   # two options
  downstream:
    # who lives below
    options: {}
preferences:
  upstream: {prioritize: [not water, gate]}
"""
TEXTS = {path.stem + " " + path.parent.name: path.read_text(encoding="utf-8") for name in case_names()
         for path in sorted(Path(str(case_path(name))).parent.glob("*.yaml"))}  # fmt: skip


def plain(data: Any) -> Any:
    """The data without places, mappings as lists of pairs so that their order counts."""
    if isinstance(data, dict):
        return [("key", key, plain(value)) for key, value in data.items()]
    if isinstance(data, list):
        return [("item", plain(value)) for value in data]
    return (type(data).__name__, data)


def literal(data: Any, edit: Edit) -> Any:
    """The slow twin: the edit made in place on a copy of the data, mappings as two lists."""
    data = copy.deepcopy(data)
    parent = data
    for step in edit.path[:-1]:
        parent = parent[step]
    last: Any = edit.path[-1]
    match edit:
        case Put(value=value) if isinstance(parent, list) and last == len(parent):
            parent.append(value)
        case Put(value=value):
            parent[last] = value
        case Insert(value=value):
            parent.insert(last, value)
        case Delete():
            del parent[last]
        case Move(to=to):
            parent.insert(to, parent.pop(last))
        case Rename(key=key):
            pairs = [(key if name == last else name, value) for name, value in parent.items()]
            parent.clear()
            parent.update(pairs)
    return data
