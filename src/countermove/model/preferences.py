"""Reading preferences: prioritized statements, exact weights, rankings as lists and chains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from countermove.errors import nearest
from countermove.model.check_shape import Path
from countermove.model.elements import Indifferent, Preference, Prioritize, Ranking, Statement, Weights
from countermove.model.lasting import RANGE, check_lasting
from countermove.model.proportions import MAX_SUM, first_too_far
from countermove.model.reading import Reading
from countermove.model.shape_parts import DecisionMakerShape, PreferenceShape, WeightShape
from countermove.model.yaml import Place

__all__ = ["exact_patience", "exact_weight", "read_preference", "read_preferences"]

KINDS = ("prioritize", "weights", "ranking")
_FRACTION = re.compile(r"[-+]?\d{1,18}(?:/\d{1,18}|\.\d{1,18})?\Z")
_CHAIN = re.compile(r">>|>|~")


def read_preferences(reading: Reading) -> dict[str, Preference]:
    """Read every decision maker's preference; each must have exactly one."""
    found: dict[str, Preference] = {}
    meant: set[str | None] = set()  # whose preferences probably stand under a misspelt label
    for label, shape in reading.document.preferences.items():
        path: Path = ("preferences", label)
        if not reading.known_dm(label, path, key=True):
            meant.add(nearest(label, reading.dms))
            continue
        preference = read_preference(reading, label, shape, path)
        if preference is not None:
            found[label] = preference
    for label, body in reading.document.decision_makers.items():
        path = ("decision_makers", label)
        if isinstance(body, DecisionMakerShape) and body.preferences == "indifferent":
            if label in reading.document.preferences:
                reading.problem(
                    (*path, "preferences"), f"'{label}' has preferences in two places", "keep one"
                )
            found[label] = Preference(
                label, Indifferent(), (), reading.place((*path, "preferences"), key=True)
            )
        elif label not in {*reading.document.preferences, *meant, *reading.layered} and (
            not reading.lost_preference(label)
        ):
            what = f"decision maker '{label}' has no preferences"
            ways = "prioritize, weights or ranking"
            hint = f"add 'preferences: {label}: ...' with {ways}, or '{label}: indifferent'"
            reading.problem(path, what, hint, key=True)
    return found


def read_preference(
    reading: Reading, label: str, shape: PreferenceShape | str, path: Path
) -> Preference | None:
    """Read what one decision maker wants; None when it has mistakes that leave nothing."""
    if not isinstance(shape, PreferenceShape):
        return Preference(label, Indifferent(), (), reading.place(path, key=True))
    given = [kind for kind in KINDS if getattr(shape, kind) is not None]
    lasting = shape.each_period is not None and not given
    if len(given) != 1 and not lasting:
        if given or not reading.lost_preference(label):
            what = " and ".join(given) + " stand together" if given else f"'{label}' has no preference here"
            reading.problem(path, what, "write one of prioritize, weights and ranking", key=True)
        return None
    if not check_lasting(reading, label, shape, path):
        return None
    because = reading.because(shape.because, (*path, "because"))
    at = reading.place(path, key=True)
    here = (*path, "each_period" if lasting else given[0])
    if shape.prioritize is not None:
        statements = [reading.statement(each, (*here, index)) for index, each in enumerate(shape.prioritize)]
        complete = tuple(each for each in statements if each is not None)
        return Preference(label, Prioritize(complete), because, at)
    if shape.weights is not None or lasting:
        weights = _weights(reading, label, shape, path)
        return None if weights is None else Preference(label, weights, because, at)
    ranking = (
        _chain(reading, shape.ranking, here)
        if isinstance(shape.ranking, str)
        else _list(reading, shape, here)
    )
    return None if ranking is None else Preference(label, ranking, because, at)


def _weights(reading: Reading, label: str, shape: PreferenceShape, path: Path) -> Weights | None:
    """Read what states are worth, once and in each period; None when it cannot be added up or compared."""
    found: list[tuple[Path, tuple[Statement, Fraction] | None]] = []
    for kind in ("weights", "each_period"):
        for index, each in enumerate(getattr(shape, kind) or ()):
            here = (*path, kind, index)
            found.append((here, _weight(reading, each, here)))
    patience = Fraction(0)
    if shape.patience is not None:
        read = exact_patience(reading, shape.patience, (*path, "patience"))
        if read is None:
            return None
        patience = read
    sound = [(here, each) for here, each in found if each is not None]
    if len(sound) == len(found) and not _can_be_added(reading, label, sound):
        return None
    once, lasting = (
        tuple(each for here, each in sound if here[-2] == kind) for kind in ("weights", "each_period")
    )
    return Weights(once, lasting, patience)


def _weight(reading: Reading, shape: WeightShape, path: Path) -> tuple[Statement, Fraction] | None:
    condition = reading.condition(shape.when, (*path, "when"))
    because = reading.because(shape.because, (*path, "because"))
    weight = exact_weight(reading, shape.weight, (*path, "weight"))
    if condition is None or weight is None:
        return None
    return Statement(shape.when.strip(), condition, because, reading.place(path)), weight


def _can_be_added(
    reading: Reading, label: str, weights: Sequence[tuple[Path, tuple[Statement, Fraction]]]
) -> bool:
    """Say whether weights can be added up exactly, and note the first with which they cannot."""
    place = first_too_far(weight for _, (_, weight) in weights)
    if place is not None:
        what = f"with this weight those of '{label}' are too far apart to be added up exactly"
        most = f"as whole numbers they may add up to {MAX_SUM:,}"
        hint = f"use rounder weights, such as 0.33 for 1/3 ({most}), or prioritize"
        reading.problem((*weights[place][0], "weight"), what, hint)
    return place is None


def exact_weight(reading: Reading, weight: int | Decimal | str, path: Path) -> Fraction | None:
    """Read an exact number, and note when it is none."""
    if isinstance(weight, str) and (not _FRACTION.match(weight) or weight.endswith("/0")):
        what = f"'{weight[:40]}' is not an exact number of at most 18 digits"
        reading.problem(path, what, "write a number such as 2, -0.5 or 3/4")
        return None
    try:
        return Fraction(weight) if not isinstance(weight, Decimal) else Fraction(str(weight))
    except (ValueError, ZeroDivisionError):
        reading.problem(path, f"'{weight}' is not an exact number", "write a number such as 2 or 3/4")
        return None


def exact_patience(reading: Reading, number: int | Decimal | str, path: Path) -> Fraction | None:
    """Read a patience, and note when it is none."""
    patience = exact_weight(reading, number, path)
    if patience is not None and not 0 <= patience < 1:
        reading.problem(path, f"{patience} is no patience", f"write {RANGE}")
        return None
    return patience


def _list(reading: Reading, shape: PreferenceShape, path: Path) -> Ranking | None:
    assert isinstance(shape.ranking, list)
    if not shape.ranking:
        reading.problem(
            path, "the ranking is empty", "name each feasible state once, the best first", key=True
        )
        return None
    tiers = []
    for index, item in enumerate(shape.ranking):
        if item == []:
            reading.problem((*path, index), "a tie of no states", "leave it out")
        elif isinstance(item, list):
            tiers.append(
                tuple((_ref(reading, ref), reading.place((*path, index, at))) for at, ref in enumerate(item))
            )
        else:
            tiers.append(((_ref(reading, item), reading.place((*path, index))),))
    return Ranking(tuple(tiers), (False,) * (len(tiers) - 1))


def _ref(reading: Reading, ref: int | str) -> int | str:
    """Read a state's number, also where it is written as text, or its label."""
    plain = isinstance(ref, str) and re.fullmatch("[0-9]{1,400}", ref) and ref not in reading.state_labels
    return int(ref) if plain else ref


def _chain(reading: Reading, text: str, path: Path) -> Ranking | None:
    """Read ``"2 > 4 ~ 6 >> 1"``."""
    at = reading.place(path)
    signs = _CHAIN.findall(text)
    tiers: list[list[tuple[int | str, Place]]] = [[]]
    greatly: list[bool] = []
    offset = 0
    for index, part in enumerate(_CHAIN.split(text)):
        name = part.strip()
        column = at.column if at.inner < 0 else at.column + at.inner + offset + len(part) - len(part.lstrip())
        here = Place(at.line, column)
        if not name:
            reading.problem(
                here, "a state is missing in the ranking", "write a state number or label on each side"
            )
            return None
        if index and signs[index - 1] != "~":
            tiers.append([])
            greatly.append(signs[index - 1] == ">>")
        tiers[-1].append((_ref(reading, name), here))
        offset += len(part) + (len(signs[index]) if index < len(signs) else 0)
    return Ranking(tuple(tuple(tier) for tier in tiers), tuple(greatly))
