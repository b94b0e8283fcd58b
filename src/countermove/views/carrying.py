"""Edits after which every state's number still means the state that it meant before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from countermove.conflict import Conflict
from countermove.errors import CountermoveError
from countermove.loading import loads
from countermove.model import pattern_of
from countermove.model.editing import Edit, edited, parsed
from countermove.model.numbering import are_numbered, renumbered, without_states

__all__ = ["carried", "carrying"]


def carrying(conflict: Conflict) -> Callable[[str, str, Sequence[Edit], str], tuple[str, str]]:
    """Return what edits the text of a layer, or of a model that has none, and carries its numbers over.

    In the file that joins layers numbers stay as they are: without them it is no model.
    """

    def edit(layer: str, text: str, edits: Sequence[Edit], file: str) -> tuple[str, str]:
        new = edited(text, edits, file)
        if conflict.layers and not layer:
            return new, ""
        return carried(conflict.layer(layer) if layer else conflict, new)

    return edit


def carried(conflict: Conflict, new: str) -> tuple[str, str]:
    """Write the numbers of states anew where an edit has shifted them.

    Parameters
    ----------
    conflict : Conflict
        As it is.
    new : str
        The edited text of its file, with the numbers of before.

    Returns
    -------
    tuple of str
        The new text, and in words what became of the numbers; empty where they stay.

    Raises
    ------
    UsageError
        When a state that an expectation or today's state names would vanish.
    """
    data = parsed(new.removeprefix("\ufeff"), "the model")
    if not conflict.listed or conflict.model.graph_form or not are_numbered(data):
        return new, ""
    try:
        bare = loads(edited(new, without_states(data)).removeprefix("\ufeff"), "the model", conflict.folder)
    except CountermoveError:
        return new, ""  # what is wrong is said when the whole is read
    before = [(each.id, each.levels) for each in conflict.model.options]
    if before != [(each.id, each.levels) for each in bare.model.options] or not bare.listed:
        return new, ""
    levels = [option.levels for option in bare.model.options]
    old, now = conflict.space.states, bare.space.states

    def number(ref: int) -> int | None:
        if not 1 <= ref <= old.size:
            return ref
        state = now.named(pattern_of(old.values(ref - 1), levels))
        return None if state is None else state + 1

    more, gone = renumbered(data, number)
    if not more:
        return new, ""
    said = "numbers of states carried over"
    if gone:
        states = ", ".join(map(str, sorted(gone)))
        said += f"; {'state' if len(gone) == 1 else 'states'} {states} left the rankings"
    return edited(new, more, "the model"), said
