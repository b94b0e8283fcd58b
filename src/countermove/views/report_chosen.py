"""A report with some of its sections only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from html import escape

from countermove.conflict import Conflict
from countermove.errors import UsageError
from countermove.views.report import PARTS, SECTIONS, sections_of

__all__ = ["ALWAYS", "asked", "choices", "chosen"]

ALWAYS = ("says", "made")
"""The sections that every report begins and ends with: what it says, and of which model."""
_SECTION = re.compile(r'<section id="(?P<id>[a-z]+)".*?</section>\n?', re.DOTALL)
_ENTRY = re.compile(r'<li><a href="#(?P<id>[a-z]+)">[^<]*</a></li>\n?')
_COMMAND = re.compile(r'(<pre class="command"><code>).*?(</code></pre>)', re.DOTALL)
_LINK = re.compile(r'<a(?: class="[a-z -]*")? href="#(?P<id>[^"]+)">(?P<text>.*?)</a>', re.DOTALL)


def choices(conflict: Conflict) -> list[dict[str, str]]:
    """Return the sections that a conflict's report has: id and heading."""
    return [{"id": id_, "heading": heading} for id_, heading in sections_of(conflict).items()]


def asked(conflict: Conflict, sections: Iterable[str], *, compared: bool = False) -> list[str]:
    """Return the ids of sections as they were asked for.

    Raises
    ------
    UsageError
        When the conflict's report has no such section.
    """
    there, sections = sections_of(conflict, compared=compared), list(sections)
    for each in sections:
        if each not in there:
            raise UsageError(f"the report has no section '{each}'; choose from {', '.join(there)}")
    return sections


def chosen(page: str, sections: Collection[str], command: str = "") -> str:
    """Return a report's page with the first and last section and those chosen.

    Links to what is left out become text.

    Parameters
    ----------
    page : str
        What `report_html` gave.
    sections : collection of str
        Their ids; unknown ones are passed over, and without any the page has all that it had.
    command : str, optional
        What to type to make the page as it is now.
    """
    if command:
        page = _COMMAND.sub(lambda found: found[1] + escape(command) + found[2], page)
    if not sections:
        return page
    known = {*SECTIONS, *PARTS, "compared"}
    kept = {*ALWAYS, *sections} & known

    def left(found: re.Match[str]) -> str:
        return found[0] if found["id"] in kept or found["id"] not in known else ""

    page = _SECTION.sub(left, page)
    page = _ENTRY.sub(left, page)
    there = set(re.findall(r'\bid="([^"]+)"', page))
    return _LINK.sub(lambda found: found[0] if found["id"] in there else found["text"], page)
