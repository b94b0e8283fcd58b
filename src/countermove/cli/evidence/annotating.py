"""``evidence export`` and ``evidence import``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from countermove.cli.common import (
    AsJson,
    ModelName,
    Sources,
    open_conflict,
    out,
    paragraphs,
    print_json,
    sources_given,
)
from countermove.cli.evidence.asked import Desk, desk_given
from countermove.cli.evidence.sealing import edited_model, model_text_of, write_model
from countermove.errors import EvidenceError, LimitError, UsageError, suggest

__all__ = ["COMMANDS", "export", "import_"]

Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Where to write the annotations; they are printed without."
    ),
]
Written = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Where to write the model, in place of MODEL itself."
    ),
]
WithWords = Annotated[bool, typer.Option("--with-words", help="Give the words of sealed quotes too.")]
Into = Annotated[str, typer.Option("--into", metavar="MODEL", help="The model that the quotes are added to.")]
About = Annotated[
    str | None, typer.Option("--as", metavar="SOURCE", help="The model's source that all of them are about.")
]
Sealed = Annotated[bool, typer.Option("--sealed", help="Write seals in place of the words.")]
Everything = Annotated[
    bool, typer.Option("--all", help="Add also what does not verify; 'countermove check' then fails.")
]


def export(
    model: ModelName,
    source: Sources = None,
    desk: Desk = None,
    with_words: WithWords = False,
    output: Output = None,
) -> int:
    """Example: countermove evidence export dispute.yaml --source letter=letter.txt --output quotes.jsonld

    Write the quotes as W3C Web Annotations in JSON-LD: the claim as the body, the place as the target.

    Sealed quotes go without words, and without what stands around them, unless --with-words is given.
    """
    from countermove.conflict.annotating import annotations_of
    from countermove.evidence.quotes.annotations import collection
    from countermove.views.evidence_annotations import export_sentences

    conflict = open_conflict(model)
    evidence = conflict.evidence(sources_given(source), desk_given(model, desk))
    annotations = annotations_of(evidence, with_words=with_words)
    text = json.dumps(collection(conflict.title, annotations), ensure_ascii=False, indent=2) + "\n"
    write_model(text, output)
    for each in export_sentences(annotations):
        print(each, file=sys.stderr)
    return 0


def import_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Annotations in JSON-LD, or - for standard input.")
    ],
    into: Into,
    source: Sources = None,
    desk: Desk = None,
    about: About = None,
    everything: Everything = False,
    sealed: Sealed = False,
    output: Written = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove evidence import quotes.jsonld --into dispute.yaml --source letter=letter.txt

    Add the quotes of W3C Web Annotations to a model as claims, those that verify in the documents at hand.

    Each is looked up in its source, and its status is shown. Whatever does not verify is left out, and the
    exit code is then 4; with --all it is added all the same, and 'countermove check' fails on it.
    """
    from countermove.conflict.annotating import held_against
    from countermove.conflict.claiming import claims_of
    from countermove.evidence.quotes.annotations import read_annotations
    from countermove.model.editing import parsed
    from countermove.views.evidence_annotations import import_data, import_lines

    annotations = read_annotations(_read(file))
    target = output or Path(into)
    if output is None and not target.is_file():
        raise UsageError(
            f"'{into}' is no file to add to; name a model file, or say where to write with --output"
        )
    conflict = open_conflict(into)
    if about is not None and about not in conflict.model.sources:
        raise UsageError(f"no source '{about}'; {suggest(about, conflict.model.sources, what='sources')}")
    sources = conflict.evidence(sources_given(source), desk_given(into, desk)).sources
    imported = held_against(sources, annotations, about)
    wanted = [
        each
        for each in imported
        if each.outcome == "verified" or (everything and each.source and each.statuses)
    ]
    text = model_text_of(into, conflict)
    claims = parsed(text.removeprefix("\ufeff"), into).get("claims")
    edits, added, found = claims_of(conflict.model, claims, wanted, sealed=sealed)
    if edits or output is not None:
        write_model(edited_model(text, edits, into, conflict), target)
    labelled = dict(zip(map(id, wanted), found, strict=True))
    labels = [labelled.get(id(each)) for each in imported]
    if as_json:
        print_json(import_data(imported, labels, str(target), added=added))
    elif str(target) != "-":
        paragraphs(out(), import_lines(imported, labels, added, str(target)), hanging=2)
    else:
        for line in import_lines(imported, labels, added, "the model"):
            print(line, file=sys.stderr)
    return 0 if all(each.outcome == "verified" for each in imported) else EvidenceError.exit_code


def _read(file: str) -> str:
    """Read a file of annotations, no longer than may be read."""
    from countermove.evidence.quotes.annotations import MAX_CHARACTERS

    try:
        if file == "-":
            raw = sys.stdin.buffer.read(4 * MAX_CHARACTERS + 1)
        else:
            with Path(file).open("rb") as stream:
                raw = stream.read(4 * MAX_CHARACTERS + 1)
    except OSError as error:
        raise UsageError(f"'{file}' cannot be read: {error.strerror}; name a file of annotations") from None
    if len(raw) > 4 * MAX_CHARACTERS:
        raise LimitError(
            f"'{file}' has more than {4 * MAX_CHARACTERS:,} bytes; export fewer annotations at a time"
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise EvidenceError(
            f"'{file}' is not text in UTF-8; export the annotations again as JSON-LD"
        ) from None


import_.__name__ = "import"
COMMANDS = (export, import_)
