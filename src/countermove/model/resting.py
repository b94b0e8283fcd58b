"""Reading what the elements of a model rest on: sources, claims, quotes and assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from countermove.errors import suggest
from countermove.files import lies_beside
from countermove.model.check_shape import Path
from countermove.model.elements import Assumption, Because, Claim, Quote, Rendition, Source
from countermove.model.shape import Document
from countermove.model.shape_parts import AssumptionShape, BecauseItem, QuoteShape
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
            )

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
        return Quote(shape.source, shape.quote, seal, shape.stance, shape.note, at)

    def because(self, items: Sequence[BecauseItem], path: Path) -> Because:
        """Read what an element rests on."""
        found: list[Claim | Assumption] = []
        for index, item in enumerate(items):
            here = (*path, index)
            if isinstance(item, AssumptionShape):
                found.append(Assumption(item.assumption, self.place(here)))
            elif isinstance(item, QuoteShape):
                quote = self.quote(item, here)
                found.append(Claim("", quote.note or quote.text or "", (quote,), self.place(here)))
            elif item in self.claims:
                found.append(self.claims[item])
            else:
                hint = suggest(item, self.claims, what="claims")
                self.problem(here, f"unknown claim '{item}'", hint)
        return tuple(found)

    def read_claims(self, others: Mapping[str, Claim]) -> None:
        """Read the declared claims, so that elements can refer to them, and to the others'."""
        self.claims = dict(others)
        for label, shape in self.document.claims.items():
            path: Path = ("claims", label)
            quotes = tuple(
                self.quote(quote, (*path, "quotes", index)) for index, quote in enumerate(shape.quotes)
            )
            self.claims[label] = Claim(label, shape.text, quotes, self.place(path, key=True))
