"""Print one table of ratios: ``make bench``, or ``make bench BRIEF=1`` for a short one."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.conflicts import random_ranks
from countermove.concepts import all_concepts
from countermove.stability import analyze

BRIEF = bool(os.environ.get("BRIEF"))


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the shortest time of several runs."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    concepts = all_concepts()
    names = ", ".join(concept.short for concept in concepts)
    print(f"Explicit engine, {names}, random ranks; time as multiples of copying the payoffs once.\n")
    print(f"{'states':>12} {'sides':>6} {'copies':>10} {'seconds':>10}")
    for options, dms in ((12, 4), (16, 4)) if BRIEF else ((12, 4), (16, 4), (18, 5), (20, 5)):
        space = random_ranks(options, dms)
        payoffs = np.array(space.ranks, dtype=np.int64)
        copy = seconds(payoffs.copy, 20)
        work = seconds(lambda space=space: analyze(space, concepts), 3 if options < 18 else 1)
        print(f"{space.size:>12,} {dms:>6} {work / copy:>10,.0f} {work:>10.3f}")


if __name__ == "__main__":
    main()
