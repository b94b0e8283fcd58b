"""The condition language: parsing with positions, and one way to evaluate a condition anywhere.

Binding, tightest first: ``=`` and ``!=``, ``not``, ``and``, ``or``, ``if``, ``->``, ``<->``.
``->`` groups to the right; ``a if b`` says the same as ``b -> a``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from countermove.errors import suggest

__all__ = [
    "KEYWORDS",
    "LABEL",
    "And",
    "Condition",
    "ConditionProblem",
    "Count",
    "Iff",
    "Implies",
    "Is",
    "Not",
    "Or",
    "Vocabulary",
    "atoms",
    "evaluate",
    "holds",
    "parse_condition",
]

COUNTS = {"at_most_one": (0, 1), "exactly_one": (1, 1), "at_least_one": (1, None)}
KEYWORDS = frozenset({"not", "and", "or", "if", *COUNTS})
LABEL = r"[^\W\d]\w*"
MAX_LENGTH = 20_000
MAX_DEPTH = 60


@dataclass(frozen=True)
class Is:
    """Option number ``option`` stands at level number ``level`` (graph form: the state is ``level``).

    Both are indices from 0 into the model; in graph form ``option`` is -1.
    """

    option: int
    level: int


@dataclass(frozen=True)
class Not:
    """``not a``."""

    part: Condition


@dataclass(frozen=True)
class And:
    """``a and b and ...``; without parts it is always true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Or:
    """``a or b or ...``; without parts it is never true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Implies:
    """``a -> b``, also written ``b if a``."""

    premise: Condition
    conclusion: Condition


@dataclass(frozen=True)
class Iff:
    """``a <-> b``."""

    left: Condition
    right: Condition


@dataclass(frozen=True)
class Count:
    """At least ``low`` and at most one of the parts, where ``many`` lifts the upper bound."""

    parts: tuple[Condition, ...]
    low: int
    many: bool


Condition = Is | Not | And | Or | Implies | Iff | Count
T = TypeVar("T")


class Vocabulary(Protocol):
    """What the labels of a condition mean in one model."""

    def atom(self, label: str, level: str | None) -> Condition:
        """Return the condition for ``label`` or ``label = level``; raise LookupError(what, hint)."""
        ...


class ConditionProblem(NamedTuple):
    """One mistake in a condition; ``offset`` is a character index into its text."""

    offset: int
    what: str
    hint: str


def evaluate(
    condition: Condition,
    leaf: Callable[[Is], T],
    true: T,
    invert: Callable[[T], T],
    both: Callable[[T, T], T],
    either: Callable[[T, T], T],
) -> T:
    """Evaluate a condition in any Boolean algebra: truth values, arrays of them, decision diagrams.

    Parameters
    ----------
    condition : Condition
        What to evaluate.
    leaf : callable
        The value of an ``Is``.
    true : T
        The algebra's top.
    invert, both, either : callable
        Its negation, conjunction and disjunction.
    """

    def walk(node: Condition) -> T:
        match node:
            case Is():
                return leaf(node)
            case Not(part):
                return invert(walk(part))
            case And(parts):
                return _fold(map(walk, parts), true, both)
            case Or(parts):
                return _fold(map(walk, parts), invert(true), either)
            case Implies(premise, conclusion):
                return either(invert(walk(premise)), walk(conclusion))
            case Iff(left, right):
                a, b = walk(left), walk(right)
                return either(both(a, b), both(invert(a), invert(b)))
            case Count(parts, low, many):
                none, one = true, invert(true)
                some = invert(true)
                for value in map(walk, parts):
                    one = either(both(one, invert(value)), both(none, value))
                    none = both(none, invert(value))
                    some = either(some, value)
                upper = some if many else one
                return upper if low else either(none, upper)

    return walk(condition)


def _fold(values: Iterator[T], start: T, combine: Callable[[T, T], T]) -> T:
    result = start
    for value in values:
        result = combine(result, value)
    return result


def holds(condition: Condition, values: Sequence[int]) -> bool:
    """Say whether a condition is true of one state, given as the level number of each option."""
    return evaluate(
        condition,
        lambda leaf: values[leaf.option] == leaf.level,
        True,
        lambda a: not a,
        lambda a, b: a and b,
        lambda a, b: a or b,
    )


def atoms(condition: Condition) -> Iterator[Is]:
    """Yield every ``Is`` in a condition, in the order of its text."""
    match condition:
        case Is():
            yield condition
        case Not(part):
            yield from atoms(part)
        case And(parts) | Or(parts) | Count(parts, _, _):
            for part in parts:
                yield from atoms(part)
        case Implies(a, b) | Iff(a, b):
            yield from atoms(a)
            yield from atoms(b)


_TOKEN = re.compile(
    rf"\s*(?:(?P<op><->|->|!=|=|\(|\)|,)|(?P<word>{LABEL}(?:\.{LABEL})?)|(?P<digits>\d\w*)|(?P<bad>\S))"
)
_HABITS = {
    "&": "write 'and'", "|": "write 'or'", "!": "write 'not'", "~": "write 'not'", "-": "write 'not' or '->'",
    "<": "write '<->' or '->'", ">": "write '->'", "+": "write 'and'",
}  # fmt: skip


_FOREIGN = {
    "iff": "write '<->'", "implies": "write '->'", "xor": "write 'not (a <-> b)'", "then": "write '->'",
    "∧": "write 'and'", "∨": "write 'or'", "¬": "write 'not'", "→": "write '->'", "↔": "write '<->'",
}  # fmt: skip


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


class _Stop(Exception):  # noqa: N818 - a signal inside this module
    """A mistake after which the rest of the text cannot be read."""


class _Parser:
    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.problems: list[ConditionProblem] = []
        self.tokens = self.tokenize()
        self.at = 0
        self.depth = 0

    def tokenize(self) -> list[_Token]:
        tokens = []
        for match in _TOKEN.finditer(self.text):
            kind = match.lastgroup or "bad"
            tokens.append(_Token(kind, match[kind], match.start(kind)))
        tokens.append(_Token("end", "", len(self.text)))
        return tokens

    def stop(self, token: _Token, what: str, hint: str) -> _Stop:
        self.problems.append(ConditionProblem(token.offset, what, hint))
        return _Stop()

    @property
    def next(self) -> _Token:
        return self.tokens[self.at]

    def take(self, text: str) -> bool:
        if self.next.text != text or self.next.kind == "end":
            return False
        self.at += 1
        return True

    def whole(self) -> Condition:
        result = self.iff()
        if self.next.kind == "end":
            return result
        raise self.unexpected(self.next)

    def unexpected(self, token: _Token) -> _Stop:
        if token.kind == "end":
            return self.stop(token, "the condition ends too early", "an option's label is missing here")
        if token.text.lower() in KEYWORDS and token.text not in KEYWORDS:
            return self.stop(
                token, f"'{token.text}' is not in small letters", f"write '{token.text.lower()}'"
            )
        if token.text in _FOREIGN:
            return self.stop(token, f"'{token.text}' is not part of the language", _FOREIGN[token.text])
        hint = _HABITS.get(token.text, "join labels with and, or, not, ->, <->, if")
        return self.stop(token, f"'{token.text}' is not expected here", hint)

    def iff(self) -> Condition:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.stop(self.next, f"the condition is nested more than {MAX_DEPTH} deep", "split it")
        left = self.implies()
        links = 0
        while self.take("<->"):
            links = self.one_more_link(links)
            left = Iff(left, self.implies())
        self.depth -= 1
        return left

    def one_more_link(self, links: int) -> int:
        if links >= MAX_DEPTH:
            raise self.stop(
                self.next, f"more than {MAX_DEPTH} arrows follow each other", "split the condition"
            )
        return links + 1

    def implies(self) -> Condition:
        parts = [self.conditional()]
        while self.take("->"):
            self.one_more_link(len(parts))
            parts.append(self.conditional())
        result = parts.pop()
        while parts:
            result = Implies(parts.pop(), result)
        return result

    def conditional(self) -> Condition:
        conclusion = self.disjunction()
        if not self.take("if"):
            return conclusion
        premise = self.disjunction()
        if self.next.text == "if":
            raise self.stop(self.next, "a second 'if' can be read in two ways", "use parentheses")
        return Implies(premise, conclusion)

    def disjunction(self) -> Condition:
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self) -> Condition:
        parts = [self.negation()]
        while self.take("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Condition:
        inverted = False
        while self.take("not"):
            inverted = not inverted
        part = self.primary()
        return Not(part) if inverted else part

    def primary(self) -> Condition:
        token = self.next
        if self.take("("):
            inside = self.iff()
            self.close(token)
            return inside
        if token.text in COUNTS:
            self.at += 1
            return self.count(token)
        if token.kind != "word" or token.text in KEYWORDS:
            raise self.unexpected(token)
        self.at += 1
        return self.atom(token)

    def close(self, opened: _Token) -> None:
        if not self.take(")"):
            if self.next.kind == "end":
                raise self.stop(opened, "this parenthesis is never closed", "write ')'")
            raise self.unexpected(self.next)

    def count(self, token: _Token) -> Condition:
        opened = self.next
        if not self.take("("):
            raise self.stop(opened, f"'{token.text}' needs a list", f"write {token.text}(a, b, ...)")
        parts = [self.iff()]
        while self.take(","):
            parts.append(self.iff())
        self.close(opened)
        low, high = COUNTS[token.text]
        return Count(tuple(parts), low, high is None)

    def atom(self, token: _Token) -> Condition:
        level: str | None = None
        inverted = False
        if self.next.text in ("=", "!="):
            inverted = self.next.text == "!="
            self.at += 1
            value = self.next
            if value.text == ">":
                raise self.stop(value, "'=>' is not part of the language", "write '->'")
            if value.kind not in ("word", "digits") or value.text in KEYWORDS:
                raise self.stop(value, "a level is missing after the sign", f"write '{token.text} = LEVEL'")
            self.at += 1
            level = value.text
        try:
            result = self.vocabulary.atom(token.text, level)
        except LookupError as error:
            if token.text.lower() in KEYWORDS:
                raise self.unexpected(token) from None
            what, hint = error.args
            self.problems.append(ConditionProblem(token.offset, what, hint))
            result = And(())
        return Not(result) if inverted else result


def parse_condition(text: str, vocabulary: Vocabulary) -> tuple[Condition | None, list[ConditionProblem]]:
    """Parse a condition.

    Returns
    -------
    tuple
        The condition, or None when it has problems, and all problems found.
    """
    if len(text) > MAX_LENGTH:
        return None, [
            ConditionProblem(0, f"the condition is longer than {MAX_LENGTH:,} characters", "split it")
        ]
    if not text.strip():
        return None, [ConditionProblem(0, "the condition is empty", "write a label, such as an option's")]
    parser = _Parser(text, vocabulary)
    try:
        result = parser.whole()
    except _Stop:
        return None, parser.problems
    return (None if parser.problems else result), parser.problems


class OptionVocabulary:
    """Labels of options: ``release``, or ``syria.release`` where two decision makers use one label.

    Parameters
    ----------
    options : sequence of (owner, label, levels)
        In the model's option order.
    """

    def __init__(self, options: Sequence[tuple[str, str, Sequence[str]]]) -> None:
        self.levels = [tuple(levels) for _, _, levels in options]
        self.full = {f"{owner}.{label}": index for index, (owner, label, _) in enumerate(options)}
        self.short: dict[str, list[str]] = {}
        for owner, label, _ in options:
            self.short.setdefault(label, []).append(f"{owner}.{label}")

    def find(self, label: str) -> int:
        """Return the index of an option; raise LookupError(what, hint)."""
        if label in self.full:
            return self.full[label]
        owners = self.short.get(label, [])
        if len(owners) == 1:
            return self.full[owners[0]]
        if owners:
            raise LookupError(
                f"label '{label}' belongs to several decision makers", "write " + " or ".join(owners)
            )
        known = self.full if "." in label else self.short
        raise LookupError(f"unknown label '{label}'", suggest(label, known, what="labels"))

    def level(self, option: int, name: str) -> int:
        """Return the number of a level; raise LookupError(what, hint)."""
        levels = self.levels[option]
        if name in levels:
            return levels.index(name)
        raise LookupError(f"unknown level '{name}'", suggest(name, levels, what="levels"))

    def atom(self, label: str, level: str | None) -> Condition:
        """See `Vocabulary`."""
        option = self.find(label)
        if level is not None:
            return Is(option, self.level(option, level))
        if self.levels[option] != ("no", "yes"):
            first = self.levels[option][-1]
            raise LookupError(
                f"option '{label}' has the levels {', '.join(self.levels[option])}",
                f"write '{label} = {first}'",
            )
        return Is(option, 1)


class StateVocabulary:
    """Labels of states, for a model in graph form.

    Parameters
    ----------
    labels : sequence of str
        In the model's order.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = {label: index for index, label in enumerate(labels)}

    def atom(self, label: str, level: str | None) -> Condition:
        """See `Vocabulary`."""
        if level is not None:
            raise LookupError("states have no levels", f"write '{label}' alone")
        if label not in self.labels:
            raise LookupError(f"unknown state '{label}'", suggest(label, self.labels, what="states"))
        return Is(-1, self.labels[label])
