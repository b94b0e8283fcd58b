"""Random conflicts in which some of what is at stake lasts."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

NAMES = ("ann", "bob", "cat")


def drawn(seed: int) -> dict[str, Any]:
    """Draw a conflict of two or three decision makers; for the first one, and some others, something lasts."""
    rng = Random(f"patience {seed}")
    names = NAMES[: rng.choice((2, 2, 3))]
    options = {dm: [f"{dm}_{k}" for k in range(1 if len(names) == 3 else rng.choice((1, 2)))] for dm in names}
    listed = [label for own in options.values() for label in own]
    return {
        "countermove": 1,
        "decision_makers": {
            dm: {"options": {label: {"moves": rng.choice(("both", "both", "forward"))} for label in own}}
            for dm, own in options.items()
        },
        "constraints": [f"not ({' and '.join(rng.sample(listed, 2))})"] if rng.random() < 0.3 else [],
        "preferences": {
            dm: wanting(rng, listed, lasting=dm == names[0] or rng.random() < 0.4) for dm in names
        },
        "status_quo": [],
    }


def wanting(rng: Random, options: list[str], *, lasting: bool) -> dict[str, Any]:
    """Draw what somebody wants: weights, or statements where nothing lasts."""
    if not lasting and rng.random() < 0.5:
        return {"prioritize": [condition(rng, options) for _ in range(rng.randrange(1, 4))]}
    found: dict[str, Any] = {"weights": weights(rng, options)}
    if lasting:
        found["each_period"] = weights(rng, options)
        found["patience"] = str(patience(rng))
        if rng.random() < 0.15:
            del found["weights"]
    return found


def weights(rng: Random, options: list[str]) -> list[dict[str, Any]]:
    return [
        {"when": condition(rng, options), "weight": rng.choice((-3, -2, -1, 1, 2, 3, "1/2", "-5/3"))}
        for _ in range(rng.randrange(1, 4))
    ]


def condition(rng: Random, options: list[str]) -> str:
    one, other = rng.choice(options), rng.choice(options)
    return rng.choice((one, f"not {one}", f"{one} and {other}", f"{one} or not {other}"))


def patience(rng: Random) -> Fraction:
    bottom = rng.choice((1, 2, 3, 4, 5, 7, 10))
    return Fraction(rng.randrange(bottom), bottom)
