"""What the fields of the workshop's forms hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from countermove.errors import UsageError
from countermove.model.editing import Edit
from countermove.model.mentions import called

__all__ = [
    "Data",
    "FieldError",
    "Form",
    "Made",
    "UsedError",
    "act_of",
    "called",
    "dm_in",
    "option_in",
    "options_of",
    "people",
    "place_in",
    "text_in",
]

Act = TypeVar("Act", bound=Callable[..., Any])
Data = Mapping[str, Any]
Form = Mapping[str, str]
Made = tuple[list[Edit], str]
"""Edits, and what they do in words."""


class FieldError(UsageError):
    """What a field holds cannot be taken; ``field`` is its name."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class UsedError(UsageError):
    """What is to be deleted is used elsewhere; ``uses`` says where."""

    def __init__(self, message: str, uses: list[str]) -> None:
        super().__init__(message)
        self.uses = uses


def act_of(form: Form, acts: Mapping[str, Act]) -> Act:
    """Return what a form asks for by its field ``do``."""
    if (act := acts.get(form.get("do", ""))) is None:
        raise UsageError("the form does not say what to do; load the page again")
    return act


def text_in(form: Form, name: str, what: str) -> str:
    """Return the text of a field, which must hold some; ``what`` it is called."""
    given = form.get(name, "").strip()
    if not given:
        raise FieldError(f"{what} is missing; write it", name)
    return given


def place_in(form: Form, many: int, name: str = "at") -> int:
    """Return the place that a form names among so many, from 0."""
    given = form.get(name, "")
    if not given.isascii() or not given.isdigit() or int(given) >= many:
        raise UsageError("what is to be changed is not there any more; load the page again")
    return int(given)


def people(data: Data) -> dict[str, Any]:
    """Return the decision makers of a file, by their labels."""
    found = data.get("decision_makers")
    return found if isinstance(found, dict) else {}


def dm_in(data: Data, form: Form) -> str:
    """Return the label of the decision maker that a form names."""
    if (label := form.get("dm", "")) not in people(data):
        raise UsageError("this decision maker is not in the model's own file; edit the file of its layer")
    return label


def options_of(data: Data, dm: str) -> dict[str, Any]:
    """Return the options of a decision maker, by their labels."""
    body = people(data)[dm]
    found = body.get("options") if isinstance(body, dict) else None
    return found if isinstance(found, dict) else {}


def option_in(data: Data, form: Form) -> tuple[str, str]:
    """Return the labels of the option that a form names: its decision maker's and its own."""
    dm, label = dm_in(data, form), form.get("option", "")
    if label not in options_of(data, dm):
        raise UsageError("this option is not there any more; load the page again")
    return dm, label
