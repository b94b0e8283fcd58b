"""Documents from the page: onto the desk and among the model's sources; what becomes of suggestions."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from pydantic import ValidationError

from countermove.conflict.sourcing import source_with, with_source
from countermove.errors import CountermoveError, UsageError
from countermove.evidence import About, Desk, Document, Work, read_document
from countermove.evidence.desk.desk import DEFAULT, desk_beside, merged_about
from countermove.evidence.desk.filing import Filing
from countermove.evidence.desk.labels import free, label_of
from countermove.evidence.suggesting.decisions import Decided, Decision, keep
from countermove.evidence.telling.when import dated, when
from countermove.model.workshop_fields import FieldError
from countermove.model.writing import plain_text
from countermove.web.quoting import declaring, made
from countermove.web.screen import Asked, Form, Write
from countermove.web.workspace import Opened

__all__ = ["WRITES", "desk_of"]

MAX_SAID = 1_000
"""So many characters a title and the like may have; a record takes ten times as many."""


def desk_of(opened: Opened) -> Desk | None:
    """Return the desk of a model, if there is one; a bundled case has only one that was named."""
    return desk_beside(None if opened.bundled else opened.path.parent, opened.at_hand.desk)


def _added(asked: Asked) -> Write:
    """Put a document on the desk; its work becomes a source of the model, if it is none yet."""
    opened, form = asked.opened, asked.form
    _must_be_ours(opened)
    folder = _writable(asked)
    published = form.get("published", "").strip()
    if published and not dated(published):
        raise FieldError(
            f"'{published[:40]}' is no date; write it as 2020, 2020-10 or 2020-10-14", "published"
        )
    source = form.get("source", "")
    if source and source not in asked.conflict.model.sources:
        raise FieldError(f"the model has no source '{source[:60]}'; choose one of the list", "source")
    told = About(_said(form, "title"), _said(form, "author"), _said(form, "publisher"), published)
    document = _document(asked)
    filing = Filing(Desk.open(folder))
    known = document.sha256 in filing.desk.by_hash()
    work = _work_of(asked, filing.desk, source) if source and not known else None
    filed = filing.add(replace(document, about=merged_about([told, document.about])), work)
    try:
        whole = filing.desk.work(filed.entry.work)
        if source:
            whole = replace(whole, documents={filed.entry.rendition: document})
        write = _sourced(asked, whole, source, told)
        opened.read(write.text)
    except CountermoveError:
        if not filed.again:  # the model cannot have it, so the desk does not keep it
            filing.desk.remove(filed.entry)
        raise
    return write


def _said(form: Form, field: str) -> str:
    """Return what a field says of a document."""
    said = form.get(field, "").strip()
    if plain_text(said) != " ".join(said.split()):
        raise FieldError(f"the text {said[:40]!r} holds a control character; write plain text", field)
    if len(said) > MAX_SAID:
        raise FieldError(f"this has more than {MAX_SAID:,} characters; write less", field)
    return said


def _work_of(asked: Asked, desk: Desk, source: str) -> str:
    """Return the work that has the documents of a source, or the label of a new one."""
    works = desk.by_hash()
    declared = asked.conflict.model.sources[source].renditions
    there = [works[each.sha256].work for each in declared if each.sha256 is not None and each.sha256 in works]
    return there[0] if there else next(free(label_of(f"{source}."), {each.work for each in desk.entries}))


def _document(asked: Asked) -> Document:
    """Read the file that is sent, or that lies at a path in the open folders."""
    form = asked.form
    name = form.file("file")
    if not name:
        try:
            path = _place(asked, form.get("path", "").strip())
        except UsageError as error:
            raise FieldError(str(error), "path") from None
        return _read(path, path, "path")
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / _file_name(name)
        kept.write_bytes(form.files["file"])
        return _read(kept, Path(kept.name), "file")


def _place(asked: Asked, given: str) -> Path:
    """Return where a file lies: beside the model, or seen from the workbench's folder."""
    assert asked.bench is not None
    workspace = asked.bench.workspace
    beside = workspace.place(str(asked.opened.path.parent / given) if given else "")
    return beside if beside.exists() else workspace.place(given)


def _read(path: Path, called: Path, field: str) -> Document:
    try:
        return read_document(path)
    except CountermoveError as error:
        raise FieldError(str(error).replace(str(path), str(called)), field) from None


def _file_name(given: str) -> str:
    """Return a name that a file may have anywhere, with the ending that it was sent with."""
    last = re.split(r"[/\\]", given)[-1]
    short = re.sub(r"[^\w .()+-]", "_", last).encode()[-200:].decode(errors="ignore")
    return short.strip(". ") or "document"


def _made_source(asked: Asked) -> Write:
    """Make a work that is on the desk a source of the model."""
    _must_be_ours(asked.opened)
    return _sourced(asked, _desk(asked).work(asked.form.get("work", "")))


def _sourced(asked: Asked, work: Work, source: str = "", told: About | None = None) -> Write:
    source = source or _source_of(asked, work)
    there = _at_hand(asked, source)
    new = {name: each for name, each in work.documents.items() if each.sha256 not in there}
    file = declaring(asked.now.texts, "sources", source)
    text = asked.now.texts[file]
    about = vars(told) if told is not None else None
    after = with_source(asked.conflict.model, text, replace(work, documents=new), source, about)
    to = f"/{asked.opened.id}/evidence?{urlencode({'source': source})}"
    return Write({file: after} if after != text else {}, f"a document of the source {source}", to)


def _source_of(asked: Asked, work: Work) -> str:
    """Return the source that has one of a work's documents; else the label of a new one."""
    sources = asked.conflict.model.sources
    if label := source_with(sources, work):
        return label
    hashes = {each.sha256 for each in work.documents.values()}
    there = (label for label in sources if hashes & _at_hand(asked, label))
    return next(there, "") or next(free(work.id, sources))


def _at_hand(asked: Asked, source: str) -> set[str]:
    """Return the SHA-256 of the documents that the model names as files of a source."""
    sources, evidence = asked.conflict.model.sources, asked.now.told.evidence
    if source not in sources:
        return set()
    named = {each.name for each in sources[source].renditions if each.file is not None}
    found = evidence.sources[source].renditions
    return {each.document.sha256 for each in found if each.name in named and each.document is not None}


def _accepted(asked: Asked) -> Write:
    """Make a claim of a suggestion, or add its words to one; it is then not suggested again."""
    _must_be_ours(asked.opened)
    _writable(asked)
    form = asked.form
    happened = form.get("happened", "").strip()
    if happened and when(happened) is None:
        raise FieldError(
            f"'{happened[:40]}' is no date; write a year, month, day or range, such as 2020, 2020-10, "
            "2020-10-14 or 2020-09-27/2020-10-14",
            "happened",
        )
    decide = _deciding(asked, "accepted", form.get("id", ""), form.get("kind", ""), form.get("suggested", ""))
    texts, label = made(asked.opened, asked.now, form)
    to = f"{_suggestions(asked)}#deciding"
    return Write(texts, f"a quote for the claim {label}", to, then=lambda: decide(label))


def _rejected(asked: Asked) -> Write:
    """Suggest something no more; ``one`` is its id, its kind, the id of what follows it, and its words."""
    _must_be_ours(asked.opened)
    _writable(asked, edits=False)
    id_, kind, following, quote = (*asked.form.get("one", "").split(" ", 3), "", "", "", "")[:4]
    decide = _deciding(asked, "rejected", id_, kind, quote)
    return Write({}, "", f"{_suggestions(asked)}#s-{following}", then=lambda: decide(""))


def _suggestions(asked: Asked) -> str:
    kept = {name: asked.query[name] for name in ("work", "kind") if name in asked.query}
    query = urlencode({"show": "suggestions", **kept})
    return f"/{asked.opened.id}/evidence?{query}"


def _deciding(asked: Asked, decided: Decided, id_: str, kind: str, quote: str) -> Callable[[str], None]:
    """Return what keeps a decision, and the claim that came of it, with the desk; all is checked before."""
    desk = _desk(asked)
    work = desk.entry(asked.form.get("work", "")).work
    today = datetime.now(UTC).date().isoformat()
    try:
        one = Decision(id=id_, kind=kind, quote=quote, decision=decided, date=today)
    except ValidationError:
        raise UsageError("this is nothing that is suggested; load the page again") from None

    def decide(claim: str) -> None:
        model = asked.opened.path.name if claim else ""
        with desk.hold():
            keep(desk, work, [one.model_copy(update={"claim": claim, "model": model})])

    return decide


def _desk(asked: Asked) -> Desk:
    desk = desk_of(asked.opened)
    if desk is None:
        raise UsageError("there is no desk beside the model any more; add a document first")
    return desk


def _writable(asked: Asked, *, edits: bool = True) -> Path:
    """Return the desk's folder, if it may be written to, and the model edited with it."""
    opened = asked.opened
    if edits and opened.elsewhere:
        raise UsageError(opened.elsewhere)
    if opened.at_hand.desk is not None:
        return opened.at_hand.desk
    folder = opened.path.parent / DEFAULT
    if folder.exists():
        assert asked.bench is not None
        try:
            asked.bench.workspace.place(str(folder))
        except UsageError:
            raise UsageError(
                f"'{folder}' is a link to '{folder.resolve()}', out of the open folders, "
                f"and is not written to; start the workbench with --desk {folder.resolve()}"
            ) from None
    return folder


def _must_be_ours(opened: Opened) -> None:
    if opened.bundled:
        raise UsageError("a bundled case stays as it is; save a copy of it in the workshop first")


WRITES: Mapping[str, Callable[[Asked], Write]] = {
    "add": _added,
    "source": _made_source,
    "accept": _accepted,
    "reject": _rejected,
}
"""What the forms of the evidence page do besides making quotes, by their field ``do``."""
