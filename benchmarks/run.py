"""Print one table of ratios measured in this run: ``make bench``, or ``make bench BRIEF=1`` for a short one.

Each case is measured in a process of its own. Targets stand beside what was reached; none is asserted,
but where two ways decide the same conflict their answers must be the same.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from dataclasses import asdict, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.conflicts import KINDS
from benchmarks.rows import BRIEF, FULL, Case, Growth, Row

Measured = dict[str, Any]
PATIENCE = 120
"""Seconds after which a case is given up."""
BIG = 10**7
"""From so many bytes of payoffs on the memory is told as a multiple of them, below in MB."""
WIDTHS = (46, 11, 9, 8, 9, 8, 14, 8)
HEADS = ("", "states", "ratio", "at most", "seconds", "at most", "memory", "at most")
LEGEND = f"""
Every case is measured in a process of its own, with wall time on {os.cpu_count()} processors; one that
takes more than {PATIENCE} s is given up. From 20,000 states on the explicit engine uses up to 4 threads.
Memory is the peak beyond what the process held before. A copy asks for its memory; one over an old
copy has it. Statements are about one's own options and those of the decision makers beside one (next),
of two on either side (near), or of all (any); a constraint for every second decision maker leaves out
some states. One-way options are all of them, every second decision maker's backward; constraints let an
option of every second decision maker imply one of the next; the forbidden move starts in a quarter of the
states, and so do the moves by power."""


@cache
def measured(case: Case) -> Measured:
    """Measure a case in a process of its own; see `benchmarks.measures`."""
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "benchmarks.measures", json.dumps(asdict(case))]
    try:
        done = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return {"given up": True, "seconds": float(PATIENCE)}
    found: Measured = json.loads(done.stdout)
    if "failed" in found:
        sys.exit(f"{name(case)}: {found['failed']}")
    return found


# ---------------------------------------------------------------- the cells of a row
def number(value: float | None) -> str:
    """Write a number with the digits that mean something; nothing for None."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def count(states: int) -> str:
    """Write a number of states."""
    return f"{states:,}" if states < 10**8 else f"{states:.1e}"


def name(case: Case) -> str:
    """Say what a case is."""
    if case.what == "overwrite":
        return f"over an old copy: 2^{case.options}, {case.decision_makers} decision makers"
    if not case.neighbourhood:
        base = 3 if case.kind == "levels" else 2
        of_kind = f", {KINDS[case.kind]}" if KINDS[case.kind] else " states"
        return f"{base}^{case.options}{of_kind}, {case.decision_makers} decision makers"
    size = f"{case.decision_makers} x {case.options // case.decision_makers} options"
    return f"{size}, {case.neighbourhood}, {' '.join(case.concepts)}"


def memory(found: Measured) -> str:
    """Say what was held at most: as a multiple of the payoffs where these are big, else in MB."""
    if found.get("payoffs", 0) >= BIG:
        return f"{number(found['memory'] / found['payoffs'])} payoffs"
    return f"{number(found['memory'] / 1e6)} MB"


def cells(row: Row) -> list[str]:
    """Measure a row; the slowest of several seeds."""
    cases = [replace(row.case, seed=seed) for seed in row.seeds]
    slowest = max(cases, key=lambda case: measured(case)["seconds"])
    found = measured(slowest)
    base = measured(replace(row.against, seed=slowest.seed))
    if "given up" in found and "given up" in base:
        return [name(slowest), "", "", number(row.ratio), f"> {PATIENCE}", number(row.seconds)]
    ratio = number(found["seconds"] / base["seconds"])
    if "given up" in found:
        return [name(slowest), "", f"> {ratio}", number(row.ratio), f"> {PATIENCE}", number(row.seconds)]
    if "given up" in base:
        ratio = f"< {ratio}"
    elif row.against.options == slowest.options and not same(found, base):
        sys.exit(f"{name(slowest)}: {slowest.what} and {row.against.what} give different answers")
    seconds = found["seconds"]
    return [
        name(slowest),
        count(found["states"]),
        ratio,
        number(row.ratio),
        f"{seconds:.3f}" if seconds < 1 else f"{seconds:.1f}",
        number(row.seconds),
        memory(found),
        number(row.memory) if found.get("payoffs", 0) >= BIG else "",
    ]


def same(one: Measured, other: Measured) -> bool:
    """Say whether two ways to decide a conflict find as many states and verdicts."""
    return all(one.get(key) == other.get(key) for key in ("states", "answers"))


def growth_cells(growth: Growth) -> list[list[str]]:
    """Return the exponents from the first case to the last, and the largest between neighbours."""
    done = [case for case in growth.cases if "given up" not in measured(case)]
    found = [measured(case) for case in done]
    first, last = done[0], done[-1]
    span = f"2^{first.options} to 2^{last.options}, {first.decision_makers} decision makers"

    def exponent(one: Measured, other: Measured, time: str) -> float:
        return math.log(other[time] / one[time]) / math.log(other["states"] / one["states"])

    steepest = max(exponent(one, other, "seconds") for one, other in pairwise(found))
    return [
        [span, "", f"{exponent(found[0], found[-1], 'seconds'):.2f}", number(growth.exponent)],
        ["  the steepest step", "", f"{steepest:.2f}"],
        ["  processor time, all threads together", "", f"{exponent(found[0], found[-1], 'processor'):.2f}"],
    ]


# ---------------------------------------------------------------- the table
def show(line: list[str]) -> None:
    """Print one line of the table."""
    rest = (f"{cell:>{width}}" for cell, width in zip(line[1:], WIDTHS[1:], strict=False))
    print((f"{line[0]:{WIDTHS[0]}}" + "".join(rest)).rstrip(), flush=True)


def main() -> None:
    """Print the table, each row when it has been measured."""
    show(list(HEADS))
    for group in BRIEF if os.environ.get("BRIEF") else FULL:
        print(f"\n{group.title}")
        for row in group.rows:
            for line in growth_cells(row) if isinstance(row, Growth) else [cells(row)]:
                show(["  " + line[0], *line[1:]])
    print(LEGEND)


if __name__ == "__main__":
    main()
