"""Edit the text of a model by path: what is not edited stays as it is, byte for byte.

Comments, order, quotation marks, brackets and line ends are the analyst's. So an edit is a splice at the
place where the value stands, and then the text is read again: nothing but what was asked for may differ.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from countermove.errors import ModelError, Problem, UsageError, suggest
from countermove.files import write_whole
from countermove.model.changes import Steps, path_text
from countermove.model.splicing import NotWritable, Splice, Text
from countermove.model.writing import plain_data
from countermove.model.yaml import MAX_BYTES, YamlProblem, parse, sound

__all__ = ["Delete", "Edit", "Insert", "Move", "Put", "Rename", "edit_file", "edited", "model_text", "parsed"]


@dataclass(frozen=True)
class Put:
    """Write a value at a path: a new one for what stands there, a new key, or an item after the last."""

    path: Steps
    value: Any


@dataclass(frozen=True)
class Insert:
    """Write an item into a list, before the one at the path."""

    path: Steps
    value: Any


@dataclass(frozen=True)
class Delete:
    """Take a key or an item away, with the comments on its lines."""

    path: Steps


@dataclass(frozen=True)
class Rename:
    """Call a key otherwise, in its place."""

    path: Steps
    key: str


@dataclass(frozen=True)
class Move:
    """Give an item of a list another position, with the comment on its own lines."""

    path: Steps
    to: int


Edit = Put | Insert | Delete | Rename | Move


def edited(text: str, edits: Sequence[Edit], file: str = "<text>") -> str:
    """Edit the text of a model.

    Parameters
    ----------
    text : str
        YAML, without anchors and aliases.
    edits : sequence of Put, Insert, Delete, Rename or Move
        Made one after another, each on what the one before has left. A path is made of keys and of positions
        in lists, counted from 0.
    file : str, optional
        The text's name, for messages.

    Returns
    -------
    str
        The new text. A collection that loses its last part stays, empty.

    Raises
    ------
    UsageError
        When a path is not there, a new key is, or a place is written in a form that cannot be edited.
    ModelError
        When the text cannot be read.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    data = parsed(text, file)
    if data is None:
        raise UsageError(f"{file} holds nothing to edit; give a model")
    waiting = deque(edits)
    while waiting:
        group = _group(waiting, data)
        wanted = data
        for edit in group:
            wanted = _applied(wanted, edit, edit.path)
        for surest in (False, True):
            try:
                new = _spliced(text, group, surest)
                if _same(found := parsed(new, file), wanted):
                    break
            except (ModelError, NotWritable):
                continue
        else:
            if not isinstance(move := group[0], Move):
                _refuse(move.path)
            waiting.extendleft((_put_back(move, data), Delete(move.path)))
            continue
        text, data = new, found
    return mark + text


def _put_back(move: Move, data: Any) -> Edit:
    """Return what puts an item that was taken away to its new position."""
    for step in move.path[:-1]:
        data = data[step]
    put = Insert if move.to < len(data) - 1 else Put
    return put((*move.path[:-1], move.to), data[move.path[-1]])


def _spliced(text: str, group: Sequence[Edit], surest: bool) -> str:
    """Make edits at places apart, which hold for the text as it stands."""
    parts = Text(text, surest)
    splices = sorted((_splice(parts, edit) for edit in group), key=lambda splice: splice.start)
    # From the last on; those at one place, which are added there, so keep their order.
    for start, end, new in reversed(splices):
        text = text[:start] + new + text[end:]
    return text


def _splice(parts: Text, edit: Edit) -> Splice:
    match edit:
        case Put(path, value):
            return parts.put(path, plain_data(value))
        case Insert(path, value):
            return parts.insert(path, plain_data(value))
        case Delete(path):
            return parts.delete(path)
        case Rename(path, key):
            return parts.rename(path, key)
        case Move(path, to):
            return parts.move(path, to)


def edit_file(path: Path, edits: Sequence[Edit], output: Path | None = None) -> None:
    """Edit a model's file, or write the edited text to another; as `edited`.

    Raises
    ------
    UsageError
        Also when a file cannot be read or written.
    """
    text = model_text(path)
    write_whole(output or path, edited(text, edits, str(path)), follow=True)


def model_text(path: Path) -> str:
    """Read a model's file with its line ends and, if it has one, its byte order mark.

    Raises
    ------
    UsageError, ModelError
        When it cannot be read, or is not text in UTF-8.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1).decode("utf-8")
    except OSError as error:
        raise UsageError(f"'{path}' cannot be read: {error.strerror}; name a model file") from None
    except UnicodeDecodeError:
        raise ModelError(
            [Problem(str(path), 0, 0, "the file is not UTF-8 text", "save it as UTF-8")]
        ) from None


def _refuse(path: Steps) -> NoReturn:
    what = f"'{path_text(path)}' is written in a form that cannot be edited by machine"
    raise UsageError(f"{what}; write that part of the file anew in an editor")


# ---------------------------------------------------------------- what is asked for, on plain data
def parsed(text: str, file: str) -> Any:
    """Return the plain data of a text, not to be changed; ModelError with its mistakes where it has any."""
    if (found := sound(text)) is not None:
        return found[0]
    try:
        data, problems = parse(text, file)
    except YamlProblem as error:
        raise ModelError([error.problem]) from None
    if problems:
        raise ModelError(problems)
    return data


def _group(waiting: deque[Edit], data: Any) -> list[Edit]:
    """Take the next edits that can be made at once: renamed keys, or new values, at places apart.

    What is added after the last part of a collection may be several values, one after another.
    """
    first = waiting.popleft()
    group, taken = [first], _Taken(data)
    taken.add(first)
    while waiting and type(waiting[0]) is type(first) and isinstance(first, Put | Rename):
        if not taken.leaves(waiting[0]):
            break
        taken.add(waiting[0])
        group.append(waiting.popleft())
    return group


class _Taken:
    """The paths of edits that are made at once, before and after them: at places apart, or added in one."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self.paths: set[Steps] = set()
        self.above: set[Steps] = set()
        self.parents: set[Steps] = set()
        self.added_to: set[Steps] = set()

    def _is_added(self, edit: Edit) -> bool:
        return isinstance(edit, Put) and _is_new(self.data, edit.path)

    def add(self, edit: Edit) -> None:
        """Take an edit's paths."""
        for path in _paths(edit):
            self.paths.add(path)
            self.parents.add(path[:-1])
            self.above.update(path[:length] for length in range(len(path)))
        if self._is_added(edit):
            self.added_to.add(edit.path[:-1])

    def leaves(self, edit: Edit) -> bool:
        """Whether an edit is at a place apart from the others, or adds where they all add."""
        path = edit.path
        if path in self.paths or self._is_added(edit) or self.added_to:
            return self._is_added(edit) and self.added_to == {path[:-1]} and path not in self.paths
        apart = path not in self.above and path[:-1] not in self.parents
        return apart and not any(path[:length] in self.paths for length in range(len(path)))


def _is_new(data: Any, path: Steps) -> bool:
    """Whether a path leads right behind what a collection has, which is something."""
    if not path:
        return False
    for step in path[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    if isinstance(data, dict):
        return bool(data) and path[-1] not in data
    return isinstance(data, list) and bool(data) and isinstance(path[-1], int) and path[-1] >= len(data)


def _paths(edit: Edit) -> tuple[Steps, ...]:
    """Return what an edit is about, by its name before and after."""
    return (edit.path, (*edit.path[:-1], edit.key)) if isinstance(edit, Rename) else (edit.path,)


def _applied(data: Any, edit: Edit, path: Steps) -> Any:
    """Return the data with an edit made, sharing what it leaves as it is."""
    if not path:
        raise UsageError("the path of an edit is empty; name a key")
    step, rest = path[0], path[1:]
    if data is None and isinstance(edit, Put) and not rest:
        data = {} if isinstance(step, str) else []
    if isinstance(data, dict) and isinstance(step, str):
        return _applied_in_map(data, edit, step, rest)
    if isinstance(data, list) and isinstance(step, int) and not isinstance(step, bool):
        return _applied_in_list(data, edit, step, rest)
    kind = "positions" if isinstance(data, list) else "keys" if isinstance(data, dict) else "a value"
    what = f"'{path_text(edit.path)}' is not there: before '{step}' stands what has {kind}"
    raise UsageError(f"{what}; write the path as it is in the file")


def _applied_in_map(data: dict[str, Any], edit: Edit, step: str, rest: Steps) -> dict[str, Any]:
    if step not in data and (rest or not isinstance(edit, Put)):
        hint = suggest(step, data, what="keys")
        raise UsageError(f"'{path_text(edit.path)}' is not there: no key '{step}'; {hint}")
    if rest:
        return {**data, step: _applied(data[step], edit, rest)}
    match edit:
        case Put(value=value):
            return {**data, plain_data(step): plain_data(value)}
        case Delete():
            return {key: value for key, value in data.items() if key != step}
        case Rename(key=new):
            if new in data:
                raise UsageError(
                    f"'{path_text(edit.path)}' cannot become '{new}': there is one; name another"
                )
            return {plain_data(new) if key == step else key: value for key, value in data.items()}
    raise UsageError(f"'{path_text(edit.path)}' is a key, and an item is inserted at a position; give one")


def _applied_in_list(data: list[Any], edit: Edit, step: int, rest: Steps) -> list[Any]:
    most = len(data) if not rest and isinstance(edit, Put | Insert) else len(data) - 1
    if not 0 <= step <= most:
        what = f"'{path_text(edit.path)}' is not there: the list has {len(data)} items"
        raise UsageError(f"{what}; give a position from 0 to {max(most, 0)}")
    if rest:
        return [*data[:step], _applied(data[step], edit, rest), *data[step + 1 :]]
    match edit:
        case Put(value=value):
            return [*data[:step], plain_data(value), *data[step + 1 :]]
        case Insert(value=value):
            return [*data[:step], plain_data(value), *data[step:]]
        case Delete():
            return [*data[:step], *data[step + 1 :]]
        case Move(to=to) if 0 <= to < len(data):
            others = [*data[:step], *data[step + 1 :]]
            return [*others[:to], data[step], *others[to:]]
        case Move():
            what = f"'{path_text(edit.path)}' has no position {edit.to} to go to"
            raise UsageError(f"{what}; give one from 0 to {len(data) - 1}")
    raise UsageError(f"'{path_text(edit.path)}' is a position and has no name; name a key")


def _same(one: Any, other: Any) -> bool:
    """Whether two data are the same, in the same order and of the same kinds."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(map(_same, one.values(), other.values()))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)
