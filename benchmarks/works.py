"""How long it takes to find the renditions among 1,000 documents of 10 kB; the target is 30 s.

``python -m benchmarks.works [NUMBER]`` measures collections of several shapes, of 1,000 documents or as many
as are asked for, and prints the processor time of `find_works`, what a million pairs of documents took, and
the time as a share of the target. Reading the documents, which is done once for whatever is asked of them, is
measured apart. With BRIEF set in the environment there are 100 documents.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from itertools import accumulate
from random import Random
from time import process_time

from countermove.evidence import document_from_text
from countermove.evidence.works.grouping import find_works

__all__ = ["SHAPES", "collection", "main"]

TARGET = 30.0  # seconds, for 1,000 documents of 10 kB
SENTENCES = 85  # of 18 words on average, some 11 kB

Text = list[str]


class Writer:
    """Writes articles in words of which some are much more frequent than others, as in any language."""

    def __init__(self, seed: str) -> None:
        self.rng = Random(seed)
        self._words = [
            "".join(self.rng.choices("abcdefghilmnoprstu", k=self.rng.randrange(2, 10))) for _ in range(8000)
        ]
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(len(self._words))))
        self.base = self.article()

    def sentence(self) -> str:
        """Return a new sentence."""
        words = self.rng.choices(self._words, cum_weights=self._weights, k=self.rng.randrange(8, 29))
        return " ".join([words[0].capitalize(), *words[1:]]) + "."

    def article(self) -> Text:
        """Return a new article."""
        return [self.sentence() for _ in range(SENTENCES)]

    def changed(self, text: Text, times: int = 1) -> Text:
        """Return a copy in which some words are others."""
        copy = list(text)
        for _ in range(times):
            at = self.rng.randrange(len(copy))
            words = copy[at].split()
            words[self.rng.randrange(1, len(words) - 1)] = f"new{self.rng.randrange(10**6)}"
            copy[at] = " ".join(words)
        return copy

    def put_in(self, text: Text) -> Text:
        """Return a copy with a sentence of its own somewhere."""
        at = self.rng.randrange(1, len(text) - 1)
        return [*text[:at], self.sentence(), *text[at:]]

    def without(self, text: Text, many: int) -> Text:
        """Return a copy that lacks some sentences."""
        left_out = {self.rng.randrange(len(text)) for _ in range(many)}
        return [sentence for at, sentence in enumerate(text) if at not in left_out]


SHAPES: dict[str, Callable[[Writer, int], Text]] = {
    "all different": lambda writer, _: writer.article(),
    "all the same": lambda writer, _: writer.base,
    "one word differs": lambda writer, _: writer.changed(writer.base),
    "three words differ": lambda writer, _: writer.changed(writer.base, 3),
    "an end of its own": lambda writer, _: [*writer.base, writer.sentence(), writer.sentence()],
    "a word differs, and an end": lambda writer, _: [*writer.changed(writer.base), writer.sentence()],
    "a sentence put in": lambda writer, _: writer.put_in(writer.base),
    "five sentences lacking": lambda writer, _: writer.without(writer.base, 5),
    "every other with a headline": lambda writer, k: (
        writer.base[40:41] * (k % 2) + writer.changed(writer.base)
    ),
}
"""What becomes of an article, or a new one, by the number of the document."""


def collection(shape: str, many: int) -> list[str]:
    """Return the texts of documents of one shape, in paragraphs of four sentences."""
    writer = Writer(f"works {shape}")
    texts = (SHAPES[shape](writer, number) for number in range(many))
    return ["\n\n".join(" ".join(text[at : at + 4]) for at in range(0, len(text), 4)) for text in texts]


def main(arguments: Sequence[str]) -> None:
    """Print a line for each shape."""
    many = int(arguments[0]) if arguments else 100 if "BRIEF" in os.environ else 1000
    for shape in SHAPES:
        texts = collection(shape, many)
        start = process_time()
        documents = [document_from_text(text) for text in texts]
        read = process_time() - start
        grouping = find_works(documents)
        taken = process_time() - start - read
        pairs = many * (many - 1) / 2
        size = sum(map(len, texts)) / many / 1000
        print(
            f"{shape:28} {many} of {size:4.1f} kB: {taken:5.1f} s, {taken / pairs * 1e6:5.0f} s a million "
            f"pairs, {taken / TARGET:4.2f} of the target (reading: {read:3.1f} s); "
            f"{len(grouping.works)} works, {len(grouping.families)} families",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
