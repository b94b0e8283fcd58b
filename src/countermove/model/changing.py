"""A model with something set, left out or swapped, before it is read.

The changes are made on the parsed text, so that the ordinary reader checks the result and its messages
still name lines of the file. What a ``--set`` brings in stands on no line: its place is line 0, and the
column says which of the options it came with.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from countermove.errors import Problem, UsageError, suggest
from countermove.model.build import Draft, read_document
from countermove.model.changes import Change, Changed, Steps, brief, path_text
from countermove.model.check_shape import kind_of, place_of
from countermove.model.leaving_out import leave_out, parts
from countermove.model.tree import Fetch, read_tree
from countermove.model.yaml import Map, Place, Seq, YamlProblem, parse

__all__ = ["Wanted", "read_changed", "wanted"]

_PATH = re.compile(r"[^.\[\]\s]+(?:\.[^.\[\]\s]+|\[[0-9]{1,6}\])*\Z")
_STEP = re.compile(r"[^.\[\]]+|\[[0-9]+\]")
_SWAP = re.compile(r"\s*([^:\s]+)\s*:\s*([0-9]{1,6})\s*,\s*([0-9]{1,6})\s*\Z")
_SIGNS = re.compile(r"(>>|>)")
EXAMPLE = "--set 'preferences.russia.prioritize[0]=not karabakh'"


@dataclass(frozen=True)
class _Setting:
    option: str
    place: Place
    path: Steps
    value: Any


@dataclass(frozen=True)
class _Swap:
    option: str
    dm: str
    first: int
    second: int


@dataclass(frozen=True)
class Wanted:
    """The changes that are asked for, in the order in which they are made.

    Attributes
    ----------
    settings : tuple
        What to set, and to what.
    without : tuple of str
        Labels of claims.
    swaps : tuple
        Whose statements or tiers change places.
    """

    settings: tuple[_Setting, ...]
    without: tuple[str, ...]
    swaps: tuple[_Swap, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """The changes as they are written on the command line."""
        return (
            *(each.option for each in self.settings),
            *(f"--without {shlex.quote(label)}" for label in self.without),
            *(each.option for each in self.swaps),
        )

    def told(self, problems: Sequence[Problem]) -> list[Problem]:
        """Return mistakes of the changed model, each with the option or the changed file it stands in."""
        found = []
        for each in problems:
            if not each.line and 1 <= each.column <= len(self.settings):
                option = self.settings[each.column - 1].option
                found.append(Problem(brief(option), 0, 0, each.what, each.hint))
            else:
                file = f"{each.file} as changed"
                found.append(Problem(file, each.line, each.column, each.what, each.hint))
        return found


# ---------------------------------------------------------------- what is asked for
def wanted(settings: Sequence[str], without: Sequence[str], swaps: Sequence[str]) -> Wanted:
    """Read the changes that are asked for.

    Parameters
    ----------
    settings : sequence of str
        ``PATH=VALUE``, a path such as ``preferences.russia.prioritize[0]`` and a value in YAML.
    without : sequence of str
        Labels of claims.
    swaps : sequence of str
        ``DM:I,J``: a decision maker and two positions from 1.

    Raises
    ------
    UsageError
        When one cannot be read, or nothing is asked for.
    """
    if not (settings or without or swaps):
        raise UsageError("no change is given; write --set PATH=VALUE, --without CLAIM or --swap DM:I,J")
    return Wanted(
        tuple(_setting(each, number) for number, each in enumerate(settings, start=1)),
        tuple(dict.fromkeys(without)),
        tuple(map(_swap, swaps)),
    )


def _setting(text: str, number: int) -> _Setting:
    path, sign, value = text.partition("=")
    path, option = path.strip(), f"--set {shlex.quote(text)}"
    if not sign:
        raise UsageError(f"{brief(option)} gives no value; write it as in {EXAMPLE}")
    if not _PATH.match(path):
        what = "keys with full stops between them and positions from 0 in brackets"
        raise UsageError(f"{brief(option)} does not begin with a path; write {what}, as in {EXAMPLE}")
    try:
        data, problems = parse(value, "")
    except YamlProblem as error:
        problems = [error.problem]
    if problems:
        hint = problems[0].hint or "put the text in quotes within the value"
        raise UsageError(f"{brief(option)}: {problems[0].what}; {hint}")
    steps = tuple(int(step[1:-1]) if step.startswith("[") else step for step in _STEP.findall(path))
    place = Place(0, number, -1)
    return _Setting(option, place, steps, _placed(data, place))


def _placed(data: Any, place: Place) -> Any:
    """Give every part of a value the place of its option."""
    if isinstance(data, Map):
        data.place = place
        for key, part in data.items():
            data.keys_at[key] = data.values_at[key] = place
            _placed(part, place)
    elif isinstance(data, Seq):
        data.place = place
        data.values_at[:] = [place] * len(data)
        for part in data:
            _placed(part, place)
    return data


def _swap(text: str) -> _Swap:
    found = _SWAP.match(text)
    if found is None:
        raise UsageError(
            f"--swap {brief(text)} does not say whose two statements or tiers are to change places; write "
            "--swap DM:I,J with positions from 1, such as --swap armenia:1,2"
        )
    dm, first, second = found[1], int(found[2]), int(found[3])
    if first == second:
        raise UsageError(f"--swap {text} names one position twice; name two, such as --swap {dm}:1,2")
    return _Swap(f"--swap {dm}:{first},{second}", dm, first, second)


# ---------------------------------------------------------------- making the changes
def read_changed(text: str, file: str, asked: Wanted, fetch: Fetch | None = None) -> tuple[Draft, Changed]:
    """Read a model with changes: what is set comes first, then what is left out, then what is swapped.

    Parameters
    ----------
    text : str
        The file's content.
    file : str
        Its name, for messages.
    asked : Wanted
        The changes; those to a layer go by ``layers.LABEL.model``.
    fetch : callable, optional
        As for `read_model`.

    Returns
    -------
    tuple of Draft and Changed
        The changed model, and what was done to it. Its hash is that of the text followed by the changes,
        one a line. `Wanted.told` says where its mistakes stand.

    Raises
    ------
    UsageError
        When a path, claim, decision maker or position is not there.
    ModelError
        When the mistakes leave nothing to go on with.
    """
    tree = read_tree(text, file, fetch)
    data = tree.data
    changes = [_set(data, each) for each in asked.settings]
    changes += _without_expectations(data, asked.settings)
    left_out, kept = leave_out(data, asked.without)
    changes += left_out
    changes += [_swap_in(data, each) for each in asked.swaps]
    whole = "\n".join([tree.sha256 if "layers" in data else text, *asked.options])
    sha256 = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    return read_document(data, file, sha256, tree.problems), Changed(
        asked.options, tuple(changes), tuple(kept)
    )


def _set(data: Map, setting: _Setting) -> Change:
    here: Any = data
    last = len(setting.path) - 1
    for position, step in enumerate(setting.path):
        _must_lead_on(here, setting, position, new=position == last)
        if position < last:
            here = here[step]
    there = step in here if isinstance(here, Map) else int(step) < len(here)
    line = place_of(data, setting.path, key=True).line if there else 0
    before = brief(here[step]) if there else ""
    if isinstance(here, Map):
        here[step] = setting.value
        here.keys_at[step] = here.values_at[step] = setting.place
    elif there:
        here[step], here.values_at[step] = setting.value, setting.place
    else:
        here.append(setting.value)
        here.values_at.append(setting.place)
    return Change("set", setting.option, path_text(setting.path), line, before, brief(setting.value))


def _without_expectations(data: Map, settings: Sequence[_Setting]) -> list[Change]:
    """Leave the expectations out where what they speak of is set: options, states, or a whole part."""
    for setting in settings:
        path = setting.path
        declares = path[0] == "states" or (path[0] == "events" and len(path) < 3)
        declares |= path in (("attitudes",), ("foresight",))
        declares |= (
            path[0] == "decision_makers" and (len(path) < 3 or path[2] == "options") and path[-1] != "name"
        )
        if declares and isinstance(data.get("expect"), Seq):
            line = place_of(data, ("expect",), key=True).line
            many = len(data.pop("expect"))
            text = f"{many} expectation{'s' if many > 1 else ''}"
            return [Change("left-out", setting.option, "expect", line, text)]
    return []


def _must_lead_on(here: Any, setting: _Setting, position: int, *, new: bool) -> None:
    """Refuse a path where it leads nowhere; with ``new`` its next step may be a new key or the next item."""
    step, done = setting.path[position], path_text(setting.path[:position])
    where, option = f"'{done}'" if done else "the model", brief(setting.option)
    if isinstance(here, Map):
        keys = [str(key) for key in here]
        if isinstance(step, int):
            hint = suggest("", keys, what="the keys there are")
            raise UsageError(f"{option}: {where} has keys and no positions; {hint}")
        if step not in here and not new:
            hint = suggest(step, keys, what="the keys there are")
            raise UsageError(f"{option}: there is no '{step}' in {where}; {hint}")
    elif isinstance(here, Seq):
        if not isinstance(step, int):
            hint = f"write a position from 0, such as {done}[0]"
            raise UsageError(f"{option}: {where} is a list and has no '{step}'; {hint}")
        if step >= len(here) + new:
            upto = f"they run from [0] to [{len(here) - 1}]" if here else "there are none yet"
            hint = f"{upto}, and {done}[{len(here)}] adds one at the end"
            raise UsageError(f"{option}: there is no position [{step}] in {where}; {hint}")
    else:
        hint = f"set it whole: --set '{done}=...'"
        raise UsageError(f"{option}: {where} holds {kind_of(here)} and has no parts; {hint}")


def _swap_in(data: Map, swap: _Swap) -> Change:
    part = _part_of(data, swap)
    preferences = _in_part(data, part, "preferences")
    own = preferences.get(swap.dm) if isinstance(preferences, Map) else None
    path = (*part, "preferences", swap.dm)
    for kind in ("prioritize", "ranking"):
        listed = own.get(kind) if isinstance(own, Map) else None
        if isinstance(listed, Seq):
            _both_there(swap, len(listed), kind)
            return _swapped(data, swap, (*path, kind), listed)
        if isinstance(own, Map) and isinstance(listed, str) and kind == "ranking":
            return _swapped_in_chain(data, swap, own, listed, (*path, kind))
    if isinstance(own, Map) and "weights" in own:
        hint = f"change a weight instead: --set '{path_text(path)}.weights[0].weight=2'"
        raise UsageError(f"{swap.option}: the weights of '{swap.dm}' stand in no order; {hint}")
    hint = "name a decision maker with 'prioritize' or a 'ranking'"
    raise UsageError(f"{swap.option}: '{swap.dm}' likes all states equally; {hint}")


def _part_of(data: Map, swap: _Swap) -> Steps:
    """Return where a decision maker's preferences stand: in the model's own file, or in one of its layers."""
    standing = {
        part: known
        for part in parts(data)
        if isinstance(known := _in_part(data, part, "decision_makers"), Map)
    }
    labels = list(dict.fromkeys(str(label) for known in standing.values() for label in known))
    if swap.dm not in labels:
        hint = suggest(swap.dm, labels, what="decision makers")
        raise UsageError(f"{swap.option}: unknown decision maker '{swap.dm}'; {hint}")
    preferences = data.get("preferences")
    if isinstance(preferences, Map) and swap.dm in preferences:
        return ()
    own = [part for part, known in standing.items() if swap.dm in known]
    if len(own) > 1:
        path = path_text((*own[-1], "preferences", swap.dm))
        hint = f"set them in one of its layers, as in --set '{path}.prioritize[0]=...'"
        raise UsageError(f"{swap.option}: '{swap.dm}' has statements in several layers; {hint}")
    return own[0]


def _in_part(data: Map, part: Steps, key: str) -> Any:
    found: Any = data
    for step in part:
        found = found.get(step) if isinstance(found, Map) else None
    return found.get(key) if isinstance(found, Map) else None


def _both_there(swap: _Swap, number: int, kind: str) -> None:
    for position in (swap.first, swap.second):
        if not 1 <= position <= number:
            what = "statements" if kind == "prioritize" else "tiers"
            hint = f"it has {number}, numbered from 1"
            raise UsageError(f"{swap.option}: there is no {position} among the {what} of '{swap.dm}'; {hint}")


def _swapped(data: Map, swap: _Swap, path: Steps, items: Seq) -> Change:
    one, other = swap.first - 1, swap.second - 1
    line, before, after = place_of(data, (*path, one)).line, brief(items[one]), brief(items[other])
    items[one], items[other] = items[other], items[one]
    items.values_at[one], items.values_at[other] = items.values_at[other], items.values_at[one]
    element = path_text((*path, one))
    return Change("swapped", swap.option, element, line, before, after, path_text((*path, other)))


def _swapped_in_chain(data: Map, swap: _Swap, own: Map, chain: str, path: Steps) -> Change:
    """Swap two tiers of a ranking written as ``2 > 4 ~ 6 >> 1``; the signs stay where they are."""
    parts = _SIGNS.split(chain)
    _both_there(swap, (len(parts) + 1) // 2, "ranking")
    one, other = 2 * (swap.first - 1), 2 * (swap.second - 1)
    before, after = parts[one].strip(), parts[other].strip()
    parts[one], parts[other] = parts[other], parts[one]
    own["ranking"] = " ".join(part.strip() for part in parts)
    element, with_ = path_text((*path, swap.first - 1)), path_text((*path, swap.second - 1))
    return Change("swapped", swap.option, element, place_of(data, path).line, before, after, with_)
