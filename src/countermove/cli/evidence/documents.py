"""``evidence add``, ``list`` and ``show``: documents onto the desk, and what they say."""

from __future__ import annotations

import shlex
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from countermove.cli.common import (
    AsJson,
    out,
    paragraphs,
    print_json,
    progress_shown,
    table,
    title,
)
from countermove.cli.evidence.asked import Desk, DocumentName, document_asked, opened_desk
from countermove.errors import EvidenceError, LimitError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.evidence import About, Document, Entry
    from countermove.evidence import Desk as OpenDesk
    from countermove.evidence.desk.filing import Filed

__all__ = ["COMMANDS"]

MANY = 20
"""From so many files on, each gets one line."""
NARROW = 90
"""On fewer columns the list leaves out when each was added and its hash; the JSON has them."""

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="Texts, saved pages (HTML) and PDFs.")]
WorkLabel = Annotated[
    str | None, typer.Option("--work", metavar="ID", help="The work they are renditions of, new or not.")
]
RenditionLabel = Annotated[
    str | None, typer.Option("--rendition", metavar="NAME", help="What to call the one file in its work.")
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="The text's encoding, such as windows-1252.")
]
TitleOf = Annotated[str, typer.Option("--title", help="The work's title.")]
AuthorOf = Annotated[str, typer.Option("--author", help="Who wrote it.")]
PublisherOf = Annotated[str, typer.Option("--publisher", help="Who published it.")]
PublishedOn = Annotated[
    str, typer.Option("--published", metavar="DATE", help="When: 2020, 2020-10 or 2020-10-14.")
]
OnlyFurniture = Annotated[bool, typer.Option("--furniture", help="Show only what is taken for furniture.")]


def add(
    files: Files,
    work: WorkLabel = None,
    rendition: RenditionLabel = None,
    encoding: Encoding = None,
    work_title: TitleOf = "",
    author: AuthorOf = "",
    publisher: PublisherOf = "",
    published: PublishedOn = "",
    desk: Desk = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove evidence add article.html article.pdf

    Put documents on the desk: the whole text of each, with what is taken for furniture of the page marked.
    """
    from countermove.evidence import About, read_document
    from countermove.evidence import Desk as OpenedDesk
    from countermove.evidence.desk.desk import DEFAULT
    from countermove.evidence.desk.filing import Filing
    from countermove.views.evidence_documents import filed_data, printable

    if rendition and len(files) > 1:
        raise UsageError("'--rendition' names one file; give one, or leave it out")
    about = About(work_title, author, publisher, _date(published))
    filing = Filing(OpenedDesk.open(desk or Path(DEFAULT)))
    console = out()
    filed: list[Filed] = []
    failed: list[tuple[Path, EvidenceError | LimitError]] = []
    with progress_shown(0, "reading") as progress:
        for number, path in enumerate(dict.fromkeys(files), start=1):
            try:
                document = read_document(path, encoding)
                known = _known(about, document.about)
                before = filing.desk.by_hash().get(document.sha256)
                filed.append(filing.add(replace(document, about=known), work, rendition))
                _carry_decisions(filing.desk, before, filed[-1].entry)
            except (EvidenceError, LimitError) as error:
                if len(files) == 1 and not as_json:
                    raise
                failed.append((path, error))
                print(printable(str(error)), file=sys.stderr)
            else:
                if not as_json:
                    _show_filed(console, filed[-1], before, short=len(files) >= MANY)
            if progress is not None:
                progress(number, len(files))
    if as_json:
        print_json(
            {
                "desk": str(filing.desk.path),
                "added": [filed_data(each) for each in filed],
                "failed": [{"file": str(path), "why": str(error)} for path, error in failed],
            }
        )
    elif filed:
        _show_next(console, filed, desk)
    return max((error.exit_code for _, error in failed), default=0)


def _carry_decisions(desk: OpenDesk, before: Entry | None, entry: Entry) -> None:
    """Let what was decided about suggestions go along with a document that is moved to another work."""
    from countermove.evidence.suggesting.decisions import decisions, keep

    if before is None or before.work == entry.work:
        return
    there = decisions(desk, entry.work)
    if brought := [each for each in decisions(desk, before.work).values() if each.id not in there]:
        keep(desk, entry.work, brought)


def _known(told: About, read: About) -> About:
    """Put what the user says of a work before what the file says."""
    from countermove.evidence.desk.desk import merged_about

    return merged_about([told, read])


def _date(published: str) -> str:
    """Check a date as ``--published`` takes it."""
    from countermove.evidence.telling.when import dated

    if published and not dated(published):
        raise UsageError(
            f"'--published {published[:40]}' is no date; write it as 2020, 2020-10 or 2020-10-14"
        )
    return published


def _show_filed(console: Console, filed: Filed, before: Entry | None, short: bool) -> None:
    from countermove.views.evidence_documents import (
        document_line,
        filed_sentences,
        furniture_lines,
        pages_without_text,
        printable,
    )
    from countermove.views.words import join

    heading = f"{printable(filed.document.name)}: {document_line(filed.document)}"
    sentences = filed_sentences(filed)
    if short:
        paragraphs(console, [f"{heading}. {sentences[0]}"], hanging=2)
        return
    title(console, heading)
    if before is not None and before.name != filed.entry.name:
        sentences.append(f"It was {before.name} until now.")
    for line in sentences:
        paragraphs(console, [line], indent=2, hanging=2 if line.startswith("- ") else 0)
    if filed.again:
        return
    if empty := pages_without_text(filed.document):
        pages = f"page {empty[0]} has" if len(empty) == 1 else f"pages {join(map(str, empty))} have"
        paragraphs(console, [f"Beware: {pages} no text, and may be scanned."], indent=2)
    lines = furniture_lines(filed.document)
    if lines:
        paragraphs(console, ["Taken for furniture of the page, marked and kept:"], indent=2)
        paragraphs(console, lines, indent=4, hanging=2)


def _show_next(console: Console, filed: list[Filed], desk: Path | None) -> None:
    from countermove.views.evidence_documents import count_figures

    where = ["--desk", str(desk)] if desk is not None else []
    new = sum(not each.again for each in filed)
    works = len({each.entry.work for each in filed})
    if len(filed) > 1:
        console.print()
        said = f"{count_figures(new, 'document')} added; {count_figures(works, 'work')} in all of these."
        paragraphs(console, [said])
    name = filed[0].entry.name
    following = shlex.join(["countermove", "evidence", "show", name, *where])
    paragraphs(console, [f"Next: {following}"], style="dim")


def list_documents(desk: Desk = None, as_json: AsJson = False) -> int:
    """Example: countermove evidence list

    List the works on the desk with their renditions, dates, sizes and hashes.
    """
    from countermove.views.evidence_documents import FORMATS, count_figures, list_data, printable, size_words

    opened = opened_desk(desk)
    if as_json:
        print_json(list_data(opened))
        return 0
    console = out()
    if not opened.entries:
        at = f" --desk {shlex.quote(str(desk))}" if desk is not None else ""
        paragraphs(console, [f"The desk is empty. Begin with: countermove evidence add FILE{at}"])
        return 0
    works = len({each.work for each in opened.entries})
    documents = count_figures(len(opened.entries), "document")
    title(console, f"{count_figures(works, 'work')}, {documents} on the desk {printable(str(opened.path))}")
    shown = table(
        "document", "format", "words", "pages", "size", "published", "added", "SHA-256",
        justify={"words": "right", "pages": "right", "size": "right"},
    )  # fmt: skip
    shown.columns[0].overflow = "fold"  # a name is typed again
    if console.width < NARROW:
        del shown.columns[-2:]
    for each in opened.entries:
        record = each.record
        shown.add_row(
            each.name,
            FORMATS[record.format],
            f"{record.words:,}",
            f"{len(record.pages):,}" if record.pages else "",
            size_words(record.bytes),
            record.published,
            *([record.added, record.sha256[:12]] if console.width >= NARROW else []),
        )
    console.print(shown)
    return 0


list_documents.__name__ = "list"


def show(
    document: DocumentName, furniture: OnlyFurniture = False, desk: Desk = None, as_json: AsJson = False
) -> int:
    """Example: countermove evidence show article/web

    Show a document's whole text, its passages numbered, with furniture of the page dimmed and named.
    """
    from countermove.views.evidence_documents import passage_data

    read = document_asked(document, desk)
    passages = [
        (number, each)
        for number, each in enumerate(read.passages, start=1)
        if each.furniture or not furniture
    ]
    if as_json:
        print_json(passage_data(read, passages, document))
        return 0
    _show_document(out(), read, [number for number, _ in passages], document)
    return 0


def _show_document(console: Console, document: Document, numbers: list[int], name: str) -> None:
    from countermove.views.evidence_documents import document_line, printable, shown_text

    title(console, f"{printable(name)}: {document_line(document)}")
    about = document.about
    known = [each for each in (about.title, about.author, about.publisher, about.published) if each]
    paragraphs(console, [printable("; ".join(known))] if known else [], style="dim")
    width = len(str(len(document.passages)))
    page = None
    for number in numbers:
        passage = document.passages[number - 1]
        if passage.page != page:
            page = passage.page
            console.print(Text(f"{' ' * width}  page {page}", style="bold"))
        said = shown_text(document, passage.start, passage.end)
        marked = f"[{passage.furniture}] {said}" if passage.furniture else said
        filled = textwrap.fill(
            marked,
            console.width,
            initial_indent=f"{number:>{width}}  ",
            subsequent_indent=" " * (width + 2),
            break_on_hyphens=False,
        )
        console.print(Text(filled, style="dim" if passage.furniture else ""))
    if not numbers:
        paragraphs(console, ["Nothing in it is taken for furniture of the page."])


COMMANDS = (add, list_documents, show)
