"""What sealing, unsealing, exporting and importing quotes did, in words and as data."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.provenance import Checked
from countermove.views.words import count, join

__all__ = ["SHORT", "seal_sentences", "unseal_sentences"]

SHORT = 8
"""A sealed quote of fewer words can be guessed by whoever knows what it is about."""


def _lines(lines: Sequence[int]) -> str:
    """Say on which lines something stands, the first few of them."""
    shown = [str(line) for line in lines[:8]]
    more = [f"{len(lines) - 8} more"] if len(lines) > 8 else []
    return f"{'line' if len(lines) == 1 else 'lines'} {join([*shown, *more])}"


def _others(files: Sequence[str], command: str) -> list[str]:
    return [f"The quotes in {file} stay as they are: countermove evidence {command} {file}" for file in files]


def seal_sentences(
    model: str, sealed: Sequence[tuple[int, int]], failing: Sequence[Checked], files: Sequence[str]
) -> list[str]:
    """Say what was sealed, and of what the analyst should know.

    Parameters
    ----------
    model : str
        Its name.
    sealed : sequence of tuple of int
        For each quote its line in the model as it was, and the number of its words.
    failing : sequence of Checked
        What the documents at hand do not bear out.
    files : sequence of str
        Further files that have open quotes.
    """
    said = [f"{model}: {count(len(sealed), 'quote')} sealed."]
    short = [line for line, words in sealed if words < SHORT]
    if short:
        said.append(
            f"{count(len(short), 'quote')} of fewer than {SHORT} words can be guessed and a guess confirmed, "
            f"on {_lines(short)}: quote more words before you seal."
        )
    if failing:
        said.append(
            f"{count(len(failing), 'quote')} did not verify before being sealed; see them with: "
            f"countermove check {model}"
        )
    return said + _others(files, "seal")


def unseal_sentences(
    model: str, opened: int, closed: Sequence[tuple[int, str]], files: Sequence[str]
) -> list[str]:
    """Say what was opened, and which quotes stay sealed: their lines and sources."""
    said = [f"{model}: {count(opened, 'quote')} opened."]
    for source in dict.fromkeys(source for _, source in closed):
        lines = [line for line, label in closed if label == source]
        said.append(
            f"{count(len(lines), 'quote')} of {source} {'stays' if len(lines) == 1 else 'stay'} sealed, on "
            f"{_lines(lines)}: the words stand in no document at hand; give it with --source {source}=PATH"
        )
    return said + _others(files, "unseal")
