"""What the tests of the evidence package share: slow twins, and ways to spoil typography."""

from __future__ import annotations

import random
import re
import unicodedata


def literal_words(text: str) -> list[str]:
    """The definition of a text's words, transcribed."""
    text = unicodedata.normalize("NFKC", text).casefold()
    hyphen = "[-\u00ad\u058a\u1806\u2010\u2011]"
    line_break = "(?:(?:\r\n|[\n\r\v\x85\u2028\u2029])\f?|\f)"
    apostrophe = "['\u2018\u2019\u201b\u02bb\u02bc\u055a\uff07]"
    text = re.sub(f"{hyphen}(?:[ \t]*{line_break}[ \t]*)?|{apostrophe}", "", text)
    return "".join(each if each.isalnum() else " " for each in text).split()


def contains(words: list[str] | tuple[str, ...], sought: list[str]) -> bool:
    """Whether one list of words stands within another, the slow way."""
    return f" {' '.join(sought)} " in f" {' '.join(words)} "


def rewrapped(text: str, seed: int) -> str:
    """The same words in other typography: wrapped anew, hyphenated, with other quotation marks."""
    rng = random.Random(seed)
    typewriter = rng.random() < 0.5
    result = []
    for place, char in enumerate(text):
        before = text[place - 1] if place else " "
        if char.isspace():
            # A line break after a hyphen joins and a space does not, so there the text must stay.
            joins = re.search(r"[-\u2010\u2011\u00ad]\s*$", text[max(0, place - 4) : place])
            result.append(
                char if joins else rng.choice([char, " ", "\n", "\r\n", " \n  ", "\u00a0", "\t", "\n\n"])
            )
            continue
        if before.isascii() and before.isalpha() and char.isascii() and char.isalpha() and rng.random() < 0.1:
            result.append(
                rng.choice(["-\n", "-\r\n", "\u00ad", "\u00ad\n", "\u2010 \n  ", "-", "\u2019", "-\n\f"])
            )
        if typewriter:
            char = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2014": "--"}.get(
                char, char
            )
            char = char if char != "--" else "\u2013"
        if char.isascii() and char.isalpha() and rng.random() < 0.05:
            char = rng.choice([char.upper(), chr(ord(char) + 0xFEE0)])
        result.append(char)
    return "".join(result)


def invented_text(seed: int, words: int = 1500) -> str:
    """Prose-like nonsense with everything that pages do to it; every long span of it is unique."""
    rng = random.Random(seed)
    stock = [
        "river",
        "dam",
        "Baku-like",
        "the",
        "a",
        "of",
        "will",
        "not",
        "now",
        "minister\u2019s",
        "treaty",
        "co-chairs",
    ]
    stock += ["".join(rng.choices("abcdefghilmnoprstu", k=rng.randrange(2, 10))) for _ in range(300)]
    out = []
    for number in range(1, words + 1):
        word = rng.choice(stock)
        out.append(
            rng.choice([word, word, word.capitalize(), f"\u201c{word}\u201d", f"{word},", f"{word} \u2013"])
        )
        out.append("\n" if number % 14 == 0 else " ")
        if number % 90 == 0:
            out.append(rng.choice([".\n\n", ".\n\nRelated article: A Headline Somewhere\n\n"]))
        if number % 400 == 0:
            out.append("\n\nhttps://example.org/one-link\nhttps://example.org/two\n\n\n")
    return "".join(out)
