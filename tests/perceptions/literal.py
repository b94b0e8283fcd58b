"""A hypergame as it is described, by writing each view out as a model file of its own.

Wang, Hipel and Fraser, Behavioral Science 33 (1988): each side plays the game that it perceives. A view's
file is made from the conflict's by leaving options out, adding options, and replacing preferences; in
conditions an option that is not known of is written as what never holds. No view is made by the code
that is tried here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import countermove
from countermove.concepts import Concept
from countermove.space.literal import LiteralGame, literal_game

File = dict[str, Any]


class LiteralHypergame:
    """A conflict and its views.

    Parameters
    ----------
    file : mapping
        A model file with yes/no options and prioritized statements; labels are unique.
    """

    def __init__(self, file: File) -> None:
        self.file = file
        self.perceptions: Mapping[str, Any] = file.get("perceptions", {})

    @cached_property
    def game(self) -> LiteralGame:
        """What it is without any perception."""
        plain = {key: value for key, value in self.file.items() if key != "perceptions"}
        return literal_game(countermove.loads(json.dumps(plain)).model)

    @cached_property
    def options(self) -> list[str]:
        """The options' labels, in the order of the states' levels."""
        return [option.label for option in self.game.model.options]

    @cached_property
    def views(self) -> dict[str, LiteralHypergame]:
        """The conflict that each decision maker with a perception sees."""
        return {dm: LiteralHypergame(seen(self.file, each)) for dm, each in self.perceptions.items()}

    def taken_for(self, dm: str, state: int) -> int | None:
        """Return the state of somebody's view that it takes a state for."""
        levels = dict(zip(self.options, self.game.values(state), strict=True))
        view = self.views[dm]
        wanted = tuple(levels.get(option, 0) for option in view.options)
        return next((each for each in view.game.states if view.game.values(each) == wanted), None)

    def stable(self, concept: Concept, dm: str, state: int) -> bool:
        """Say whether a state is stable for somebody in its own view."""
        if dm not in self.views:
            return concept.reference(self.game, dm, state)
        there = self.taken_for(dm, state)
        return there is not None and concept.reference(self.views[dm].game, dm, there)

    def holds(self, concept: Concept, state: int) -> bool:
        """Say whether a state is stable for each side in its own view."""
        return all(self.stable(concept, dm, state) for dm in self.game.decision_makers)

    def expected(self, concept: Concept, dm: str, state: int) -> bool:
        """Say whether somebody takes a state for one that holds in what it sees."""
        if dm not in self.views:
            return self.holds(concept, state)
        there = self.taken_for(dm, state)
        return there is not None and self.views[dm].holds(concept, there)


def seen(file: File, perception: Mapping[str, Any]) -> File:
    """Return the model file of what somebody sees."""
    unknown: Sequence[str] = perception.get("unaware", ())
    imagines: Mapping[str, Any] = perception.get("imagines", {})
    everybody = {
        dm: {"options": {
            **{label: body for label, body in own["options"].items() if label not in unknown},
            **imagines.get(dm, {}),
        }}
        for dm, own in file["decision_makers"].items()
    }  # fmt: skip
    some = next(label for own in everybody.values() for label in own["options"])
    known = [label for own in everybody.values() for label in own["options"]]

    def told(condition: str) -> str:
        """Write what is not known of as what never holds."""
        never = f"({some} and not {some})"
        return re.sub(
            r"\b(?!not\b|and\b|or\b|if\b)\w+\b", lambda m: m[0] if m[0] in known else never, condition
        )

    def later(condition: str, below: Mapping[str, Any]) -> str:
        """The same for what somebody else is believed to see, which may hold more."""
        mine = {*known, *(label for own in below.get("imagines", {}).values() for label in own)}
        never = f"({some} and not {some})"
        return re.sub(
            r"\b(?!not\b|and\b|or\b|if\b)\w+\b", lambda m: m[0] if m[0] in mine else never, condition
        )

    believed = perception.get("preferences", {})
    wants = {dm: believed.get(dm, own) for dm, own in file["preferences"].items()}
    nested = {
        dm: {
            **each,
            "unaware": [label for label in each.get("unaware", ()) if label in known],
            "imagines": {
                owner: {label: body for label, body in own.items() if label not in known}
                for owner, own in each.get("imagines", {}).items()
            },
            "preferences": {
                other: {"prioritize": [later(text, each) for text in own["prioritize"]]}
                for other, own in each.get("preferences", {}).items()
            },
        }
        for dm, each in perception.get("perceptions", {}).items()
    }
    return {
        "countermove": 1,
        "decision_makers": everybody,
        "constraints": [told(text) for text in file.get("constraints", ())],
        "preferences": {
            dm: {"prioritize": [told(text) for text in own["prioritize"]]} for dm, own in wants.items()
        },
        "perceptions": nested,
    }
