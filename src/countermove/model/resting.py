"""Reading what the elements of a model rest on: sources, claims, quotes and assumptions; and narratives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from countermove.errors import suggest
from countermove.files import lies_beside
from countermove.model.check_shape import Path
from countermove.model.dating import DATE_WORDS, days
from countermove.model.elements import Assumption, Because, Claim, Narrative, Quote, Rendition, Source
from countermove.model.shape import Document
from countermove.model.shape_parts import (
    ONE_WORD,
    AssumptionShape,
    BecauseItem,
    ClaimRefShape,
    ClaimShape,
    QuoteShape,
)
from countermove.model.yaml import Place

__all__ = ["WithGrounds"]


class WithGrounds:
    """A file at hand with its sources and claims; `Reading` gives it places and problems."""

    document: Document
    removed: frozenset[Path]
    sources: dict[str, Source]
    claims: dict[str, Claim]

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return where a part of the file stands."""
        raise NotImplementedError

    def problem(self, path: Path | Place, what: str, hint: str = "", *, key: bool = False) -> None:
        """Note a mistake."""
        raise NotImplementedError

    def read_sources(self, others: Mapping[str, Source]) -> None:
        """Read the declared sources, so that quotes can name them, and the others'."""
        self.sources = dict(others)
        for label, shape in self.document.sources.items():
            renditions = tuple(
                Rendition(name, each.file, each.sha256) for name, each in shape.renditions.items()
            )
            for each in renditions:
                if each.file is not None and not lies_beside(each.file):
                    here: Path = ("sources", label, "renditions", each.name, "file")
                    what = f"the file '{each.file[:60]}' lies outside the model's folder"
                    self.problem(here, what, "put it beside the model, or give it with --source")
            self.sources[label] = Source(
                label,
                shape.title or label,
                shape.publisher,
                str(shape.published),
                shape.author,
                shape.note,
                renditions,
                self.place(("sources", label), key=True),
                shape.retells,
            )
        for label, shape in self.document.sources.items():
            self._check_retold(label, shape.retells)

    def _check_retold(self, label: str, first: str) -> None:
        """Note a source that says again what is no source, or what says something again itself."""
        path: Path = ("sources", label, "retells")
        if first and (first == label or first not in self.sources):
            others = [each for each in self.sources if each != label]
            what = f"'{label}' cannot retell itself" if first == label else f"unknown source '{first}'"
            self.problem(path, what, suggest(first, others, what="sources"))
        elif first and self.sources[first].retells:
            hint = f"write 'retells: {self.sources[first].retells}'"
            self.problem(path, f"'{first}' retells a source itself", hint)

    def quote(self, shape: QuoteShape, path: Path) -> Quote:
        """Read a quote and check that its source is declared."""
        at = self.place(path)
        if shape.source not in self.sources:
            hint = suggest(shape.source, self.sources, what="sources")
            self.problem((*path, "source"), f"unknown source '{shape.source}'", hint)
        whole = not any(each[: len(path)] == path for each in self.removed)
        if whole and (shape.quote is None) == (shape.sealed is None):
            self.problem(
                path,
                "a quote has either its words or a seal",
                "write 'quote: ...' or 'sealed: {words, sha256}'",
            )
        if shape.quote is not None and not any(letter.isalnum() for letter in shape.quote):
            self.problem(
                (*path, "quote"), "the quote holds no words", "write the words as they stand in the source"
            )
        seal = None if shape.sealed is None else (shape.sealed.words, shape.sealed.sha256)
        places = self._places(shape, path)
        return Quote(shape.source, shape.quote, seal, shape.stance, shape.note, at, places)

    def _places(self, shape: QuoteShape, path: Path) -> dict[str, tuple[int, int]]:
        """Read where a quote's words were found in renditions of its source."""
        found = {}
        declared = self.sources[shape.source].renditions if shape.source in self.sources else None
        names = [each.name for each in declared or ()]
        for name, (start, end) in shape.places.items():
            here = (*path, "places", name)
            if declared is not None and name not in names:
                hint = suggest(name, names, what="its renditions") if names else "name it in 'renditions'"
                self.problem(here, f"'{shape.source}' has no rendition '{name}'", hint, key=True)
            if start >= end:
                what = f"the place [{start}, {end}] holds no words"
                self.problem(here, what, "write [start, end], in characters from 0, the end after the last")
            found[name] = (start, end)
        return found

    def because(self, items: Sequence[BecauseItem], path: Path) -> Because:
        """Read what an element rests on."""
        found: list[Claim | Assumption] = []
        for index, item in enumerate(items):
            here = (*path, index)
            if isinstance(item, AssumptionShape):
                found.append(Assumption(item.assumption, self.place(here)))
            elif isinstance(item, QuoteShape):
                quote = self.quote(item, here)
                text = quote.note or quote.text or ""
                found.append(Claim("", text, (quote,), self.place(here), quote.stance))
            else:
                found += self._claimed(item, here)
        return tuple(found)

    def _claimed(self, item: str | ClaimRefShape, path: Path) -> list[Claim]:
        """Return the claim that an element rests on, with its stance there; none where it is unknown."""
        label, stance = (item, None) if isinstance(item, str) else (item.claim, item.stance)
        claim = self.claims.get(label)
        if claim is None:
            hint = suggest(label, self.claims, what="claims")
            self.problem(
                path if isinstance(item, str) else (*path, "claim"), f"unknown claim '{label}'", hint
            )
            return []
        return [replace(claim, stance=stance or claim.stance)]

    def read_claims(self, others: Mapping[str, Claim]) -> None:
        """Read the declared claims, so that elements can refer to them, and to the others'."""
        self.claims = dict(others)
        for label, shape in self.document.claims.items():
            path: Path = ("claims", label)
            quotes = tuple(
                self.quote(quote, (*path, "quotes", index)) for index, quote in enumerate(shape.quotes)
            )
            self.claims[label] = Claim(
                label,
                shape.text,
                quotes,
                self.place(path, key=True),
                stance=shape.stance,
                happened=self._date(shape.happened, (*path, "happened")),
                reported=self._date(shape.reported, (*path, "reported")),
                said_by=shape.said_by.strip(),
                reliability=shape.reliability,
                reason=self._reason(shape, path),
                analyst=shape.analyst.strip(),
            )

    def _date(self, given: str | int, path: Path) -> str:
        text = str(given).strip()
        try:
            if text:
                days(text)
        except ValueError as error:
            self.problem(path, str(error), DATE_WORDS)
            return ""
        return text

    def _reason(self, shape: ClaimShape, path: Path) -> str:
        if shape.reason and not re.match(ONE_WORD, shape.reason):
            hint = "write one, such as first-hand, official, expert, interested or second-hand"
            self.problem((*path, "reason"), f"the reason '{shape.reason[:60]}' is not one word", hint)
        return shape.reason

    def read_narratives(self, others: Mapping[str, Narrative]) -> dict[str, Narrative]:
        """Return the declared narratives and the others'."""
        found = dict(others)
        for label, shape in self.document.narratives.items():
            path: Path = ("narratives", label)
            terms = tuple(" ".join(term.split()) for term in shape.terms)
            for index, term in enumerate(terms):
                here = (*path, "terms", index)
                if not any(letter.isalnum() for letter in term) or "*" in term[:-1]:
                    hint = "write a word or phrase; * may stand at its end, as in terror*"
                    self.problem(here, f"'{term[:60]}' is no term", hint)
                elif term.casefold() in [each.casefold() for each in terms[:index]]:
                    self.problem(here, f"the term '{term[:60]}' stands twice", "keep one of the two")
            at = self.place(path, key=True)
            found[label] = Narrative(label, shape.name or label.replace("_", " "), terms, shape.note, at)
        return found
