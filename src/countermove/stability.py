"""Decide concepts over a space; every result says how it was made and whether it is complete."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

import countermove
from countermove.concepts import Answers, Base, Concept, Form, LimitedMove, Simultaneous
from countermove.space import Space
from countermove.space.limited import limited
from countermove.space.simultaneous import simultaneous

__all__ = [
    "MAX_LISTED",
    "SCHEMA",
    "Analysis",
    "analyze",
    "answered_values",
    "defined",
    "stable_states",
    "unmet",
]

SCHEMA = "countermove/analysis/1"
MAX_LISTED = 10_000
"""Above this many feasible states the JSON holds counts alone unless all are asked for."""

WORKERS = min(4, os.cpu_count() or 1)
MAX_SIMULTANEOUS = 100_000
"""Above this many states simultaneous stability is decided only when asked for by name."""
WORTH_SHARING = 20_000
"""From this many states on the verdicts are shared out among threads."""

Bools = NDArray[np.bool_]
Values = NDArray[np.signedinteger]


def stable_states(space: Space, concept: Concept, dm: int) -> Bools:
    """Say which states are stable for one decision maker; the general form, read as it stands.

    Parameters
    ----------
    space : Space
        The conflict.
    concept : Concept
        Which answers count, and what they leave the decision maker with.
    dm : int
        The decision maker's index.

    Returns
    -------
    bool array, shape (size,)
        In the order of the state numbers.
    """
    if isinstance(concept.form, Simultaneous):
        return simultaneous(space, dm)
    if isinstance(concept.form, LimitedMove):
        return limited(space, dm, concept.form.horizon)
    rank = space.moves.ranks[dm]
    worth = np.minimum(rank, _answered(space, concept.form, dm))
    return space.moves.of_states(rank >= space.moves.best(dm, worth))


def unmet(space: Space, concept: Concept) -> str:
    """Say why a concept is not defined for a conflict; empty when it is."""
    if "option-form" in concept.needs and space.model.graph_form:
        return "it is defined for conflicts of options, and this one lists its states"
    if "two-decision-makers" in concept.needs and len(space.decision_makers) != 2:
        return "it is defined for two decision makers; for more, rival definitions exist"
    if "strict-preferences" in concept.needs:
        for label, ranks in zip(space.decision_makers, space.ranks, strict=True):
            if len(np.unique(ranks)) < space.size:
                return f"it is defined for strict preferences, and '{label}' likes some states equally"
    return ""


def defined(space: Space, concepts: Sequence[Concept]) -> tuple[tuple[Concept, ...], dict[str, str]]:
    """Part concepts into those to decide when none is asked for by name, and the others with the reason."""
    left_out = {concept.id: unmet(space, concept) for concept in concepts}
    for concept in concepts:
        if isinstance(concept.form, Simultaneous) and space.size > MAX_SIMULTANEOUS:
            left_out[concept.id] = f"above {MAX_SIMULTANEOUS:,} states it takes long; ask for it by name"
    reasons = {name: why for name, why in left_out.items() if why}
    return tuple(concept for concept in concepts if concept.id not in reasons), reasons


def _answered(space: Space, form: Form, dm: int) -> Values:
    """Return V, in the layout of the space's moves."""
    rank = space.moves.ranks[dm]
    if form.answers is Answers.NONE:
        return rank
    base = rank if form.base is Base.RANK else space.moves.best(dm, rank)
    return space.moves.least_answer(dm, base, improvements=form.answers is Answers.IMPROVEMENTS)


def answered_values(space: Space, form: Form, dm: int) -> Values:
    """Return V(t): the least that the others' answers to a move to t leave a decision maker with.

    Returns
    -------
    int array, shape (size,)
        In the order of the state numbers, to be held against the decision maker's ranks.
    """
    return space.moves.of_states(_answered(space, form, dm))


@dataclass(frozen=True)
class Analysis:
    """The stability of every state for every decision maker under some concepts.

    Attributes
    ----------
    space : Space
        The conflict that was analysed.
    concepts : tuple of Concept
        What was asked.
    stable : mapping
        For each concept id an array of shape (decision makers, states).
    engine : str
        Which engine decided.
    complete : bool
        Whether every state was decided; always true for the explicit engine.
    left_out : mapping
        The concepts that were not asked for by name and are not defined here, and why.
    """

    space: Space
    concepts: tuple[Concept, ...]
    stable: Mapping[str, Bools]
    engine: str = "explicit"
    complete: bool = True
    left_out: Mapping[str, str] = field(default_factory=dict)

    def is_stable(self, concept: str, dm: int, state: int) -> bool:
        """Whether a state (index) is stable for a decision maker (index)."""
        return bool(self.stable[concept][dm, state])

    def equilibrium(self, concept: str) -> Bools:
        """Which states are stable for everybody; shape (states,)."""
        return np.asarray(self.stable[concept].all(axis=0))

    @cached_property
    def equilibria(self) -> dict[str, list[int]]:
        """For each concept id the numbers of its equilibria, ascending."""
        return {concept.id: _numbers(self.equilibrium(concept.id)) for concept in self.concepts}

    @cached_property
    def stability(self) -> dict[str, dict[str, list[int]]]:
        """For each concept id and decision maker the numbers of the states stable for it."""
        return {
            concept.id: {
                label: _numbers(self.stable[concept.id][dm])
                for dm, label in enumerate(self.space.decision_makers)
            }
            for concept in self.concepts
        }

    def to_dict(self, *, all_states: bool = False) -> dict[str, Any]:
        """Return the JSON of ``analyze`` (schema ``countermove/analysis/1``).

        Parameters
        ----------
        all_states : bool
            List states and verdicts even above `MAX_LISTED` feasible states.
        """
        space = self.space
        model = space.model
        result: dict[str, Any] = {
            "schema": SCHEMA,
            "version": countermove.__version__,
            "model": {"title": model.title, "sha256": model.sha256},
            "engine": self.engine,
            "complete": self.complete,
            "decision_makers": list(space.decision_makers),
            "left_out": dict(self.left_out),
            "options": [option.id for option in model.options],
            "status_quo": None if space.status_quo is None else space.status_quo + 1,
            "counts": {
                "states": space.size,
                "equilibria": {
                    concept.id: int(self.equilibrium(concept.id).sum()) for concept in self.concepts
                },
            },
        }
        if space.size <= MAX_LISTED or all_states:
            result["states"] = [{"number": k + 1, "label": space.states.label(k)} for k in range(space.size)]
            result["stability"] = self.stability
            result["equilibria"] = self.equilibria
        return result


def _numbers(states: Bools) -> list[int]:
    return [int(state) + 1 for state in np.flatnonzero(states)]


def analyze(
    space: Space, concepts: Sequence[Concept], progress: Callable[[int, int], None] | None = None
) -> Analysis:
    """Decide every state for every decision maker under each of the concepts.

    Parameters
    ----------
    space : Space
        The conflict.
    concepts : sequence of Concept
        What to decide.
    progress : callable, optional
        Takes (verdicts reached, verdicts asked), a verdict being one concept for one decision maker.
    """
    asked = [(concept, dm) for concept in concepts for dm in range(len(space.decision_makers))]
    reached: dict[tuple[str, int], Bools] = {}

    def decide(concept: Concept, dm: int) -> None:
        reached[concept.id, dm] = stable_states(space, concept, dm)
        if progress is not None:
            progress(len(reached), len(asked))

    # The verdicts are independent, and NumPy leaves the interpreter while it works.
    with ThreadPoolExecutor(WORKERS if space.size >= WORTH_SHARING else 1) as workers:
        pending = [workers.submit(decide, *each) for each in asked]
        try:
            for each in pending:
                each.result()
        except BaseException:
            workers.shutdown(wait=False, cancel_futures=True)
            raise
    stable = {
        concept.id: np.array([reached[concept.id, dm] for dm in range(len(space.decision_makers))])
        for concept in concepts
    }
    return Analysis(space, tuple(concepts), stable)
