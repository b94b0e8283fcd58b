"""Measure one case and print it as JSON: ``python -m benchmarks.measures CASE``, in a process of its own.

So the peak of its memory is its own, and no case runs in what another has left behind.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.conflicts import large_conflict, number_of_states, random_ranks
from benchmarks.matrices import equilibria
from benchmarks.rows import Case
from countermove.concepts import Concept, find
from countermove.errors import CountermoveError
from countermove.model.elements import Model
from countermove.space import build
from countermove.stability import Analysis, analyze

__all__ = ["MEASURES", "Measured"]

Measured = dict[str, Any]
"""``states``, ``seconds``, ``processor`` (seconds of all threads), ``memory`` (bytes), and more."""
T = TypeVar("T")
LONG = 1.0
"""What takes more seconds than this is run once; else the shortest of three runs counts."""


def peak() -> int:
    """Return the largest memory that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def timed(work: Callable[[], T]) -> tuple[T, Measured]:
    """Run some work; return its result and how long it took."""
    times = []
    while True:
        result = None  # what the run before has made goes before the next
        start, used = perf_counter(), process_time()
        result = work()
        times.append((perf_counter() - start, process_time() - used))
        if times[0][0] > LONG or len(times) == 3:
            seconds, processor = min(times)
            return result, {"seconds": seconds, "processor": processor}


def asked(case: Case) -> list[Concept]:
    """Return the concepts of a case."""
    return [find(concept) for concept in case.concepts]


# ---------------------------------------------------------------- the explicit engine and the matrices
def random(case: Case) -> Measured:
    """Decide concepts from random ranks on.

    The memory is all that is held from the making of the conflict on: its states, moves, ranks and verdicts.
    """
    before = peak()
    space = random_ranks(case.options, case.decision_makers, case.seed, case.kind)
    _, found = timed(lambda: analyze(space.with_ranks(space.ranks), asked(case)))
    return found | {
        "states": space.size,
        "memory": peak() - before,
        "payoffs": 8 * space.size * case.decision_makers,
    }


def copy(case: Case) -> Measured:
    """Copy the payoffs, as numpy does it: into memory that it asks for, if there is none to use again."""
    payoffs = made_payoffs(case)
    return copies(case, payoffs.copy)


def overwrite(case: Case) -> Measured:
    """Copy the payoffs over a copy that is there already."""
    payoffs = made_payoffs(case)
    other = payoffs.copy()
    return copies(case, lambda: np.copyto(other, payoffs))


def made_payoffs(case: Case) -> NDArray[np.int64]:
    """Return an array of the payoffs' size, eight bytes for each state and decision maker."""
    shape = case.decision_makers, number_of_states(case.options, case.decision_makers, case.kind)
    return np.arange(shape[0] * shape[1], dtype=np.int64).reshape(shape)


def copies(case: Case, work: Callable[[], object]) -> Measured:
    """Return the shortest of several times of a copy."""
    before, found = peak(), [timed(work)[1] for _ in range(5)]
    states = number_of_states(case.options, case.decision_makers, case.kind)
    return min(found, key=lambda each: each["seconds"]) | {
        "states": states,
        "memory": peak() - before,
        "payoffs": 8 * states * case.decision_makers,
    }


def matrices(case: Case) -> Measured:
    """Decide the same by the textbook's matrices, and see that the answers are the same."""
    before = peak()
    space = random_ranks(case.options, case.decision_makers, case.seed)
    answers, found = timed(lambda: equilibria(space))
    found |= {"states": space.size, "memory": peak() - before}
    if answers != analyze(space, asked(case)).equilibria:
        raise AssertionError("the matrices and the explicit engine differ")
    return found | {"payoffs": 8 * space.size * case.decision_makers}


# ---------------------------------------------------------------- statements about neighbours' options
def made(case: Case) -> Model:
    """Return the conflict of a case."""
    options = case.options // case.decision_makers
    return large_conflict(case.decision_makers, case.neighbourhood, options=options, seed=case.seed)


def explicit(case: Case) -> Measured:
    """List the states of a conflict with statements and constraints, and decide concepts."""
    model = made(case)
    before = peak()

    def work() -> Analysis:
        analysis = analyze(build(model), asked(case))
        assert analysis.counts
        return analysis

    analysis, found = timed(work)
    stable = {name: [int(row.sum()) for row in rows] for name, rows in analysis.stable.items()}
    return found | {
        "states": analysis.space.size,
        "memory": peak() - before,
        "payoffs": 8 * analysis.space.size * case.decision_makers,
        "answers": [analysis.counts, stable],
    }


def symbolic(case: Case) -> Measured:
    """Decide concepts for the same conflict without listing its states."""
    from countermove.space.symbolic import SymbolicSpace
    from countermove.stability.symbolic import SymbolicAnalysis
    from countermove.stability.symbolic import analyze as analyze_unlisted

    model = made(case)
    before = peak()

    def work() -> SymbolicAnalysis:
        analysis = analyze_unlisted(SymbolicSpace.of(model), asked(case))
        assert analysis.counts
        return analysis

    analysis, found = timed(work)
    stable = {name: list(counts.values()) for name, counts in analysis.stable_counts.items()}
    return found | {
        "states": analysis.space.count,
        "memory": peak() - before,
        "answers": [analysis.counts, stable],
    }


MEASURES: dict[str, Callable[[Case], Measured]] = {
    "copy": copy,
    "overwrite": overwrite,
    "random": random,
    "matrices": matrices,
    "explicit": explicit,
    "symbolic": symbolic,
}


def main(text: str) -> None:
    """Measure the case that is written as JSON."""
    given = json.loads(text)
    case = Case(**given | {"concepts": tuple(given["concepts"])})
    try:
        found = MEASURES[case.what](case)
    except CountermoveError as error:
        found = {"failed": str(error)}
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
