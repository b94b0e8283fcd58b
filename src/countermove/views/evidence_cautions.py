"""Warnings of what conclusions rest on, as data and in words: what evidence does not bear out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from countermove.conflict.support import Linchpin, Support, Supports
from countermove.model import Model
from countermove.model.elements import Because, Claim
from countermove.views.evidence_why import claim_name, element_told
from countermove.views.words import count, join, number

__all__ = ["Caution", "Resting", "cautions", "cautions_data", "linchpin_cautions", "outcome_cautions"]

MAX_NAMED = 3
"""More elements than this are counted in a warning."""
POSSIBLE = ("decision_makers.", "constraints[", "forbidden_moves[", "power[", "events.")
"""The paths of elements that say what can be and what can be done, and what events make of it."""
UNTRIED = "which outcomes hang on it was not tried"
NOT_TRIED = "which outcomes hang on what is assumed, or on what nothing is written down for, was not tried"
Resting = tuple[str, Because]
"""An element by its path, and what it rests on."""


@dataclass(frozen=True)
class Caution:
    """Something to know before relying on a conclusion.

    Attributes
    ----------
    kind : Support
        The doubt.
    elements : tuple of str
        The elements of the model that it is about, by their paths.
    claims : tuple of Claim
        The claims that raise it, each once.
    said : str
        It in words, without the claims.
    sources : tuple of str
        The sources whose documents would help, by their labels.
    """

    kind: Support
    elements: tuple[str, ...]
    claims: tuple[Claim, ...]
    said: str
    sources: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """It in words, with the claims by their labels and what to type."""
        text = self.said
        if self.claims:
            noun = "claim" if len(self.claims) == 1 else "claims"
            text += f" ({noun} {join(map(claim_name, self.claims))})"
        if self.sources:
            what = "document" if len(self.sources) == 1 else "documents"
            text += f"; give the {what} with {join(f'--source {each}=PATH' for each in self.sources)}"
        return f"{text}."

    @property
    def word(self) -> str:
        """What it is: a warning of evidence that does not bear out, or a note that there is none."""
        return "Warning" if self.kind.grave else "Note"

    @property
    def sentence(self) -> str:
        """It as it is printed."""
        return f"{self.word}: {self.text}"


_DOUBTS = {
    Support.FAILING: "on words that are not in the document as quoted",
    Support.CONTRADICTED: "on what evidence speaks against",
    Support.UNSEEN: "on what no document on this machine bears out",
    Support.ASSUMED: "on what is assumed",
    Support.NOTHING: "on what nothing is written down for",
}


def cautions(
    model: Model, supports: Supports, resting: Iterable[Resting], what: str = "this rests"
) -> list[Caution]:
    """Return the doubts about what a conclusion rests on, one of each kind, the gravest first.

    Parameters
    ----------
    model : Model
        Whose elements they are.
    supports : Supports
        How well elements are borne out.
    resting : iterable of (str, because)
        The elements by their paths, each with its grounds.
    what : str
        What rests on them, with its verb.
    """
    found: dict[Support, dict[str, Because]] = {}
    for path, because in resting:
        kind = supports.of(because)
        if kind in supports.doubts:
            found.setdefault(kind, {})[path] = because
    return [_caution(model, supports, kind, found[kind], what) for kind in Support if kind in found]


def _caution(
    model: Model, supports: Supports, kind: Support, elements: dict[str, Because], what: str
) -> Caution:
    claims = dict.fromkeys(
        each
        for because in elements.values()
        for each in because
        if isinstance(each, Claim) and supports.standing(each) is kind
    )
    named = [_named(model, path) for path in list(elements)[:MAX_NAMED]]
    more = len(elements) - len(named)
    named += [f"and {number(more)} more"] if more else []
    text = f"{what} {_DOUBTS[kind]}: {'; '.join(named)}"
    unseen = kind is Support.UNSEEN
    sources = dict.fromkeys(quote.source for claim in claims for quote in claim.quotes if unseen)
    return Caution(kind, tuple(elements), tuple(claims), text, tuple(sources))


def linchpin_cautions(
    model: Model, supports: Supports, linchpins: Sequence[Linchpin], outcomes: int
) -> list[Caution]:
    """Return the doubts about what outcomes rest on, of which there are so many."""
    found = []
    for kind in dict.fromkeys(each.support for each in linchpins):
        of_kind = [each for each in linchpins if each.support is kind]
        own = [each for each in of_kind if each.states]
        states = sorted({state for each in own for state in each.states})
        if outcomes == 1:
            what = "it rests"
        elif len(states) == outcomes:
            what = f"each of the {count(outcomes, 'state')} rests"
        elif len(states) == 1:
            what = f"state {states[0] + 1:,} rests"
        else:
            what = f"{count(len(states), 'state')} of these rest"
        found += cautions(model, supports, ((each.element, each.because) for each in own), what)
        rest = ((each.element, each.because) for each in of_kind if not each.states)
        found += cautions(model, supports, rest, "that no other state holds as widely rests")
    return found


def outcome_cautions(
    model: Model, supports: Supports, linchpins: Sequence[Linchpin] | None, outcomes: int
) -> list[Caution]:
    """Return all doubts about what outcomes rest on, of which there are so many.

    Parameters
    ----------
    model : Model
        The conflict.
    supports : Supports
        How well its elements are borne out.
    linchpins : sequence of Linchpin, or None
        What they rest on of what the sides want; None where that was not tried.
    outcomes : int
        How many they are.
    """
    if not supports.doubts:
        return []
    wanted = (
        _untried(model, supports)
        if linchpins is None
        else linchpin_cautions(model, supports, linchpins, outcomes)
    )
    told = {claim for each in wanted for claim in each.claims}
    found = wanted + _of_what_is_possible(model, supports, told)
    return sorted(found, key=lambda each: list(Support).index(each.kind))


def _untried(model: Model, supports: Supports) -> list[Caution]:
    """Return the grave doubts about what anybody wants; else that what hangs on the others is not known."""
    wanted = [(path, because) for path, because in model.grounds() if path.startswith("preferences.")]
    what = f"{UNTRIED}, but what the sides want rests"
    found = cautions(model, supports, ((path, because) for path, because in wanted if because), what)
    grave = [each for each in found if each.kind.grave]
    if found and not grave:
        return [Caution(Support.ASSUMED, (), (), f"{NOT_TRIED}: that would take too long here")]
    return grave


def _of_what_is_possible(model: Model, supports: Supports, told: Set[Claim]) -> list[Caution]:
    """Return the doubts about what can be and what can be done, which is not left out to see what falls.

    Only what a document or a claim speaks against is told of, and no claim that was told of before.
    """
    parts = [
        (path, because)
        for path, because in model.grounds()
        if path.startswith(POSSIBLE) and not any(each in told for each in because)
    ]
    found = cautions(model, supports, parts, f"{UNTRIED}, but what is possible rests")
    return [each for each in found if each.kind in (Support.FAILING, Support.CONTRADICTED)]


def cautions_data(found: Sequence[Caution]) -> list[dict[str, Any]]:
    """Return the JSON of warnings."""
    return [
        {
            "kind": str(each.kind),
            "level": each.word.lower(),
            "elements": list(each.elements),
            "claims": [claim.label or claim.text for claim in each.claims],
            "text": each.text,
        }
        for each in found
    ]


def _named(model: Model, path: str) -> str:
    told = element_told(model, path)
    what = told.what
    if not what.startswith(
        tuple(f"{dm.name}’s" for dm in model.decision_makers)
    ):  # a name stays as it is written
        what = what[:1].lower() + what[1:]
    return f"{what}, {told.says}" if told.says else what
