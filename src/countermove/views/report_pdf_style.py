"""How the report's PDF looks: the head of its Typst source, and what signs are drawn as."""

from __future__ import annotations

__all__ = ["ALONE", "HEAD", "SWATCHES"]

ALONE = {
    "all": "holds under every concept",
    "some": "holds under some",
    "none": "does not hold",
    "no-source": "not on this machine",
    "against": "speaks against it",
    "one-way": "cannot be undone",
}
"""What a sign says that stands in a table without words, where its name does not say it."""
SWATCHES = {
    "today": "fill: black",
    "all": "stroke: 1.5pt, radius: 2pt",
    "some": "stroke: 1pt, radius: 2pt",
    "none": "stroke: 0.5pt + luma(100)",
}

HEAD = """#set document(title: {title}, date: none, keywords: ("countermove report",))
#set page(paper: "a4", margin: (x: 22mm, top: 20mm, bottom: 22mm), numbering: "1 / 1", footer-descent: 35%)
#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"), size: 10.5pt, lang: "en")
#set par(leading: 0.62em, spacing: 0.95em)
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(190)), inset: (x: 4pt, y: 5pt), align: left)
#show table: set text(size: 9pt)
#show table: set par(leading: 0.5em, justify: false)
#show heading: set block(sticky: true)
#show heading: set par(leading: 0.45em)
#show heading.where(level: 1): set text(size: 22pt)
#show heading.where(level: 2): set text(size: 15pt)
#show heading.where(level: 2): set block(above: 2.4em, below: 1em)
#show heading.where(level: 3): set text(size: 11.5pt)
#show heading.where(level: 3): set block(above: 1.6em, below: 0.8em)
#show link: set text(fill: rgb("#8f1838"))
#show outline: set heading(level: 2)
#show outline.entry: set text(fill: black)
#show outline.entry: set block(above: 0.75em)
#set list(indent: 0.2em, body-indent: 0.6em)
#let colours = ({colours}).map(rgb)
#let badge(who, k, on) = pdf.artifact(box(width: 1.15em, height: 0.65em, place(center + horizon,
  circle(radius: 0.56em, inset: 0pt, fill: colours.at(k),
    align(center + horizon, text(size: 0.72em, weight: "bold", fill: on, who))))))
#let sign(name, alt) = box(baseline: 8%,
  image(bytes(signs.at(name)), format: "svg", height: 0.8em, alt: alt))
#let to(id, body) = if id in there {{ link(label(id), body) }} else {{ body }}
"""
