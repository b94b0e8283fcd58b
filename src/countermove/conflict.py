"""A conflict, loaded and ready: the one thing that command line, pages and notebooks work with."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from countermove import cases, concepts, space, stability
from countermove.analyses.menu import Menu, menu
from countermove.analyses.witness import Witness, witness
from countermove.concepts import Concept
from countermove.errors import LimitError, ModelError, Problem, UsageError, suggest
from countermove.model import Model, read_model
from countermove.model.elements import StateRef
from countermove.model.yaml import MAX_BYTES

if TYPE_CHECKING:
    from countermove.analyses.expectations import Outcome
    from countermove.provenance import Evidence

__all__ = ["ENGINES", "Conflict", "load", "loads"]

ENGINES = ("auto", "explicit")


class Conflict:
    """A model with everything that can be asked of it.

    States are given by number, label or condition; decision makers and concepts by label.

    Attributes
    ----------
    model : Model
        What the file declares.
    folder : Path or None
        Where files that the model names are looked for.
    """

    def __init__(self, model: Model, made: space.Space, folder: Path | None = None) -> None:
        self.model = model
        self.space = made
        self.folder = folder
        self._analyses: dict[tuple[str, ...], stability.Analysis] = {}

    def __repr__(self) -> str:
        return f"<Conflict {self.model.title or self.model.file!r}: {self.space.size:,} states>"

    # ------------------------------------------------------------ naming things
    def dm(self, label: str) -> int:
        """Return the index of a decision maker; raise UsageError that names the nearest."""
        labels = self.space.decision_makers
        if label in labels:
            return labels.index(label)
        raise UsageError(
            f"unknown decision maker '{label}'; {suggest(label, labels, what='decision makers')}"
        )

    def states(self, ref: int | str) -> list[int]:
        """Return the indices of the states that a number, label, pattern or condition means.

        Raises
        ------
        UsageError
            When it cannot be read, or means no state.
        """
        found = np.flatnonzero(self.space.states.select(self._ref(ref)))
        if len(found):
            return [int(state) for state in found]
        if isinstance(ref, int) or ref.strip().isdecimal():
            raise UsageError(f"there is no state {ref}; the states are numbered 1 to {self.space.size:,}")
        raise UsageError(f"no feasible state fits '{ref}'; 'countermove analyze' lists the states")

    def state(self, ref: int | str) -> int:
        """Return the index of the one state that a number, label, pattern or condition means."""
        found = self.states(ref)
        if len(found) == 1:
            return found[0]
        shown = ", ".join(str(state + 1) for state in found[:6]) + (", ..." if len(found) > 6 else "")
        raise UsageError(f"'{ref}' fits {len(found):,} states ({shown}); name one of them")

    def _ref(self, ref: int | str) -> StateRef:
        from countermove.model.reading import parse_ref

        parsed, problems = parse_ref(self.model, ref)
        if parsed is None:
            raise UsageError("; ".join(f"in '{ref}': {what}; {hint}" for _, what, hint in problems))
        return parsed

    # ------------------------------------------------------------ asking
    def analyze(
        self,
        concepts: Sequence[str] | None = None,
        engine: str = "auto",
        progress: Callable[[int, int], None] | None = None,
    ) -> stability.Analysis:
        """Decide every state under some concepts.

        Parameters
        ----------
        concepts : sequence of str, optional
            Concept ids; all that are defined for the model by default.
        engine : str
            ``auto`` or ``explicit``.
        progress : callable, optional
            Takes (verdicts reached, verdicts asked) as the work goes on.
        """
        if engine not in ENGINES:
            raise UsageError(f"unknown engine '{engine}'; {suggest(engine, ENGINES, what='engines')}")
        chosen, left_out = self._chosen(concepts)
        key = tuple(concept.id for concept in chosen)
        if key not in self._analyses:
            made = stability.analyze(self.space, chosen, progress)
            self._analyses[key] = replace(made, left_out=left_out)
        return self._analyses[key]

    def _chosen(self, ids: Sequence[str] | None) -> tuple[tuple[Concept, ...], dict[str, str]]:
        """Return the concepts asked for, or all that are defined here, and why the others are not."""
        if ids is None:
            return stability.defined(self.space, concepts.all_concepts())
        chosen = concepts.pick(list(ids))
        for concept in chosen:
            if why := stability.unmet(self.space, concept):
                raise UsageError(f"'{concept.id}' cannot be decided here: {why}")
        return chosen, {}

    def explain(self, dm: str, state: int | str, concept: str) -> Witness:
        """Return why a state is, or is not, stable for a decision maker under a concept."""
        chosen = concepts.find(concept)
        if not isinstance(chosen.form, concepts.Form):
            told = ", ".join(each.id for each in self.explained())
            raise UsageError(f"'{concept}' has no explanation in words; these have: {told}")
        return witness(self.space, chosen, self.dm(dm), self.state(state))

    def explained(self) -> list[Concept]:
        """Return the concepts whose verdicts can be explained."""
        return [each for each in concepts.all_concepts() if isinstance(each.form, concepts.Form)]

    def menu(self, dm: str, start: int | str | None = None) -> Menu:
        """Return a decision maker's courses of action, the best first; see `countermove.analyses.menu`."""
        return menu(self.analyze(), self.dm(dm), None if start is None else self.state(start))

    def evidence(self, given: dict[str, list[Path]] | None = None) -> Evidence:
        """Hold every quote of the model against the documents that are at hand.

        Parameters
        ----------
        given : mapping
            Further documents for each source id, as from ``--source ID=PATH``.
        """
        from countermove.provenance import verify

        return verify(self.model, self.folder, given or {})

    def expectations(self) -> list[Outcome]:
        """Return for each expectation of the model whether it holds, and why not."""
        from countermove.analyses.expectations import examine

        found = []
        for expectation in self.model.expectations:
            analysis = self.analyze(expectation.concepts) if expectation.concepts else self.analyze(["nash"])
            found.append(examine(analysis, expectation))
        return found

    @cached_property
    def title(self) -> str:
        """The model's title, or its file's name."""
        return self.model.title or Path(self.model.file).stem


def loads(text: str, file: str = "<text>", folder: Path | None = None) -> Conflict:
    """Read a model from text.

    Raises
    ------
    ModelError
        With every mistake in it.
    LimitError
        When the conflict is too large to be listed.
    """
    draft = read_model(text, file)
    problems = list(draft.problems)
    problems += _unknown_concepts(draft.model)
    if draft.states_known:
        try:
            made, more = space.check(draft.model)
        except LimitError:
            if problems:
                raise ModelError(problems) from None
            raise
        problems += more
    if problems:
        raise ModelError(problems)
    return Conflict(draft.model, made, folder)


def load(path_or_case: str | Path) -> Conflict:
    """Read a model from a file, from standard input (``-``), or by the name of a bundled case.

    Raises
    ------
    UsageError
        When there is no such file or case.
    ModelError, LimitError
        As `loads`.
    """
    name = str(path_or_case)
    if name == "-":
        if sys.stdin is None:
            raise UsageError("there is no standard input to read a model from; name a file")
        return loads(_decode(sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>"), "<stdin>")
    path = Path(path_or_case)
    try:
        bundled = cases.case_path(name) if not path.exists() or path.is_dir() else None
    except (OSError, ValueError):
        raise UsageError(f"'{name[:60]}' is no file name; name a model file or a bundled case") from None
    if bundled is None and path.is_dir():
        models = [f", such as {each}" for each in sorted(path.glob("*.y*ml"))]
        raise UsageError(f"'{name}' is a folder; name a model file{(models or [''])[0]}")
    if bundled is None and not path.exists():
        hint = suggest(name, cases.case_names(), what="the cases are")
        raise UsageError(f"'{name}' is no file or bundled case; {hint}")
    place = bundled or path
    try:
        with place.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"'{name}' cannot be read: {error.strerror}") from None
    return loads(_decode(raw, name), name, place.parent)


def _decode(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ModelError([Problem(file, line, 1, "the file is not UTF-8 text", "save it as UTF-8")]) from None


def _unknown_concepts(model: Model) -> list[Problem]:
    """Return the expectations that name a concept there is not."""
    known = [concept.id for concept in concepts.all_concepts()]
    return [
        Problem(
            model.file,
            each.at.line,
            each.at.column,
            f"unknown concept '{name}'",
            suggest(name, known, what="concepts"),
        )
        for each in model.expectations
        for name in each.concepts
        if name not in known and not re.fullmatch("lh:[1-9][0-9]{0,2}", name)
    ]
