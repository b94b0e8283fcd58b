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

from countermove.conflict.sourcing import source_of, with_source
from countermove.errors import CountermoveError, UsageError
from countermove.evidence import About, Desk, Document, Work, read_document
from countermove.evidence.desk.desk import DEFAULT, desk_beside, free, label_of, merged_about
from countermove.evidence.desk.filing import Filing
from countermove.evidence.suggesting.decisions import Decided, Decision, keep
from countermove.evidence.telling.when import dated
from countermove.model.workshop_fields import FieldError
from countermove.web.quoting import made
from countermove.web.screen import Asked, Write
from countermove.web.workspace import Opened

__all__ = ["WRITES", "desk_of"]


def desk_of(opened: Opened) -> Desk | None:
    """Return the desk of a model, if there is one; a bundled case has only one that was named."""
    return desk_beside(None if opened.bundled else opened.path.parent, opened.at_hand.desk)


def _added(asked: Asked) -> Write:
    """Put a document on the desk; its work becomes a source of the model, if it is none yet."""
    opened, form = asked.opened, asked.form
    _must_be_ours(opened)
    published = form.get("published", "").strip()
    if published and not dated(published):
        raise FieldError(
            f"'{published[:40]}' is no date; write it as 2020, 2020-10 or 2020-10-14", "published"
        )
    source = form.get("source", "")
    if source and source not in asked.conflict.model.sources:
        raise FieldError(f"the model has no source '{source[:60]}'; choose one of the list", "source")
    document = _document(asked)
    about = {name: " ".join(form.get(name, "").split()) for name in ("title", "author", "publisher")}
    told = About(**about, published=published)
    filing = Filing(Desk.open(_place(opened)))
    known = document.sha256 in filing.desk.by_hash()
    work = label_of(f"{source}.") if source and not known else None
    filed = filing.add(replace(document, about=merged_about([told, document.about])), work)
    whole = filing.desk.work(filed.entry.work)
    return _sourced(
        asked, replace(whole, documents={filed.entry.rendition: document}) if source else whole, source
    )


def _place(opened: Opened) -> Path:
    """Return where the desk is that is written to: the one that was named, else in the model's own folder."""
    if opened.at_hand.desk is not None:
        return opened.at_hand.desk
    folder = opened.path.parent.resolve()
    place = folder / DEFAULT
    for each in (place, *(place.iterdir() if place.is_dir() else ())):
        if not each.resolve().is_relative_to(folder):
            raise UsageError(f"'{each.name}' is a link out of the model's folder; put a folder in its place")
    return place


def _document(asked: Asked) -> Document:
    """Read the file that is sent, or that lies at a path in the open folders."""
    form = asked.form
    name = form.file("file")
    if not name:
        assert asked.bench is not None
        try:
            path = asked.bench.workspace.place(form.get("path", ""))
        except UsageError as error:
            raise FieldError(str(error), "path") from None
        return _read(path, path, "path")
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / _file_name(name)
        kept.write_bytes(form.files["file"])
        return _read(kept, Path(kept.name), "file")


def _read(path: Path, called: Path, field: str) -> Document:
    try:
        return read_document(path)
    except CountermoveError as error:
        raise FieldError(str(error).replace(str(path), str(called)), field) from None


def _file_name(given: str) -> str:
    """Return a name that a file may have anywhere, with the ending that it was sent with."""
    last = re.split(r"[/\\]", given)[-1]
    return re.sub(r"[^\w .()+-]", "_", last)[-100:].strip(". ") or "document"


def _made_source(asked: Asked) -> Write:
    """Make a work that is on the desk a source of the model."""
    _must_be_ours(asked.opened)
    return _sourced(asked, _desk(asked).work(asked.form.get("work", "")))


def _sourced(asked: Asked, work: Work, source: str = "") -> Write:
    model = asked.conflict.model
    if not source:
        try:
            source = source_of(model.sources, work)
        except UsageError:  # another source has this name
            source = next(free(work.id, model.sources))
    file, text = next(iter(asked.now.texts.items()))
    after, label = with_source(model, text, work, source)
    to = f"/{asked.opened.id}/evidence?{urlencode({'source': label})}"
    return Write({file: after} if after != text else {}, f"a document of the source {label}", to)


def _accepted(asked: Asked) -> Write:
    """Make a claim of a suggestion, or add its words to one; it is then not suggested again."""
    _must_be_ours(asked.opened)
    form = asked.form
    decide = _deciding(asked, "accepted", form.get("id", ""), form.get("kind", ""), form.get("suggested", ""))
    texts, label = made(asked.opened, asked.now, form)
    return Write(texts, f"a quote for the claim {label}", _suggestions(asked), then=lambda: decide(label))


def _rejected(asked: Asked) -> Write:
    """Suggest something no more; ``one`` is its id, its kind, the id of what follows it, and its words."""
    _must_be_ours(asked.opened)
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
    _place(asked.opened)
    desk = desk_of(asked.opened)
    if desk is None:
        raise UsageError("there is no desk beside the model any more; add a document first")
    return desk


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
