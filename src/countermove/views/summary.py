"""What an analysis says, in sentences and as a table of options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.nearest import NearMiss, nearest_miss
from countermove.analyses.paths import follow
from countermove.analyses.witness import witness
from countermove.errors import LimitError
from countermove.model.elements import YES_NO
from countermove.space import OptionStates, Space
from countermove.stability import MAX_ASKED, MAX_LISTED, Analysis
from countermove.views.explaining import reason_text
from countermove.views.words import acts, count, dm_name, join, number, owner_names, state_line

__all__ = ["Board", "Summary", "board", "does_not_hold", "most_widely_held", "none_holds", "summary"]

MAX_COLUMNS = 12
MAX_TOLD = 3
"""Up to this many outcomes without anything in common are told one by one."""
MAX_NAMED = 6
MAX_MISSING = 2
MAX_FOLLOWED = 1_000_000
"""Above this many moves the summary does not follow improvements from today's state."""


@dataclass(frozen=True)
class Summary:
    """The headline answers of an analysis; states are indices from 0.

    Attributes
    ----------
    strongest : tuple of int
        The equilibria that hold under the most concepts.
    held_by : tuple of str
        The short names of those concepts.
    common : tuple
        What all of the strongest have in common, as ``acts`` gives it.
    differing : tuple of str
        The options in which they differ, with their owners where another has the same name.
    reached : tuple of int, or None
        Those of them to which improvements lead from today's state; None when there is no
        status quo or the conflict is too large to follow.
    sentences : tuple of str
        The answer in words.
    """

    strongest: tuple[int, ...]
    held_by: tuple[str, ...]
    common: tuple[tuple[str, tuple[str, ...]], ...]
    differing: tuple[str, ...]
    reached: tuple[int, ...] | None
    sentences: tuple[str, ...]


def summary(analysis: Analysis) -> Summary:
    """Return the headline answers of an analysis."""
    space = analysis.space
    votes = _votes(analysis)
    found = most_widely_held(analysis)
    strongest = tuple(found.tolist())
    held = tuple(
        concept.short
        for concept, row in zip(analysis.concepts, votes, strict=True)
        if strongest and row[found].all()
    )
    common, differing = _compare(space, found)
    reached = _reached(space, strongest)
    sentences = _sentences(analysis, strongest, held, common, differing, reached)
    names = tuple(_told_apart(space, option) for option in differing)
    return Summary(strongest, held, common, names, reached, tuple(sentences))


def most_widely_held(analysis: Analysis) -> NDArray[np.intp]:
    """Return the equilibria that hold under the most concepts (indices, ascending)."""
    total = _total(_votes(analysis))
    most = int(total.max(initial=0))
    return np.flatnonzero(total == most) if most else np.empty(0, dtype=np.intp)


def _votes(analysis: Analysis) -> NDArray[np.bool_]:
    return np.array([analysis.equilibrium(concept.id) for concept in analysis.concepts])


def _total(votes: NDArray[np.bool_]) -> NDArray[np.int16]:
    """Return under how many concepts each state is an equilibrium."""
    total: NDArray[np.int16] = votes.sum(axis=0, dtype=np.int16)
    return total


def _compare(
    space: Space, states: NDArray[np.intp]
) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[int, ...]]:
    """Return what is done in all of some states, by whom, and the options in which they differ."""
    if not isinstance(space.states, OptionStates) or not len(states):
        return (), ()
    least, greatest = _range_of_levels(space.states, states)
    common: dict[str, list[str]] = {}
    for option, level, other in zip(space.model.options, least, greatest, strict=True):
        if level == other != 0:
            text = option.name if option.levels == YES_NO else f"{option.name}: {option.levels[level]}"
            common.setdefault(owner_names(space.model)[option.owner], []).append(text)
    differing = tuple(
        k for k, (level, other) in enumerate(zip(least, greatest, strict=True)) if level < other
    )
    return tuple((name, tuple(what)) for name, what in common.items()), differing


def _range_of_levels(states: OptionStates, among: NDArray[np.intp]) -> tuple[list[int], list[int]]:
    """Return each option's lowest and highest level among some states.

    There are few courses however many states, so the levels of the courses taken are compared.
    """
    taken = np.unravel_index(states.cells[among], states.shape)
    least: list[int] = []
    greatest: list[int] = []
    for dm, courses in enumerate(states.courses):
        settings = courses[np.unique(taken[states.axis(dm)])]
        least += settings.min(axis=0).tolist()
        greatest += settings.max(axis=0).tolist()
    return least, greatest


def _told_apart(space: Space, option: int) -> str:
    """Name an option, with its owner where another option has the same name."""
    options = space.model.options
    name = options[option].name
    alone = sum(each.name == name for each in options) == 1
    return name if alone else f"{name} ({owner_names(space.model)[options[option].owner]})"


def _reached(space: Space, states: Sequence[int]) -> tuple[int, ...] | None:
    if space.status_quo is None or space.moves.count() > MAX_FOLLOWED:
        return None
    everybody = range(len(space.decision_makers))
    try:
        found = set(follow(space, [space.status_quo], everybody, improvements=True, in_turn=False).states)
    except LimitError:
        return None
    return tuple(state for state in states if state in found)


def _sentences(
    analysis: Analysis,
    strongest: Sequence[int],
    held: Sequence[str],
    common: Sequence[tuple[str, tuple[str, ...]]],
    differing: Sequence[int],
    reached: Sequence[int] | None,
) -> list[str]:
    space = analysis.space
    if not strongest:
        return none_holds(analysis)
    which = _which(held, [concept.short for concept in analysis.concepts], "every concept")
    verb = "holds" if len(strongest) == 1 else "hold"
    every = len(strongest) == space.size > 1
    who = "every state" if every else count(len(strongest), "state")
    first = f"{who} {'holds' if every else verb} under {which}"
    first = first[0].upper() + first[1:]
    said = [f"{first} for everybody." if len(strongest) == 1 else f"{first}."]
    if len(strongest) == 1:
        said.append(f"It is state {strongest[0] + 1} ({state_line(space, strongest[0])}).")
    elif common and differing:
        done = "; ".join(f"{name}: {join(what)}" for name, what in common)
        said.append(f"In all of them — {done}. {_difference(space, differing)}")
    elif len(strongest) <= MAX_TOLD:
        said.append(
            ". ".join(f"State {state + 1} is {state_line(space, state)}" for state in strongest) + "."
        )
    if reached is not None and space.status_quo is not None:
        said.append(_reach_sentence(space, strongest, reached))
    return said


def none_holds(analysis: Analysis) -> list[str]:
    """Say that nothing holds, what comes nearest to it, and who leaves that for where."""
    space = analysis.space
    said = [f"No state holds for everybody under {join([c.short for c in analysis.concepts], 'or')}."]
    miss = nearest_miss(analysis)
    if miss is not None:
        here = f"state {miss.state + 1} ({state_line(space, miss.state)})"
        against = join(dm_name(space, dm) for dm in miss.against)
        said.append(f"Nearest to it comes {here}, under {miss.concept.short} stable for all but {against}.")
        said += _who_leaves(space, miss)
    return said


def does_not_hold(analysis: Analysis, state: int) -> list[str]:
    """Say who leaves a state that is no equilibrium, under the concept that fewest leave it by."""
    space, miss = analysis.space, nearest_miss(analysis, state)
    if miss is None:
        return []
    against = join(dm_name(space, dm) for dm in miss.against)
    said = f"Under {miss.concept.short} state {state + 1} is stable for all but {against}."
    try:
        return [said, *_who_leaves(space, miss)]
    except LimitError:  # too many answers to look through: who leaves is known even so
        return [said]


def _who_leaves(space: Space, miss: NearMiss) -> list[str]:
    return [reason_text(space, witness(space, miss.concept, dm, miss.state)) for dm in miss.against[:2]]


def _which(held: Sequence[str], asked: Sequence[str], every: str, sign: str = "") -> str:
    """Name some of the concepts asked, the shorter way; ``sign`` stands between them instead of commas."""
    missing = [short for short in asked if short not in held]
    if len(asked) > 1 and not missing:
        return every
    if 0 < len(missing) <= MAX_MISSING < len(held):
        return f"{every} but {join(missing)}"
    return sign.join(held) if sign else join(held)


def _difference(space: Space, differing: Sequence[int]) -> str:
    """Say in which options outcomes differ, and whether those can be undone at all."""
    named = []
    for option in differing[:MAX_NAMED]:
        name, told = space.model.options[option].name, _told_apart(space, option)
        named.append(f"“{name}”{told.removeprefix(name)}")
    more = len(differing) - len(named)
    names = join([*named, f"{number(more)} more"] if more else named)
    if all(space.model.options[option].moves != "both" for option in differing):
        return f"They differ only in what cannot be undone once it has happened: {names}."
    return f"They differ only in {names}."


def _reach_sentence(space: Space, strongest: Sequence[int], reached: Sequence[int]) -> str:
    today = space.status_quo
    if today in reached:
        if len(strongest) == 1:
            return "Today's state is that one."
        others = [state for state in reached if state != today]
        among = "Today's state is one of them"
        if not others:
            return f"{among}."
        if len(reached) == len(strongest):
            return f"{among}, and improvements alone lead from it to each of the others."
        return f"{among}, and improvements alone lead from it to {_some_of(others, 'the others')}."
    if not reached:
        where = "it" if len(strongest) == 1 else "any of them"
        return f"Improvements alone do not lead from today's state to {where}."
    where = "it" if len(strongest) == 1 else "each of them"
    if len(reached) < len(strongest):
        where = _some_of(reached, "them")
    return f"Improvements alone lead from today's state to {where}."


def _some_of(states: Sequence[int], of: str) -> str:
    """Say how many of some states, and the numbers of the first."""
    shown = join([f"{state + 1:,}" for state in states[:5]]) + (" and others" if len(states) > 5 else "")
    return f"{number(len(states))} of {of}: {shown}"


@dataclass(frozen=True)
class Board:
    """The option table: decision makers and options down, states across.

    Attributes
    ----------
    columns : tuple of (str, int)
        A heading (``today``, the concepts that hold there, or both) and a state index.
    rows : tuple of (str, str, tuple of str)
        A decision maker's name, an option's name, and a value for each column: ``Y``, ``N`` or a
        level's name. In graph form there is one row with the states' texts.
    hidden : int
        How many equilibria are not shown.
    more : str
        How many those are and where to find them; empty when all are shown.
    """

    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]
    hidden: int
    more: str


def board(analysis: Analysis, limit: int = MAX_COLUMNS) -> Board:
    """Return the option table of today's state and of the equilibria that hold under the most concepts.

    Beside today's state there are up to ``limit`` columns.
    """
    space, today = analysis.space, analysis.space.status_quo
    votes = _votes(analysis)
    total = _total(votes)
    equilibria = np.flatnonzero(total)
    if today is not None:
        equilibria = equilibria[equilibria != today]
    equilibria = equilibria[np.argsort(-total[equilibria], kind="stable")]
    shown = equilibria[: _whole_groups(total[equilibria], limit)].tolist()
    columns = [] if today is None else [("today" + _held(analysis, votes[:, today], ": "), today)]
    columns += [(_held(analysis, votes[:, state]), state) for state in shown]
    hidden = len(equilibria) - len(shown)
    weaker = hidden > 0 and bool(shown) and total[shown[-1]] > total[equilibria[len(shown)]]
    return Board(
        tuple(columns),
        tuple(_rows(space, [state for _, state in columns])),
        hidden,
        _more(analysis, hidden, weaker=weaker) if hidden else "",
    )


def _held(analysis: Analysis, votes: NDArray[np.bool_], before: str = "") -> str:
    """Name the concepts under which a state is an equilibrium; nothing where there is none."""
    held = [each.short for each, yes in zip(analysis.concepts, votes, strict=True) if yes]
    return before + _which(held, [each.short for each in analysis.concepts], "all", " ") if held else ""


def _more(analysis: Analysis, hidden: int, *, weaker: bool) -> str:
    """Say how many equilibria are not shown, and where to find them."""
    if max(analysis.counts.values()) <= MAX_LISTED:
        where = "--json lists them"
    elif analysis.space.size <= MAX_ASKED:
        where = "--json with --all-states lists them"
    else:
        where = "--json has their number, and --state asks about some"
    what = "equilibrium" if hidden == 1 else "equilibria"
    return f"{hidden:,} more {what}{', under fewer concepts' if weaker else ''}; {where}"


def _whole_groups(votes: NDArray[np.int16], limit: int) -> int:
    """Return how many leading entries to show: whole groups of equal votes, or part of the first one."""
    if len(votes) <= limit:
        return len(votes)
    first_left_out = votes[limit]
    whole = int(np.searchsorted(-votes, -first_left_out))
    return whole or limit


def _rows(space: Space, shown: Sequence[int]) -> list[tuple[str, str, tuple[str, ...]]]:
    if not isinstance(space.states, OptionStates):
        return [("", "State", tuple(", ".join(acts(space, state)[0][1]) for state in shown))]
    values = [space.states.values(state) for state in shown]
    rows = []
    names = owner_names(space.model)
    for index, option in enumerate(space.model.options):
        cells = tuple(
            "NY"[each[index]] if option.levels == YES_NO else option.levels[each[index]] for each in values
        )
        rows.append((names[option.owner], option.name, cells))
    return rows
