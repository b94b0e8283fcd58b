"""Quotes as annotations of the W3C's Web Annotation Data Model, in JSON-LD.

An annotation's body is a claim, its targets are the places of one quote in renditions of its source, by a
``TextQuoteSelector`` and a ``TextPositionSelector`` (characters of the document's text). What that data model
has no word for stands under terms of our own. Nothing is fetched: a context is a name.

https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from countermove.errors import EvidenceError, LimitError, UsageError
from countermove.evidence.quotes.placed import Span
from countermove.evidence.quotes.seal import Seal

__all__ = ["MAX_ANNOTATIONS", "MAX_CHARACTERS", "Annotation", "Target", "collection", "read_annotations"]

MAX_CHARACTERS = 20_000_000
"""The longest file of annotations that is read."""
MAX_ANNOTATIONS = 20_000
"""The most annotations that are read."""

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS = "urn:countermove:terms:"
_MAX_TEXT = 20_000
_MAX_DEPTH = 12  # of collections within pages within collections
_DETAILS = ("stance", "happened", "reported", "said_by", "reliability", "reason", "analyst", "note")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SHA256 = re.compile(r"(?:urn:sha256:|sha256[:-])?([0-9a-f]{64})\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """What is annotated: a stretch of one document.

    Attributes
    ----------
    document : str
        Its identifier, such as ``urn:sha256:...`` or a web address.
    source, rendition : str
        The labels that a model has for it; empty if they are not said.
    exact : str
        The words; empty if they are not said.
    prefix, suffix : str
        What stands before and after them.
    seal : Seal or None
        In place of the words.
    span : tuple of int, or None
        ``[start, end)`` in characters of the document's text.
    """

    document: str
    source: str = ""
    rendition: str = ""
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    seal: Seal | None = None
    span: Span | None = None

    @property
    def sha256(self) -> str | None:
        """The hash of the document, where its identifier is one."""
        found = _SHA256.match(self.document)
        return found[1].lower() if found else None


@dataclass(frozen=True)
class Annotation:
    """A quote, and the claim that it is quoted for.

    Attributes
    ----------
    text : str
        The claim, in the analyst's words; may be empty.
    targets : tuple of Target
        Where it is quoted from, one for each rendition.
    claim : str
        The claim's label; empty for one without.
    details : mapping of str to str
        ``stance`` (of the claim), ``happened``, ``reported``, ``said_by``, ``reliability``, ``reason``,
        ``analyst`` and ``note`` (the quote's), those that are said.
    contradicts : bool
        Whether the quote speaks against the claim.
    """

    text: str
    targets: tuple[Target, ...]
    claim: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    contradicts: bool = False


# ---------------------------------------------------------------- writing
def collection(title: str, annotations: Sequence[Annotation]) -> dict[str, Any]:
    """Return annotations as JSON-LD: an ``AnnotationCollection`` with one page."""
    items = [_named(_item(each)) for each in annotations]
    whole = hashlib.sha256("".join(item["id"] for item in items).encode()).hexdigest()
    page = {"id": f"urn:sha256:{whole}#page", "type": "AnnotationPage", "startIndex": 0, "items": items}
    return {
        "@context": [CONTEXT, {"cm": TERMS}],
        "id": f"urn:sha256:{whole}",
        "type": "AnnotationCollection",
        "label": title,
        "total": len(items),
        "first": page,
    }


def _named(item: dict[str, Any]) -> dict[str, Any]:
    """Give an annotation an identifier that says nothing but what it is: the hash of what it says."""
    said = json.dumps(item, sort_keys=True, ensure_ascii=False)
    return {"id": f"urn:sha256:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}", **item}


def _item(annotation: Annotation) -> dict[str, Any]:
    item: dict[str, Any] = {"type": "Annotation", "motivation": "describing"}
    details = dict(annotation.details)
    if analyst := details.pop("analyst", ""):
        item["creator"] = {"type": "Person", "name": analyst}
    body: dict[str, Any] = {"type": "TextualBody", "purpose": "describing", "format": "text/plain"}
    item["body"] = {**body, "value": annotation.text}
    if annotation.claim:
        item["cm:claim"] = annotation.claim
    item |= {f"cm:{key}": details[key] for key in _DETAILS if details.get(key)}
    if annotation.contradicts:
        item["cm:quoteStance"] = "contradicts"
    targets = [_target(each) for each in annotation.targets]
    return {**item, "target": targets[0] if len(targets) == 1 else targets}


def _target(target: Target) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = []
    if target.exact:
        quote = {"prefix": target.prefix, "suffix": target.suffix}
        said = {key: value for key, value in quote.items() if value}
        selectors.append({"type": "TextQuoteSelector", "exact": target.exact, **said})
    if target.seal is not None:
        seal = {"cm:words": target.seal.words, "cm:sha256": target.seal.sha256}
        selectors.append({"type": "cm:SealSelector", **seal})
    if target.span is not None:
        selectors.append({"type": "TextPositionSelector", "start": target.span[0], "end": target.span[1]})
    labels = {"cm:source": target.source, "cm:rendition": target.rendition}
    return {
        "type": "SpecificResource",
        "source": {
            "id": target.document,
            "type": "Text",
            **{key: value for key, value in labels.items() if value},
        },
        "selector": selectors,
    }


# ---------------------------------------------------------------- reading
def read_annotations(text: str) -> list[Annotation]:
    """Read annotations from JSON-LD, ours or another annotator's.

    Single values may stand for lists, and strings for resources. What is no annotation of a text is passed
    over: one without a ``TextQuoteSelector``, a ``TextPositionSelector`` or a seal.

    Parameters
    ----------
    text : str
        An annotation, a list of them, an ``AnnotationPage`` or an ``AnnotationCollection`` with its pages.

    Raises
    ------
    EvidenceError
        If it is not JSON, or has no annotations of a text.
    LimitError
        If it is longer than `MAX_CHARACTERS`, or has more than `MAX_ANNOTATIONS` annotations.
    """
    if len(text) > MAX_CHARACTERS:
        raise LimitError(
            f"the annotations have more than {MAX_CHARACTERS:,} characters; export fewer at a time"
        )
    try:
        data = json.loads(text.removeprefix("\ufeff"), parse_constant=str, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        what = "is nested too deep" if isinstance(error, RecursionError) else f"is not JSON ({error})"
        raise EvidenceError(f"the file of annotations {what}; export it again as JSON-LD") from None
    found: list[Annotation] = []
    for item in _items(data, 0):
        if len(found) >= MAX_ANNOTATIONS:
            raise LimitError(f"there are more than {MAX_ANNOTATIONS:,} annotations; export fewer at a time")
        if (annotation := _annotation(item)) is not None:
            found.append(annotation)
    if not found:
        raise EvidenceError(
            "the file has no annotations of a text; give W3C Web Annotations in JSON-LD, with a "
            "TextQuoteSelector or a TextPositionSelector each"
        )
    return found


def _whole(digits: str) -> int:
    return int(digits) if len(digits) < 16 else -1


def _items(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield what may be annotations: in lists, pages, collections and graphs."""
    if depth > _MAX_DEPTH:
        return
    for each in _all(data):
        if not isinstance(each, dict):
            continue
        inner = [
            each[key] for key in ("items", "first", "next", "@graph", "rows", "annotations") if key in each
        ]
        if _get(each, "target", "hasTarget") is not None:
            yield each
        for part in inner:
            yield from _items(part, depth + 1)


def _annotation(item: Mapping[str, Any]) -> Annotation | None:
    targets = [_read_target(each) for each in _all(_get(item, "target", "hasTarget"))[:100]]
    read = tuple(each for each in targets if each is not None)
    if not read:
        return None
    bodies = _all(_get(item, "body", "hasBody", "bodyValue", "text"))[:100]
    texts = [_body(each) for each in bodies if not _is_tag(each)]
    details = {key: _text(item.get(f"cm:{key}")) for key in _DETAILS}
    creator = next(iter(_all(item.get("creator"))), None)
    details["analyst"] = _text(_get(creator, "name", "nickname") if isinstance(creator, dict) else "")
    return Annotation(
        next((text for text in texts if text), ""),
        read,
        _text(item.get("cm:claim")),
        {key: value for key, value in details.items() if value},
        item.get("cm:quoteStance") == "contradicts",
    )


def _is_tag(body: Any) -> bool:
    return isinstance(body, dict) and "tagging" in _all(body.get("purpose"))


def _body(body: Any) -> str:
    return _text(_get(body, "value", "chars", "rdf:value") if isinstance(body, dict) else body)


def _read_target(target: Any) -> Target | None:
    if not isinstance(target, dict):
        return None
    source = next(iter(_all(_get(target, "source", "hasSource", "scope"))), "")
    labels = source if isinstance(source, dict) else {}
    document = _text(_get(source, "id", "@id") if isinstance(source, dict) else source)
    parts: dict[str, Any] = {}
    for selector in _selectors(_get(target, "selector", "hasSelector"), 0):
        match _kind(selector):
            case "TextQuoteSelector" if "exact" not in parts:
                parts |= {key: _text(selector.get(key), trim=False) for key in ("exact", "prefix", "suffix")}
            case "TextPositionSelector" if "span" not in parts:
                parts["span"] = _span(selector.get("start"), selector.get("end"))
            case "cm:SealSelector" if "seal" not in parts:
                parts["seal"] = _seal(selector.get("cm:words"), selector.get("cm:sha256"))
    if not any(parts.get(key) for key in ("exact", "span", "seal")):
        return None
    return Target(document, _text(labels.get("cm:source")), _text(labels.get("cm:rendition")), **parts)


def _selectors(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield selectors, those that refine others and alternatives too."""
    if depth > _MAX_DEPTH:
        return
    for each in _all(data)[:100]:
        if isinstance(each, dict):
            yield each
            for key in ("refinedBy", "items", "default"):
                yield from _selectors(each.get(key), depth + 1)


def _kind(selector: Mapping[str, Any]) -> str:
    kinds = [each for each in _all(_get(selector, "type", "@type")) if isinstance(each, str)]
    names = [kind.removeprefix("oa:").removeprefix("http://www.w3.org/ns/oa#") for kind in kinds]
    return next((name for name in names if name.endswith("Selector")), "")


def _span(start: Any, end: Any) -> Span | None:
    whole = all(isinstance(each, int) and not isinstance(each, bool) for each in (start, end))
    return (start, end) if whole and 0 <= start < end < 10**12 else None


def _seal(words: Any, sha256: Any) -> Seal | None:
    try:
        return Seal(words, sha256)
    except UsageError:
        return None


def _all(value: Any) -> list[Any]:
    """Return the values of a property, of which JSON-LD may have none, one or a list."""
    if isinstance(value, dict) and "@list" in value:
        value = value["@list"]
    return [] if value is None else value if isinstance(value, list) else [value]


def _get(data: Any, *keys: str) -> Any:
    """Return the first of some properties that is there, whatever the prefix of its name."""
    names = [name for key in keys for name in (key, f"oa:{key}", f"schema:{key}", f"as:{key}")]
    return next((data[name] for name in names if name in data), None)


def _text(value: Any, *, trim: bool = True) -> str:
    """Return a text of a foreign file, not endless; trimmed, on one line as a model may hold it."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return ""
    if trim:
        return " ".join(_CONTROL.sub(" ", value[:_MAX_TEXT]).split())
    return _NO_TEXT.sub(" ", value[:_MAX_TEXT])  # the break after a hyphen counts
