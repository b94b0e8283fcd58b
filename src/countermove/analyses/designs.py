"""What is found of a state that is to hold: what it takes, and the changes that bring it about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from countermove.analyses.alterations import Alteration
from countermove.analyses.requirements import Requirement
from countermove.concepts import Concept

__all__ = ["Design", "Proposal"]


@dataclass(frozen=True)
class Proposal:
    """A change after which targets hold; verified by the engine.

    Attributes
    ----------
    states : tuple of int
        The targets (indices) that hold then, ascending; one at least.
    alterations : tuple of Alteration
        Whose preferences change, and how.
    """

    states: tuple[int, ...]
    alterations: tuple[Alteration, ...]

    @property
    def size(self) -> int:
        """Swaps of neighbouring statements and pairs of states, all decision makers' together."""
        return sum(each.size for each in self.alterations)

    @property
    def changes(self) -> tuple[object, ...]:
        """What changes, to tell proposals apart."""
        return tuple((each.dm, each.order, each.raised, each.over) for each in self.alterations)

    @property
    def by_statements(self) -> bool:
        """Whether only the order of statements changes."""
        return all(each.order is not None for each in self.alterations)


@dataclass(frozen=True)
class Design:
    """What would make a target hold.

    Attributes
    ----------
    concept : Concept
        Under which notion of stability.
    targets : tuple of int
        The states (indices) of which one is to hold.
    vary : tuple of int
        Whose preferences may change.
    state : int
        The target that is nearest to holding; the requirements are its own.
    requirements : mapping
        For each decision maker of ``vary`` what its ranking must be like for that state.
    met : mapping
        For each decision maker whether the state is stable for it today.
    share : Fraction or None
        The share of all strict rankings of those in ``vary`` under which the state holds; None when
        it cannot be counted.
    total : int or None
        How many strict rankings they have, all together; None when that is a number beyond use.
    proposals : tuple of Proposal
        The smallest first. Empty when the state holds already, or none was found.
    smallest : bool
        Whether nothing smaller does it: all smaller changes were tried or ruled out.
    unordered : tuple of int
        Those of ``vary`` for whom no order of their statements makes the state stable, all tried.
    blocked : tuple of int
        Those whose preferences may not change and who leave every target whatever the others want.
    """

    concept: Concept
    targets: tuple[int, ...]
    vary: tuple[int, ...]
    state: int
    requirements: Mapping[int, Requirement]
    met: Mapping[int, bool]
    share: Fraction | None
    total: int | None
    proposals: tuple[Proposal, ...]
    smallest: bool
    unordered: tuple[int, ...]
    blocked: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether the state holds as things are."""
        return all(self.met.values())
