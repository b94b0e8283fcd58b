"""What a third party could do about a target, as data and in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from countermove.analyses.levers import Held, LeverSet, Mediation, NearMiss
from countermove.analyses.paths import Step
from countermove.analyses.witness import Foresight, Witness
from countermove.concepts import Answers, Form
from countermove.model import Model
from countermove.model.applying import Pulled
from countermove.model.elements import Lever
from countermove.space import Space
from countermove.views.evolving import obstacle_text
from countermove.views.report_elements import condition_words
from countermove.views.words import change, count, dm_name, join, number, state_line

__all__ = [
    "Told",
    "lever_text",
    "mediation_data",
    "mediation_sentences",
    "miss_sentences",
    "option_words",
    "set_text",
    "tried_text",
]

RENUMBERED = "States are numbered and labelled as they are with the options that the levers add."


# ---------------------------------------------------------------- as data
def mediation_data(mediation: Mediation) -> dict[str, Any]:
    """Return the JSON of ``inverse --levers``."""
    return {
        "target": [state + 1 for state in mediation.targets],
        "concept": mediation.concept.id,
        "levers": [_set_data(each) for each in mediation.sets],
        "nearest_miss": None if mediation.miss is None else _miss_data(mediation.miss),
        "tried": mediation.tried,
        "complete": mediation.complete,
        "text": " ".join([*mediation_sentences(mediation), *map(set_text, mediation.sets)]),
    }


def _set_data(found: LeverSet) -> dict[str, Any]:
    return {
        "levers": [each.label for each in found.levers],
        "size": len(found.levers),
        "states": [
            {"number": each.state + 1, "label": each.label, "improvements_only": each.improvements_only}
            for each in found.held
        ],
        "reachable": True,
        "improvements_only": any(each.improvements_only for each in found.held),
        "verified": True,
        "text": set_text(found),
    }


def _miss_data(miss: NearMiss) -> dict[str, Any]:
    space = miss.space
    return {
        "levers": [each.label for each in miss.levers],
        "size": len(miss.levers),
        "state": _state(space, miss.state),
        "reachable": miss.reachable,
        "against": [
            {
                "decision_maker": space.decision_makers[each.dm],
                "leaves_for": _state(space, _first_step(each).target),
                "text": _leaving(space, each),
            }
            for each in miss.against
        ],
        "text": " ".join(miss_sentences(miss)),
    }


def _state(space: Space, state: int) -> dict[str, Any]:
    return {"number": state + 1, "label": space.states.label(state)}


# ---------------------------------------------------------------- levers
def lever_text(model: Model, lever: Lever) -> str:
    """Say what a lever does."""
    names = {dm.label: dm.name for dm in model.decision_makers}
    said = []
    if lever.option is not None:
        said.append(f"{names[lever.option.owner]} {option_words(model, lever)}")
    forbidden = [each for each in lever.forbid if not each.option]  # the rest is what its option requires
    for moves, what in ((forbidden, "can no longer make some moves"), (lever.allow, "can make new moves")):
        said += [f"{names[by]} {what}" for by in dict.fromkeys(each.by for each in moves)]
    for each in lever.incentives:
        verb = "gains" if each.kind == "reward" else "pays"
        said.append(f"{names[each.to]} {verb} when “{each.when.text}”")
    return f"{lever.name}: {'; '.join(said)}."


def option_words(model: Model, lever: Lever) -> str:
    """Say which option a lever adds, and what that requires."""
    assert lever.option is not None
    full = Pulled(replace(model, status_quo=None), model.levers)  # it may require what other levers add
    needed = [
        condition_words(full.model, full.condition(each.requires)) for each in lever.forbid if each.option
    ]
    first = f", which needs {needed[0]} first" if needed else ""
    return f"gets the option “{lever.option.name}”{first}"


def _names(levers: Sequence[Lever]) -> str:
    return join(f"“{each.name}”" for each in levers)


# ---------------------------------------------------------------- sets that do it
@dataclass(frozen=True)
class Told:
    """The states of a changed conflict that are spoken of; satisfies ``words.Named``."""

    model: Model
    held: Mapping[int, Held]

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """The decision makers' labels."""
        return tuple(dm.label for dm in self.model.decision_makers)

    @property
    def states(self) -> Told:
        """The states, which are told by this itself."""
        return self

    def label(self, state: int) -> str:
        """Return the label of a state."""
        return self.held[state].label

    def values(self, state: int) -> tuple[int, ...]:
        """Return the level of every option in a state."""
        return self.held[state].values


def set_text(found: LeverSet) -> str:
    """Say which levers are pulled, what holds then, and how it is reached."""
    told = Told(found.model, {each.state: each for each in found.held})
    gaining = [each for each in found.held if each.improvements_only]
    first = (gaining or found.held)[0]
    here = f"state {first.state + 1} ({state_line(told, first.state)})"
    with_ = f"With {_names(found.levers)}" if found.levers else "As things are"
    if len(found.held) == 1:
        how = "by improvements alone" if gaining else "though not by improvements alone"
        return f"{with_}, {here} holds and can be reached from today, {how}."
    which = "all" if len(gaining) == len(found.held) else number(len(gaining)) if gaining else "none"
    such = ": " if len(gaining) == 1 else ", such as " if gaining else "; one is "
    many = count(len(found.held), "state")
    how = f"{which} of them by improvements alone"
    return f"{with_}, {many} hold and can be reached from today, {how}{such}{here}."


def mediation_sentences(mediation: Mediation) -> list[str]:
    """Say whether levers make a target hold, how many it takes, and if none do it what comes nearest."""
    under, sets = mediation.concept.short, mediation.sets
    if not sets:
        return _none(mediation)
    size = len(sets[0].levers)
    if not size:
        return [
            f"Under {under} the target holds and can be reached from today as things are: it takes no lever."
        ]
    each = "tried and found to do it" if len(sets) == 1 else "each tried and found to do it"
    together = "" if size == 1 else " together"
    if len(sets) == 1:
        said = [f"Under {under} the target takes {count(size, 'lever')}{together}, {each}."]
    elif size == 1:
        said = [f"Under {under} the target takes one lever, and {number(len(sets))} do it, {each}."]
    else:
        which = f"{number(len(sets))} sets of {number(size)} do it"
        said = [f"Under {under} the target takes {count(size, 'lever')}{together}, and {which}, {each}."]
    if any(lever.option for found in sets for lever in found.levers):
        said.append(RENUMBERED)
    return said


# ---------------------------------------------------------------- none
def _none(mediation: Mediation) -> list[str]:
    many, miss = len(mediation.model.levers), mediation.miss
    assert miss is not None
    tried = tried_text(mediation)
    said = [
        f"Under {mediation.concept.short} {tried} makes the target hold within reach of today.",
        *miss_sentences(miss),
    ]
    if not mediation.complete:
        said.append(
            f"Larger sets of the {number(many)} levers may do it: only {mediation.tried:,} sets were tried."
        )
    return [*said, RENUMBERED] if any(each.option for each in miss.levers) else said


def tried_text(mediation: Mediation) -> str:
    """Say which sets were tried in vain: ``none of the 16 sets of the four levers``."""
    many = len(mediation.model.levers)
    if not mediation.complete:
        return f"no set of up to {count(mediation.largest, 'lever')}"
    if many == 1:
        return "neither the one lever that there is nor doing without it"
    return f"none of the {mediation.tried:,} sets of the {number(many)} levers"


def miss_sentences(miss: NearMiss) -> list[str]:
    """Say which levers and which target come nearest, and who or what is against it."""
    space = miss.space
    where = f"is with {_names(miss.levers)}" if miss.levers else "is without any lever"
    here = f"state {miss.state + 1} ({state_line(space, miss.state)})"
    if not miss.against:
        return [f"The nearest miss {where}: {here} is stable for all then, but {_out_of_reach(miss)}."]
    first, *rest = [(dm_name(space, each.dm), _leaving(space, each)) for each in miss.against]
    if not rest:
        said = [f"The nearest miss {where}: {here} is stable for all but {first[0]}, which {first[1]}."]
    else:
        names = join(name for name, _ in (first, *rest))
        said = [f"The nearest miss {where}: {here} is stable for all but {names}."]
        said += [f"{name} {leaving}." for name, leaving in (first, *rest)]
    if not miss.reachable:
        said.append(f"Besides, {_out_of_reach(miss)}.")
    return said


def _out_of_reach(miss: NearMiss) -> str:
    why = "" if miss.obstacle is None else f": {obstacle_text(miss.space, miss.obstacle)}"
    return f"no moves lead there from today{why}"


def _first_step(reason: Witness) -> Step:
    """Return the move by which a decision maker leaves."""
    if isinstance(reason, Foresight):
        assert reason.telling_way is not None
        return reason.telling_way.steps[0]
    assert reason.telling is not None
    return Step(reason.dm, reason.state, reason.telling.improvement, True)


def _leaving(space: Space, reason: Witness) -> str:
    """Say by which move a decision maker leaves, and that nothing keeps it from doing so."""
    step = _first_step(reason)
    moving = f"{change(space, step)} (state {step.target + 1})"
    if isinstance(reason, Foresight):
        assert reason.telling_way is not None
        return f"{moving}, looking ahead to state {reason.telling_way.end + 1}, which it likes better"
    form = reason.concept.form
    if isinstance(form, Form) and form.answers is Answers.NONE:
        return f"gains when it {moving}"
    return f"gains when it {moving}, and no answer takes that gain away"
