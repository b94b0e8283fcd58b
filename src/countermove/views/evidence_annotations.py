"""What sealing, unsealing, exporting and importing quotes did, in words and as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from countermove import __version__
from countermove.conflict.annotating import Imported
from countermove.evidence.quotes.annotations import Annotation
from countermove.provenance import Checked
from countermove.views.checking import diff_words
from countermove.views.words import count, join, number

__all__ = [
    "SHORT",
    "export_sentences",
    "import_data",
    "import_lines",
    "seal_sentences",
    "unseal_sentences",
]

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
            f"{count(len(short), 'quote').capitalize()} of fewer than {SHORT} words can be guessed and a "
            f"guess confirmed, on {_lines(short)}: quote more words before you seal."
        )
    if failing:
        wrong = len({each.quote for each in failing})  # one may fail in several renditions
        said.append(
            f"{count(wrong, 'quote').capitalize()} did not verify before being sealed; see them with: "
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
            f"{count(len(lines), 'quote').capitalize()} of {source} {'stays' if len(lines) == 1 else 'stay'} "
            f"sealed, on {_lines(lines)}: the words stand in no document at hand; give it with "
            f"--source {source}=PATH"
        )
    return said + _others(files, "unseal")


# ---------------------------------------------------------------- annotations
_WHY = {
    "failing": "not added: a document at hand does not bear it out",
    "no-source": "not added: its document is not at hand; give it with --source, or name it with --as",
    "no-words": "not added: it gives neither words nor a place in a document at hand",
}


def export_sentences(annotations: Sequence[Annotation]) -> list[str]:
    """Say how many quotes were exported, and how many of them without a place in a document."""
    placed = sum(any(target.span for target in each.targets) for each in annotations)
    said = [f"{count(len(annotations), 'quote').capitalize()} exported."]
    if placed < len(annotations):
        many = count(len(annotations) - placed, "quote").capitalize()
        said.append(f"{many} without a place: the words stand in no document at hand; give it with --source.")
    return said


def import_data(
    imported: Sequence[Imported], labels: Sequence[str | None], model: str, *, added: int
) -> dict[str, Any]:
    """Return the JSON of ``evidence import``; a label is that of the claim that now has the quote."""
    return {
        "version": __version__,
        "written": model,
        "added": added,
        "annotations": [
            {
                "text": each.annotation.text,
                "quote": each.text,
                "source": each.source,
                "statuses": {name: str(status) for name, status in each.statuses.items()},
                "outcome": each.outcome,
                "claim": label,
                "nearest": {
                    name: {
                        "line": finding.nearest.place.line,
                        "start": finding.nearest.place.start,
                        "end": finding.nearest.place.end,
                        "differences": diff_words(finding.nearest.differences),
                    }
                    for name, finding in each.findings.items()
                    if finding.nearest is not None
                },
            }
            for each, label in zip(imported, labels, strict=True)
        ],
    }


def import_lines(
    imported: Sequence[Imported], labels: Sequence[str | None], added: int, output: str
) -> list[str]:
    """Say what became of each annotation, those not added first, with the passages nearest to them."""
    lines = []
    for each, label in sorted(zip(imported, labels, strict=True), key=lambda pair: pair[1] is not None):
        statuses = join(
            f"{status} in {name}" if name else str(status) for name, status in each.statuses.items()
        )
        words = f"“{_short(each.text)}”" if each.text is not None else "a sealed quote"
        where = f" of {each.source}" if each.source else ""
        what = f"claims.{label}" if label is not None else _WHY[each.outcome]
        lines.append(f"{words}{where}: {statuses or 'not looked up'}; {what}")
        lines += [] if label is not None else _nearest_lines(each)
    there = sum(label is not None for label in labels) - added
    already = f", {number(there)} there already" if there else ""
    left = Counter(label is None for label in labels)[True]
    more = f", {number(left)} not added" if left else ""
    return [*lines, f"{count(added, 'quote').capitalize()} added to {output}{already}{more}."]


def _nearest_lines(imported: Imported) -> list[str]:
    return [
        f"    the nearest passage in {name}, on line {finding.nearest.place.line}: "
        + diff_words(finding.nearest.differences)
        for name, finding in imported.findings.items()
        if finding.nearest is not None
    ]


def _short(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else text[: longest - 3].rstrip() + "..."
