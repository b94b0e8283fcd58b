"""``evidence suggest``, ``accept`` and ``reject``: what to look at in a document, and what becomes of it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.common import AsJson, out, paragraphs, print_json, table, title
from countermove.cli.evidence.asked import Desk, DocumentName, opened_desk, work_asked
from countermove.cli.evidence.claiming import Chosen, write_claim
from countermove.errors import EvidenceError, UsageError
from countermove.errors import suggest as hint

if TYPE_CHECKING:
    from countermove.evidence import Desk as OpenDesk
    from countermove.evidence import Document, Work
    from countermove.evidence.suggesting import Suggestion
    from countermove.evidence.suggesting.decisions import Decided, Decision

__all__ = ["COMMANDS", "accept", "reject", "suggest"]

Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", help="actor, event, conditional, speech or option; repeat it. All by default."),
]
All = Annotated[bool, typer.Option("--all", help="Show also what was accepted or rejected before.")]
Published = Annotated[
    str,
    typer.Option("--published", metavar="DATE", help="When a file was published, for dates without year."),
]
Ids = Annotated[list[str], typer.Argument(metavar="ID", help="Ids as 'evidence suggest' shows them.")]
In = Annotated[
    str | None, typer.Option("--in", metavar="DOCUMENT", help="Whose suggestions; the whole desk by default.")
]
Analyst = Annotated[str, typer.Option("--analyst", help="Who decides.")]
Into = Annotated[
    Path | None,
    typer.Option("--into", metavar="MODEL", help="Write a claim with the quotes into this model."),
]
ClaimLabel = Annotated[
    str | None, typer.Option("--claim", metavar="LABEL", help="The claim; one that is there gets the quotes.")
]
ClaimText = Annotated[str, typer.Option("--text", help="What a new claim says, in your own words.")]
Sealed = Annotated[bool, typer.Option("--sealed", help="Write number and hash of the words, not the words.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the model here, not over the old."),
]


def suggest(
    document: DocumentName,
    kind: Kinds = None,
    all_of_them: All = False,
    published: Published = "",
    desk: Desk = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove evidence suggest article.txt --kind actor

    Suggest actors, dated events, conditionals, reported speech and option-like phrases of a document.
    """
    from countermove.evidence.suggesting.decisions import decisions
    from countermove.evidence.suggesting.measured import shipped
    from countermove.evidence.telling.when import when
    from countermove.views.evidence_suggestions import headline, suggestion_data

    kinds = _kinds(kind)
    if published and when(published) is None:
        raise UsageError(
            f"'--published {published[:40]}' is no date; write it as 2020, 2020-10 or 2020-10-14"
        )
    work = work_asked(document, desk)
    text = work.text
    found = _suggested(text, published or work.published, kinds)
    entries = opened_desk(desk)
    kept = entries.by_hash().get(text.sha256)
    decided = decisions(entries, kept.work) if kept is not None else {}
    shown = [each for each in found if all_of_them or each.id not in decided]
    if as_json:
        print_json(
            {
                "document": {
                    "name": text.name,
                    "sha256": text.sha256,
                    "work": kept.work if kept is not None else "",
                },
                "suggestions": [suggestion_data(text, each, decided.get(each.id)) for each in shown],
                "hidden": len(found) - len(shown),
                "measured": shipped(),
            }
        )
        return 0
    before = [decided[each.id] for each in found if each.id in decided]
    console = out()
    title(console, _named(document, text))
    paragraphs(console, [headline([each for each in found if each.id not in decided], before)])
    for each_kind in kinds:
        _show_kind(each_kind, text, [each for each in shown if each.kind == each_kind], decided)
    _show_measured(kinds)
    undecided = [each.id for each in found if each.id not in decided]
    if undecided and kept is not None:
        given = ["--desk", str(desk)] if desk is not None else []
        paragraphs(
            console,
            [f"Next: {shlex.join(['countermove', 'evidence', 'accept', undecided[0], *given])}"],
            style="dim",
        )
    elif undecided:
        paragraphs(
            console,
            [f"Next, to accept or reject: {shlex.join(['countermove', 'evidence', 'add', document])}"],
            style="dim",
        )
    return 0


def accept(
    ids: Ids,
    into: Into = None,
    claim: ClaimLabel = None,
    text: ClaimText = "",
    sealed: Sealed = False,
    output: Output = None,
    document: In = None,
    analyst: Analyst = "",
    desk: Desk = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove evidence accept 3f1e96 --into water.yaml --claim dry --text "It is dry."

    Accept suggestions; with --into their quotes go into a claim of a model.
    """
    if (into is None) != (claim is None):
        given, missing = ("--claim", "--into MODEL") if into is None else ("--into", "--claim LABEL")
        raise UsageError(f"'{given}' needs '{missing}' beside it; give both, or neither")
    if into is None and (text or sealed or output):
        raise UsageError("'--text', '--sealed' and '--output' are about a claim; give --into and --claim too")
    return _decide(ids, "accepted", document, analyst, desk, as_json, into, claim, text, sealed, output)


def reject(
    ids: Ids,
    document: In = None,
    analyst: Analyst = "",
    desk: Desk = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove evidence reject 3f1e966efc

    Reject suggestions, which are then not shown again.
    """
    return _decide(ids, "rejected", document, analyst, desk, as_json)


def _kinds(asked: list[str] | None) -> list[str]:
    from countermove.evidence.suggesting import KINDS

    for each in asked or ():
        if each not in KINDS:
            raise UsageError(f"'--kind {each}' is no kind of suggestion; {hint(each, KINDS, what='kinds')}")
    return [each for each in KINDS if not asked or each in asked]


def _suggested(document: Document, published: str, kinds: Sequence[str]) -> list[Suggestion]:
    from countermove.evidence.suggesting import suggest as find

    return find(document, published, kinds)


def _named(asked: str, text: Document) -> str:
    from countermove.views.evidence_documents import printable

    return printable(asked if text.name in asked else f"{asked} ({text.name})")


def _show_kind(kind: str, text: Document, shown: list[Suggestion], decided: dict[str, Decision]) -> None:
    from countermove.views.evidence_suggestions import HEADINGS, decision_words, suggestion_lines

    if not shown:
        return
    console = out()
    console.print()
    title(console, f"{HEADINGS[kind]} ({len(shown)})")
    for each in shown:
        line, below = suggestion_lines(text, each)
        if each.id in decided:
            below.append(decision_words(decided[each.id]))
        paragraphs(console, [f"{each.id}  {line}"], indent=2, hanging=12)
        paragraphs(console, below, indent=14, style="dim")


def _show_measured(kinds: Sequence[str]) -> None:
    from countermove.evidence.suggesting.measured import shipped
    from countermove.views.evidence_suggestions import measured_rows, measured_sentences

    console = out()
    console.print()
    paragraphs(console, measured_sentences(), style="dim")
    columns = ("Kind", "Held-out: recall", "precision", "Article: recall", "precision")
    rows = table(*columns)
    for row in measured_rows(shipped(), kinds):
        rows.add_row(*row)
    console.print(rows)


# ---------------------------------------------------------------- decisions
def _decide(
    ids: list[str],
    decision: Decided,
    document: str | None,
    analyst: str,
    desk: Path | None,
    as_json: bool,
    into: Path | None = None,
    claim: str | None = None,
    text: str = "",
    sealed: bool = False,
    output: Path | None = None,
) -> int:
    from countermove.evidence.suggesting.decisions import Decision, decisions, keep
    from countermove.views.evidence_suggestions import suggestion_data, suggestion_lines

    entries = opened_desk(desk)
    chosen = _chosen(entries, dict.fromkeys(ids), document)
    works = list(dict.fromkeys(each.work.id for each in chosen))
    for work in works:
        decisions(entries, work)  # before anything is written: they may be damaged
    authors = False
    if into is not None and claim is not None:
        authors = write_claim(chosen, into, claim, text, sealed, analyst, output)
    target = output or into
    made = [
        Decision(
            id=each.suggestion.id,
            kind=each.suggestion.kind,
            quote=each.suggestion.quote,
            decision=decision,
            date=date.today().isoformat(),
            analyst=analyst,
            claim=claim or "",
            model=target.name if target is not None else "",
        )
        for each in chosen
    ]
    for work in works:
        keep(entries, work, [one for each, one in zip(chosen, made, strict=True) if each.work.id == work])
    if as_json:
        print_json(
            [
                suggestion_data(each.document, each.suggestion, one)
                for each, one in zip(chosen, made, strict=True)
            ]
        )
        return 0
    console = out()
    for each in chosen:
        line, _ = suggestion_lines(each.document, each.suggestion)
        paragraphs(console, [f"{decision}: {line}"], hanging=2)
    if target is not None:
        print(
            f"The claim '{claim}' is in {target}; write it under the 'because' of what rests on it.",
            file=sys.stderr,
        )
    if authors:
        print("It is the author's own word; if it is somebody else's, add 'said_by' to it.", file=sys.stderr)
    return 0


def _chosen(entries: OpenDesk, ids: dict[str, None], document: str | None) -> list[Chosen]:
    """Find suggestions by their ids, or by how these begin."""
    if not entries.entries:
        raise EvidenceError("the desk has no documents; begin with: countermove evidence add FILE")
    labels = (
        [entries.entry(document).work] if document else dict.fromkeys(each.work for each in entries.entries)
    )
    found: dict[str, list[Chosen]] = {each: [] for each in ids}
    for label in labels:
        work = entries.work(label)
        for each in _of_all_renditions(work):
            for asked in ids:
                if asked and each.suggestion.id.startswith(asked.lower()):
                    found[asked].append(each)
    for asked, those in found.items():
        where = document or "WORK"
        if not those:
            raise UsageError(
                f"nothing on the desk is suggested as '{asked}'; see: countermove evidence suggest {where}"
            )
        if len(those) > 1:
            several = ", ".join(f"{each.suggestion.id} in {each.work.id}" for each in those[:4])
            raise UsageError(
                f"'{asked}' is not one suggestion ({several}); write the whole id, and --in WORK"
            )
    return list({(each.work.id, each.suggestion.id): each for (each,) in found.values()}.values())


def _of_all_renditions(work: Work) -> list[Chosen]:
    """Return what the renditions of a work suggest, each once: what several suggest has one id."""
    found: dict[str, Chosen] = {}
    for document in work.documents.values():
        for each in _suggested(document, work.published, _kinds(None)):
            found.setdefault(each.id, Chosen(work, document, each))
    return list(found.values())


COMMANDS = (suggest, accept, reject)
