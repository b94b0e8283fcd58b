"""A screen: one address, one function that says everything the page shows, and the same as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from countermove.conflict import Conflict
from countermove.errors import CountermoveError
from countermove.web.workspace import Opened, Snapshot

__all__ = ["Asked", "Screen", "Write"]


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
    form : mapping of str to str
        What a write sent; empty when the page is only read.
    wrong : CountermoveError or None
        Why the write was refused, to be said at its field.
    """

    opened: Opened
    now: Snapshot
    query: Mapping[str, str]
    path: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)
    wrong: CountermoveError | None = None

    @property
    def conflict(self) -> Conflict:
        """The valid model."""
        assert self.now.conflict is not None, "screens are asked of valid models only"
        return self.now.conflict


@dataclass(frozen=True)
class Write:
    """What a write makes of a model.

    Attributes
    ----------
    text : str or mapping of str to str
        The new text of the model's own file; or by their names, as in `Snapshot.texts`, those of the files
        that change.
    what : str
        What was done, in words.
    to : str
        The address that is shown next, within the model's; by default the one that was written from.
    """

    text: str | Mapping[str, str]
    what: str
    to: str = ""


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
    write : callable, optional
        What a form of the page does to the model: ``write(asked)``, with ``asked.form``. The result becomes
        the draft if it is a valid model; what is wrong is given to ``data`` as ``asked.wrong``.
    """

    name: str
    title: str
    data: Callable[[Asked], dict[str, Any]]
    path: str = ""
    key: str = ""
    there: Callable[[Conflict], bool] = lambda conflict: True
    write: Callable[[Asked], Write] | None = None
