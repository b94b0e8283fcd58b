"""The states of a conflict, listed or not, and how they and all else in it are named."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from countermove import space, stability
from countermove.conflict.excluded import excluded_by
from countermove.errors import LimitError, UsageError, suggest
from countermove.model import Model
from countermove.model.elements import StateRef
from countermove.space.states import MAX_COMBINATIONS
from countermove.space.unlisted import INSTALL, installed, refusal

if TYPE_CHECKING:
    from countermove.model.changes import Changed
    from countermove.space.symbolic import SymbolicSpace
    from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["ENGINES", "WithStates"]

ENGINES = ("auto", "explicit", "symbolic")


class WithStates:
    """A model with its states; see `Conflict` for what they are there for."""

    def __init__(
        self,
        model: Model,
        listed: space.Space | LimitError,
        folder: Path | None = None,
        text: str | None = None,
        changed: Changed | None = None,
        beside: Mapping[str, str] | None = None,
    ) -> None:
        self.model = model
        self.folder = folder
        self.text = text
        self.changed = changed
        self.beside = beside
        self._listed = listed
        self._analyses: dict[tuple[str, ...], stability.Analysis | SymbolicAnalysis] = {}

    def __repr__(self) -> str:
        return f"<Conflict {self.title!r}: {self.state_count:,} states>"

    # ------------------------------------------------------------ its states, listed or not
    @property
    def listed(self) -> bool:
        """Whether the states are few enough to be listed."""
        return not isinstance(self._listed, LimitError)

    def space_for(self, engine: str = "auto") -> space.Space | SymbolicSpace:
        """Return the states as an engine sees them."""
        which, _ = self.engine(engine)
        self._not_in_the_way(engine)
        return self.unlisted if which == "symbolic" else self.space

    @property
    def space(self) -> space.Space:
        """The states in a list, for the explicit engine.

        Raises
        ------
        LimitError
            When they are too many.
        """
        if isinstance(self._listed, LimitError):
            raise LimitError(
                f"{self._listed}. Without a list of states 'countermove analyze', 'explain' and 'evolve' "
                "still answer"
            )
        return self._listed

    @cached_property
    def unlisted(self) -> SymbolicSpace:
        """The states as conditions, for the symbolic engine.

        Raises
        ------
        LimitError
            When the symbolic engine does not take such a model, or it does not fit, or the extra
            ``countermove[symbolic]`` is not installed.
        """
        why = refusal(self.model)
        if why is not None:
            raise LimitError(f"{why}; leave '--engine symbolic' out" if self.listed else why)
        if not installed():
            raise LimitError(f"the symbolic engine is not installed; {INSTALL}")
        from countermove.space.symbolic import SymbolicSpace

        return SymbolicSpace.of(self.model)

    @cached_property
    def state_count(self) -> int:
        """How many feasible states there are."""
        return self.space.size if self.listed else self.unlisted.count

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """The decision makers' labels."""
        return tuple(dm.label for dm in self.model.decision_makers)

    def engine(self, wanted: str = "auto") -> tuple[str, str]:
        """Return the engine that decides, and why that one."""
        if wanted not in ENGINES:
            raise UsageError(f"unknown engine '{wanted}'; {suggest(str(wanted), ENGINES, what='engines')}")
        if wanted != "auto":
            return wanted, "it was asked for by name"
        if isinstance(self._listed, LimitError):
            return "symbolic", str(self._listed).partition(";")[0]
        return "explicit", f"up to {MAX_COMBINATIONS:,} combinations of courses every state is listed"

    def _not_in_the_way(self, wanted: str) -> None:
        """Refuse an engine that was asked for by name where the other one would answer."""
        if wanted == "explicit" and isinstance(self._listed, LimitError):
            raise LimitError(
                f"{self._listed}. Without a list of states 'countermove analyze', 'explain' and 'evolve' "
                "still answer; leave '--engine explicit' out"
            )

    # ------------------------------------------------------------ naming things
    def dm(self, label: str) -> int:
        """Return the index of a decision maker; raise UsageError that names the nearest."""
        labels = self.decision_makers
        if label in labels:
            return labels.index(label)
        raise UsageError(
            f"unknown decision maker '{label}'; {suggest(str(label), labels, what='decision makers')}"
        )

    def states(self, ref: int | str) -> list[int]:
        """Return the indices of the states that a number, label, pattern or condition means.

        Raises
        ------
        UsageError
            When it cannot be read, or means no state.
        """
        found = np.flatnonzero(self.space.states.select(self.ref(ref)))
        if not len(found):
            raise self._none_fits(ref)
        return [int(state) for state in found]

    def fitting(self, ref: int | str) -> StateRef:
        """Read what states are meant, as `ref` does; raise UsageError where there are none."""
        meant = self.ref(ref)
        some = (
            self.space.states.select(meant).any()
            if self.listed
            else self.unlisted.select(meant).satisfiable()
        )
        if not some:
            raise self._none_fits(ref)
        return meant

    def _none_fits(self, ref: int | str) -> UsageError:
        """Say which states there are, or what keeps those asked for from being feasible."""
        meant = self.ref(ref)
        if isinstance(meant, int):
            return UsageError(f"there is no state {ref}; the states are numbered 1 to {self.state_count:,}")
        why = excluded_by(self.model, meant)
        if why:
            return UsageError(f"no feasible state fits '{ref}': {why}")
        hint = "'countermove analyze' lists" if self.listed else f"there are {self.state_count:,} of"
        return UsageError(f"no feasible state fits '{ref}'; {hint} the states")

    def state(self, ref: int | str) -> int:
        """Return the index of the one state that a number, label, pattern or condition means."""
        if not self.listed:
            return self._unlisted_state(ref)
        found = self.states(ref)
        if len(found) == 1:
            return found[0]
        shown = ", ".join(str(state + 1) for state in found[:6]) + (", ..." if len(found) > 6 else "")
        raise UsageError(f"'{ref}' fits {len(found):,} states ({shown}); name one of them")

    def _unlisted_state(self, ref: int | str) -> int:
        fitting = self.unlisted.select(self.ref(ref))
        state = self.unlisted.first(fitting)
        if state is None:
            raise self._none_fits(ref)
        if (count := self.unlisted.size(fitting)) > 1:
            raise UsageError(f"'{ref}' fits {count:,} states; name one of them by its label")
        return self.unlisted.number(state) - 1

    def ref(self, ref: int | str, *, with_levers: bool = False) -> StateRef:
        """Read a state's number, label, pattern or condition; raise UsageError with what is wrong."""
        from countermove.model.reading import parse_ref

        if not isinstance(ref, int | str | np.integer) or isinstance(ref, bool):
            raise UsageError(f"'{ref}' is no state; give a number, a label, a pattern or a condition")
        ref = ref if isinstance(ref, str) else int(ref)
        parsed, problems = parse_ref(self.model, ref, with_levers=with_levers)
        if parsed is None:
            raise UsageError("; ".join(f"in '{ref}': {what}; {hint}" for _, what, hint in problems))
        return parsed

    def today(self, option: str = "--from") -> int:
        """Return the number of today's state; where there is none, raise UsageError that names an option."""
        if self.listed and self.space.status_quo is not None:
            return self.space.status_quo + 1
        if not self.listed and self.unlisted.status_quo is not None:
            return self.unlisted.number(self.unlisted.status_quo)
        raise UsageError(
            f"the model has no status quo to start from; add 'status_quo:' or name a state with {option}"
        )

    @cached_property
    def title(self) -> str:
        """The model's title, or its file's name."""
        return self.model.title or Path(self.model.file).stem
