"""Which equilibria survive which coalitions, and who would leave together for where: as data and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from countermove.analyses.coalition_holding import Holding
from countermove.analyses.coalitions import Coalition, Departure, Survey
from countermove.analyses.paths import Step
from countermove.concepts import Concept
from countermove.views.explaining import step_data
from countermove.views.holding import MAX_TARGETS, READING, holding_data, holding_sentences
from countermove.views.words import count, dm_name, join, number, state_line, steps_line

__all__ = [
    "MAX_DEPARTURES",
    "Verdicts",
    "Way",
    "coalition_sentences",
    "coalitions_data",
    "headlines",
    "survived",
    "telling",
    "upset",
    "way_sentences",
]

MAX_DEPARTURES = 1_000
"""How many departures the JSON shows for one concept at most; in larger conflicts fewer."""
MAX_LOOKED_AT = 500_000
"""Departures shown for one concept times states: a step is looked for among all states."""
SHOWN_ANYWAY = 3
MAX_NAMED = 12
"""Up to so many survivors are named by their numbers in a sentence."""
MAX_TOLD = 3
"""So many departures are told in sentences."""
NO_VERSION = "it has no coalition version"


# ---------------------------------------------------------------- as data
def coalitions_data(survey: Survey) -> dict[str, Any]:
    """Return what ``analyze`` gives under ``coalitions``; every verdict, and departures up to a limit."""
    departures: dict[str, list[dict[str, Any]]] = {}
    hidden: dict[str, int] = {}
    holding = Holding(survey)
    at_most = max(SHOWN_ANYWAY, min(MAX_DEPARTURES, MAX_LOOKED_AT // survey.space.size))
    for concept in survey.concepts:
        asked = [
            (state, each) for state in _strongest_first(survey) for each in _upset_by(survey, concept, state)
        ]
        shown = (survey.departure(concept.id, *each) for each in asked[:at_most])
        departures[concept.id] = [
            _departure_data(survey, each) | holding_data(holding, concept, each)
            for each in shown
            if each is not None
        ]
        hidden[concept.id] = len(asked) - len(departures[concept.id])
    return {
        "tried": [_labels(survey, each) for each in survey.coalitions],
        "left_out": {concept.id: NO_VERSION for concept in survey.passed_over},
        "survivors": {
            concept.id: [state + 1 for state in survey.survivors(concept.id)] for concept in survey.concepts
        },
        "upset": {
            concept.id: [
                {"state": state + 1, "by": [_labels(survey, each) for each in coalitions]}
                for state, coalitions in survey.upset_by[concept.id].items()
                if coalitions
            ]
            for concept in survey.concepts
        },
        "by_coalition": [_by_coalition(survey, each) for each in survey.coalitions],
        "departures": departures,
        "departures_not_shown": hidden,
        "holding_reading": READING,
        "complete": not any(hidden.values())
        and all(each["targets_in_all"] <= MAX_TARGETS for listed in departures.values() for each in listed),
    }


def _by_coalition(survey: Survey, coalition: Coalition) -> dict[str, Any]:
    """Return the equilibria that a coalition would leave, for each concept."""
    leaves = {
        name: [state + 1 for state, by in verdicts.items() if coalition in by]
        for name, verdicts in survey.upset_by.items()
    }
    return {"coalition": _labels(survey, coalition), "leaves": leaves}


def _departure_data(survey: Survey, departure: Departure) -> dict[str, Any]:
    return {
        "state": departure.state + 1,
        "coalition": _labels(survey, departure.coalition),
        "to": departure.target + 1,
        "targets": [target + 1 for target in departure.targets[:MAX_TARGETS]],
        "targets_in_all": len(departure.targets),
        "steps": step_data(survey.space, departure.steps),
    }


def _labels(survey: Survey, coalition: Coalition) -> list[str]:
    return [survey.space.decision_makers[i] for i in coalition]


def _upset_by(survey: Survey, concept: Concept, state: int) -> tuple[Coalition, ...]:
    return survey.upset_by[concept.id].get(state, ())


def _strongest_first(survey: Survey) -> list[int]:
    """Return the equilibria, those first that hold under the most concepts."""
    votes: dict[int, int] = {}
    for verdicts in survey.upset_by.values():
        for state in verdicts:
            votes[state] = votes.get(state, 0) + 1
    return sorted(votes, key=lambda state: (-votes[state], state))


# ---------------------------------------------------------------- what survives
@dataclass(frozen=True)
class Verdicts:
    """What survives, under concepts that agree on it; states are indices from 0."""

    concepts: tuple[str, ...]
    equilibria: tuple[int, ...]
    survivors: tuple[int, ...]


def survived(survey: Survey) -> list[Verdicts]:
    """Return for each concept, or several that agree, its equilibria and those that no coalition leaves."""
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], list[str]] = {}
    for concept in survey.concepts:
        key = tuple(survey.upset_by[concept.id]), tuple(survey.survivors(concept.id))
        found.setdefault(key, []).append(concept.short)
    return [Verdicts(tuple(shorts), *key) for key, shorts in found.items()]


def upset(survey: Survey) -> set[int]:
    """Return the states that some coalition would leave, though they are equilibria under some concept."""
    return {state for verdicts in survey.upset_by.values() for state, by in verdicts.items() if by}


def headlines(survey: Survey) -> list[str]:
    """Say what survives, in one sentence for each concept, or in one where nothing is upset."""
    shorts = [concept.short for concept in survey.concepts]
    verdicts = survived(survey)
    if not any(each.equilibria for each in verdicts):
        return [f"There is no equilibrium under {join(shorts, 'or')}, so there is none to leave."]
    if all(each.survivors == each.equilibria for each in verdicts):
        who = _members(survey, survey.coalitions[0]) if len(survey.coalitions) == 1 else ""
        if who:
            return [f"{who} would leave no equilibrium together under {join(shorts, 'or')}."]
        many = count(len(survey.coalitions), "coalition")
        return [f"None of the {many} tried would leave an equilibrium under {join(shorts, 'or')}."]
    said, told = [], set()
    for place, each in enumerate(verdicts):
        said.append(_headline(each, _tried(survey, first=place == 0), again=each.survivors in told))
        told.add(each.survivors)
    return said


def _headline(verdicts: Verdicts, whom: str, *, again: bool) -> str:
    under = f"Under {join(verdicts.concepts)}"
    many, left = len(verdicts.equilibria), len(verdicts.survivors)
    if not many:
        return f"{under} there is no equilibrium to leave."
    if many == 1:
        verb = "survives" if left else "does not survive"
        return f"{under} the only equilibrium, state {verdicts.equilibria[0] + 1}, {verb} {whom}."
    if not left:
        return f"{under} none of the {number(many)} equilibria survives {whom}."
    which = f": {_numbers(verdicts.survivors, again=again)}" if left <= MAX_NAMED else ""
    if left == many:
        return f"{under} {'both' if many == 2 else f'all {number(many)}'} equilibria survive {whom}{which}."
    verb = "survives" if left == 1 else "survive"
    return f"{under} {left:,} of {many:,} equilibria {verb} {whom}{which}."


def _numbers(states: Sequence[int], *, again: bool) -> str:
    if again:
        return "the same" if len(states) == 1 else f"the same {number(len(states))}"
    return f"{'state' if len(states) == 1 else 'states'} {join(str(state + 1) for state in states)}"


def _tried(survey: Survey, *, first: bool) -> str:
    """Say whom equilibria survive."""
    many = len(survey.coalitions)
    everybody = len(survey.space.decision_makers)
    if many == 1:
        return f"the coalition of {_members(survey, survey.coalitions[0])}" if first else "it"
    if many == 2**everybody - everybody - 1:
        return "every coalition"
    return f"{'both' if many == 2 else f'all {number(many)}'} coalitions"


def _members(survey: Survey, coalition: Coalition) -> str:
    return join(dm_name(survey.space, dm) for dm in coalition)


# ---------------------------------------------------------------- who leaves
@dataclass(frozen=True)
class Way:
    """How a coalition leaves an equilibrium, the concepts (their short names), and whether that can hold."""

    concepts: tuple[str, ...]
    departure: Departure
    held: tuple[str, ...] = ()


def telling(survey: Survey, limit: int = MAX_TOLD) -> list[Way]:
    """Return the departures that tell most, at most one for each coalition.

    They are from the equilibria that hold under the most concepts. A coalition of which a part would
    leave the same state as well is passed over for that state.
    """
    holding = Holding(survey)
    found: dict[Coalition, int] = {}
    for state in _strongest_first(survey):
        leaving = {each for concept in survey.concepts for each in _upset_by(survey, concept, state)}
        for coalition in sorted(leaving, key=survey.coalitions.index):
            if not any(set(part) < set(coalition) for part in leaving):
                found.setdefault(coalition, state)
    return [_way(survey, holding, coalition, state) for coalition, state in islice(found.items(), limit)]


def _way(survey: Survey, holding: Holding, coalition: Coalition, state: int) -> Way:
    """Tell a departure under the last concept under which the coalition leaves, and all that agree."""
    under = [each for each in survey.concepts if coalition in _upset_by(survey, each, state)]
    ways = {each: survey.departure(each.id, state, coalition) for each in under}
    shown = ways[under[-1]]
    assert shown is not None
    agreeing = [each for each, way in ways.items() if way and way.steps == shown.steps]
    # The others' answers leave each concept its own targets; those of the strictest are told.
    held = holding_sentences(holding, agreeing, shown)
    return Way(tuple(each.short for each in agreeing), shown, tuple(held))


def way_sentences(survey: Survey, way: Way) -> list[str]:
    """Say who would leave for where and by which steps, and what to know of it."""
    space, departure = survey.space, way.departure
    who = _members(survey, departure.coalition)
    said = [
        f"From state {departure.state + 1} ({state_line(space, departure.state)}) {who} would leave together "
        f"for state {departure.target + 1} under {join(way.concepts)}: {steps_line(space, departure.steps)}."
    ]
    said += _cost(survey, departure.steps)
    further = len(departure.targets) - 1
    if further:
        said.append(f"They could leave for {count(further, 'other state')} as well.")
    return [*said, *way.held]


def _cost(survey: Survey, steps: Sequence[Step]) -> Iterable[str]:
    """Say which steps do not pay for their movers by themselves, so that they need the coalition."""
    costly = list(dict.fromkeys(dm_name(survey.space, each.by) for each in steps if not each.improvement))
    if costly and not any(each.improvement for each in steps):
        yield f"{'Neither' if len(steps) == 2 else 'No'} step is a gain by itself."
    elif len(costly) == 1:
        yield f"By itself the step of {costly[0]} is no gain for it."
    elif costly:
        yield f"By themselves the steps of {join(costly)} are no gains for them."


# ---------------------------------------------------------------- all together
def coalition_sentences(survey: Survey) -> list[str]:
    """Say what survives, the departures that tell most, and what is left out here."""
    told = telling(survey)
    ways = [" ".join(way_sentences(survey, each)) for each in told]
    return [" ".join(headlines(survey)), *ways, *([READING] if told else []), *_left_out(survey, told)]


def _left_out(survey: Survey, told: Sequence[Way]) -> Iterable[str]:
    shown = {each.departure.state for each in told}
    if more := len(upset(survey) - shown):
        verb = "is" if more == 1 else "are"
        yield (
            f"{count(more, 'more equilibrium', 'more equilibria').capitalize()} that a coalition would leave "
            f"{verb} not told here; --json has every one with the coalitions that would leave it."
        )
    if survey.passed_over:
        verb = "has" if len(survey.passed_over) == 1 else "have"
        names = join(concept.short for concept in survey.passed_over)
        yield f"{names} {verb} no coalition version."
