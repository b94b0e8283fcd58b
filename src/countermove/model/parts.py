"""What a conflict is made of: where an element comes from, who decides, on what, and which moves there are.

The nouns that those of `countermove.model.elements` are built from, and re-exported there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from countermove.model.condition import And, Condition, Not
from countermove.model.yaml import Place

__all__ = [
    "NOWHERE",
    "YES_NO",
    "AllowedMove",
    "Arc",
    "Assumption",
    "Because",
    "Claim",
    "Constraint",
    "DecisionMaker",
    "ForbiddenMove",
    "Narrative",
    "Option",
    "Power",
    "Quote",
    "Reliability",
    "Rendition",
    "Source",
    "Stance",
    "State",
    "StatePattern",
    "StateRef",
    "Statement",
    "together",
]

YES_NO = ("no", "yes")
NOWHERE = Place(0, 0)

Stance = Literal["supports", "contradicts"]
Reliability = Literal["high", "medium", "low", "unknown"]


# ---------------------------------------------------------------- where an element comes from
@dataclass(frozen=True)
class Rendition:
    """One form in which a source exists: a file beside the model, or only the hash of one."""

    name: str
    file: str | None
    sha256: str | None


@dataclass(frozen=True)
class Source:
    """A document that claims rest on.

    ``retells`` is the label of the source that this one only says again in other words, and empty for one
    that speaks for itself; the two are one voice.
    """

    label: str
    title: str
    publisher: str
    published: str
    author: str
    note: str
    renditions: tuple[Rendition, ...]
    at: Place = NOWHERE
    retells: str = ""


@dataclass(frozen=True)
class Quote:
    """Words of a source: open (``text``) or sealed (their number and hash).

    ``stance`` says whether they speak for the claim or against it. ``places`` says for renditions where the
    words were found there, as ``(start, end)`` in characters of the raw text from 0, the end exclusive.
    """

    source: str
    text: str | None
    seal: tuple[int, str] | None
    stance: Stance
    note: str
    at: Place = NOWHERE
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Claim:
    """What the analyst says a source says, in the analyst's own words, with the quotes that show it.

    A quote that stands directly under an element is a claim without a label, and has the quote's stance.

    Attributes
    ----------
    stance : str
        Whether it supports or contradicts what rests on it: in what an element rests on, its stance there,
        else its usual one. A claim that supports here and contradicts there is one claim, so that the
        stance does not count where claims are compared.
    happened, reported : str
        When what it says happened, and when that was said: a year, month, day or range of them as
        `countermove.model.dating` reads it; empty where the model does not say.
    said_by : str
        Who says it: the label of a decision maker or any text; empty where the sources' authors speak for
        themselves.
    reliability : str
        How far it can be relied on.
    reason : str
        One word why, such as ``official``; may be empty.
    analyst : str
        Who claims this of the sources; may be empty.
    """

    label: str
    text: str
    quotes: tuple[Quote, ...]
    at: Place = NOWHERE
    stance: Stance = field(default="supports", compare=False)
    happened: str = ""
    reported: str = ""
    said_by: str = ""
    reliability: Reliability = "unknown"
    reason: str = ""
    analyst: str = ""

    def for_it(self, quote: Quote) -> bool:
        """Say whether a quote of it speaks for what the claim stands under.

        It does where it bears out a claim that supports that, or goes against one that contradicts it; a
        quote that stands there without a claim speaks for itself.
        """
        return quote.stance == (self.stance if self.label else "supports")


@dataclass(frozen=True)
class Assumption:
    """What the model needs and no source says."""

    text: str
    at: Place = NOWHERE


Because = tuple[Claim | Assumption, ...]


def together(*because: Because) -> Because:
    """Return all that something rests on, each once; a claim with two stances stands twice."""
    return tuple(
        {
            (ground, ground.stance if isinstance(ground, Claim) else ""): ground
            for each in because
            for ground in each
        }.values()
    )


@dataclass(frozen=True)
class Narrative:
    """A way of telling things, known by its terms.

    A term is a word or a phrase; a ``*`` at its end leaves the ending open.
    """

    label: str
    name: str
    terms: tuple[str, ...]
    note: str = ""
    at: Place = NOWHERE


# ---------------------------------------------------------------- who, what and when
@dataclass(frozen=True)
class Option:
    """Something a decision maker may do.

    ``levels`` runs from the first to the last level; a yes/no option has ``("no", "yes")``.
    ``moves`` says which changes of level its owner can make.
    """

    label: str
    owner: str
    name: str
    description: str
    levels: tuple[str, ...]
    moves: Literal["both", "forward", "backward"]
    because: Because = ()
    at: Place = NOWHERE

    @property
    def id(self) -> str:
        """Owner and label, unique in the model."""
        return f"{self.owner}.{self.label}"


@dataclass(frozen=True)
class DecisionMaker:
    """Somebody who decides."""

    label: str
    name: str
    description: str
    options: tuple[Option, ...]
    because: Because = ()
    at: Place = NOWHERE


@dataclass(frozen=True)
class Statement:
    """A condition with its own text, and why it is held to be so."""

    text: str
    condition: Condition
    because: Because = ()
    at: Place = NOWHERE


Constraint = Statement


@dataclass(frozen=True)
class State:
    """A state of a model in graph form."""

    label: str
    text: str
    at: Place = NOWHERE


@dataclass(frozen=True)
class Arc:
    """A move of a model in graph form, between state indices from 0."""

    source: int
    target: int


@dataclass(frozen=True)
class AllowedMove:
    """A move that ``by`` can make by its own options, whatever they allow by themselves or is forbidden."""

    by: str
    source: Condition
    target: Condition
    because: Because = ()
    at: Place = NOWHERE

    @property
    def ends(self) -> tuple[tuple[Condition, Condition], ...]:
        """From where to where such a move leads; each pair alone makes one."""
        return ((self.source, self.target),)

    def told(self, of: Callable[[Condition], Condition]) -> Self:
        """Return the move with its conditions told of another model."""
        return replace(self, source=of(self.source), target=of(self.target))


@dataclass(frozen=True)
class ForbiddenMove(AllowedMove):
    """A move that ``by`` cannot make, although its options would allow it.

    What an option requires is one: ``option`` is then its id, and ``requires`` the condition under which
    it can be taken. In a whole of layers, what a layer forbids bears on moves in that layer alone: on those
    that make one of ``changing`` true or false. Without any it bears on all moves.
    """

    option: str = ""
    changing: tuple[Condition, ...] = ()

    @property
    def ends(self) -> tuple[tuple[Condition, Condition], ...]:
        """See `AllowedMove`."""
        if not self.changing:
            return super().ends
        return tuple(
            (And((self.source, before)), And((self.target, after)))
            for each in self.changing
            for before, after in ((each, Not(each)), (Not(each), each))
        )

    def told(self, of: Callable[[Condition], Condition]) -> Self:
        """See `AllowedMove`."""
        return replace(super().told(of), changing=tuple(map(of, self.changing)))

    @property
    def requires(self) -> Condition:
        """What an option requires: the source is that it is not taken and that this does not hold."""
        match self.source:
            case And((_, Not(needed))) if self.option:
                return needed
        raise ValueError("this move is not forbidden by what an option requires")


@dataclass(frozen=True)
class Power:
    """What one decision maker can do with another's option, as if it were its own.

    Attributes
    ----------
    by : str
        Who has the power.
    option : str
        The id of an option of somebody else.
    to : int or None
        The level that it can be forced to; None for any.
    when : Statement or None
        From which states; None for all.
    """

    by: str
    option: str
    to: int | None = None
    when: Statement | None = None
    because: Because = ()
    at: Place = NOWHERE


@dataclass(frozen=True)
class StatePattern:
    """Levels that a state must have, one entry per option; None leaves the option open."""

    levels: tuple[int | None, ...]


StateRef = int | StatePattern | Condition
"""A state number from 1, a pattern, or a condition."""
