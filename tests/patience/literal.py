"""What is worth something over time, written out as a model file of plain weights, one for each patience.

The value of getting U at once and u in each of the periods to come is U + d u + d^2 u + ... for a patience d
(Samuelson, Review of Economic Studies 4, 1937): U + u d / (1 - d). So a file in which each weight in each period
is multiplied by d / (1 - d) says the same in plain weights. Nothing here is made by the code that is tried.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import countermove
from countermove.concepts import Concept
from countermove.model.parsing import parse_condition
from countermove.model.vocabulary import OptionVocabulary
from countermove.space.literal import LiteralGame, is_true, literal_game

File = dict[str, Any]


def plain(file: File, patience: Mapping[str, Fraction] | None = None) -> File:
    """Return a model file without ``each_period`` that wants the same, of these or its own patience."""
    return {
        **file,
        "preferences": {
            dm: in_plain_weights(wanted, (patience or {}).get(dm))
            for dm, wanted in file["preferences"].items()
        },
    }


def in_plain_weights(wanted: Any, patience: Fraction | None = None) -> Any:
    """Return a preference in plain weights."""
    if not isinstance(wanted, dict) or "each_period" not in wanted:
        return wanted
    d = Fraction(wanted["patience"]) if patience is None else patience
    lasting = [
        {"when": each["when"], "weight": str(Fraction(each["weight"]) * d / (1 - d))}
        for each in wanted["each_period"]
    ]
    return {"weights": [*wanted.get("weights", ()), *lasting]}


def game(file: File, patience: Mapping[str, Fraction] | None = None) -> LiteralGame:
    """Return the conflict of a file at some patience."""
    return literal_game(countermove.loads(json.dumps(plain(file, patience))).model)


def stable(one: LiteralGame, concept: Concept) -> dict[str, set[int]]:
    """Return the states that are stable for each decision maker."""
    return {
        dm: {state for state in one.states if concept.reference(one, dm, state)} for dm in one.decision_makers
    }


def summed(file: File, dm: str, patience: Fraction, periods: int) -> list[Fraction]:
    """Return what each state is worth that lasts for so many periods, added up period by period."""
    model = countermove.loads(json.dumps(plain(file))).model
    states = literal_game(model)
    vocabulary = OptionVocabulary([(each.owner, each.label, each.levels) for each in model.options])

    def worth(kind: str, state: int) -> Fraction:
        total = Fraction(0)
        for each in file["preferences"][dm].get(kind, ()):
            condition, _ = parse_condition(each["when"], vocabulary)
            assert condition is not None
            total += Fraction(each["weight"]) * is_true(condition, states.values(state))
        return total

    found = []
    for state in states.states:
        once, lasting = worth("weights", state), worth("each_period", state)
        found.append(once + sum(lasting * patience**period for period in range(1, periods + 1)))
    return found
