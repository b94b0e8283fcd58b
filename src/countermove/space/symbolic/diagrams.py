"""Decision diagrams: the one place that names the library, its limits and its failures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from time import sleep
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from countermove.errors import LimitError
from countermove.space.unlisted import INSTALL

try:
    from oxidd.bcdd import BCDDFunction as Diagram
    from oxidd.bcdd import BCDDManager as Manager
    from oxidd.bcdd import BCDDSubstitution as Renaming
    from oxidd.util import BooleanOperator, DDMemoryError
except ImportError as error:  # pragma: no cover - the extra is there wherever this is tested
    raise LimitError(f"the symbolic engine is not installed; {INSTALL}") from error

__all__ = [
    "MAX_NODES",
    "Diagram",
    "Manager",
    "Renaming",
    "Stage",
    "all_of",
    "any_of",
    "limited",
    "limited_at",
    "new_manager",
    "some_in_both",
    "sweep",
    "variable_set",
    "variables_in",
    "with_room",
]

MAX_NODES = 2**25
"""Nodes that a conflict's diagrams may have together by default, garbage included; about 1.5 GB when full."""
CACHED = 32
"""One cached result for so many nodes; a bigger cache costs more in sweeping than it finds."""
PATIENCE = 1000
"""So many times 5 ms is waited for a sweep of the library's own; on a busy machine it can take long."""
P = ParamSpec("P")
T = TypeVar("T")


class _Limited(Protocol):
    @property
    def nodes(self) -> int: ...


Self = TypeVar("Self", bound=_Limited)


def new_manager(variables: int, nodes: int) -> Manager:
    """Return a manager with so many variables, in the order of their numbers, and so much room."""
    manager = Manager(nodes, max(nodes // CACHED, 4096), 1)
    manager.add_vars(variables)
    return manager


def some_in_both(one: Diagram, other: Diagram, variables: Diagram) -> Diagram:
    """Return where some setting of the variables fulfils both; the conjunction itself is never built."""
    return one.apply_exists(BooleanOperator.AND, other, variables)


def all_of(manager: Manager, parts: Iterable[Diagram]) -> Diagram:
    """Return the conjunction of all parts."""
    result = manager.true()
    for part in parts:
        result &= part
    return result


def any_of(manager: Manager, parts: Iterable[Diagram]) -> Diagram:
    """Return the disjunction of all parts."""
    result = manager.false()
    for part in parts:
        result |= part
    return result


def variable_set(manager: Manager, variables: Iterable[int]) -> Diagram:
    """Return a set of variables in the form that quantification takes."""
    return all_of(manager, map(manager.var, sorted(variables, reverse=True)))


def variables_in(diagram: Diagram) -> set[int]:
    """Return the variables that a diagram hangs on."""
    found: set[int] = set()
    seen: set[Diagram] = set()
    waiting = [diagram]
    while waiting:
        node = waiting.pop()
        below = node.cofactors()
        if node in seen or below is None:
            continue
        seen.add(node)
        variable = node.node_var()
        assert variable is not None
        found.add(variable)
        waiting += below
    return found


def sweep(manager: Manager) -> None:
    """Free the nodes that nobody needs any more.

    The library sweeps by itself when little room is left; while it does, it takes no order to.
    """
    before = manager.gc_count()
    for _ in range(PATIENCE):
        manager.gc()
        if manager.gc_count() > before:
            return
        sleep(0.005)


def with_room(manager: Manager, operation: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run an operation; when it runs out of nodes, sweep up the garbage and run it once more."""
    try:
        return operation(*args, **kwargs)
    except DDMemoryError:
        pass  # and with it goes what the interrupted work holds on to
    sweep(manager)
    return operation(*args, **kwargs)


@dataclass(frozen=True)
class Stage:
    """What is being done, to be told when it takes too many nodes, and what would help there."""

    doing: str
    advice: str


def limited_at(
    stage: Callable[Concatenate[Self, P], Stage],
) -> Callable[[Callable[Concatenate[Self, P], T]], Callable[Concatenate[Self, P], T]]:
    """Turn running out of nodes into an error that a user can act on; the process goes on unharmed.

    Parameters
    ----------
    stage : callable
        Takes what the method takes and says what it does.
    """

    def limiting(method: Callable[Concatenate[Self, P], T]) -> Callable[Concatenate[Self, P], T]:
        @wraps(method)
        def wrapped(self: Self, /, *args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return method(self, *args, **kwargs)
            except DDMemoryError:
                pass  # and with it goes what the interrupted work holds on to
            at = stage(self, *args, **kwargs)
            limit = f"its limit of {self.nodes:,} decision diagram nodes"
            raise LimitError(f"the symbolic engine reached {limit} while {at.doing}; {at.advice}")

        return wrapped

    return limiting


LOOKING = Stage(
    "looking at sets of states", "state fewer or simpler preferences, or ask for fewer concepts at once"
)


def limited(method: Callable[Concatenate[Self, P], T]) -> Callable[Concatenate[Self, P], T]:
    """Do as `limited_at` for a method that looks at sets of states."""
    return limited_at(lambda *_args, **_kwargs: LOOKING)(method)
