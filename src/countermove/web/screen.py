"""A screen: one address, one function that says everything the page shows, and the same as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from countermove.conflict import Conflict
from countermove.web.workspace import Opened, Snapshot

__all__ = ["Asked", "Screen"]


@dataclass(frozen=True)
class Asked:
    """What a screen is asked: of which model, as it is now, and the address's query.

    Attributes
    ----------
    opened : Opened
        The model.
    now : Snapshot
        What its file says; its conflict is valid.
    query : mapping of str to str
        The address's query, which restores the view: the last value of each key.
    path : mapping of str to str
        The parts of the address that the screen's own path names.
    """

    opened: Opened
    now: Snapshot
    query: Mapping[str, str]
    path: Mapping[str, str]

    @property
    def conflict(self) -> Conflict:
        """The valid model."""
        assert self.now.conflict is not None, "screens are asked of valid models only"
        return self.now.conflict


@dataclass(frozen=True)
class Screen:
    """One screen of the workbench.

    Attributes
    ----------
    name : str
        Its part of the address, and of its template: ``board`` is shown by ``board.html.j2``.
    title : str
        What the navigation calls it.
    data : callable
        Everything that the page shows, as plain data: what ``.json`` gives, and what the template takes.
    path : str
        What follows the name in the address, such as ``/{state}``.
    key : str
        The key that leads there, after ``g``.
    there : callable
        Whether a conflict has anything for this screen; by default every one has.
    """

    name: str
    title: str
    data: Callable[[Asked], dict[str, Any]]
    path: str = ""
    key: str = ""
    there: Callable[[Conflict], bool] = lambda conflict: True
