"""The rows of the table that ``make bench`` prints: what is measured, against what, and what is aimed at."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["BRIEF", "FULL", "SYMBOLIC_ROWS", "Case", "Group", "Growth", "Row"]

FOUR = ("nash", "gmr", "smr", "seq")


@dataclass(frozen=True)
class Case:
    """What a process of its own measures.

    Attributes
    ----------
    what : str
        ``copy``, ``overwrite``: one copy of the payoffs, into new memory or over an old copy;
        ``random``: the explicit engine on random ranks; ``matrices``: the textbook's matrices on the
        same; ``explicit``, ``symbolic``: an engine on statements about neighbours' options.
    options, decision_makers : int
        How many there are in all.
    neighbourhood : str
        Whose options the statements are about, for ``explicit`` and ``symbolic``.
    concepts : tuple of str
        Ids of the concepts that are decided.
    seed : int
        What the conflict is made from.
    kind : str
        What the options are like, for random ranks and copies; one of `benchmarks.conflicts.KINDS`.
    """

    what: str
    options: int
    decision_makers: int
    neighbourhood: str = ""
    concepts: tuple[str, ...] = FOUR
    seed: int = 1
    kind: str = "free"


@dataclass(frozen=True)
class Row:
    """A case, and what it is measured against; several seeds give the slowest of them.

    Attributes
    ----------
    case : Case
        What is measured.
    against : Case
        Whose time the ratio is to.
    ratio, seconds, memory : float, optional
        What is aimed at: at most so much, the memory as a multiple of the payoffs.
    seeds : tuple of int
        Which conflicts.
    """

    case: Case
    against: Case
    ratio: float | None = None
    seconds: float | None = None
    memory: float | None = None
    seeds: tuple[int, ...] = (1,)


@dataclass(frozen=True)
class Growth:
    """Between the first and the last of some cases, how time grows: the exponent of the number of states."""

    cases: tuple[Case, ...]
    exponent: float


@dataclass(frozen=True)
class Group:
    """Some rows, and a line above them that says what they are and what their ratio is to."""

    title: str
    rows: tuple[Row | Growth, ...]


def _random(options: int, decision_makers: int, kind: str = "free") -> Case:
    return Case("random", options, decision_makers, kind=kind)


def _copies(case: Case, ratio: float | None = None, memory: float | None = None) -> Row:
    return Row(case, replace(case, what="copy"), ratio=ratio, memory=memory)


def _matrices(options: int, decision_makers: int) -> Row:
    case = _random(options, decision_makers)
    return Row(replace(case, what="matrices"), case)


def _both(decision_makers: int) -> Row:
    case = Case("symbolic", 4 * decision_makers, decision_makers, "next")
    return Row(case, replace(case, what="explicit"))


def _symbolic(
    decision_makers: int,
    neighbourhood: str,
    concepts: tuple[str, ...],
    seconds: float | None = None,
    *,
    seeds: tuple[int, ...] = (1, 2, 3),
) -> Row:
    case = Case("symbolic", 4 * decision_makers, decision_makers, neighbourhood, concepts)
    return Row(case, replace(case, options=20, decision_makers=5), seconds=seconds, seeds=seeds)


def _kinds(*sizes: tuple[int, int, str]) -> tuple[Row, ...]:
    return tuple(_copies(_random(*size), memory=12) for size in sizes)


COPIES = "Explicit engine, random ranks: to one copy of the payoffs (8 bytes a state and decision maker)"
KINDS = (
    "The same with options of other kinds, constraints, forbidden moves or power: to one copy of the payoffs"
)
MATRICES = "Textbook matrices, the same conflicts: to the explicit engine"
GROWTH = "Growth of the explicit engine's time on random ranks: exponent of the number of states"
BOTH = "Symbolic engine, statements about the neighbours' options: to the explicit engine"
SYMBOLIC = "Symbolic engine, the same: to 5 decision makers with 4 options each; the slowest of the seeds"

SYMBOLIC_ROWS = (
    _symbolic(10, "next", FOUR, 10),
    _symbolic(15, "next", FOUR[:3], 5),
    _symbolic(15, "next", FOUR, 90),
    _symbolic(25, "next", FOUR[:2], 60),
    _symbolic(25, "next", FOUR),
    _symbolic(10, "near", FOUR),
    _symbolic(15, "near", FOUR),
    _symbolic(25, "near", FOUR[:3]),
    _symbolic(10, "any", FOUR),
)
FULL = (
    Group(
        COPIES,
        (
            _copies(_random(12, 6)),
            _copies(_random(16, 6)),
            _copies(_random(20, 6)),
            _copies(_random(20, 5), ratio=60),
            _copies(_random(24, 6), ratio=100, memory=12),
            _copies(Case("overwrite", 20, 5)),
            _copies(Case("overwrite", 24, 6)),
        ),
    ),
    Group(
        KINDS,
        (
            *_kinds(
                (20, 5, "one-way"),
                (22, 2, "one-way"),
                (13, 5, "levels"),
                (20, 5, "constraints"),
                (20, 5, "forbidden"),
                (22, 6, "forbidden"),
            ),
            _copies(_random(20, 5, "power"), memory=24),
        ),
    ),
    Group(GROWTH, (Growth(tuple(_random(options, 6) for options in (12, 16, 20, 24)), 1.1),)),
    Group(MATRICES, tuple(_matrices(*size) for size in ((6, 3), (8, 4), (10, 4), (11, 4), (12, 4)))),
    Group(BOTH, tuple(map(_both, (3, 4, 5, 6)))),
    Group(SYMBOLIC, SYMBOLIC_ROWS),
)

BRIEF = (
    Group(COPIES, (_copies(_random(12, 6)), _copies(_random(16, 6)))),
    Group(
        KINDS,
        (
            *_kinds(*((16, 4, kind) for kind in ("one-way", "constraints", "forbidden")), (10, 4, "levels")),
            _copies(_random(16, 4, "power"), memory=30),
        ),
    ),
    Group(GROWTH, (Growth((_random(12, 6), _random(16, 6)), 1.1),)),
    Group(MATRICES, (_matrices(6, 3), _matrices(7, 3))),
    Group(BOTH, (_both(3),)),
    Group(SYMBOLIC, (_symbolic(10, "next", FOUR[:3], seeds=(1,)),)),
)
