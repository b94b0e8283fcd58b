"""How long the symbolic engine takes on conflicts too large to list, seed by seed; or write one to a file.

``python -m benchmarks.symbolic`` measures; ``python -m benchmarks.symbolic --write 10 FILE`` writes the
conflict of ten decision makers as a model file, for ``countermove analyze FILE --engine symbolic``.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from benchmarks.conflicts import NEIGHBOURHOODS, large_conflict
from benchmarks.measures import symbolic
from benchmarks.model_text import model_text
from benchmarks.rows import SYMBOLIC_ROWS, Row

__all__ = ["large_conflict", "main"]


def measure(row: Row, seed: int) -> str:
    """Return a line on what was measured."""
    case = replace(row.case, seed=seed)
    found = symbolic(case)
    target = "" if row.seconds is None else f"  (at most {row.seconds:g} s)"
    return (
        f"{case.decision_makers} x {case.options // case.decision_makers}, {case.neighbourhood:4}, "
        f"{'+'.join(case.concepts):16} seed {seed}: {found['seconds']:7.2f} s{target}  "
        f"{found['states']:.1e} states, {found['answers'][0]}"
    )


def main(arguments: list[str] | None = None) -> None:
    """Print a line for each row and seed, or write a conflict to a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.symbolic", description=__doc__)
    parser.add_argument("seeds", nargs="*", type=int, help="what the conflicts are made from; 1 by default")
    parser.add_argument(
        "--write", nargs=2, metavar=("N", "FILE"), help="write a conflict of N decision makers"
    )
    parser.add_argument("--near", choices=NEIGHBOURHOODS, default="next", help="whose options matter to whom")
    given = parser.parse_args(arguments)
    seeds = given.seeds or [1]
    if given.write:
        number, file = given.write
        model = large_conflict(int(number), given.near, seed=seeds[0])
        Path(file).write_text(model_text(model), encoding="utf-8")
        return
    for row in SYMBOLIC_ROWS:
        for seed in seeds:
            print(measure(row, seed), flush=True)


if __name__ == "__main__":
    main()
