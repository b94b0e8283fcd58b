"""What coalitions could change: which outcomes survive them, and the departures that tell most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.analyses.coalitions import all_coalitions, survey
from countermove.analyses.joint_paths import joint_evolution
from countermove.errors import LimitError
from countermove.model.elements import Survives, Upset
from countermove.stability import Analysis
from countermove.views.coalitions import MAX_NAMED, Verdicts, Way, headlines, survived, telling, upset
from countermove.views.holding import READING
from countermove.views.joint_paths import joint_headline, joint_lines, told_first
from countermove.views.report_states import Shown
from countermove.views.words import count, join, number

__all__ = ["Told", "coalitions_context", "coalitions_told"]

MAX_WORK = 200_000
"""Coalitions are tried on all equilibria where states times coalitions are no more than this."""
MAX_MAIN_WORK = 500_000
"""On the main outcomes alone they are tried up to this."""
MAX_MAIN = 64
MAX_WAYS = 3
MAX_PATHS = 2
MAX_ASKED = 4


@dataclass(frozen=True)
class Told:
    """What a report tells of coalitions.

    Attributes
    ----------
    said : tuple of str
        What becomes of the main outcomes, or of all where nothing is upset; or why nothing was tried.
    verdicts : tuple of Verdicts
        What survives under each concept; empty where nothing is upset, or nothing was tried.
    ways : tuple of Way
        The departures that tell most.
    more : int
        How many more equilibria a coalition would leave.
    partly : str
        What was not tried, where coalitions were tried on the main outcomes alone.
    named : tuple of str
        What becomes of all equilibria then, for each coalition that the model's expectations name.
    gained : str
        How many equilibria joint steps lead to from today; empty where that is no more than without them.
    paths : tuple of (str, tuple of str)
        Some of those that are gained: what holds there, and each step on the way.
    reading : str
        How it is read that an agreement can hold.
    """

    said: tuple[str, ...]
    verdicts: tuple[Verdicts, ...] = ()
    ways: tuple[Way, ...] = ()
    more: int = 0
    partly: str = ""
    named: tuple[str, ...] = ()
    gained: str = ""
    paths: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reading: str = READING


def coalitions_told(analysis: Analysis, main: Sequence[int]) -> Told:
    """Try every coalition where that is quick, and tell what comes of it, above all of the main outcomes."""
    people, states = len(analysis.space.decision_makers), analysis.space.size
    many = 2**people - people - 1
    if not many:
        return Told(("There is one decision maker, so there is nobody to form a coalition with.",))
    try:
        tried = None
        if everything := many * states <= MAX_WORK:
            tried = survey(analysis)
        elif main and len(main) <= MAX_MAIN and many * states <= MAX_MAIN_WORK:
            tried = survey(analysis, states=main)
    except LimitError:
        tried = None
    if tried is None:
        what = f"the {count(many, 'coalition')} that could form among {count(people, 'decision maker')}"
        hint = "“countermove analyze” tries those that are named with --coalition"
        return Told((f"With {states:,} states {what} were not tried for this report; {hint}.",))
    ways, (gained, paths) = telling(tried, MAX_WAYS), _paths(analysis, None if everything else 2)
    if not everything:
        said = _main_said(main, [state for state in main if state in upset(tried)])
        named = tuple(_named(analysis))
        return Told((said,), (), tuple(ways), 0, _partly(len(main)), named, gained, paths)
    if not ways:
        return Told(tuple(headlines(tried)), gained=gained, paths=paths)
    left = upset(tried)
    more = len(left - {each.departure.state for each in ways})
    said = _main_said(main, [state for state in main if state in left])
    return Told((said,), tuple(survived(tried)), tuple(ways), more, gained=gained, paths=paths)


def _named(analysis: Analysis) -> Iterator[str]:
    """Say which equilibria survive each coalition that an expectation names."""
    labels = analysis.space.decision_makers
    checks = [each.check for each in analysis.space.model.expectations]
    asked = [each for check in checks if isinstance(check, Survives) for each in check.coalitions]
    asked += [check.coalition for check in checks if isinstance(check, Upset)]
    for members in list(dict.fromkeys(asked))[:MAX_ASKED]:
        coalition = tuple(labels.index(each) for each in members)
        yield " ".join(headlines(survey(analysis, [coalition])))


def _paths(analysis: Analysis, members: int | None) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Say where joint steps of coalitions of so many at most lead; nothing where they add nothing."""
    space, today = analysis.space, analysis.space.status_quo
    if today is None:
        return "", ()
    try:
        everybody = all_coalitions(space)
        tried = [each for each in everybody if members is None or len(each) <= members]
        found = joint_evolution(analysis, today, tried)
    except LimitError:
        return "", ()
    told = [joint_lines(space, found, state) for state in told_first(found)[:MAX_PATHS]]
    paths = tuple((head, tuple(step.partition(". ")[2] for step in steps)) for head, *steps in told)
    larger = len(tried) < len(everybody)
    untried = f" Coalitions of more than {number(members or 0)} were not tried for this." if larger else ""
    return (joint_headline(space, found) + untried, paths) if paths else ("", ())


def _partly(many: int) -> str:
    """Say that nothing but the main outcomes was looked at, and how the others are."""
    which = "this state" if many == 1 else f"these {number(many)} states"
    hint = "“countermove analyze” tries those that are named with --coalition on all equilibria"
    return f"Every coalition was tried on {which} alone; {hint}."


def _main_said(main: Sequence[int], left: Sequence[int]) -> str:
    """Say what becomes of the outcomes that hold most widely."""
    if len(main) == 1:
        verb = "would be left by some coalition" if left else "survives every coalition"
        return f"The state that holds most widely, state {main[0] + 1}, {verb}."
    many = f"the {number(len(main))} states that hold most widely"
    if not left:
        return f"All of {many} survive every coalition."
    if len(left) == len(main):
        return f"Each of {many} would be left by some coalition."
    which = f": {join(str(state + 1) for state in left)}" if len(left) <= MAX_NAMED else ""
    return f"Of {many}, {number(len(left))} would be left by some coalition{which}."


def coalitions_context(shown: Shown, main: Sequence[int]) -> dict[str, Any]:
    """Return what the template shows of coalitions."""
    told = coalitions_told(shown.analysis, main)
    return {
        "said": told.said,
        "verdicts": [
            {
                "concepts": each.concepts,
                "equilibria": f"{len(each.equilibria):,}",
                "survivors": f"{len(each.survivors):,}",
                "which": ", ".join(f"{state + 1:,}" for state in each.survivors)
                if len(each.survivors) <= MAX_NAMED
                else "",
            }
            for each in told.verdicts
        ],
        "ways": [_way(shown, each) for each in told.ways],
        **{name: getattr(told, name) for name in ("more", "partly", "named", "gained", "paths", "reading")},
    }


def _way(shown: Shown, way: Way) -> dict[str, Any]:
    departure = way.departure
    return {
        "dms": departure.coalition,
        "under": join(way.concepts),
        "start": shown.state(departure.state),
        "steps": [shown.step(step) for step in departure.steps],
        "end": shown.state(departure.target),
        "further": len(departure.targets) - 1,
        "held": way.held,
    }
