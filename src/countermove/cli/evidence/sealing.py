"""``evidence seal`` and ``evidence unseal``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.common import ModelName, Sources, open_conflict, out, paragraphs, sources_given
from countermove.cli.evidence.asked import Desk, desk_given
from countermove.errors import EvidenceError, UsageError
from countermove.files import write_whole

if TYPE_CHECKING:
    from countermove.conflict import Conflict
    from countermove.model.editing import Edit
    from countermove.model.quotes import QuoteAt

__all__ = ["COMMANDS", "Output", "edited_model", "model_text_of", "seal", "unseal", "write_model"]

Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Where to write the model; it is printed without."),
]


def seal(model: ModelName, source: Sources = None, desk: Desk = None, output: Output = None) -> int:
    """Example: countermove evidence seal dispute.yaml --output sealed.yaml

    Put the number and the hash of its words in place of each open quote; the rest of the file stays.

    With the documents at hand (--source, --desk) it also says which quotes do not verify: once they are
    sealed nobody sees what was quoted.
    """
    from countermove.evidence import seal as seal_of
    from countermove.model.quotes import quotes_in, sealing
    from countermove.views.evidence_annotations import seal_sentences

    conflict = open_conflict(model)
    text = model_text_of(model, conflict)
    opened = [each for each in quotes_in(text, model) if each.text is not None]
    sealed = [seal_of(each.text or "") for each in opened]
    failing = conflict.evidence(sources_given(source), desk_given(model, desk)).failing
    edits = sealing((each, made.words, made.sha256) for each, made in zip(opened, sealed, strict=True))
    write_model(edited_model(text, edits, model, conflict), output)
    lines = [(each.line, words.words) for each, words in zip(opened, sealed, strict=True)]
    _say(seal_sentences(model, lines, failing, _elsewhere(conflict, sealed=False)), output)
    return EvidenceError.exit_code if failing else 0


def unseal(model: ModelName, source: Sources = None, desk: Desk = None, output: Output = None) -> int:
    """Example: countermove evidence unseal sealed.yaml --source letter=letter.txt --output open.yaml

    Put the words of the documents at hand in place of the seals; the rest of the file stays.

    Each text is as the document has it, and its words have the hash of the seal. Quotes whose words stand in
    no document at hand stay sealed, and the exit code is then 4.
    """
    from countermove.model.quotes import opening, quotes_in
    from countermove.views.evidence_annotations import unseal_sentences

    conflict = open_conflict(model)
    text = model_text_of(model, conflict)
    sealed = [each for each in quotes_in(text, model) if each.text is None and each.seal is not None]
    found = _words_of(conflict, sealed, source, desk_given(model, desk))
    edits = opening((each, found[each.path]) for each in sealed if each.path in found)
    write_model(edited_model(text, edits, model, conflict), output)
    closed = [(each.line, each.source) for each in sealed if each.path not in found]
    _say(unseal_sentences(model, len(found), closed, _elsewhere(conflict, sealed=True)), output)
    return EvidenceError.exit_code if closed else 0


def _words_of(
    conflict: Conflict, sealed: Sequence[QuoteAt], source: list[str] | None, desk: Path | None
) -> dict[tuple[str | int, ...], str]:
    """Return the text of each sealed quote that stands in a document at hand, by its path."""
    from countermove.evidence import Seal
    from countermove.evidence.quotes.quoted import quoted_text

    sources = conflict.evidence(sources_given(source), desk).sources
    found: dict[tuple[str | int, ...], str] = {}
    for label, at_hand in sources.items():
        quotes = [each for each in sealed if each.source == label and each.seal is not None]
        seals = [Seal(*each.seal) for each in quotes if each.seal is not None]
        documents = [each.document for each in at_hand.renditions]
        for quote, rows in zip(quotes, at_hand.check_all(seals), strict=True):
            for document, row in zip(documents, rows, strict=False):
                if document is not None and row.finding is not None and row.finding.places:
                    found.setdefault(quote.path, quoted_text(document, row.finding))
    return found


def _elsewhere(conflict: Conflict, *, sealed: bool) -> list[str]:
    """Return the files of a model's layers that have quotes, open or sealed, which this text has not."""
    from countermove.evidence.quotes.source import inside
    from countermove.model.editing import model_text
    from countermove.model.quotes import quotes_in

    files = dict.fromkeys(layer.model.file for layer in conflict.model.layers)
    if conflict.folder is None:
        return []
    texts = {file: model_text(inside(conflict.folder, file)) for file in files if file != conflict.model.file}
    return [
        file
        for file, text in texts.items()
        if any((each.text is None) == sealed for each in quotes_in(text.removeprefix("\ufeff"), file))
    ]


def _say(sentences: Sequence[str], output: Path | None) -> None:
    """Say what was done: beside the model that is printed, or in its place."""
    if output is not None and str(output) != "-":
        paragraphs(out(), sentences)
    else:
        for each in sentences:
            print(each, file=sys.stderr)


# ---------------------------------------------------------------- the model's text
def model_text_of(model: str, conflict: Conflict) -> str:
    """Return the text of a model that was loaded, with its line ends and its byte order mark."""
    from countermove.cases import case_path
    from countermove.model.editing import model_text

    path = Path(model) if Path(model).is_file() else case_path(model)
    if model == "-" or path is None:
        return conflict.text or ""
    return model_text(path)


def edited_model(text: str, edits: Sequence[Edit], model: str, conflict: Conflict) -> str:
    """Edit a model's text, and see that it still loads.

    Raises
    ------
    ModelError
        When the edits leave a text that is no valid model.
    """
    from countermove.loading import loads
    from countermove.model.editing import edited

    new = edited(text, edits, model)
    if edits:
        loads(new.removeprefix("\ufeff"), f"{model} as edited", conflict.folder)
    return new


def write_model(text: str, output: Path | None) -> None:
    """Write a model's text to a file, or print it.

    Raises
    ------
    UsageError
        When the file cannot be written.
    """
    if output is None or str(output) == "-":
        sys.stdout.write(text)
        return
    if output.is_dir():
        raise UsageError(f"'{output}' is a folder; name a file in it")
    write_whole(output, text, follow=True)


COMMANDS = (seal, unseal)
