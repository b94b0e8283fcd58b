"""The condition language: parsing with the place of every mistake.

Binding, tightest first: ``=`` and ``!=``, ``not``, ``and``, ``or``, ``if``, ``->``, ``<->``.
``->`` groups to the right; ``a if b`` says the same as ``b -> a``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from countermove.model.condition import And, Condition, Count, Iff, Implies, Not, Or
from countermove.model.vocabulary import Vocabulary

__all__ = ["KEYWORDS", "LABEL", "MAX_DEPTH", "MAX_LENGTH", "ConditionProblem", "parse_condition"]

COUNTS = {"at_most_one": (0, 1), "exactly_one": (1, 1), "at_least_one": (1, None)}
KEYWORDS = frozenset({"not", "and", "or", "if", *COUNTS})
LABEL = r"[^\W\d]\w*"
MAX_LENGTH = 20_000
MAX_DEPTH = 60


class ConditionProblem(NamedTuple):
    """One mistake in a condition; ``offset`` is a character index into its text."""

    offset: int
    what: str
    hint: str


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
