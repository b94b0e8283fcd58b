"""The guided tour of the case karabakh-2020: each step is an address, and a few sentences beside its page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

__all__ = ["CASE", "step", "steps"]

CASE = "karabakh-2020"


@dataclass(frozen=True)
class _Step:
    screen: str
    address: str
    title: str
    text: str


_STEPS = (
    _Step(
        "overview",
        "overview",
        "Begin with the answers",
        "A newspaper wrote in October 2020 about what Russia could do in the war over Nagorno-Karabakh. This "
        "is its analysis as a model. The first sentences say what could hold; the list below says which of "
        "those outcomes each side likes best.",
    ),
    _Step(
        "board",
        "board",
        "All that can be done",
        "Decision makers and their options stand down the side, each column is a state: a full square is "
        "done, an open one is not. The diamond says whether the state holds. On a narrow screen the states "
        "are a list.",
    ),
    _Step(
        "state",
        "state/1876",
        "One state, and why it holds",
        "State 1876 is a settlement: Russia presses the plan and holds Turkey back, Armenia agrees and hands "
        "the areas over. For each side the page says why it stays, or what it would gain by leaving.",
    ),
    _Step(
        "menu",
        "menu?dm=russia",
        "What Russia can do",
        "The article weighs Russia's courses of action. Here they stand from best to worst, each with who "
        "would answer how, and where it ends.",
    ),
    _Step(
        "map",
        "map",
        "Where moves lead",
        "The states around today's, in words and as a picture. A bold line is a gain for its mover.",
    ),
    _Step(
        "layers",
        "layers",
        "Two conflicts in one",
        "The war and the contest with Turkey are conflicts of their own. Russia and Turkey stand in both, "
        "and two moves act in both at once.",
    ),
    _Step(
        "views",
        "views",
        "What is believed",
        "Turkey and Azerbaijan do not see the conflict as it is. The table says what each does not know "
        "of or misjudges; below stands what holds in each view beside what is so, and where a surprise lies.",
    ),
    _Step(
        "phases",
        "phases",
        "Where the settlement is weakest",
        "The areas are to be returned step by step. Each stage must hold while it lasts; the first "
        "sentence names the one where it is weakest.",
    ),
    _Step(
        "events",
        "events",
        "What nobody decides",
        "Leaders may fall, and then their successors want something else; and the alliance may draw Russia "
        "in. Nobody decides on either.",
    ),
    _Step(
        "evidence",
        "evidence",
        "What it rests on",
        "Every claim has a quote that is held against the document word for word. The article is not ours "
        "to hand on, so its quotes are sealed: whoever has it can check them.",
    ),
    _Step(
        "workshop",
        "workshop?layer=settlement",
        "Change it, and see what changes",
        "Change what somebody can do or wants, and the page says which verdicts differ. A bundled case stays "
        "as it is: the change goes into a copy.",
    ),
    _Step(
        "report",
        "report",
        "Hand it on",
        "Choose the parts that your reader needs and download the report: one file that opens in any "
        "browser without a network, or a PDF.",
    ),
)


def steps(screens: Collection[str]) -> list[dict[str, str]]:
    """Return the steps whose screens there are: address, title and text."""
    return [
        {"address": f"/{CASE}/{each.address}", "title": each.title, "text": each.text}
        for each in _STEPS
        if each.screen in screens
    ]


def step(screens: Collection[str], asked: str) -> dict[str, Any] | None:
    """Return the step with a number, counted from 1, and the addresses around it; None where there is none.

    Parameters
    ----------
    screens : collection of str
        The names of the screens that there are.
    asked : str
        The number, as an address gives it.
    """
    found = steps(screens)
    if not (asked.isascii() and asked.isdigit()) or not 1 <= int(asked) <= len(found):
        return None
    place = int(asked) - 1

    def address(other: int) -> str:
        if not 0 <= other < len(found):
            return ""
        there = found[other]["address"]
        return f"{there}{'&' if '?' in there else '?'}tour={other + 1}"

    return {
        **found[place],
        "number": place + 1,
        "of": len(found),
        "before": address(place - 1),
        "after": address(place + 1),
        "leave": found[place]["address"],
    }
