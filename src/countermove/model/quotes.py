"""The quotes in the text of a model, each with its path, for whatever rewrites them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.model.changes import Steps
from countermove.model.editing import Edit, Put, Rename, parsed

__all__ = ["QuoteAt", "opening", "quotes_in", "sealing"]


@dataclass(frozen=True)
class QuoteAt:
    """A quote in the text of a model.

    Attributes
    ----------
    path : tuple
        Of its mapping.
    line : int
        Where that begins, from 1.
    source : str
        The source's label.
    text : str or None
        Its words, if it is open.
    seal : tuple of int and str, or None
        The number and the hash of its words, if it is sealed.
    """

    path: Steps
    line: int
    source: str
    text: str | None
    seal: tuple[int, str] | None


def quotes_in(text: str, file: str = "<text>") -> list[QuoteAt]:
    """List the quotes of a model's own text, in its order; those of its layers' files are not in it.

    Raises
    ------
    ModelError
        When the text cannot be read.
    """
    return list(_quotes(parsed(text, file), ()))


def _quotes(data: Any, path: Steps) -> Iterator[QuoteAt]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _quotes(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            here = (*path, number)
            if path[-1:] in (("because",), ("quotes",)) and isinstance(value, dict) and "source" in value:
                yield from _quote(value, here, data.values_at[number].line)  # type: ignore[attr-defined]
            else:
                yield from _quotes(value, here)


def _quote(data: dict[str, Any], path: Steps, line: int) -> Iterator[QuoteAt]:
    text, sealed = data.get("quote"), data.get("sealed")
    seal = (sealed.get("words"), sealed.get("sha256")) if isinstance(sealed, dict) else None
    if isinstance(text, str) or (seal and isinstance(seal[0], int) and isinstance(seal[1], str)):
        yield QuoteAt(path, line, str(data["source"]), text, seal)  # type: ignore[arg-type]


def sealing(quotes: Iterable[tuple[QuoteAt, int, str]]) -> list[Edit]:
    """Return the edits that put seals, the number and the hash of their words, in place of open quotes."""
    return _instead(
        "quote", "sealed", [(each, {"words": words, "sha256": sha}) for each, words, sha in quotes]
    )


def opening(quotes: Iterable[tuple[QuoteAt, str]]) -> list[Edit]:
    """Return the edits that put words in place of sealed quotes."""
    return _instead("sealed", "quote", list(quotes))


def _instead(old: str, new: str, quotes: Sequence[tuple[QuoteAt, Any]]) -> list[Edit]:
    paths = [((*quote.path, old), value) for quote, value in quotes]
    return [*(Put(path, value) for path, value in paths), *(Rename(path, new) for path, _ in paths)]
