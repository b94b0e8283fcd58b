"""A model file's text as plain data, with the files of its layers put in where they are named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from countermove.errors import CountermoveError, ModelError, Problem, UsageError
from countermove.model.check_shape import kind_of
from countermove.model.yaml import Map, Place, YamlProblem, parse, sound

__all__ = ["Fetch", "Tree", "layer_files", "read_tree"]

Fetch = Callable[[str], str]


@dataclass(frozen=True)
class Tree:
    """A parsed model file, with those of its layers.

    Attributes
    ----------
    data : Map
        The file's mapping; each layer that is a file has its mapping under ``model``.
    problems : list of Problem
        What is wrong with the texts.
    sha256 : str
        The hash of the text; with layers that are files, of the hashes of all texts, one after the other.
    """

    data: Map
    problems: list[Problem]
    sha256: str


def read_tree(text: str, file: str, fetch: Fetch | None = None) -> Tree:
    """Parse a model file and the files of its layers.

    Raises
    ------
    ModelError
        When it is no YAML, or no mapping.
    """
    data, problems = _parsed(text, file)
    texts = [text]
    layers = data.get("layers")
    if not isinstance(layers, Map):
        layers = Map(data.place)
    for label in layers:
        given = layers[label]
        at = layers.values_at[label]
        beside = given.get("file") if isinstance(given, Map) else given
        if isinstance(given, Map) and "file" in given and "model" in given:
            what = f"layer '{label}' has both a file and a model"
            at = layers.keys_at[label]
            problems.append(Problem(file, at.line, at.column, what, "leave one of them out"))
            _leave_out_model(given)
        elif isinstance(beside, str):
            try:
                texts.append(_layer_text(beside, fetch))
            except CountermoveError as error:
                problems.append(Problem(file, at.line, at.column, f"layer '{label}': {error}"))
                continue
            if texts[-1] == text:
                what = f"layer '{label}' is this file itself"
                problems.append(Problem(file, at.line, at.column, what, "name the file of a layer"))
                continue
            entry = _entry(given, at)
            entry["model"], found = _parsed(texts[-1], beside)
            entry.keys_at["model"] = entry.values_at["model"] = at
            layers[label] = entry
            problems += found
    hashes = [hashlib.sha256(each.encode("utf-8", "surrogatepass")).hexdigest() for each in texts]
    whole = hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
    return Tree(data, problems, whole)


def layer_files(text: str, file: str) -> dict[str, str]:
    """Return by their labels the files that a model names for its layers; none where it cannot be read."""
    try:
        data, _ = _parse(text, file)
    except YamlProblem:
        return {}
    layers = data.get("layers") if isinstance(data, Map) else None
    if not isinstance(layers, Map):
        return {}
    named = {label: given.get("file") if isinstance(given, Map) else given for label, given in layers.items()}
    return {label: name for label, name in named.items() if isinstance(name, str)}


def _layer_text(file: str, fetch: Fetch | None) -> str:
    if fetch is None:
        raise UsageError(
            f"'{file}' is a file, and this model has no folder; write the layer out under 'model:'"
        )
    return fetch(file)


def _leave_out_model(entry: Map) -> None:
    for places in (entry, entry.keys_at, entry.values_at):
        del places["model"]


def _entry(given: str | Map, at: Place) -> Map:
    """Return a layer's entry in its long form."""
    if isinstance(given, Map):
        return given
    entry = Map(at)
    entry["file"] = given
    entry.keys_at["file"] = entry.values_at["file"] = at
    return entry


def _parse(text: str, file: str) -> tuple[Any, list[Problem]]:
    """Parse a text; who changes the data changes a copy."""
    found = sound(text)
    return parse(text, file) if found is None else (found[0], [])


def _parsed(text: str, file: str) -> tuple[Map, list[Problem]]:
    try:
        data, problems = deepcopy(_parse(text, file))
    except YamlProblem as error:
        raise ModelError([error.problem]) from None
    if not isinstance(data, Map):
        what = "the file is empty" if data is None else f"a model is a mapping, and this is {kind_of(data)}"
        raise ModelError(
            [Problem(file, 1, 1, what, "start with 'countermove: 1'; 'countermove new' writes a model")]
        )
    return data, problems
