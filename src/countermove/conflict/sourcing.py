"""A work whose documents are at hand becomes a source of the model, or adds its documents to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.errors import UsageError
from countermove.evidence import Work
from countermove.evidence.desk.labels import free
from countermove.model.editing import Edit, Put, edited
from countermove.model.elements import Model
from countermove.model.parts import Source
from countermove.model.writing import plain_text
from countermove.model.yaml import parse

__all__ = ["puts", "source_data", "source_of", "source_with", "with_source"]


def source_with(sources: Mapping[str, Source], work: Work) -> str:
    """Return the label of the source that names one of a work's documents by its hash; empty if none does."""
    hashes = {document.sha256 for document in work.documents.values()}
    named = (label for label, own in sources.items() if any(each.sha256 in hashes for each in own.renditions))
    return next(named, "")


def source_of(sources: Mapping[str, Source], work: Work) -> str:
    """Return the label of the source that a work is, by its documents' hashes; else the work's own.

    Raises
    ------
    UsageError
        When the model has another source of the work's label.
    """
    if label := source_with(sources, work):
        return label
    if work.id in sources and any(each.sha256 for each in sources[work.id].renditions):
        raise UsageError(
            f"the model's source '{work.id}' has other documents than the desk's work of that name; "
            "call the work otherwise: countermove evidence add FILE --work ID"
        )
    return work.id


def source_data(work: Work) -> dict[str, Any]:
    """Return what a model's file says of a new source: what is known of it, and its documents' hashes."""
    about = {
        "title": work.title,
        "author": work.author,
        "publisher": work.publisher,
        "published": work.published,
    }
    renditions = {name: {"sha256": document.sha256} for name, document in work.documents.items()}
    said = {key: plain_text(value) for key, value in about.items()}
    return {key: value for key, value in said.items() if value} | {"renditions": renditions}


def with_source(
    model: Model, text: str, work: Work, label: str, told: Mapping[str, str] | None = None
) -> str:
    """Return a model's text in which a work is a source with all its documents.

    Parameters
    ----------
    model : Model
        What the text says.
    text : str
        The file that the source stands in, of a new one the model's own; its comments stay.
    work : Work
        Whose documents.
    label : str
        The source that they are documents of, new or not.
    told : mapping of str to str, optional
        What a source that is there gets, where it does not say it yet: ``title``, ``author`` and the like.

    Raises
    ------
    UsageError
        When the source stands in another file.
    """
    data = parse(text, "<text>")[0]
    if label not in model.sources:
        return edited(text, puts(data, "sources", {label: source_data(work)}))
    source = model.sources[label]
    there = source.renditions
    said = {key: plain_text(value) for key, value in (told or {}).items() if not getattr(source, key)}
    more: list[Edit] = [Put(("sources", label, key), value) for key, value in said.items() if value]
    hashes = {each.sha256 for each in there}
    taken = {each.name for each in there}
    new: dict[str, dict[str, str]] = {}
    for name, document in work.documents.items():
        if document.sha256 not in hashes:
            new[next(free(name, taken | new.keys()))] = {"sha256": document.sha256}
    own = data.get("sources") if isinstance(data, dict) else None
    if (new or more) and label not in (own or {}):
        raise UsageError(f"the source '{label}' does not stand in this file; add the document where it does")
    edits: list[Edit] = [Put(("sources", label, "renditions", name), value) for name, value in new.items()]
    if new and not there:
        edits = [Put(("sources", label, "renditions"), new)]
    return edited(text, [*more, *edits])


def puts(data: Any, top: str, new: Mapping[str, Any]) -> list[Edit]:
    """Return the edits that add keys under one of the model's own, which may not be there yet."""
    if isinstance(data, dict) and data.get(top):
        return [Put((top, label), value) for label, value in new.items()]
    return [Put((top,), dict(new))] if new else []
