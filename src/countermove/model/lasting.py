"""Patience: reading what lasts, and a model whose decision makers are more or less patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from countermove.model.check_shape import Path
from countermove.model.elements import Model, Preference, Weights
from countermove.model.reading import Reading
from countermove.model.shape_parts import PreferenceShape

__all__ = [
    "RANGE",
    "check_lasting",
    "check_one_patience",
    "patience_of",
    "with_patience",
    "with_patience_of",
]

RANGE = "a fraction from 0, where only the present counts, to less than 1, such as 9/10"


def check_lasting(reading: Reading, label: str, shape: PreferenceShape, path: Path) -> bool:
    """Note what is wrong with a preference whose ``each_period`` or ``patience`` does not fit the rest."""
    if shape.each_period is None:
        if shape.patience is not None:
            what = "patience counts only what is worth something in each period"
            hint = "add 'each_period: [{when: ..., weight: ...}]', or leave it out"
            reading.problem((*path, "patience"), what, hint, key=True)
        return shape.patience is None
    kind = next((each for each in ("prioritize", "ranking") if getattr(shape, each) is not None), None)
    if kind is not None:
        what = f"how much '{label}' likes a state once is not known from '{kind}', so nothing adds to it"
        reading.problem((*path, "each_period"), what, "give it as weights beside each_period", key=True)
        return False
    if shape.patience is None:
        if (*path, "patience") not in reading.removed:
            what = f"nothing says how patient '{label}' is"
            reading.problem((*path, "each_period"), what, f"add 'patience: ...', {RANGE}", key=True)
        return False
    return True


def check_one_patience(reading: Reading, dm: str, own: Mapping[str, Preference], path: Path) -> None:
    """Note layers in which a decision maker is said to be more and less patient."""
    said = {
        each.by.patience: label for label, each in own.items() if isinstance(each.by, Weights) and each.lasts
    }
    if len(said) > 1:
        (one, first), (other, second) = list(said.items())[:2]
        what = f"'{dm}' has the patience {one} in layer '{first}' and {other} in layer '{second}'"
        reading.problem(path, what, "give it the same in both", key=True)


def patience_of(model: Model) -> dict[str, Fraction]:
    """Return the patience of each decision maker to whom anything is worth something in each period.

    Of one that wants something else after events: the first that counts, which before any event it has.
    """
    found: dict[str, Fraction] = {}
    for each in _preferences(model):
        if isinstance(each.by, Weights) and each.by.lasts:
            found.setdefault(each.of, each.by.patience)
    return {dm.label: found[dm.label] for dm in model.decision_makers if dm.label in found}


def _preferences(model: Model) -> list[Preference]:
    return [*model.preferences.values(), *(each.preference for each in model.regimes)]


def with_patience(model: Model, patience: Mapping[str, Fraction]) -> Model:
    """Return a model, and its layers, in which some decision makers have another patience.

    It counts before and after events; what others believe somebody to want stays as it is.
    """

    def told(preference: Preference) -> Preference:
        if preference.of not in patience or not isinstance(preference.by, Weights) or not preference.lasts:
            return preference
        return replace(preference, by=preference.by.at(patience[preference.of]))

    return replace(
        model,
        preferences={dm: told(each) for dm, each in model.preferences.items()},
        regimes=tuple(replace(each, preference=told(each.preference)) for each in model.regimes),
        layers=tuple(replace(each, model=with_patience(each.model, patience)) for each in model.layers),
    )


def with_patience_of(model: Model, other: Model) -> Model:
    """Return a model in which whoever something lasts for in both is as patient as in the other one.

    It counts before events, and after those of the same names.
    """
    later = {(each.after, each.preference.of): each.preference for each in other.regimes}

    def told(preference: Preference, like: Preference | None) -> Preference:
        if like is None or not isinstance(like.by, Weights) or not like.lasts:
            return preference
        if not isinstance(preference.by, Weights) or not preference.lasts:
            return preference
        return replace(preference, by=preference.by.at(like.by.patience))

    return replace(
        model,
        preferences={dm: told(each, other.preferences.get(dm)) for dm, each in model.preferences.items()},
        regimes=tuple(
            replace(each, preference=told(each.preference, later.get((each.after, each.preference.of))))
            for each in model.regimes
        ),
    )
