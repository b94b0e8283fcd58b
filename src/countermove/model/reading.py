"""What every part of a model file needs while it is read: places, problems, labels, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from countermove.errors import Problem, suggest
from countermove.model.check_shape import Path, place_of
from countermove.model.condition import Condition
from countermove.model.elements import (
    YES_NO,
    AllowedMove,
    Claim,
    ForbiddenMove,
    Model,
    Source,
    Statement,
    StatePattern,
    StateRef,
)
from countermove.model.parsing import ConditionProblem, parse_condition
from countermove.model.resting import WithGrounds
from countermove.model.shape import Document
from countermove.model.shape_parts import ForbiddenMoveShape, StatementShape
from countermove.model.vocabulary import OptionVocabulary, StateVocabulary, Vocabulary
from countermove.model.yaml import Place

__all__ = ["Reading", "parse_ref", "pattern_of", "split_pattern"]

AnyMove = TypeVar("AnyMove", ForbiddenMove, AllowedMove)
_YES = {"yes": 1, "y": 1, "true": 1, "no": 0, "n": 0, "false": 0}


def split_pattern(text: str, levels: Sequence[Sequence[str]]) -> StatePattern | None:
    """Read a state's label, in which ``-`` leaves an option open; None when it is no such pattern.

    With yes/no options alone a label is one letter per option (``NYN``); with many-valued
    options its parts are separated by full stops (``N.partial.Y``).
    """
    plain = all(tuple(each) == YES_NO for each in levels)
    parts = list(text) if plain else text.split(".")
    if len(parts) != len(levels):
        return None
    found: list[int | None] = []
    for part, names in zip(parts, levels, strict=True):
        if part == "-":
            found.append(None)
        elif tuple(names) == YES_NO and part in ("Y", "N"):
            found.append("NY".index(part))
        elif tuple(names) != YES_NO and part in names:
            found.append(tuple(names).index(part))
        else:
            return None
    return StatePattern(tuple(found))


def pattern_of(values: Sequence[int | None], levels: Sequence[Sequence[str]]) -> str:
    """Write a state's label from the level number of each option; the inverse of `split_pattern`."""
    plain = all(tuple(each) == YES_NO for each in levels)
    parts = [
        "-" if value is None else "NY"[value] if tuple(names) == YES_NO else names[value]
        for value, names in zip(values, levels, strict=True)
    ]
    return ("" if plain else ".").join(parts)


def _declares_labels(path: Path) -> bool:
    """Say whether the part of a file at ``path`` declares options or states."""
    if path[0] != "decision_makers":
        return path[0] in ("states", "layers") or (path[0] == "events" and len(path) < 3)
    return len(path) in (1, 2, 4) or (
        len(path) == 3 and path[2] not in ("name", "description", "preferences", "because")
    )


def _number_or_pattern(
    ref: int | str, levels: Sequence[Sequence[str]], state_labels: Sequence[str]
) -> int | StatePattern | None:
    if isinstance(ref, int):
        return ref
    text = ref.strip()
    if re.fullmatch(r"[0-9]{1,400}", text) and text not in state_labels:
        return int(text)
    return split_pattern(text, levels) if levels else None


def _nearly_pattern(
    text: str, levels: Sequence[Sequence[str]], labels: Sequence[str]
) -> tuple[str, str] | None:
    """Say what is wrong with what can only be meant as a pattern, and what to write; None for all else."""
    plain = all(tuple(each) == YES_NO for each in levels)
    parts = list(text) if plain else text.split(".")
    known = {"-", *("YNyn" if plain else ("Y", "N", *(name for each in levels for name in each)))}
    if text in labels or not known.issuperset(parts) or not (plain or len(parts) > 1):
        return None
    if len(parts) != len(levels):
        what, between = ("letter", "") if plain else ("part", " and full stops between them")
        wanted = f"a pattern has one {what} for each of the {len(levels)} options{between}"
        return (
            f"{wanted}, and this has {len(parts)}",
            "'-' stands for either" if plain else "'-' stands for any",
        )
    return ("a pattern is written in capital letters", f"write '{text.upper()}'") if plain else None


def parse_ref(
    model: Model, ref: int | str, *, with_levers: bool = False
) -> tuple[StateRef | None, list[ConditionProblem]]:
    """Read a state number, label, pattern or condition that somebody asks about a finished model.

    With ``with_levers`` a condition may speak of the options that its levers add, as theirs do.
    """
    labels = [state.label for state in model.states]
    plain = _number_or_pattern(ref, model.levels, labels)
    if plain is not None:
        return plain, []
    if labels and str(ref).strip() in labels:
        return labels.index(str(ref).strip()) + 1, []
    wrong = _nearly_pattern(
        str(ref).strip(),
        model.levels,
        [*(each.label for each in model.options), *(each.id for each in model.options)],
    )
    if wrong is not None and not labels:
        return None, [ConditionProblem(0, *wrong)]
    listed = [*model.options, *(model.lever_options if with_levers else ())]
    options = [(option.owner, option.label, option.levels) for option in listed]
    return parse_condition(str(ref), StateVocabulary(labels) if labels else OptionVocabulary(options))


class Reading(WithGrounds):
    """The file at hand, and what has been found wrong with it so far."""

    def __init__(
        self, file: str, data: Any, document: Document, removed: frozenset[Path] = frozenset()
    ) -> None:
        self.file = file
        self.data = data
        self.document = document
        self.problems: list[Problem] = []
        self.dms: list[str] = list(document.decision_makers)
        self.layered: set[str] = set()  # those whose preferences layers give
        self.sources: dict[str, Source] = {}
        self.claims: dict[str, Claim] = {}
        self.levels: list[tuple[str, ...]] = []
        self.vocabulary: Vocabulary = OptionVocabulary([])
        self.state_labels: list[str] = []
        self.owners: list[str] = []
        self.removed = removed
        # A label whose declaration was itself at fault is not reported again where it is used.
        self.labels_known = not any(_declares_labels(path) for path in removed if path)
        self.dms_known = not any(path[:1] == ("layers",) for path in removed)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return where a part of the file stands."""
        return place_of(self.data, path, key=key)

    def problem(self, path: Path | Place, what: str, hint: str = "", *, key: bool = False) -> None:
        """Note a mistake."""
        at = path if isinstance(path, Place) else self.place(path, key=key)
        self.problems.append(Problem(self.file, at.line, at.column, what, hint))

    def lost_preference(self, dm: str) -> bool:
        """Say whether this decision maker's preference was itself at fault."""
        beside = ("decision_makers", dm, "preferences")
        return beside in self.removed or any(
            path[:1] == ("preferences",) and (len(path) == 1 or path[1] == dm) for path in self.removed
        )

    def known_dm(self, label: str, path: Path, *, key: bool = False) -> bool:
        """Say whether this is a decision maker, and note it when not."""
        if label in self.dms or ("decision_makers", label) in self.removed:
            return label in self.dms
        if not self.dms_known:
            return False
        hint = suggest(label, self.dms, what="decision makers")
        self.problem(path, f"unknown decision maker '{label}'", hint, key=key)
        return False

    def condition(self, text: str, path: Path) -> Condition | None:
        """Parse a condition and note its mistakes at their place in the file."""
        result, found = parse_condition(text, self.vocabulary)
        at = self.place(path)
        for offset, what, hint in found:
            if what.startswith(("unknown label", "unknown state")) and not self.labels_known:
                continue  # the declaration it refers to is itself reported
            column = at.column if at.inner < 0 else at.column + at.inner + offset
            self.problem(Place(at.line, column), what, hint)
        return result

    def statement(self, shape: str | StatementShape, path: Path) -> Statement | None:
        """Read a statement in its short or long form."""
        at = self.place(path)
        if isinstance(shape, str):
            condition = self.condition(shape, path)
            return None if condition is None else Statement(shape.strip(), condition, (), at)
        because = self.because(shape.because, (*path, "because"))
        condition = self.condition(shape.statement, (*path, "statement"))
        return None if condition is None else Statement(shape.statement.strip(), condition, because, at)

    def state_ref(self, ref: int | str, path: Path) -> StateRef | None:
        """Read a state number, a label or pattern, or a condition."""
        plain = _number_or_pattern(ref, self.levels, self.state_labels)
        return plain if plain is not None else self.condition(str(ref), path)

    def moves(
        self, shapes: Sequence[ForbiddenMoveShape], path: Path, noun: type[AnyMove]
    ) -> tuple[AnyMove, ...]:
        """Read moves that are forbidden or added; those with mistakes are left out."""
        found = []
        for index, shape in enumerate(shapes):
            here: Path = (*path, index)
            known = self.known_dm(shape.by, (*here, "by"))
            source = self.condition(shape.from_, (*here, "from"))
            target = self.condition(shape.to, (*here, "to"))
            because = self.because(shape.because, (*here, "because"))
            if known and source is not None and target is not None:
                found.append(noun(shape.by, source, target, because, self.place(here)))
        return tuple(found)

    def option(self, label: Any) -> int:
        """Return the index of an option; raise LookupError(what, hint)."""
        if not isinstance(self.vocabulary, OptionVocabulary):
            raise LookupError("a model in graph form has no options", "name a state")
        return self.vocabulary.find(str(label))

    def level_of(self, option: int, value: Any) -> int:
        """Return the level number that a value of a status quo or course names; raise LookupError."""
        levels = self.levels[option]
        if levels == YES_NO:
            number = _YES.get(str(value).lower()) if value is not None else None
            if number is None:
                raise LookupError(f"'{value}' is no value of a yes/no option", "write yes or no")
            return number
        if not isinstance(self.vocabulary, OptionVocabulary):
            raise LookupError("a model in graph form has no options", "name a state")
        return self.vocabulary.level(option, str(value))

    # ------------------------------------------------------------ labels
    def miss_layers(self) -> None:
        """From now on do not report labels as unknown, for a layer that is at fault may declare them."""
        self.labels_known = self.dms_known = False

    def set_options(self, options: Sequence[tuple[str, str, Sequence[str]]]) -> None:
        """From now on conditions speak of these options."""
        self.levels = [tuple(levels) for _, _, levels in options]
        self.owners = [owner for owner, _, _ in options]
        self.vocabulary = OptionVocabulary(options)

    def set_states(self, labels: Sequence[str]) -> None:
        """From now on conditions speak of these states."""
        self.state_labels = list(labels)
        self.vocabulary = StateVocabulary(labels)

    @contextmanager
    def speaking_of(self, vocabulary: Vocabulary | None, *, labels_known: bool) -> Iterator[None]:
        """For a while read conditions in another vocabulary (None: in the same one)."""
        before = self.vocabulary, self.labels_known
        self.vocabulary, self.labels_known = vocabulary or self.vocabulary, labels_known
        yield
        self.vocabulary, self.labels_known = before

    @contextmanager
    def about(self, model: Model) -> Iterator[None]:
        """For a while read conditions, states and decision makers as a part of the model has them."""
        before = self.vocabulary, self.levels, self.owners, self.state_labels, self.dms
        self.dms = [dm.label for dm in model.decision_makers]
        if model.graph_form:
            self.set_states([state.label for state in model.states])
        else:
            self.set_options([(option.owner, option.label, option.levels) for option in model.options])
        yield
        self.vocabulary, self.levels, self.owners, self.state_labels, self.dms = before
