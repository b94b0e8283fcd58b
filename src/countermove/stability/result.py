"""What the results of both engines have in common: what they can be asked, and the head of their JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import countermove
from countermove.concepts import Concept
from countermove.errors import LimitError, UsageError
from countermove.model import Model
from countermove.model.elements import StateRef

if TYPE_CHECKING:
    from countermove.space.symbolic import Patterns

__all__ = ["MAX_ASKED", "MAX_LISTED", "SCHEMA", "Result", "heading", "too_many_asked"]

SCHEMA = "countermove/analysis/1"
MAX_LISTED = 10_000
"""Above this many feasible states, or equilibria, the JSON does not list them unless all are asked for."""
MAX_ASKED = 2**21
"""Above this many they are not listed even then."""


@dataclass(frozen=True, kw_only=True)
class Result(ABC):
    """What an engine found, and how: both engines are asked in the same way and answer alike.

    States go out by their published numbers, from 1, where they are listed (`equilibria`, `stability`);
    elsewhere states and decision makers are indices from 0. Concepts are given by their ids.

    Attributes
    ----------
    concepts : tuple of Concept
        What was asked.
    engine : str
        Which engine decided, ``explicit`` or ``symbolic``.
    because : str
        Why that one.
    complete : bool
        Whether every state was decided; both engines decide all or nothing.
    left_out : mapping
        The concepts that were not asked for by name and are not decided here, and why.
    """

    concepts: tuple[Concept, ...]
    engine: str
    because: str = "it was asked for by name"
    complete: bool = True
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    @abstractmethod
    def counts(self) -> Mapping[str, int]:
        """For each concept id the number of its equilibria, exactly."""

    @property
    @abstractmethod
    def stable_counts(self) -> Mapping[str, Mapping[str, int]]:
        """For each concept id and decision maker's label the number of states stable for it, exactly."""

    @property
    @abstractmethod
    def equilibria(self) -> Mapping[str, list[int]]:
        """For each concept id the numbers of its equilibria, ascending.

        The symbolic engine lists them when a concept is looked up, and raises LimitError for more than
        `MAX_ASKED`.
        """

    @property
    @abstractmethod
    def stability(self) -> Mapping[str, Mapping[str, list[int]]]:
        """For each concept id and decision maker's label the numbers of the states stable for it, ascending.

        The symbolic engine lists them as it does `equilibria`.
        """

    @abstractmethod
    def is_stable(self, concept: str, dm: int, state: int) -> bool:
        """Whether a state (index) is stable for a decision maker (index)."""

    @abstractmethod
    def how_many(self, ref: StateRef) -> int:
        """Return how many feasible states a number, pattern or condition means."""

    @abstractmethod
    def holds(self, concept: str, dm: int | None, ref: StateRef) -> Literal["all", "some", "none"]:
        """Say how many of the states that a number, pattern or condition means are stable.

        Parameters
        ----------
        concept : str
            The concept's id.
        dm : int or None
            For whom; None asks for the equilibria.
        ref : int, StatePattern or condition
            Which states; when no feasible state fits, the answer is ``none``.
        """

    @abstractmethod
    def best(self, concept: str, dm: int) -> int | None:
        """Return an equilibrium that a decision maker likes best, of several the first; None without any."""

    @abstractmethod
    def labels(self, concept: str) -> Iterator[str]:
        """Yield the labels of a concept's equilibria in the order of their numbers, however many."""

    def patterns(self, concept: str, limit: int = 20) -> Patterns:
        """Describe the equilibria by at most ``limit`` patterns, the biggest first.

        Raises
        ------
        UsageError
            From the explicit engine, which has none.
        """
        raise UsageError("only the symbolic engine describes equilibria by patterns; use engine='symbolic'")

    @abstractmethod
    def to_dict(self, *, all_states: bool = False) -> dict[str, Any]:
        """Return the JSON of ``analyze`` (schema ``countermove/analysis/1``).

        Parameters
        ----------
        all_states : bool
            List states, verdicts and equilibria even above `MAX_LISTED`.

        Raises
        ------
        LimitError
            When all are asked for and there are too many even so.
        """

    def decided(self, concept: str) -> str:
        """Return the id of a concept that was decided; raise UsageError for any other."""
        known = [each.id for each in self.concepts]
        if concept not in known:
            raise UsageError(f"'{concept}' was not decided here; decided are {', '.join(known)}")
        return concept


def heading(result: Result, model: Model, status_quo: int | None) -> dict[str, Any]:
    """Return the JSON that says of what model a result speaks and how it was made."""
    return {
        "schema": SCHEMA,
        "version": countermove.__version__,
        "model": {"title": model.title, "sha256": model.sha256},
        "engine": result.engine,
        "because": result.because,
        "complete": result.complete,
        "decision_makers": [dm.label for dm in model.decision_makers],
        "left_out": dict(result.left_out),
        "options": [option.id for option in model.options],
        "status_quo": status_quo,
    }


def too_many_asked(states: int) -> None:
    """Refuse to list more states than anybody could read."""
    if states > MAX_ASKED:
        raise LimitError(
            f"there are {states:,} states, and at most {MAX_ASKED:,} are listed; leave '--all-states' out, "
            "and ask for some of them with --state"
        )
