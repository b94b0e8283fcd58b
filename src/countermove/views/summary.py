"""What an analysis says, in sentences and as a table of options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from countermove.analyses.nearest import nearest_miss
from countermove.analyses.paths import follow
from countermove.analyses.witness import witness
from countermove.errors import LimitError
from countermove.model.elements import YES_NO
from countermove.space import OptionStates, Space
from countermove.stability import Analysis
from countermove.views.explaining import reason_text
from countermove.views.words import acts, count, dm_name, join, number, state_line

__all__ = ["Board", "Summary", "board", "none_holds", "summary"]

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
        The options in which they differ.
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
    votes = np.array([analysis.equilibrium(concept.id) for concept in analysis.concepts])
    most = int(votes.sum(axis=0).max(initial=0))
    strongest = tuple(int(state) for state in np.flatnonzero(votes.sum(axis=0) == most)) if most else ()
    held = tuple(
        concept.short
        for concept, row in zip(analysis.concepts, votes, strict=True)
        if strongest and row[list(strongest)].all()
    )
    common, differing = _compare(space, strongest)
    reached = _reached(space, strongest)
    sentences = _sentences(analysis, strongest, held, common, differing, reached)
    return Summary(strongest, held, common, differing, reached, tuple(sentences))


def _compare(
    space: Space, states: Sequence[int]
) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]]:
    if not isinstance(space.states, OptionStates) or not states:
        return (), ()
    values = np.array([space.states.values(state) for state in states])
    same = (values == values[0]).all(axis=0)
    common: dict[str, list[str]] = {}
    for index, option in enumerate(space.model.options):
        level = int(values[0, index])
        if same[index] and level:
            text = option.name if option.levels == YES_NO else f"{option.name}: {option.levels[level]}"
            common.setdefault(dm_name(space, space.states.owners[index]), []).append(text)
    differing = tuple(option.name for index, option in enumerate(space.model.options) if not same[index])
    return tuple((name, tuple(what)) for name, what in common.items()), differing


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
    differing: Sequence[str],
    reached: Sequence[int] | None,
) -> list[str]:
    space = analysis.space
    if not strongest:
        return none_holds(analysis)
    which = _which(held, [concept.short for concept in analysis.concepts], "every concept")
    verb = "holds" if len(strongest) == 1 else "hold"
    first = f"{count(len(strongest), 'state')} {verb} under {which}"
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
        said += [reason_text(space, witness(space, miss.concept, dm, miss.state)) for dm in miss.against[:2]]
    return said


def _which(held: Sequence[str], asked: Sequence[str], every: str, sign: str = "") -> str:
    """Name some of the concepts asked, the shorter way; ``sign`` stands between them instead of commas."""
    missing = [short for short in asked if short not in held]
    if len(asked) > 1 and not missing:
        return every
    if 0 < len(missing) <= MAX_MISSING < len(held):
        return f"{every} but {join(missing)}"
    return sign.join(held) if sign else join(held)


def _difference(space: Space, differing: Sequence[str]) -> str:
    """Say in which options outcomes differ, and whether those can be undone at all."""
    named = [f"“{name}”" for name in differing[:MAX_NAMED]]
    more = len(differing) - len(named)
    names = join([*named, f"{number(more)} more"] if more else named)
    one_way = {option.name for option in space.model.options if option.moves != "both"}
    if one_way.issuperset(differing):
        return f"They differ only in what cannot be undone once it has happened: {names}."
    return f"They differ only in {names}."


def _reach_sentence(space: Space, strongest: Sequence[int], reached: Sequence[int]) -> str:
    today = space.status_quo
    if today in strongest and len(strongest) == 1:
        return "Today's state is that one."
    if not reached:
        where = "it" if len(strongest) == 1 else "any of them"
        return f"Improvements alone do not lead from today's state to {where}."
    shown = join([str(state + 1) for state in reached[:5]]) + (" and others" if len(reached) > 5 else "")
    if len(reached) == len(strongest):
        return "Improvements alone lead from today's state to " + (
            "it." if len(reached) == 1 else "each of them."
        )
    return f"Improvements alone lead from today's state to {number(len(reached))} of them: {shown}."


@dataclass(frozen=True)
class Board:
    """The option table: decision makers and options down, states across.

    Attributes
    ----------
    columns : tuple of (str, int)
        A heading (``today`` or the concepts that hold there) and a state index.
    rows : tuple of (str, str, tuple of str)
        A decision maker's name, an option's name, and a value for each column: ``Y``, ``N`` or a
        level's name. In graph form there is one row with the states' texts.
    hidden : int
        How many equilibria are not shown.
    """

    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]
    hidden: int


def board(analysis: Analysis, limit: int = MAX_COLUMNS) -> Board:
    """Return the option table of today's state and of the equilibria that hold under the most concepts."""
    space = analysis.space
    votes = np.array([analysis.equilibrium(concept.id) for concept in analysis.concepts])
    total = votes.sum(axis=0)
    equilibria = sorted(
        (int(state) for state in np.flatnonzero(total)), key=lambda state: (-total[state], state)
    )
    columns = []
    if space.status_quo is not None:
        columns.append(("today", space.status_quo))
    shown_first = _whole_groups([int(total[state]) for state in equilibria], limit)
    for state in equilibria[:shown_first]:
        pairs = zip(analysis.concepts, votes[:, state], strict=True)
        names = [concept.short for concept, held in pairs if held]
        columns.append((_which(names, [concept.short for concept in analysis.concepts], "all", " "), state))
    shown = [state for _, state in columns]
    return Board(tuple(columns), tuple(_rows(space, shown)), len(equilibria) - shown_first)


def _whole_groups(votes: Sequence[int], limit: int) -> int:
    """Return how many leading entries to show: whole groups of equal votes, or part of the first one."""
    ends = [k for k in range(1, len(votes) + 1) if k == len(votes) or votes[k] != votes[k - 1]]
    return max((end for end in ends if end <= limit), default=min(limit, len(votes)))


def _rows(space: Space, shown: Sequence[int]) -> list[tuple[str, str, tuple[str, ...]]]:
    if not isinstance(space.states, OptionStates):
        return [("", "State", tuple(", ".join(acts(space, state)[0][1]) for state in shown))]
    values = [space.states.values(state) for state in shown]
    rows = []
    for index, option in enumerate(space.model.options):
        cells = tuple(
            "NY"[each[index]] if option.levels == YES_NO else option.levels[each[index]] for each in values
        )
        rows.append((dm_name(space, space.states.owners[index]), option.name, cells))
    return rows
