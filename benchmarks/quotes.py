"""How long 1,000 quotes take in a document of 1 MB: open, sealed, and not standing there, a third each.

``python -m benchmarks.quotes [SEED ...]`` prints the processor time of each part, also as a multiple of what
reading the document takes, and all of them together beside what is aimed at. With ``BRIEF=1`` there is a
tenth of the quotes and of the document.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from time import process_time

from countermove.evidence import Document, Seal, Status, document_from_text, find_all, seal

__all__ = ["Measured", "invented", "main", "measured", "quotes_of"]

BYTES, QUOTES, SECONDS = 1_000_000, 1_000, 5.0
LENGTHS = range(8, 41)  # words of a quote
STOCK = 20_000  # different words, which occur as often as Zipf's law has it


@dataclass(frozen=True)
class Measured:
    """Seconds, and what became of the quotes."""

    reading: float
    preparing: float
    opened: float
    sealed: float
    absent: float
    statuses: dict[str, dict[Status, int]]

    @property
    def together(self) -> float:
        """All of it, from the text on."""
        return self.reading + self.preparing + self.opened + self.sealed + self.absent


def invented(seed: int, size: int) -> str:
    """Return a text of so many bytes, with a link or a related-article line at every hundredth line."""
    rng = Random(f"quotes {seed}")
    stock = ["".join(rng.choices("abcdefghilmnoprstu", k=rng.randrange(2, 9))) for _ in range(STOCK)]
    often = list(accumulate(1 / rank for rank in range(1, STOCK + 1)))
    lines: list[str] = []
    length = 0
    while length < size:
        line = " ".join(rng.choices(stock, cum_weights=often, k=14))
        if len(lines) % 100 == 99:
            line += rng.choice(["\n\nhttps://example.org/a\n", "\n\nRelated article: Another Headline\n"])
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines)


def quotes_of(document: Document, seed: int, number: int) -> dict[str, list[str | Seal]]:
    """Return quotes of each kind: open ones, sealed ones, and such with two words that do not belong."""
    rng = Random(f"quotes of {seed}")
    texts = document.body.texts

    def words() -> list[str]:
        length = rng.choice(LENGTHS)
        first = rng.randrange(len(texts) - length)
        return list(texts[first : first + length])

    def spoiled() -> str:
        quote = words()
        quote[len(quote) // 2], quote[2] = "zzzz", rng.choice(texts)
        return " ".join(quote)

    return {
        "open": [" ".join(words()) for _ in range(number // 3)],
        "sealed": [seal(" ".join(words())) for _ in range(number // 3)],
        "absent": [spoiled() for _ in range(number - 2 * (number // 3))],
    }


def measured(seed: int, size: int = BYTES, number: int = QUOTES) -> Measured:
    """Look quotes up in a document, and time each part."""
    text = invented(seed, size)
    times = [process_time()]
    document = document_from_text(text)
    times.append(process_time())
    document.body.index, document.words.index  # noqa: B018 - they are made when first asked for
    times.append(process_time())
    asked = quotes_of(document, seed, number)
    statuses: dict[str, dict[Status, int]] = {}
    taken = []
    for kind, quotes in asked.items():
        start = process_time()
        found = [finding.status for finding in find_all(document, quotes)]
        taken.append(process_time() - start)
        statuses[kind] = {status: found.count(status) for status in Status if status in found}
    return Measured(times[1] - times[0], times[2] - times[1], *taken, statuses)


def main(seeds: list[int]) -> None:
    """Print a table for each seed."""
    share = 10 if os.environ.get("BRIEF") else 1
    size, number = BYTES // share, QUOTES // share
    print(f"{number:,} quotes in {size:,} bytes")
    for seed in seeds or [1]:
        found = measured(seed, size, number)
        parts = {
            "reading the document": found.reading,
            "preparing the search": found.preparing,
            "open": found.opened,
            "sealed": found.sealed,
            "absent": found.absent,
            "together": found.together,
        }
        for name, seconds in parts.items():
            aim = f"  at most {SECONDS / share:g}" if name == "together" else ""
            shown = ", ".join(f"{many} {status}" for status, many in found.statuses.get(name, {}).items())
            print(
                f"  {name:22}{seconds:7.2f} s {seconds / found.reading:7.1f}{aim}  {shown}".rstrip(),
                flush=True,
            )


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]])
