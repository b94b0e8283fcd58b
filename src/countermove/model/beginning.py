"""The text of a new model: what a person must say before anything can be built."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from countermove.model.workshop_fields import FieldError

__all__ = ["TAKEN", "begun", "label_of", "people_of", "rows_of"]

_WORDS = ("not", "and", "or", "if", "at_most_one", "exactly_one", "at_least_one", "because", "statement")
TAKEN = frozenset({*_WORDS, "yes", "no", "true", "false", "null"})
"""What is no label: words of the condition language and of YAML."""

ROWS = 4
MAX_ROWS = 20


def label_of(name: str, taken: Collection[str] = ()) -> str:
    """Return a label for a name: its words in lower case, joined by ``_``, and numbered where it is taken."""
    folded = unicodedata.normalize("NFC", name).lower()
    label = re.sub(r"\W+", "_", folded).strip("_") or "element"
    if label[0].isdigit() or label in TAKEN:
        label = f"x_{label}"
    if label not in taken:
        return label
    number = 2
    while f"{label}_{number}" in taken:
        number += 1
    return f"{label}_{number}"


def people_of(form: Mapping[str, str]) -> list[str]:
    """Return the decision makers of a form, a line each: of its lines ``people``, and of its rows.

    A row is a pair of fields: ``who0``, the name, and ``can0``, its options with ``;`` between them.
    """
    lines = form.get("people", "").splitlines()
    for at in range(MAX_ROWS):
        name, options = (form.get(f"{field}{at}", "").strip() for field in ("who", "can"))
        if options and not name:
            raise FieldError(f"nobody is named for “{options}”; write who can do that", f"who{at}")
        if name:
            lines.append(f"{name.replace(':', ' ')}: {options}")
    return lines


def rows_of(form: Mapping[str, str]) -> int:
    """Return how many rows a form shows: those that it had, and one more where that is asked for."""
    had = [at for at in range(MAX_ROWS) if f"who{at}" in form or f"can{at}" in form]
    return min(max(ROWS, max(had, default=0) + 1 + ("more" in form)), MAX_ROWS)


def begun(title: str, lines: Sequence[str]) -> str:
    """Return a new model, in which nobody wants anything yet.

    Parameters
    ----------
    title : str
        What the conflict is called.
    lines : sequence of str
        A decision maker each, with its options: ``Syria: Release water; Escalate``.

    Raises
    ------
    FieldError
        When there is no title, nobody who decides, or nothing that anybody can do; with the field of the
        form that is wrong.
    """
    if not title.strip():
        raise FieldError("the conflict has no title; give it one", "title")
    people: dict[str, tuple[str, list[str]]] = {}
    for line in filter(str.strip, lines):
        name, _, rest = line.partition(":")
        if not name.strip():
            raise FieldError(f"'{line.strip()}' names nobody; write 'Name: option; option'", "who0")
        people[label_of(name, people)] = (
            name.strip(),
            [each.strip() for each in rest.split(";") if each.strip()],
        )
    if not people:
        raise FieldError("nobody decides; name who does, and what each can do", "who0")
    if not any(options for _, options in people.values()):
        raise FieldError("nobody can do anything; write options, with ';' between them", "can0")
    # A JSON string is a YAML one, whatever it holds.
    text = ["countermove: 1", f"title: {_quoted(title.strip())}", "decision_makers:"]
    for label, (name, options) in people.items():
        text += [f"  {label}:", f"    name: {_quoted(name)}"] + ["    options:"] * bool(options)
        known: list[str] = []
        for each in options:
            known.append(label_of(each, known))
            text.append(f"      {known[-1]}: {_quoted(each)}")
    text += ["status_quo: []", "preferences:", *(f"  {label}: indifferent" for label in people)]
    return "\n".join([*text, ""])


def _quoted(text: str) -> str:
    plain = re.fullmatch(r"[^\W\d_][\w ,()'.]*", text) and text.lower() not in TAKEN and text[-1] not in " '"
    return text if plain else json.dumps(text, ensure_ascii=False)
