"""``evidence works`` and ``evidence compare``: which documents are one work, and what differs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.common import (
    AsJson,
    Sources,
    open_conflict,
    out,
    paragraphs,
    print_json,
    progress_shown,
    title,
)
from countermove.cli.evidence.asked import Desk, DocumentName, document_asked, works_asked
from countermove.errors import EvidenceError, UsageError
from countermove.evidence import read_document
from countermove.evidence.documents.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from countermove.evidence.works.grouping import Grouping

__all__ = ["COMMANDS", "compare", "works"]

Files = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE", help="Documents; those of the desk by default.")
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="MODEL", help="The documents of this model's sources instead."),
]
All = Annotated[bool, typer.Option("--all", help="Show also what both documents say in the same words.")]


def compare(
    first: DocumentName,
    second: DocumentName,
    everything: All = False,
    desk: Desk = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove evidence compare article.html article.pdf

    Say whether two documents are one work, what stands in one only, and every word that differs.
    """
    from countermove.evidence.works.relation import relation
    from countermove.views.evidence_works import (
        compare_data,
        differing_lines,
        only_lines,
        relation_sentences,
        same_lines,
        short_names,
        stretch_lines,
    )

    found = relation(document_asked(first, desk), document_asked(second, desk))
    if as_json:
        print_json(compare_data(first, second, found))
        return 0 if found.joins else 1
    console = out()

    def section(heading: str, lines: Iterable[str]) -> None:
        listed = list(lines)
        if listed:
            console.print()
            title(console, heading)
            paragraphs(console, listed, indent=2, hanging=2)

    files = [each for each in (first, second) if Path(each).is_file()]
    shown = {first: first, second: second, **(short_names(files) if files else {})}
    a_name, b_name = shown[first], shown[second]
    paragraphs(console, relation_sentences(a_name, b_name, found))
    section("In both", stretch_lines(found))
    if found.alignment is not None:
        a, b = f"[-{a_name}-]", f"{{+{b_name}+}}"
        section(f"Different: {a} {b}", differing_lines(found.alignment.changed))
        section(f"Only in {a_name}", only_lines(found.alignment.only_a))
        section(f"Only in {b_name}", only_lines(found.alignment.only_b))
        if everything:
            section("The same in both", same_lines(found.alignment.same))
    return 0 if found.joins else 1


def works(
    files: Files = None,
    model: Model = None,
    source: Sources = None,
    desk: Desk = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove evidence works *.html *.txt

    Sort documents into works, and say what several works carry word for word: that is one voice.
    """
    from countermove.evidence.works.grouping import find_works
    from countermove.evidence.works.reuse import reuse
    from countermove.views.evidence_works import reuse_lines, short_names, works_data, works_sentences

    if files and (model or source or desk):
        raise UsageError("files, or '--model', '--source' and '--desk': give the one or the other")
    asked = _asked(files) if files else works_asked(model, source, desk)
    if not asked:
        raise EvidenceError(_no_documents(str(model)))
    home = [(work.id, f"{work.id}/{each}" if each else work.id) for work in asked for each in work.documents]
    with progress_shown(0, "comparing"):
        grouping = find_works([document for work in asked for document in work.documents.values()])
        if files:
            home = [(home[_first(grouping, number)][0], name) for number, (_, name) in enumerate(home)]
            asked = [asked[work[0]] for work in grouping.works]
        found = reuse(asked)
    if as_json:
        print_json(works_data(home, grouping, found))
        return 0
    console = out()
    shown = short_names(map(str, files)) if files else {}
    paragraphs(console, works_sentences(home, grouping, shown), hanging=2)
    paragraphs(console, reuse_lines(found, shown), hanging=2)
    return 0


def _asked(files: list[Path]) -> Sequence[Work]:
    """Read files, each of which is a work for now."""
    return [Work(name, {"": read_document(Path(name))}) for name in dict.fromkeys(map(str, files))]


def _no_documents(model: str) -> str:
    """Say how to give the documents of a model of which none is at hand."""
    sources = open_conflict(model).model.sources
    if not sources:
        return f"{model} names no sources; list documents under 'sources', or name files"
    return f"no document of {model} is on this machine; give them with --source {next(iter(sources))}=PATH"


def _first(grouping: Grouping, number: int) -> int:
    """Return the first document of the work that a document belongs to."""
    return next(work[0] for work in grouping.works if number in work)


COMMANDS = (works, compare)
