"""Settings of the documentation; nothing in it is fetched from, or loaded by its pages from, another host."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import countermove
from countermove.concepts import (
    Answers,
    Base,
    Concept,
    Form,
    LimitedMove,
    Simultaneous,
    all_concepts,
    compared,
    families,
    find,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "countermove"
author = "The countermove authors"
copyright = "The countermove authors"  # noqa: A001 - the name that Sphinx reads
version = release = countermove.__version__

extensions = ["myst_parser"]
exclude_patterns = ["build"]
myst_heading_anchors = 3
smartquotes = False  # what stands in a file or on a command line must be shown as it is typed

html_theme = "furo"
html_title = f"countermove {release}"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False

CONCEPTS_PAGE = "reference/concepts"
CONCEPTS_MARK = "% Every concept is put here by docs/conf.py, read from its declaration."
_LOADS = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|link)\b[^>]*?\b(?:src|href)\s*=\s*["']?(?:https?:)?//[^>]*>"""
    r"""|(?:@import\s+|url\()\s*["']?(?:https?:)?//[^)\s]*""",
    re.IGNORECASE,
)
"""What makes a browser ask another host; a link that somebody has to click does not."""


def concepts_markdown() -> str:
    """Return the page's text about every concept, from the declarations alone."""
    members = [make(4) for make in families().values()]
    entries = [*all_concepts(), *members, find("mixed")]
    return "\n".join([_table(), _comparison(), *(_entry(concept) for concept in entries)])


def _table() -> str:
    rows = [f"| [`{each.id}`](#{_anchor(each)}) | {each.name} | {each.question} |" for each in all_concepts()]
    return "\n".join(["| id | name | what it asks about a state |", "| --- | --- | --- |", *rows, ""])


def _comparison() -> str:
    """Return the comparison of all concepts by what they declare."""
    rows = [
        f"| `{each.id}` | {each.horizon} | {each.knowledge} | {each.disimprovements} |" for each in compared()
    ]
    head = ["| id | moves ahead | whose preferences | who loses on the way |"]
    return "\n".join([*head, "| --- | --- | --- | --- |", *rows, ""])


def _anchor(concept: Concept) -> str:
    return f"concept-{concept.id.partition(':')[0]}"


def _entry(concept: Concept) -> str:
    implied = ", ".join(f"`{each}`" for each in concept.implies) or "no other concept listed here"
    facts = {
        "Stable": f"`{concept.definition}`",
        "Foresight": f"{concept.foresight}.",
        "Reckons with": f"{concept.answers_seen}.",
        "Implies": f"{implied}.",
        "In the general form": f"{_form(concept)}.",
        "Source": concept.citation,
    }
    return "\n".join(
        [
            f"({_anchor(concept)})=",
            f"## {concept.name} ({concept.short}, `{concept.id}`)",
            "",
            concept.question,
            "",
            *(f"- {name}: {fact}" for name, fact in facts.items()),
            "",
        ]
    )


def _form(concept: Concept) -> str:
    if isinstance(concept.form, Simultaneous):
        return "it is no instance; the others answer all at once"
    if isinstance(concept.form, LimitedMove):
        return "it is no instance; both sides look ahead in turn"
    if not isinstance(concept.form, Form):
        return "it is that of each side's own concept"
    if concept.form.answers is Answers.NONE:
        return "no answers are looked at"
    base = "rank" if concept.form.base is Base.RANK else "escape value"
    rounds = concept.form.rounds
    further = f", once {rounds} more of its moves and the answers to them are looked at" if rounds else ""
    judged = f"{concept.form.base.value} ({base}){further}"
    return f"answers are {concept.form.answers.value}; each is judged by {judged}"


def _put_concepts(app: Sphinx, name: str, source: list[str]) -> None:
    if name == CONCEPTS_PAGE:
        source[0] = source[0].replace(CONCEPTS_MARK, concepts_markdown())


def _read_concepts_again(app: Sphinx, *_: object) -> list[str]:
    """Say that the page is never up to date, since its text stands in other files."""
    return [CONCEPTS_PAGE]


def _refuse_loads(app: Sphinx, failure: Exception | None) -> None:
    """Fail the build when a page would load something from another host."""
    from sphinx.errors import SphinxError

    if failure is not None or app.builder.format != "html":
        return
    for page in sorted(Path(app.outdir).rglob("*")):
        if page.suffix in {".html", ".css"}:
            found = _LOADS.search(page.read_text(encoding="utf-8"))
            if found:
                raise SphinxError(f"{page} loads from another host: {found[0][:200]}")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("source-read", _put_concepts)
    app.connect("env-get-outdated", _read_concepts_again)
    app.connect("build-finished", _refuse_loads)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
