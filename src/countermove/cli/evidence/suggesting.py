"""``evidence suggest``, ``accept`` and ``reject``: what to look at in a document, and what becomes of it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from countermove.cli.common import AsJson, out, paragraphs, print_json, table, title
from countermove.cli.evidence.asked import Desk, DocumentName, opened_desk, work_asked
from countermove.errors import EvidenceError, ModelError, UsageError
from countermove.errors import suggest as hint
from countermove.files import write_whole

if TYPE_CHECKING:
    from countermove.evidence import Desk as OpenDesk
    from countermove.evidence import Document, Work
    from countermove.evidence.suggesting import Suggestion
    from countermove.evidence.suggesting.decisions import Decided, Decision
    from countermove.model.editing import Put
    from countermove.model.parts import Source

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
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids as 'evidence suggest' shows them.")]
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
    from countermove.views.evidence_suggestions import headline, suggestion_data

    kinds = _kinds(kind)
    work = work_asked(document, desk)
    text = work.text
    found = _suggested(work, kinds, published)
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


def _suggested(work: Work, kinds: Sequence[str], published: str = "") -> list[Suggestion]:
    from countermove.evidence.suggesting import suggest as find

    return find(work.text, published or work.published, kinds)


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
    from countermove.evidence.suggesting.decisions import Decision, keep
    from countermove.views.evidence_suggestions import suggestion_data, suggestion_lines

    entries = opened_desk(desk)
    chosen = _chosen(entries, dict.fromkeys(ids), document)
    if into is not None and claim is not None:
        _write_claim(chosen, into, claim, text, sealed, analyst, output)
    target = output or into
    made = [
        (
            work,
            each,
            Decision(
                id=each.id,
                kind=each.kind,
                quote=each.quote,
                decision=decision,
                date=date.today().isoformat(),
                analyst=analyst,
                claim=claim or "",
                model=target.name if target is not None else "",
            ),
        )
        for work, each in chosen
    ]
    for work in {work.id: work for work, _ in chosen}.values():
        keep(entries, work.id, [each for of, _, each in made if of.id == work.id])
    if as_json:
        print_json([suggestion_data(work.text, each, decided) for work, each, decided in made])
        return 0
    console = out()
    for work, each, _ in made:
        line, _below = suggestion_lines(work.text, each)
        paragraphs(console, [f"{decision}: {line}"], hanging=2)
    if target is not None:
        print(f"claim '{claim}' in {target}; what rests on it names it under 'because'", file=sys.stderr)
    return 0


def _chosen(entries: OpenDesk, ids: dict[str, None], document: str | None) -> list[tuple[Work, Suggestion]]:
    """Find suggestions by their ids, or by how these begin."""
    if not entries.entries:
        raise EvidenceError("the desk has no documents; begin with: countermove evidence add FILE")
    labels = (
        [entries.entry(document).work] if document else dict.fromkeys(each.work for each in entries.entries)
    )
    found: dict[str, list[tuple[Work, Suggestion]]] = {each: [] for each in ids}
    for label in labels:
        work = entries.work(label)
        for each in _suggested(work, _kinds(None)):
            for asked in ids:
                if asked and each.id.startswith(asked.lower()):
                    found[asked].append((work, each))
    for asked, those in found.items():
        where = document or "WORK"
        if not those:
            raise UsageError(
                f"nothing on the desk is suggested as '{asked}'; see: countermove evidence suggest {where}"
            )
        if len(those) > 1:
            several = ", ".join(f"{each.id} in {work.id}" for work, each in those[:4])
            raise UsageError(
                f"'{asked}' is not one suggestion ({several}); write the whole id, and --in WORK"
            )
    return [those[0] for those in found.values()]


def _write_claim(
    chosen: Sequence[tuple[Work, Suggestion]],
    into: Path,
    claim: str,
    text: str,
    sealed: bool,
    analyst: str,
    output: Path | None,
) -> None:
    """Write quotes into a claim of a model's file, which stays valid or is not written."""
    from countermove.loading import loads
    from countermove.model.editing import Put, edited, model_text
    from countermove.model.yaml import parse

    before = model_text(into)
    model = loads(before, str(into), into.parent).model
    quotes: list[dict[str, Any]] = []
    sources: dict[str, Work] = {}
    for work, each in chosen:
        label = _source(model.sources, work)
        if label not in model.sources and label not in sources:
            sources[label] = work
        quotes.append({"source": label, **_quote(work, each, sealed)})
    data = parse(before, str(into))[0]
    edits = _puts(data, "sources", {label: _source_data(work) for label, work in sources.items()})
    if claim in model.claims:
        if text:
            raise UsageError(f"the claim '{claim}' is there already; leave out --text, or name another claim")
        at = len(model.claims[claim].quotes)
        edits += [Put(("claims", claim, "quotes", at + number), each) for number, each in enumerate(quotes)]
    else:
        if not text.strip():
            raise UsageError(f"the claim '{claim}' is new; say in your own words what it says with --text")
        edits += _puts(data, "claims", {claim: _claim_data(chosen, text, quotes, analyst)})
    after = edited(before, edits, str(into))
    try:
        loads(after, str(into), into.parent)
    except ModelError as error:
        raise UsageError(f"the claim does not fit the model, which stays as it is:\n{error}") from error
    write_whole(output or into, after)


def _puts(data: Any, top: str, new: dict[str, Any]) -> list[Put]:
    """Return the edits that add keys under one of the model's own, which may not be there yet."""
    from countermove.model.editing import Put

    if isinstance(data, dict) and data.get(top):
        return [Put((top, label), value) for label, value in new.items()]
    return [Put((top,), new)] if new else []


def _source(sources: Mapping[str, Source], work: Work) -> str:
    """Return the label of the source that a work is, by its documents' hashes; else the work's own."""
    hashes = {document.sha256 for document in work.documents.values()}
    for label, source in sources.items():
        if any(each.sha256 in hashes for each in source.renditions):
            return label
    if work.id in sources and any(each.sha256 for each in sources[work.id].renditions):
        raise UsageError(
            f"the model's source '{work.id}' has other documents than the desk's work of that name; "
            "call the work otherwise: countermove evidence add FILE --work ID"
        )
    return work.id


def _source_data(work: Work) -> dict[str, Any]:
    about = {
        "title": work.title,
        "author": work.author,
        "publisher": work.publisher,
        "published": work.published,
    }
    renditions = {name: {"sha256": document.sha256} for name, document in work.documents.items()}
    return {key: value for key, value in about.items() if value} | {"renditions": renditions}


def _quote(work: Work, suggestion: Suggestion, sealed: bool) -> dict[str, Any]:
    """Return the quote of a suggestion, or of its sentence where its own words are not enough to find it."""
    from countermove.evidence import Status, find, seal

    for words in (suggestion.quote, suggestion.sentence.text):
        if find(work.text, words).status == Status.EXACT and suggestion.kind != "actor":
            break
    else:
        if find(work.text, suggestion.sentence.text).status != Status.EXACT:
            raise EvidenceError(
                f"the words of {suggestion.id} stand several times in {work.text.name}; "
                "write the claim's quote by hand, with more words"
            )
        words = suggestion.sentence.text
    if sealed:
        kept = seal(words)
        return {"sealed": {"words": kept.words, "sha256": kept.sha256}}
    return {"quote": words}


def _claim_data(
    chosen: Sequence[tuple[Work, Suggestion]], text: str, quotes: list[dict[str, Any]], analyst: str
) -> dict[str, Any]:
    """Return a new claim; who says it and when it happened only where all its suggestions agree."""
    said = {each.content.get("who", "") for _, each in chosen if each.kind == "speech"}
    dates = {each.content["date"] for _, each in chosen if each.kind == "event"}
    claim: dict[str, Any] = {"text": text}
    if len(said) == 1 and len(chosen) == sum(each.kind == "speech" for _, each in chosen):
        claim["said_by"] = said.pop()
    if len(dates) == 1 and not next(iter(dates)).endswith("s"):
        claim["happened"] = dates.pop()
    if analyst:
        claim["analyst"] = analyst
    claim["quotes"] = quotes
    return {key: value for key, value in claim.items() if value}


COMMANDS = (suggest, accept, reject)
