"""Print tables of ratios measured in one run: ``make bench``, or ``make bench BRIEF=1`` for a short one."""

from __future__ import annotations

import math
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.conflicts import random_ranks
from benchmarks.matrices import equilibria
from countermove.concepts import find
from countermove.stability import analyze

BRIEF = bool(os.environ.get("BRIEF"))
FOUR = tuple(find(concept) for concept in ("nash", "gmr", "smr", "seq"))


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the shortest time of several runs."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def peak_bytes() -> int:
    """Return the largest memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def explicit_against_copies() -> None:
    """Print the explicit engine's time as multiples of one copy of the payoffs, and the growth exponent."""
    print("Explicit engine, Nash + GMR + SMR + SEQ, random ranks.")
    print("A copy is one copy of the payoffs: 8 bytes for each state and decision maker.\n")
    print(f"{'states':>12} {'sides':>6} {'copies':>8} {'seconds':>9} {'memory / payoffs':>17}")
    sizes = ((12, 4), (16, 4)) if BRIEF else ((12, 4), (16, 4), (20, 5), (24, 6))
    found = []
    for options, dms in sizes:
        before = peak_bytes()
        space = random_ranks(options, dms)
        payoffs = np.array(space.ranks, dtype=np.int64)
        copy = seconds(payoffs.copy, 5)
        bytes_of_payoffs = payoffs.nbytes
        del payoffs
        work = seconds(
            lambda space=space: analyze(space.with_ranks(space.ranks), FOUR), 3 if options < 20 else 1
        )
        memory = (peak_bytes() - before) / bytes_of_payoffs if options >= 20 else math.nan
        print(f"{space.size:>12,} {dms:>6} {work / copy:>8,.0f} {work:>9.3f} {memory:>17.1f}", flush=True)
        found.append((space.size * dms * dms, work))
    (first, slow), (last, fast) = found[0], found[-1]
    exponent = math.log(fast / slow) / math.log(last / first)
    print(f"\nGrowth of time with states x decision makers^2: exponent {exponent:.2f}\n")


def explicit_against_matrices() -> None:
    """Print how many times as long the textbook's matrices take, and check that they agree."""
    print("The textbook's matrix form against the explicit engine, the same answers.\n")
    print(f"{'states':>12} {'sides':>6} {'times':>8} {'seconds':>9}")
    for options, dms in ((6, 3), (8, 4)) if BRIEF else ((6, 3), (8, 4), (10, 4), (11, 4), (12, 4)):
        space = random_ranks(options, dms)
        ours = seconds(lambda space=space: analyze(space.with_ranks(space.ranks), FOUR), 3)
        start = time.perf_counter()
        theirs = equilibria(space)
        taken = time.perf_counter() - start
        assert theirs == analyze(space, FOUR).equilibria, "the two must agree"
        print(f"{space.size:>12,} {dms:>6} {taken / ours:>8,.0f} {taken:>9.2f}", flush=True)
    print()


if __name__ == "__main__":
    explicit_against_copies()
    explicit_against_matrices()
