"""In which file of a model with layers an element stands, and edits there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from countermove.errors import UsageError, suggest
from countermove.model.changes import Steps
from countermove.model.editing import Edit, edited, parsed
from countermove.model.workshop import made

__all__ = ["also_in", "part_text", "whole_text", "written"]

Texts = Mapping[str, str]
Editing = Callable[[str, str, Sequence[Edit], str], tuple[str, str]]
ALIKE = ("dm.name", "option.name")
"""What is done in every layer in which the decision maker or the shared option stands: they are one."""


@dataclass(frozen=True)
class _Part:
    """A layer's model, or the whole's own file.

    Attributes
    ----------
    layer : str
        The layer's label; empty for the whole's own.
    file : str
        In which file it stands.
    data : mapping
        What it says.
    prefix : tuple
        Its path in the file; empty where it is all of it.
    """

    layer: str
    file: str
    data: Mapping[str, Any]
    prefix: Steps = ()

    def people(self) -> Mapping[str, Any]:
        found = self.data.get("decision_makers")
        return found if isinstance(found, dict) else {}

    def options(self, dm: str) -> Mapping[str, Any]:
        body = self.people().get(dm)
        found = body.get("options") if isinstance(body, dict) else None
        return found if isinstance(found, dict) else {}


def _plainly(layer: str, text: str, edits: Sequence[Edit], file: str) -> tuple[str, str]:
    return edited(text, edits, file), ""


def written(
    texts: Texts,
    layers: Mapping[str, str],
    form: Mapping[str, str],
    layer: str = "",
    editing: Editing = _plainly,
) -> tuple[dict[str, str], str]:
    """Return what a form of the workshop makes of a model's files.

    Parameters
    ----------
    texts : mapping of str to str
        The files, the model's own first.
    layers : mapping of str to str
        By the layers' labels the files in which they stand.
    form : mapping of str to str
        As `countermove.model.workshop.made` takes it.
    layer : str
        The layer in which the form stands. Without one the element is looked for: in the model's own file,
        then in the layers.
    editing : callable
        How a text is edited: takes the layer whose file it is (empty for the model's own), the text, the
        edits and the file's name, and returns the new text and what else was done, in words.

    Returns
    -------
    dict of str to str
        The new texts of the files that change.
    str
        What was done, in words.

    Raises
    ------
    UsageError
        When the element stands in no file or in several, or as `made`.
    """
    parts = _parts(texts, layers)
    found = _found(parts, form, layer)
    new, said = dict(texts), ""
    for part in found:
        data = _whole(parts) if not part.layer and form.get("do") == "status_quo" else part.data
        edits, what = made(data, form)
        said = said or (f"{what}, in layer {part.layer}" if part.layer and len(found) == 1 else what)
        own = "" if part.prefix else part.layer
        moved = [_at(part.prefix, each) for each in edits]
        new[part.file], more = editing(own, new[part.file], moved, part.file)
        said += f"; {more}" if more else ""
    return {name: text for name, text in new.items() if text != texts[name]}, said


def part_text(texts: Texts, layers: Mapping[str, str], layer: str) -> str:
    """Return the text of a layer; of one within the model's file its data, which is a text as well."""
    (part,) = (each for each in _parts(texts, layers) if each.layer == layer)
    return json.dumps(part.data) if part.prefix else texts[part.file]


def whole_text(texts: Texts, layers: Mapping[str, str]) -> str:
    """Return the decision makers of all layers and of the model's own file with all their options."""
    return json.dumps(_whole(_parts(texts, layers)))


def also_in(texts: Texts, layers: Mapping[str, str], layer: str, dm: str, option: str = "") -> list[str]:
    """Return the labels of the other layers in which a decision maker, or an option of its, stands."""
    others = (each for each in _parts(texts, layers) if each.layer not in ("", layer))
    return [
        each.layer for each in others if dm in each.people() and (not option or option in each.options(dm))
    ]


def _parts(texts: Texts, layers: Mapping[str, str]) -> list[_Part]:
    main = next(iter(texts))
    own = parsed(texts[main].removeprefix("\ufeff"), main)
    found = [_Part("", main, own)]
    for label, given in (own.get("layers") or {}).items():
        if isinstance(given, dict) and isinstance(given.get("model"), dict):
            found.append(_Part(label, main, given["model"], ("layers", label, "model")))
        elif label in layers:
            file = layers[label]
            found.append(_Part(label, file, parsed(texts[file].removeprefix("\ufeff"), file)))
    return found


def _found(parts: list[_Part], form: Mapping[str, str], layer: str) -> list[_Part]:
    """Return where the element stands that a form is about: one part, but for what is one in several."""
    known = {each.layer: each for each in parts}
    if layer not in known:
        raise UsageError(f"unknown layer '{layer}'; {suggest(layer, [each for each in known if each])}")
    do, dm, option = (form.get(name, "") for name in ("do", "dm", "option"))
    there = [each for each in parts if dm in each.people() and (not option or option in each.options(dm))]
    if do in ALIKE and len(there) > 1:
        return there
    if layer or not dm or len(parts) == 1 or known[""] in there:
        return [known[layer]]
    if len(there) > 1:
        where = " and ".join(f"'{each.layer}'" for each in there)
        raise UsageError(f"'{dm}' stands in the layers {where}; change it on the page of one of them")
    return there or [known[""]]


def _whole(parts: list[_Part]) -> dict[str, Any]:
    people: dict[str, Any] = {}
    for part in parts:
        for dm in part.people():
            people.setdefault(dm, {"options": {}})["options"].update(part.options(dm))
    return {"decision_makers": people, "status_quo": parts[0].data.get("status_quo")}


def _at(prefix: Steps, edit: Edit) -> Edit:
    return replace(edit, path=(*prefix, *edit.path))
