"""The report's drawing for the PDF: what its page's style says of it, said in the picture itself."""

from __future__ import annotations

import re

__all__ = ["COLOURS", "ON_DARK", "picture", "signs"]

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#6b6a65", "#e69f00", "#56b4e9", "#f0e442")
"""The colours of decision makers on white paper, as in report.css."""
ON_DARK = frozenset({0, 4})
"""Those of them on which white letters are read better than black ones."""
INK, SOFT, CHAIN, PAPER = "#1b1b1a", "#5a5954", "#6b6a65", "#ffffff"

_STYLE = f"""
text {{ font: 13px "Libertinus Serif"; fill: {INK}; }}
.number {{ font-size: 15px; font-weight: 700; }} .tag {{ text-anchor: end; fill: {SOFT}; }}
.note {{ fill: {SOFT}; }} .over {{ text-anchor: middle; }} .whose {{ font-weight: 700; }}
rect {{ fill: {PAPER}; stroke: {SOFT}; stroke-width: 1; }}
.holds-all rect {{ stroke: {INK}; stroke-width: 2.5; }}
.holds-some rect {{ stroke: {INK}; stroke-width: 1.5; }}
.today rect {{ fill: {INK}; stroke: {INK}; }} .today text {{ fill: {PAPER}; }}
.wire {{ fill: none; stroke: {CHAIN}; stroke-width: 1.25; }} .trunk {{ fill: none; stroke: {CHAIN}; }}
.better {{ stroke-width: 2.5; }} .mere {{ stroke-dasharray: 4 3; }} .tip {{ fill: {CHAIN}; }}
.badge circle {{ fill: {CHAIN}; stroke-width: 0; }}
.badge text {{ font-size: 10px; font-weight: 700; text-anchor: middle; fill: #111111; }}
""" + "".join(
    f".wire.dm-{k} {{ stroke: {colour}; }} .tip.dm-{k} {{ fill: {colour}; }} "
    f".badge.dm-{k} circle {{ fill: {colour}; }}\n"
    + (f".badge.dm-{k} text {{ fill: #ffffff; }}\n" if k in ON_DARK else "")
    for k, colour in enumerate(COLOURS)
)
_USE = re.compile(r'<use href="#sign-(\w+)" x="([\d.]+)" y="([\d.]+)"[^>]*/>')
_NAMES = re.compile(r"<title[^>]*>(.*?)</title>(?:<desc[^>]*>(.*?)</desc>)?", re.DOTALL)
_SYMBOL = re.compile(r'<symbol id="sign-([a-z-]+)" viewBox="0 0 14 14">(.*?)</symbol>', re.DOTALL)
_LINES = (
    f".f {{ fill: {INK}; }} .l {{ fill: none; stroke: {INK}; stroke-width: 1.3; }} "
    f".b {{ stroke-width: 1.8; }}"
)


def signs(page: str) -> dict[str, str]:
    """Return the signs that a page defines, each as a picture that stands by itself."""
    return {
        name: f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 14 14" width="14" height="14">'
        f"<style>{_LINES}</style>{drawn}</svg>"
        for name, drawn in _SYMBOL.findall(page)
    }


def picture(drawn: str) -> tuple[str, str]:
    """Return a drawing of the page as a picture that stands by itself, and the words for who cannot see it.

    Both are markup still: texts in them are escaped as they were.
    """
    found = _NAMES.search(drawn)
    told = ". ".join(part for part in found.groups() if part) if found else ""
    alone = _USE.sub(_sign, drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return alone.replace(">", f"><style>{_STYLE}</style>", 1), told


def _sign(found: re.Match[str]) -> str:
    """Draw the diamond of a standing: full where all concepts say so, half where some do, else empty."""
    name, x, y = found[1], float(found[2]) + 6.5, float(found[3]) + 6.5
    outline = f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z"
    inside = {"all": outline, "some": f"M{x:.1f} {y - 5:.1f}l-5 5l5 5z"}.get(name)
    line = "#9a9890"
    filled = f'<path d="{inside}" fill="{line}"/>' if inside else ""
    return f'{filled}<path d="{outline}" fill="none" stroke="{line}" stroke-width="1.3"/>'
